//! Schemas of the description.

use std::collections::HashMap;
use std::path::PathBuf;

use super::read::{deviations, page};
use super::{Property, Schema, Type};
use crate::files::{At, Files, Place};

/// The schemas that have been met, by where they are.
pub(super) struct Schemas<'f> {
    files: &'f Files,
    /// By file and byte, for there may be several in a line.
    places: HashMap<(PathBuf, usize), usize>,
    met: Vec<Schema>,
}

impl<'f> Schemas<'f> {
    pub(super) fn new(files: &'f Files) -> Self {
        Schemas { files, places: HashMap::new(), met: Vec::new() }
    }

    pub(super) fn done(self) -> Vec<Schema> {
        self.met
    }

    /// The type that a schema stands for.
    pub(super) fn kind(&mut self, at: At<'f>) -> Type {
        if let Some(target) = self.files.target(at) {
            return Type::Schema(self.named(self.files.resolve(target), &key(at)));
        }
        if at.node.get("enum").is_some() {
            return Type::Values(values(at));
        }
        match base(at).as_str() {
            "" => Type::Any,
            "array" => {
                Type::List(Box::new(at.get("items").map(|items| self.kind(items)).unwrap_or_default()))
            }
            name => Type::Base(name.to_owned()),
        }
    }

    /// The index of a schema that is referred to.
    fn named(&mut self, at: At<'f>, key: &str) -> usize {
        let place = (at.file.to_owned(), at.node.span.start);
        if let Some(&index) = self.places.get(&place) {
            return index;
        }
        let index = self.met.len();
        self.places.insert(place, index);
        let title = at.node.text_of("title");
        let title = if title.is_empty() { key } else { title };
        self.met.push(Schema {
            place: at.place(),
            key: key.to_owned(),
            title: title.to_owned(),
            page: page(at),
            deviations: deviations(at),
            values: values(at),
            ..Schema::default()
        });
        let properties = self.properties(at, 0);
        let plain = properties.is_empty() && at.node.get("enum").is_none();
        let alias = plain.then(|| self.kind(at));
        if let Some(schema) = self.met.get_mut(index) {
            schema.properties = properties;
            schema.alias = alias;
        }
        for part in ["oneOf", "anyOf"].into_iter().flat_map(|word| at.list(word)) {
            self.kind(part);
        }
        index
    }

    /// The properties of a schema, and of those that it is made of.
    fn properties(&mut self, at: At<'f>, depth: usize) -> Vec<Property> {
        let required: Vec<&str> = at.list("required").map(|item| item.node.text()).collect();
        let mut properties: Vec<Property> = Vec::new();
        for (name, property) in at.get("properties").into_iter().flat_map(At::entries) {
            properties.push(Property {
                place: property.place(),
                name: name.to_owned(),
                required: required.contains(&name),
                read_only: property.node.text_of("readOnly") == "true",
                kind: self.kind(property),
                deviations: deviations(property),
            });
        }
        if depth < 16 {
            for part in at.list("allOf") {
                properties.extend(self.properties(self.files.resolve(part), depth + 1));
            }
        }
        properties
    }
}

/// The first type of a schema that is not null.
fn base(at: At<'_>) -> String {
    let single = at.node.text_of("type");
    if !single.is_empty() {
        return single.to_owned();
    }
    let kinds = at.list("type").map(|kind| kind.node.text());
    kinds.filter(|kind| *kind != "null").map(str::to_owned).next().unwrap_or_default()
}

fn values(at: At<'_>) -> Vec<(String, Place)> {
    at.list("enum").map(|value| (value.node.text().to_owned(), value.place())).collect()
}

/// The last part of a reference.
fn key(at: At<'_>) -> String {
    let reference = at.node.text_of("$ref");
    reference.rsplit(['/', '#']).next().unwrap_or_default().to_owned()
}
