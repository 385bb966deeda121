//! The method of an operation.

use std::fmt;

/// The method of an operation: a constant, whatever its name, which [`http::Method`] can be only where it knows
/// the name.
///
/// ```
/// use clientgen_runtime::{Method, http};
///
/// const COPY: Method = Method::custom("COPY");
/// assert_eq!(Method::GET, http::Method::GET);
/// assert_eq!(COPY.as_str(), "COPY");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Method(&'static str);

macro_rules! known {
    ($($name:ident)+) => {
        $(
            #[doc = concat!("`", stringify!($name), "`")]
            pub const $name: Self = Self(stringify!($name));
        )+
    };
}

impl Method {
    known!(GET PUT POST DELETE OPTIONS HEAD PATCH TRACE QUERY CONNECT);

    /// A method of any name, which is sent as it is written. A request whose method is no word of [RFC 9110
    /// §9.1] is never sent: it is an [`Error::Request`](crate::Error::Request).
    ///
    /// [RFC 9110 §9.1]: https://www.rfc-editor.org/rfc/rfc9110#section-9.1
    #[must_use]
    pub const fn custom(name: &'static str) -> Self {
        Self(name)
    }

    /// The name, as it is sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl PartialEq<http::Method> for Method {
    fn eq(&self, other: &http::Method) -> bool {
        self.0 == other.as_str()
    }
}

impl PartialEq<Method> for http::Method {
    fn eq(&self, other: &Method) -> bool {
        other == self
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}
