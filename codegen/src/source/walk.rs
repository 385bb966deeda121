//! Places of nodes, from parsers that keep none.
//!
//! Parsers say where an error is. So the text is read again by a visitor that fails at each place that is
//! wanted, notes what the error says, and goes on: one pass for all of them, and only findings pay for it.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, EnumAccess, IgnoredAny, MapAccess, SeqAccess, VariantAccess, Visitor};

/// A place to be found: the positions that lead to a node from the root, and whether its key is meant.
pub(super) struct Target {
    pub(super) path: Vec<usize>,
    pub(super) key: bool,
}

/// What a parser's errors said of the targets: line and column from 1, as the parser counts.
///
/// A scalar is consumed before it fails, so that the walk can note the place and go on.
///
/// Some parsers know the place of a key only when it is asked for as bytes, and some do not know bytes.
pub(super) fn walk<'de, D: Deserializer<'de>>(
    document: D,
    targets: &[Target],
    keys_as_bytes: bool,
) -> Vec<Option<(usize, usize)>> {
    let mut places = vec![None; targets.len()];
    let mut root = Route::default();
    for (index, target) in targets.iter().enumerate() {
        let end = target.path.iter().fold(&mut root, |route, &step| route.below.entry(step).or_default());
        if target.key { end.key.push(index) } else { end.here.push(index) }
    }
    // A text that is broken further down still has places before that.
    let _ = Walk { route: &root, places: &mut places, keys_as_bytes }.deserialize(document);
    places
}

/// What is looked for at a node, and below it.
#[derive(Default)]
struct Route {
    here: Vec<usize>,
    key: Vec<usize>,
    below: BTreeMap<usize, Route>,
}

struct Walk<'r> {
    route: &'r Route,
    places: &'r mut Vec<Option<(usize, usize)>>,
    keys_as_bytes: bool,
}

impl Walk<'_> {
    fn below<'r>(&'r mut self, route: &'r Route) -> Walk<'r> {
        Walk { route, places: &mut *self.places, keys_as_bytes: self.keys_as_bytes }
    }

    fn note(&mut self, targets: &[usize], error: &impl fmt::Display) {
        // An error at the very beginning comes without a place.
        let place = place(&error.to_string()).or(Some((1, 1)));
        for &target in targets {
            if let Some(known) = self.places.get_mut(target) {
                *known = place;
            }
        }
    }
}

/// The place that the text of an error ends with: the error's type is hidden behind serde's traits.
fn place(error: &str) -> Option<(usize, usize)> {
    let (_, place) = error.rsplit_once(" at line ")?;
    let (line, column) = place.split_once(" column ")?;
    Some((line.parse().ok()?, column.parse().ok()?))
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(mut self, deserializer: D) -> Result<(), D::Error> {
        let route = self.route;
        if route.here.is_empty() {
            return deserializer.deserialize_any(self);
        }
        if let Err(error) = (Here { as_bytes: false }).deserialize(deserializer) {
            self.note(&route.here, &error);
        }
        Ok(())
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the document that was read before")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<(), A::Error> {
        for position in 0.. {
            let more = match self.route.below.get(&position) {
                Some(route) => list.next_element_seed(self.below(route))?.is_some(),
                None => list.next_element::<IgnoredAny>()?.is_some(),
            };
            if !more {
                break;
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        for position in 0.. {
            let below = self.route.below.get(&position);
            if let Some(route) = below.filter(|route| !route.key.is_empty()) {
                match map.next_key_seed(Here { as_bytes: self.keys_as_bytes }) {
                    Ok(_) => break,
                    Err(error) => self.note(&route.key, &error),
                }
            } else if map.next_key::<IgnoredAny>()?.is_none() {
                break;
            }
            match below {
                Some(route) => map.next_value_seed(self.below(route))?,
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }

    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<(), A::Error> {
        let (IgnoredAny, value) = tagged.variant()?;
        value.newtype_variant_seed(self)
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_i128<E>(self, _: i128) -> Result<(), E> {
        Ok(())
    }

    fn visit_u128<E>(self, _: u128) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

/// Accepts nothing, so that the parser says where it is.
struct Here {
    as_bytes: bool,
}

impl<'de> DeserializeSeed<'de> for Here {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.as_bytes { deserializer.deserialize_bytes(self) } else { deserializer.deserialize_any(self) }
    }
}

impl Visitor<'_> for Here {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("nothing")
    }
}
