//! One definition for inline schemas that say the same.
//!
//! Documents write an inline schema again wherever they need it, and those that a program wrote hold little else.
//! Those that are alike in every word, down to the descriptions of their properties, become one type, and the other
//! places keep their names as aliases of it: a name lasts when one of the places changes, and the compiler has one
//! type to look at. Schemas that have names stay what they are, since two names may mean two things; an inline copy of
//! one is an alias of it.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::generics;
use crate::diagnostic::Pointer;
use crate::ir::{Api, Docs, Path, Rules, Shape, Type, TypeDef, TypeId};

/// Makes aliases of them, except for those that have names, and those that are chosen by their places.
pub(super) fn join(api: &mut Api, named: &HashSet<TypeId>, is_chosen: impl Fn(&TypeDef) -> bool) {
    let mut found = Repeated::in_api(api);
    let outlines: Vec<u64> = api.types.iter().map(|def| outline(&def.shape)).collect();
    let mut counts: HashMap<u64, usize> = HashMap::new();
    for &outline in &outlines {
        *counts.entry(outline).or_default() += 1;
    }
    // What is within a schema has the higher number, and has to be known before.
    for id in api.type_ids().rev() {
        let def = api.def(id);
        let alone = counts.get(&outlines[id.0]).is_none_or(|&count| count < 2);
        let is_named = named.contains(&id);
        if !alone && can_be_joined(def) && !is_chosen(def) && (!is_named || is_described(def)) {
            found.add(api, id, is_named);
        }
    }
    for group in found.groups.into_values().flatten() {
        for id in group.copies.into_iter().filter(|&id| id != group.kept) {
            api.types[id.0].shape = Shape::Alias(Type::Def(group.kept, Vec::new()));
        }
    }
}

/// An alias is as short as can be, and instances of a generic type become one by their names.
fn can_be_joined(def: &TypeDef) -> bool {
    !matches!(def.shape, Shape::Alias(_)) && !def.title.as_deref().is_some_and(generics::is_instance)
}

/// Whether anything in words is said of a definition. Without, a copy and a schema with a name of its own may be alike
/// by chance.
fn is_described(def: &TypeDef) -> bool {
    let said = |docs: &Docs| docs.description.is_some();
    said(&def.docs)
        || match &def.shape {
            Shape::Struct { fields, .. } | Shape::Tuple { fields, .. } => {
                fields.iter().any(|field| said(&field.docs))
            }
            Shape::Enum { values, .. } => values.iter().any(|value| said(&value.docs)),
            Shape::Union { .. } | Shape::Alias(_) => false,
        }
}

/// What can be seen of a shape without looking at types and texts: most are alone in that already.
fn outline(shape: &Shape) -> u64 {
    let mut hasher = DefaultHasher::new();
    std::mem::discriminant(shape).hash(&mut hasher);
    match shape {
        Shape::Struct { fields, .. } | Shape::Tuple { fields, .. } => {
            for field in fields {
                field.name.hash(&mut hasher);
            }
        }
        Shape::Enum { values, .. } => values.iter().for_each(|value| value.wire.hash(&mut hasher)),
        Shape::Union { tag, variants } => (tag, variants.len()).hash(&mut hasher),
        Shape::Alias(_) => {}
    }
    hasher.finish()
}

/// All that a definition says, but for its name, its place and what is said of it as a whole.
#[derive(PartialEq)]
struct Meaning<'a> {
    shape: Shape,
    rules: Rules,
    faults: &'a [Path],
    description: Option<&'a str>,
}

impl Meaning<'_> {
    fn hash(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        (outline(&self.shape), self.description).hash(&mut hasher);
        self.shape.types(&mut |ty| ty.hash(&mut hasher));
        match &self.shape {
            Shape::Struct { fields, .. } | Shape::Tuple { fields, .. } => {
                for field in fields {
                    field.docs.description.hash(&mut hasher);
                }
            }
            Shape::Enum { values, .. } => {
                for value in values {
                    value.docs.description.hash(&mut hasher);
                }
            }
            Shape::Union { .. } | Shape::Alias(_) => {}
        }
        hasher.finish()
    }
}

/// Definitions that mean the same.
struct Group {
    /// The one that they become: one with a name, or the first.
    kept: TypeId,
    is_named: bool,
    copies: Vec<TypeId>,
    /// The one that was found first, by which the meaning is known.
    leader: TypeId,
}

struct Repeated {
    /// By the hash of what they mean.
    groups: HashMap<u64, Vec<Group>>,
    /// By type: the one that stands for it in what others mean.
    leaders: Vec<TypeId>,
    /// A place for all that is compared.
    nowhere: Option<Pointer>,
}

impl Repeated {
    fn in_api(api: &Api) -> Self {
        Self {
            groups: HashMap::new(),
            leaders: api.type_ids().collect(),
            nowhere: api.types.first().map(|def| def.at),
        }
    }

    fn add(&mut self, api: &Api, id: TypeId, is_named: bool) {
        let meaning = self.meaning(api, id);
        let mut groups = self.groups.remove(&meaning.hash()).unwrap_or_default();
        let known = groups.iter().position(|group| self.meaning(api, group.leader) == meaning);
        let place = known.unwrap_or_else(|| {
            groups.push(Group { kept: id, is_named, copies: Vec::new(), leader: id });
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(place) {
            if is_named || !group.is_named {
                (group.kept, group.is_named) = (id, is_named);
            }
            if !is_named {
                group.copies.push(id);
                self.leaders[id.0] = group.leader;
            }
        }
        self.groups.insert(meaning.hash(), groups);
    }

    fn meaning<'a>(&self, api: &'a Api, id: TypeId) -> Meaning<'a> {
        let def = api.def(id);
        let mut shape = def.shape.clone();
        shape.types_mut(&mut |ty| self.lead(ty));
        if let Some(nowhere) = self.nowhere {
            shape.places_mut(&mut |at| *at = nowhere);
        }
        Meaning { shape, rules: def.rules, faults: &def.faults, description: def.docs.description.as_deref() }
    }

    fn lead(&self, ty: &mut Type) {
        match ty {
            Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Embedded(inner) => {
                self.lead(inner);
            }
            Type::Def(id, _) => *id = self.leaders[id.0],
            _ => {}
        }
    }
}
