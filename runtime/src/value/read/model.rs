//! Reads an object into a model.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use serde_json::Value as Json;

use super::context::{Context, Step};
use super::fill;
use crate::value::shape::{Field, Model, Slot};

/// Reads the properties of an object into a model, one at a time.
pub(super) struct Properties<'s, 'c> {
    model: &'s mut dyn Model,
    fields: &'static [Field],
    context: &'c Context,
    /// Where to look for the next property first: documents tend to keep the order.
    next: usize,
    seen: Seen,
    /// A property that is not kept with the unknown ones.
    without: Option<&'static str>,
}

impl<'s, 'c> Properties<'s, 'c> {
    pub(super) fn new(model: &'s mut dyn Model, context: &'c Context) -> Self {
        let fields = model.fields();
        Self {
            model,
            fields,
            context,
            next: 0,
            seen: Seen::default(),
            without: None,
        }
    }

    /// Does not keep `name` with the unknown properties.
    pub(super) fn without(mut self, name: &'static str) -> Self {
        self.without = Some(name);
        self
    }

    /// Reads a property that was already parsed.
    pub(super) fn read<E: Error>(&mut self, name: &str, value: &Json) -> Result<(), E> {
        let name = match locate(self.fields, self.next, name) {
            Some(index) => Name::Known(index),
            None => Name::Unknown(Cow::Borrowed(name)),
        };
        let read = Property(self, &name).deserialize(value);
        read.map_err(|error| {
            self.note(&name);
            E::custom(error)
        })
    }

    /// Reads all further properties.
    pub(super) fn read_all<'de, A: MapAccess<'de>>(&mut self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key_seed(self.lookup())? {
            if let Err(error) = map.next_value_seed(Property(self, &name)) {
                self.note(&name);
                return Err(error);
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

    #[inline]
    fn slot(&mut self, name: &Name<'_>) -> Slot<'_> {
        match name {
            Name::Known(index) => {
                self.next = index + 1;
                if self.seen.insert(*index) {
                    reset(self.model.slot_at(*index));
                }
                self.model.slot_at(*index)
            }
            Name::Unknown(name) => self.unknown(name),
        }
    }

    fn unknown(&mut self, name: &str) -> Slot<'_> {
        if self.without == Some(name) {
            return Slot::Ignore;
        }
        match self.model.slot_at(self.fields.len()) {
            Slot::Map(rest) => rest.insert(name),
            _ => Slot::Ignore,
        }
    }

    #[cold]
    fn note(&self, name: &Name<'_>) {
        let name = match name {
            Name::Known(index) => self.fields.get(*index).map_or("", Field::name),
            Name::Unknown(name) => name,
        };
        self.context.note(Step::key(name));
    }
}

impl<'de> Visitor<'de> for Properties<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, map: A) -> Result<(), A::Error> {
        self.read_all(map)?;
        self.finish()
    }
}

/// Reads the value of a property.
// Has the model make the slot where it is used: to hand on a slot that was made before is to copy it, which
// the processor is slow at right after the slot has been put together.
struct Property<'p, 's, 'c>(&'p mut Properties<'s, 'c>, &'p Name<'p>);

impl<'de> DeserializeSeed<'de> for Property<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let Self(properties, name) = self;
        let context = properties.context;
        fill(properties.slot(name), deserializer, context)
    }
}

/// Empties what an earlier property of the same name has left. What has no parts is overwritten anyway.
#[cold]
fn reset(slot: Slot<'_>) {
    if let Slot::Model(model) = slot {
        for index in 0..=model.fields().len() {
            match model.slot_at(index) {
                Slot::List(list) => list.clear(),
                Slot::Map(map) => map.clear(),
                Slot::Optional(option) => option.set_null(),
                Slot::OptionalText(text) => *text = None,
                Slot::Json(json) => *json = Json::Null,
                slot => reset(slot),
            }
        }
    }
}

/// Which property a key stands for.
enum Name<'de> {
    Known(usize),
    Unknown(Cow<'de, str>),
}

/// Finds a key among the fields, the one at `next` first.
fn locate(fields: &[Field], next: usize, key: &str) -> Option<usize> {
    let (before, after) = fields.split_at_checked(next)?;
    let is_key = |field: &Field| field.name() == key;
    match after.iter().position(is_key) {
        Some(index) => Some(next + index),
        None => before.iter().position(is_key),
    }
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
        Ok(match locate(self.fields, self.next, key) {
            Some(index) => Name::Known(index),
            None => Name::Unknown(Cow::Borrowed(key)),
        })
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(match locate(self.fields, self.next, key) {
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
    fn insert(&mut self, index: usize) -> bool {
        let bit = 1 << (index % 64);
        let word = match (index / 64).checked_sub(1) {
            None => &mut self.first,
            Some(word) => {
                if self.more.len() <= word {
                    self.more.resize(word + 1, 0);
                }
                match self.more.get_mut(word) {
                    Some(word) => word,
                    None => return false,
                }
            }
        };
        let seen = *word & bit != 0;
        *word |= bit;
        seen
    }

    fn contains(&self, index: usize) -> bool {
        let word = match (index / 64).checked_sub(1) {
            None => self.first,
            Some(word) => self.more.get(word).copied().unwrap_or(0),
        };
        word & (1 << (index % 64)) != 0
    }
}
