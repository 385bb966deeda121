//! Names of things in a document: `listPets`, `listPets.limit`, `Pet`, `Pet.owner.name`, `#/components/schemas/Pet`.

use std::collections::{BTreeSet, HashSet};

use crate::diagnostic::Pointer;
use crate::source::{Sources, Value};

const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// Keywords that hold a schema in which properties of the one around it may be.
const INNER: &[&str] = &["allOf", "anyOf", "oneOf", "items", "additionalProperties"];

/// What has a name in a document.
pub(super) struct Things<'s> {
    sources: &'s Sources,
    root: Pointer,
    schemas: Vec<(String, Pointer)>,
    operations: Vec<Operation>,
}

struct Operation {
    name: String,
    at: Pointer,
    /// Its own, and those of its path.
    parameters: Vec<(String, Pointer)>,
}

impl<'s> Things<'s> {
    pub(super) fn of(sources: &'s Sources, root: Pointer) -> Self {
        let components = sources.member(root, "components");
        let schemas = components.and_then(|at| sources.member(at, "schemas"));
        let schemas = schemas.into_iter().chain(sources.member(root, "definitions"));
        let mut things = Self { sources, root, schemas: Vec::new(), operations: Vec::new() };
        let schemas = schemas.flat_map(|at| things.all(at)).map(|(name, at)| (name.to_owned(), at));
        things.schemas = schemas.collect();
        for key in ["paths", "x-ms-paths"] {
            let items = sources.member(root, key).map(|at| things.all(at)).unwrap_or_default();
            for (path, at) in items {
                things.operations(path, at);
            }
        }
        things
    }

    /// The members of a map, and of the one that stands in its place by a reference.
    fn all(&self, at: Pointer) -> Vec<(&'s str, Pointer)> {
        let target = Some(self.target(at)).filter(|&target| target != at);
        let nodes = [at].into_iter().chain(target);
        let members = nodes.flat_map(|node| self.sources.members(node));
        members.filter(|(name, at)| *name != "$ref" || self.sources.text(*at).is_none()).collect()
    }

    fn operations(&mut self, path: &str, at: Pointer) {
        let sources = self.sources;
        let at = self.target(at);
        let usual = METHODS.iter().filter_map(|&method| Some((method, sources.member(at, method)?)));
        let others = sources.member(at, "additionalOperations").into_iter();
        let others = others.flat_map(|at| self.all(at));
        let methods: Vec<(&str, Pointer)> = usual.chain(others).collect();
        for (method, operation) in methods {
            let id = sources.member(operation, "operationId").and_then(|at| sources.text(at));
            let name = id.map_or_else(|| format!("{} {path}", method.to_uppercase()), str::to_owned);
            let parameters = [operation, at].into_iter().flat_map(|at| self.parameters(at)).collect();
            self.operations.push(Operation { name, at: operation, parameters });
        }
    }

    fn parameters(&self, at: Pointer) -> Vec<(String, Pointer)> {
        let list = self.sources.member(at, "parameters").map(|at| self.sources.value(self.target(at)));
        let Some(Value::List(list)) = list else { return Vec::new() };
        let parameters = list.iter().map(|&at| self.target(at));
        let named = |at: Pointer| {
            let name = self.sources.member(at, "name")?;
            Some((self.sources.text(name)?.to_owned(), at))
        };
        parameters.filter_map(named).collect()
    }

    /// The nodes that a name stands for: one, unless a schema and an operation are called the same.
    pub(super) fn find(&self, name: &str) -> Vec<Pointer> {
        if name.contains('#') {
            return self.sources.resolve(self.root, name).into_iter().collect();
        }
        let mut found: Vec<Pointer> = self.whole(name).collect();
        // `pets.list.limit` is a parameter of `pets.list`: ids may have dots.
        for (dot, _) in name.rmatch_indices('.') {
            if !found.is_empty() {
                break;
            }
            let (owner, member) = (&name[..dot], &name[dot + 1..]);
            let operations = self.operations.iter().filter(|operation| operation.name == owner);
            let parameters = operations.flat_map(|operation| &operation.parameters);
            found.extend(parameters.filter(|(name, _)| name == member).map(|&(_, at)| at).take(1));
            let schemas = self.schemas.iter().filter(|(schema, _)| schema == owner);
            found.extend(schemas.filter_map(|&(_, at)| self.way(at, member)));
        }
        found
    }

    fn whole(&self, name: &str) -> impl Iterator<Item = Pointer> {
        let schemas = self.schemas.iter().filter(move |(schema, _)| schema == name).map(|&(_, at)| at);
        let operations = self.operations.iter().filter(move |operation| operation.name == name);
        schemas.chain(operations.map(|operation| operation.at).take(1))
    }

    /// The property, or the value, behind a way of names with dots, which may be in the names too.
    fn way(&self, at: Pointer, way: &str) -> Option<Pointer> {
        let whole = self.member(at, way, &mut HashSet::new());
        let split = || {
            let mut dots = way.rmatch_indices('.');
            dots.find_map(|(dot, _)| {
                let inner = self.member(at, &way[..dot], &mut HashSet::new())?;
                self.way(inner, &way[dot + 1..])
            })
        };
        whole.or_else(split)
    }

    /// A property or a value of an enum, of a schema or of one inside it.
    fn member(&self, at: Pointer, name: &str, seen: &mut HashSet<Pointer>) -> Option<Pointer> {
        let at = self.target(at);
        if !seen.insert(at) {
            return None;
        }
        let property = self.sources.member(at, "properties");
        let property = property.and_then(|at| self.all(at).into_iter().find(|(known, _)| *known == name));
        let property = property.map(|(_, at)| at);
        let value = || {
            self.values(at).into_iter().find(|&at| self.sources.value(at).scalar().as_deref() == Some(name))
        };
        let inner = || self.inner(at).into_iter().find_map(|at| self.member(at, name, seen));
        property.or_else(value).or_else(inner)
    }

    /// The schemas in which members of one may be.
    fn inner(&self, at: Pointer) -> Vec<Pointer> {
        let holders = INNER.iter().filter_map(|key| self.sources.member(at, key));
        let each = |at: Pointer| match self.sources.value(at) {
            Value::List(items) => items.to_vec(),
            _ => vec![at],
        };
        holders.flat_map(each).collect()
    }

    fn values(&self, at: Pointer) -> Vec<Pointer> {
        let listed = self.sources.member(at, "enum").map(|at| self.sources.value(at));
        let only = self.sources.member(at, "const");
        match listed {
            Some(Value::List(values)) => values.iter().copied().chain(only).collect(),
            _ => only.into_iter().collect(),
        }
    }

    /// The node behind references.
    fn target(&self, mut at: Pointer) -> Pointer {
        let mut seen = HashSet::new();
        while seen.insert(at) {
            let reference = self.sources.member(at, "$ref");
            let text = reference.and_then(|at| Some((at, self.sources.text(at)?)));
            match text.and_then(|(from, text)| self.sources.resolve(from, text).ok()) {
                Some(target) => at = target,
                None => break,
            }
        }
        at
    }

    /// Names that a wrong one may have been meant to be: all, and below the owner that it has right the members.
    pub(super) fn names(&self, wrong: &str) -> BTreeSet<String> {
        let schemas = self.schemas.iter().map(|(name, _)| name);
        let operations = self.operations.iter();
        let mut names: BTreeSet<String> =
            schemas.chain(operations.clone().map(|operation| &operation.name)).cloned().collect();
        for (dot, _) in wrong.match_indices('.') {
            let owner = &wrong[..dot];
            let parameters = operations.clone().filter(|operation| operation.name == owner);
            let parameters = parameters.flat_map(|operation| &operation.parameters);
            names.extend(parameters.map(|(name, _)| format!("{owner}.{name}")));
            for at in self.find(owner) {
                let members = self.members(at, &mut HashSet::new());
                names.extend(members.into_iter().map(|name| format!("{owner}.{name}")));
            }
        }
        names
    }

    fn members(&self, at: Pointer, seen: &mut HashSet<Pointer>) -> Vec<String> {
        let at = self.target(at);
        if !seen.insert(at) {
            return Vec::new();
        }
        let properties = self.sources.member(at, "properties").into_iter();
        let properties = properties.flat_map(|at| self.all(at)).map(|(name, _)| name.to_owned());
        let values = self.values(at).into_iter().filter_map(|at| self.sources.value(at).scalar());
        let mut members: Vec<String> = properties.chain(values).collect();
        members.extend(self.inner(at).into_iter().flat_map(|at| self.members(at, seen)));
        members
    }
}
