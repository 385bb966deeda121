//! Dates as services write them: kept as text, read when asked for.

#[cfg(feature = "jiff")]
mod read;
#[cfg(feature = "jiff")]
mod typed;

use std::fmt;

use super::macros::serde_impls;
use super::shape::{Fit, Scalar, Slot, Value, View};
#[cfg(feature = "jiff")]
pub use read::{DateError, When};

/// What the two kinds of date have in common: they are text, and nothing is done to it.
macro_rules! text {
    ($($(#[$docs:meta])+ $name:ident, $looks:ident;)+) => { $(
        $(#[$docs])+
        #[derive(Clone, Default, PartialEq, Eq, Hash)]
        pub struct $name(String);

        impl $name {
            /// The text, as the service wrote it or as it will be sent.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        /// Takes the text as it is.
        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        /// Takes the text as it is.
        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl Value for $name {
            fn blank() -> Self {
                Self::default()
            }

            fn slot(&mut self) -> Slot<'_> {
                Slot::Scalar(self)
            }

            fn view(&self) -> View<'_> {
                View::Text(&self.0)
            }
        }

        /// Any text is kept. What looks like no date leaves the place to another alternative, if there is one.
        impl Scalar for $name {
            fn set(&mut self, text: &str) -> Fit {
                self.0.clear();
                self.0.push_str(text);
                if $looks(text.as_bytes()) { Fit::Listed } else { Fit::Kept }
            }
        }

        serde_impls!([] $name);
    )+ };
}

text! {
    /// A date and time.
    ///
    /// It holds what the service wrote, whatever that is, so that it goes back unchanged; two that are the
    /// same moment in different words are not equal. The feature `jiff` reads it (`when`), and makes one from
    /// a `jiff::Timestamp`.
    DateTime, is_moment;
    /// A date.
    ///
    /// It holds what the service wrote, whatever that is, so that it goes back unchanged. The feature `jiff`
    /// reads it (`when`), and makes one from a `jiff::civil::Date`.
    Date, is_day;
}

/// Whether a text has the form `2024-05-01`.
fn is_day(text: &[u8]) -> bool {
    let fits = |(place, byte): (usize, &u8)| match place {
        4 | 7 => *byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    text.len() == 10 && text.iter().enumerate().all(fits)
}

/// Whether a text begins with a day, and goes on with a time.
fn is_moment(text: &[u8]) -> bool {
    let day = text.split_at_checked(10);
    day.is_some_and(|(day, time)| is_day(day) && matches!(time, [b'T' | b't' | b' ', b'0'..=b'9', ..]))
}
