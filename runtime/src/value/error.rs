//! Why a JSON document could not be read.

use std::fmt;

/// A JSON document that is not what it should be.
///
/// Prints as ``items[3].companyProfile: missing property `domain` at line 1 column 812``. No value of the document
/// is in there, as any of them may be secret or personal: only what kind of value it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonError {
    path: String,
    message: String,
    line: usize,
    column: usize,
}

impl JsonError {
    pub(super) fn new(path: String, error: &serde_json::Error) -> Self {
        Self { path, message: Self::message_of(error), line: error.line(), column: error.column() }
    }

    /// The message without the place at its end, and without the value that serde quotes.
    pub(super) fn message_of(error: &serde_json::Error) -> String {
        let mut message = error.to_string();
        let place = format!(" at line {} column {}", error.line(), error.column());
        if message.ends_with(&place) {
            message.truncate(message.len() - place.len());
        }
        without_value(message)
    }

    /// The same error, in a document whose part at `path` the one before was in.
    pub(super) fn within(mut self, path: &str) -> Self {
        let dot = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = format!("{path}{dot}{}", self.path);
        self
    }

    /// Where in the document, such as `items[3].companyProfile.domain`; empty for the document as a whole.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong there.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The line where reading stopped, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// The byte of the line where reading stopped, from 1.
    #[must_use]
    pub fn column(&self) -> usize {
        self.column
    }
}

/// `invalid type: string "hunter2", expected a number` as `invalid type: string, expected a number`.
///
/// What is expected is told by this crate alone, so that the last comma before it ends the value.
fn without_value(message: String) -> String {
    const EXPECTED: &str = ", expected ";
    let found = ["invalid type: ", "invalid value: "].into_iter().find_map(|start| {
        let (found, expected) = message.strip_prefix(start)?.rsplit_once(EXPECTED)?;
        let kind = found.split([' ', '(']).take_while(|word| !word.starts_with(['"', '`']));
        Some(format!("{start}{}{EXPECTED}{expected}", kind.collect::<Vec<_>>().join(" ")))
    });
    found.unwrap_or(message)
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        write!(f, "{} at line {} column {}", self.message, self.line, self.column)
    }
}

impl std::error::Error for JsonError {}
