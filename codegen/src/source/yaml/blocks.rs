//! A map in block style, divided into parts that are YAML by themselves.
//!
//! Goes by indentation alone, which is not all that YAML knows: whoever reads the parts has to see that each is what
//! it seems to be.

use std::cmp::Ordering;

/// Some members of a map that stand one after the other.
pub(super) struct Part<'t> {
    /// Their lines, from the first one's key on.
    pub(super) text: &'t str,
    /// How many lines of the text are before.
    pub(super) line: usize,
    /// How many members of the map are before.
    pub(super) first: usize,
    /// How many members are in it.
    pub(super) count: usize,
}

impl<'t> Part<'t> {
    /// The line of the key and what is below it, where there is but one member and its value begins on a new line.
    pub(super) fn halves(&self) -> Option<(&'t str, &'t str)> {
        let end = self.text.find('\n')? + 1;
        let (key, value) = self.text.split_at_checked(end)?;
        (self.count == 1 && key.trim_end().ends_with(':')).then_some((key, value))
    }
}

/// Divides a map into parts of about `size` bytes; larger ones have but one member. `None` if it looks like anything
/// but a map whose members begin on lines of their own.
pub(super) fn divide(text: &str, size: usize) -> Option<Vec<Part<'_>>> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    let mut starts = starts(text)?.into_iter().enumerate().peekable();
    while let Some((index, (from, line))) = starts.next() {
        let end = starts.peek().map_or(text.len(), |&(_, (next, _))| next);
        let joined = parts.last_mut().and_then(|part| {
            let from = from.checked_sub(part.text.len())?;
            text.get(from..end).filter(|text| text.len() <= size).map(|text| (part, text))
        });
        match joined {
            Some((part, text)) => (part.text, part.count) = (text, part.count + 1),
            None => parts.push(Part { text: text.get(from..end)?, line, first: index, count: 1 }),
        }
    }
    Some(parts)
}

/// Where the members of a map begin: at which byte, and after how many lines.
fn starts(text: &str) -> Option<Vec<(usize, usize)>> {
    let mut starts = Vec::new();
    let mut margin = None;
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let content = line.trim_start_matches(' ');
        let indent = line.len() - content.len();
        let start = at;
        at += line.len();
        if content.trim().is_empty() || content.starts_with('#') {
            continue;
        }
        if margin.is_none() && content.trim_end() == "---" {
            continue;
        }
        let item = content.starts_with("- ") || content.trim_end() == "-";
        match indent.cmp(margin.get_or_insert(indent)) {
            Ordering::Greater => {}
            // The items of a list may stand as far left as its key.
            Ordering::Equal if item && !starts.is_empty() => {}
            Ordering::Equal if content.starts_with(begins_key) => starts.push((start, number)),
            Ordering::Equal | Ordering::Less => return None,
        }
    }
    Some(starts)
}

/// Whether a character begins a key, as far as is certain: other signs may mean something else.
fn begins_key(c: char) -> bool {
    c.is_alphanumeric() || "_$/<\"'".contains(c)
}
