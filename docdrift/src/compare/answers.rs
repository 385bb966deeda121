//! Answers: statuses, types of bodies, media types.

use super::addition::Addition;
use super::media::{Media, media_types};
use super::typed::{Typed, kind};
use super::{Comparison, Found, declared};
use crate::difference::Kind;
use crate::page::Operation as PageOperation;
use crate::spec::{Operation, Type};

/// What a page that says nothing of a body is compared with.
const NOTHING: &Type = &Type::Any;

pub(super) fn compare<'c>(comparison: &mut Comparison<'c>, one: &'c PageOperation, operation: &'c Operation) {
    let spec = comparison.spec;
    let of = format!("{} {}", operation.method, operation.path);
    let added = |code: &str, line: usize| Found {
        subject: format!("status {code} of {of}"),
        detail: "the description does not have it".to_owned(),
        line,
        spec: Some(&operation.place),
        declared: declared::named(spec, &operation.deviations, &[code]),
    };
    for said in &one.example_statuses {
        if !operation.statuses.iter().any(|status| status.code == said.text) {
            comparison.add(Kind::Added, added(&said.text, said.line));
        }
    }
    for page in one.statuses.iter().flatten() {
        let Some(status) = operation.statuses.iter().find(|status| status.code == page.code) else {
            let addition = Addition::Status { operation, page: one, new: page };
            comparison.lacks(Kind::Added, added(&page.code, page.line), Some(addition));
            continue;
        };
        if let Some(body) = &page.body {
            let subject = format!("body of status {} of {of}", page.code);
            let beside = declared::find(spec, &status.deviations, &operation.deviations, &[]);
            let typed = Typed { subject, line: page.line, place: &status.place, beside };
            kind(comparison, body, status.body.as_ref().unwrap_or(NOTHING), typed);
        }
    }
    removed(comparison, one, operation);
    let Some(said) = &one.media_types else { return };
    if let Some(status) = operation.statuses.iter().find(|status| !status.media_types.is_empty()) {
        let media = Media {
            of,
            place: &status.place,
            known: &status.media_types,
            beside: &status.deviations,
            around: &operation.deviations,
        };
        media_types(comparison, said, &media);
    }
}

/// The answers that the page does not list.
fn removed<'c>(comparison: &mut Comparison<'c>, one: &'c PageOperation, operation: &'c Operation) {
    let Some(statuses) = &one.statuses else { return };
    let (spec, of) = (comparison.spec, format!("{} {}", operation.method, operation.path));
    for status in &operation.statuses {
        if !statuses.iter().any(|page| page.code == status.code) {
            let found = Found {
                subject: format!("status {} of {of}", status.code),
                detail: "the page does not list it".to_owned(),
                line: statuses.first().map_or(one.line, |page| page.line),
                spec: Some(&status.place),
                declared: declared::find(spec, &status.deviations, &operation.deviations, &[&status.code]),
            };
            comparison.add(Kind::Removed, found);
        }
    }
}
