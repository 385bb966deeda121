//! JSON. The only file that knows `serde_json`.

use super::SyntaxError;
use super::tree::Tree;
use super::walk::{self, Target};
use crate::diagnostic::Pointer;

/// Reads a text into the tree.
pub(super) fn read(text: &str, tree: &mut Tree, file: usize) -> Result<Pointer, SyntaxError> {
    let mut document = serde_json::Deserializer::from_str(text);
    tree.read(file, &mut document).and_then(|root| document.end().map(|()| root)).map_err(|error| {
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or(&message);
        let column = text.lines().nth(error.line().saturating_sub(1)).map_or(1, |line| {
            line.get(..error.column()).map_or(error.column(), |before| before.chars().count()).max(1)
        });
        SyntaxError { message: format!("this is not JSON: {message}"), line: error.line().max(1), column }
    })
}

/// Finds the line and column (from 1, in characters) of scalars and keys.
pub(super) fn locate(text: &str, targets: &[Target]) -> Vec<Option<(usize, usize)>> {
    let ends = walk::walk(&mut serde_json::Deserializer::from_str(text), targets, true);
    let lines: Vec<&str> = text.split('\n').collect();
    let start = |(line, end): (usize, usize)| {
        let text = lines.get(line.checked_sub(1)?)?.get(..end)?;
        Some((line, text.get(..token_start(text))?.chars().count() + 1))
    };
    ends.into_iter().map(|end| end.and_then(start)).collect()
}

/// Where the token begins that a line, cut off behind it, ends with: the parser knows its end alone.
fn token_start(line: &str) -> usize {
    let Some(inner) = line.strip_suffix('"') else {
        let word = |c: char| !(c.is_ascii_alphanumeric() || "+-.".contains(c));
        return line.rfind(word).map_or(0, |before| before + 1);
    };
    let escaped = |quote: usize| {
        let before = inner.get(..quote).unwrap_or_default();
        (before.len() - before.trim_end_matches('\\').len()) % 2 == 1
    };
    inner.rmatch_indices('"').map(|(quote, _)| quote).find(|&quote| !escaped(quote)).unwrap_or_default()
}
