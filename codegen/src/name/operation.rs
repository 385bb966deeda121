//! Names of operations: of their methods, of what builds their requests, and of what they give.

use proc_macro2::Ident;

use super::BUILDER_METHODS;
use super::scope::{Case, Scope};
use crate::ir::{Api, Live, Operation, Parameter, Place};

#[derive(Debug)]
pub(crate) struct OperationName {
    pub(crate) method: Ident,
    pub(crate) builder: Ident,
    /// Fields of the builder, and the methods that set them.
    pub(crate) parameters: Vec<Ident>,
    pub(crate) body: Option<Ident>,
    /// What holds the answer, if that differs by status.
    pub(crate) answer: Option<AnswerName>,
    /// What says which media type the body has, if there are several.
    pub(crate) content_type: Option<Ident>,
}

#[derive(Clone, Debug)]
pub(crate) struct AnswerName {
    pub(crate) ident: Ident,
    /// One for each of the answers.
    pub(crate) variants: Vec<Ident>,
    /// For statuses that the document does not name.
    pub(crate) rest: Option<Ident>,
}

impl OperationName {
    /// The names of what an operation takes.
    pub(super) fn new(operation: &Operation, method: Ident, builder: Ident) -> Self {
        let (parameters, body, content_type) = parameters(operation);
        Self { method, builder, parameters, body, answer: None, content_type }
    }
}

/// Claims names for answers that differ by status, which operations with another body of one share.
pub(super) fn answers(api: &Api, scopes: &mut [Scope], names: &mut [OperationName]) {
    let mut last = None;
    for (operation, name) in api.operations.iter().zip(names) {
        if !operation.is_copy {
            last = scopes.get_mut(operation.area).and_then(|builders| answer(operation, builders));
        }
        name.answer.clone_from(&last);
    }
}

fn answer(operation: &Operation, builders: &mut Scope) -> Option<AnswerName> {
    if operation.answers.is_empty() {
        return None;
    }
    let words = |text: &str| vec![text.to_owned()];
    let ident = builders.claim(&[operation.hint.as_slice(), &words("answer")].concat(), Case::Type);
    let mut scope = Scope::default();
    let mut claim = |text: &str| scope.claim(&words(text), Case::Variant);
    let variants = operation.answers.iter().map(|(status, _)| claim(status_word(status))).collect();
    let open = |status: &str| status == "default" || status.eq_ignore_ascii_case("2XX");
    let rest = !operation.answers.iter().any(|(status, _)| open(status));
    Some(AnswerName { ident, variants, rest: rest.then(|| claim("Unrecognized")) })
}

/// What a status of a success is called.
fn status_word(status: &str) -> &str {
    match status {
        "200" => "Ok",
        "201" => "Created",
        "202" => "Accepted",
        "203" => "NonAuthoritative",
        "204" => "NoContent",
        "205" => "ResetContent",
        "206" => "PartialContent",
        "207" => "MultiStatus",
        "208" => "AlreadyReported",
        "226" => "ImUsed",
        "2XX" | "2xx" => "Success",
        other => other,
    }
}

fn parameters(operation: &Operation) -> (Vec<Ident>, Option<Ident>, Option<Ident>) {
    let live = operation.live.as_ref().map(Live::method);
    let mut scope = Scope::reserving(BUILDER_METHODS).and(live.as_slice()).with_suffix("_value");
    let mut parameters = Vec::new();
    for parameter in &operation.parameters {
        let place = match parameter.place {
            Place::Path => "path",
            Place::Query => "query",
            Place::Header | Place::PartHeader => "header",
            Place::Cookie => "cookie",
            Place::Part => "part",
        };
        // The same name in two places is told apart by the place, not by a number.
        let clash = |other: &&Parameter| other.hint == parameter.hint && other.place != parameter.place;
        let first = operation.parameters.iter().take(parameters.len()).any(|other| clash(&other));
        let hint =
            if first { [&parameter.hint[..], &[place.to_owned()]].concat() } else { parameter.hint.clone() };
        parameters.push(scope.claim(&hint, Case::Field));
    }
    let body = operation.body.as_ref().map(|_| scope.claim(&["body".to_owned()], Case::Field));
    let choice = operation.body.as_ref().filter(|body| body.has_choice());
    let content_type = choice.map(|_| scope.claim(&["content_type".to_owned()], Case::Field));
    (parameters, body, content_type)
}
