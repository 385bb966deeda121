//! What can follow an answer, as the document links operations.

/// An operation that can follow another one.
#[derive(Clone, Debug)]
pub(crate) struct Following {
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) operation: Next,
    /// What it takes, and where that comes from.
    pub(crate) takes: Vec<(Taken, Given)>,
    /// The statuses after which it can follow; none if it can after every success.
    pub(crate) statuses: Vec<String>,
    /// The address that it is sent to, if the document says so.
    pub(crate) server: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// The place in [`Api::operations`](super::Api::operations).
    Operation(usize),
    /// One that the client does not have, as the document calls it.
    Elsewhere(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    /// The position in [`Operation::parameters`](super::Operation::parameters).
    Parameter(usize),
    /// A parameter that the operation does not have on its own.
    Other(String),
    Body,
}

/// In words, where a value comes from: what stands before the name of something in the document, the name if there is
/// one, and what stands behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Given {
    pub(crate) before: &'static str,
    pub(crate) name: String,
    pub(crate) after: &'static str,
}
