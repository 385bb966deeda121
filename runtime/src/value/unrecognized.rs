//! What an open enum holds when the specification did not foresee it.

/// A value that the specification did not list when the client was generated.
///
/// Only an enum's `From<&str>` makes one, and never for a listed value, so two equal values of an open enum
/// always have the same spelling.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Unrecognized(Box<str>);

impl Unrecognized {
    // Public for emitted code only.
    #[doc(hidden)]
    #[must_use]
    pub fn new(value: &str) -> Self {
        Self(value.into())
    }

    /// The value as the service spells it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
