//! Requests that the service sends: webhooks and callbacks.

use super::{Docs, Type};

/// A request that the service sends to its users.
#[derive(Debug)]
pub(crate) struct Incoming {
    pub(crate) hint: Vec<String>,
    pub(crate) docs: Docs,
    /// As it is sent: `GET`.
    pub(crate) method: String,
    pub(crate) origin: Origin,
    /// What its body holds, if that is JSON.
    pub(crate) body: Option<Type>,
    /// How it is signed, if the document says so.
    pub(crate) signature: Option<Signature>,
    /// What the service wants to hear, if it says so.
    pub(crate) answer: Option<Type>,
}

/// How a request is signed, and whom to believe.
#[derive(Debug)]
pub(crate) struct Signature {
    pub(crate) headers: Vec<String>,
    pub(crate) scheme: String,
    pub(crate) algorithm: String,
    pub(crate) certificate: String,
    pub(crate) hosts: Vec<String>,
    pub(crate) organization: Option<String>,
}

#[derive(Debug)]
pub(crate) enum Origin {
    /// By its name.
    Webhook(String),
    /// By the operation that asks for it, as a place in [`Api::operations`](super::Api::operations); its name, and where it
    /// goes.
    Callback { operation: usize, name: String, url: String },
}
