//! Why a call failed.

use std::error::Error as StdError;
use std::fmt;

use bytes::Bytes;
use http::StatusCode;

use crate::facts::Operation;
use crate::response::{CallInfo, Response};
use crate::transport::{BoxError, Failure, TransportError};
use crate::value::Value;

mod kind;
mod parts;
mod read;

pub(crate) use parts::strip_bom;
pub use parts::{CallError, ResponseError};

/// The result of a call.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a call failed, by how far it got.
///
/// What to do about it is told by [`is_throttled`](Self::is_throttled) and its kin, by the
/// [`code`](Self::code) of the service and by [`retry_after`](Self::retry_after).
///
/// Prints as one line that is meant for a log: the call, what happened, the causes, the number of tries and
/// the ids that the service knows the call by. Values of path and query are left out, and so is the body but
/// for its error code. `Debug` shows no credential either.
///
/// ```text
/// GET /v1/customers/{customer_id}: answered 404 Not Found, code 2000 (MS-RequestId 2f3a…)
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The client or the request could not be built. Nothing was sent.
    Request(CallError),
    /// The credential gave no token. Nothing was sent, unless an earlier try was.
    Credential(CallError),
    /// No complete response arrived. The service may or may not have acted.
    Transport(CallError),
    /// No complete response arrived in time. The service may or may not have acted.
    Timeout(CallError),
    /// The service answered with a status other than 2xx.
    Status(ResponseError),
    /// The service answered that what was asked for is not ready yet, and the call could not wait as long: see
    /// [`Retry::until_ready`](crate::Retry::until_ready). The same call can be made later.
    NotReady(ResponseError),
    /// The service answered, but not with what the specification says.
    Decode(ResponseError),
    /// The service answered with a status of 2xx and, in what it answered, with errors. It may have done a
    /// part. Only [`checked`](crate::Call::checked) calls fail so, and operations that a
    /// [`Poller`](crate::Poller) sees fail.
    Business(ResponseError),
    /// The way from a page to the next one leads nowhere, elsewhere or in a circle. All pages so far are
    /// good.
    Paging(CallError),
    /// There is no way to the outcome of an operation that goes on at the service, or its
    /// [`Poller`](crate::Poller) is used after its end. The service may act nevertheless.
    Polling(CallError),
}

impl Error {
    pub(crate) fn request(source: impl Into<BoxError>) -> Self {
        Self::Request(CallError::new(None, source))
    }

    /// What a transport fails with.
    pub(crate) fn transport(error: CallError) -> Self {
        if Failure::of(error.cause()).timeout { Self::Timeout(error) } else { Self::Transport(error) }
    }

    /// The status, if a response arrived.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.response().map(Response::status)
    }

    /// The whole response, if one arrived.
    #[must_use]
    pub fn response(&self) -> Option<&Response<Bytes>> {
        self.answer().map(ResponseError::response)
    }

    /// A header of the response, if one arrived and has it as text. The case of `name` does not matter.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.response()?.header(name)
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

    fn answer(&self) -> Option<&ResponseError> {
        match self {
            Self::Status(error) | Self::NotReady(error) | Self::Decode(error) | Self::Business(error) => {
                Some(error)
            }
            Self::Request(_)
            | Self::Credential(_)
            | Self::Transport(_)
            | Self::Timeout(_)
            | Self::Paging(_)
            | Self::Polling(_) => None,
        }
    }

    pub(crate) fn call(&self) -> Option<&CallInfo> {
        match self {
            Self::Status(error) | Self::NotReady(error) | Self::Decode(error) | Self::Business(error) => {
                Some(error.response().call())
            }
            Self::Request(error)
            | Self::Credential(error)
            | Self::Transport(error)
            | Self::Timeout(error)
            | Self::Paging(error)
            | Self::Polling(error) => error.call(),
        }
    }

    /// What happened, but for the causes.
    fn outcome(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let response = match self {
            Self::Request(_) => return f.write_str("nothing was sent"),
            Self::Credential(_) => return f.write_str("the credential gave no token"),
            Self::Transport(_) => return f.write_str("no response arrived"),
            Self::Timeout(_) => return f.write_str("no response arrived in time"),
            Self::Paging(_) => return f.write_str("no way to the next page"),
            Self::Polling(_) => return f.write_str("no way to the outcome"),
            Self::Status(error) | Self::NotReady(error) | Self::Decode(error) | Self::Business(error) => {
                error.response()
            }
        };
        write!(f, "answered {}", response.status())?;
        match self {
            Self::NotReady(_) => f.write_str(": not ready yet")?,
            Self::Decode(_) => f.write_str(", but not as specified")?,
            Self::Business(_) => f.write_str(", but with errors")?,
            _ => {}
        }
        if let Some(code) = self.code() {
            write!(f, ", code {code}")?;
        }
        match self.retry_after() {
            Some(wait) => write!(f, ", to be tried again in {} s", wait.as_secs()),
            None => Ok(()),
        }
    }
}

/// A transport that could not be set up: nothing was sent.
impl From<TransportError> for Error {
    fn from(error: TransportError) -> Self {
        Self::request(error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(call) = self.call() {
            write!(f, "{call}: ")?;
        }
        self.outcome(f)?;
        let mut cause = self.source();
        while let Some(error) = cause {
            // Messages of identity providers, for example, have several lines.
            let text = error.to_string();
            let lines = text.split(char::is_control).map(str::trim).filter(|line| !line.is_empty());
            write!(f, ": {}", lines.collect::<Vec<_>>().join(" "))?;
            cause = error.source();
        }
        let Some(call) = self.call() else { return Ok(()) };
        if call.tries() > 1 {
            write!(f, ", after {} tries", call.tries())?;
        }
        call.write_ids(self.response().map(Response::raw), f)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Request(error)
            | Self::Credential(error)
            | Self::Transport(error)
            | Self::Timeout(error)
            | Self::Paging(error)
            | Self::Polling(error) => Some(error.cause()),
            Self::Status(error) | Self::NotReady(error) | Self::Decode(error) | Self::Business(error) => {
                error.cause()
            }
        }
    }
}
