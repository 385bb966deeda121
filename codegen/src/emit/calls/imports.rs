//! What a file of calls imports: the names that its code says, however they came there.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::Place;
use crate::name::CALLS;

/// Functions of the runtime. Parameters are never called so.
const FUNCTIONS: &[&str] = &["segment", "segment_with"];

/// The imports of some code.
pub(super) fn of(place: Place<'_>, code: &str) -> TokenStream {
    let said = Said::of(code);
    let runtime = said.modules.contains("runtime").then(|| quote!(self as runtime,));
    let names = said.names.iter().map(|name| Ident::new(name, Span::call_site()));
    let root = (0..place.depth()).map(|_| quote!(super));
    let root = quote!(#(#root)::*);
    let modules = &place.facts.names.calls.modules;
    let imported = place.module.and_then(|module| modules.get(module)).map(|module| &module.imports);
    let mut own: Vec<(String, TokenStream)> = Vec::new();
    for (area, local) in imported.into_iter().flatten() {
        let Some(module) = modules.get(*area) else { continue };
        let ident = &module.ident;
        let renamed = (ident != local).then(|| quote!(as #local));
        own.push((ident.to_string(), quote!(#ident #renamed)));
    }
    if said.modules.contains("models") {
        own.push(("models".to_owned(), quote!(models)));
    }
    own.sort_by(|(a, _), (b, _)| a.cmp(b));
    let own: Vec<TokenStream> = own.into_iter().map(|(_, item)| item).collect();
    let own = match own.as_slice() {
        [] => None,
        [only] => Some(quote!(use #root::#only;)),
        own => Some(quote!(use #root::{#(#own),*};)),
    };
    quote!(use clientgen_runtime::{#runtime #(#names),*}; #own)
}

/// Whether a piece of code names a model.
pub(in super::super) fn says_models(code: &str) -> bool {
    Said::of(code).modules.contains("models")
}

/// The names in a piece of code that stand on their own.
#[derive(Default)]
struct Said<'c> {
    names: BTreeSet<&'c str>,
    modules: BTreeSet<&'c str>,
}

impl<'c> Said<'c> {
    fn of(code: &'c str) -> Self {
        let mut said = Self::default();
        for line in code.lines().filter(|line| !line.trim_start().starts_with("///")) {
            said.read(line);
        }
        said
    }

    /// Reads a line of code, in which strings end.
    fn read(&mut self, line: &'c str) {
        let (mut rest, mut before) = (line, "");
        while let Some(at) = rest.find(|c: char| is_word(c) || c == '"') {
            before = rest.get(..at).filter(|between| !between.is_empty()).unwrap_or(before);
            rest = &rest[at..];
            let length = match rest.strip_prefix('"') {
                Some(text) => 1 + string_length(text),
                None => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
            };
            let (word, after) = rest.split_at(length);
            if !word.starts_with('"') && !before.ends_with("::") {
                self.name(word, after, before.ends_with('.') || before == "fn ");
            }
            before = if word == "fn" { "fn " } else { "" };
            rest = if word == "fn" { after.trim_start() } else { after };
        }
    }

    fn name(&mut self, name: &'c str, after: &str, is_member: bool) {
        let is_function = after.starts_with('(') && !is_member && FUNCTIONS.contains(&name);
        if is_function || CALLS.contains(&name) {
            self.names.insert(name);
        } else if after.starts_with("::") {
            self.modules.insert(name);
        }
    }
}

fn is_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

/// The length of a string behind its first quotation mark, with its last one.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    let end = text.find(|c| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    });
    end.map_or(text.len(), |end| end + 1)
}
