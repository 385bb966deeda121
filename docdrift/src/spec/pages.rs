//! A description as if it were pages, to compare it with another one.

use super::{Operation, Parameter, Spec, Status, Type};
use crate::page::{self, Definition, Page, Said};

impl Spec {
    /// The pages that say what the description says: one for each page that operations name as theirs, and one for
    /// each file that has schemas. Enumerations stand where they are used.
    #[must_use]
    pub fn as_pages(&self) -> Vec<Page> {
        let mut pages: Vec<Page> = Vec::new();
        for one in &self.operations {
            let title = if one.page.is_empty() { &one.place.file } else { &one.page };
            page(&mut pages, &one.place.file, title).operations.push(self.operation(one));
        }
        for schema in self.schemas.iter().filter(|schema| schema.values.is_empty()) {
            let property = |one: &super::Property| page::Property {
                line: one.place.line,
                name: one.name.clone(),
                required: Some(one.required),
                kind: self.said(&one.kind),
                format: None,
            };
            page(&mut pages, &schema.place.file, &schema.place.file).definitions.push(Definition {
                line: schema.place.line,
                name: Some(schema.title.clone()),
                properties: schema.properties.iter().map(property).collect(),
                ..Definition::default()
            });
        }
        pages
    }

    fn operation(&self, one: &Operation) -> page::Operation {
        let (headers, others): (Vec<_>, Vec<_>) =
            one.parameters.iter().partition(|parameter| parameter.within == "header");
        let parameters = |list: Vec<&Parameter>| {
            list.into_iter().map(|parameter| self.parameter(one, parameter)).collect()
        };
        let types = one.statuses.iter().find(|status| !status.media_types.is_empty());
        page::Operation {
            line: one.place.line,
            method: one.method.clone(),
            path: format!("{}{}", one.server, one.path),
            parameters: Some(parameters(others)),
            body: Some(self.body(one)),
            headers: Some(parameters(headers)),
            statuses: Some(one.statuses.iter().map(|status| self.status(one, status)).collect()),
            media_types: types
                .map(|status| Said { line: line(one, &status.place), text: status.media_types.join(", ") }),
            ..page::Operation::default()
        }
    }

    fn parameter(&self, one: &Operation, parameter: &Parameter) -> page::Parameter {
        page::Parameter {
            line: line(one, &parameter.place),
            name: parameter.name.clone(),
            within: Some(parameter.within.clone()),
            required: Some(parameter.required),
            kind: self.said(&parameter.kind),
            format: None,
        }
    }

    /// The body of a request; an empty one if there is none.
    fn body(&self, one: &Operation) -> page::Body {
        let Some(body) = &one.body else {
            return page::Body { line: one.place.line, ..page::Body::default() };
        };
        let line = line(one, &body.place);
        page::Body {
            line,
            required: Some(body.required),
            kind: body.kind.as_ref().map(|kind| self.said(kind)).unwrap_or_default(),
            media_types: Some(Said { line, text: body.media_types.join(", ") }),
            ..page::Body::default()
        }
    }

    fn status(&self, one: &Operation, status: &Status) -> page::Status {
        page::Status {
            line: line(one, &status.place),
            code: status.code.clone(),
            body: status.body.as_ref().map(|kind| self.said(kind)),
        }
    }

    /// A type as a page says it.
    fn said(&self, kind: &Type) -> page::Type {
        match kind {
            Type::Any => page::Type::Unknown,
            Type::Base(name) => page::Type::Base(name.clone()),
            Type::List(item) => page::Type::List(Box::new(self.said(item))),
            Type::Values(values) => listed(values),
            Type::Schema(index) => match self.schemas.get(*index) {
                Some(schema) if !schema.values.is_empty() => listed(&schema.values),
                Some(schema) => page::Type::Named(schema.title.clone()),
                None => page::Type::Unknown,
            },
        }
    }
}

fn listed(values: &[(String, crate::files::Place)]) -> page::Type {
    page::Type::Values(
        values.iter().map(|(text, place)| Said { line: place.line, text: text.clone() }).collect(),
    )
}

/// The page of a file and title.
fn page<'p>(pages: &'p mut Vec<Page>, file: &str, title: &str) -> &'p mut Page {
    let at = pages.iter().position(|page| page.source == file && page.title == title).unwrap_or_else(|| {
        pages.push(Page { source: file.to_owned(), title: title.to_owned(), ..Page::default() });
        pages.len() - 1
    });
    &mut pages[at]
}

/// The line of a part of an operation; that of the operation if the part is in another file.
fn line(one: &Operation, place: &crate::files::Place) -> usize {
    if place.file == one.place.file { place.line } else { one.place.line }
}
