//! The body of a response that is read as it comes: on its way from the transport to whoever reads it, with its
//! time limit and its errors.

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;

use crate::error::{CallError, Error, Result};
use crate::response::{CallInfo, Response};
use crate::transport::{Body, BoxError, BoxFuture, Timer};

/// Makes the same call once more, going on after the event of some id.
pub(crate) type Again =
    Arc<dyn Fn(Option<&str>) -> BoxFuture<'static, Result<Response<Bytes>>> + Send + Sync>;

/// Where a body goes that is read as it comes: among the extensions of its request, and then of its response.
#[derive(Clone)]
pub(crate) struct Tap {
    live: Arc<Mutex<Option<Live>>>,
    again: Again,
}

impl Tap {
    pub(crate) fn new(again: Again) -> Self {
        Self { live: Arc::default(), again }
    }

    pub(crate) fn fill(&self, live: Live) {
        *self.live.lock().unwrap_or_else(PoisonError::into_inner) = Some(live);
    }
}

/// The body of a response, and how to make the call again.
pub(crate) fn tapped(response: &Response<Bytes>) -> (Live, Option<Again>) {
    let tap = response.raw().extensions().get::<Tap>();
    let live = tap.and_then(|tap| tap.live.lock().unwrap_or_else(PoisonError::into_inner).take());
    let whole = || Live::new(response.body().clone().into(), response.shared_call(), None, None);
    (live.unwrap_or_else(whole), tap.map(|tap| Arc::clone(&tap.again)))
}

/// A body under way.
pub(crate) struct Live {
    body: Body,
    call: Arc<CallInfo>,
    /// How long the next chunk may take.
    idle: Option<Duration>,
    timer: Option<Arc<dyn Timer>>,
    sleep: Option<BoxFuture<'static, ()>>,
    received: u64,
    done: bool,
}

impl Live {
    pub(crate) fn new(
        body: Body,
        call: Arc<CallInfo>,
        idle: Option<Duration>,
        timer: Option<Arc<dyn Timer>>,
    ) -> Self {
        Self { body, call, idle, timer, sleep: None, received: 0, done: false }
    }

    /// How many bytes there are in all, if that is known.
    pub(crate) fn length(&self) -> Option<u64> {
        self.body.length()
    }

    /// How many bytes have come so far.
    pub(crate) fn received(&self) -> u64 {
        self.received
    }

    pub(crate) fn timer(&self) -> Option<&Arc<dyn Timer>> {
        self.timer.as_ref()
    }

    /// The next chunk; nothing after an error.
    pub(crate) fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes>>> {
        if self.done {
            return Poll::Ready(None);
        }
        match Pin::new(&mut self.body).poll_next(cx) {
            Poll::Ready(Some(Ok(chunk))) => {
                self.sleep = None;
                let length = u64::try_from(chunk.len()).unwrap_or(u64::MAX);
                self.received = self.received.saturating_add(length);
                Poll::Ready(Some(Ok(chunk)))
            }
            Poll::Ready(Some(Err(source))) => {
                self.done = true;
                Poll::Ready(Some(Err(Error::transport(self.cut(source)))))
            }
            Poll::Ready(None) => {
                self.done = true;
                Poll::Ready(None)
            }
            Poll::Pending => self.poll_idle(cx).map(|error| Some(Err(error))),
        }
    }

    fn poll_idle(&mut self, cx: &mut Context<'_>) -> Poll<Error> {
        let (Some(limit), Some(timer)) = (self.idle, &self.timer) else {
            return Poll::Pending;
        };
        let sleep = self.sleep.get_or_insert_with(|| timer.sleep(limit));
        if sleep.as_mut().poll(cx).is_pending() {
            return Poll::Pending;
        }
        self.done = true;
        let source = format!("{limit:?} for the next chunk are over");
        Poll::Ready(Error::Timeout(self.cut(source.into())))
    }

    fn cut(&self, source: BoxError) -> CallError {
        CallError::new(Some(Arc::clone(&self.call)), Cut { received: self.received, source })
    }
}

/// Why a body is not complete.
#[derive(Debug)]
struct Cut {
    received: u64,
    source: BoxError,
}

impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the body broke off after {} bytes", self.received)
    }
}

impl std::error::Error for Cut {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.source)
    }
}
