//! YAML. The only file that knows `serde_yaml`.

use super::SyntaxError;
use super::tree::Tree;
use super::walk::{self, Target};
use crate::diagnostic::Pointer;

/// Reads a text into the tree.
pub(super) fn read(text: &str, tree: &mut Tree, file: usize) -> Result<Pointer, SyntaxError> {
    tree.read(file, serde_yaml::Deserializer::from_str(text)).map_err(|error| {
        let (line, column) = error.location().map_or((1, 1), |place| (place.line(), place.column()));
        // The place is shown apart; the parser's own mention of it would be a second one.
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or(&message);
        SyntaxError { message: format!("this is not YAML: {message}"), line, column }
    })
}

/// Finds the line and column (from 1, in characters) of scalars and keys.
pub(super) fn locate(text: &str, targets: &[Target]) -> Vec<Option<(usize, usize)>> {
    walk::walk(serde_yaml::Deserializer::from_str(text), targets, false)
}
