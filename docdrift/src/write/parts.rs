//! Parts of the description, made of what a page says. Keys stand in the order that the description has.
//!
//! What a page does not say is left out: texts of its own, examples, and the types that it names and does not describe.
//! Those are anything, with an `x-deviation` beside them.

use super::{Map, Yaml};
use crate::page::{Body, Definition, Operation, Parameter, Property, Said, Type};

/// Finds the definitions that pages name.
pub trait References {
    /// The `$ref` to a definition from where it is to stand; none if it is not described.
    fn reference(&self, name: &str) -> Option<String>;
}

impl<F: Fn(&str) -> Option<String>> References for F {
    fn reference(&self, name: &str) -> Option<String> {
        self(name)
    }
}

/// The page that something is taken from.
#[derive(Clone, Copy, Debug, Default)]
pub struct About<'a> {
    /// Its title.
    pub page: &'a str,
    /// Its address, without which it cannot be named.
    pub url: Option<&'a str>,
}

impl About<'_> {
    /// `externalDocs`.
    #[must_use]
    pub fn entry(self) -> Option<(String, Yaml)> {
        let url = self.url?;
        Some(map("externalDocs", vec![text("description", self.page), text("url", url)]))
    }
}

/// A key and a text.
#[must_use]
pub fn text(key: &str, value: &str) -> (String, Yaml) {
    (key.to_owned(), Yaml::Text(value.to_owned()))
}

/// A key and a map.
#[must_use]
pub fn map(key: &str, value: Map) -> (String, Yaml) {
    (key.to_owned(), Yaml::Map(value))
}

/// A key and a list, one item a line.
#[must_use]
pub fn list(key: &str, items: Vec<Yaml>) -> (String, Yaml) {
    (key.to_owned(), Yaml::List(items))
}

/// A type. One that the page does not say, or says in words, is anything.
pub fn schema(kind: &Type, format: Option<&str>, refs: &impl References) -> Map {
    match kind {
        Type::Unknown | Type::Prose(_) => Map::new(),
        Type::Base(name) if name == "file" => vec![text("type", "string"), text("format", "binary")],
        Type::Base(name) => {
            let format = format.map(|format| text("format", format));
            std::iter::once(text("type", name)).chain(format).collect()
        }
        Type::Named(name) => refs.reference(name).map(|target| text("$ref", &target)).into_iter().collect(),
        Type::List(item) => vec![text("type", "array"), map("items", schema(item, format, refs))],
        Type::Values(values) => vec![text("type", "string"), list("enum", texts(values))],
    }
}

fn texts(values: &[Said]) -> Vec<Yaml> {
    values.iter().map(|value| Yaml::Text(value.text.clone())).collect()
}

/// The declared deviation of a type that the page names and does not describe.
fn undescribed(kind: &Type, takes: &str, refs: &impl References) -> Option<(String, Yaml)> {
    match kind {
        Type::Named(name) if refs.reference(name).is_none() => {
            let page = format!("Gives it the type `{name}`, and does not describe that.");
            Some(list("x-deviation", vec![deviation(&page, takes)]))
        }
        Type::List(item) => undescribed(item, takes, refs),
        _ => None,
    }
}

/// An item of `x-deviation`.
#[must_use]
pub fn deviation(page: &str, takes: &str) -> Yaml {
    Yaml::Map(vec![text("page", page), text("takes", takes)])
}

/// A property: its name, and what is below it.
pub fn property(property: &Property, refs: &impl References) -> (String, Yaml) {
    let mut below = schema(&property.kind, property.format.as_deref(), refs);
    below.extend(undescribed(&property.kind, "Anything, until it is known what is sent.", refs));
    map(&property.name, below)
}

/// A parameter. It is in the query where the page does not say; one of a path is required anyway.
pub fn parameter(parameter: &Parameter, refs: &impl References) -> Map {
    let within = parameter.within.as_deref().unwrap_or("query");
    let required = within == "path" || parameter.required == Some(true);
    let mut kind = schema(&parameter.kind, parameter.format.as_deref(), refs);
    if kind.is_empty() {
        // Whatever it is, it travels as a text.
        kind.push(text("type", "string"));
    }
    let mut below = vec![
        text("name", &parameter.name),
        text("in", within),
        ("required".to_owned(), Yaml::Word(required.to_string())),
        map("schema", kind),
    ];
    below.extend(undescribed(&parameter.kind, "A text, until it is known what it is made of.", refs));
    below
}

/// A definition: its full name as the title if it is one, its page, and its properties or values.
pub fn definition(definition: &Definition, about: About<'_>, refs: &impl References) -> Map {
    let full = definition.name.as_deref().filter(|name| name.contains(['.', '[', '<', '`']));
    let mut below: Map = full.map(|name| text("title", name)).into_iter().chain(about.entry()).collect();
    if !definition.values.is_empty() {
        below.extend([text("type", "string"), list("enum", texts(&definition.values))]);
        return below;
    }
    below.push(text("type", "object"));
    let required = definition.properties.iter().filter(|one| one.required == Some(true));
    let required: Vec<String> = required.map(|one| one.name.clone()).collect();
    if !required.is_empty() {
        below.push(("required".to_owned(), Yaml::Flow(required)));
    }
    let properties = definition.properties.iter().map(|one| property(one, refs));
    below.push(map("properties", properties.collect()));
    below
}

/// The body of a request. It is required unless the page says otherwise.
pub fn request_body(body: &Body, refs: &impl References) -> Map {
    let types = body.media_types.as_ref().map_or("application/json", |said| &said.text);
    let media = |name: &str| map(name, vec![map("schema", schema(&body.kind, None, refs))]);
    let mut below = vec![
        ("required".to_owned(), Yaml::Word((body.required != Some(false)).to_string())),
        map("content", types.split(", ").map(media).collect()),
    ];
    below.extend(undescribed(&body.kind, "Anything, until it is known what the service takes.", refs));
    below
}

/// What the page says of the answers of an operation. `described` are the words for each status.
pub fn answers(operation: &Operation, described: impl Fn(&str) -> String, refs: &impl References) -> Map {
    let types = operation.media_types.as_ref().map_or("application/json", |said| &said.text);
    let mut below = Map::new();
    for status in operation.statuses.iter().flatten() {
        let mut answer = vec![text("description", &described(&status.code))];
        if let Some(body) = &status.body {
            let media = |name: &str| map(name, vec![map("schema", schema(body, None, refs))]);
            answer.push(map("content", types.split(", ").map(media).collect()));
            answer.extend(undescribed(body, "Anything, until it is known what is sent.", refs));
        }
        below.push(map(&status.code, answer));
    }
    for said in &operation.example_statuses {
        if !below.iter().any(|(code, _)| *code == said.text) {
            below.push(map(&said.text, vec![text("description", &described(&said.text))]));
        }
    }
    below
}
