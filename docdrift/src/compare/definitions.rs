//! Definitions: properties, their types, and values.

use super::addition::{Entry, Home};
use super::lists::{self, Of, Ours, Theirs};
use super::typed::{Values, values};
use super::{Comparison, Found, declared};
use crate::difference::Kind;
use crate::page::{Definition, Property as PageProperty};
use crate::spec::{Property, Schema, Spec};

pub(super) fn compare(comparison: &mut Comparison<'_>) {
    let (page, spec) = (comparison.page, comparison.spec);
    let mut taken: Vec<&str> = page.definitions.iter().filter_map(|one| one.name.as_deref()).collect();
    for definition in &page.definitions {
        let schema = match &definition.name {
            Some(name) => spec.schemas.iter().find(|schema| schema.is_called(name)),
            None => by_shape(definition, &taken, spec),
        };
        if let Some(schema) = schema {
            taken.push(&schema.title);
            one(comparison, definition, schema);
        } else {
            comparison.add(
                Kind::Added,
                Found {
                    subject: subject(definition),
                    detail: format!("the page defines it with {} properties", definition.properties.len()),
                    line: definition.line,
                    spec: None,
                    declared: definition.name.as_deref().and_then(|name| declared::named(spec, &[], &[name])),
                },
            );
        }
    }
}

fn subject(definition: &Definition) -> String {
    match &definition.name {
        Some(name) => format!("definition `{name}`"),
        None => format!("a definition without a heading, one of {}", definition.candidates.join(", ")),
    }
}

/// The schema that has most of a definition's properties, among those that it may be.
fn by_shape<'c>(definition: &Definition, taken: &[&str], spec: &'c Spec) -> Option<&'c Schema> {
    let share = |schema: &Schema| {
        let has = |one: &&PageProperty| schema.properties.iter().any(|property| property.name == one.name);
        let common = definition.properties.iter().filter(has).count();
        let all = schema.properties.len() + definition.properties.len() - common;
        // In thousandths, since these can be compared.
        common * 1000 / all.max(1)
    };
    let named = spec.schemas.iter().filter(|schema| {
        let may = definition.candidates.is_empty() || definition.candidates.contains(&schema.title);
        may && !taken.contains(&schema.title.as_str())
    });
    named.max_by_key(|schema| share(schema)).filter(|schema| share(schema) >= 500)
}

fn one<'c>(comparison: &mut Comparison<'c>, definition: &'c Definition, schema: &'c Schema) {
    let spec = comparison.spec;
    if !definition.values.is_empty() {
        let found =
            Values { of: format!("`{}`", schema.title), line: definition.line, beside: &schema.deviations };
        values(comparison, &definition.values, &schema.values, &found);
        return;
    }
    if schema.properties.is_empty() && !definition.properties.is_empty() {
        comparison.add(
            Kind::Type,
            Found {
                subject: format!("definition `{}`", schema.title),
                detail: format!(
                    "the page has an object with {}, the description {}",
                    names(&definition.properties),
                    schema
                        .alias
                        .as_ref()
                        .map_or_else(|| "no properties".to_owned(), |alias| spec.words(alias)),
                ),
                line: definition.line,
                spec: Some(&schema.place),
                declared: declared::find(spec, &schema.deviations, &[], &[]),
            },
        );
        return;
    }
    let of = Of {
        what: "property",
        owner: format!("`{}`", schema.title),
        line: definition.line,
        place: &schema.place,
        home: Home::Schema(schema),
        deviations: schema.deviations.iter().collect(),
    };
    let (listed, described) = (listed(&definition.properties), described(&schema.properties));
    lists::compare(comparison, &of, &listed, &described, |one, other| one.name == other.name);
}

pub(super) fn names(properties: &[PageProperty]) -> String {
    properties.iter().map(|one| format!("`{}` ({})", one.name, one.kind)).collect::<Vec<_>>().join(", ")
}

/// The properties that a page lists.
pub(super) fn listed<'c>(properties: &'c [PageProperty]) -> Vec<Theirs<'c>> {
    let theirs = |one: &'c PageProperty| Theirs {
        name: &one.name,
        line: one.line,
        within: None,
        required: one.required,
        kind: &one.kind,
        entry: Entry::Property(one),
    };
    properties.iter().map(theirs).collect()
}

/// The properties that the description has.
pub(super) fn described<'c>(properties: impl IntoIterator<Item = &'c Property>) -> Vec<Ours<'c>> {
    let ours = |one: &'c Property| Ours {
        name: &one.name,
        place: &one.place,
        within: "",
        required: one.required,
        kind: &one.kind,
        deviations: &one.deviations,
    };
    properties.into_iter().map(ours).collect()
}
