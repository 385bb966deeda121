//! Things that have a type: whether both sides give them the same one, and the same values.

use super::addition::Addition;
use super::{Comparison, Found, declared, types};
use crate::difference::Kind;
use crate::files::Place;
use crate::page::{Said, Type as PageType};
use crate::spec::{Deviation, Type};

/// Something that has a type, for [`kind`].
pub(super) struct Typed<'c> {
    pub(super) subject: String,
    pub(super) line: usize,
    pub(super) place: &'c Place,
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
pub(super) struct Values<'c> {
    pub(super) of: String,
    pub(super) line: usize,
    pub(super) beside: &'c [Deviation],
}

/// Compares the values of an enumeration.
pub(super) fn values<'c>(
    comparison: &mut Comparison<'c>,
    said: &'c [Said],
    known: &'c [(String, Place)],
    whose: &Values<'c>,
) {
    let spec = comparison.spec;
    let Values { of, line, beside } = whose;
    let added: Vec<&Said> =
        said.iter().filter(|one| !known.iter().any(|(value, _)| *value == one.text)).collect();
    let removed: Vec<_> =
        known.iter().filter(|(value, _)| !said.iter().any(|one| one.text == *value)).collect();
    for one in added {
        let found = Found {
            subject: format!("value `{}` of {of}", one.text),
            detail: "the description does not have it".to_owned(),
            line: one.line,
            spec: known.first().map(|(_, place)| place),
            declared: declared::named(spec, *beside, &[&one.text]),
        };
        let before = said.iter().map(|one| one.text.as_str()).take_while(|text| *text != one.text).collect();
        let addition = Addition::Value { known, new: &one.text, before };
        comparison.lacks(Kind::NewValue, found, Some(addition));
    }
    for (value, place) in removed {
        comparison.add(
            Kind::Removed,
            Found {
                subject: format!("value `{value}` of {of}"),
                detail: "the page does not list it".to_owned(),
                line: *line,
                spec: Some(place),
                declared: declared::named(spec, *beside, &[value]),
            },
        );
    }
}
