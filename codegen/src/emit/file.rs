//! One file of models: what it says, and what it imports for that.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::Facts;
use super::snippet::Snippet;
use crate::ir::TypeId;
use crate::print::Code;
use crate::settings::Layout;

/// A file of models under construction. Whatever names something from elsewhere asks for it here.
pub(super) struct ModelFile<'f> {
    pub(super) facts: Facts<'f>,
    /// The items.
    pub(super) code: Code<'f>,
    module: usize,
    runtime: BTreeSet<&'static str>,
    qualified: bool,
    /// Whether `Value` is needed for its methods, though its name is taken.
    value_methods: bool,
    models: BTreeSet<&'f Ident>,
    map: bool,
    /// The name of the document's rules, if they are asked for.
    rules: Option<Ident>,
}

impl<'f> ModelFile<'f> {
    pub(super) fn new(facts: Facts<'f>, module: usize) -> Self {
        let (runtime, models) = (BTreeSet::new(), BTreeSet::new());
        Self {
            facts,
            code: Code::new(facts.printer),
            module,
            runtime,
            qualified: false,
            value_methods: false,
            models,
            map: false,
            rules: None,
        }
    }

    /// A name of the runtime: imported, or qualified if a model is called so too.
    pub(super) fn runtime(&mut self, name: &'static str) -> Snippet {
        if self.facts.names.is_type(name) {
            self.qualified = true;
            self.value_methods |= name == "Value";
            return format!("runtime::{name}").into();
        }
        self.runtime.insert(name);
        name.into()
    }

    /// A model, from this file or another.
    pub(super) fn model(&mut self, id: TypeId) -> Snippet {
        let name = self.facts.names.ty(id);
        if name.module != self.module {
            self.models.insert(&name.ident);
        }
        name.ident.to_string().into()
    }

    pub(super) fn map(&mut self) -> Snippet {
        self.map = true;
        "BTreeMap".into()
    }

    /// The rules of the document, from the file that lists the models.
    pub(super) fn rules(&mut self) -> Snippet {
        self.rules = Some(Ident::new("RULES", Span::call_site()));
        "RULES".into()
    }

    pub(super) fn empty_map(&mut self) -> Snippet {
        self.map = true;
        "BTreeMap::new()".into()
    }

    /// The imports, once everything is said.
    pub(super) fn imports(&self) -> TokenStream {
        let map = self.map.then(|| {
            quote!(
                use std::collections::BTreeMap;
            )
        });
        let names = self.runtime.iter().map(|name| Ident::new(name, Span::call_site()));
        let qualified = self.qualified.then(|| quote!(self as runtime,));
        let methods = self.value_methods.then(|| quote!(Value as _,));
        let runtime = (self.qualified || self.value_methods || !self.runtime.is_empty())
            .then(|| quote!(use clientgen_runtime::{#qualified #methods #(#names),*};));
        // The rules stand in the file that lists the models.
        let rules = self.rules.as_ref().filter(|_| self.facts.names.layout != Layout::Single);
        let models: BTreeSet<&Ident> = self.models.iter().copied().chain(rules).collect();
        let models: Vec<&Ident> = models.into_iter().collect();
        let models = (!models.is_empty()).then(|| quote!(use super::{#(#models),*};));
        quote!(#map #runtime #models)
    }
}
