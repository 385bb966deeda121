//! A list, item by item, past those that cannot be read.

use std::fmt;
use std::future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::{Items, Position};
use crate::error::Result;
use crate::value::{Rejected, Value};

/// A list, item by item, with those that are not what the specification says among the others.
///
/// An error of a call ends the list, as it does with [`Items`]; a [`Rejected`] item does not. See
/// [`Items::lenient`].
#[must_use = "nothing is sent until the first item is asked for"]
pub struct LenientItems<P, T>(pub(super) Items<P, T>);

impl<P: Value, T> LenientItems<P, T> {
    /// Fetches the next item; `None` after the last one and after an error of a call.
    pub async fn next(&mut self) -> Option<Result<Result<T, Rejected>>> {
        future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// Where the page of the next item is; `None` after the last one.
    ///
    /// Whoever resumes there sees the items of that page again, and misses none.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        self.0.position()
    }

    /// Goes on where another run over the same list was, at the start of a page.
    ///
    /// # Errors
    ///
    /// The same as of [`Pages::resume`](super::Pages::resume).
    pub fn resume(self, position: Position) -> Result<Self> {
        self.0.resume(position).map(Self)
    }
}

impl<P, T> Unpin for LenientItems<P, T> {}

impl<P: Value, T> Stream for LenientItems<P, T> {
    type Item = Result<Result<T, Rejected>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let items = &mut self.0;
        loop {
            if let Some(item) = items.buffer.next() {
                items.pages.advance(cx);
                return Poll::Ready(Some(Ok(Ok(item))));
            }
            if let Some(rejected) = items.rejected.next() {
                return Poll::Ready(Some(Ok(Err(rejected))));
            }
            if ready!(items.poll_page(cx)?).is_none() {
                return Poll::Ready(None);
            }
        }
    }
}

impl<P, T> fmt::Debug for LenientItems<P, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("LenientItems").field(&self.0).finish()
    }
}
