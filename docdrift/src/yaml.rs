//! YAML as a tree that knows where each key and value stands.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span};

/// A value.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// The line at which it begins, from 1.
    pub(crate) line: usize,
    /// Its bytes, without space and comments around it; brackets and quotes belong to it.
    pub(crate) span: Range<usize>,
    /// How it is written.
    pub(crate) style: Style,
    pub(crate) value: Value,
}

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// On lines of its own, with dashes or by indentation.
    Block,
    /// Between brackets.
    Flow,
    /// A scalar without quotes.
    Plain,
    /// A scalar in quotes.
    Quoted,
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
    /// The first byte of the key.
    pub(crate) start: usize,
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

/// What is said of an alias.
pub(crate) const ALIASES: &str = "aliases are not supported; write the value out";

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unreadable::Syntax(error) => error.fmt(f),
            Unreadable::Alias(line) => {
                write!(f, "line {line}: {ALIASES}")
            }
            Unreadable::Empty => f.write_str("there is no document"),
        }
    }
}

/// Reads the first document of a text.
pub(crate) fn read(text: &str) -> Result<Node, Unreadable> {
    let mut reader = Reader { events: Parser::new_from_str(text), text, bytes: bytes(text) };
    while let Some((event, span)) = reader.event()? {
        if let Some(node) = reader.node(event, span)? {
            return Ok(node);
        }
    }
    Err(Unreadable::Empty)
}

/// How many documents a text has.
pub(crate) fn documents(text: &str) -> usize {
    let starts = |event: &Result<(Event<'_>, Span), _>| matches!(event, Ok((Event::DocumentStart(_), _)));
    Parser::new_from_str(text).filter(starts).count()
}

/// The byte at which each character begins; nothing if that is its number.
fn bytes(text: &str) -> Vec<usize> {
    if text.is_ascii() {
        return Vec::new();
    }
    text.char_indices().map(|(byte, _)| byte).collect()
}

struct Reader<'t> {
    events: Parser<'t, saphyr_parser::StrInput<'t>>,
    text: &'t str,
    bytes: Vec<usize>,
}

impl<'t> Reader<'t> {
    fn event(&mut self) -> Result<Option<(Event<'t>, Span)>, Unreadable> {
        self.events.next().transpose().map_err(Unreadable::Syntax)
    }

    /// The byte at which a character begins.
    fn byte(&self, character: usize) -> usize {
        // Asking the text whether it is ASCII would take a look at all of it each time.
        let byte = if self.bytes.is_empty() { Some(character) } else { self.bytes.get(character).copied() };
        byte.unwrap_or(self.text.len()).min(self.text.len())
    }

    /// The value that begins with an event; none if the event begins no value.
    fn node(&mut self, event: Event<'t>, span: Span) -> Result<Option<Node>, Unreadable> {
        let line = span.start.line();
        let (start, end) = (self.byte(span.start.index()), self.byte(span.end.index()));
        let opened = self.text.get(start..end).is_some_and(opens);
        let style = if opened { Style::Flow } else { Style::Block };
        let (value, span, style) = match event {
            Event::Scalar(text, style, ..) => {
                let end = scalar_end(self.text, start, end, style);
                let style = match style {
                    ScalarStyle::Plain => Style::Plain,
                    ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Style::Quoted,
                    ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
                };
                (Value::Scalar(Cow::into_owned(text)), start..end, style)
            }
            Event::Alias(_) => return Err(Unreadable::Alias(line)),
            Event::SequenceStart(..) => {
                let (mut items, mut last) = (Vec::new(), end);
                while let Some(item) = self.next(&mut last)? {
                    items.push(item);
                }
                (Value::List(items), start..last, style)
            }
            Event::MappingStart(..) => {
                let (mut entries, mut last) = (Vec::new(), end);
                while let Some(key) = self.next(&mut last)? {
                    let Some(value) = self.next(&mut last)? else { break };
                    let (line, start) = (key.line, key.span.start);
                    entries.push(Entry { line, start, key: key.text().to_owned(), value });
                }
                (Value::Map(entries), start..last, style)
            }
            _ => return Ok(None),
        };
        Ok(Some(Node { line, span, style, value }))
    }

    /// The next value; none at the end of the list or map that it would belong to. Moves the last byte on.
    fn next(&mut self, last: &mut usize) -> Result<Option<Node>, Unreadable> {
        let Some((event, span)) = self.event()? else { return Ok(None) };
        let start = self.byte(span.start.index());
        let closed = matches!(event, Event::SequenceEnd | Event::MappingEnd)
            && self.text.get(start..).is_some_and(|text| text.starts_with(['}', ']']));
        let node = self.node(event, span)?;
        match &node {
            Some(node) => *last = node.span.end,
            None if closed => *last = start + 1,
            None => {}
        }
        Ok(node)
    }
}

/// Whether a text has a bracket, behind an anchor or a tag if it has one.
fn opens(text: &str) -> bool {
    let mut words = text.split_whitespace().skip_while(|word| word.starts_with(['&', '!']));
    words.next().is_some_and(|word| word.starts_with(['{', '[']))
}

/// The byte after a scalar. The parser counts space and comments behind quotes in, and line breaks behind blocks.
fn scalar_end(text: &str, start: usize, end: usize, style: ScalarStyle) -> usize {
    let inside = text.get(start..end).unwrap_or_default();
    let length = match style {
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => quoted(inside),
        _ => inside.trim_end().len(),
    };
    start + length
}

/// The length of the quoted text that a text begins with, behind an anchor or a tag if it has one.
fn quoted(text: &str) -> usize {
    let Some((open, quote)) = text.char_indices().find(|(_, c)| matches!(c, '"' | '\'')) else {
        return text.len();
    };
    let mut inside = text.char_indices().skip_while(|(at, _)| *at <= open).peekable();
    while let Some((at, c)) = inside.next() {
        let doubled = c == '\'' && inside.peek().is_some_and(|(_, next)| *next == '\'');
        if (c == '\\' && quote == '"') || (quote == '\'' && doubled) {
            inside.next();
        } else if c == quote {
            return at + 1;
        }
    }
    text.len()
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
