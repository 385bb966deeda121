//! Finds out which variant of a union a JSON value is, and reads it.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value as Json;

use super::context::{Context, Scope};
use super::model::{Key, Properties, Tag};
use super::raw::{self, Held};
use super::score::score;
use crate::value::field::Variant;
use crate::value::loose::alike;
use crate::value::shape::{Slot, Union};

/// Reads a union.
pub(super) fn read<'de, D: Deserializer<'de>>(
    deserializer: D,
    union: &mut dyn Union,
    context: &Context<'_>,
) -> Result<(), D::Error> {
    match union.tag() {
        Some(name) => {
            let any_case = union.variants().first().is_some_and(Variant::is_any_case);
            let tag = Tag { name, any_case };
            deserializer.deserialize_any(Tagged { union, tag, context })
        }
        None => {
            let held = Held::read(deserializer, context)?;
            untagged(union, &held, context)
        }
    }
}

/// Reads the variant that suits the value best, or the catch-all if none does.
fn untagged<E: Error>(union: &mut dyn Union, held: &Held<'_>, context: &Context<'_>) -> Result<(), E> {
    let count = union.variants().len();
    let json = held.json(context)?;
    // Where all is text, the alternatives are still told apart by their kind.
    let scope = Scope { context, lenient: false };
    let done = context.fueled(&json, count + 1, |fueled| {
        let count = if fueled { count } else { 0 };
        let scored = |index| {
            let slot = union.choose(index);
            // That `null` is as good as an empty list goes for properties, which say that they are lists.
            let emptied = json.is_null() && matches!(slot, Slot::List(_) | Slot::Map(_));
            if emptied { None } else { Some((score(slot, &json, false)?, index)) }
        };
        let mut ranked: Vec<_> = (0..count).filter_map(scored).collect();
        ranked.sort_unstable();
        ranked.into_iter().any(|(_, index)| {
            let fill = || held.fill::<serde_json::Error>(union.choose(index), scope);
            context.attempt(|| context.whole(fill)).is_some()
        })
    });
    if !done {
        catch_all(union, json.into_owned());
    }
    Ok(())
}

fn catch_all(union: &mut dyn Union, json: Json) {
    if let Slot::Json(place) = union.choose(union.variants().len()) {
        *place = json;
    }
}

/// Reads the variant that the tag selects, or the catch-all if it selects none.
///
/// The tag usually comes first, and then nothing is buffered.
struct Tagged<'s, 'c> {
    union: &'s mut dyn Union,
    tag: Tag,
    context: &'c Context<'c>,
}

impl Tagged<'_, '_> {
    #[expect(clippy::unnecessary_wraps, reason = "every caller is a visitor and returns it")]
    fn catch_all<E>(self, json: impl Into<Json>) -> Result<(), E> {
        catch_all(self.union, json.into());
        Ok(())
    }

    fn variant_of(&self, tag: &Held<'_>) -> Option<usize> {
        let tag = tag.json::<serde_json::Error>(self.context).ok()?;
        let tag = tag.as_str()?;
        let variants = self.union.variants();
        let exact = variants.iter().position(|variant| variant.tags().contains(&tag));
        let spells = |known: &&str| alike(known, tag);
        exact.or_else(|| {
            variants.iter().position(|variant| variant.is_loose() && variant.tags().iter().any(spells))
        })
    }
}

impl<'de> Visitor<'de> for Tagged<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut buffer = Vec::new();
        let variant = loop {
            let Some(Key(key)) = map.next_key()? else {
                break None;
            };
            let value = map.next_value_seed(Hold(self.context))?;
            let variant = if self.tag.is(&key) { self.variant_of(&value) } else { None };
            buffer.push((key, value));
            if variant.is_some() {
                break variant;
            }
        };
        let Some(variant) = variant else {
            let otherwise = self.union.variants().iter().position(Variant::is_fallback);
            if let Some(variant) = otherwise {
                return raw::refill(buffer, self.union.choose(variant), self.context);
            }
            let object = raw::object(buffer, self.context)?;
            return self.catch_all(object);
        };
        match self.union.choose(variant) {
            Slot::Model(model) => {
                let mut properties = Properties::new(model, self.context).without(self.tag);
                buffer.iter().try_for_each(|(key, value)| properties.read(key, value))?;
                properties.read_all(map)?;
                properties.finish()
            }
            // Another union, which needs the tag that was read and more.
            slot => {
                while let Some(Key(key)) = map.next_key()? {
                    buffer.push((key, map.next_value_seed(Hold(self.context))?));
                }
                raw::refill(buffer, slot, self.context)
            }
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element::<Json>()? {
            items.push(item);
        }
        self.catch_all(items)
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.catch_all(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.catch_all(value)
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.catch_all(value)
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.catch_all(value)
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.catch_all(value)
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.catch_all(value)
    }
}

/// Keeps a value for later.
struct Hold<'c>(&'c Context<'c>);

impl<'de> DeserializeSeed<'de> for Hold<'_> {
    type Value = Held<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Held<'de>, D::Error> {
        Held::read(deserializer, self.0)
    }
}
