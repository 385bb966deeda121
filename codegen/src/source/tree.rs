//! The arena that every document is read into. Knows no format: it is built through serde.

mod build;
mod words;

use std::collections::HashMap;

use serde::de::{DeserializeSeed, Deserializer};

use crate::diagnostic::Pointer;
pub(super) use build::Open;
use build::Seed;
pub(super) use words::Word;
use words::Words;

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
    List(Box<[Pointer]>),
    Map(Box<[Pointer]>),
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
    pub(super) key: Option<Word>,
    pub(crate) value: Value,
}

#[derive(Clone, Copy, Debug)]
enum Parent {
    File(u32),
    /// The position among the parent's children is kept, since a name can be there twice.
    Node(Pointer, u32),
}

impl Parent {
    /// Of more files than numbers none is told from the last.
    fn file(file: usize) -> Self {
        Self::File(u32::try_from(file).unwrap_or(u32::MAX))
    }

    /// A node has no more children than there are pointers.
    fn node(at: Pointer, place: usize) -> Self {
        Self::Node(at, u32::try_from(place).unwrap_or(u32::MAX))
    }
}

/// All nodes of all files.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    nodes: Vec<Node>,
    words: Words,
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
        let parent = Parent::file(file);
        Seed { tree: self, parent, key: None }.deserialize(document)
    }

    /// Takes a file's text as its only node.
    pub(super) fn text(&mut self, file: usize, text: &str) -> Option<Pointer> {
        self.push(Node { parent: Parent::file(file), key: None, value: Value::Text(text.into()) })
    }

    /// Begins the map that is a file's root node.
    pub(super) fn open(&mut self, file: usize) -> Option<Open> {
        self.push(Node { parent: Parent::file(file), key: None, value: Value::Null }).map(Open::new)
    }

    /// `None` if there are more nodes than pointers.
    fn push(&mut self, node: Node) -> Option<Pointer> {
        let at = Pointer::of(self.nodes.len())?;
        self.nodes.push(node);
        Some(at)
    }

    pub(super) fn node(&self, at: Pointer) -> &Node {
        &self.nodes[at.index()]
    }

    /// Sorts the members of large maps. To be called once all is read; until then they are searched in turn.
    pub(super) fn sort(&mut self) {
        self.nodes.shrink_to_fit();
        for (index, node) in self.nodes.iter().enumerate() {
            let (Value::Map(members), Some(at)) = (&node.value, Pointer::of(index)) else { continue };
            if members.len() >= LARGE {
                let mut sorted = members.to_vec();
                sorted.sort_by(|&a, &b| self.key(a).cmp(self.key(b)));
                self.sorted.insert(at, sorted);
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
        (index < self.nodes.len()).then(|| Pointer::of(index))?
    }

    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Forgets all nodes but the first ones.
    pub(super) fn truncate(&mut self, len: usize) {
        self.nodes.truncate(len);
        self.words.truncate(self.nodes.iter().filter_map(|node| node.key).max());
        self.duplicates.clear();
    }

    /// Keys that repeat an earlier one of their map, found since the last call.
    pub(super) fn take_duplicates(&mut self) -> Vec<Pointer> {
        std::mem::take(&mut self.duplicates)
    }

    pub(super) fn file(&self, mut at: Pointer) -> usize {
        loop {
            match self.node(at).parent {
                Parent::File(file) => return file as usize,
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
            path.push(position as usize);
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
                Value::List(maps) => maps,
                _ => &[merge][..],
            };
            for &source in sources {
                let Value::Map(inherited) = &self.node(source).value else {
                    continue;
                };
                for &member in &**inherited {
                    if !members.iter().any(|&own| self.key(own) == self.key(member)) {
                        members.push(member);
                    }
                }
            }
        }
    }

    /// The name of a node in its parent, if that is a map.
    pub(super) fn name(&self, at: Pointer) -> Option<&str> {
        self.node(at).key.map(|word| self.words.name(word))
    }

    fn key(&self, at: Pointer) -> &str {
        self.name(at).unwrap_or_default()
    }
}
