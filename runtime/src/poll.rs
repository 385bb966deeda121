//! Operations that go on at the service after it has answered.

use std::fmt;
use std::future::{Future, poll_fn};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, Waker, ready};
use std::time::Duration;

use bytes::Bytes;

use crate::body::FromResponse;
use crate::call::pending;
use crate::client::Client;
use crate::error::{CallError, Error, Result};
use crate::facts::LongRunning;
use crate::response::Response;
use crate::transport::{BoxError, BoxFuture, Request};

mod course;
mod ticket;

use course::{Course, Turn};
pub use ticket::Ticket;

/// An operation that goes on at the service after it has answered: the future of its outcome.
///
/// It sends the request, asks at the place that the answer names how far the service is, and reads the outcome
/// once it is there. Between two questions it waits as long as the service says (`Retry-After`, in seconds or
/// as a date), else from one second on twice as long each time, up to half a minute ([`every`](Self::every)).
/// That needs a [`Timer`](crate::Timer), as `ReqwestTransport` has one.
///
/// A service that says that the operation failed makes it fail with [`Error::Business`], which has its last
/// answer. No way to the outcome is an [`Error::Polling`]: a link is missing, malformed or leads to another
/// origin, which must not see the credential. Each question is a call of its own, with the retries of the client.
///
/// Dropping it ends the questions, not the operation. Whoever keeps its [`ticket`](Self::ticket) can ask again.
///
/// ```
/// # use clientgen_runtime::{Json, Poller, Result, Step};
/// # async fn run(poller: Poller<Json>, again: Poller<Json>, store: impl Fn(String)) -> Result<()> {
/// let mut poller = poller;
/// // The request is sent once; from then on there is a ticket.
/// if let Step::Running(_) = poller.step().await? {
///     store(poller.ticket().map(|ticket| ticket.to_string()).unwrap_or_default());
/// }
/// let outcome = poller.await?;
///
/// // In another process, from what was stored.
/// let outcome = again.resume(r#"{"operation":"Orders_Create","link":"/jobs/7","header":"Location"}"#.parse()?)?.await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent until it is awaited"]
pub struct Poller<T> {
    client: Client,
    course: Course,
    flight: Option<BoxFuture<'static, Result<Response<Bytes>>>>,
    pause: Option<BoxFuture<'static, ()>>,
    /// What the next wait is, and the longest one, where the service says nothing.
    every: (Duration, Duration),
    within: Option<Duration>,
    /// When it has to be over, by the timer.
    end: Option<Duration>,
    alarm: Option<BoxFuture<'static, ()>>,
    outcome: PhantomData<fn() -> T>,
}

/// How far an operation is.
#[derive(Debug)]
pub enum Step<T> {
    /// It goes on. This is what the service said.
    Running(Response<Bytes>),
    /// This is its outcome.
    Finished(T),
}

impl<T: FromResponse> Poller<T> {
    /// Starts with a request. One that could not be built is the first error.
    pub fn new(client: &Client, first: Result<Request>, rules: &'static LongRunning) -> Self {
        Self {
            client: client.clone(),
            course: Course::new(client.clone(), first, rules),
            flight: None,
            pause: None,
            every: (Duration::from_secs(1), Duration::from_secs(30)),
            within: None,
            end: None,
            alarm: None,
            outcome: PhantomData,
        }
    }

    /// Sets how long to wait before the next question where the service says nothing: `first`, doubled each
    /// time up to `longest`.
    pub fn every(mut self, first: Duration, longest: Duration) -> Self {
        self.every = (first, longest.max(first));
        self
    }

    /// Sets how long it may take in all, from the first step on; `None`, the default, for ever. What takes longer
    /// is an [`Error::Timeout`], at once if the service says to come back too late.
    pub fn within(mut self, time: impl Into<Option<Duration>>) -> Self {
        self.within = time.into();
        self
    }

    /// Waits until it is time, asks once, and says how far the operation is. The first time it sends the request.
    ///
    /// Cancel-safe: if it is dropped, the next one goes on where it was, and nothing is sent twice.
    ///
    /// # Errors
    ///
    /// Those of every call, [`Error::Business`] if the operation failed, and [`Error::Polling`] if there is no
    /// way to its outcome, as after its end. After an error the same question can be asked again, but for the
    /// first request: that is not sent again.
    pub async fn step(&mut self) -> Result<Step<T>> {
        poll_fn(|cx| self.poll_step(cx)).await
    }

    /// Where to ask for the outcome, to be kept; `None` until the service has taken the operation, and after
    /// its end.
    #[must_use]
    pub fn ticket(&self) -> Option<Ticket> {
        self.course.ticket()
    }

    /// Asks for the outcome of an operation that was begun before, by the same call with the same values. The
    /// request is not sent again.
    ///
    /// # Errors
    ///
    /// [`Error::Polling`], if the ticket is one of another operation, or leads to another origin: tickets may
    /// have been stored where others can write.
    pub fn resume(mut self, ticket: Ticket) -> Result<Self> {
        self.course.resume(ticket)?;
        self.flight = None;
        self.pause = None;
        Ok(self)
    }

    /// Waits for the outcome on this thread, without an async runtime: see [`Call::wait`](crate::Call::wait).
    ///
    /// # Errors
    ///
    /// Those of [`step`](Self::step), and [`Error::Transport`] if something has to be awaited.
    pub fn wait(mut self) -> Result<T> {
        match Pin::new(&mut self).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(outcome) => outcome,
            Poll::Pending => Err(pending()),
        }
    }

    fn poll_step(&mut self, cx: &mut Context<'_>) -> Poll<Result<Step<T>>> {
        self.begin();
        loop {
            if let Some(pause) = &mut self.pause {
                ready!(pause.as_mut().poll(cx));
                self.pause = None;
            }
            let flight = match &mut self.flight {
                Some(flight) => flight,
                None => {
                    let request = self.course.request()?;
                    self.flight.insert(self.client.fetch(request))
                }
            };
            let Poll::Ready(answer) = flight.as_mut().poll(cx) else {
                return self.poll_alarm(cx).map(Err);
            };
            self.flight = None;
            match self.course.turn(answer?)? {
                Turn::Ask(answer) => {
                    self.rest(&answer)?;
                    return Poll::Ready(Ok(Step::Running(answer)));
                }
                Turn::Fetch => {}
                Turn::Done(answer) => return Poll::Ready(T::from_response(&answer).map(Step::Finished)),
            }
        }
    }

    /// Sets the end, the first time.
    fn begin(&mut self) {
        if let (None, Some(within), Some(timer)) = (self.end, self.within, self.client.timer())
            && let Some(now) = timer.elapsed()
        {
            self.end = Some(now.saturating_add(within));
        }
    }

    /// What is left of the time; `None` if there is no end of it.
    fn left(&self) -> Option<Duration> {
        let now = self.client.timer()?.elapsed()?;
        Some(self.end?.saturating_sub(now))
    }

    /// Begins the wait before the next question.
    fn rest(&mut self, answer: &Response<Bytes>) -> Result<()> {
        let wait = answer.retry_after().unwrap_or(self.every.0);
        self.every.0 = self.every.0.saturating_mul(2).min(self.every.1);
        if self.left().is_some_and(|left| wait >= left) {
            return Err(self.late());
        }
        match self.client.timer().filter(|timer| timer.elapsed().is_some()) {
            Some(timer) => self.pause = Some(timer.sleep(wait)),
            None => {
                return Err(self
                    .course
                    .lost("there is no timer to wait with: set one with `Builder::timer`"));
            }
        }
        Ok(())
    }

    /// Ends a question that takes too long.
    fn poll_alarm(&mut self, cx: &mut Context<'_>) -> Poll<Error> {
        let Some(left) = self.left() else { return Poll::Pending };
        if self.alarm.is_none() {
            self.alarm = self.client.timer().map(|timer| timer.sleep(left));
        }
        match &mut self.alarm {
            Some(alarm) => {
                ready!(alarm.as_mut().poll(cx));
                self.alarm = None;
                self.flight = None;
                Poll::Ready(self.late())
            }
            None => Poll::Pending,
        }
    }

    fn late(&self) -> Error {
        let within = self.within.unwrap_or_default();
        let source: BoxError = format!("{within:?} for the whole operation are over").into();
        Error::Timeout(CallError::new(self.course.call(), source))
    }
}

impl<T: FromResponse> Future for Poller<T> {
    type Output = Result<T>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<T>> {
        loop {
            if let Step::Finished(outcome) = ready!(self.poll_step(cx)?) {
                return Poll::Ready(Ok(outcome));
            }
        }
    }
}

impl<T> fmt::Debug for Poller<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Poller").field("ticket", &self.course.ticket()).finish_non_exhaustive()
    }
}
