//! Definitions: properties, their types, and values.

use super::lists::{self, Of, Ours, Theirs};
use super::{Comparison, Found, declared, types};
use crate::difference::Kind;
use crate::page::{Definition, Property as PageProperty, Said, Type as PageType};
use crate::spec::{Deviation, Property, Schema, Spec, Type};

pub(super) fn compare(comparison: &mut Comparison<'_>) {
    let (page, spec) = (comparison.page, comparison.spec);
    let mut taken: Vec<&str> = page.definitions.iter().filter_map(|one| one.name.as_deref()).collect();
    for definition in &page.definitions {
        let schema = match &definition.name {
            Some(name) => spec.schemas.iter().find(|schema| types::is_called(schema, name)),
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
    properties(comparison, definition, schema);
}

fn names(properties: &[PageProperty]) -> String {
    properties.iter().map(|one| format!("`{}`", one.name)).collect::<Vec<_>>().join(", ")
}

fn properties<'c>(comparison: &mut Comparison<'c>, definition: &'c Definition, schema: &'c Schema) {
    let theirs = |one: &'c PageProperty| Theirs { name: &one.name, line: one.line, kind: &one.kind };
    let ours = |one: &'c Property| Ours {
        name: &one.name,
        place: &one.place,
        kind: &one.kind,
        deviations: &one.deviations,
    };
    let (listed, described) = (&definition.properties, &schema.properties);
    let added = listed.iter().filter(|one| !described.iter().any(|other| one.name == other.name));
    let removed = described.iter().filter(|other| !listed.iter().any(|one| one.name == other.name));
    let of = Of {
        what: "property",
        owner: format!("`{}`", schema.title),
        line: definition.line,
        place: &schema.place,
        deviations: &schema.deviations,
    };
    let (added, removed): (Vec<_>, Vec<_>) = (added.map(theirs).collect(), removed.map(ours).collect());
    lists::compare(comparison, &of, &added, &removed);
    for one in listed {
        if let Some(other) = described.iter().find(|other| other.name == one.name) {
            property(comparison, one, other, schema);
        }
    }
}

fn property<'c>(
    comparison: &mut Comparison<'c>,
    one: &'c PageProperty,
    other: &'c Property,
    schema: &'c Schema,
) {
    let spec = comparison.spec;
    let subject = format!("property `{}` of `{}`", one.name, schema.title);
    let beside = declared::find(spec, &other.deviations, &schema.deviations, &[&one.name]);
    kind(
        comparison,
        &one.kind,
        &other.kind,
        Typed { subject: subject.clone(), line: one.line, place: &other.place, beside },
    );
    if let Some(needed) = one.required.filter(|needed| *needed != other.required) {
        comparison.add(
            Kind::Requiredness,
            Found {
                subject,
                detail: requires(needed),
                line: one.line,
                spec: Some(&other.place),
                declared: beside,
            },
        );
    }
}

pub(super) fn requires(needed: bool) -> String {
    let (page, spec) = if needed { ("requires it", "does not") } else { ("does not require it", "does") };
    format!("the page {page}, the description {spec}")
}

/// Something that has a type, for [`kind`].
pub(super) struct Typed<'c> {
    pub(super) subject: String,
    pub(super) line: usize,
    pub(super) place: &'c crate::files::Place,
    pub(super) beside: Option<&'c Deviation>,
}

/// Compares the types of something, and the values if both sides have some.
pub(super) fn kind<'c>(
    comparison: &mut Comparison<'c>,
    page: &'c PageType,
    kind: &'c Type,
    typed: Typed<'c>,
) {
    let spec = comparison.spec;
    let Typed { subject, line, place, beside } = typed;
    if !types::same(page, kind, spec) {
        let of_schema = || types::schema(kind, spec).and_then(|schema| schema.deviations.first());
        comparison.add(
            Kind::Type,
            Found {
                subject,
                detail: format!("the page has {page}, the description {}", spec.words(kind)),
                line,
                spec: Some(place),
                declared: beside.or_else(of_schema),
            },
        );
    } else if let Some(said) = types::page_values(page) {
        let inner = types::innermost(kind);
        let around = types::schema(kind, spec).map_or(&[][..], |schema| &schema.deviations);
        let found = Values { of: subject, line, beside: around };
        values(comparison, said, types::values(inner, spec), &found);
    }
}

/// Whose values are compared.
struct Values<'c> {
    of: String,
    line: usize,
    beside: &'c [Deviation],
}

fn values<'c>(
    comparison: &mut Comparison<'c>,
    said: &'c [Said],
    known: &'c [(String, crate::files::Place)],
    whose: &Values<'c>,
) {
    let spec = comparison.spec;
    let Values { of, line, beside } = whose;
    let added: Vec<&Said> =
        said.iter().filter(|one| !known.iter().any(|(value, _)| *value == one.text)).collect();
    let removed: Vec<_> =
        known.iter().filter(|(value, _)| !said.iter().any(|one| one.text == *value)).collect();
    for one in added {
        comparison.add(
            Kind::NewValue,
            Found {
                subject: format!("value `{}` of {of}", one.text),
                detail: "the description does not have it".to_owned(),
                line: one.line,
                spec: known.first().map(|(_, place)| place),
                declared: declared::named(spec, beside, &[&one.text]),
            },
        );
    }
    for (value, place) in removed {
        comparison.add(
            Kind::Removed,
            Found {
                subject: format!("value `{value}` of {of}"),
                detail: "the page does not list it".to_owned(),
                line: *line,
                spec: Some(place),
                declared: declared::named(spec, beside, &[value]),
            },
        );
    }
}
