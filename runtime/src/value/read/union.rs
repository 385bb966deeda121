//! Finds out which variant of a union a JSON value is, and reads it.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map as Object, Value as Json};

use super::context::Context;
use super::fill;
use super::model::{Key, Properties};
use super::score::score;
use crate::value::shape::{Slot, Union};

/// Reads a union.
pub(super) fn read<'de, D: Deserializer<'de>>(
    deserializer: D,
    union: &mut dyn Union,
    context: &Context,
) -> Result<(), D::Error> {
    match union.tag() {
        Some(tag) => deserializer.deserialize_any(Tagged { union, tag, context }),
        None => {
            untagged(union, Json::deserialize(deserializer)?, context);
            Ok(())
        }
    }
}

/// Reads the variant that suits the value best, or the catch-all if none does.
fn untagged(union: &mut dyn Union, json: Json, context: &Context) {
    let count = union.variants().len();
    let done = context.fueled(&json, count + 1, |fueled| {
        let count = if fueled { count } else { 0 };
        let scored = |index| Some((score(union.choose(index), &json)?, index));
        let mut ranked: Vec<_> = (0..count).filter_map(scored).collect();
        ranked.sort_unstable();
        ranked.into_iter().any(|(_, index)| {
            context
                .attempt(|| fill(union.choose(index), &json, context))
                .is_some()
        })
    });
    if !done {
        catch_all(union, json);
    }
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
    tag: &'static str,
    context: &'c Context,
}

impl Tagged<'_, '_> {
    #[expect(
        clippy::unnecessary_wraps,
        reason = "every caller is a visitor and returns it"
    )]
    fn catch_all<E>(self, json: impl Into<Json>) -> Result<(), E> {
        catch_all(self.union, json.into());
        Ok(())
    }

    fn variant_of(&self, tag: &Json) -> Option<usize> {
        let tag = tag.as_str()?;
        self.union
            .variants()
            .iter()
            .position(|variant| variant.tags().contains(&tag))
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
            let value: Json = map.next_value()?;
            let variant = if key == self.tag {
                self.variant_of(&value)
            } else {
                None
            };
            buffer.push((key, value));
            if variant.is_some() {
                break variant;
            }
        };
        let Some(variant) = variant else {
            return self.catch_all(object(buffer));
        };
        match self.union.choose(variant) {
            Slot::Model(model) => {
                let mut properties = Properties::new(model, self.context).without(self.tag);
                buffer
                    .iter()
                    .try_for_each(|(key, value)| properties.read(key, value))?;
                properties.read_all(map)?;
                properties.finish()
            }
            slot => {
                let mut object = object(buffer);
                while let Some((key, value)) = map.next_entry()? {
                    object.insert(key, value);
                }
                fill(slot, &Json::Object(object), self.context).map_err(Error::custom)
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

fn object(entries: Vec<(Cow<'_, str>, Json)>) -> Object<String, Json> {
    let owned = |(key, value): (Cow<'_, str>, _)| (key.into_owned(), value);
    entries.into_iter().map(owned).collect()
}
