//! The arena that every document is read into. Knows no format: it is built through serde.

use std::collections::HashMap;
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor,
};

use crate::diagnostic::Pointer;

/// What stands at a node.
#[derive(Debug, PartialEq)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    Int(i64),
    /// A whole number above the range of `Int`.
    Big(u64),
    Float(f64),
    Text(Box<str>),
    List(Vec<Pointer>),
    Map(Vec<Pointer>),
}

impl Value {
    /// A scalar as it is written in a URL or a header.
    pub(crate) fn scalar(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.to_string()),
            Self::Bool(value) => Some(value.to_string()),
            Self::Int(value) => Some(value.to_string()),
            Self::Big(value) => Some(value.to_string()),
            Self::Float(value) => Some(value.to_string()),
            Self::Null | Self::List(_) | Self::Map(_) => None,
        }
    }
}

/// A node, with its way back to the root.
#[derive(Debug)]
pub(crate) struct Node {
    parent: Parent,
    /// The name in the parent, if that is a map.
    pub(crate) key: Option<Box<str>>,
    pub(crate) value: Value,
}

#[derive(Clone, Copy, Debug)]
enum Parent {
    File(usize),
    /// The position among the parent's children is kept, since a name can be there twice.
    Node(Pointer, usize),
}

/// All nodes of all files.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    nodes: Vec<Node>,
    duplicates: Vec<Pointer>,
    /// The members of large maps, sorted by their names.
    sorted: HashMap<Pointer, Vec<Pointer>>,
}

/// The number of members from which on a map is looked up by halves, rather than from its beginning.
const LARGE: usize = 16;

impl Tree {
    /// Reads one file's root node, and all below it.
    pub(super) fn read<'de, D: Deserializer<'de>>(
        &mut self,
        file: usize,
        document: D,
    ) -> Result<Pointer, D::Error> {
        Seed { tree: self, parent: Parent::File(file), key: None }.deserialize(document)
    }

    /// Takes a file's text as its only node.
    pub(super) fn text(&mut self, file: usize, text: &str) -> Option<Pointer> {
        let at = u32::try_from(self.nodes.len()).ok()?;
        self.nodes.push(Node { parent: Parent::File(file), key: None, value: Value::Text(text.into()) });
        Some(Pointer(at))
    }

    pub(super) fn node(&self, at: Pointer) -> &Node {
        &self.nodes[at.0 as usize]
    }

    /// Sorts the members of large maps. To be called once all is read; until then they are searched in turn.
    pub(super) fn sort(&mut self) {
        for (index, node) in self.nodes.iter().enumerate() {
            let (Value::Map(members), Ok(at)) = (&node.value, u32::try_from(index)) else { continue };
            if members.len() >= LARGE {
                let mut sorted = members.clone();
                sorted.sort_by(|&a, &b| self.key(a).cmp(self.key(b)));
                self.sorted.insert(Pointer(at), sorted);
            }
        }
    }

    /// The member of a map with a name.
    pub(super) fn member(&self, at: Pointer, name: &str) -> Option<Pointer> {
        if let Some(sorted) = self.sorted.get(&at) {
            let found = sorted.binary_search_by(|&member| self.key(member).cmp(name)).ok()?;
            return sorted.get(found).copied();
        }
        match &self.node(at).value {
            Value::Map(members) => members.iter().copied().find(|&member| self.key(member) == name),
            _ => None,
        }
    }

    pub(super) fn pointer(&self, index: usize) -> Option<Pointer> {
        (index < self.nodes.len()).then(|| u32::try_from(index).ok().map(Pointer))?
    }

    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Forgets all nodes but the first ones.
    pub(super) fn truncate(&mut self, len: usize) {
        self.nodes.truncate(len);
        self.duplicates.clear();
    }

    /// Keys that repeat an earlier one of their map, found since the last call.
    pub(super) fn take_duplicates(&mut self) -> Vec<Pointer> {
        std::mem::take(&mut self.duplicates)
    }

    pub(super) fn file(&self, mut at: Pointer) -> usize {
        loop {
            match self.node(at).parent {
                Parent::File(file) => return file,
                Parent::Node(parent, _) => at = parent,
            }
        }
    }

    pub(super) fn parent(&self, at: Pointer) -> Option<Pointer> {
        match self.node(at).parent {
            Parent::File(_) => None,
            Parent::Node(parent, _) => Some(parent),
        }
    }

    /// The positions that lead from the file's root to a node.
    pub(super) fn path(&self, mut at: Pointer) -> Vec<usize> {
        let mut path = Vec::new();
        while let Parent::Node(parent, position) = self.node(at).parent {
            path.push(position);
            at = parent;
        }
        path.reverse();
        path
    }

    /// Lets a map inherit what its `<<` merges in, its own members winning.
    fn merge(&self, members: &mut Vec<Pointer>) {
        let merges: Vec<Pointer> = members.iter().copied().filter(|&at| self.key(at) == "<<").collect();
        if merges.is_empty() {
            return;
        }
        members.retain(|at| !merges.contains(at));
        for merge in merges {
            let sources = match &self.node(merge).value {
                Value::List(maps) => maps.as_slice(),
                _ => &[merge],
            };
            for &source in sources {
                let Value::Map(inherited) = &self.node(source).value else {
                    continue;
                };
                for &member in inherited {
                    if !members.iter().any(|&own| self.key(own) == self.key(member)) {
                        members.push(member);
                    }
                }
            }
        }
    }

    fn key(&self, at: Pointer) -> &str {
        self.node(at).key.as_deref().unwrap_or_default()
    }
}

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

struct Seed<'t> {
    tree: &'t mut Tree,
    parent: Parent,
    key: Option<Box<str>>,
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Pointer;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Pointer, D::Error> {
        let index = self.tree.nodes.len();
        let at =
            u32::try_from(index).map(Pointer).map_err(|_| D::Error::custom("the document is too large"))?;
        self.tree.nodes.push(Node { parent: self.parent, key: self.key, value: Value::Null });
        let value = deserializer.deserialize_any(Builder { tree: self.tree, at })?;
        self.tree.nodes[index].value = value;
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
            let parent = Parent::Node(self.at, items.len());
            match list.next_element_seed(Seed { tree: self.tree, parent, key: None })? {
                Some(item) => items.push(item),
                None => return Ok(Value::List(items)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut members: Vec<Pointer> = Vec::new();
        let mut places = Places::default();
        let mut position = 0;
        while let Some(key) = map.next_key_seed(Key)? {
            let place = places.of(&key, &members, self.tree);
            let parent = Parent::Node(self.at, position);
            let member = map.next_value_seed(Seed { tree: self.tree, parent, key: Some(key) })?;
            position += 1;
            match members.get_mut(place) {
                // A map can be told to inherit from several.
                Some(earlier) if self.tree.key(member) != "<<" => {
                    *earlier = member;
                    self.tree.duplicates.push(member);
                }
                _ => members.push(member),
            }
        }
        self.tree.merge(&mut members);
        Ok(Value::Map(members))
    }

    /// A YAML tag says nothing that a document needs: the value is read as if it were not there.
    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Value, A::Error> {
        let (_, value) = tagged.variant_seed(Key)?;
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
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Box<str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Box<str>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = Box<str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, value: &str) -> Result<Box<str>, E> {
        Ok(value.into())
    }
}
