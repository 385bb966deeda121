//! A list, item by item.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::{future, vec};

use futures_core::Stream;

use super::{Pages, Position};
use crate::error::Result;
use crate::value::Value;

/// A list, item by item. Each page is fetched when its first item is asked for.
///
/// See [`Pages`] for how it goes from page to page.
#[must_use = "nothing is sent until the first item is asked for"]
pub struct Items<P, T> {
    pages: Pages<P>,
    split: fn(P) -> Vec<T>,
    /// What is left of the current page.
    buffer: vec::IntoIter<T>,
    /// Where that page is.
    current: Option<Position>,
}

impl<P: Value, T> Items<P, T> {
    pub(super) fn new(pages: Pages<P>, split: fn(P) -> Vec<T>) -> Self {
        Self {
            pages,
            split,
            buffer: Vec::new().into_iter(),
            current: None,
        }
    }

    /// Fetches the next item; `None` after the last one and after an error.
    pub async fn next(&mut self) -> Option<Result<T>> {
        future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// Where the page of the next item is; `None` after the last one.
    ///
    /// Whoever resumes there sees the items of that page again, and misses none.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        if self.buffer.len() == 0 {
            self.pages.position()
        } else {
            self.current.clone()
        }
    }

    /// Goes on where another run over the same list was, at the start of a page.
    ///
    /// # Errors
    ///
    /// The same as of [`Pages::resume`].
    pub fn resume(self, position: Position) -> Result<Self> {
        Ok(Self::new(self.pages.resume(position)?, self.split))
    }
}

impl<P, T> Unpin for Items<P, T> {}

impl<P: Value, T> Stream for Items<P, T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.buffer.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            let position = self.pages.position();
            let Some(page) = ready!(Pin::new(&mut self.pages).poll_next(cx)?) else {
                return Poll::Ready(None);
            };
            self.buffer = (self.split)(page).into_iter();
            self.current = position;
        }
    }
}

impl<P, T> fmt::Debug for Items<P, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .field("buffered", &self.buffer.len())
            .finish_non_exhaustive()
    }
}
