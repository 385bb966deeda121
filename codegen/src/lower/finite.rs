//! Types that have no value: a required property that contains itself, an alias of itself. And types that no
//! compiler would follow to their end: aliases of aliases of aliases.

use std::collections::BTreeSet;

use super::edges::Edges;
use crate::diagnostic::Diagnostics;
use crate::ir::{Api, Field, Rest, Shape, Type, TypeId};

/// Loosens what no finite value could meet, and says so.
pub(super) fn check(api: &mut Api, diagnostics: &mut Diagnostics) {
    for id in endless_aliases(api) {
        if close(api, id) {
            continue;
        }
        let found = diagnostics.warning(
            "circular-reference",
            api.def(id).at,
            "this schema is defined by itself alone: any JSON is taken",
        );
        found.help("one of the schemas on the way has to say what it is");
        api.types[id.0].shape = Shape::Alias(Type::Json);
    }
    shorten_aliases(api, diagnostics);
    for (id, index) in endless_fields(api) {
        let (Shape::Struct { fields, .. } | Shape::Tuple { fields, .. }) = &mut api.types[id.0].shape else {
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

/// Makes a type of its own of the first map or list on the way from an alias back to itself; `false` if there is none.
fn close(api: &mut Api, start: TypeId) -> bool {
    let (mut at, mut seen) = (start, BTreeSet::new());
    while seen.insert(at) {
        let (fields, shape) = (Vec::new(), &mut api.types[at.0].shape);
        *shape = match shape {
            Shape::Alias(Type::Def(next, _)) => {
                at = *next;
                continue;
            }
            Shape::Alias(Type::Map(value)) => Shape::Struct { fields, rest: Rest::Of((**value).clone()) },
            Shape::Alias(Type::List(item)) => Shape::Tuple { fields, rest: Rest::Of((**item).clone()) },
            _ => return false,
        };
        return true;
    }
    false
}

/// Definitions that lead back to themselves by aliases, and the lists and maps in them: one of each circle.
fn endless_aliases(api: &Api) -> BTreeSet<TypeId> {
    let mut edges = Edges::default();
    for id in api.type_ids() {
        edges.begin();
        aliased(api, id, &mut |target| edges.add(target.0, 0));
    }
    edges.back().into_iter().map(|edge| TypeId(edge.to)).collect()
}

/// The definitions that an alias names.
fn aliased(api: &Api, id: TypeId, visit: &mut impl FnMut(TypeId)) {
    if let Shape::Alias(ty) = &api.def(id).shape {
        ty.for_each_def(visit);
    }
}

/// Lets long chains of aliases end early: those of mere names at the end of the chain, those of lists and maps in
/// JSON, since nobody writes down a value in that many of them.
fn shorten_aliases(api: &mut Api, diagnostics: &mut Diagnostics) {
    const DEPTH: usize = 48;
    let mut edges = Edges::default();
    for id in api.type_ids() {
        edges.begin();
        aliased(api, id, &mut |target| edges.add(target.0, 0));
    }
    let mut depths = vec![0; api.types.len()];
    for id in edges.order().into_iter().map(TypeId) {
        let Shape::Alias(ty) = &api.def(id).shape else { continue };
        if let Type::Def(target, arguments) = ty
            && depths[target.0] >= DEPTH
            && let Shape::Alias(end) = &api.def(*target).shape
            && arguments.is_empty()
        {
            let (end, depth) = (end.clone(), depths[target.0]);
            api.types[id.0].shape = Shape::Alias(end);
            depths[id.0] = depth;
            continue;
        }
        let mut depth = 0;
        aliased(api, id, &mut |target| depth = depth.max(depths[target.0] + 1));
        if depth > DEPTH {
            let message = format!("more than {DEPTH} lists or maps, one within the other: any JSON is taken");
            let found = diagnostics.warning("deep-type", api.def(id).at, message);
            found.help("name the properties of an object on the way");
            api.types[id.0].shape = Shape::Alias(Type::Json);
            depth = 0;
        }
        depths[id.0] = depth;
    }
}

/// Fields that cannot be filled without a value of the type that they belong to.
fn endless_fields(api: &Api) -> BTreeSet<(TypeId, usize)> {
    // Backwards, from what is held to what holds it: so the circle is closed by the first type of the document.
    let mut held: Vec<Vec<(usize, usize)>> = vec![Vec::new(); api.types.len()];
    for id in api.type_ids() {
        let (Shape::Struct { fields, .. } | Shape::Tuple { fields, .. }) = &api.def(id).shape else {
            continue;
        };
        for (index, field) in fields.iter().enumerate() {
            if let Some(target) = inner(api, field) {
                held[target.0].push((id.0, index));
            }
        }
    }
    let mut edges = Edges::default();
    for holders in held {
        edges.begin();
        for (holder, field) in holders {
            edges.add(holder, field);
        }
    }
    edges.back().into_iter().map(|edge| (TypeId(edge.to), edge.label)).collect()
}

/// The definition of which a field always holds a value.
fn inner(api: &Api, field: &Field) -> Option<TypeId> {
    let mut ty = Some(&field.ty).filter(|_| field.required && !field.nullable)?;
    // By now all aliases end.
    while let Type::Def(id, _) = ty {
        match &api.def(*id).shape {
            Shape::Alias(target) => ty = target,
            _ => return Some(*id),
        }
    }
    None
}
