//! Why a call failed.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::StatusCode;

use crate::facts::Operation;
use crate::response::{CallInfo, Response};
use crate::transport::BoxError;
use crate::value::{Json, Value, decode};

/// The result of a call.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a call failed, by how far it got.
///
/// Prints as one line that is meant for a log: the call, what happened, the causes and the ids that the
/// service knows the call by. Values of path and query are left out, and so is the body but for its error
/// code. `Debug` shows no credential either.
///
/// ```text
/// GET /v1/customers/{customer_id}: answered 404 Not Found, code 2000 (MS-RequestId 2f3a…)
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The client or the request could not be built. Nothing was sent.
    Request(CallError),
    /// The credential gave no token. Nothing was sent.
    Credential(CallError),
    /// No complete response arrived. The service may or may not have acted.
    Transport(CallError),
    /// The service answered with a status other than 2xx.
    Status(ResponseError),
    /// The service answered, but not with what the specification says.
    Decode(ResponseError),
    /// The way from a page to the next one leads nowhere, elsewhere or in a circle. All pages so far are
    /// good.
    Paging(CallError),
}

impl Error {
    pub(crate) fn request(source: impl Into<BoxError>) -> Self {
        Self::Request(CallError::new(None, source))
    }

    /// The status, if a response arrived.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.response().map(Response::status)
    }

    /// The whole response, if one arrived.
    #[must_use]
    pub fn response(&self) -> Option<&Response<Bytes>> {
        match self {
            Self::Status(error) | Self::Decode(error) => Some(&error.response),
            Self::Request(_) | Self::Credential(_) | Self::Transport(_) | Self::Paging(_) => None,
        }
    }

    /// The operation that was called. `None` if the call never came into being, or was made by hand.
    #[must_use]
    pub fn operation(&self) -> Option<&'static Operation> {
        self.call()?.operation()
    }

    /// The id by which the service knows the call. Where no response arrived, the one that was sent: the
    /// service may have acted on it.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        match self.response() {
            Some(response) => response.request_id(),
            None => self.call()?.request_id(),
        }
    }

    /// The id by which the service knows the group of calls, likewise.
    #[must_use]
    pub fn correlation_id(&self) -> Option<&str> {
        match self.response() {
            Some(response) => response.correlation_id(),
            None => self.call()?.correlation_id(),
        }
    }

    /// The body of an error response, read as the error model of the specification.
    ///
    /// `None` if this is not [`Error::Status`], or if the body is no `T`, as when a proxy answers in the
    /// service's place.
    #[must_use]
    pub fn fault<T: Value>(&self) -> Option<T> {
        match self {
            Self::Status(error) => error.fault(),
            _ => None,
        }
    }

    fn call(&self) -> Option<&CallInfo> {
        match self {
            Self::Status(error) | Self::Decode(error) => Some(error.response.call()),
            Self::Request(error) | Self::Credential(error) | Self::Transport(error) | Self::Paging(error) => {
                error.call.as_deref()
            }
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(call) = self.call() {
            write!(f, "{call}: ")?;
        }
        match self {
            Self::Request(_) => f.write_str("nothing was sent")?,
            Self::Credential(_) => f.write_str("the credential gave no token")?,
            Self::Transport(_) => f.write_str("no response arrived")?,
            Self::Status(error) => {
                write!(f, "answered {}", error.response.status())?;
                if let Some(code) = error.code() {
                    write!(f, ", code {code}")?;
                }
            }
            Self::Decode(error) => {
                write!(f, "answered {}, but not as specified", error.response.status())?;
            }
            Self::Paging(_) => f.write_str("no way to the next page")?,
        }
        let mut cause = self.source();
        while let Some(error) = cause {
            // Messages of identity providers, for example, have several lines.
            let text = error.to_string();
            let lines = text
                .split(char::is_control)
                .map(str::trim)
                .filter(|line| !line.is_empty());
            write!(f, ": {}", lines.collect::<Vec<_>>().join(" "))?;
            cause = error.source();
        }
        let raw = self.response().map(Response::raw);
        self.call().map_or(Ok(()), |call| call.write_ids(raw, f))
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Request(error) | Self::Credential(error) | Self::Transport(error) | Self::Paging(error) => {
                Some(&*error.source)
            }
            Self::Status(error) | Self::Decode(error) => error.source.as_deref().map(|error| error as _),
        }
    }
}

/// A call without a response.
pub struct CallError {
    call: Option<Arc<CallInfo>>,
    source: BoxError,
}

impl CallError {
    pub(crate) fn new(call: Option<Arc<CallInfo>>, source: impl Into<BoxError>) -> Self {
        Self {
            call,
            source: source.into(),
        }
    }

    /// What went wrong, as the transport, the credential or the builder says it.
    #[must_use]
    pub fn cause(&self) -> &(dyn StdError + Send + Sync + 'static) {
        &*self.source
    }
}

impl fmt::Debug for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallError")
            .field("call", &self.call)
            .field("source", &self.source)
            .finish()
    }
}

/// A response that is not the one hoped for.
#[derive(Debug)]
pub struct ResponseError {
    // Boxed, as all results carry the size of an error.
    response: Box<Response<Bytes>>,
    source: Option<BoxError>,
}

impl ResponseError {
    pub(crate) fn new(response: Response<Bytes>, source: Option<BoxError>) -> Self {
        Self {
            response: Box::new(response),
            source,
        }
    }

    /// The whole response.
    #[must_use]
    pub fn response(&self) -> &Response<Bytes> {
        &self.response
    }

    /// The body, read as the error model of the specification; `None` if it is no `T`.
    #[must_use]
    pub fn fault<T: Value>(&self) -> Option<T> {
        decode(strip_bom(self.response.body())).ok()
    }

    /// The error code in the body, where most APIs have it: `code`, `error.code` (as in `OData`) or
    /// `error` (RFC 6749). Only if it looks like a code, as text may be personal.
    fn code(&self) -> Option<String> {
        let body: Json = self.fault()?;
        let code = [&["code"][..], &["error", "code"], &["error"]]
            .iter()
            .find_map(|path| Some(body.view().walk(path).to_text()?.into_owned()))?;
        let is_code = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        (code.len() <= 64 && code.chars().all(is_code)).then_some(code)
    }
}

/// A body without the UTF-8 byte order mark that some services put before JSON.
pub(crate) fn strip_bom(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body)
}
