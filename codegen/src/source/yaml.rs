//! YAML, and JSON as its subset. The only file that knows `serde_yaml`.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, EnumAccess, IgnoredAny, MapAccess, SeqAccess, VariantAccess, Visitor};

use super::tree::Tree;
use crate::diagnostic::Pointer;

/// Why a text is not YAML, and where.
pub(super) struct SyntaxError {
    pub(super) message: String,
    /// From 1.
    pub(super) line: usize,
    /// From 1, in characters.
    pub(super) column: usize,
}

/// Reads a text into the tree.
pub(super) fn read(text: &str, tree: &mut Tree, file: usize) -> Result<Pointer, SyntaxError> {
    tree.read(file, serde_yaml::Deserializer::from_str(text))
        .map_err(|error| {
            let (line, column) = error
                .location()
                .map_or((1, 1), |place| (place.line(), place.column()));
            // The place is shown apart; the parser's own mention of it would be a second one.
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or(&message);
            SyntaxError {
                message: format!("this is not YAML: {message}"),
                line,
                column,
            }
        })
}

/// A place to be found: the positions that lead to a node from the root, and whether its key is meant.
pub(super) struct Target {
    pub(super) path: Vec<usize>,
    pub(super) key: bool,
}

/// Finds the line and column (from 1) of scalars and keys, all in one pass.
///
/// `serde_yaml` keeps no positions, but its errors have them: the text is read again with a visitor that
/// fails at each place, notes where, and goes on. That works because a scalar is consumed before it fails.
pub(super) fn locate(text: &str, targets: &[Target]) -> Vec<Option<(usize, usize)>> {
    let mut places = vec![None; targets.len()];
    let mut root = Route::default();
    for (index, target) in targets.iter().enumerate() {
        let end = target.path.iter().fold(&mut root, |route, &step| route.below.entry(step).or_default());
        if target.key { end.key.push(index) } else { end.here.push(index) }
    }
    // A text that is broken further down still has places before that.
    let _ = Walk { route: &root, places: &mut places }.deserialize(serde_yaml::Deserializer::from_str(text));
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
}

impl Walk<'_> {
    fn note(&mut self, targets: &[usize], error: &impl fmt::Display) {
        let place = place(&error.to_string());
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
        if let Err(error) = deserializer.deserialize_any(Here) {
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

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        for position in 0.. {
            let more = match self.route.below.get(&position) {
                Some(route) => list.next_element_seed(Walk { route, places: &mut *self.places })?.is_some(),
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
                match map.next_key_seed(Here) {
                    Ok(_) => break,
                    Err(error) => self.note(&route.key, &error),
                }
            } else if map.next_key::<IgnoredAny>()?.is_none() {
                break;
            }
            match below {
                Some(route) => map.next_value_seed(Walk { route, places: &mut *self.places })?,
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
struct Here;

impl<'de> DeserializeSeed<'de> for Here {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Visitor<'_> for Here {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("nothing")
    }
}
