//! Every operation: what its answers, failures and bodies are read as, and how it is called.

use std::future::Future;
use std::pin::Pin;

use crate::compare::{Read, nothing, raw, reread};
use crate::smoke::{Given, Judged};

pub type Call = for<'g> fn(&'g Given<'g>) -> Pin<Box<dyn Future<Output = Result<Judged, String>> + 'g>>;

pub struct Operation {
    /// The number of the document that it is in.
    pub document: usize,
    pub id: &'static str,
    pub verb: &'static str,
    /// The template of its path.
    pub path: &'static str,
    /// By status: `200`, `2XX`, `default`.
    pub answers: &'static [(&'static str, Read)],
    pub faults: &'static [(&'static str, Read)],
    pub body: Option<Read>,
    /// Whether its body is a form with several parts.
    pub is_form: bool,
    pub call: Call,
}
