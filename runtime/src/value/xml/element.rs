//! XML as a tree.

use std::fmt;

use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use serde_json::{Map as Object, Value as Json};

/// How deep elements may be.
const DEPTH: usize = 128;

/// Why a text is no XML, or not the XML that it should be.
///
/// Prints as `pets[3].id: missing`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XmlError {
    path: String,
    message: String,
}

impl XmlError {
    pub(super) fn new(message: impl fmt::Display) -> Self {
        Self { path: String::new(), message: message.to_string() }
    }

    pub(super) fn within(mut self, name: &str) -> Self {
        let dot = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = format!("{name}{dot}{}", self.path);
        self
    }
}

impl fmt::Display for XmlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for XmlError {}

/// An element, with names as they are written.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) children: Vec<Element>,
    pub(super) text: String,
    /// How much of the text stands before each child.
    marks: Vec<usize>,
}

/// A name without its prefix.
pub(super) fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

impl Element {
    /// Reads a document. Entities other than the five of XML itself are refused, and so are those of a DTD.
    pub(super) fn parse(text: &str) -> Result<Self, XmlError> {
        let mut reader = Reader::from_str(text);
        let mut open: Vec<Self> = vec![Self::default()];
        loop {
            let event = reader.read_event().map_err(|error| {
                XmlError::new(format_args!("{error} at byte {}", reader.error_position()))
            })?;
            match event {
                Event::Start(start) if open.len() > DEPTH => {
                    return Err(XmlError::new(format_args!("`{}` is too deep", start.name().0)));
                }
                Event::Start(start) => open.push(Self::start(&start)?),
                Event::Empty(start) => Self::add(&mut open, Self::start(&start)?),
                Event::End(_) => {
                    if let Some(done) = open.pop() {
                        Self::add(&mut open, done);
                    }
                }
                Event::Text(text) => Self::say(&mut open, &text.xml10_content()),
                Event::CData(text) => Self::say(&mut open, &text.xml10_content()),
                Event::GeneralRef(name) => {
                    let entity = format!("&{};", &*name);
                    Self::say(&mut open, &unescape(&entity).map_err(XmlError::new)?);
                }
                Event::Eof => break,
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
        let root = open.pop().filter(|_| open.is_empty());
        let root = root.and_then(|mut root| root.children.pop().filter(|_| root.children.is_empty()));
        root.ok_or_else(|| XmlError::new("there is not one element, begun and ended"))
    }

    fn start(start: &BytesStart<'_>) -> Result<Self, XmlError> {
        let mut element = Self { name: start.name().0.to_owned(), ..Self::default() };
        for attribute in start.attributes() {
            let attribute = attribute.map_err(XmlError::new)?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(XmlError::new)?;
            element.attributes.push((attribute.key.0.to_owned(), value.into_owned()));
        }
        Ok(element)
    }

    fn add(open: &mut [Self], child: Self) {
        if let Some(parent) = open.last_mut() {
            parent.marks.push(parent.text.len());
            parent.children.push(child);
        }
    }

    fn say(open: &mut [Self], text: &str) {
        if let Some(element) = open.last_mut() {
            element.text.push_str(text);
        }
    }

    /// The text before a child, behind the one before that; after the last one, what is left.
    pub(super) fn text_before(&self, child: usize) -> &str {
        let mark = |child: usize| self.marks.get(child).copied().unwrap_or(self.text.len());
        let start = child.checked_sub(1).map_or(0, mark);
        self.text.get(start..mark(child)).unwrap_or_default()
    }

    /// The attribute of a name, its prefix not counted.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(own, _)| local(own) == name && !own.starts_with("xmlns"));
        found.map(|(_, value)| value.as_str())
    }

    /// The attributes that have no prefix, which are the element's own.
    pub(super) fn own_attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        let own = self.attributes.iter().filter(|(name, _)| !name.contains(':') && name != "xmlns");
        own.map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// Whether it says that it stands for nothing.
    pub(super) fn is_nil(&self) -> bool {
        let nil = self.attributes.iter().find(|(name, _)| name.contains(':') && local(name) == "nil");
        nil.is_some_and(|(_, value)| matches!(value.as_str(), "true" | "1"))
    }

    /// What it is where nobody says: a text, or an object of its attributes (`@name`), its elements and its text
    /// (`#text`).
    pub(super) fn json(&self) -> Json {
        let attributes = self.attributes.iter().filter(|(name, _)| !name.starts_with("xmlns"));
        let mut object = Object::new();
        for (name, value) in attributes {
            object.insert(format!("@{name}"), value.as_str().into());
        }
        for child in &self.children {
            match object.get_mut(&child.name) {
                None => drop(object.insert(child.name.clone(), child.json())),
                Some(Json::Array(items)) => items.push(child.json()),
                Some(one) => *one = Json::Array(vec![one.take(), child.json()]),
            }
        }
        if object.is_empty() {
            return self.text.as_str().into();
        }
        if !self.text.trim().is_empty() {
            object.insert("#text".to_owned(), self.text.as_str().into());
        }
        Json::Object(object)
    }
}
