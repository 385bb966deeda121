//! The reader: one function, `fill`, for every value.
//!
//! It walks the document and the value side by side. Where it fails, each level notes on the way out which
//! part it was in, so that the path of an error costs nothing until there is one.

mod context;
mod model;
mod raw;
mod scalar;
mod score;
mod tuple;
mod union;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::Value as Json;

use self::context::{Context, Scope, Step};
use self::model::Key;
use super::error::JsonError;
use super::rejected::Rejected;
use super::shape::{List, Map, Optional, Slot};

/// Reads a JSON document into `slot`.
pub(super) fn document(bytes: &[u8], slot: Slot<'_>) -> Result<(), JsonError> {
    text(bytes, slot, &Context::of(bytes, false))
}

/// The same, without the items of its outermost lists that cannot be read. Gives those.
pub(super) fn salvage(bytes: &[u8], slot: Slot<'_>) -> Result<Vec<Rejected>, JsonError> {
    let context = Context::of(bytes, true);
    text(bytes, slot, &context)?;
    Ok(context.into_rejected())
}

fn text(bytes: &[u8], slot: Slot<'_>, context: &Context<'_>) -> Result<(), JsonError> {
    // Once for all, which is quicker: in bytes serde_json looks at each string by itself.
    match std::str::from_utf8(bytes) {
        Ok(text) => whole(serde_json::Deserializer::from_str(text), slot, context),
        Err(_) => whole(serde_json::Deserializer::from_slice(bytes), slot, context),
    }
}

fn whole<'de, R: serde_json::de::Read<'de>>(
    mut deserializer: serde_json::Deserializer<R>,
    slot: Slot<'_>,
    context: &Context<'_>,
) -> Result<(), JsonError> {
    fill(slot, &mut deserializer, Scope::strict(context))
        .and_then(|()| deserializer.end())
        .map_err(|error| JsonError::new(context.take_path(), &error))
}

/// Reads a value of any format into `slot`.
pub(super) fn value<'de, D: Deserializer<'de>>(deserializer: D, slot: Slot<'_>) -> Result<(), D::Error> {
    fill(slot, deserializer, Scope::strict(&Context::default()))
}

/// Reads what stood in XML or in a header, where all scalars are text.
pub(crate) fn loosely(json: Json, slot: Slot<'_>) -> Result<(), serde_json::Error> {
    fill(slot, json, Scope::strict(&Context::lenient()))
}

/// Reads one value into its slot.
fn fill<'de, D: Deserializer<'de>>(
    slot: Slot<'_>,
    deserializer: D,
    scope: Scope<'_>,
) -> Result<(), D::Error> {
    if scope.lenient && scalar::is_plain(&slot) {
        return scalar::lenient(slot, deserializer);
    }
    match slot {
        Slot::Bool(place) => deserializer.deserialize_bool(scalar::Truth(place)),
        Slot::I32(place) => deserializer.deserialize_i32(scalar::Whole(place)),
        Slot::I64(place) => deserializer.deserialize_i64(scalar::Whole(place)),
        Slot::U32(place) => deserializer.deserialize_u32(scalar::Whole(place)),
        Slot::U64(place) => deserializer.deserialize_u64(scalar::Whole(place)),
        Slot::F32(place) => deserializer.deserialize_f64(scalar::Single(place)),
        Slot::F64(place) => deserializer.deserialize_f64(scalar::Double(place)),
        Slot::Text(place) => deserializer.deserialize_string(scalar::Text(place)),
        Slot::OptionalText(place) => deserializer.deserialize_option(scalar::Text(place)),
        // Asked for a string, serde_json would quote what it finds in its place.
        Slot::Scalar(place) => deserializer.deserialize_any(scalar::Parsed { place, lenient: scope.lenient }),
        Slot::Digits(place) => raw::digits(deserializer, place, scope),
        Slot::Json(place) => Json::deserialize(deserializer).map(|value| *place = value),
        Slot::Model(place) => {
            deserializer.deserialize_map(model::Object { model: place, context: scope.context })
        }
        Slot::Tuple(place) => deserializer.deserialize_seq(tuple::Items { model: place, scope }),
        Slot::Union(place) => union::read(deserializer, place, scope.context),
        Slot::List(list) => deserializer.deserialize_option(Items { list, scope }),
        Slot::Map(map) => deserializer.deserialize_option(Entries { map, scope }),
        Slot::Optional(place) => deserializer.deserialize_option(Nullable { place, scope }),
        Slot::Ignore => IgnoredAny::deserialize(deserializer).map(|_| ()),
    }
}

/// Reads `null` or a value.
struct Nullable<'s, 'c> {
    place: &'s mut dyn Optional,
    scope: Scope<'c>,
}

impl<'de> Visitor<'de> for Nullable<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a value or null")
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.place.set_null();
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.visit_none()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        fill(self.place.set_blank(), deserializer, self.scope)
    }
}

/// Reads an array; `null` is an empty one.
struct Items<'s, 'c> {
    list: &'s mut dyn List,
    scope: Scope<'c>,
}

impl<'de> Visitor<'de> for Items<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an array")
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.list.clear();
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.visit_none()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        self.list.clear();
        if self.scope.context.salvages() {
            return raw::salvage(items, self.list, self.scope);
        }
        let mut index = 0;
        loop {
            match items.next_element_seed(Item { list: &mut *self.list, scope: self.scope }) {
                Ok(Some(())) => index += 1,
                Ok(None) => return Ok(()),
                Err(error) => {
                    self.scope.context.note(Step::Item(index));
                    return Err(error);
                }
            }
        }
    }
}

/// Reads one item of an array, if there is one.
struct Item<'s, 'c> {
    list: &'s mut dyn List,
    scope: Scope<'c>,
}

impl<'de> DeserializeSeed<'de> for Item<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        fill(self.list.push(), deserializer, self.scope)
    }
}

/// Reads an object with free keys; `null` is an empty one.
struct Entries<'s, 'c> {
    map: &'s mut dyn Map,
    scope: Scope<'c>,
}

impl<'de> Visitor<'de> for Entries<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object")
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.map.clear();
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.visit_none()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let scope = self.scope;
        self.map.clear();
        while let Some(Key(key)) = entries.next_key()? {
            let entry = Entry { map: &mut *self.map, key: &key, scope };
            let before = scope.context.rejections();
            entries.next_value_seed(entry).inspect_err(|_| scope.context.note(Step::key(&key)))?;
            if scope.context.rejections() > before {
                scope.context.enclose(before, &key);
            }
        }
        Ok(())
    }
}

/// Reads the value at a key.
struct Entry<'s, 'c> {
    map: &'s mut dyn Map,
    key: &'s str,
    scope: Scope<'c>,
}

impl<'de> DeserializeSeed<'de> for Entry<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        fill(self.map.insert(self.key), deserializer, self.scope)
    }
}
