//! YAML, and JSON as its subset. The only file that knows `serde_yaml`.

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

/// Finds the line and column (from 1) of a node, or of its key, given the positions that lead to it.
///
/// `serde_yaml` keeps no positions, but its errors have them: the text is read again with a visitor that
/// walks to the node and fails there. Only a finding pays for it.
pub(super) fn locate(text: &str, path: &[usize], key: bool) -> Option<(usize, usize)> {
    let error = Seek { path, key }
        .deserialize(serde_yaml::Deserializer::from_str(text))
        .err()?;
    error.location().map(|place| (place.line(), place.column()))
}

/// Walks to a node, and fails there.
struct Seek<'p> {
    path: &'p [usize],
    key: bool,
}

impl<'de> DeserializeSeed<'de> for Seek<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.path.is_empty() {
            deserializer.deserialize_any(Here)
        } else {
            deserializer.deserialize_any(self)
        }
    }
}

impl<'de> Visitor<'de> for Seek<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the document that was read before")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let Some((&position, path)) = self.path.split_first() else {
            return Ok(());
        };
        for _ in 0..position {
            list.next_element::<IgnoredAny>()?;
        }
        list.next_element_seed(Seek { path, ..self }).map(drop)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Some((&position, path)) = self.path.split_first() else {
            return Ok(());
        };
        for _ in 0..position {
            map.next_entry::<IgnoredAny, IgnoredAny>()?;
        }
        if path.is_empty() && self.key {
            return map.next_key_seed(Here).map(drop);
        }
        map.next_key::<IgnoredAny>()?;
        map.next_value_seed(Seek { path, ..self })
    }

    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<(), A::Error> {
        let (IgnoredAny, value) = tagged.variant()?;
        value.newtype_variant_seed(self)
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
