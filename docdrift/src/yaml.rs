//! YAML as a tree that knows at which line each key and value stands.

use std::borrow::Cow;
use std::fmt;

use saphyr_parser::{Event, Parser, ScanError, Span};

/// A value.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// The line at which it begins, from 1.
    pub(crate) line: usize,
    pub(crate) value: Value,
}

/// What a value is.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Scalar(String),
    List(Vec<Node>),
    Map(Vec<Entry>),
}

/// A key and its value.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// The line of the key, from 1.
    pub(crate) line: usize,
    pub(crate) key: String,
    pub(crate) value: Node,
}

/// Why a text is no YAML that can be read here.
#[derive(Debug)]
pub(crate) enum Unreadable {
    Syntax(ScanError),
    Alias(usize),
    Empty,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unreadable::Syntax(error) => error.fmt(f),
            Unreadable::Alias(line) => {
                write!(f, "line {line}: aliases are not supported; write the value out")
            }
            Unreadable::Empty => f.write_str("there is no document"),
        }
    }
}

/// Reads the first document of a text.
pub(crate) fn read(text: &str) -> Result<Node, Unreadable> {
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next() {
        let (event, span) = event.map_err(Unreadable::Syntax)?;
        if let Some(node) = node(&mut parser, event, span)? {
            return Ok(node);
        }
    }
    Err(Unreadable::Empty)
}

type Events<'t> = Parser<'t, saphyr_parser::StrInput<'t>>;

/// The value that begins with an event; none if the event begins no value.
fn node<'t>(events: &mut Events<'t>, event: Event<'t>, span: Span) -> Result<Option<Node>, Unreadable> {
    let line = span.start.line();
    let value = match event {
        Event::Scalar(text, ..) => Value::Scalar(Cow::into_owned(text)),
        Event::Alias(_) => return Err(Unreadable::Alias(line)),
        Event::SequenceStart(..) => {
            let mut items = Vec::new();
            while let Some(item) = next(events)? {
                items.push(item);
            }
            Value::List(items)
        }
        Event::MappingStart(..) => {
            let mut entries = Vec::new();
            while let Some(key) = next(events)? {
                let Some(value) = next(events)? else { break };
                entries.push(Entry { line: key.line, key: key.text().to_owned(), value });
            }
            Value::Map(entries)
        }
        _ => return Ok(None),
    };
    Ok(Some(Node { line, value }))
}

/// The next value; none at the end of the list or map that it would belong to.
fn next(events: &mut Events<'_>) -> Result<Option<Node>, Unreadable> {
    match events.next() {
        Some(event) => {
            let (event, span) = event.map_err(Unreadable::Syntax)?;
            node(events, event, span)
        }
        None => Ok(None),
    }
}

impl Node {
    /// The text of a scalar; empty for everything else.
    pub(crate) fn text(&self) -> &str {
        match &self.value {
            Value::Scalar(text) => text,
            _ => "",
        }
    }

    /// The entries of a map; none for everything else.
    pub(crate) fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a list; none for everything else.
    pub(crate) fn items(&self) -> &[Node] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The entry of a key.
    pub(crate) fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    /// The value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The text of a key's value; empty if it is not there.
    pub(crate) fn text_of(&self, key: &str) -> &str {
        self.get(key).map_or("", Node::text)
    }
}
