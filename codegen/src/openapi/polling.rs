//! What an operation says of going on after its first answer.

use std::rc::Rc;

use super::Named;
use super::read::{Object, Reader};
use super::schema::{Schema, schema};
use crate::diagnostic::Pointer;
use crate::source::Value;

/// That an operation goes on after its first answer, and how to learn its outcome.
#[derive(Debug)]
pub(crate) struct Polling {
    pub(crate) rules: PollRules,
    /// What the outcome is, if it is not what a success holds.
    pub(crate) schema: Option<Rc<Schema>>,
}

#[derive(Debug)]
pub(crate) enum PollRules {
    /// `x-ms-long-running-operation`, with what its options say in `final-state-via`.
    Azure(Option<Named>),
    /// `x-clientgen-poll`
    Own(OwnRules),
}

/// `x-clientgen-poll`. Property paths have dots.
#[derive(Debug)]
pub(crate) struct OwnRules {
    pub(crate) header: String,
    pub(crate) append: String,
    pub(crate) repeats: bool,
    pub(crate) pending: Vec<u16>,
    pub(crate) status: Option<Named>,
    pub(crate) succeeded: Vec<String>,
    pub(crate) failed: Vec<String>,
    pub(crate) outcome: Option<Named>,
}

/// Reads both; what is said in clientgen's own words counts.
pub(super) fn polling(operation: &mut Object<'_, '_>) -> Option<Polling> {
    let azure = azure(operation);
    let own = operation.get("x-clientgen-poll");
    own.and_then(|at| operation.within(|reader| own_rules(reader, at))).or(azure)
}

fn azure(operation: &mut Object<'_, '_>) -> Option<Polling> {
    let goes_on = operation.flag("x-ms-long-running-operation").unwrap_or_default();
    let options = operation.get("x-ms-long-running-operation-options");
    if !goes_on {
        if let Some(at) = options {
            operation
                .warn(
                    "extension",
                    at,
                    "these options mean nothing without `x-ms-long-running-operation: true`",
                )
                .at_key();
        }
        return None;
    }
    let read = |reader: &mut Reader<'_>, at| {
        let mut object = reader.object(at, "the options of a long-running operation")?;
        let via = object.name("final-state-via");
        let outcome = object.name("final-state-schema").map(reference);
        object.finish();
        Some((via, outcome))
    };
    let options = options.and_then(|at| operation.within(|reader| read(reader, at)));
    let (via, schema) = options.unwrap_or_default();
    Some(Polling { rules: PollRules::Azure(via), schema })
}

/// Azure names the schema of the outcome by a text, which is a reference all the same.
fn reference(name: Named) -> Rc<Schema> {
    Rc::new(Schema { at: Some(name.at), reference: Some(name), ..Schema::default() })
}

fn own_rules(reader: &mut Reader<'_>, at: Pointer) -> Option<Polling> {
    let mut object = reader.object(at, "the `x-clientgen-poll` object")?;
    let rules = OwnRules {
        header: object.text("header").unwrap_or_else(|| "Location".to_owned()),
        append: object.text("append").unwrap_or_default(),
        repeats: object.flag("repeat").unwrap_or_default(),
        pending: pending(&mut object),
        status: object.name("status"),
        succeeded: object.texts("succeeded"),
        failed: object.texts("failed"),
        outcome: object.name("outcome"),
    };
    let schema = object.get("schema").and_then(|at| object.within(|reader| schema(reader, at)));
    let words = !rules.succeeded.is_empty() || !rules.failed.is_empty();
    match &rules.status {
        Some(status) if rules.succeeded.is_empty() => {
            let found = object.report("polling", status.at, "no status would ever be the end");
            found.help("say in `succeeded` which texts there are the end: `succeeded: [finished]`");
        }
        None if words => {
            let found = object.report("polling", at, "`succeeded` and `failed` are texts of a property");
            found.help("say in `status` which property has them, or leave them out");
        }
        _ => {}
    }
    object.finish();
    Some(Polling { rules: PollRules::Own(rules), schema })
}

/// The statuses that say that it goes on.
fn pending(object: &mut Object<'_, '_>) -> Vec<u16> {
    let mut statuses = Vec::new();
    for at in object.list("pending", |value| matches!(value, Value::Int(_))) {
        let status = object.within(|reader| match *reader.sources().value(at) {
            Value::Int(status) => u16::try_from(status).ok().filter(|status| (200..300).contains(status)),
            _ => None,
        });
        match status {
            Some(status) => statuses.push(status),
            None => drop(object.wrong_type(at, "a status such as `202`")),
        }
    }
    if statuses.is_empty() { vec![202] } else { statuses }
}
