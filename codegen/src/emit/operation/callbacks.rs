//! What is said of the requests that the service sends because of an operation, and of the operation beside these.

use super::super::calls::Place;
use super::super::{Facts, docs};
use super::Builder;
use crate::ir::Origin;
use crate::settings::INCOMING;

impl Builder<'_> {
    /// A list of what the service sends, with the types to read it with.
    pub(super) fn callback_docs(&self, place: Place<'_>) -> Vec<String> {
        let facts = self.facts;
        if facts.api.incoming.is_empty() {
            return Vec::new();
        }
        let own = self.first_of_copies();
        let mut items = Vec::new();
        for (incoming, ident) in facts.api.incoming.iter().zip(&facts.names.incoming) {
            let Origin::Callback { operation, name, url } = &incoming.origin else { continue };
            if Some(*operation) != own {
                continue;
            }
            let line = docs::code(&format!("{} {url}", incoming.method));
            let around = facts.gates.area(self.operation.area);
            let is_there = facts.gates.features(facts.gates.incoming(), around).is_empty();
            let ty = match &incoming.body {
                None => "a request without a type".to_owned(),
                Some(_) if is_there => format!("[`{ident}`]({}{INCOMING}::{ident})", place.root()),
                Some(_) => docs::code(&format!("{INCOMING}::{ident}")),
            };
            items.push(format!("- {}: {ty}, {line}", docs::code(name)));
        }
        if items.is_empty() {
            return items;
        }
        ["What the service sends because of it:".to_owned(), String::new()].into_iter().chain(items).collect()
    }

    /// The place of the operation, or of the one that it is a copy of with another body.
    fn first_of_copies(&self) -> Option<usize> {
        let operations = &self.facts.api.operations;
        let own = operations.iter().position(|operation| std::ptr::eq(operation, self.operation))?;
        (0..=own).rev().find(|&index| operations.get(index).is_some_and(|operation| !operation.is_copy))
    }
}

/// The operation that a callback belongs to, as what the service sends links to it.
pub(in super::super) fn caller(facts: Facts<'_>, index: usize) -> String {
    let Some(builder) = Builder::of(facts, index) else { return String::new() };
    let around = facts.gates.incoming();
    if facts.gates.features(facts.gates.area(builder.operation.area), around).is_empty() {
        return builder.link(Place { facts, module: None });
    }
    docs::code(&builder.operation.id)
}
