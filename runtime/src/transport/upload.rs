//! Bodies of requests that are made while they are sent.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use futures_core::Stream;
use futures_util::{StreamExt, stream};

use super::{Body, BoxError};

/// What is wrong with a stream that is to be sent again.
pub(crate) const GONE: &str = "the body is a stream that has been sent already";

/// What a request sends that is not a value: bytes, or a stream of them.
///
/// Bytes turn into one by themselves. A stream can be read once, so that a request with one is sent once, whatever
/// [`Retry`](crate::Retry) says; what [makes a stream](Self::made_by) is sent again like bytes.
///
/// ```
/// use clientgen_runtime::{BoxError, Bytes, Upload};
/// use futures_util::stream;
///
/// let bytes = Upload::from("id,name\n");
/// let chunks = || stream::iter([Ok::<_, BoxError>(Bytes::from("id,")), Ok(Bytes::from("name\n"))]);
/// let once = Upload::stream(chunks()).of_length(8);
/// let again = Upload::made_by(chunks);
/// ```
#[derive(Clone)]
pub struct Upload {
    source: Source,
    length: Option<u64>,
}

#[derive(Clone)]
enum Source {
    Whole(Bytes),
    Once(Arc<Mutex<Option<Body>>>),
    Made(Arc<dyn Fn() -> Body + Send + Sync>),
}

impl Upload {
    /// What a stream gives, which can be sent once.
    pub fn stream<S, B, E>(chunks: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<BoxError>,
    {
        Self { source: Source::Once(Arc::new(Mutex::new(Some(Body::new(chunks))))), length: None }
    }

    /// What a stream gives that is made anew each time the request is sent.
    pub fn made_by<F, S, B, E>(make: F) -> Self
    where
        F: Fn() -> S + Send + Sync + 'static,
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<BoxError>,
    {
        Self { source: Source::Made(Arc::new(move || Body::new(make()))), length: None }
    }

    /// Some one after the other.
    pub(crate) fn chain(pieces: Vec<Self>) -> Self {
        let lengths = pieces.iter().map(Self::length);
        let length = lengths.reduce(|sum, length| sum?.checked_add(length?)).flatten();
        let repeatable = pieces.iter().all(Self::is_repeatable);
        let open = move || {
            let gone = || Body::new(stream::iter([Err::<Bytes, BoxError>(GONE.into())]));
            stream::iter(pieces.clone()).flat_map(move |piece| piece.open().unwrap_or_else(gone))
        };
        let all = if repeatable { Self::made_by(open) } else { Self::stream(open()) };
        Self { length, ..all }
    }

    /// Says how many bytes the stream gives, for `Content-Length`. Without it they are sent in chunks, which some
    /// services refuse.
    #[must_use]
    pub fn of_length(self, bytes: u64) -> Self {
        Self { length: Some(bytes), ..self }
    }

    /// How many bytes there are, if that is known.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        match &self.source {
            Source::Whole(bytes) => u64::try_from(bytes.len()).ok(),
            _ => self.length,
        }
    }

    /// The bytes, if it is not a stream.
    #[must_use]
    pub fn bytes(&self) -> Option<&Bytes> {
        match &self.source {
            Source::Whole(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// Whether it can be sent more than once.
    #[must_use]
    pub fn is_repeatable(&self) -> bool {
        !matches!(self.source, Source::Once(_))
    }

    /// The body to send; `None` if it has been sent, and is gone.
    #[must_use]
    pub fn open(&self) -> Option<Body> {
        let body = match &self.source {
            Source::Whole(bytes) => Body::from(bytes.clone()),
            Source::Once(body) => body.lock().unwrap_or_else(PoisonError::into_inner).take()?,
            Source::Made(make) => make(),
        };
        Some(match self.length() {
            Some(length) => body.of_length(length),
            None => body,
        })
    }
}

impl<B: Into<Bytes>> From<B> for Upload {
    fn from(bytes: B) -> Self {
        Self { source: Source::Whole(bytes.into()), length: None }
    }
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload").field("length", &self.length()).finish_non_exhaustive()
    }
}
