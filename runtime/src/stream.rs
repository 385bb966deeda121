//! Responses that are read as they come: downloads, events, lines of JSON.

use std::fmt;
use std::io::{self, Read};
use std::task::{Context, Poll};

use bytes::{Buf, Bytes};

use crate::body::FromResponse;
use crate::error::{Error, Result};
use crate::live::{Live, tapped};
use crate::page::Waiting;
use crate::response::Response;

/// The three ways to read what has a `head` and gives one item after the other by its `poll`: with `next`, as a
/// stream, and without an async runtime. Takes the documentation of `next`, and the type of the items.
macro_rules! pulled {
    ($(#[$next:meta])+ $name:ident $(<$param:ident: $bound:ident>)? => $item:ty) => {
        impl $(<$param: $bound>)? $name $(<$param>)? {
            /// Status, headers and ids of the response. Its body is empty.
            #[must_use]
            pub fn head(&self) -> &crate::response::Response<()> {
                &self.head
            }

            $(#[$next])+
            pub async fn next(&mut self) -> Option<Result<$item>> {
                std::future::poll_fn(|cx| self.poll(cx)).await
            }

            /// The same as an iterator, without an async runtime: see [`Call::wait`](crate::Call::wait).
            pub fn wait(self) -> crate::page::Waiting<Self> {
                crate::page::Waiting::new(self)
            }
        }

        impl $(<$param: $bound>)? futures_core::Stream for $name $(<$param>)? {
            type Item = Result<$item>;

            fn poll_next(
                mut self: std::pin::Pin<&mut Self>,
                cx: &mut std::task::Context<'_>,
            ) -> std::task::Poll<Option<Self::Item>> {
                self.poll(cx)
            }
        }
    };
}

mod event;
mod events;
mod lines;
mod sse;

pub use event::{Event, EventData, FromEvent, RawEvent};
pub use events::Events;
pub use lines::Lines;

/// A body that is read as it comes, a stream of its chunks.
///
/// The call is over once the head is there: everything about signing in, trying again and statuses is as with
/// every other call. From then on nothing is tried again. A body that breaks off, or stands still for longer than
/// [`Retry::idle_timeout`](crate::Retry::idle_timeout), ends with an error that says how many bytes had come.
/// Dropping the download gives it up.
///
/// For an `AsyncRead`, errors turn into [`io::Error`]s, as `tokio_util::io::StreamReader` wants them;
/// [`into_reader`](Self::into_reader) is for transports that block.
pub struct Download {
    head: Response<()>,
    live: Live,
}

impl Download {
    /// How many bytes there are in all, if the service says so and does not compress them.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        self.live.length()
    }

    /// How many bytes have come so far.
    #[must_use]
    pub fn received(&self) -> u64 {
        self.live.received()
    }

    /// The bytes one after the other, without an async runtime: see [`Call::wait`](crate::Call::wait).
    #[must_use]
    pub fn into_reader(self) -> Reader {
        Reader { chunks: self.wait(), chunk: Bytes::new() }
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes>>> {
        self.live.poll_chunk(cx)
    }
}

pulled! {
    /// The next chunk, never an empty one; `None` after the last one and after an error.
    Download => Bytes
}

impl FromResponse for Download {
    const LIVE: bool = true;

    fn from_response(response: &Response<Bytes>) -> Result<Self> {
        Ok(Self { head: response.with(()), live: tapped(response).0 })
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("head", &self.head)
            .field("length", &self.length())
            .field("received", &self.received())
            .finish_non_exhaustive()
    }
}

/// A download as a [`Read`], over a transport that blocks.
#[derive(Debug)]
pub struct Reader {
    chunks: Waiting<Download>,
    chunk: Bytes,
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.chunk.is_empty() {
            match self.chunks.next().transpose()? {
                Some(chunk) => self.chunk = chunk,
                None => return Ok(0),
            }
        }
        let length = self.chunk.len().min(buffer.len());
        self.chunk.split_to(length).copy_to_slice(buffer.split_at_mut(length).0);
        Ok(length)
    }
}

/// For readers and writers, which have no errors but these.
impl From<Error> for io::Error {
    fn from(error: Error) -> Self {
        let kind = if error.is_timeout() { io::ErrorKind::TimedOut } else { io::ErrorKind::Other };
        Self::new(kind, error)
    }
}
