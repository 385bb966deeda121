//! How callers reach operations: the nodes that the client has methods for, and theirs in turn.

use super::{Api, Type};

/// The index of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct NodeId(pub(crate) usize);

/// A step on the way to operations: `customers()` or `by_id(id)`.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) hint: Vec<String>,
    /// `None` if the client has it.
    pub(crate) parent: Option<NodeId>,
    /// The area that it stands for, if it is the way to one.
    pub(crate) area: Option<usize>,
    /// The place in [`Api::operations`] of the first operation behind it.
    pub(crate) operation: usize,
    /// The positions in [`Operation::parameters`](super::Operation::parameters) of the values that it takes.
    pub(crate) values: Vec<usize>,
}

/// How callers reach an operation.
#[derive(Clone, Debug, Default)]
pub(crate) struct Call {
    /// `None` if the client has the method.
    pub(crate) node: Option<NodeId>,
    /// The words of the method.
    pub(crate) hint: Vec<String>,
    /// The positions in [`Operation::parameters`](super::Operation::parameters) of the values that the nodes on
    /// the way hold, outermost first.
    pub(crate) values: Vec<usize>,
}

impl Api {
    pub(crate) fn nodes(&self) -> impl Iterator<Item = (NodeId, &Node)> {
        self.nodes.iter().enumerate().map(|(index, node)| (NodeId(index), node))
    }

    /// A node and those above it, outermost first.
    pub(crate) fn way(&self, node: Option<NodeId>) -> Vec<(NodeId, &Node)> {
        let mut way = Vec::new();
        let mut next = node;
        while let Some((id, node)) = next.and_then(|id| Some((id, self.nodes.get(id.0)?))) {
            way.push((id, node));
            next = node.parent;
        }
        way.reverse();
        way
    }

    /// The parameters whose values a node takes.
    pub(crate) fn values_of(&self, node: &Node) -> impl Iterator<Item = &super::Parameter> {
        let parameters = self.operations.get(node.operation).map(|operation| &operation.parameters);
        node.values.iter().filter_map(move |&position| parameters?.get(position))
    }

    /// The types of the values that a node takes.
    pub(crate) fn types_of(&self, node: &Node) -> Vec<&Type> {
        self.values_of(node).map(|parameter| &parameter.ty).collect()
    }
}
