//! From node to node, as OpenAPI has them: which schemas are needed, and where examples stand.

use std::collections::HashSet;

use crate::diagnostic::Pointer;
use crate::source::{Sources, Value};

/// Keywords that hold a schema, or a list of schemas.
const SCHEMAS: &[&str] = &[
    "additionalItems",
    "additionalProperties",
    "allOf",
    "anyOf",
    "contains",
    "contentSchema",
    "else",
    "if",
    "items",
    "not",
    "oneOf",
    "prefixItems",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
];

/// Keywords that hold schemas by names.
const NAMED: &[&str] = &["$defs", "definitions", "dependentSchemas", "patternProperties", "properties"];

/// What the root of a document has for others to refer to.
const SHARED: &[&str] = &["components", "definitions", "parameters", "responses"];

/// A value, and the schema that it is an example of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Example {
    pub(crate) schema: Pointer,
    pub(crate) value: Pointer,
}

pub(crate) struct Walk<'s> {
    sources: &'s Sources,
    /// Nodes, and whether they were met as schemas.
    seen: HashSet<(Pointer, bool)>,
    open: Vec<(Pointer, bool)>,
    pub(crate) examples: Vec<Example>,
    pub(crate) has_schema: bool,
}

impl<'s> Walk<'s> {
    pub(crate) fn new(sources: &'s Sources) -> Self {
        Self { sources, seen: HashSet::new(), open: Vec::new(), examples: Vec::new(), has_schema: false }
    }

    pub(crate) fn has_seen(&self, at: Pointer) -> bool {
        self.seen.contains(&(at, true)) || self.seen.contains(&(at, false))
    }

    /// All that the operations of a document need.
    pub(crate) fn document(&mut self, root: Pointer) {
        let members = self.sources.members(root);
        let members = members.filter(|(name, _)| !SHARED.contains(name) && is_followed(name));
        self.open.extend(members.map(|(_, at)| (at, false)));
        self.run();
    }

    /// All that a part of a document needs.
    pub(crate) fn part(&mut self, at: Pointer) {
        self.open.push((at, false));
        self.run();
    }

    pub(crate) fn schemas(&mut self, schemas: &[Pointer]) {
        self.open.extend(schemas.iter().map(|&at| (at, true)));
        self.run();
    }

    /// Schemas that extend one that tells its heirs by a property: an answer can be any of them.
    pub(crate) fn heirs(&mut self, schemas: &[Pointer]) {
        loop {
            let is_new = |at: &Pointer| !self.has_seen(*at) && self.extends_a_known_one(*at);
            let found: Vec<Pointer> = schemas.iter().copied().filter(is_new).collect();
            if found.is_empty() {
                break;
            }
            self.schemas(&found);
        }
    }

    fn extends_a_known_one(&self, at: Pointer) -> bool {
        let Some(Value::List(parts)) = self.sources.member(at, "allOf").map(|at| self.sources.value(at))
        else {
            return false;
        };
        parts.iter().filter_map(|&part| self.target(part)).any(|base| {
            self.seen.contains(&(base, true)) && self.sources.member(base, "discriminator").is_some()
        })
    }

    fn target(&self, at: Pointer) -> Option<Pointer> {
        let reference = self.sources.member(at, "$ref")?;
        self.sources.resolve(reference, self.sources.text(reference)?).ok()
    }

    fn run(&mut self) {
        while let Some((at, schema)) = self.open.pop() {
            if !self.seen.insert((at, schema)) {
                continue;
            }
            match self.sources.value(at) {
                Value::List(items) => self.open.extend(items.iter().map(|&item| (item, schema))),
                Value::Map(_) => {
                    self.open.extend(self.target(at).map(|target| (target, schema)));
                    if schema { self.schema(at) } else { self.plain(at) }
                }
                _ => {}
            }
        }
    }

    fn schema(&mut self, at: Pointer) {
        self.has_schema = true;
        for (name, member) in self.sources.members(at) {
            // What stands there by a reference is there as well.
            let nodes = || [Some(member), self.target(member)].into_iter().flatten();
            let below = || nodes().flat_map(|at| self.sources.members(at)).map(|(_, at)| at);
            match name {
                "example" => self.examples.push(Example { schema: at, value: member }),
                "examples" => {
                    if let Value::List(values) = self.sources.value(member) {
                        self.examples.extend(values.iter().map(|&value| Example { schema: at, value }));
                    }
                }
                "discriminator" => {
                    let mapping = self.sources.member(member, "mapping");
                    let values = mapping.into_iter().flat_map(|at| self.sources.members(at));
                    let targets: Vec<Pointer> = values.filter_map(|(_, at)| self.mapped(at)).collect();
                    self.open.extend(targets.into_iter().map(|at| (at, true)));
                }
                name if SCHEMAS.contains(&name) => self.open.push((member, true)),
                name if NAMED.contains(&name) => self.open.extend(below().map(|at| (at, true))),
                _ => {}
            }
        }
    }

    /// What a mapping leads to: a reference, or the name of a schema.
    fn mapped(&self, at: Pointer) -> Option<Pointer> {
        let text = self.sources.text(at)?;
        let name = || self.sources.resolve(at, &format!("#/components/schemas/{text}"));
        self.sources.resolve(at, text).or_else(|_| name()).ok()
    }

    fn plain(&mut self, at: Pointer) {
        if let Some(schema) = self.sources.member(at, "schema") {
            self.open.push((schema, true));
            let values = self.values(at);
            self.examples.extend(values.into_iter().map(|value| Example { schema, value }));
        }
        let members = self.sources.members(at).filter(|(name, _)| *name != "schema" && is_followed(name));
        self.open.extend(members.map(|(_, member)| (member, false)));
    }

    /// The examples beside a schema.
    fn values(&self, at: Pointer) -> Vec<Pointer> {
        let own = self.sources.member(at, "example");
        let named = self.sources.member(at, "examples").into_iter().flat_map(|at| self.sources.members(at));
        let named = named.filter_map(|(name, example)| {
            let example = self.target(example).unwrap_or(example);
            // In Swagger 2.0 the value itself stands under its media type.
            let is_media = name.contains('/');
            let value = self.sources.member(example, "value");
            value.or_else(|| self.sources.member(example, "dataValue")).or(is_media.then_some(example))
        });
        let media = self.sources.name(at);
        let is_text = media.contains('/') && !media.contains("json");
        let fits = |value: &Pointer| !(is_text && self.sources.text(*value).is_some());
        own.into_iter().chain(named).filter(fits).collect()
    }
}

/// Whether what is under a name is a part of the description, rather than a value or a remark.
fn is_followed(name: &str) -> bool {
    let extension = name.starts_with("x-") && !["x-ms-paths", "x-webhooks"].contains(&name);
    !extension && !["example", "examples"].contains(&name)
}
