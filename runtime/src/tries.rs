//! Carries out a [`Retry`]: sends, waits and sends again, within the time there is.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use http::Method;

use crate::credential;
use crate::error::{Error, Result};
use crate::facts::Api;
use crate::random;
use crate::response::{CallInfo, Response};
use crate::retry::{Retry, is_passing};
use crate::trace;
use crate::transport::{Request, Timer, Upload};

/// The tries of one call.
pub(crate) struct Tries<'a> {
    policy: Retry,
    clock: Option<Clock<'a>>,
    /// Whether the service may see the request twice.
    repeatable: bool,
    /// Whether the body is gone once it is sent.
    spent: bool,
}

impl<'a> Tries<'a> {
    /// Those of a request that has all its headers.
    pub(crate) fn new(policy: Retry, timer: Option<&'a dyn Timer>, api: &Api, request: &Request) -> Self {
        let (per_try, deadline) = policy.limits();
        let clock = timer.and_then(|timer| {
            let now = timer.elapsed()?;
            let end = deadline.map(|deadline| (now.saturating_add(deadline), deadline));
            Some(Clock { timer, per_try, end })
        });
        let reads = [Method::GET, Method::HEAD, Method::OPTIONS, Method::TRACE];
        let keyed = || api.idempotency_keys.iter().any(|key| request.headers().contains_key(*key));
        let repeatable = reads.contains(request.method()) || (policy.repeats_writes() && keyed());
        let spent = request.extensions().get::<Upload>().is_some_and(|upload| !upload.is_repeatable());
        Self { policy, clock, repeatable, spent }
    }

    /// Sends until that is enough.
    pub(crate) async fn run<F>(
        &self,
        mut call: Arc<CallInfo>,
        mut send: impl FnMut(Arc<CallInfo>) -> F,
    ) -> Result<Response<Bytes>>
    where
        F: Future<Output = Result<Response<Bytes>>>,
    {
        loop {
            let result = send(Arc::clone(&call)).await;
            let Some((clock, wait)) = self.next(call.tries(), &result) else {
                return result;
            };
            trace::retry(call.tries(), wait, &result);
            drop(result);
            clock.timer.sleep(wait).await;
            call = Arc::new(call.tried(call.tries().saturating_add(1)));
        }
    }

    /// Awaits something, as long as there is time.
    pub(crate) async fn limit<T>(&self, future: impl Future<Output = T>) -> Result<T, Elapsed> {
        match &self.clock {
            Some(clock) => clock.limit(future).await,
            None => Ok(future.await),
        }
    }

    /// How long the next try may take.
    pub(crate) fn time(&self) -> Option<Duration> {
        let clock = self.clock.as_ref()?;
        clock.left().into_iter().chain(clock.per_try).min()
    }

    /// How long to wait before the next try; `None` if there is none.
    fn next(&self, tries: u32, result: &Result<Response<Bytes>>) -> Option<(&Clock<'a>, Duration)> {
        let clock = self.clock.as_ref()?;
        let again = match result {
            Ok(response) => self.repeatable && !self.spent && is_passing(response.status()),
            // Nothing was sent, or the service refused it.
            Err(Error::Credential(error)) => credential::is_passing(error.cause()),
            _ if self.spent => false,
            Err(error) => {
                let failure = error.failure();
                failure.is_passing() && (self.repeatable || failure.connect)
            }
        };
        let asked = result.as_ref().ok().and_then(Response::retry_after);
        let wait = again.then(|| self.policy.wait(tries, asked, random::unit()))??;
        clock.left().is_none_or(|left| wait < left).then_some((clock, wait))
    }
}

/// The time that a call has.
struct Clock<'a> {
    timer: &'a dyn Timer,
    per_try: Option<Duration>,
    /// When it is over, by the timer, and how long it was from the start.
    end: Option<(Duration, Duration)>,
}

impl Clock<'_> {
    /// What is left of the call.
    fn left(&self) -> Option<Duration> {
        let (end, _) = self.end?;
        Some(end.saturating_sub(self.timer.elapsed().unwrap_or(end)))
    }

    async fn limit<T>(&self, future: impl Future<Output = T>) -> Result<T, Elapsed> {
        let mut future = pin!(future);
        let mut sleep = None;
        poll_fn(|cx| {
            if let Poll::Ready(value) = future.as_mut().poll(cx) {
                return Poll::Ready(Ok(value));
            }
            // Only now, since what is there at once needs no clock: most tokens are.
            let sleep = sleep.get_or_insert_with(|| {
                let (time, elapsed) = self.shortest()?;
                Some((self.timer.sleep(time), elapsed))
            });
            let Some((sleep, elapsed)) = sleep else { return Poll::Pending };
            sleep.as_mut().poll(cx).map(|()| Err(*elapsed))
        })
        .await
    }

    /// The limit that is reached first.
    fn shortest(&self) -> Option<(Duration, Elapsed)> {
        let whole = self.left().zip(self.end).map(|(left, (_, limit))| (left, Elapsed::Call(limit)));
        let single = self.per_try.map(|limit| (limit, Elapsed::Try(limit)));
        single.into_iter().chain(whole).min_by_key(|(time, _)| *time)
    }
}

/// The time is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Elapsed {
    /// That of one try.
    Try(Duration),
    /// That of the call.
    Call(Duration),
}

impl fmt::Display for Elapsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Try(limit) => write!(f, "{limit:?} for one try are over"),
            Self::Call(limit) => write!(f, "{limit:?} for the call are over"),
        }
    }
}

impl std::error::Error for Elapsed {}
