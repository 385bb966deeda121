//! Insertion into maps and lists that are written line by line.

use super::{Insertion, MISFIT, Splices, Spot, Way, child, flow, line_end, walk};
use crate::write::Yaml;
use crate::yaml::{Node, Style, Value};

/// How long a line in brackets may be.
const LINE: usize = 100;

/// What to put in where.
pub(super) fn splices(text: &str, tree: &Node, insertion: &Insertion, spot: Spot, added: &Node) -> Splices {
    let (into, addition) = (&insertion.into, &insertion.addition);
    let target = walk(tree, into).ok_or(MISFIT)?;
    let lines = Lines { text };
    let starts = starts(&lines, target);
    let Some(&first) = starts.first() else { return empty(&lines, tree, into, addition).ok_or(MISFIT) };
    let (column, end) = (lines.column(first), line_end(text));
    let near = if let Spot::After(at) = spot { at } else { 0 };
    let (start, near_value) = starts.get(near).zip(child(target, near)).ok_or(MISFIT)?;
    let mut new = like(near_value, addition, added, column, end);
    let below = starts.get(near + 1).or_else(|| starts.get(near).filter(|_| near > 0));
    // What stands alone at the top of a file gives no example: maps are set apart there.
    let alone = column == 0 && near_value.style == Style::Block && !near_value.entries().is_empty();
    let spaced = below.map_or(alone, |&below| lines.blank_above(lines.over(below)));
    if spot == Spot::First {
        // The first of a map that is an item of a list has the dash before it.
        if !lines.is_blank(lines.start(first)..first) {
            return Err("there is no line for it before the first; put it there by hand");
        }
        return Ok(vec![(lines.over(first), new + if spaced { end } else { "" })]);
    }
    let byte = lines.behind(near_value.span.end.max(*start), column);
    // For the reader of this program such a text has a line break at its end, for others it has not.
    let last = last(near_value);
    if lines.is_open(byte) && last.style == Style::Block && last.text().ends_with('\n') {
        return Err("the text at the end of the file has no line break; give it one first");
    }
    if spaced {
        new.insert_str(0, end);
    }
    Ok(vec![(byte, lines.joined(byte, new))])
}

/// The lines of an addition, in brackets if its neighbour is a map in brackets and it fits into a line. What stands at
/// the top of a file is too large for that.
fn like(near: &Node, addition: &Yaml, added: &Node, column: usize, end: &str) -> String {
    let inside = column > 0 || matches!(addition, Yaml::List(_));
    let brackets = inside && near.style == Style::Flow && !near.entries().is_empty();
    if let Some(line) = flow::line(added).filter(|line| brackets && column + line.len() <= LINE) {
        return format!("{}{line}{end}", " ".repeat(column));
    }
    indented(addition, column, end)
}

/// The last scalar of a value.
fn last(node: &Node) -> &Node {
    let count = node.entries().len().max(node.items().len());
    count.checked_sub(1).and_then(|at| child(node, at)).map_or(node, last)
}

/// The bytes at which entries and items begin; those of items are their dashes.
fn starts(lines: &Lines<'_>, target: &Node) -> Vec<usize> {
    match &target.value {
        Value::Map(entries) => entries.iter().map(|entry| entry.start).collect(),
        Value::List(items) => {
            let column = lines.dashes(lines.opening(target.span.start));
            let dash = |item: &Node| lines.dash(item.span.start, column?);
            items.iter().filter_map(dash).collect()
        }
        Value::Scalar(_) => Vec::new(),
    }
}

/// Into a value that is not there yet, below its key.
fn empty(lines: &Lines<'_>, tree: &Node, into: &Way, addition: &Yaml) -> Option<Vec<(usize, String)>> {
    let (&at, above) = into.split_last()?;
    let parent = walk(tree, above)?;
    let (entry, value) = (parent.entries().get(at)?, child(parent, at)?);
    if parent.style != Style::Block || value.style != Style::Plain {
        return None;
    }
    let byte = lines.behind(entry.start, usize::MAX);
    let new = indented(addition, lines.column(entry.start) + 2, line_end(lines.text));
    Some(vec![(byte, lines.joined(byte, new))])
}

/// An addition as lines that end as said.
fn indented(addition: &Yaml, column: usize, end: &str) -> String {
    super::lines(addition, column).into_iter().map(|line| line + end).collect()
}

/// Whether a text begins with the dash of an item.
fn is_dash(text: &str) -> bool {
    text.strip_prefix('-').is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
}

/// Finds lines around bytes.
struct Lines<'t> {
    text: &'t str,
}

impl Lines<'_> {
    /// The first byte of the line.
    fn start(&self, byte: usize) -> usize {
        self.text.get(..byte).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1)
    }

    /// The byte after the line and its end.
    fn end(&self, byte: usize) -> usize {
        let rest = self.text.get(byte..).unwrap_or_default();
        rest.find('\n').map_or(self.text.len(), |at| byte + at + 1)
    }

    /// How many characters stand before a byte in its line.
    fn column(&self, byte: usize) -> usize {
        self.text.get(self.start(byte)..byte).unwrap_or_default().chars().count()
    }

    fn is_blank(&self, range: std::ops::Range<usize>) -> bool {
        self.text.get(range).is_none_or(|text| text.trim().is_empty())
    }

    /// The text of the line that begins at a byte, and how far in it stands.
    fn line(&self, start: usize) -> (usize, &str) {
        let line = self.text.get(start..self.end(start)).unwrap_or_default().trim_end();
        (line.len() - line.trim_start().len(), line.trim_start())
    }

    /// The first byte of a value, behind its anchor and tag.
    fn opening(&self, start: usize) -> usize {
        let mut rest = self.text.get(start..).unwrap_or_default();
        while rest.starts_with(['&', '!']) {
            rest = rest.trim_start_matches(|c: char| !c.is_whitespace()).trim_start();
        }
        self.text.len() - rest.len()
    }

    /// The column of the dashes of a list that begins at a byte. A list that stands as far in as the key over it begins
    /// with its first item for the parser, all others with their first dash.
    fn dashes(&self, opening: usize) -> Option<usize> {
        if is_dash(self.text.get(opening..)?) {
            return Some(self.column(opening));
        }
        let mut start = self.start(opening);
        loop {
            let (indent, line) = self.line(start);
            if is_dash(line) {
                return Some(indent);
            }
            start = self.start(start.checked_sub(1)?);
        }
    }

    /// The dash of an item that begins at a byte: in its line or above, at the column of its list.
    fn dash(&self, item: usize, column: usize) -> Option<usize> {
        let mut start = self.start(item);
        loop {
            let line = self.text.get(start..)?;
            let (byte, _) = line.char_indices().nth(column)?;
            if is_dash(line.get(byte..)?) && line.get(..byte)?.trim_matches([' ', '-', '?']).is_empty() {
                return Some(start + byte);
            }
            start = self.start(start.checked_sub(1)?);
        }
    }

    /// The first byte of the comments that stand directly over a line, as far in as it does; its own if there are none.
    fn over(&self, byte: usize) -> usize {
        let (mut found, column) = (self.start(byte), self.column(byte));
        while found > 0 {
            let above = self.start(found - 1);
            let (indent, text) = self.line(above);
            if !text.starts_with('#') || indent != column {
                break;
            }
            found = above;
        }
        found
    }

    /// Whether the line above is blank.
    fn blank_above(&self, start: usize) -> bool {
        start > 0 && self.is_blank(self.start(start - 1)..start)
    }

    /// The byte behind the line of a byte, and behind the comments that follow further in than a column.
    fn behind(&self, byte: usize, column: usize) -> usize {
        let mut found = self.end(byte);
        let mut next = found;
        while next < self.text.len() {
            let (indent, text) = self.line(next);
            next = self.end(next);
            if text.starts_with('#') && indent > column {
                found = next;
            } else if !text.is_empty() {
                break;
            }
        }
        found
    }

    /// Whether a byte is behind a last line that does not end.
    fn is_open(&self, byte: usize) -> bool {
        byte == self.text.len() && !self.text.is_empty() && !self.text.ends_with('\n')
    }

    /// Lines that are to stand at a byte; behind the last line of a file that does not end it, they do not end either.
    fn joined(&self, byte: usize, addition: String) -> String {
        if !self.is_open(byte) {
            return addition;
        }
        let end = line_end(self.text);
        format!("{end}{}", addition.trim_end_matches(end))
    }
}
