//! Bodies of responses, read as what the specification says.

use std::fmt;

use bytes::Bytes;
use http::header::CONTENT_TYPE;

use crate::error::{Error, ResponseError, Result, strip_bom};
use crate::response::{Response, is_zip};
use crate::transport::BoxError;
use crate::value::{Rejected, Value, decode, salvage};

/// What a response can be read as.
///
/// - every [`Value`]: from XML, if its media type says so and the crate has its feature `xml`; else from JSON, with or without a byte order mark. An empty body is `None` for an `Option`
///   and an error for everything else;
/// - `()`: whatever the body is;
/// - [`Bytes`]: the body as it is;
/// - [`Text`]: the body as UTF-8, without a byte order mark;
/// - [`Download`](crate::Download), [`Events`](crate::Events) and [`Lines`](crate::Lines): the body as it comes;
/// - [`Response<T>`]: a `T`, and the response beside it.
pub trait FromResponse: Sized {
    /// Whether the body is read as it comes. The call is then over when the head of the response is there.
    const LIVE: bool = false;

    /// Reads a response: one of the status 2xx, but for [`Error::failure`].
    ///
    /// # Errors
    ///
    /// [`Error::Decode`], if the body is not what it should be.
    fn from_response(response: &Response<Bytes>) -> Result<Self>;
}

impl<T: Value> FromResponse for T {
    fn from_response(response: &Response<Bytes>) -> Result<Self> {
        if let Some(value) = response.xml() {
            return value.map_err(|error| refuse(response, error));
        }
        match content(response)? {
            Some(json) => decode(json).map_err(|error| refuse(response, error)),
            None => empty(response),
        }
    }
}

impl Response<Bytes> {
    /// Reads the response as what it should be.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`], if the body is not what it should be.
    pub fn read<T: FromResponse>(&self) -> Result<T> {
        T::from_response(self)
    }

    /// That the specification does not know its status.
    #[doc(hidden)]
    #[must_use]
    pub fn undeclared(&self) -> Error {
        refuse(self, BodyError::Undeclared)
    }
}

impl Error {
    /// The body of an error response, read as what the specification says of its status: an enum with a variant
    /// for each, which the documentation of the operation names under Errors.
    ///
    /// `None` if this is not [`Error::Status`], if the specification does not know the status, or if the body is
    /// not what it should be. [`response`](Self::response) has it as it came.
    #[must_use]
    pub fn failure<T: FromResponse>(&self) -> Option<T> {
        match self {
            Self::Status(error) => error.response().read().ok(),
            _ => None,
        }
    }
}

/// Reads a response without the items of its outermost lists that are not what they should be. Gives those.
pub(crate) fn salvaged<T: Value>(response: &Response<Bytes>) -> Result<(T, Vec<Rejected>)> {
    match content(response)? {
        Some(json) => salvage(json).map_err(|error| refuse(response, error)),
        None => Ok((empty(response)?, Vec::new())),
    }
}

fn content(response: &Response<Bytes>) -> Result<Option<&[u8]>> {
    json(response).map_err(|error| refuse(response, error))
}

/// What an empty body stands for, if that can be nothing.
fn empty<T: Value>(response: &Response<Bytes>) -> Result<T> {
    Some(T::blank())
        .filter(|value| value.view().is_absent())
        .ok_or_else(|| refuse(response, BodyError::Empty))
}

fn refuse(response: &Response<Bytes>, flaw: impl Into<BoxError>) -> Error {
    Error::Decode(ResponseError::new(response.clone(), Some(flaw.into())))
}

impl FromResponse for () {
    fn from_response(_: &Response<Bytes>) -> Result<Self> {
        Ok(())
    }
}

/// A text, as a response holds it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Text(String);

impl Text {
    /// The text itself.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl std::ops::Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromResponse for Text {
    fn from_response(response: &Response<Bytes>) -> Result<Self> {
        let body = strip_bom(response.body());
        let text = std::str::from_utf8(body).map_err(|error| match kind(body) {
            Some(kind) => refuse(response, BodyError::Kind(kind, "text")),
            None => refuse(response, error),
        })?;
        Ok(Self(text.to_owned()))
    }
}

impl FromResponse for Bytes {
    fn from_response(response: &Response<Bytes>) -> Result<Self> {
        Ok(response.body().clone())
    }
}

impl<T: FromResponse> FromResponse for Response<T> {
    const LIVE: bool = T::LIVE;

    fn from_response(response: &Response<Bytes>) -> Result<Self> {
        Ok(response.with(T::from_response(response)?))
    }
}

/// States what an enum holds by the status of a response: makes it a [`FromResponse`](crate::FromResponse).
///
/// The first line that the status fits counts. `(_)` is what the variant is to be read from the body.
///
/// ```
/// use clientgen_runtime::{Text, by_status};
///
/// enum Failure {
///     Gone,
///     Refused(Text),
/// }
///
/// by_status! {
///     Failure {
///         410 => Gone,
///         400..=499 => Refused(_),
///     }
/// }
/// ```
#[macro_export]
macro_rules! by_status {
    ($name:ident { $($status:pat => $variant:ident $(($held:tt))?,)* }) => {
        impl $crate::FromResponse for $name {
            #[inline]
            fn from_response(response: &$crate::Response<$crate::Bytes>) -> $crate::Result<Self> {
                match response.status().as_u16() {
                    $($status => $crate::__by_status!(response, $variant $(($held))?),)*
                    #[allow(unreachable_patterns)]
                    _ => ::core::result::Result::Err(response.undeclared()),
                }
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __by_status {
    ($response:ident, $variant:ident) => {
        ::core::result::Result::Ok(Self::$variant)
    };
    ($response:ident, $variant:ident(_)) => {
        $response.read().map(Self::$variant)
    };
}

/// What is wrong with a body.
#[derive(Debug)]
enum BodyError {
    /// It stands under a status of which nothing is known.
    Undeclared,
    Empty,
    /// What it is by its first bytes, and what it should be.
    Kind(&'static str, &'static str),
    MediaType(String),
    Charset(String),
}

impl fmt::Display for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undeclared => f.write_str("the specification does not know the status"),
            Self::Empty => f.write_str("the body is empty"),
            Self::Kind(found, due) => {
                write!(f, "the body is {found} instead of {due}, whatever its type says")
            }
            Self::MediaType(found) => write!(f, "the body is `{found}` instead of JSON"),
            Self::Charset(found) => write!(f, "the body is in the charset `{found}` instead of UTF-8"),
        }
    }
}

impl std::error::Error for BodyError {}

/// The JSON in a body; `None` if it is empty.
///
/// The media type only speaks against JSON if it is another text format, as when a proxy shows its login
/// page. Services send JSON under `application/json`, `text/json`, `application/problem+json`, no type at
/// all and the two types that mean nothing.
fn json(response: &Response<Bytes>) -> Result<Option<&[u8]>, BodyError> {
    let body = strip_bom(response.body());
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(None);
    }
    // What is usual says no more than no type at all.
    let content_type = response.headers().get(CONTENT_TYPE);
    let usual = content_type.is_some_and(|value| USUAL.iter().any(|usual| value == usual));
    let content_type = content_type.filter(|_| !usual).and_then(|value| value.to_str().ok()).unwrap_or("");
    let (media_type, parameters) = content_type.split_once(';').unwrap_or((content_type, ""));
    if !may_be_json(media_type.trim()) {
        return Err(BodyError::MediaType(media_type.trim().to_ascii_lowercase()));
    }
    if let Some(kind) = kind(body).or_else(|| body.starts_with(b"<").then_some("HTML or XML")) {
        return Err(BodyError::Kind(kind, "JSON"));
    }
    // RFC 8259 §8.1: JSON is UTF-8. Only if it is not does it matter what the header says.
    match parameters.split(';').find_map(charset) {
        Some(charset) if std::str::from_utf8(body).is_err() => Err(BodyError::Charset(charset)),
        _ => Ok(Some(body)),
    }
}

/// What a body is that is no text, by its first bytes.
fn kind(body: &[u8]) -> Option<&'static str> {
    match body {
        [0x1F, 0x8B, ..] => Some("compressed by gzip"),
        [b'%', b'P', b'D', b'F', b'-', ..] => Some("a PDF"),
        _ => is_zip(body).then_some("a zip archive"),
    }
}

/// What nearly all JSON is sent as.
const USUAL: [&str; 2] = ["application/json; charset=utf-8", "application/json"];

fn may_be_json(media_type: &str) -> bool {
    const ALL: [&str; 5] = ["", "application/json", "text/json", "application/octet-stream", "text/plain"];
    let ends = |end: &str| {
        let start = media_type.len().checked_sub(end.len());
        start.and_then(|start| media_type.get(start..)).is_some_and(|own| own.eq_ignore_ascii_case(end))
    };
    ALL.iter().any(|usual| media_type.eq_ignore_ascii_case(usual)) || ends("+json") || ends("-json")
}

/// A charset that is not UTF-8, in lower case.
fn charset(parameter: &str) -> Option<String> {
    let (name, value) = parameter.split_once('=')?;
    let value = value.trim().trim_matches('"');
    let is_utf8 = value.eq_ignore_ascii_case("utf-8") || value.eq_ignore_ascii_case("utf8");
    (name.trim().eq_ignore_ascii_case("charset") && !is_utf8).then(|| value.to_ascii_lowercase())
}
