//! How the arena is filled, through serde.

use std::collections::HashMap;
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, IgnoredAny, MapAccess, SeqAccess, VariantAccess,
    Visitor,
};

use super::{LARGE, Node, Parent, Tree, Value, Word, Words};
use crate::diagnostic::Pointer;

const TOO_LARGE: &str = "the document is too large";

/// Where the members of a map are among them, by their keys.
#[derive(Default)]
struct Places {
    /// The first of a large map: those of a small one are searched in turn.
    known: HashMap<Box<str>, usize>,
}

impl Places {
    /// The place of a member with this key, be it there or the next one.
    fn of(&mut self, key: &str, members: &[Pointer], tree: &Tree) -> usize {
        if members.len() < LARGE {
            return members.iter().position(|&member| tree.key(member) == key).unwrap_or(members.len());
        }
        for (place, &member) in members.iter().enumerate().skip(self.known.len()) {
            self.known.entry(tree.key(member).into()).or_insert(place);
        }
        self.known.get(key).copied().unwrap_or(members.len())
    }
}

/// A map that is being read.
pub(in crate::source) struct Open {
    at: Pointer,
    members: Vec<Pointer>,
    places: Places,
    /// How many members have been met, those that repeat another's key included.
    count: usize,
}

impl Open {
    pub(super) fn new(at: Pointer) -> Self {
        Self { at, members: Vec::new(), places: Places::default(), count: 0 }
    }

    /// Reads some of its members, and gives their number.
    pub(in crate::source) fn read<'de, D: Deserializer<'de>>(
        &mut self,
        tree: &mut Tree,
        part: D,
    ) -> Result<usize, D::Error> {
        let before = self.count;
        part.deserialize_any(Members { tree, map: self })?;
        Ok(self.count - before)
    }

    /// Begins a member that is a map itself; it is to be added once it is closed.
    pub(in crate::source) fn open(&self, tree: &mut Tree, key: &str) -> Option<Self> {
        let key = tree.words.word(key)?;
        tree.push(Node { parent: self.next(), key: Some(key), value: Value::Null }).map(Self::new)
    }

    /// The way back from the next member.
    fn next(&self) -> Parent {
        Parent::node(self.at, self.count)
    }

    pub(in crate::source) fn add(&mut self, tree: &mut Tree, member: Pointer) {
        self.count += 1;
        let place = self.places.of(tree.key(member), &self.members, tree);
        match self.members.get_mut(place) {
            // A map can be told to inherit from several.
            Some(earlier) if tree.key(member) != "<<" => {
                *earlier = member;
                tree.duplicates.push(member);
            }
            _ => self.members.push(member),
        }
    }

    pub(in crate::source) fn close(self, tree: &mut Tree) -> Pointer {
        let at = self.at;
        let value = self.into_value(tree);
        tree.nodes[at.index()].value = value;
        at
    }

    fn into_value(mut self, tree: &Tree) -> Value {
        tree.merge(&mut self.members);
        Value::Map(self.members.into())
    }
}

/// Reads members of a map into it.
struct Members<'t> {
    tree: &'t mut Tree,
    map: &'t mut Open,
}

impl<'de> Visitor<'de> for Members<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        while let Some(key) = members.next_key_seed(Key(&mut self.tree.words))? {
            let seed = Seed { tree: &mut *self.tree, parent: self.map.next(), key: Some(key) };
            let member = members.next_value_seed(seed)?;
            self.map.add(self.tree, member);
        }
        Ok(())
    }
}

pub(super) struct Seed<'t> {
    pub(super) tree: &'t mut Tree,
    pub(super) parent: Parent,
    pub(super) key: Option<Word>,
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Pointer;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Pointer, D::Error> {
        let node = Node { parent: self.parent, key: self.key, value: Value::Null };
        let at = self.tree.push(node).ok_or_else(|| D::Error::custom(TOO_LARGE))?;
        let value = deserializer.deserialize_any(Builder { tree: self.tree, at })?;
        self.tree.nodes[at.index()].value = value;
        Ok(at)
    }
}

struct Builder<'t> {
    tree: &'t mut Tree,
    at: Pointer,
}

impl<'de> Visitor<'de> for Builder<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that JSON has too")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Int(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(i64::try_from(value).map_or(Value::Big(value), Value::Int))
    }

    /// What no machine word holds is a limit that no value reaches: its size is all that counts.
    #[allow(clippy::cast_precision_loss, reason = "nothing nearer is to be had")]
    fn visit_i128<E>(self, value: i128) -> Result<Value, E> {
        Ok(Value::Float(value as f64))
    }

    #[allow(clippy::cast_precision_loss, reason = "nothing nearer is to be had")]
    fn visit_u128<E>(self, value: u128) -> Result<Value, E> {
        Ok(Value::Float(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        loop {
            let parent = Parent::node(self.at, items.len());
            match list.next_element_seed(Seed { tree: self.tree, parent, key: None })? {
                Some(item) => items.push(item),
                None => return Ok(Value::List(items.into())),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Value, A::Error> {
        let mut open = Open::new(self.at);
        Members { tree: self.tree, map: &mut open }.visit_map(map)?;
        Ok(open.into_value(self.tree))
    }

    /// A YAML tag says nothing that a document needs: the value is read as if it were not there.
    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Value, A::Error> {
        let (_, value) = tagged.variant::<IgnoredAny>()?;
        value.newtype_variant_seed(self)
    }
}

impl<'de> DeserializeSeed<'de> for Builder<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// Reads a key. YAML allows any scalar there (`200:`); its text is what counts.
struct Key<'t>(&'t mut Words);

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = Word;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Word, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = Word;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Word, E> {
        self.0.word(value).ok_or_else(|| E::custom(TOO_LARGE))
    }
}
