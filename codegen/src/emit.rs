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
use crate::gates::{Gate, Gates};
use crate::ir::Api;
use crate::name::{HEADERS, Names};
use crate::print::{Code, Printer};
use crate::settings::INCOMING;

pub(crate) use operation::signatures;
pub use operation::{Input, Signature};

/// What emitters look things up in.
#[derive(Clone, Copy)]
pub(crate) struct Facts<'f> {
    pub(crate) api: &'f Api,
    pub(crate) names: &'f Names,
    pub(crate) analysis: &'f Analysis,
    pub(crate) gates: &'f Gates,
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
    let incoming = (!facts.api.incoming.is_empty()).then_some((INCOMING, facts.gates.incoming()));
    let together = facts.gates.headers_together();
    let headers = (!facts.api.answer_headers.is_empty()).then_some((HEADERS, &together));
    let others = [("models", &Gate::Open)].into_iter().chain(incoming).chain(headers);
    let others = others.map(|(name, gate)| (Ident::new(name, Span::call_site()), gate));
    let mut modules: Vec<(Ident, &Gate)> = calls::inner(facts, None).into_iter().chain(others).collect();
    modules.sort_by(|(a, _), (b, _)| a.cmp(b));
    let mut code = Code::new(facts.printer);
    code.items(quote!(
        mod client;
    ));
    gated(
        &mut code,
        facts,
        &Gate::Open,
        modules.into_iter().map(|(ident, gate)| (quote!(pub mod #ident;), gate)),
    );
    code.items(quote! {
        pub use self::client::Client;
        #more
    });
    code.into_text()
}

/// Emits items, each of which has a gate, inside of another one.
fn gated<'f>(
    code: &mut Code<'f>,
    facts: Facts<'f>,
    around: &Gate,
    items: impl IntoIterator<Item = (TokenStream, &'f Gate)>,
) {
    for (item, gate) in items {
        code.gate(&facts.gates.features(gate, around));
        code.items(item);
    }
    code.gate(&[]);
}

/// What callers begin with, `customers()` or `by_name(name)`, each with the features of which it needs one.
pub(crate) fn first_steps(facts: Facts<'_>) -> Vec<(String, Vec<String>)> {
    let features =
        |gate: &Gate| facts.gates.features(gate, &Gate::Open).into_iter().map(str::to_owned).collect();
    client::first_steps(facts).into_iter().map(|(step, gate)| (step, features(gate))).collect()
}

/// How a client is made, from the name of the type on.
pub(crate) fn example(facts: Facts<'_>) -> String {
    client::example(facts)
}

/// The documentation of the API as a whole.
pub(crate) fn root_docs(facts: Facts<'_>) -> Vec<String> {
    docs::inner(&facts.api.title, &facts.api.docs)
}
