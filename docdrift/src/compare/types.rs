//! Whether a type of a page and one of the description are the same.

use crate::page::{Said, Type as Page};
use crate::spec::{Schema, Spec, Type};

/// Whether they are the same, as far as the page says.
pub(super) fn same(page: &Page, kind: &Type, spec: &Spec) -> bool {
    match (page, kind) {
        (Page::Unknown | Page::Prose(_), _) => true,
        (Page::Base(base), _) => base_of(base, kind, spec),
        (Page::List(item), Type::List(of)) => same(item, of, spec),
        // Which values there are is a difference of its own.
        (Page::Values(_), _) => !values(kind, spec).is_empty(),
        (Page::Named(name), Type::Schema(index)) => {
            spec.schemas.get(*index).is_some_and(|schema| schema.is_called(name))
        }
        (_, Type::Schema(_)) => resolved(kind, spec).is_some_and(|kind| same(page, kind, spec)),
        _ => false,
    }
}

/// The values that a type has, if it is an enumeration.
pub(super) fn values<'c>(kind: &'c Type, spec: &'c Spec) -> &'c [(String, crate::files::Place)] {
    match kind {
        Type::Values(values) => values,
        Type::Schema(index) => match spec.schemas.get(*index) {
            Some(Schema { alias: Some(alias), .. }) if !matches!(alias, Type::Schema(_)) => {
                values(alias, spec)
            }
            Some(schema) => &schema.values,
            None => &[],
        },
        _ => &[],
    }
}

/// The schema that a type is, directly or as the items of a list.
pub(super) fn schema<'c>(kind: &Type, spec: &'c Spec) -> Option<&'c Schema> {
    match kind {
        Type::Schema(index) => spec.schemas.get(*index),
        Type::List(item) => schema(item, spec),
        _ => None,
    }
}

/// The schema with properties that a type is, by whatever names, directly or as the items of a list.
pub(super) fn object<'c>(kind: &Type, spec: &'c Spec) -> Option<&'c Schema> {
    let schema = schema(kind, spec)?;
    match &schema.alias {
        Some(alias) => object(alias, spec),
        None => Some(schema).filter(|schema| !schema.properties.is_empty()),
    }
}

/// Whether a type is that of objects, or can be.
pub(super) fn is_object(kind: &Type, spec: &Spec) -> bool {
    base_of("object", kind, spec)
}

/// The values of a page's type, directly or as the items of a list.
pub(super) fn page_values(page: &Page) -> Option<&[Said]> {
    match page {
        Page::Values(values) => Some(values),
        Page::List(item) => page_values(item),
        _ => None,
    }
}

/// The items of a list as deep as it goes.
pub(super) fn innermost(kind: &Type) -> &Type {
    match kind {
        Type::List(item) => innermost(item),
        kind => kind,
    }
}

fn resolved<'c>(kind: &Type, spec: &'c Spec) -> Option<&'c Type> {
    let Type::Schema(index) = kind else { return None };
    spec.schemas.get(*index)?.alias.as_ref().filter(|alias| !matches!(alias, Type::Schema(_)))
}

fn base_of(base: &str, kind: &Type, spec: &Spec) -> bool {
    match kind {
        Type::Any => base == "object",
        Type::Base(name) => name == base || (base == "file" && name == "string"),
        Type::List(_) => base == "array",
        Type::Values(_) => false,
        Type::Schema(index) => match (spec.schemas.get(*index), resolved(kind, spec)) {
            (_, Some(alias)) => base_of(base, alias, spec),
            (Some(schema), None) => base == "object" && schema.values.is_empty(),
            (None, None) => false,
        },
    }
}
