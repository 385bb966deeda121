//! Where a type would contain itself without end, so that a `Box` has to stand between.

use std::collections::HashSet;

use crate::ir::{Api, Shape, Type, TypeId};

/// The members (field or variant of a type) that are boxed.
pub(crate) type Boxes = HashSet<(TypeId, usize)>;

/// A member is boxed if what it holds directly leads back to its own type. Lists and maps end a chain: they
/// keep their items elsewhere.
///
/// Variants come first: a union in a circle needs its boxes anyway, so as not to be as large as its largest
/// variant, and the fields that lead to it may then do without.
pub(super) fn boxes(api: &Api) -> Boxes {
    let mut boxes = Boxes::new();
    let is_union = |id| matches!(api.def(id).shape, Shape::Union { .. });
    boxes.extend(circular(api, &boxes, is_union));
    boxes.extend(circular(api, &boxes, |_| true));
    boxes
}

/// The members of some types that lead back to their own type, without those that are boxed already.
fn circular(api: &Api, boxed: &Boxes, of: impl Fn(TypeId) -> bool) -> Vec<(TypeId, usize)> {
    let component = components(api, boxed);
    let mut found = Vec::new();
    for id in api.type_ids().filter(|&id| of(id)) {
        for (index, ty) in members(&api.def(id).shape).into_iter().enumerate() {
            let mut back = false;
            direct(ty, &mut |target| back |= component[target.0] == component[id.0]);
            if back && !boxed.contains(&(id, index)) {
                found.push((id, index));
            }
        }
    }
    found
}

fn members(shape: &Shape) -> Vec<&Type> {
    match shape {
        Shape::Struct { fields, .. } | Shape::Tuple { fields, .. } => {
            fields.iter().map(|field| &field.ty).collect()
        }
        Shape::Union { variants, .. } => variants.iter().map(|variant| &variant.ty).collect(),
        Shape::Alias(ty) => vec![ty],
        Shape::Enum { .. } => Vec::new(),
    }
}

/// The definitions that a value of this type holds in place.
fn direct(ty: &Type, visit: &mut impl FnMut(TypeId)) {
    if let Type::Def(id, arguments) = ty {
        visit(*id);
        for argument in arguments {
            direct(argument, visit);
        }
    }
}

/// Tarjan's algorithm, without recursion: the number of the strongly connected component of each type.
fn components(api: &Api, boxed: &Boxes) -> Vec<usize> {
    const NEW: usize = usize::MAX;
    let edges: Vec<Vec<usize>> = api.type_ids().map(|id| targets(api, id, boxed)).collect();
    let count = edges.len();
    let (mut index, mut low, mut component) = (vec![NEW; count], vec![0; count], vec![NEW; count]);
    let (mut next, mut found) = (0, 0);
    let mut stack = Vec::new();
    for root in 0..count {
        if index[root] != NEW {
            continue;
        }
        let mut work = vec![(root, 0)];
        while let Some((node, edge)) = work.pop() {
            if edge == 0 {
                index[node] = next;
                low[node] = next;
                next += 1;
                stack.push(node);
            }
            if let Some(&target) = edges[node].get(edge) {
                work.push((node, edge + 1));
                if index[target] == NEW {
                    work.push((target, 0));
                } else if component[target] == NEW {
                    low[node] = low[node].min(index[target]);
                }
                continue;
            }
            if low[node] == index[node] {
                while let Some(member) = stack.pop() {
                    component[member] = found;
                    if member == node {
                        break;
                    }
                }
                found += 1;
            }
            if let Some(&(parent, _)) = work.last() {
                low[parent] = low[parent].min(low[node]);
            }
        }
    }
    // A type alone in its component holds itself only if it says so; one that does not gets no box.
    component
}

/// The definitions that a type holds in place, once some members are boxed.
fn targets(api: &Api, id: TypeId, boxed: &Boxes) -> Vec<usize> {
    let mut targets = Vec::new();
    for (index, ty) in members(&api.def(id).shape).into_iter().enumerate() {
        if !boxed.contains(&(id, index)) {
            direct(ty, &mut |target| targets.push(target.0));
        }
    }
    targets
}
