//! The API as Rust: facts in, tokens out. Nothing is decided here that a document could make wrong.

mod calls;
mod client;
mod docs;
mod enums;
mod file;
mod headers;
mod incoming;
mod limits;
mod models;
mod operation;
mod snippet;
mod structs;
mod types;
mod unions;
mod xml;

use std::iter;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::analyze::Analysis;
use crate::ir::Api;
use crate::name::{HEADERS, INCOMING, Names};
use crate::print::{Code, Printer};

pub(crate) use operation::signatures;
pub use operation::{Input, Signature};

/// What emitters look things up in.
#[derive(Clone, Copy)]
pub(crate) struct Facts<'f> {
    pub(crate) api: &'f Api,
    pub(crate) names: &'f Names,
    pub(crate) analysis: &'f Analysis,
    pub(crate) printer: &'f Printer,
}

/// A file of the emitted module, by its path below the root file.
pub(crate) struct File {
    pub(crate) path: String,
    /// What is said of the module.
    pub(crate) docs: Vec<String>,
    /// Its imports, and its other items.
    pub(crate) code: [String; 2],
}

/// Emits everything but the root file, one file at a time: the tokens of a whole client are large.
pub(crate) fn files(facts: Facts<'_>) -> impl Iterator<Item = File> {
    let first = iter::once_with(move || client::file(facts)).chain(calls::files(facts));
    first.chain(headers::file(facts)).chain(incoming::file(facts)).chain(models::files(facts))
}

/// Emits what the root file says, and whatever more it is to say.
pub(crate) fn root(facts: Facts<'_>, more: Option<&TokenStream>) -> String {
    let models = Ident::new("models", Span::call_site());
    let incoming = Ident::new(INCOMING, Span::call_site());
    let mut modules: Vec<&Ident> = calls::inner(facts, None);
    if !facts.api.incoming.is_empty() {
        modules.push(&incoming);
    }
    let headers = Ident::new(HEADERS, Span::call_site());
    if !facts.api.answer_headers.is_empty() {
        modules.push(&headers);
    }
    modules.push(&models);
    modules.sort();
    let mut code = Code::new(facts.printer);
    code.items(quote! {
        mod client;
        #(pub mod #modules;)*

        pub use self::client::Client;
        #more
    });
    code.into_text()
}

/// What callers begin with: `customers()`, `by_name(name)`.
pub(crate) fn first_steps(facts: Facts<'_>) -> Vec<String> {
    client::first_steps(facts)
}

/// The documentation of the API as a whole.
pub(crate) fn root_docs(facts: Facts<'_>) -> Vec<String> {
    docs::inner(&facts.api.title, &facts.api.docs)
}
