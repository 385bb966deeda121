//! Property paths: from what extensions write to the names of properties, and to the types there.

use super::Lowering;
use crate::ir::{Answer, Operation, Shape, Type};
use crate::openapi::Named;

impl Lowering<'_> {
    /// The property names that a path is made of. They may have dots themselves, as `@odata.nextLink` does: where the
    /// parts between the dots lead nowhere, each name is the longest one that there is.
    pub(super) fn steps_in(&self, from: &Type, path: &str) -> Vec<String> {
        self.steps(from, path, |ty| ty)
    }

    /// The same through lists too, whose items have the properties.
    pub(super) fn steps_through(&self, from: &Type, path: &str) -> Vec<String> {
        self.steps(from, path, item)
    }

    fn steps(&self, from: &Type, path: &str, open: impl Fn(Type) -> Type) -> Vec<String> {
        let parts = split(path);
        let step = |ty: &Type, name: String| self.walk(&open(ty.clone()), &[name]);
        let plain = parts.iter().try_fold(from.clone(), |ty, name| step(&ty, name.clone()));
        if plain.is_some() {
            return parts;
        }
        let (mut ty, mut rest, mut names) = (from.clone(), parts.as_slice(), Vec::new());
        while !rest.is_empty() {
            let longest = (1..=rest.len()).rev().find_map(|count| {
                let (name, rest) = rest.split_at_checked(count)?;
                let name = name.join(".");
                let inner = step(&ty, name.clone())?;
                Some((name, inner, rest))
            });
            let Some((name, inner, after)) = longest else { return parts };
            names.push(name);
            (ty, rest) = (inner, after);
        }
        names
    }

    /// Whether property names lead somewhere, through lists too.
    pub(super) fn leads(&self, from: Type, names: &[String]) -> bool {
        let step = |ty, name: &String| self.walk(&item(ty), std::slice::from_ref(name));
        names.iter().try_fold(from, step).is_some()
    }

    /// The type that property names lead to.
    pub(super) fn walk(&self, from: &Type, path: &[String]) -> Option<Type> {
        let mut ty = from.clone();
        // More steps than there are types go in a circle, which is reported later.
        for _ in 0..=self.api.types.len() {
            match (&ty, path.split_first()) {
                (Type::Def(id, _), step) => match (&self.api.def(*id).shape, step) {
                    (Shape::Alias(target), _) => ty = target.clone(),
                    (Shape::Struct { fields, .. }, Some((name, rest))) => {
                        let field = fields.iter().find(|field| field.name == *name)?;
                        return self.walk(&field.ty, rest);
                    }
                    (_, None) => return Some(ty),
                    (Shape::Enum { .. } | Shape::Tuple { .. } | Shape::Union { .. }, Some(_)) => return None,
                },
                (_, None) => return Some(ty),
                (Type::Json | Type::Map(_), Some(_)) => return Some(Type::Json),
                (_, Some(_)) => return None,
            }
        }
        None
    }

    /// Looks for the `ETag` of what an operation changes, where the document says that resources have it: in what
    /// the operations of its path answer, and in what it is sent. Reports those that cannot have one.
    pub(super) fn check_etags(&mut self, written: &[Named]) {
        let mut missing = Vec::new();
        for operation in &self.api.operations {
            let Some(condition) = operation.condition().filter(|_| !operation.is_copy) else { continue };
            let resources = self.resources(operation);
            for path in written.iter().filter(|_| !resources.is_empty()) {
                let found = resources.iter().find_map(|resource| {
                    let names = self.steps_in(resource, &path.name);
                    self.walk(resource, &names).map(|_| names)
                });
                match found {
                    Some(names) if !self.api.etag.contains(&names) => self.api.etag.push(names),
                    Some(_) => {}
                    None => missing.push((condition.at, operation.id.clone(), path.name.clone())),
                }
            }
        }
        for (at, id, path) in missing {
            let message =
                format!("no answer where `{id}` is has a property `{path}` for `with_etag` to take");
            let found = self.reader.diagnostics().warning("etag", at, message);
            found.help(
                "`x-clientgen.etag` is the path to it, from the resource down, with dots between the names",
            );
        }
    }

    /// What the operations of a path answer, and what this one is sent, as far as they have types.
    fn resources(&self, operation: &Operation) -> Vec<Type> {
        let beside = self.api.operations.iter().filter(|other| other.template == operation.template);
        let answers =
            beside.flat_map(|other| other.answers.iter().map(|(_, answer)| answer).chain([&other.answer]));
        let sent = operation.body.iter().map(|body| &body.ty);
        answers.filter_map(Answer::ty).chain(sent).cloned().collect()
    }
}

/// What a list is of; anything else as it is.
fn item(mut ty: Type) -> Type {
    while let Type::List(item) = ty {
        ty = *item;
    }
    ty
}

/// The parts of a path between its dots. A backslash before a dot makes it part of a name.
pub(super) fn split(path: &str) -> Vec<String> {
    let (mut parts, mut name) = (Vec::new(), String::new());
    let mut letters = path.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '.' => parts.push(std::mem::take(&mut name)),
            '\\' => name.extend(letters.next()),
            letter => name.push(letter),
        }
    }
    parts.push(name);
    parts.retain(|part| !part.is_empty());
    parts
}
