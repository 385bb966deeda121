//! What a page says of the body of a request: a table of its properties, a type, or that there is none.

use crate::page::{Body, Operation, Parameter};

/// The section that describes it, in lower case.
pub(super) const SECTION: &str = "request body";

/// What the page says so far of the body of an operation.
pub(super) fn of(operation: &mut Operation, line: usize) -> &mut Body {
    operation.body.get_or_insert_with(|| Body { line, ..Body::default() })
}

/// Whether no table has described it yet.
pub(super) fn is_open(operation: &Operation) -> bool {
    operation.body.as_ref().is_none_or(|body| body.properties.is_empty())
}

/// Whether a sentence says that there is none.
pub(super) fn is_none(text: &str) -> bool {
    let words = text.trim_end_matches('.').to_lowercase();
    ["none", "no request body", "empty", "n/a", "not applicable"].contains(&words.as_str())
}

/// Takes a body that is listed among the parameters.
pub(super) fn parameter(operation: &mut Operation, one: &Parameter) {
    let body = of(operation, one.line);
    body.required = one.required;
    body.kind = one.kind.clone();
}

/// A page in the layout of the reference lists all there is, so that there is no body if it lists none.
pub(super) fn missing(operation: &mut Operation) {
    let placed = |one: &Parameter| one.within.is_some();
    if operation.statuses.is_some() && operation.parameters.iter().flatten().any(placed) {
        of(operation, operation.line);
    }
}
