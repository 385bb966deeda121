//! Text that must not show up in a log.

use std::fmt;

use super::shape::{Fit, Scalar, Slot, Value, View};

/// Text that `Debug` does not show: a password, for example.
///
/// ```
/// let password = clientgen_runtime::Secret::from("hunter2");
/// assert_eq!(format!("{password:?}"), "[redacted]");
/// assert_eq!(password.expose(), "hunter2");
/// ```
// Not `secrecy::SecretString`: models are `PartialEq`, which that type refuses to be, and the wiping it
// does on drop would be for show, as the text was in the request body and in the transport's buffers too.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Secret(String);

impl Secret {
    /// The text itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

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

// A scalar rather than a text: what is wrong with a scalar is said without quoting it.
impl Scalar for Secret {
    fn set(&mut self, text: &str) -> Fit {
        text.clone_into(&mut self.0);
        Fit::Taken
    }
}

impl Value for Secret {
    fn blank() -> Self {
        Self::default()
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Scalar(self)
    }

    fn view(&self) -> View<'_> {
        View::Secret(&self.0)
    }
}

crate::value::macros::serde_impls!([] Secret);
