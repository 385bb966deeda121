//! Writes views as XML.

use quick_xml::escape::{escape, partial_escape};
use serde_json::Value as Json;

use super::{XmlField, XmlPlace, place, said_place};
use crate::value::field::Field;
use crate::value::shape::{Model, View};
use crate::value::view::tag;

/// The namespace of `xsi:nil`, and what it is called by.
const INSTANCE: XmlField =
    XmlField::attribute("nil").within("xsi", "http://www.w3.org/2001/XMLSchema-instance");

/// Writes compact XML, with a declaration. `root` says what the outermost element is.
///
/// What is absent is left out. What is `null` is an empty element with `xsi:nil`, and no attribute.
#[must_use]
pub fn encode_xml(root: XmlField, view: View<'_>) -> Vec<u8> {
    let mut writer =
        Writer { out: String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"), scope: Vec::new() };
    let root = match (view, root.item) {
        // A document has one outermost element, whatever the list in it.
        (View::List(_), None) => root.wrapping(root.name),
        _ => root,
    };
    writer.property(root, view);
    writer.out.into_bytes()
}

struct Writer {
    out: String,
    /// The prefixes that stand for something here.
    scope: Vec<(String, String)>,
}

impl Writer {
    /// Writes a value where its property says: an element, or several.
    fn property(&mut self, fact: XmlField, view: View<'_>) {
        match (view, fact.item) {
            (View::Absent, _) => {}
            (View::Null, _) => self.element(fact, &[(INSTANCE, "true".to_owned())], |_| {}),
            (View::List(list), item) if let Some(tuple) = list.as_model() => match item {
                Some(item) => {
                    let inner = XmlField { name: item, item: None, ..fact };
                    self.element(fact, &attributes(tuple, None), |writer| writer.items(inner, tuple, view));
                }
                None => self.items(fact, tuple, view),
            },
            (View::List(_), Some(item)) => {
                let item = XmlField { name: item, item: None, ..fact };
                self.element(fact, &[], |writer| view.items().for_each(|view| writer.property(item, view)));
            }
            (View::List(_), None) => view.items().for_each(|item| self.property(fact, item)),
            (View::Union(union), _) => match tag(union) {
                Some(tag) => self.model(fact, tag.model, Some((tag.name, tag.value))),
                None => self.property(fact, union.chosen().1),
            },
            (View::Model(model), _) => self.model(fact, model, None),
            (View::Map(map), _) => self.element(fact, &[], |writer| {
                map.each(&mut |key, value| writer.named(key, value));
            }),
            (View::Json(json), _) => self.json(&qualified(fact), json),
            _ => {
                let text = view.to_text().unwrap_or_default();
                self.element(fact, &[], |writer| writer.out.push_str(&partial_escape(&*text)));
            }
        }
    }

    /// Writes the items of a tuple, each of them as it says itself, or else by the name of all.
    fn items(&mut self, usual: XmlField, tuple: &dyn Model, view: View<'_>) {
        for (index, item) in view.items().enumerate() {
            let item = tuple.fields().get(index).map_or(item, |field| due(field, item));
            self.node(said_place(tuple.xml(), index).unwrap_or(usual), item);
        }
    }

    /// Writes a model, and in it the tag that says which variant of a union it is: where the model has a property for
    /// that, or else as an element in front.
    fn model(&mut self, fact: XmlField, model: &dyn Model, tag: Option<Tagged<'_>>) {
        let attributes = attributes(model, tag);
        let others = other_attributes(model, &attributes);
        let added = tag.filter(|(name, _)| {
            let field = model.fields().iter().any(|own| own.name() == *name);
            !field && !others.iter().any(|(other, _)| other == name)
        });
        self.element_with(fact, &attributes, &others, |writer| {
            if let Some((name, value)) = added {
                writer.property(XmlField::element(name), View::Text(value));
            }
            writer.content(model, tag);
        });
    }

    /// Writes what a model has in its element.
    fn content(&mut self, model: &dyn Model, tag: Option<Tagged<'_>>) {
        for (index, field) in model.fields().iter().enumerate() {
            let view = due(field, view_at(model, index, tag));
            self.node(place(model.xml(), index, field.name()), view);
        }
        // The tag is there already, and so are attributes.
        let is_done = |key: &str| key.starts_with('@') || tag.is_some_and(|(name, _)| name == key);
        if let View::Map(rest) = model.view_at(model.fields().len()) {
            rest.each(&mut |key, value| {
                if !is_done(key) {
                    self.named(key, value);
                }
            });
        }
    }

    /// Writes a property or an item into the element that it belongs to, unless it is an attribute of that.
    fn node(&mut self, fact: XmlField, view: View<'_>) {
        match (fact.place, view) {
            (XmlPlace::Attribute, _) | (_, View::Absent) | (XmlPlace::Inline, View::Null) => {}
            (XmlPlace::Inline, View::Model(model)) => self.content(model, None),
            (XmlPlace::Element | XmlPlace::Inline, view) => self.property(fact, view),
            (XmlPlace::Text, view) => {
                let text = view.to_text().unwrap_or_default();
                self.out.push_str(&partial_escape(&*text));
            }
            (XmlPlace::CData, view) => {
                let text = view.to_text().unwrap_or_default().replace("]]>", "]]]]><![CDATA[>");
                self.out.extend(["<![CDATA[", &text, "]]>"]);
            }
        }
    }

    /// Writes an element, and says what prefixes stand for where that is not known.
    fn element(
        &mut self,
        fact: XmlField,
        attributes: &[(XmlField, String)],
        content: impl FnOnce(&mut Self),
    ) {
        self.element_with(fact, attributes, &[], content);
    }

    /// The same with attributes that only its owner knows.
    fn element_with(
        &mut self,
        fact: XmlField,
        attributes: &[(XmlField, String)],
        others: &[(String, String)],
        content: impl FnOnce(&mut Self),
    ) {
        let (name, known) = (qualified(fact), self.scope.len());
        self.out.extend(["<", &name]);
        for fact in [fact].into_iter().chain(attributes.iter().map(|(fact, _)| *fact)) {
            self.declare(fact);
        }
        for (fact, text) in attributes {
            self.attribute(&qualified(*fact), text);
        }
        for (name, text) in others {
            self.attribute(name, text);
        }
        self.out.push('>');
        let start = self.out.len();
        content(self);
        if self.out.len() == start {
            self.out.pop();
            self.out.push_str("/>");
        } else {
            self.out.extend(["</", &name, ">"]);
        }
        self.scope.truncate(known);
    }

    fn declare(&mut self, fact: XmlField) {
        let bound = self.scope.iter().rev().find(|(prefix, _)| prefix == fact.prefix);
        if fact.namespace.is_empty() || bound.is_some_and(|(_, namespace)| namespace == fact.namespace) {
            return;
        }
        let colon = if fact.prefix.is_empty() { "" } else { ":" };
        self.attribute(&format!("xmlns{colon}{}", fact.prefix), fact.namespace);
        self.scope.push((fact.prefix.to_owned(), fact.namespace.to_owned()));
    }

    fn attribute(&mut self, name: &str, text: &str) {
        let text = escape(text).replace('\n', "&#10;").replace('\t', "&#9;");
        self.out.extend([" ", name, "=\"", &text, "\""]);
    }

    /// Writes a value under a name that only its owner knows.
    fn named(&mut self, name: &str, view: View<'_>) {
        let json = serde_json::from_slice(&crate::value::encode(view)).unwrap_or(Json::Null);
        self.json(name, &json);
    }

    /// Writes what [`json`](super::element::Element::json) reads.
    fn json(&mut self, name: &str, json: &Json) {
        let name = &*legal(name);
        match json {
            Json::Null => {}
            Json::Array(items) => items.iter().for_each(|item| self.json(name, item)),
            Json::Object(object) => {
                self.out.extend(["<", name]);
                for (key, value) in object {
                    if let Some(key) = key.strip_prefix('@') {
                        self.attribute(&legal(key), &text(value));
                    }
                }
                self.out.push('>');
                for (key, value) in object.iter().filter(|(key, _)| !key.starts_with('@')) {
                    if key == "#text" {
                        self.out.push_str(&partial_escape(text(value)));
                    } else {
                        self.json(key, value);
                    }
                }
                self.out.extend(["</", name, ">"]);
            }
            json => self.out.extend(["<", name, ">", &partial_escape(text(json)), "</", name, ">"]),
        }
    }
}

/// The name of a tag, and which variant it says.
type Tagged<'v> = (&'static str, &'v str);

/// The value of a property; of the one that is the tag, what the tag says.
fn view_at<'v>(model: &'v dyn Model, index: usize, tag: Option<Tagged<'v>>) -> View<'v> {
    let is_tag = |name: &str| model.fields().get(index).is_some_and(|own| own.name() == name);
    match tag.filter(|(name, _)| is_tag(name)) {
        Some((_, value)) => View::Text(value),
        None => model.view_at(index),
    }
}

/// What stands for a value: what has to be there can be missing only as `null`.
fn due<'v>(field: &Field, view: View<'v>) -> View<'v> {
    match view {
        View::Absent if field.is_required() => View::Null,
        view => view,
    }
}

/// The attributes of a model, those of what has no element of its own among them.
fn attributes(model: &dyn Model, tag: Option<Tagged<'_>>) -> Vec<(XmlField, String)> {
    let mut found = Vec::new();
    for (index, field) in model.fields().iter().enumerate() {
        let (fact, view) = (place(model.xml(), index, field.name()), view_at(model, index, tag));
        match (fact.place, view) {
            (XmlPlace::Attribute, view) => {
                found.extend(view.to_text().map(|text| (fact, text.into_owned())));
            }
            (XmlPlace::Inline, View::Model(inner)) => found.extend(attributes(inner, None)),
            _ => {}
        }
    }
    found
}

/// The attributes that a model keeps with its unknown properties, as `@name`.
fn other_attributes(model: &dyn Model, known: &[(XmlField, String)]) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let View::Map(rest) = model.view_at(model.fields().len()) else { return found };
    rest.each(&mut |key, value| {
        let Some(name) = key.strip_prefix('@').map(legal) else { return };
        let twice =
            known.iter().any(|(fact, _)| fact.name == name) || found.iter().any(|(own, _)| *own == name);
        found.extend(value.to_text().filter(|_| !twice).map(|text| (name, text.into_owned())));
    });
    found
}

/// A name that can stand in a tag, whatever the key.
fn legal(name: &str) -> String {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':');
    let name: String = name.chars().map(|c| if fits(c) { c } else { '_' }).collect();
    let starts = name.starts_with(|c: char| c.is_alphabetic() || c == '_');
    if starts { name } else { format!("_{name}") }
}

fn qualified(fact: XmlField) -> String {
    if fact.prefix.is_empty() { fact.name.to_owned() } else { format!("{}:{}", fact.prefix, fact.name) }
}

fn text(json: &Json) -> String {
    json.as_str().map_or_else(|| json.to_string(), str::to_owned)
}
