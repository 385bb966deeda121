//! The line of a file that a finding is about.

use std::ops::Range;

use super::{File, Format};
use crate::diagnostic::Excerpt;

/// How many characters of a line are shown on each side of a place, where the whole line is too long.
const AROUND: usize = 500;

/// Shows a place in a file: in a line, which is given with its number.
pub(super) fn excerpt(file: &File, (line, text): (usize, &str), column: usize, key: bool) -> Excerpt {
    let start = text.char_indices().nth(column.saturating_sub(1)).map_or(text.len(), |(index, _)| index);
    // A document may be one line of megabytes.
    let (before, after) = text.split_at_checked(start).unwrap_or((text, ""));
    let from = before.char_indices().rev().nth(AROUND).map_or(0, |(index, _)| index);
    let to = after.char_indices().nth(AROUND).map_or(text.len(), |(index, _)| start + index);
    let shown = text.get(from..to).unwrap_or_default();
    let start = start - from;
    let span = if file.format == Format::Toml { chosen(shown, start) } else { token(shown, start, key) };
    Excerpt { path: file.path.display().to_string(), line, column, text: shown.to_owned(), span }
}

/// The token of a line that starts at a byte: a quoted text, a key, or the rest of a plain scalar.
fn token(line: &str, start: usize, key: bool) -> Range<usize> {
    let rest = line.get(start..).unwrap_or_default();
    let length = match rest.chars().next() {
        Some(quote @ ('"' | '\'')) => rest.get(1..).and_then(|inner| inner.find(quote)).map(|end| end + 2),
        _ if key => rest.find(':'),
        _ => rest.find(" #").into_iter().chain(rest.find([',', '}', ']'])).min(),
    };
    let length = length.unwrap_or(rest.len());
    start..start + rest.get(..length).unwrap_or(rest).trim_end().len()
}

/// The key or the value of a line of TOML that starts at a byte.
fn chosen(line: &str, start: usize) -> Range<usize> {
    let rest = line.get(start..).unwrap_or_default();
    let bare = |c: char| c.is_alphanumeric() || "_-.".contains(c);
    match rest.chars().next() {
        Some(first) if bare(first) => start..start + rest.find(|c| !bare(c)).unwrap_or(rest.len()),
        _ => token(line, start, false),
    }
}
