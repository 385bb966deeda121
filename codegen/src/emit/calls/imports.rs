//! What a file of calls imports: the names that its code says, however they came there.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, Ident, Spacing, Span, TokenStream, TokenTree};
use quote::quote;

use super::Place;
use crate::name::CALLS;

/// Functions of the runtime. Parameters are never called so.
const FUNCTIONS: &[&str] = &["segment", "segment_with"];

/// The imports of some code.
pub(super) fn of(place: Place<'_>, code: TokenStream) -> TokenStream {
    let mut said = Said::default();
    said.read(code);
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
pub(in super::super) fn says_models(code: TokenStream) -> bool {
    let mut said = Said::default();
    said.read(code);
    said.modules.contains("models")
}

/// The names in a piece of code that stand on their own.
#[derive(Default)]
struct Said {
    names: BTreeSet<String>,
    modules: BTreeSet<String>,
}

impl Said {
    fn read(&mut self, code: TokenStream) {
        let mut before = Before::Nothing;
        let mut rest = code.into_iter().peekable();
        while let Some(token) = rest.next() {
            match &token {
                TokenTree::Group(group) => self.read(group.stream()),
                TokenTree::Ident(ident) if before != Before::Path => {
                    self.name(ident.to_string(), rest.peek(), before);
                }
                _ => {}
            }
            before = Before::of(&token, before);
        }
    }

    fn name(&mut self, name: String, next: Option<&TokenTree>, before: Before) {
        let called =
            matches!(next, Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis);
        let is_function = called && before != Before::Member && FUNCTIONS.contains(&name.as_str());
        if is_function || CALLS.contains(&name.as_str()) {
            self.names.insert(name);
        } else if matches!(next, Some(TokenTree::Punct(punct)) if punct.spacing() == Spacing::Joint) {
            self.modules.insert(name);
        }
    }
}

/// What stands before a token, as far as it changes what a name means.
#[derive(Clone, Copy, PartialEq)]
enum Before {
    Nothing,
    Colon,
    /// `::`
    Path,
    /// `.` or `fn`
    Member,
}

impl Before {
    fn of(token: &TokenTree, before: Self) -> Self {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == ':' && before == Self::Colon => Self::Path,
            TokenTree::Punct(punct) if punct.as_char() == ':' => Self::Colon,
            TokenTree::Punct(punct) if punct.as_char() == '.' => Self::Member,
            TokenTree::Ident(ident) if ident == "fn" => Self::Member,
            _ => Self::Nothing,
        }
    }
}
