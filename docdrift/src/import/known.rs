//! What the description has already: what can be referred to, and what its operations have in common.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::files::{At, Files, Place, SpecError, reference};
use crate::spec::{Schema, Spec};

/// Something that can be referred to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Target {
    pub(super) file: PathBuf,
    /// What stands behind `#` in a reference.
    pub(super) pointer: String,
}

impl Target {
    /// The reference to it from a file.
    pub(super) fn from(&self, file: &Path) -> String {
        reference(file, &self.file, &self.pointer)
    }
}

/// A parameter that several operations refer to.
#[derive(Clone, Debug)]
pub(super) struct Shared {
    pub(super) name: String,
    pub(super) within: String,
    pub(super) required: bool,
    /// `string`, `integer`, …; empty if the schema is none of these.
    pub(super) kind: String,
    pub(super) target: Target,
}

/// One of the ways that `security` allows: the names of schemes, each with its scopes.
pub(super) type Requirement = Vec<(String, Vec<String>)>;

/// An operation that is there.
#[derive(Clone, Debug)]
pub(super) struct Operation {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) id: String,
    pub(super) tag: String,
    pub(super) has_call: bool,
    /// The file that its path item is in, the line of its key, and the parameters of the item.
    pub(super) item: Place,
    pub(super) item_parameters: Vec<(String, String)>,
    security: Vec<Requirement>,
    headers: Vec<Target>,
    default: Option<Target>,
    answer_headers: Vec<(String, Target)>,
}

/// A description, as far as an import needs it.
#[derive(Default)]
pub(super) struct Known {
    pub(super) root: PathBuf,
    pub(super) exists: bool,
    pub(super) spec: Spec,
    pub(super) operations: Vec<Operation>,
    pub(super) parameters: Vec<Shared>,
    /// Where the schemas of the description can be referred to, in its order.
    schemas: BTreeMap<Place, Target>,
    /// The keys at the top of each file.
    pub(super) keys: BTreeMap<PathBuf, Vec<String>>,
    /// The names of the ways to sign in.
    pub(super) ways: Vec<String>,
    pub(super) tags: Vec<String>,
    /// Whether all operations sign in, unless they say otherwise.
    pub(super) signs_in: bool,
}

/// What most operations of an area have in common.
#[derive(Default)]
pub(super) struct Habits {
    pub(super) headers: Vec<Target>,
    pub(super) default: Option<Target>,
    pub(super) answer_headers: Vec<(String, Target)>,
    pub(super) security: Vec<Requirement>,
}

impl Known {
    /// Reads a description; one whose root is missing is empty.
    pub(super) fn read(root: &Path) -> Result<Known, SpecError> {
        if !root.exists() {
            return Ok(Known { root: root.to_owned(), ..Known::default() });
        }
        let files = Files::load(&[root.to_owned()])?;
        let mut known =
            Known { root: root.to_owned(), exists: true, spec: Spec::read(root)?, ..Known::default() };
        for at in files.all() {
            known.keys.insert(at.file.to_owned(), at.entries().map(|(key, _)| key.to_owned()).collect());
        }
        files.each_reference(&mut |at| known.reference(&files, at));
        if let Some(top) = files.tops().next() {
            top.file.clone_into(&mut known.root);
            known.top(&files, top);
        }
        Ok(known)
    }

    fn top(&mut self, files: &Files, top: At<'_>) {
        self.tags = top.list("tags").map(|tag| tag.node.text_of("name").to_owned()).collect();
        self.signs_in = top.get("security").is_some();
        let ways = top.get("components").and_then(|at| at.get("securitySchemes"));
        self.ways = ways.into_iter().flat_map(At::entries).map(|(name, _)| name.to_owned()).collect();
        for (path, item) in top.get("paths").into_iter().flat_map(At::entries) {
            let item = files.resolve(item);
            for (method, at) in item.entries().filter(|(key, _)| crate::spec::METHODS.contains(key)) {
                self.operations.push(operation(files, path, method, item, at));
            }
        }
    }

    /// Remembers what a reference leads to, so that more can refer to it.
    fn reference(&mut self, files: &Files, at: At<'_>) {
        let Some(target) = target(files, at) else { return };
        let end = files.resolve(at);
        self.schemas.entry(end.place()).or_insert_with(|| target.clone());
        let (name, within) = (end.node.text_of("name"), end.node.text_of("in"));
        let known = self.parameters.iter().any(|shared| shared.target == target);
        if !name.is_empty() && !within.is_empty() && !known {
            let kind =
                end.node.get("schema").map(|schema| schema.text_of("type").to_owned()).unwrap_or_default();
            let required = end.node.text_of("required") == "true";
            let (name, within) = (name.to_owned(), within.to_owned());
            self.parameters.push(Shared { name, within, required, kind, target });
        }
    }

    /// The schema that a page calls so, and how to refer to it.
    pub(super) fn schema(&self, name: &str) -> Option<(&Schema, Target)> {
        let called = self.spec.schemas.iter().filter(|schema| schema.is_called(name));
        called.into_iter().find_map(|schema| Some((schema, self.schemas.get(&schema.place)?.clone())))
    }

    /// The enumeration of this name that has just these values.
    pub(super) fn values(&self, key: &str, values: &[&str]) -> Option<Target> {
        let wanted: BTreeSet<&str> = values.iter().copied().collect();
        let fits = |schema: &&Schema| {
            let own: BTreeSet<&str> = schema.values.iter().map(|(value, _)| value.as_str()).collect();
            schema.key.eq_ignore_ascii_case(key) && own == wanted
        };
        let found = self.spec.schemas.iter().find(fits)?;
        self.schemas.get(&found.place).cloned()
    }

    /// What most operations under a tag have in common, or most of all if none is under it.
    pub(super) fn habits(&self, tag: &str) -> Habits {
        let mut of: Vec<&Operation> = self.operations.iter().filter(|one| one.tag == tag).collect();
        if of.is_empty() {
            of = self.operations.iter().collect();
        }
        Habits {
            headers: most(of.len(), of.iter().flat_map(|one| one.headers.clone())),
            default: most(of.len(), of.iter().filter_map(|one| one.default.clone())).into_iter().next(),
            answer_headers: most(of.len(), of.iter().flat_map(|one| one.answer_headers.clone())),
            security: most(of.len(), of.iter().map(|one| one.security.clone()))
                .into_iter()
                .next()
                .unwrap_or_default(),
        }
    }
}

/// Those that occur in more than half of so many cases, in the order in which they first do.
fn most<T: PartialEq>(cases: usize, found: impl Iterator<Item = T>) -> Vec<T> {
    let mut counts: Vec<(T, usize)> = Vec::new();
    for one in found {
        match counts.iter_mut().find(|(known, _)| *known == one) {
            Some((_, count)) => *count += 1,
            None => counts.push((one, 1)),
        }
    }
    counts.into_iter().filter(|(_, count)| count * 2 > cases).map(|(one, _)| one).collect()
}

fn operation(files: &Files, path: &str, method: &str, item: At<'_>, at: At<'_>) -> Operation {
    let headers = item.list("parameters").chain(at.list("parameters"));
    let headers = headers.filter(|one| files.resolve(*one).node.text_of("in") == "header");
    let answers: Vec<_> = at.get("responses").into_iter().flat_map(At::entries).collect();
    let first = answers.iter().find(|(code, _)| code.starts_with('2')).and_then(|(_, at)| at.get("headers"));
    let answer_headers = first.into_iter().flat_map(At::entries);
    let named = |one: At<'_>| {
        let node = files.resolve(one).node;
        (node.text_of("name").to_owned(), node.text_of("in").to_owned())
    };
    Operation {
        method: method.to_uppercase(),
        path: path.to_owned(),
        id: at.node.text_of("operationId").to_owned(),
        tag: at.list("tags").next().map(|tag| tag.node.text().to_owned()).unwrap_or_default(),
        has_call: at.get("x-clientgen-call").is_some(),
        item: item.place(),
        item_parameters: item.list("parameters").map(named).collect(),
        security: at.list("security").map(requirement).collect(),
        headers: headers.filter_map(|one| target(files, one)).collect(),
        default: answers.iter().find(|(code, _)| *code == "default").and_then(|(_, at)| target(files, *at)),
        answer_headers: answer_headers
            .filter_map(|(name, at)| Some((name.to_owned(), target(files, at)?)))
            .collect(),
    }
}

fn requirement(at: At<'_>) -> Requirement {
    let scopes = |at: At<'_>| at.node.items().iter().map(|scope| scope.text().to_owned()).collect();
    at.entries().map(|(name, at)| (name.to_owned(), scopes(at))).collect()
}

/// What a reference leads to; none if the value is none, or leads nowhere.
fn target(files: &Files, at: At<'_>) -> Option<Target> {
    let end = files.target(at)?;
    let (_, pointer) = at.node.text_of("$ref").split_once('#')?;
    Some(Target { file: end.file.to_owned(), pointer: pointer.to_owned() })
}
