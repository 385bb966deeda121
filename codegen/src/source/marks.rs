//! What a caller has chosen for single nodes.

use std::cell::Cell;
use std::collections::HashMap;

use crate::diagnostic::Pointer;

/// A choice for a node, as the caller wrote it.
#[derive(Debug)]
pub(crate) struct Mark {
    /// How the caller names the node.
    pub(crate) name: String,
    /// What is chosen.
    pub(crate) text: String,
    /// Whether anything came of it.
    used: Cell<bool>,
}

impl Mark {
    pub(crate) fn new(name: &str, text: &str) -> Self {
        Self { name: name.to_owned(), text: text.to_owned(), used: Cell::new(false) }
    }

    pub(crate) fn is_used(&self) -> bool {
        self.used.get()
    }
}

/// Choices by node.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    pub(crate) names: HashMap<Pointer, Mark>,
    pub(crate) types: HashMap<Pointer, Mark>,
}

impl Marks {
    /// What a node is to be called.
    pub(crate) fn name(&self, at: Pointer) -> Option<String> {
        used(self.names.get(&at))
    }

    /// The type to be taken for a schema.
    pub(crate) fn ty(&self, at: Pointer) -> Option<String> {
        used(self.types.get(&at))
    }
}

fn used(mark: Option<&Mark>) -> Option<String> {
    mark.map(|mark| {
        mark.used.set(true);
        mark.text.clone()
    })
}
