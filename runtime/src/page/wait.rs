//! Lists without an async runtime.

use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use futures_core::Stream;

use super::{Items, Pages};
use crate::call::pending;
use crate::error::Result;
use crate::value::Value;

/// A list as an iterator, over a transport that blocks.
#[derive(Debug)]
#[must_use = "nothing is sent until the first element is asked for"]
pub struct Waiting<S>(Option<S>);

impl<S> Waiting<S> {
    pub(crate) fn new(list: S) -> Self {
        Self(Some(list))
    }
}

impl<T, S: Stream<Item = Result<T>> + Unpin> Iterator for Waiting<S> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Result<T>> {
        let list = self.0.as_mut()?;
        match Pin::new(list).poll_next(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(element) => element,
            Poll::Pending => {
                self.0 = None;
                Some(Err(pending()))
            }
        }
    }
}

impl<P: Value> Pages<P> {
    /// The pages as an iterator, without an async runtime: see [`Call::wait`](crate::Call::wait).
    pub fn wait(self) -> Waiting<Self> {
        Waiting::new(self.prefetch(0))
    }
}

impl<P: Value, T> Items<P, T> {
    /// The items as an iterator, without an async runtime: see [`Call::wait`](crate::Call::wait).
    pub fn wait(self) -> Waiting<Self> {
        Waiting::new(self.prefetch(0))
    }
}
