//! Names of operations: of their methods, of what builds their requests, and of what they give.

use std::collections::HashMap;

use proc_macro2::Ident;

use super::BUILDER_METHODS;
use super::scope::{Case, Scope};
use super::status::status_word;
use crate::ir::{Api, ByStatus, Live, Operation, Parameter, Place};

#[derive(Debug)]
pub(crate) struct OperationName {
    pub(crate) method: Ident,
    pub(crate) builder: Ident,
    /// Fields of the builder, and the methods that set them.
    pub(crate) parameters: Vec<Ident>,
    pub(crate) body: Option<Ident>,
    /// What holds the answer, if that differs by status.
    pub(crate) answer: Option<AnswerName>,
    /// What holds failures, likewise.
    pub(crate) failure: Option<AnswerName>,
    /// What says which media type the body has, if there are several.
    pub(crate) content_type: Option<Ident>,
}

/// The names of an enum of what answers hold by status.
#[derive(Clone, Debug)]
pub(crate) struct AnswerName {
    pub(crate) ident: Ident,
    /// One for each of the answers.
    pub(crate) variants: Vec<Ident>,
    /// For statuses that the document does not name.
    pub(crate) rest: Option<Ident>,
    /// The operation that has the same one, of which this is another name.
    pub(crate) same_as: Option<usize>,
}

impl OperationName {
    /// The names of what an operation takes.
    pub(super) fn new(operation: &Operation, method: Ident, builder: Ident) -> Self {
        let (parameters, body, content_type) = parameters(operation);
        Self { method, builder, parameters, body, answer: None, failure: None, content_type }
    }
}

/// Claims names for answers and failures that differ by status, which operations with another body of one share. What
/// failures hold is one enum for all operations, or for those of an area where these stand apart.
pub(super) fn answers(api: &Api, apart: bool, scopes: &mut [Scope], names: &mut [OperationName]) {
    let (mut answers, mut failures) = (None, None);
    let mut known = HashMap::new();
    for (index, (operation, name)) in api.operations.iter().zip(names).enumerate() {
        if let Some(builders) = scopes.get_mut(operation.area).filter(|_| !operation.is_copy) {
            answers = answer(operation, builders);
            let area = apart.then_some(operation.area);
            failures = failure(operation, builders).map(|name| {
                let first = *known.entry((area, &operation.faults)).or_insert(index);
                AnswerName { same_as: (first != index).then_some(first), ..name }
            });
        }
        name.answer.clone_from(&answers);
        name.failure.clone_from(&failures);
    }
}

fn answer(operation: &Operation, builders: &mut Scope) -> Option<AnswerName> {
    let answers = Some(&operation.answers).filter(|answers| !answers.is_empty())?;
    let open = |status: &str| matches!(status, "default" | "2XX");
    let rest = !answers.iter().any(|(status, _)| open(status));
    Some(by_status(operation, "answer", answers, rest, builders))
}

fn failure(operation: &Operation, builders: &mut Scope) -> Option<AnswerName> {
    let fails = operation.fails_by_status();
    fails.then(|| by_status(operation, "failure", &operation.faults, false, builders))
}

fn by_status(
    operation: &Operation,
    what: &str,
    answers: &ByStatus,
    rest: bool,
    builders: &mut Scope,
) -> AnswerName {
    let words = |text: &str| vec![text.to_owned()];
    let ident = builders.claim(&[operation.hint.as_slice(), &words(what)].concat(), Case::Type);
    let mut scope = Scope::default();
    let mut claim = |text: &str| scope.claim(&words(text), Case::Variant);
    let variants = answers.iter().map(|(status, _)| claim(status_word(status))).collect();
    AnswerName { ident, variants, rest: rest.then(|| claim("Unrecognized")), same_as: None }
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
