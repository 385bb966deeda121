//! Writes views as XML.

use quick_xml::escape::{escape, partial_escape};
use serde_json::Value as Json;

use super::{XmlField, XmlPlace, place};
use crate::value::shape::{Model, View};
use crate::value::view::tag;

/// Writes compact XML, with a declaration. `root` says what the outermost element is.
///
/// What is absent or `null` is left out.
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
            (View::Absent | View::Null, _) => {}
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

    /// Writes a model, and in it the tag that says which variant of a union it is: where the model has a property for
    /// that, or else as an element in front.
    fn model(&mut self, fact: XmlField, model: &dyn Model, tag: Option<(&'static str, &str)>) {
        let (fields, facts) = (model.fields(), model.xml());
        let view_at = |index: usize| match tag
            .filter(|(name, _)| fields.get(index).is_some_and(|own| own.name() == *name))
        {
            Some((_, value)) => View::Text(value),
            None => model.view_at(index),
        };
        let added = tag.filter(|(name, _)| !fields.iter().any(|own| own.name() == *name));
        let own = |index: usize| {
            let name = fields.get(index).map_or("", |field| field.name());
            place(facts, index, name)
        };
        let mut attributes = Vec::new();
        for index in 0..fields.len() {
            let own = own(index);
            if own.place == XmlPlace::Attribute
                && let Some(text) = view_at(index).to_text()
            {
                attributes.push((own, text.into_owned()));
            }
        }
        self.element(fact, &attributes, |writer| {
            if let Some((name, value)) = added {
                writer.property(XmlField::element(name), View::Text(value));
            }
            for index in 0..fields.len() {
                let (own, view) = (own(index), view_at(index));
                match own.place {
                    XmlPlace::Attribute => {}
                    XmlPlace::Element => writer.property(own, view),
                    XmlPlace::Text => {
                        let text = view.to_text().unwrap_or_default();
                        writer.out.push_str(&partial_escape(&*text));
                    }
                    XmlPlace::CData => {
                        let text = view.to_text().unwrap_or_default().replace("]]>", "]]]]><![CDATA[>");
                        writer.out.extend(["<![CDATA[", &text, "]]>"]);
                    }
                }
            }
            if let View::Map(rest) = model.view_at(fields.len()) {
                rest.each(&mut |key, value| writer.named(key, value));
            }
        });
    }

    /// Writes an element, and says what prefixes stand for where that is not known.
    fn element(
        &mut self,
        fact: XmlField,
        attributes: &[(XmlField, String)],
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
