//! Types that have no value: a required property that contains itself, an alias of itself.

use crate::diagnostic::Diagnostics;
use crate::ir::{Api, Shape, Type, TypeId};

/// Loosens what no finite value could meet, and says so.
pub(super) fn check(api: &mut Api, diagnostics: &mut Diagnostics) {
    for id in api.type_ids() {
        if endless_alias(api, id) {
            let found = diagnostics.warning(
                "circular-reference",
                api.def(id).at,
                "this schema is defined by itself alone: any JSON is taken",
            );
            found.help("one of the schemas on the way has to say what it is");
            api.types[id.0].shape = Shape::Alias(Type::Json);
        }
    }
    for id in api.type_ids() {
        let (Shape::Struct { fields, .. } | Shape::Tuple { fields, .. }) = &api.def(id).shape else {
            continue;
        };
        let endless: Vec<usize> = (0..fields.len()).filter(|&index| needs(api, id, index)).collect();
        for index in endless {
            let (Shape::Struct { fields, .. } | Shape::Tuple { fields, .. }) = &mut api.types[id.0].shape
            else {
                continue;
            };
            let Some(field) = fields.get_mut(index) else {
                continue;
            };
            field.required = false;
            let message =
                format!("`{}` is required and contains its own type, so no value could ever end", field.name);
            diagnostics.warning("endless-type", field.at, message).help("it is taken as not required");
        }
    }
}

/// Whether following aliases, and the lists and maps in them, leads back.
fn endless_alias(api: &Api, start: TypeId) -> bool {
    let mut seen = vec![start];
    let mut open = vec![start];
    while let Some(id) = open.pop() {
        let Shape::Alias(ty) = &api.def(id).shape else {
            continue;
        };
        let mut back = false;
        ty.for_each_def(&mut |next| {
            back |= next == start;
            if !seen.contains(&next) {
                seen.push(next);
                open.push(next);
            }
        });
        if back {
            return true;
        }
    }
    false
}

/// Whether a field cannot be filled without a value of the struct that it belongs to.
fn needs(api: &Api, owner: TypeId, field: usize) -> bool {
    let mut seen = Vec::new();
    let mut open = Vec::new();
    if let Shape::Struct { fields, .. } | Shape::Tuple { fields, .. } = &api.def(owner).shape {
        open.extend(fields.get(field).and_then(inner));
    }
    while let Some(id) = open.pop() {
        if id == owner {
            return true;
        }
        if seen.contains(&id) {
            continue;
        }
        seen.push(id);
        match &api.def(id).shape {
            Shape::Struct { fields, .. } | Shape::Tuple { fields, .. } => {
                open.extend(fields.iter().filter_map(inner));
            }
            Shape::Alias(Type::Def(target, _)) => open.push(*target),
            Shape::Alias(_) | Shape::Enum { .. } | Shape::Union { .. } => {}
        }
    }
    false
}

/// The definition of which a field always holds a value.
fn inner(field: &crate::ir::Field) -> Option<TypeId> {
    match &field.ty {
        Type::Def(id, _) if field.required && !field.nullable => Some(*id),
        _ => None,
    }
}
