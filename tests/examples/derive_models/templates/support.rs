//! What fields of a model can be, beside what the standard library has.

use std::fmt;

use serde::{Deserialize, Serialize};

// They read and write serde's formats themselves.
pub use clientgen_runtime::{Date, DateTime, Decimal, IntoList};
pub use serde_json::Value as Json;

/// A text that `Debug` does not show.
#[derive(Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

/// A value of an enum that is not listed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Unrecognized(String);

impl Unrecognized {
    /// Keeps the value.
    #[must_use]
    pub fn new(value: &str) -> Self {
        Self(value.to_owned())
    }

    /// The value.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The value that a text spells, if case and underscores do not count.
#[must_use]
pub fn listed<'a>(text: &'a str, listed: &[&'a str]) -> &'a str {
    if listed.contains(&text) {
        return text;
    }
    let letters = |text: &str| text.replace('_', "").to_ascii_lowercase();
    listed.iter().copied().find(|value| letters(value) == letters(text)).unwrap_or(text)
}
