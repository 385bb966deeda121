//! Operations: which one a page is about, its address, its parameters and headers.

use super::addition::{Addition, Entry, Home};
use super::lists::{self, Of, Ours, Theirs};
use super::{Comparison, Found, answers, body, declared};
use crate::difference::Kind;
use crate::page::{Operation as PageOperation, Page, Parameter as PageParameter};
use crate::spec::{Operation, Parameter, Spec};
use crate::words::unnamed;

pub(super) fn compare(comparison: &mut Comparison<'_>) {
    let (page, spec) = (comparison.page, comparison.spec);
    let mut described = Vec::new();
    for one in &page.operations {
        let name = format!("{} {}", one.method, one.path);
        if let Some(operation) = by_address(one, spec) {
            described.push(&operation.place);
            operation_(comparison, one, operation);
        } else if let Some(operation) = by_page(comparison, one) {
            comparison.add(
                Kind::Renamed,
                Found {
                    subject: format!("path of {} {}", operation.method, operation.path),
                    detail: format!("the page has {name}"),
                    line: one.line,
                    spec: Some(&operation.place),
                    declared: declared::named(spec, &operation.deviations, &[&one.path]),
                },
            );
            described.push(&operation.place);
            operation_(comparison, one, operation);
        } else {
            let found = Found {
                subject: name,
                detail: "the description does not have it".to_owned(),
                line: one.line,
                spec: None,
                declared: None,
            };
            comparison.lacks(Kind::NewOperation, found, Some(Addition::Operation(one)));
        }
    }
    for operation in spec.operations.iter().filter(|operation| is_on(operation, page)) {
        if !operation.undocumented && !described.contains(&&operation.place) {
            gone(comparison, operation);
        }
    }
}

/// An operation that was taken from a page which does not have it.
fn gone<'c>(comparison: &mut Comparison<'c>, operation: &'c Operation) {
    let Operation { method, path, place, deviations, .. } = operation;
    let names = [method.as_str(), path, &format!("{method} {path}")];
    comparison.add(
        Kind::Removed,
        Found {
            subject: format!("{method} {path}"),
            detail: "the page that it was taken from does not have it".to_owned(),
            line: 1,
            spec: Some(place),
            declared: declared::named(comparison.spec, deviations, &names),
        },
    );
}

/// Whether a page is the one that an operation names as its own: by its address if that is known, or by its title.
fn is_on(operation: &Operation, page: &Page) -> bool {
    if page.source.contains("://") {
        operation.address == page.source
    } else {
        !operation.page.is_empty() && operation.page == page.short_title()
    }
}

fn by_address<'c>(one: &PageOperation, spec: &'c Spec) -> Option<&'c Operation> {
    let path = unnamed(&one.path);
    spec.operations.iter().find(|operation| {
        let whole = || unnamed(&format!("{}{}", operation.server, operation.path));
        operation.method == one.method && whole() == path
    })
}

/// The operation that names this page as its own, and has this method; of several the one with the nearest path.
fn by_page<'c>(comparison: &Comparison<'c>, one: &PageOperation) -> Option<&'c Operation> {
    let page = comparison.page;
    // What another request of the page is about is taken.
    let free = |operation: &&Operation| {
        !page
            .operations
            .iter()
            .any(|other| by_address(other, comparison.spec).is_some_and(|of| of.place == operation.place))
    };
    let operations = comparison.spec.operations.iter();
    let named = operations.filter(|operation| operation.method == one.method && is_on(operation, page));
    let near = |operation: &Operation| strsim::normalized_levenshtein(&operation.path, &one.path);
    named.filter(free).max_by(|a, b| near(a).total_cmp(&near(b)))
}

fn operation_<'c>(comparison: &mut Comparison<'c>, one: &'c PageOperation, operation: &'c Operation) {
    if let Some(listed) = &one.parameters {
        let described = operation.parameters.iter().filter(|parameter| parameter.within != "header");
        parameters(comparison, one, Home::Parameters(operation), listed, described);
    }
    if let Some(listed) = &one.headers {
        let described = operation.parameters.iter().filter(|parameter| parameter.within == "header");
        parameters(comparison, one, Home::Headers(operation), listed, described);
    }
    unlisted(comparison, one, operation);
    body::compare(comparison, one, operation);
    answers::compare(comparison, one, operation);
}

/// The name of the path parameter of the description that stands where the page has one.
fn in_path<'c>(name: &str, one: &PageOperation, operation: &'c Operation) -> Option<&'c str> {
    let braced = format!("{{{name}}}");
    let mut pairs = one.path.split('/').zip(operation.path.split('/'));
    let (_, other) = pairs.find(|(part, _)| *part == braced)?;
    other.strip_prefix('{')?.strip_suffix('}')
}

fn parameters<'c>(
    comparison: &mut Comparison<'c>,
    one: &'c PageOperation,
    home: Home<'c>,
    listed: &'c [PageParameter],
    described: impl Iterator<Item = &'c Parameter>,
) {
    let (Home::Parameters(operation) | Home::Headers(operation)) = home else { return };
    let theirs = |page: &'c PageParameter| Theirs {
        name: &page.name,
        line: page.line,
        within: page.within.as_deref(),
        required: page.required,
        kind: &page.kind,
        entry: Entry::Parameter(page),
    };
    let ours = |parameter: &'c Parameter| Ours {
        name: &parameter.name,
        place: &parameter.place,
        within: &parameter.within,
        required: parameter.required,
        kind: &parameter.kind,
        deviations: &parameter.deviations,
    };
    let of = Of {
        what: "parameter",
        owner: format!("{} {}", operation.method, operation.path),
        line: one.line,
        place: &operation.place,
        home,
        deviations: operation.deviations.iter().collect(),
    };
    let (listed, described): (Vec<_>, Vec<_>) =
        (listed.iter().map(theirs).collect(), described.map(ours).collect());
    lists::compare(comparison, &of, &listed, &described, |page, parameter| match parameter.within {
        "header" => page.name.eq_ignore_ascii_case(parameter.name),
        // Pages that do not say where a parameter belongs name those of paths in passing.
        "path" if page.within.is_none() => in_path(page.name, one, operation) == Some(parameter.name),
        _ => page.name == parameter.name,
    });
}

/// What requests show, and no table lists.
fn unlisted<'c>(comparison: &mut Comparison<'c>, one: &'c PageOperation, operation: &'c Operation) {
    let spec = comparison.spec;
    for said in one.query.iter().chain(&one.example_headers) {
        let tables = one.parameters.iter().chain(&one.headers);
        let listed = tables.flatten().any(|page| page.name.eq_ignore_ascii_case(&said.text));
        let known =
            operation.parameters.iter().any(|parameter| parameter.name.eq_ignore_ascii_case(&said.text));
        if !listed && !known {
            comparison.add(
                Kind::Added,
                Found {
                    subject: format!("parameter `{}` of {} {}", said.text, operation.method, operation.path),
                    detail: "the request on the page has it".to_owned(),
                    line: said.line,
                    spec: Some(&operation.place),
                    declared: declared::named(spec, &operation.deviations, &[&said.text]),
                },
            );
        }
    }
}
