//! What an open enum holds when the specification did not foresee it.

/// A value that the specification did not list when the client was generated.
///
/// Only an enum's `From` makes one, and never for a listed value, so two equal values of an open enum
/// always have the same spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unrecognized<T = Box<str>>(T);

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

impl<T: Copy> Unrecognized<T> {
    // Public for emitted code only.
    #[doc(hidden)]
    #[must_use]
    pub const fn of(value: T) -> Self {
        Self(value)
    }

    /// The number that the service gave.
    #[must_use]
    pub const fn value(self) -> T {
        self.0
    }
}
