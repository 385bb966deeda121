//! What a [`Retry`] means for one call: whether it is sent again, when, and how much time is left.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;

use crate::credential;
use crate::error::{Error, Result};
use crate::facts::Api;
use crate::random;
use crate::response::{NotReady, Response};
use crate::retry::{Retry, is_passing};
use crate::transport::{BoxFuture, Request, Timer, Upload};

/// The tries of one call.
pub(crate) struct Tries<'a> {
    policy: &'a Retry,
    clock: Option<Clock<'a>>,
    /// Whether the service may see the request twice.
    repeatable: bool,
    /// Whether the body is gone once it is sent.
    spent: bool,
    /// What says that an answer is not ready yet.
    not_ready: NotReady,
}

impl<'a> Tries<'a> {
    /// Those of a request that has all its headers.
    pub(crate) fn new(policy: &'a Retry, timer: Option<&'a dyn Timer>, api: &Api, request: &Request) -> Self {
        let (per_try, deadline) = policy.limits();
        let clock = timer.and_then(|timer| {
            let now = timer.elapsed()?;
            let end = deadline.map(|deadline| (now.saturating_add(deadline), deadline));
            Some(Clock { timer, per_try, end })
        });
        let keyed = || api.idempotency_keys.iter().any(|key| request.headers().contains_key(*key));
        let repeatable = request.method().is_safe() || (policy.repeats_writes() && keyed());
        let spent = request.extensions().get::<Upload>().is_some_and(|upload| !upload.is_repeatable());
        let not_ready = request.extensions().get().copied().unwrap_or_default();
        Self { policy, clock, repeatable, spent, not_ready }
    }

    /// Whether the body is gone once it is sent.
    pub(crate) fn is_spent(&self) -> bool {
        self.spent
    }

    /// Awaits something, as long as there is time.
    // By hand, as the future of an `async fn` makes room for what is moved into it twice.
    pub(crate) fn limit<T>(
        &self,
        mut future: impl Future<Output = T> + Unpin,
    ) -> impl Future<Output = Result<T, Elapsed>> {
        let mut sleep = None;
        poll_fn(move |cx| {
            if let Poll::Ready(value) = Pin::new(&mut future).poll(cx) {
                return Poll::Ready(Ok(value));
            }
            // Only now, since what is there at once needs no clock: most tokens are.
            match sleep.get_or_insert_with(|| self.clock.as_ref()?.alarm()) {
                Some((sleep, elapsed)) => sleep.as_mut().poll(cx).map(|()| Err(*elapsed)),
                None => Poll::Pending,
            }
        })
    }

    /// How long the next try may take.
    pub(crate) fn time(&self) -> Option<Duration> {
        let clock = self.clock.as_ref()?;
        clock.left().into_iter().chain(clock.per_try).min()
    }

    /// How long to wait before the next try, and by which timer; `None` if there is none. Counts in `early` the answers
    /// that were not ready, which are no failures.
    pub(crate) fn next(
        &self,
        tries: u32,
        early: &mut u32,
        result: &Result<Response<Bytes>>,
    ) -> Option<(&'a dyn Timer, Duration)> {
        let clock = self.clock.as_ref()?;
        let is_early = result.as_ref().is_ok_and(|response| self.not_ready.is_said_by(response));
        *early = early.saturating_add(u32::from(is_early));
        let again = match result {
            Ok(_) if is_early => self.repeatable && !self.spent,
            Ok(response) => self.repeatable && !self.spent && is_passing(response.status()),
            // Nothing was sent, or the service refused it.
            Err(Error::Credential(error)) => credential::is_passing(error.cause()),
            _ if self.spent => false,
            Err(error) => {
                let failure = error.what_failed();
                failure.is_passing() && (self.repeatable || failure.connect)
            }
        };
        if !again {
            return None;
        }
        let asked = result.as_ref().ok().and_then(Response::retry_after);
        let wait = if is_early {
            self.policy.wait_until_ready(*early, asked, random::unit())?
        } else {
            self.policy.wait(tries.saturating_sub(*early), asked, random::unit())?
        };
        clock.left().is_none_or(|left| wait < left).then_some((clock.timer, wait))
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

    /// Goes off at the limit that is reached first.
    fn alarm(&self) -> Option<(BoxFuture<'static, ()>, Elapsed)> {
        let whole = self.left().zip(self.end).map(|(left, (_, limit))| (left, Elapsed::Call(limit)));
        let single = self.per_try.map(|limit| (limit, Elapsed::Try(limit)));
        let (time, elapsed) = single.into_iter().chain(whole).min_by_key(|(time, _)| *time)?;
        Some((self.timer.sleep(time), elapsed))
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
