//! Bodies of requests.

use super::addition::Home;
use super::definitions::{described, listed, names};
use super::lists::{self, Of, requires};
use super::media::{Media, media_types};
use super::typed::{Typed, kind};
use super::{Comparison, Found, declared, types};
use crate::difference::Kind;
use crate::page::{Body as PageBody, Operation as PageOperation};
use crate::spec::{Body, Operation, Property};

pub(super) fn compare<'c>(comparison: &mut Comparison<'c>, one: &'c PageOperation, operation: &'c Operation) {
    let spec = comparison.spec;
    let Some(page) = &one.body else { return };
    let found = |detail: &str, beside, place| Found {
        subject: subject(operation),
        detail: detail.to_owned(),
        line: page.line,
        spec: Some(place),
        declared: declared::find(spec, beside, &operation.deviations, &["requestBody"]),
    };
    match &operation.body {
        None if page.is_empty() => {}
        None => comparison.add(Kind::Added, found("the description does not have it", &[], &operation.place)),
        Some(body) if page.is_empty() => {
            comparison.add(Kind::Removed, found("the page has none", &body.deviations, &body.place));
        }
        Some(body) => both(comparison, page, body, operation),
    }
}

fn subject(operation: &Operation) -> String {
    format!("request body of {} {}", operation.method, operation.path)
}

fn both<'c>(comparison: &mut Comparison<'c>, page: &'c PageBody, body: &'c Body, operation: &'c Operation) {
    let spec = comparison.spec;
    let beside = declared::find(spec, &body.deviations, &operation.deviations, &["requestBody"]);
    if let Some(needed) = page.required.filter(|needed| *needed != body.required) {
        let (line, place) = (page.line, Some(&body.place));
        let (subject, detail) = (subject(operation), requires(needed));
        comparison.add(Kind::Requiredness, Found { subject, detail, line, spec: place, declared: beside });
    }
    if let Some(said) = &page.media_types {
        media_types(
            comparison,
            said,
            &Media {
                of: subject(operation),
                place: &body.place,
                known: &body.media_types,
                beside: &body.deviations,
                around: &operation.deviations,
            },
        );
    }
    let Some(known) = &body.kind else { return };
    kind(
        comparison,
        &page.kind,
        known,
        Typed { subject: subject(operation), line: page.line, place: &body.place, beside },
    );
    if !page.properties.is_empty() {
        properties(comparison, page, body, operation);
    }
}

/// The properties in the table of a body, which are those of its schema.
fn properties<'c>(
    comparison: &mut Comparison<'c>,
    page: &'c PageBody,
    body: &'c Body,
    operation: &'c Operation,
) {
    let (spec, Some(kind)) = (comparison.spec, &body.kind) else { return };
    let Some(schema) = types::object(kind, spec) else {
        if !types::is_object(kind, spec) {
            comparison.add(
                Kind::Type,
                Found {
                    subject: subject(operation),
                    detail: format!(
                        "the page has an object with {}, the description {}",
                        names(&page.properties),
                        spec.words(kind)
                    ),
                    line: page.line,
                    spec: Some(&body.place),
                    declared: declared::find(spec, &body.deviations, &operation.deviations, &["requestBody"]),
                },
            );
        }
        return;
    };
    let of = Of {
        what: "property",
        owner: format!("the {}", subject(operation)),
        line: page.line,
        place: &body.place,
        home: Home::Schema(schema),
        deviations: [&body.deviations, &schema.deviations, &operation.deviations]
            .into_iter()
            .flatten()
            .collect(),
    };
    // What only answers have is in no table of a body.
    let named =
        |one: &Property| page.properties.iter().any(|other| other.name.eq_ignore_ascii_case(&one.name));
    let described = described(schema.properties.iter().filter(|one| !one.read_only || named(one)));
    // Pages spell the names of what is sent in any case.
    let is = |one: &lists::Theirs<'_>, other: &lists::Ours<'_>| one.name.eq_ignore_ascii_case(other.name);
    lists::compare(comparison, &of, &listed(&page.properties), &described, is);
}
