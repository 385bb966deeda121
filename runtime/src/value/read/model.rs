//! Reads an object into a model.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use serde_json::Value as Json;

use super::context::{Context, Scope, Step};
use super::fill;
use super::raw::Held;
use crate::value::field::Field;
use crate::value::shape::{Model, Slot};

/// Reads the properties of an object into a model, one at a time.
pub(super) struct Properties<'s, 'c> {
    model: &'s mut dyn Model,
    fields: &'static [Field],
    context: &'c Context<'c>,
    /// Whether items of lists may be left out.
    salvages: bool,
    /// Where to look for the next property first: documents tend to keep the order.
    next: usize,
    seen: Seen,
    /// A property that is not kept with the unknown ones.
    without: Option<Tag>,
}

impl<'s, 'c> Properties<'s, 'c> {
    pub(super) fn new(model: &'s mut dyn Model, context: &'c Context<'c>) -> Self {
        let fields = model.fields();
        Self {
            model,
            fields,
            context,
            salvages: context.salvages(),
            next: 0,
            seen: Seen::default(),
            without: None,
        }
    }

    /// Does not keep `name` with the unknown properties.
    pub(super) fn without(mut self, name: Tag) -> Self {
        self.without = Some(name);
        self
    }

    /// Reads a property that was kept.
    pub(super) fn read<E: Error>(&mut self, key: &str, value: &Held<'_>) -> Result<(), E> {
        let name = match Field::find(self.fields, self.next, key) {
            Some(index) => Name::Known(index),
            None => Name::Unknown(Cow::Borrowed(key)),
        };
        let before = self.rejections();
        let place = self.place(&name);
        let scope = self.scope(place);
        let read = value.fill(self.slot(place, &name), scope);
        self.note(&name, before, read)
    }

    /// Reads all further properties.
    pub(super) fn read_all<'de, A: MapAccess<'de>>(&mut self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key_seed(self.lookup())? {
            let before = self.rejections();
            let read = map.next_value_seed(Property(self, &name));
            if read.is_err() || self.salvages {
                self.note(&name, before, read)?;
            }
        }
        Ok(())
    }

    /// Checks that no required property is missing.
    pub(super) fn finish<E: Error>(self) -> Result<(), E> {
        let missing = |(index, field): &(usize, &Field)| field.is_required() && !self.seen.contains(*index);
        match self.fields.iter().enumerate().find(missing) {
            Some((_, field)) => Err(E::custom(format_args!("missing property `{}`", field.name()))),
            None => Ok(()),
        }
    }

    fn lookup(&self) -> Lookup {
        let (fields, next) = (self.fields, self.next);
        Lookup { fields, next }
    }

    /// The index of the field that a property goes to; the one after the last for unknown ones.
    ///
    /// A key that is none of the fields goes to the one that it is in another case, unless that one has been
    /// read.
    #[inline]
    fn place(&self, name: &Name<'_>) -> usize {
        match name {
            Name::Known(index) => *index,
            Name::Unknown(key) => Field::find_in_any_case(self.fields, key)
                .filter(|index| !self.seen.contains(*index))
                .unwrap_or(self.fields.len()),
        }
    }

    #[inline]
    fn rejections(&self) -> usize {
        if self.salvages { self.context.rejections() } else { 0 }
    }

    #[inline]
    fn scope(&self, place: usize) -> Scope<'c> {
        let lenient = self.context.is_lenient() || self.fields.get(place).is_some_and(Field::is_lenient);
        Scope { context: self.context, lenient }
    }

    #[inline]
    fn slot(&mut self, place: usize, name: &Name<'_>) -> Slot<'_> {
        match name {
            Name::Unknown(name) if place >= self.fields.len() => self.unknown(name),
            _ => {
                self.next = place + 1;
                if self.seen.insert(place) {
                    reset(self.model, place);
                }
                self.model.slot_at(place)
            }
        }
    }

    #[inline(never)]
    fn unknown(&mut self, name: &str) -> Slot<'_> {
        if self.without.is_some_and(|tag| tag.is(name)) {
            return Slot::Ignore;
        }
        match self.model.slot_at(self.fields.len()) {
            Slot::Map(rest) => rest.insert(name),
            _ => Slot::Ignore,
        }
    }

    /// Notes where an error, or what was left out, came from.
    #[cold]
    fn note<E>(&self, name: &Name<'_>, before: usize, read: Result<(), E>) -> Result<(), E> {
        let name = match name {
            Name::Known(index) => self.fields.get(*index).map_or("", Field::name),
            Name::Unknown(name) => name,
        };
        if read.is_err() {
            self.context.note(Step::key(name));
        } else {
            self.context.enclose(before, name);
        }
        read
    }
}

/// Reads an object into a model.
// Small, as serde moves it from function to function; `Properties` stays where it is made.
pub(super) struct Object<'s, 'c> {
    pub(super) model: &'s mut dyn Model,
    pub(super) context: &'c Context<'c>,
}

impl<'de> Visitor<'de> for Object<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let mut properties = Properties::new(self.model, self.context);
        properties.read_all(map)?;
        properties.finish()
    }
}

/// Reads the value of a property.
// Has the model make the slot where it is used: to hand on a slot that was made before is to copy it, which
// the processor is slow at right after the slot has been put together.
struct Property<'p, 's, 'c>(&'p mut Properties<'s, 'c>, &'p Name<'p>);

impl<'de> DeserializeSeed<'de> for Property<'_, '_, '_> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let Self(properties, name) = self;
        let place = properties.place(name);
        let scope = properties.scope(place);
        fill(properties.slot(place, name), deserializer, scope)
    }
}

/// Empties what an earlier property of the same name has left. What has no parts is overwritten anyway.
#[cold]
fn reset(model: &mut dyn Model, place: usize) {
    if let Slot::Model(model) | Slot::Tuple(model) = model.slot_at(place) {
        for index in 0..=model.fields().len() {
            match model.slot_at(index) {
                Slot::List(list) => list.clear(),
                Slot::Map(map) => map.clear(),
                Slot::Optional(option) => option.set_absent(),
                Slot::OptionalText(text) => *text = None,
                Slot::Json(json) => *json = Json::Null,
                _ => reset(model, index),
            }
        }
    }
}

/// The name of a tag.
#[derive(Clone, Copy)]
pub(super) struct Tag {
    pub(super) name: &'static str,
    /// Whether it may be written in any case.
    pub(super) any_case: bool,
}

impl Tag {
    pub(super) fn is(self, key: &str) -> bool {
        key == self.name || self.any_case && key.eq_ignore_ascii_case(self.name)
    }
}

/// Which property a key stands for.
enum Name<'de> {
    Known(usize),
    Unknown(Cow<'de, str>),
}

/// Reads a key and finds it among the fields.
struct Lookup {
    fields: &'static [Field],
    next: usize,
}

impl<'de> DeserializeSeed<'de> for Lookup {
    type Value = Name<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Lookup {
    type Value = Name<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a property name")
    }

    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Self::Value, E> {
        Ok(match Field::find(self.fields, self.next, key) {
            Some(index) => Name::Known(index),
            None => Name::Unknown(Cow::Borrowed(key)),
        })
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(match Field::find(self.fields, self.next, key) {
            Some(index) => Name::Known(index),
            None => Name::Unknown(Cow::Owned(key.to_owned())),
        })
    }
}

/// A key, borrowed from the document if it stands there as it is.
pub(super) struct Key<'de>(pub(super) Cow<'de, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // With no fields to find it among, every key is unknown.
        match (Lookup { fields: &[], next: 0 }).deserialize(deserializer)? {
            Name::Known(_) => Ok(Self(Cow::Borrowed(""))),
            Name::Unknown(key) => Ok(Self(key)),
        }
    }
}

/// Which fields have been read: one bit for each, and no allocation for the first 64.
#[derive(Default)]
struct Seen {
    first: u64,
    more: Vec<u64>,
}

impl Seen {
    /// Adds a field; says whether it was there already.
    #[inline]
    fn insert(&mut self, index: usize) -> bool {
        let bit = 1 << (index % 64);
        let word = if index < 64 { &mut self.first } else { self.word(index / 64 - 1) };
        let seen = *word & bit != 0;
        *word |= bit;
        seen
    }

    #[cold]
    fn word(&mut self, index: usize) -> &mut u64 {
        if self.more.len() <= index {
            self.more.resize(index + 1, 0);
        }
        self.more.get_mut(index).unwrap_or(&mut self.first)
    }

    fn contains(&self, index: usize) -> bool {
        let word = match (index / 64).checked_sub(1) {
            None => self.first,
            Some(word) => self.more.get(word).copied().unwrap_or(0),
        };
        word & (1 << (index % 64)) != 0
    }
}
