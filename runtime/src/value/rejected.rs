//! What is left out of a list because it cannot be read.

use std::fmt;

use super::error::JsonError;

/// An item that was left out of a list because it could not be read.
///
/// `Debug` shows the error, but not the item.
#[derive(Clone, PartialEq, Eq)]
pub struct Rejected {
    json: Box<str>,
    error: JsonError,
}

impl Rejected {
    pub(super) fn new(json: &str, error: JsonError) -> Self {
        Self { json: json.into(), error }
    }

    pub(super) fn within(self, path: &str) -> Self {
        Self { error: self.error.within(path), ..self }
    }

    /// The item, byte for byte as it arrived.
    #[must_use]
    pub fn json(&self) -> &str {
        &self.json
    }

    /// Why it could not be read, and where in the body that was found.
    #[must_use]
    pub fn error(&self) -> &JsonError {
        &self.error
    }
}

impl fmt::Debug for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rejected").field("error", &self.error).finish_non_exhaustive()
    }
}

/// As the error.
impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl std::error::Error for Rejected {}
