//! A list, item by item.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::{future, vec};

use futures_core::Stream;

use super::{LenientItems, Pages, Position};
use crate::error::Result;
use crate::value::{Rejected, Value};

/// A list, item by item. Each page is fetched when its first item is asked for.
///
/// See [`Pages`] for how it goes from page to page.
#[must_use = "nothing is sent until the first item is asked for"]
pub struct Items<P, T> {
    pub(super) pages: Pages<P>,
    split: fn(P) -> Vec<T>,
    /// What is left of the current page.
    pub(super) buffer: vec::IntoIter<T>,
    /// What of it could not be read, if that is no error.
    pub(super) rejected: vec::IntoIter<Rejected>,
    /// Where that page is.
    current: Option<Position>,
}

impl<P: Value, T> Items<P, T> {
    pub(super) fn new(pages: Pages<P>, split: fn(P) -> Vec<T>) -> Self {
        let (buffer, rejected) = (Vec::new().into_iter(), Vec::new().into_iter());
        Self { pages, split, buffer, rejected, current: None }
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
        if self.buffer.len() == 0 && self.rejected.len() == 0 {
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

    /// Has up to `pages` pages under way while the caller is at work with the items of one: see
    /// [`Pages::prefetch`].
    ///
    /// ```
    /// # use clientgen_runtime::{Items, Json};
    /// # async fn run(items: Items<Json, i64>) -> clientgen_runtime::Result<()> {
    /// let mut items = items.prefetch(1);
    /// while let Some(item) = items.next().await {
    ///     println!("{}", item?);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn prefetch(mut self, pages: usize) -> Self {
        self.pages = self.pages.prefetch(pages);
        self
    }

    /// The same list, going on past items that are not what the specification says: they are handed out as
    /// they arrived, after the good ones of their page.
    ///
    /// ```
    /// # use clientgen_runtime::{Items, Json, LenientItems};
    /// # async fn run(items: Items<Json, i64>) -> clientgen_runtime::Result<()> {
    /// let mut items = items.lenient();
    /// while let Some(item) = items.next().await {
    ///     match item? {
    ///         Ok(item) => println!("{item}"),
    ///         Err(rejected) => eprintln!("{rejected}: {}", rejected.json()),
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn lenient(mut self) -> LenientItems<P, T> {
        self.pages = self.pages.lenient();
        LenientItems(self)
    }

    /// Fetches the page after this one; `None` after the last one.
    pub(super) fn poll_page(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<()>>> {
        let position = self.pages.position();
        let Some(page) = ready!(Pin::new(&mut self.pages).poll_next(cx)?) else {
            return Poll::Ready(None);
        };
        self.buffer = (self.split)(page).into_iter();
        self.rejected = self.pages.take_rejected().into_iter();
        self.current = position;
        Poll::Ready(Some(Ok(())))
    }
}

impl<P, T> Unpin for Items<P, T> {}

impl<P: Value, T> Stream for Items<P, T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.buffer.next() {
                self.pages.advance(cx);
                return Poll::Ready(Some(Ok(item)));
            }
            if ready!(self.poll_page(cx)?).is_none() {
                return Poll::Ready(None);
            }
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
