//! JSON inside of a string.

use std::fmt;
use std::ops::{Deref, DerefMut};

use super::shape::{Fit, Scalar, Slot, Value, View};
use super::{decode, encode};

/// A value whose JSON is in a string, as `contentMediaType: application/json` says.
///
/// ```
/// use clientgen_runtime::{Embedded, Value, decode, encode};
///
/// let pair: Embedded<Vec<i64>> = decode(br#""[1, 2]""#)?;
/// assert_eq!(pair[1], 2);
/// assert_eq!(encode(pair.view()), br#""[1,2]""#);
/// # Ok::<(), clientgen_runtime::JsonError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Embedded<T>(pub T);

impl<T> From<T> for Embedded<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T> Deref for Embedded<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Embedded<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

/// Prints the JSON.
impl<T: Value> fmt::Display for Embedded<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&text(&self.0))
    }
}

/// The JSON of a value, as the text that a [`View::Embedded`] is.
pub(super) fn text(value: &dyn Value) -> String {
    String::from_utf8_lossy(&encode(value.view())).into_owned()
}

impl<T: Value> Scalar for Embedded<T> {
    fn set(&mut self, text: &str) -> Fit {
        match decode(text.as_bytes()) {
            Ok(value) => {
                self.0 = value;
                Fit::Taken
            }
            Err(_) => Fit::Refused("JSON of the declared kind in a string"),
        }
    }
}

impl<T: Value> Value for Embedded<T> {
    fn blank() -> Self {
        Self(T::blank())
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Scalar(self)
    }

    fn view(&self) -> View<'_> {
        View::Embedded(&self.0)
    }
}

crate::value::macros::serde_impls!([T] Embedded<T>);
