//! How callers reach operations: the nodes that the client has methods for, and theirs in turn.

use super::Api;
use crate::diagnostic::Pointer;

impl Api {
    pub(crate) fn nodes(&self) -> impl Iterator<Item = (NodeId, &Node)> {
        self.nodes.iter().enumerate().map(|(index, node)| (NodeId(index), node))
    }

    pub(crate) fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.0)
    }
}

/// The index of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct NodeId(pub(crate) usize);

/// A step on the way to operations: `customers()` or `by_id(id)`.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) word: String,
    /// `None` if the client has it.
    pub(crate) parent: Option<NodeId>,
    /// The names of the parameters whose values it takes.
    pub(crate) parameters: Vec<String>,
    /// The place in [`Api::operations`] of the first operation behind it, and the positions of its values in there.
    pub(crate) operation: usize,
    pub(crate) values: Vec<usize>,
}

/// How callers reach an operation.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) at: Pointer,
    /// `None` if the client has the method.
    pub(crate) node: Option<NodeId>,
    /// The word of the method.
    pub(crate) word: String,
    /// The positions in [`Operation::parameters`] of the values that the nodes on the way hold, outermost first.
    pub(crate) values: Vec<usize>,
}
