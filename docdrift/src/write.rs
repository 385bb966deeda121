//! Writes what pages say as YAML, in the style of the description: plain texts, folded where they are long, short lists
//! in one line.
//!
//! A part is made of a page by functions such as [`property`], and becomes lines at an indentation by [`entry`],
//! [`entries`] and [`item`].

mod parts;
mod scalar;

pub use parts::{
    About, References, answers, definition, deviation, list, map, parameter, property, request_body, schema,
    text,
};

/// How long a line may be before a text is folded.
const WIDTH: usize = 120;

/// A value to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Yaml {
    /// A text, in quotes where it would be read as something else.
    Text(String),
    /// A number or a boolean.
    Word(String),
    /// A list, one item a line.
    List(Vec<Yaml>),
    /// A list of texts in one line.
    Flow(Vec<String>),
    /// Keys and values, in this order.
    Map(Map),
}

/// Keys and values, in order.
pub type Map = Vec<(String, Yaml)>;

/// A text between brackets, in quotes where it needs them.
pub(crate) fn in_flow(text: &str) -> String {
    scalar::in_flow(text)
}

/// The lines of `key: value`.
#[must_use]
pub fn entry(key: &str, value: &Yaml, indent: usize) -> Vec<String> {
    value_after(&format!("{}{}:", " ".repeat(indent), scalar::key(key)), value, indent)
}

/// The lines of several of them.
#[must_use]
pub fn entries(map: &[(String, Yaml)], indent: usize) -> Vec<String> {
    map.iter().flat_map(|(key, value)| entry(key, value, indent)).collect()
}

/// The lines of `- value`.
#[must_use]
pub fn item(value: &Yaml, indent: usize) -> Vec<String> {
    let dash = format!("{}-", " ".repeat(indent));
    let mut lines = match value {
        Yaml::Map(map) if !map.is_empty() => entries(map, indent + 2),
        Yaml::List(items) if !items.is_empty() => {
            items.iter().flat_map(|one| item(one, indent + 2)).collect()
        }
        _ => return value_after(&dash, value, indent),
    };
    // What is in the item begins beside its dash.
    if let Some(rest) = lines.first().and_then(|first| first.get(indent + 1..)) {
        let first = format!("{dash}{rest}");
        lines[0] = first;
    }
    lines
}

/// The lines of a value after a key or a dash at an indentation.
fn value_after(before: &str, value: &Yaml, indent: usize) -> Vec<String> {
    let below = |lines: Vec<String>| std::iter::once(before.to_owned()).chain(lines).collect();
    match value {
        Yaml::Text(text) => scalar::after(before, text, indent + 2),
        Yaml::Word(word) => vec![format!("{before} {word}")],
        Yaml::Map(map) if map.is_empty() => vec![format!("{before} {{}}")],
        Yaml::Map(map) => below(entries(map, indent + 2)),
        Yaml::List(items) if items.is_empty() => vec![format!("{before} []")],
        Yaml::List(items) => below(items.iter().flat_map(|one| item(one, indent + 2)).collect()),
        Yaml::Flow(items) => vec![format!("{before} {}", flow(items))],
    }
}

/// A list in one line.
fn flow(items: &[String]) -> String {
    format!("[{}]", items.iter().map(|item| scalar::in_flow(item)).collect::<Vec<_>>().join(", "))
}
