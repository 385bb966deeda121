//! What may be left out, be `null` or be there, all three with a meaning of their own.

use super::shape::{Optional, Slot, Value, View};

/// A property that may be left out, be `null`, or have a value.
///
/// A service that changes a resource by what it is sent (`PATCH`) leaves alone what is left out, and empties
/// what is `null`.
///
/// ```
/// use clientgen_runtime::Nullable;
///
/// let mut nickname: Nullable<String> = Nullable::Absent;
/// assert_eq!(nickname.as_ref().value(), None);
/// nickname = Nullable::from("Bo".to_owned());
/// assert_eq!(nickname.as_ref().value().map(String::as_str), Some("Bo"));
/// nickname = Nullable::Null;
/// assert!(nickname.is_null());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Nullable<T> {
    /// Nothing is said about it: it is not written.
    #[default]
    Absent,
    /// An explicit `null`.
    Null,
    /// A value.
    Value(T),
}

impl<T> Nullable<T> {
    /// The value, if there is one.
    #[must_use]
    pub fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// The same, lent.
    #[must_use]
    pub const fn as_ref(&self) -> Nullable<&T> {
        match self {
            Self::Value(value) => Nullable::Value(value),
            Self::Null => Nullable::Null,
            Self::Absent => Nullable::Absent,
        }
    }

    /// The same, lent for changes.
    #[must_use]
    pub const fn as_mut(&mut self) -> Nullable<&mut T> {
        match self {
            Self::Value(value) => Nullable::Value(value),
            Self::Null => Nullable::Null,
            Self::Absent => Nullable::Absent,
        }
    }

    /// Whether nothing is said about it.
    #[must_use]
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether it is an explicit `null`.
    #[must_use]
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T: Value> Value for Nullable<T> {
    fn blank() -> Self {
        Self::Absent
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Optional(self)
    }

    fn view(&self) -> View<'_> {
        match self {
            Self::Value(value) => value.view(),
            Self::Null => View::Null,
            Self::Absent => View::Absent,
        }
    }
}

impl<T: Value> Optional for Nullable<T> {
    fn set_absent(&mut self) {
        *self = Self::Absent;
    }

    fn set_null(&mut self) {
        *self = Self::Null;
    }

    fn set_blank(&mut self) -> Slot<'_> {
        *self = Self::Value(T::blank());
        match self {
            Self::Value(value) => value.slot(),
            Self::Absent | Self::Null => Slot::Ignore,
        }
    }
}
