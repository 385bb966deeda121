//! One generic definition in place of several that are alike.
//!
//! .NET documents call their schemas `ResourceCollection[Customer]` and `ResourceCollection[Order]`, in the
//! title or in the name. Where the instances of one such name have the same properties, and differ in types
//! alone, they become `ResourceCollection<T>`. An instance that stands alone keeps its own name, and so do
//! instances that take each other without end.

use std::collections::{HashMap, HashSet};

use crate::ir::{Answer, Api, Docs, Live, Shape, Type, TypeDef, TypeId};

/// Replaces the instances of each generic name by one definition that takes types.
pub(super) fn unify(api: &mut Api) {
    let mut replaced: HashMap<TypeId, Type> = HashMap::new();
    for (base, instances) in groups(api) {
        let generic = TypeId(api.types.len());
        let mut instantiation = Instantiation { generic, instances: &instances, differences: Vec::new() };
        let shapes: Vec<&Shape> = instances.iter().map(|&id| &api.def(id).shape).collect();
        let Some(shape) = instantiation.generalise(&shapes) else {
            continue;
        };
        let differences = instantiation.differences;
        if differences.is_empty() || endless(&differences, &instances, &replaced) {
            continue;
        }
        for (index, &id) in instances.iter().enumerate() {
            let arguments = differences.iter().filter_map(|types| types.get(index).cloned()).collect();
            replaced.insert(id, Type::Def(generic, arguments));
        }
        let Some(&first) = instances.first() else { continue };
        let docs = common_docs(api, &instances);
        let mut faults: Vec<_> =
            instances.iter().flat_map(|&id| api.def(id).faults.iter().cloned()).collect();
        faults.sort();
        faults.dedup();
        let parameters = differences.len();
        api.types.push(TypeDef {
            at: api.def(first).at,
            hint: vec![base],
            title: None,
            parent: None,
            parameters,
            docs,
            rules: api.def(first).rules,
            faults,
            shape,
        });
    }
    if !replaced.is_empty() {
        substitute(api, &replaced);
    }
}

/// The definitions that share a generic name, if there are several, in the order of the document.
fn groups(api: &Api) -> Vec<(String, Vec<TypeId>)> {
    let mut groups: Vec<(String, String, Vec<TypeId>)> = Vec::new();
    for id in api.type_ids() {
        let def = api.def(id);
        let names = def.title.iter().chain(def.hint.first().filter(|_| def.parent.is_none()));
        let Some(full) = names.into_iter().find_map(|name| generic_base(name)) else {
            continue;
        };
        match groups.iter_mut().find(|(known, ..)| known == full) {
            Some((.., instances)) => instances.push(id),
            None => {
                let short = full.rsplit('.').next().unwrap_or(full);
                groups.push((full.to_owned(), short.to_owned(), vec![id]));
            }
        }
    }
    groups.into_iter().filter(|(.., ids)| ids.len() > 1).map(|(_, short, ids)| (short, ids)).collect()
}

/// Whether a name is that of an instance.
pub(super) fn is_instance(name: &str) -> bool {
    generic_base(name).is_some()
}

/// `Collections.ResourceCollection` of `Collections.ResourceCollection[Customer]`.
fn generic_base(name: &str) -> Option<&str> {
    let (base, arguments) = name.split_once('[')?;
    let plain = !base.is_empty() && base.chars().all(|c| c.is_alphanumeric() || "._`".contains(c));
    (plain && arguments.len() > 1 && arguments.ends_with(']')).then_some(base)
}

/// Several definitions on their way to become one.
struct Instantiation<'i> {
    /// The definition that they become.
    generic: TypeId,
    instances: &'i [TypeId],
    /// A row for each type parameter: what each instance has there.
    differences: Vec<Vec<Type>>,
}

impl Instantiation<'_> {
    /// The shape that all of these are instances of.
    fn generalise(&mut self, shapes: &[&Shape]) -> Option<Shape> {
        let mut rows = Vec::new();
        let mut rests = Vec::new();
        for shape in shapes {
            let Shape::Struct { fields, rest } = shape else {
                return None;
            };
            rows.push(fields);
            rests.push(rest);
        }
        let (first, others) = rows.split_first()?;
        let alike = others.iter().all(|fields| {
            fields.len() == first.len()
                && fields.iter().zip(first.iter()).all(|(a, b)| a.name == b.name && a.required == b.required)
        });
        let rest = *rests.first()?;
        if !alike || rests.iter().any(|other| *other != rest) {
            return None;
        }
        let mut fields = (*first).clone();
        for (index, field) in fields.iter_mut().enumerate() {
            let types: Vec<&Type> =
                rows.iter().filter_map(|fields| fields.get(index)).map(|field| &field.ty).collect();
            field.ty = self.generalise_type(&types);
            if others.iter().filter_map(|fields| fields.get(index)).any(|other| other.docs != field.docs) {
                field.docs = Docs::default();
            }
            field.nullable = rows.iter().filter_map(|fields| fields.get(index)).any(|field| field.nullable);
        }
        for field in &mut fields {
            self.close(&mut field.ty);
        }
        Some(Shape::Struct { fields, rest: rest.clone() })
    }

    fn generalise_type(&mut self, types: &[&Type]) -> Type {
        let Some((&first, others)) = types.split_first() else {
            return Type::Json;
        };
        if others.iter().all(|other| *other == first) {
            return first.clone();
        }
        let own = self.instances.iter().map(|&id| Type::Def(id, Vec::new()));
        if types.iter().copied().cloned().eq(own) {
            // Its arguments are given once all are known.
            return Type::Def(self.generic, Vec::new());
        }
        let list = |ty: &Type| {
            if let Type::List(item) = ty { Some(item.as_ref().clone()) } else { None }
        };
        let map = |ty: &Type| {
            if let Type::Map(value) = ty { Some(value.as_ref().clone()) } else { None }
        };
        if let Some(inner) = types.iter().map(|ty| list(ty)).collect::<Option<Vec<Type>>>() {
            return Type::List(Box::new(self.generalise_type(&inner.iter().collect::<Vec<_>>())));
        }
        if let Some(inner) = types.iter().map(|ty| map(ty)).collect::<Option<Vec<Type>>>() {
            return Type::Map(Box::new(self.generalise_type(&inner.iter().collect::<Vec<_>>())));
        }
        let row: Vec<Type> = types.iter().map(|&ty| ty.clone()).collect();
        let known = self.differences.iter().position(|known| *known == row);
        Type::Parameter(known.unwrap_or_else(|| {
            self.differences.push(row);
            self.differences.len() - 1
        }))
    }

    /// Where the definition names itself, it takes what it was given.
    fn close(&self, ty: &mut Type) {
        match ty {
            Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Embedded(inner) => {
                self.close(inner);
            }
            Type::Def(id, arguments) if *id == self.generic => {
                *arguments = (0..self.differences.len()).map(Type::Parameter).collect();
            }
            _ => {}
        }
    }
}

/// Whether the types that instances take lead back to an instance, as `Node[Edge]` and `Edge[Node]` do.
fn endless(differences: &[Vec<Type>], instances: &[TypeId], replaced: &HashMap<TypeId, Type>) -> bool {
    let mut seen: HashSet<TypeId> = HashSet::new();
    let mut open: Vec<TypeId> = Vec::new();
    differences.iter().flatten().for_each(|ty| ty.for_each_def(&mut |id| open.push(id)));
    while let Some(id) = open.pop() {
        if instances.contains(&id) {
            return true;
        }
        if let Some(ty) = replaced.get(&id).filter(|_| seen.insert(id)) {
            ty.for_each_def(&mut |id| open.push(id));
        }
    }
    false
}

/// What is said of every instance alike can be said of the generic definition.
fn common_docs(api: &Api, instances: &[TypeId]) -> Docs {
    let docs: Vec<&Docs> = instances.iter().map(|&id| &api.def(id).docs).collect();
    let Some((first, others)) = docs.split_first() else {
        return Docs::default();
    };
    Docs {
        description: first
            .description
            .clone()
            .filter(|_| others.iter().all(|docs| docs.description == first.description)),
        page: first.page.clone().filter(|_| others.iter().all(|docs| docs.page == first.page)),
        ..Docs::default()
    }
}

/// Puts the generic definition where its instances were, and drops the instances.
fn substitute(api: &mut Api, replaced: &HashMap<TypeId, Type>) {
    let mut places = Vec::new();
    let mut next = 0;
    for id in api.type_ids() {
        places.push(next);
        next += usize::from(!replaced.contains_key(&id));
    }
    let types = std::mem::take(&mut api.types);
    let kept = types.into_iter().enumerate().filter(|(index, _)| !replaced.contains_key(&TypeId(*index)));
    api.types = kept.map(|(_, def)| def).collect();
    let moved = Moved { replaced, places: &places };
    for def in &mut api.types {
        def.parent = def.parent.and_then(|parent| moved.place(parent));
        def.shape.types_mut(&mut |ty| moved.rewrite(ty));
    }
    for incoming in &mut api.incoming {
        incoming.body.iter_mut().chain(&mut incoming.answer).for_each(|ty| moved.rewrite(ty));
    }
    api.answer_headers.iter_mut().for_each(|header| moved.rewrite(&mut header.ty));
    for operation in &mut api.operations {
        operation.parameters.iter_mut().for_each(|parameter| moved.rewrite(&mut parameter.ty));
        operation.body.iter_mut().for_each(|body| moved.rewrite(&mut body.ty));
        operation.live.iter_mut().filter_map(Live::ty_mut).for_each(|ty| moved.rewrite(ty));
        operation.paging.iter_mut().for_each(|paging| moved.rewrite(&mut paging.item));
        let several = operation.answers.iter_mut().chain(&mut operation.faults).map(|(_, answer)| answer);
        let outcome = operation.polling.iter_mut().map(|polling| &mut polling.outcome);
        for answer in several.chain(outcome).chain([&mut operation.answer]) {
            if let Answer::Json(ty) = answer {
                moved.rewrite(ty);
            }
        }
    }
}

struct Moved<'m> {
    replaced: &'m HashMap<TypeId, Type>,
    /// The new place of each definition that stays.
    places: &'m [usize],
}

impl Moved<'_> {
    fn place(&self, id: TypeId) -> Option<TypeId> {
        let kept = !self.replaced.contains_key(&id);
        self.places.get(id.0).filter(|_| kept).map(|&place| TypeId(place))
    }

    fn rewrite(&self, ty: &mut Type) {
        match ty {
            Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Embedded(inner) => {
                self.rewrite(inner);
            }
            Type::Def(id, arguments) => {
                if let Some(instance) = self.replaced.get(id) {
                    *ty = instance.clone();
                    self.rewrite(ty);
                } else if let Some(place) = self.place(*id) {
                    *id = place;
                    for argument in arguments {
                        self.rewrite(argument);
                    }
                }
            }
            _ => {}
        }
    }
}
