//! What a file of calls imports: the names that its code says, however they came there.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::Place;
use crate::name::CALLS;
use crate::print::Code;

/// Functions of the runtime. Parameters are never called so.
const FUNCTIONS: &[&str] = &["segment", "segment_with"];

/// Emits the imports of some code. What only gated sections of it say stands behind the same gate.
pub(super) fn emit(head: &mut Code<'_>, place: Place<'_>, code: &Code<'_>) {
    let said = SaidFor::of(place, code);
    let mut groups: BTreeMap<&[&str], Said<'_>> = BTreeMap::new();
    for (name, features) in &said.names {
        groups.entry(features).or_default().names.insert(name);
    }
    for (name, features) in &said.modules {
        groups.entry(features).or_default().modules.insert(name);
    }
    // There is nothing but the runtime that all sections can need.
    groups.entry(&[]).or_default();
    for (features, said) in &groups {
        head.gate(features);
        head.items(runtime(said));
    }
    let modules = &place.facts.names.calls.modules;
    let imported = place.module.and_then(|module| modules.get(module)).map(|module| &module.imports);
    let mut own: BTreeMap<Vec<&str>, Vec<(String, TokenStream)>> = BTreeMap::new();
    for (area, local) in imported.into_iter().flatten() {
        let Some(module) = modules.get(*area) else { continue };
        let ident = &module.ident;
        let renamed = (ident != local).then(|| quote!(as #local));
        let features = place.features(place.facts.gates.area(*area));
        own.entry(features).or_default().push((ident.to_string(), quote!(#ident #renamed)));
    }
    if let Some(features) = said.modules.get("models") {
        own.entry(features.clone()).or_default().push(("models".to_owned(), quote!(models)));
    }
    let root = (0..place.depth()).map(|_| quote!(super));
    let root = quote!(#(#root)::*);
    for (features, mut own) in own {
        own.sort_by(|(a, _), (b, _)| a.cmp(b));
        let own: Vec<TokenStream> = own.into_iter().map(|(_, item)| item).collect();
        head.gate(&features);
        head.items(match own.as_slice() {
            [only] => quote!(use #root::#only;),
            own => quote!(use #root::{#(#own),*};),
        });
    }
    head.gate(&[]);
}

/// The import of names of the runtime.
fn runtime(said: &Said<'_>) -> TokenStream {
    let whole = said.modules.contains("runtime").then(|| quote!(self as runtime,));
    let names: Vec<Ident> = said.names.iter().map(|name| Ident::new(name, Span::call_site())).collect();
    if whole.is_none() && names.is_empty() {
        return TokenStream::new();
    }
    quote!(use clientgen_runtime::{#whole #(#names),*};)
}

/// Which of some sections of a file name a model: the features that they are there for.
pub(in super::super) fn models_for<'f>(place: Place<'f>, code: &Code<'f>) -> Option<Vec<&'f str>> {
    SaidFor::of(place, code).modules.remove("models")
}

/// The names in a file of calls, each with the features of the sections that say it.
#[derive(Default)]
struct SaidFor<'c, 'f> {
    names: BTreeMap<&'c str, Vec<&'f str>>,
    modules: BTreeMap<&'c str, Vec<&'f str>>,
}

impl<'c, 'f> SaidFor<'c, 'f> {
    fn of(place: Place<'f>, code: &'c Code<'f>) -> Self {
        let mut all = Self::default();
        let whole = place.all_features();
        let module = place.module.and_then(|module| place.facts.names.calls.modules.get(module));
        for (section, text) in code.sections() {
            let mut said = Said::of(text);
            said.names.retain(|name| module.is_none_or(|module| !module.is_taken(name)));
            for (own, others) in [(said.names, &mut all.names), (said.modules, &mut all.modules)] {
                for name in own {
                    join(others.entry(name), &section.features, &whole);
                }
            }
        }
        all
    }
}

/// Adds the features of one more section. None is one that is there whenever the file is.
fn join<'f>(entry: Entry<'_, &str, Vec<&'f str>>, features: &[&'f str], whole: &[&'f str]) {
    match entry {
        Entry::Vacant(entry) => _ = entry.insert(features.to_vec()),
        Entry::Occupied(mut entry) => {
            let known = entry.get_mut();
            if features.is_empty() || known.is_empty() {
                known.clear();
                return;
            }
            let new = features.iter().filter(|name| !known.contains(name)).copied().collect::<Vec<_>>();
            known.extend(new);
            let all = !whole.is_empty() && whole.iter().all(|name| known.contains(name));
            known.sort_by_key(|name| whole.iter().position(|other| other == name));
            if all {
                known.clear();
            }
        }
    }
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
