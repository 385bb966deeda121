//! Why a transport brought no response, as far as it matters for what to do next.

use std::error::Error;
use std::{fmt, io};

use super::BoxError;

/// An error of a transport that says how far the request got.
///
/// For transports of one's own. Any other error is taken for what it says itself, if it is one of reqwest or
/// has an [`io::Error`] among its causes, and otherwise for one that is the same on each try.
///
/// ```
/// use std::io;
/// use clientgen_runtime::TransportError;
///
/// let error = TransportError::connect(io::Error::other("no such host"));
/// assert_eq!(error.to_string(), "no such host");
/// ```
#[derive(Debug)]
pub struct TransportError {
    failure: Failure,
    source: BoxError,
}

impl TransportError {
    /// There was no connection: nothing was sent.
    pub fn connect(source: impl Into<BoxError>) -> Self {
        Self::new(Failure::CONNECT, source)
    }

    /// There was no connection in time: nothing was sent.
    pub fn connect_timeout(source: impl Into<BoxError>) -> Self {
        Self::new(Failure::CONNECT.or(Failure::TIMEOUT), source)
    }

    /// There was no complete response in time.
    pub fn timeout(source: impl Into<BoxError>) -> Self {
        Self::new(Failure::TIMEOUT, source)
    }

    /// The connection broke.
    pub fn broken(source: impl Into<BoxError>) -> Self {
        Self::new(Failure::BROKEN, source)
    }

    /// There is nothing to send requests with.
    #[cfg(feature = "reqwest")]
    pub(super) fn unusable(source: impl Into<BoxError>) -> Self {
        Self::new(Failure::NONE, source)
    }

    fn new(failure: Failure, source: impl Into<BoxError>) -> Self {
        Self { failure, source: source.into() }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.source.fmt(f)
    }
}

impl Error for TransportError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        // The source itself has been printed in place of this.
        self.source.source()
    }
}

/// How far a request got that has no response.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Failure {
    /// There was no connection: nothing was sent.
    pub(crate) connect: bool,
    /// It took too long.
    pub(crate) timeout: bool,
    /// The connection broke.
    pub(crate) broken: bool,
}

impl Failure {
    const NONE: Self = Self { connect: false, timeout: false, broken: false };
    const CONNECT: Self = Self { connect: true, ..Self::NONE };
    const TIMEOUT: Self = Self { timeout: true, ..Self::NONE };
    const BROKEN: Self = Self { broken: true, ..Self::NONE };

    /// Finds out from an error and its causes.
    pub(crate) fn of(error: &(dyn Error + 'static)) -> Self {
        let mut found = Self::NONE;
        let mut next = Some(error);
        while let Some(error) = next {
            if let Some(error) = error.downcast_ref::<TransportError>() {
                return error.failure;
            }
            found = found.or(here(error));
            next = error.source();
        }
        found
    }

    /// Whether another try may end better.
    pub(crate) fn is_passing(self) -> bool {
        self.connect || self.timeout || self.broken
    }

    fn or(self, other: Self) -> Self {
        Self {
            connect: self.connect || other.connect,
            timeout: self.timeout || other.timeout,
            broken: self.broken || other.broken,
        }
    }
}

/// What an error says, without its causes.
fn here(error: &(dyn Error + 'static)) -> Failure {
    if let Some(error) = error.downcast_ref::<io::Error>() {
        // An error in an `io::Error` is none of its causes, but its causes are.
        let inner = error.get_ref().map_or(Failure::NONE, |inner| Failure::of(inner));
        return inner.or(of_io(error.kind()));
    }
    #[cfg(feature = "reqwest")]
    if let Some(error) = error.downcast_ref::<reqwest::Error>() {
        return Failure {
            #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
            connect: error.is_connect(),
            // A browser does not tell.
            #[cfg(all(target_family = "wasm", target_os = "unknown"))]
            connect: false,
            timeout: error.is_timeout(),
            broken: error.is_request() || error.is_body(),
        };
    }
    Failure::NONE
}

fn of_io(kind: io::ErrorKind) -> Failure {
    match kind {
        // The only kind that never comes from a connection that stands.
        io::ErrorKind::ConnectionRefused => Failure::CONNECT,
        io::ErrorKind::TimedOut => Failure::TIMEOUT,
        io::ErrorKind::BrokenPipe
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::ConnectionReset
        | io::ErrorKind::HostUnreachable
        | io::ErrorKind::NetworkDown
        | io::ErrorKind::NetworkUnreachable
        | io::ErrorKind::NotConnected
        | io::ErrorKind::UnexpectedEof => Failure::BROKEN,
        _ => Failure::NONE,
    }
}
