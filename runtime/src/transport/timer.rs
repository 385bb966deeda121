//! Waiting, and how long something takes: the other thing a client asks of the outside world.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::BoxFuture;

/// Waits, and tells the time.
///
/// Without a timer a client can neither retry nor time out. A transport may bring one
/// ([`Transport::timer`](super::Transport::timer)), and
/// [`Builder::timer`](crate::Builder::timer) sets one for any transport. Nothing else in this crate looks at
/// a clock, but for the end of tokens where there is no [`now`](Self::now), so a timer that does not wait makes a test that takes no time.
///
/// With the timers of an executor other than Tokio:
///
/// ```
/// use std::time::{Duration, Instant, SystemTime};
///
/// use clientgen_runtime::{BoxFuture, Timer};
/// # mod async_io { pub struct Timer; impl Timer { pub async fn after(_: std::time::Duration) {} } }
///
/// struct AsyncIo(Instant);
///
/// impl Timer for AsyncIo {
///     fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
///         Box::pin(async move { drop(async_io::Timer::after(duration).await) })
///     }
///
///     fn elapsed(&self) -> Option<Duration> {
///         Some(self.0.elapsed())
///     }
///
///     fn now(&self) -> Option<SystemTime> {
///         Some(SystemTime::now())
///     }
/// }
/// ```
pub trait Timer: Send + Sync + 'static {
    /// Completes once a time has passed. The time runs from this call on.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;

    /// How long it is since some moment, always the same one, on a clock that never goes back; `None` where
    /// the timer does not run, as outside of the runtime that it belongs to. A call is then sent once, and
    /// may take for ever.
    fn elapsed(&self) -> Option<Duration>;

    /// The time of day, if there is a clock for it. It says when a token of a [`SignIn`](crate::SignIn) is over, and how
    /// long it is until the date of a `Retry-After` where the service does not say in its `Date` what the time is.
    fn now(&self) -> Option<SystemTime> {
        None
    }

    /// Runs a task beside the caller until it is done. Whoever cannot gives it back, as the default does.
    ///
    /// Only asked for by lists that fetch pages in advance
    /// ([`Pages::prefetch`](crate::Pages::prefetch)): so their pages arrive while the caller does something
    /// else. A task whose list is dropped ends by itself.
    ///
    /// # Errors
    ///
    /// The task, if it does not run.
    fn spawn(&self, task: BoxFuture<'static, ()>) -> Result<(), BoxFuture<'static, ()>> {
        Err(task)
    }
}

impl<T: Timer + ?Sized> Timer for Arc<T> {
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        (**self).sleep(duration)
    }

    fn elapsed(&self) -> Option<Duration> {
        (**self).elapsed()
    }

    fn now(&self) -> Option<SystemTime> {
        (**self).now()
    }

    fn spawn(&self, task: BoxFuture<'static, ()>) -> Result<(), BoxFuture<'static, ()>> {
        (**self).spawn(task)
    }
}

/// The timer of Tokio, for runtimes built with `enable_time`.
///
/// It follows Tokio's clock: paused there, it is paused here.
#[cfg(feature = "tokio")]
#[derive(Clone, Copy, Debug)]
pub struct TokioTimer {
    start: tokio::time::Instant,
}

#[cfg(feature = "tokio")]
impl TokioTimer {
    /// A timer. It need not be made inside a runtime, only used there.
    #[must_use]
    pub fn new() -> Self {
        Self { start: tokio::time::Instant::now() }
    }
}

#[cfg(feature = "tokio")]
impl Default for TokioTimer {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(feature = "tokio")]
impl Timer for TokioTimer {
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }

    fn elapsed(&self) -> Option<Duration> {
        // Tokio's `sleep` panics outside of a runtime.
        tokio::runtime::Handle::try_current().ok()?;
        Some(self.start.elapsed())
    }

    fn now(&self) -> Option<SystemTime> {
        Some(SystemTime::now())
    }

    fn spawn(&self, task: BoxFuture<'static, ()>) -> Result<(), BoxFuture<'static, ()>> {
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => {
                drop(runtime.spawn(task));
                Ok(())
            }
            Err(_) => Err(task),
        }
    }
}
