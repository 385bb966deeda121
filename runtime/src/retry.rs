//! When a call is sent again, and how long it may take: the policy. `tries.rs` carries it out.

use std::time::Duration;

use http::StatusCode;

/// How often a call is sent, and how long it may take.
///
/// A try that found no connection, broke off, took too long or was answered by 408, 429, 500, 502, 503 or 504
/// is followed by another one, with the same request id and the same everything else. Anything else is the
/// end.
///
/// **Reads and writes.** `GET`, `HEAD`, `OPTIONS`, `TRACE` and `QUERY` are sent again freely. Every other request is
/// sent again only if its operation declares an idempotency key (see
/// [`Api::idempotency_keys`](crate::Api::idempotency_keys)) and the header is sent, because the service then
/// tells a repetition from a second order; or if there was no connection, so that nothing was sent.
/// [`writes`](Self::writes) turns it off.
///
/// **Waiting.** Before try *n* + 1 the client waits a random time of at most `first` · 2ⁿ⁻¹, and at most
/// `longest` (see [`backoff`](Self::backoff)). If the service says when to come back (`Retry-After`), that
/// comes first, and the random time on top keeps clients from coming back all at once.
///
/// **Not ready yet.** Where the specification says so, a status with `Retry-After` means that the service is at
/// work on the answer. That is no failure: the call asks again after that time, as far as the deadline allows
/// and at most as often as [`until_ready`](Self::until_ready) says, and is [`Error::NotReady`](crate::Error::NotReady)
/// then.
///
/// **Giving up.** After the last try its outcome is the outcome of the call. If waiting would take longer than
/// the [`deadline`](Self::deadline) leaves, the call ends at once.
///
/// All this needs a [`Timer`](crate::Timer). Without one a call is sent once and may take for ever, since
/// coming back without waiting makes things worse. `ReqwestTransport` and `BlockingTransport`
/// bring one; beside a closure or a tower service set one with [`Builder::timer`](crate::Builder::timer).
///
/// Dropping a call gives up its tries and its waiting.
///
/// ```
/// use std::time::Duration;
/// use clientgen_runtime::Retry;
///
/// let patient = Retry::new().tries(10).deadline(Duration::from_secs(3600));
/// let once = Retry::none();
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "a policy does nothing until a client has it"]
pub struct Retry {
    tries: u32,
    until_ready: u32,
    writes: bool,
    first: Duration,
    longest: Duration,
    longest_retry_after: Duration,
    try_timeout: Option<Duration>,
    deadline: Option<Duration>,
    idle_timeout: Option<Duration>,
}

impl Retry {
    /// Four tries of five minutes each, ten minutes in all; waits of half a second, doubled each time, of
    /// thirty seconds at most; up to five minutes if the service asks for it. What is not ready is asked for a
    /// hundred times more.
    pub const fn new() -> Self {
        Self {
            tries: 4,
            until_ready: 100,
            writes: true,
            first: Duration::from_millis(500),
            longest: Duration::from_secs(30),
            longest_retry_after: Duration::from_secs(300),
            // Reports are known to take minutes.
            try_timeout: Some(Duration::from_secs(300)),
            deadline: Some(Duration::from_secs(600)),
            idle_timeout: Some(Duration::from_secs(300)),
        }
    }

    /// One try, with the time limits of [`new`](Self::new).
    pub const fn none() -> Self {
        Self::new().tries(1).until_ready(0)
    }

    /// Sets how often a call is sent at most, the first time included; 0 means 1.
    pub const fn tries(mut self, tries: u32) -> Self {
        self.tries = tries;
        self
    }

    /// Sets how often a call is sent again at most because the answer is not ready yet. With 0 it is not waited
    /// for: the call is [`Error::NotReady`](crate::Error::NotReady) at once. These do not count as
    /// [`tries`](Self::tries).
    pub const fn until_ready(mut self, times: u32) -> Self {
        self.until_ready = times;
        self
    }

    /// Sets whether requests that change something are sent again, where their idempotency key allows it.
    pub const fn writes(mut self, writes: bool) -> Self {
        self.writes = writes;
        self
    }

    /// Sets what the wait before the second try is at most, doubled for each one after, and what it never
    /// exceeds.
    pub const fn backoff(mut self, first: Duration, longest: Duration) -> Self {
        self.first = first;
        self.longest = longest;
        self
    }

    /// Sets the longest `Retry-After` that is heeded. A longer one is cut to it.
    pub const fn longest_retry_after(mut self, longest: Duration) -> Self {
        self.longest_retry_after = longest;
        self
    }

    /// Sets how long one try may take, from sending the request to the last byte of the response, or to the head of
    /// one that is read as it comes; `None` for ever. Getting a token has as much time again.
    pub fn try_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.try_timeout = timeout.into();
        self
    }

    /// Sets how long a call may take in all: tokens, tries and waits; `None` for ever.
    pub fn deadline(mut self, deadline: impl Into<Option<Duration>>) -> Self {
        self.deadline = deadline.into();
        self
    }

    /// Sets how long the next chunk of a response may take that is read as it comes, five minutes by default; `None`
    /// for ever. Reading such a response may take longer than the call that it came by.
    pub fn idle_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.idle_timeout = timeout.into();
        self
    }

    pub(crate) fn idle(&self) -> Option<Duration> {
        self.idle_timeout
    }

    pub(crate) fn limits(&self) -> (Option<Duration>, Option<Duration>) {
        (self.try_timeout, self.deadline)
    }

    pub(crate) fn repeats_writes(&self) -> bool {
        self.writes
    }

    /// How long to wait after a number of tries; `None`, if they were enough. `random` is from 0 to 1.
    pub(crate) fn wait(&self, tries: u32, retry_after: Option<Duration>, random: f64) -> Option<Duration> {
        (tries < self.tries).then(|| self.pause(tries, retry_after, random))
    }

    /// How long to wait after a number of answers that were not ready; `None`, if they were enough.
    pub(crate) fn wait_until_ready(
        &self,
        answers: u32,
        retry_after: Option<Duration>,
        random: f64,
    ) -> Option<Duration> {
        (answers <= self.until_ready).then(|| self.pause(answers, retry_after, random))
    }

    fn pause(&self, times: u32, retry_after: Option<Duration>, random: f64) -> Duration {
        let doubled = 2_u32.checked_pow(times.saturating_sub(1));
        let backoff = doubled
            .and_then(|factor| self.first.checked_mul(factor))
            .unwrap_or(Duration::MAX)
            .min(self.longest);
        let random = random.clamp(0.0, 1.0);
        let jitter = Duration::try_from_secs_f64(backoff.as_secs_f64() * random).unwrap_or(backoff);
        let asked = retry_after.unwrap_or_default().min(self.longest_retry_after);
        asked.saturating_add(jitter)
    }
}

impl Default for Retry {
    fn default() -> Self {
        Self::new()
    }
}

/// Whether a status says that the same request may fare better later.
pub(crate) fn is_passing(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 429 | 500 | 502 | 503 | 504)
}
