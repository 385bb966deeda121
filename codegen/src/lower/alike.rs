//! Alternatives that are the same type under two names, of which only the first could ever be read.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::diagnostic::Diagnostics;
use crate::ir::{Api, Shape, Type, TypeId, Variant};

/// Joins them: `oneOf: [Name, {type: string}]`, where `Name` is a string, has one alternative. A union that
/// is its own alternative loses that one.
pub(super) fn join(api: &mut Api, diagnostics: &mut Diagnostics) {
    for id in api.type_ids() {
        let Shape::Union { variants, .. } = &api.def(id).shape else {
            continue;
        };
        let meanings: Vec<Type> = variants.iter().map(|variant| expanded(api, &variant.ty)).collect();
        let Shape::Union { variants, .. } = &mut api.types[id.0].shape else {
            continue;
        };
        *variants = distinct(std::mem::take(variants), &meanings, id);
        if variants.is_empty() {
            let message = "this schema has no alternative but itself: any JSON is taken";
            let found = diagnostics.warning("circular-reference", api.def(id).at, message);
            found.help("one of the alternatives has to say what it is");
            api.types[id.0].shape = Shape::Alias(Type::Json);
        }
    }
}

fn distinct(variants: Vec<Variant>, meanings: &[Type], own: TypeId) -> Vec<Variant> {
    let own = Type::Def(own, Vec::new());
    let mut kept: Vec<Variant> = Vec::new();
    let mut places: HashMap<&Type, usize> = HashMap::new();
    for (variant, meaning) in variants.into_iter().zip(meanings).filter(|(_, meaning)| **meaning != own) {
        match places.entry(meaning) {
            Entry::Occupied(place) => kept[*place.get()].tags.extend(variant.tags),
            Entry::Vacant(place) => {
                place.insert(kept.len());
                kept.push(variant);
            }
        }
    }
    kept
}

/// A type with no alias anywhere in it: two that are equal are one to the compiler.
pub(super) fn expanded(api: &Api, of: &Type) -> Type {
    let inner = |of: &Type| Box::new(expanded(api, of));
    match of {
        Type::List(item) => Type::List(inner(item)),
        Type::Map(value) => Type::Map(inner(value)),
        Type::Nullable(value) => Type::Nullable(inner(value)),
        Type::Embedded(value) => Type::Embedded(inner(value)),
        Type::Def(id, arguments) => match &api.def(*id).shape {
            Shape::Alias(target) => expanded(api, target),
            _ => Type::Def(*id, arguments.clone()),
        },
        plain => plain.clone(),
    }
}
