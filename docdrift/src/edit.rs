//! Inserts into YAML, and leaves every byte that is there as it is.
//!
//! An entry of a map or an item of a list is put between its neighbours: behind the comments that belong to the one
//! before, and before those that stand over the one after. Lossless syntax trees keep all bytes as well, but put new items
//! between a comment and what it is about, and take no notice of blank lines between neighbours.
//!
//! What comes out is read again, and is refused if it is anything else than the tree before with the addition.

mod block;
mod flow;

use std::error::Error;
use std::fmt;

use crate::write::{self, Yaml};
use crate::yaml::{self, Entry, Node, Style, Unreadable, Value};

/// The way from the root of a file to a value: which entry or item, floor by floor.
pub type Way = Vec<usize>;

/// Where something goes among the entries of a map or the items of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// Before all others.
    First,
    /// Behind the one with this index.
    After(usize),
    /// Behind all others.
    Last,
}

/// What is to be inserted, and where.
#[derive(Clone, Debug)]
pub struct Insertion {
    /// The map or list; an empty value becomes one.
    pub into: Way,
    /// Where in it.
    pub spot: Spot,
    /// A map of what is added to a map, or a list of what is added to a list.
    pub addition: Yaml,
}

/// What is said of a place where nothing can be inserted.
const MISFIT: &str = "what stands here cannot take the addition";

/// What to put in, each at its byte; or why not.
type Splices = Result<Vec<(usize, String)>, &'static str>;

/// Why something is not inserted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    line: usize,
    reason: String,
}

impl Refusal {
    fn new(line: usize, reason: impl Into<String>) -> Self {
        Refusal { line, reason: reason.into() }
    }

    fn misfit(line: usize) -> Self {
        Refusal::new(line, MISFIT)
    }

    /// What is there is no YAML that can be read here.
    fn unreadable(error: &Unreadable) -> Self {
        match error {
            Unreadable::Syntax(error) => Refusal::new(error.marker().line(), error.info()),
            Unreadable::Alias(line) => Refusal::new(*line, yaml::ALIASES),
            Unreadable::Empty => Refusal::new(1, error.to_string()),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

impl Error for Refusal {}

/// Inserts into a text.
///
/// # Errors
///
/// If the text is no YAML that can be read here, or has several documents or aliases; if nothing can be inserted at that
/// place; and if the text would say anything else with the insertion than what it said and what was added.
pub fn insert(text: &str, insertion: &Insertion) -> Result<String, Refusal> {
    let documents = yaml::documents(text);
    if documents > 1 {
        return Err(Refusal::new(
            1,
            format!("there are {documents} documents; put each into a file of its own"),
        ));
    }
    let tree = yaml::read(text).map_err(|error| Refusal::unreadable(&error))?;
    let written = lines(&insertion.addition, 0).join("\n");
    let added = yaml::read(&written).map_err(|error| Refusal::unreadable(&error))?;
    let target = walk(&tree, &insertion.into).ok_or_else(|| Refusal::misfit(tree.line))?;
    let spot = insertion.spot.among(target);
    let expected = expected(&tree, &insertion.into, spot, &added)?;
    let splices = match target.style {
        Style::Flow => flow::splices(text, &tree, target, spot, &added),
        _ => block::splices(text, &tree, insertion, spot, &added),
    };
    let new = spliced(text, splices.map_err(|reason| Refusal::new(target.line, reason))?);
    match yaml::read(&new) {
        Ok(read) if same(&read, &expected) => Ok(new),
        _ => Err(Refusal::new(
            target.line,
            "an addition here would change more than it adds; write it by hand",
        )),
    }
}

impl Spot {
    /// The spot with an index that there is.
    fn among(self, target: &Node) -> Spot {
        let count = target.entries().len().max(target.items().len());
        match (self, count.checked_sub(1)) {
            (Spot::First, _) | (_, None) => Spot::First,
            (Spot::After(at), Some(last)) => Spot::After(at.min(last)),
            (Spot::Last, Some(last)) => Spot::After(last),
        }
    }

    /// The index that something has once it is there.
    fn index(self) -> usize {
        match self {
            Spot::After(at) => at + 1,
            Spot::First | Spot::Last => 0,
        }
    }
}

/// The value at the end of a way.
fn walk<'t>(tree: &'t Node, way: &[usize]) -> Option<&'t Node> {
    way.iter().try_fold(tree, |node, &at| child(node, at))
}

/// The value of an entry, or an item.
fn child(node: &Node, at: usize) -> Option<&Node> {
    match &node.value {
        Value::Map(entries) => entries.get(at).map(|entry| &entry.value),
        Value::List(items) => items.get(at),
        Value::Scalar(_) => None,
    }
}

/// The way to a value that is part of a tree.
pub(crate) fn way(tree: &Node, to: &Node) -> Option<Way> {
    if std::ptr::eq(tree, to) {
        return Some(Way::new());
    }
    let count = tree.entries().len().max(tree.items().len());
    (0..count).find_map(|at| {
        let mut way = way(child(tree, at)?, to)?;
        way.insert(0, at);
        Some(way)
    })
}

/// The tree with the addition.
fn expected(tree: &Node, into: &[usize], spot: Spot, added: &Node) -> Result<Node, Refusal> {
    let mut tree = tree.clone();
    let mut target = &mut tree;
    for &at in into {
        let line = target.line;
        let next = match &mut target.value {
            Value::Map(entries) => entries.get_mut(at).map(|entry| &mut entry.value),
            Value::List(items) => items.get_mut(at),
            Value::Scalar(_) => None,
        };
        target = next.ok_or_else(|| Refusal::misfit(line))?;
    }
    let line = target.line;
    match (&mut target.value, &added.value) {
        (Value::Map(entries), Value::Map(new)) => {
            if let Some(Entry { key, .. }) =
                new.iter().find(|new| entries.iter().any(|one| one.key == new.key))
            {
                return Err(Refusal::new(line, format!("there is a `{key}` already")));
            }
            entries.splice(spot.index()..spot.index(), new.iter().cloned());
        }
        (Value::List(items), Value::List(new)) => {
            items.splice(spot.index()..spot.index(), new.iter().cloned());
        }
        (Value::Scalar(text), new) if text.is_empty() && target.style == Style::Plain => {
            target.value = new.clone();
        }
        _ => return Err(Refusal::misfit(line)),
    }
    Ok(tree)
}

/// Whether two trees say the same, wherever they say it.
fn same(one: &Node, other: &Node) -> bool {
    match (&one.value, &other.value) {
        (Value::Scalar(text), Value::Scalar(other_text)) => {
            text == other_text && is_literal(one) == is_literal(other)
        }
        (Value::List(one), Value::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Map(one), Value::Map(other)) => {
            let entries =
                |(one, other): (&Entry, &Entry)| one.key == other.key && same(&one.value, &other.value);
            one.len() == other.len() && one.iter().zip(other).all(entries)
        }
        _ => false,
    }
}

/// Whether a scalar is a number, a truth value or nothing, rather than a text.
pub(crate) fn is_literal(node: &Node) -> bool {
    let literal =
        |text: &str| serde_json::from_str::<serde_json::Value>(text).is_ok_and(|value| !value.is_string());
    node.style == Style::Plain && (matches!(node.text(), "" | "~") || literal(&node.text().to_lowercase()))
}

/// A text with other texts put in, each at its byte.
fn spliced(text: &str, mut splices: Vec<(usize, String)>) -> String {
    splices.sort_by_key(|(at, _)| *at);
    let (mut new, mut from) = (String::new(), 0);
    for (at, addition) in splices {
        new.push_str(text.get(from..at).unwrap_or_default());
        new.push_str(&addition);
        from = at;
    }
    new.push_str(text.get(from..).unwrap_or_default());
    new
}

/// The lines of an addition, as far in as said.
fn lines(addition: &Yaml, indent: usize) -> Vec<String> {
    match addition {
        Yaml::Map(map) => write::entries(map, indent),
        Yaml::List(items) => items.iter().flat_map(|one| write::item(one, indent)).collect(),
        Yaml::Text(_) | Yaml::Word(_) | Yaml::Flow(_) => Vec::new(),
    }
}

/// How the lines of a text end.
fn line_end(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}
