//! A timer that takes no time: whoever waits moves it on.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime};

use clientgen_runtime::{BoxFuture, Timer};

/// What the time of day is when the clock starts: 2026-11-21T04:00:00Z.
pub const START: u64 = 1_795_233_600;

#[derive(Clone, Default)]
pub struct Clock(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    now: Duration,
    /// When each sleeper wakes.
    sleepers: BTreeMap<u64, Duration>,
    /// How long each sleep was that came to its end.
    slept: Vec<Duration>,
    made: u64,
}

impl Clock {
    pub fn slept(&self) -> Vec<Duration> {
        self.0.lock().unwrap().slept.clone()
    }

    pub fn elapsed(&self) -> Duration {
        self.0.lock().unwrap().now
    }

    /// How many sleep at this moment.
    pub fn sleepers(&self) -> usize {
        self.0.lock().unwrap().sleepers.len()
    }
}

impl Timer for Clock {
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let mut state = self.0.lock().unwrap();
        state.made += 1;
        let (id, end) = (state.made, state.now + duration);
        state.sleepers.insert(id, end);
        Box::pin(Sleep { clock: self.clone(), id, duration, polled: false })
    }

    fn elapsed(&self) -> Option<Duration> {
        Some(self.elapsed())
    }

    fn now(&self) -> Option<SystemTime> {
        Some(SystemTime::UNIX_EPOCH + Duration::from_secs(START) + self.elapsed())
    }
}

struct Sleep {
    clock: Clock,
    id: u64,
    duration: Duration,
    polled: bool,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let clock = self.clock.clone();
        let mut state = clock.0.lock().unwrap();
        let own = state.sleepers[&self.id];
        // Who comes first is known once all have been polled.
        if self.polled && state.sleepers.values().all(|other| own <= *other) {
            state.now = state.now.max(own);
            state.slept.push(self.duration);
            return Poll::Ready(());
        }
        self.polled = true;
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        self.clock.0.lock().unwrap().sleepers.remove(&self.id);
    }
}
