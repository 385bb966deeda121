//! The modules of calls: nodes on the way to operations, and a builder for each operation.

mod imports;
mod node;

use proc_macro2::Ident;
use quote::quote;

use super::operation::Builder;
use super::{Facts, File, docs, gated};
use crate::gates::Gate;
use crate::ir::{Docs, Node, NodeId};
use crate::name::NodeName;
use crate::print::Code;

pub(super) use imports::models_for;
pub(super) use node::{held, initializer, kept, maker, methods, signature};

/// A module as code is written in it.
#[derive(Clone, Copy)]
pub(super) struct Place<'f> {
    pub(super) facts: Facts<'f>,
    /// The place among the modules of calls; `None` for the client.
    pub(super) module: Option<usize>,
}

impl<'f> Place<'f> {
    /// The gate of the module.
    fn around(self) -> &'f Gate {
        self.module.map_or(&Gate::Open, |module| self.facts.gates.module(module))
    }

    /// The features of what has a gate, in this module.
    pub(super) fn features(self, gate: &Gate) -> Vec<&'f str> {
        self.facts.gates.features(gate, self.around())
    }

    /// All features of which the module needs one; none if it is always there.
    fn all_features(self) -> Vec<&'f str> {
        self.facts.gates.features(self.around(), &Gate::Open)
    }

    /// How deep below the root of the client it is.
    fn depth(self) -> usize {
        self.module.map_or(1, |module| self.facts.names.calls.path(module).len())
    }

    /// The way to the root of the client, for links: `super::`.
    pub(super) fn root(self) -> String {
        "super::".repeat(self.depth())
    }

    /// The way to something in a module, for links.
    pub(super) fn link(self, module: usize) -> String {
        if self.module == Some(module) {
            return String::new();
        }
        let path = self.facts.names.calls.path(module);
        format!("{}{}::", self.root(), path.join("::"))
    }

    /// A builder, as it is called here.
    pub(super) fn builder(self, area: usize, builder: &Ident) -> String {
        let modules = &self.facts.names.calls.modules;
        let imported = self.module.and_then(|module| modules.get(module)).map(|module| &module.imports);
        let alias = imported.and_then(|known| known.iter().find(|(known, _)| *known == area));
        match (alias, modules.get(area)) {
            (Some((_, local)), _) => format!("{local}::{builder}"),
            (None, Some(module)) if self.module.is_none() => format!("{}::{builder}", module.ident),
            _ => builder.to_string(),
        }
    }

    /// A node, as it is called here: in this module, or in one right below.
    fn node(self, node: &NodeName) -> String {
        let ty = &node.ty;
        match self.facts.names.calls.modules.get(node.module) {
            Some(module) if self.module.is_some() && self.module != Some(node.module) => {
                format!("{}::{ty}", module.ident)
            }
            _ => ty.to_string(),
        }
    }
}

/// Emits all modules of calls.
pub(super) fn files(facts: Facts<'_>) -> impl Iterator<Item = File> {
    (0..facts.names.calls.modules.len()).map(move |module| file(facts, module))
}

fn file(facts: Facts<'_>, module: usize) -> File {
    let place = Place { facts, module: Some(module) };
    let nodes: Vec<(NodeId, &Node, &NodeName)> = facts
        .api
        .nodes()
        .zip(&facts.names.calls.nodes)
        .filter(|(_, name)| name.module == module)
        .map(|((id, node), name)| (id, node, name))
        .collect();
    let mut code = Code::new(facts.printer);
    for (id, node, name) in &nodes {
        node::emit(&mut code, place, *id, node, name);
    }
    let mut operations =
        facts.api.operations_of(module).filter_map(|(index, _)| Builder::of(facts, index)).peekable();
    let docs = about(facts, module, &nodes, operations.peek().is_some());
    // There are only those of one area.
    let features = place.features(facts.gates.area(module));
    code.gate(&features);
    code.section(features);
    operations.for_each(|builder| builder.emit(&mut code));
    let mut modules = inner(facts, Some(module));
    modules.sort_by(|(a, _), (b, _)| a.cmp(b));
    let mut head = Code::new(facts.printer);
    let modules = modules.into_iter().map(|(ident, gate)| (quote!(pub mod #ident;), gate));
    gated(&mut head, facts, place.around(), modules);
    imports::emit(&mut head, place, &code);
    let path = format!("{}.rs", facts.names.calls.path(module).join("/"));
    File { path, docs, code: [head.into_text(), code.into_text()] }
}

/// The modules right below another one, or the root.
pub(super) fn inner(facts: Facts<'_>, outer: Option<usize>) -> Vec<(Ident, &Gate)> {
    let modules = facts.names.calls.modules.iter().enumerate().filter(|(_, module)| module.outer == outer);
    modules.map(|(index, module)| (module.ident.clone(), facts.gates.module(index))).collect()
}

/// What is in a module.
fn about(
    facts: Facts<'_>,
    module: usize,
    nodes: &[(NodeId, &Node, &NodeName)],
    builders: bool,
) -> Vec<String> {
    let area = facts.api.areas.get(module);
    let (first, others) = match nodes {
        [] => {
            let otherwise =
                area.map(|area| format!("Requests of the area {}.", docs::code(&area.hint.join(" "))));
            let plain = Docs::default();
            let docs = area.map_or(&plain, |area| &area.docs);
            return docs::inner_or(docs, &otherwise.unwrap_or_default());
        }
        [(_, _, first), others @ ..] => (&first.ty, others),
    };
    let steps = if others.is_empty() { "" } else { ", and the steps below it" };
    let text = match builders {
        true if others.is_empty() => format!("[`{first}`], and a builder for each of its requests."),
        true => format!("[`{first}`], the steps below it, and builders of requests."),
        false => format!("[`{first}`]{steps}."),
    };
    vec![text]
}
