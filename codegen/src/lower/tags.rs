//! What selects an alternative that no mapping names: the only value that its tag can have, or else the name of
//! its schema.

use crate::ir::{Api, Shape, Type, TypeId, Variant};
use crate::openapi::Reader;

/// Finds the property that tells alternatives apart, where the document names none: each of them has to have it,
/// and lists values for it that no other lists.
pub(super) fn infer(api: &mut Api) {
    for id in api.type_ids() {
        let Some((tag, values)) = telling(api, id) else { continue };
        if let Shape::Union { tag: own, variants } = &mut api.types[id.0].shape {
            *own = Some(tag);
            for (variant, values) in variants.iter_mut().zip(values) {
                variant.tags = values;
            }
        }
    }
}

/// The property that tells the alternatives of a union apart, and its values for each.
fn telling(api: &Api, id: TypeId) -> Option<(String, Vec<Vec<String>>)> {
    let Shape::Union { tag: None, variants } = &api.def(id).shape else { return None };
    let (first, others) = variants.split_first()?;
    let Shape::Struct { fields, .. } = &api.def(definition(api, &first.ty)?).shape else { return None };
    fields.iter().filter(|_| !others.is_empty()).find_map(|field| {
        let values = variants.iter().map(|variant| listed(api, &variant.ty, &field.name));
        let values = values.collect::<Option<Vec<Vec<String>>>>()?;
        let mut all: Vec<&String> = values.iter().flatten().collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        (all.len() == count).then(|| (field.name.clone(), values))
    })
}

/// The values of a property that has to be there, if it lists them.
fn listed(api: &Api, ty: &Type, property: &str) -> Option<Vec<String>> {
    let Shape::Struct { fields, .. } = &api.def(definition(api, ty)?).shape else { return None };
    let field = fields.iter().find(|field| field.name == property && field.required && !field.nullable)?;
    let Shape::Enum { number: None, values } = &api.def(definition(api, &field.ty)?).shape else {
        return None;
    };
    (!values.is_empty()).then(|| values.iter().map(|value| value.wire.clone()).collect())
}

/// Fills in the tags that are missing, once the shapes of all alternatives are known.
pub(super) fn complete(api: &mut Api, reader: &mut Reader<'_>) {
    for id in api.type_ids() {
        let Shape::Union { tag: Some(tag), variants } = &api.def(id).shape else { continue };
        let missing = variants.iter().enumerate().filter(|(_, variant)| variant.tags.is_empty());
        let found = missing.map(|(index, variant)| {
            let value = only_value(api, &variant.ty, tag).or_else(|| schema_name(api, variant, reader));
            (index, variant.at, value)
        });
        for (index, at, value) in found.collect::<Vec<_>>() {
            if value.is_none() {
                let message = "nothing tells this alternative from the others: it is never read";
                let found = reader.diagnostics().warning("discriminator", at, message);
                found.help("give the property of the discriminator a `const`, or the schema a name");
            }
            if let Shape::Union { variants, .. } = &mut api.types[id.0].shape {
                variants[index].tags.extend(value);
            }
        }
    }
}

/// The value of a property that can have no other.
fn only_value(api: &Api, ty: &Type, property: &str) -> Option<String> {
    let Shape::Struct { fields, .. } = &api.def(definition(api, ty)?).shape else { return None };
    let field = fields.iter().find(|field| field.name == property)?;
    let Shape::Enum { number: None, values } = &api.def(definition(api, &field.ty)?).shape else {
        return None;
    };
    match values.as_slice() {
        [only] => Some(only.wire.clone()),
        _ => None,
    }
}

/// The name under which the document keeps a schema, if it is not an inline one.
fn schema_name(api: &Api, variant: &Variant, reader: &Reader<'_>) -> Option<String> {
    let Type::Def(id, _) = &variant.ty else { return None };
    let (def, sources) = (api.def(*id), reader.sources());
    if def.parent.is_none() && def.hint.len() == 1 {
        return Some(sources.name(def.at).to_owned());
    }
    // With what stands beside the alternatives, it is more than the schema that is named.
    let reference = sources.member(variant.at, "$ref")?;
    let target = sources.resolve(reference, sources.text(reference)?).ok()?;
    Some(sources.name(target).to_owned())
}

/// The definition behind a type, and behind the aliases on the way.
fn definition(api: &Api, ty: &Type) -> Option<TypeId> {
    let Type::Def(id, _) = ty else { return None };
    match &api.def(*id).shape {
        Shape::Alias(target) => definition(api, target),
        _ => Some(*id),
    }
}
