//! Insertion into maps and lists between brackets.

use super::{MISFIT, Splices, Spot, child, is_literal, line_end};
use crate::write;
use crate::yaml::{Node, Style, Value};

/// What to put in where.
pub(super) fn splices(text: &str, tree: &Node, target: &Node, spot: Spot, added: &Node) -> Splices {
    let json = tree.style == Style::Flow && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
    let addition = match (&target.value, &added.value) {
        (Value::Map(_), Value::Map(entries)) => {
            entries.iter().map(|one| entry(&one.key, &one.value, json)).collect()
        }
        (Value::List(_), Value::List(items)) => items.iter().map(|item| written(item, json)).collect(),
        _ => Vec::new(),
    };
    let addition = addition.join(", ");
    let flow = Flow { text, target };
    match spot {
        Spot::After(at) => flow.after(at, &addition).ok_or(MISFIT),
        Spot::First | Spot::Last => Ok(flow.first(&addition)),
    }
}

struct Flow<'t> {
    text: &'t str,
    target: &'t Node,
}

impl Flow<'_> {
    /// The first byte of an entry or item.
    fn start(&self, at: usize) -> Option<usize> {
        match &self.target.value {
            Value::Map(entries) => entries.get(at).map(|entry| entry.start),
            Value::List(items) => items.get(at).map(|item| item.span.start),
            Value::Scalar(_) => None,
        }
    }

    /// The space before an entry or item, if it begins a line.
    fn margin(&self, at: usize) -> Option<&str> {
        let (_, line) = self.text.get(..self.start(at)?)?.rsplit_once('\n')?;
        line.trim().is_empty().then_some(line)
    }

    fn first(&self, addition: &str) -> Vec<(usize, String)> {
        if let Some(start) = self.start(0) {
            let between =
                self.margin(0).map_or(" ".to_owned(), |margin| line_end(self.text).to_owned() + margin);
            return vec![(start, format!("{addition},{between}"))];
        }
        // Maps have space inside their brackets, lists have none.
        let space = if matches!(self.target.value, Value::Map(_)) { " " } else { "" };
        let open = self.target.span.start + self.opening();
        vec![(open, format!("{space}{addition}{space}"))]
    }

    /// How many bytes the anchor and the bracket take.
    fn opening(&self) -> usize {
        let own = self.text.get(self.target.span.clone()).unwrap_or_default();
        own.find(['{', '[']).map_or(0, |at| at + 1)
    }

    fn after(&self, at: usize, addition: &str) -> Option<Vec<(usize, String)>> {
        let end = child(self.target, at)?.span.end;
        let rest = self.text.get(end..)?;
        let line = rest.split('\n').next().unwrap_or_default().trim_end_matches('\r');
        let behind = line.trim_start();
        let comma = behind.starts_with(',');
        let comment = behind.trim_start_matches(',').trim_start();
        let alone = comment.is_empty() || comment.starts_with('#');
        // One a line, and nothing else behind this one: a line of its own for the new one.
        let Some(margin) = self.margin(at).filter(|_| alone && line.len() < rest.len()) else {
            return Some(vec![(end, format!(", {addition}"))]);
        };
        let new = format!("{}{margin}{addition}{}", line_end(self.text), if comma { "," } else { "" });
        let mut splices = vec![(end + line.len(), new)];
        if !comma {
            splices.insert(0, (end, ",".to_owned()));
        }
        Some(splices)
    }
}

/// A map of one entry or a list of one item as a line of a map or list that has lines.
pub(super) fn line(added: &Node) -> Option<String> {
    match &added.value {
        Value::Map(entries) => match entries.as_slice() {
            [one] if !one.value.entries().is_empty() => Some(entry(&one.key, &one.value, false)),
            _ => None,
        },
        Value::List(items) => match items.as_slice() {
            [one] if !one.entries().is_empty() => Some(format!("- {}", written(one, false))),
            _ => None,
        },
        Value::Scalar(_) => None,
    }
}

fn entry(key: &str, value: &Node, json: bool) -> String {
    format!("{}: {}", text(key, json), written(value, json))
}

/// A value on one line.
fn written(value: &Node, json: bool) -> String {
    match &value.value {
        Value::Scalar(word) if is_literal(value) && word.is_empty() => "null".to_owned(),
        Value::Scalar(word) if is_literal(value) => word.clone(),
        Value::Scalar(word) => text(word, json),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(|item| written(item, json)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Map(entries) if entries.is_empty() => "{}".to_owned(),
        Value::Map(entries) => {
            let entries: Vec<String> = entries.iter().map(|one| entry(&one.key, &one.value, json)).collect();
            format!("{{ {} }}", entries.join(", "))
        }
    }
}

fn text(text: &str, json: bool) -> String {
    if json { serde_json::Value::from(text).to_string() } else { write::in_flow(text) }
}
