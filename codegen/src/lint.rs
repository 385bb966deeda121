//! What is asked of a document beyond that a client can be made from it: see [`Lint`].
//!
//! Takes the nodes and the mirror; gives warnings. Nothing else depends on it.

mod fits;

use std::collections::HashSet;

use crate::diagnostic::{Diagnostics, Pointer};
use crate::openapi::{Document, Operation, PathItem};
use crate::settings::Lint;
use crate::source::{Sources, Value};
use crate::walk::Walk;
use fits::Fits;

/// Reports what the lints find.
pub(crate) fn run(
    sources: &Sources,
    root: Pointer,
    document: &Document,
    lints: &[Lint],
    diagnostics: &mut Diagnostics,
) {
    if lints.contains(&Lint::Docs) {
        for item in &document.paths {
            for operation in &item.operations {
                docs(sources, document, item, operation, diagnostics);
            }
        }
    }
    if lints.is_empty() || *lints == [Lint::Docs] {
        return;
    }
    let mut walk = Walk::new(sources);
    walk.document(root);
    walk.heirs(&document.schemas);
    if lints.contains(&Lint::Unreachable) {
        unreachable(sources, &walk, document, diagnostics);
    }
    if lints.contains(&Lint::Examples) {
        walk.schemas(&document.schemas);
        examples(sources, &walk, diagnostics);
    }
}

fn docs(
    sources: &Sources,
    document: &Document,
    item: &PathItem,
    operation: &Operation,
    diagnostics: &mut Diagnostics,
) {
    let at = operation.at;
    let name = operation
        .id
        .as_ref()
        .map_or_else(|| format!("{} {}", operation.method, item.template), |id| id.name.clone());
    if operation.docs_url.is_none() {
        let message = format!("`{name}` does not say where it is documented");
        diagnostics.warning("no-page", at, message).help("add `externalDocs: { url: https://… }`");
    }
    if operation.security.is_none() && document.security.is_empty() {
        let message = format!("`{name}` does not say how callers sign in");
        let found = diagnostics.warning("no-sign-in", at, message);
        found.help("add `security`, with an empty list if anyone may call it");
    }
    let mut walk = Walk::new(sources);
    walk.part(at);
    for parameter in &item.parameters {
        walk.part(parameter.at);
    }
    if walk.has_schema && walk.examples.is_empty() && sources.member(at, "x-codeSamples").is_none() {
        let message = format!("`{name}` has no example");
        let found = diagnostics.warning("no-example", at, message);
        found.help("add an `example` to a parameter, to the body or to an answer");
    }
}

/// Schemas that no operation needs: of the components, and of the files that something else in is needed of.
fn unreachable(sources: &Sources, walk: &Walk<'_>, document: &Document, diagnostics: &mut Diagnostics) {
    let mut all: Vec<Pointer> = document.schemas.clone();
    let known: HashSet<Pointer> = all.iter().copied().collect();
    for at in sources.roots().skip(1).filter(|&at| !walk.has_seen(at)) {
        if let Value::Map(members) = sources.value(at) {
            let used = members.iter().any(|&member| walk.has_seen(member));
            all.extend(members.iter().filter(|member| used && !known.contains(member)));
        }
    }
    for at in all {
        let name = sources.name(at);
        if !walk.has_seen(at) && !name.starts_with("x-") {
            let message = format!("nothing needs `{name}`");
            let found = diagnostics.warning("unreachable", at, message).at_key();
            found.help("remove it, or refer to it where it belongs");
        }
    }
}

fn examples(sources: &Sources, walk: &Walk<'_>, diagnostics: &mut Diagnostics) {
    let fits = Fits::new(sources);
    let mut examples = walk.examples.clone();
    examples.sort_by_key(|example| (example.value, example.schema));
    for example in examples {
        if let Err(mismatch) = fits.check(example.schema, example.value) {
            let message = format!("the example does not fit its schema: {}", mismatch.message);
            let found = diagnostics.warning("example", mismatch.at, message);
            found.help("one of the two is wrong: the client is made after the schema");
        }
    }
}
