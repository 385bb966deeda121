//! Bodies that need not be in memory.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;

use super::BoxError;

/// A body, whole or in chunks.
///
/// As a [`Stream`] it gives its chunks, none of them empty. An error is the last that comes of it: the body is then
/// not complete.
pub struct Body {
    kind: Kind,
    length: Option<u64>,
}

enum Kind {
    Whole(Bytes),
    Chunks(Pin<Box<dyn Stream<Item = Result<Bytes, BoxError>> + Send>>),
    Done,
}

impl Body {
    /// A body in chunks.
    pub fn new<S, B, E>(chunks: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<BoxError>,
    {
        Self { kind: Kind::Chunks(Box::pin(Chunks(Box::pin(chunks)))), length: None }
    }

    /// The same body, of which it is known how many bytes it has.
    #[must_use]
    pub fn of_length(self, bytes: u64) -> Self {
        Self { length: Some(bytes), ..self }
    }

    /// How many bytes it has in all, if that is known.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// The next chunk; `None` after the last one and after an error.
    pub async fn next(&mut self) -> Option<Result<Bytes, BoxError>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// All of it.
    ///
    /// # Errors
    ///
    /// If it breaks off, or has more than `limit` bytes. Of a longer body no more than that is read.
    pub async fn collect(mut self, limit: usize) -> Result<Bytes, BoxError> {
        let too_long = || format!("the body has more than {limit} bytes");
        if let Kind::Whole(bytes) = self.kind {
            return if bytes.len() > limit { Err(too_long().into()) } else { Ok(bytes) };
        }
        let mut all = BytesMut::new();
        while let Some(chunk) = self.next().await.transpose()? {
            if chunk.len() > limit.saturating_sub(all.len()) {
                return Err(too_long().into());
            }
            all.extend_from_slice(&chunk);
        }
        Ok(all.freeze())
    }
}

impl<B: Into<Bytes>> From<B> for Body {
    fn from(bytes: B) -> Self {
        let bytes = bytes.into();
        let length = u64::try_from(bytes.len()).ok();
        Self { kind: Kind::Whole(bytes), length }
    }
}

impl Stream for Body {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Kind::Chunks(chunks) = &mut self.kind else {
            let Kind::Whole(bytes) = std::mem::replace(&mut self.kind, Kind::Done) else {
                return Poll::Ready(None);
            };
            return Poll::Ready(Some(bytes).filter(|bytes| !bytes.is_empty()).map(Ok));
        };
        loop {
            match ready!(chunks.as_mut().poll_next(cx)) {
                Some(Ok(chunk)) if chunk.is_empty() => {}
                Some(Ok(chunk)) => return Poll::Ready(Some(Ok(chunk))),
                end => {
                    self.kind = Kind::Done;
                    return Poll::Ready(end);
                }
            }
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Body").field("length", &self.length).finish_non_exhaustive()
    }
}

/// Chunks of any kind as those of a body.
struct Chunks<S>(Pin<Box<S>>);

impl<S, B, E> Stream for Chunks<S>
where
    S: Stream<Item = Result<B, E>>,
    B: Into<Bytes>,
    E: Into<BoxError>,
{
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let chunk = ready!(self.0.as_mut().poll_next(cx));
        Poll::Ready(chunk.map(|chunk| chunk.map(Into::into).map_err(Into::into)))
    }
}
