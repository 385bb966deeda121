//! How callers reach operations, once all are known: as the document says, or by their paths, or by their areas.

mod paths;
mod written;

use std::collections::HashMap;

use super::alike;
use crate::diagnostic::Diagnostics;
use crate::ir::{Api, Area, Call, Node, NodeId, Type};
use crate::openapi::{Document, Named, Operation};
use crate::settings::Calls;

/// The ways found so far. A node is found again by its parent and by a key that tells it from its siblings.
struct Ways<'a> {
    api: &'a mut Api,
    nodes: HashMap<(Option<NodeId>, String), Vec<NodeId>>,
    /// The operations whose ways are known, by node and word.
    methods: HashMap<(Option<NodeId>, String), usize>,
}

/// What the document says of the way to an operation.
pub(super) struct Written {
    pub(super) call: Option<Named>,
    /// The words behind the last one that tell an operation from others of the same way, with other bodies.
    pub(super) words: Vec<String>,
    /// What a caller has chosen to call the operation.
    pub(super) renamed: Option<String>,
}

impl Written {
    pub(super) fn new(operation: &Operation, words: Vec<String>, renamed: Option<&String>) -> Self {
        Self { call: operation.call.clone(), words, renamed: renamed.cloned() }
    }
}

/// Finds the way to each operation.
pub(super) fn complete(
    api: &mut Api,
    document: &Document,
    written: &[Written],
    diagnostics: &mut Diagnostics,
) {
    let mut ways = Ways { api, nodes: HashMap::new(), methods: HashMap::new() };
    let mut rest = Vec::new();
    for (operation, written) in written.iter().enumerate() {
        match &written.call {
            _ if ways.is_copy(operation) => {}
            Some(call) => ways.written(operation, call, diagnostics),
            None => rest.push(operation),
        }
    }
    match document.calls {
        Calls::Paths => ways.by_paths(&rest, document),
        Calls::Areas => rest.into_iter().for_each(|operation| ways.by_area(operation, written)),
    }
    ways.tell_apart(written);
}

impl Ways<'_> {
    fn is_copy(&self, operation: usize) -> bool {
        self.api.operations.get(operation).is_some_and(|operation| operation.is_copy)
    }

    /// Operations that differ in their bodies alone are called alike but for the last words.
    fn tell_apart(&mut self, written: &[Written]) {
        let mut first = Call::default();
        for (operation, written) in self.api.operations.iter_mut().zip(written) {
            if !operation.is_copy {
                first = operation.call.clone();
                first.hint = written.renamed.clone().map_or(first.hint, |name| vec![name]);
            }
            operation.call = first.clone();
            operation.call.hint.extend(written.words.iter().cloned());
        }
    }

    fn by_area(&mut self, operation: usize, written: &[Written]) {
        let Some(known) = self.api.operations.get(operation) else { return };
        let words = written.get(operation).map_or(0, |written| written.words.len());
        let hint = known.hint.iter().take(known.hint.len().saturating_sub(words)).cloned().collect();
        let area = known.area;
        let Some(words) = self.api.areas.get(area).map(|area| area.hint.clone()) else { return };
        let known = self.api.nodes().find(|(_, node)| node.area == Some(area)).map(|(id, _)| id);
        let node = known.unwrap_or_else(|| {
            let key = key(&words);
            self.add(key, Node { hint: words, parent: None, area: Some(area), operation, values: Vec::new() })
        });
        self.set(operation, Call { node: Some(node), hint, values: Vec::new() });
    }

    /// The node of a step that takes nothing.
    fn step(&mut self, parent: Option<NodeId>, words: &[String], operation: usize) -> NodeId {
        let key = key(words);
        match self.nodes.get(&(parent, key.clone())).and_then(|known| known.first()) {
            Some(&known) => known,
            None => {
                // An area's own name leads to the area.
                let same = |area: &Area| self::key(&area.hint) == key;
                let area = parent.is_none().then(|| self.api.areas.iter().position(same)).flatten();
                self.add(key, Node { hint: words.to_vec(), parent, area, operation, values: Vec::new() })
            }
        }
    }

    /// The node of a step that takes values: the same as another one of that name if it takes the same types.
    fn value_step(
        &mut self,
        parent: Option<NodeId>,
        words: &[String],
        operation: usize,
        values: Vec<usize>,
    ) -> NodeId {
        let key = format!("{}()", key(words));
        let wanted = self.types(operation, &values);
        let known = self.nodes.get(&(parent, key.clone())).into_iter().flatten().copied();
        let same = |id: &NodeId| {
            let node = self.api.nodes.get(id.0);
            node.is_some_and(|node| self.types(node.operation, &node.values) == wanted)
        };
        match known.into_iter().find(same) {
            Some(known) => known,
            None => self.add(key, Node { hint: words.to_vec(), parent, area: None, operation, values }),
        }
    }

    fn add(&mut self, key: String, node: Node) -> NodeId {
        let id = NodeId(self.api.nodes.len());
        self.nodes.entry((node.parent, key)).or_default().push(id);
        self.api.nodes.push(node);
        id
    }

    fn set(&mut self, operation: usize, call: Call) {
        self.methods.entry((call.node, key(&call.hint))).or_insert(operation);
        if let Some(operation) = self.api.operations.get_mut(operation) {
            operation.call = call;
        }
    }

    fn types(&self, operation: usize, values: &[usize]) -> Vec<Type> {
        let parameters = self.api.operations.get(operation).map(|operation| &operation.parameters);
        let types = values.iter().filter_map(|&position| parameters?.get(position));
        types.map(|parameter| alike::expanded(self.api, &parameter.ty)).collect()
    }
}

/// What words have in common that differ in case and in the signs between them alone.
fn key(words: &[String]) -> String {
    let letters = words.iter().flat_map(|word| word.chars()).filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}
