//! A page under way: asked for, perhaps in advance.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;

use super::position::Place;
use crate::error::Result;
use crate::response::Response;
use crate::transport::{BoxFuture, Timer};

type Outcome = Result<Response<Bytes>>;

/// A page under way. Dropping it gives the request up.
pub(super) struct Flight {
    pub(super) place: Place,
    /// What makes the request the same as one before.
    pub(super) key: u64,
    stage: Stage,
}

enum Stage {
    /// Whoever polls moves it on.
    Here(BoxFuture<'static, Outcome>),
    /// A task of its own moves it on.
    Beside(Beside),
    Landed(Outcome),
}

impl Flight {
    pub(super) fn new(place: Place, key: u64, request: BoxFuture<'static, Outcome>) -> Self {
        Self { place, key, stage: Stage::Here(request) }
    }

    /// A page to which no request leads.
    pub(super) fn failed(place: Place, outcome: Outcome) -> Self {
        Self { place, key: 0, stage: Stage::Landed(outcome) }
    }

    /// Sends the request, and leaves the rest to a task of its own if there is a timer that runs some.
    pub(super) fn launch(&mut self, timer: Option<&dyn Timer>, cx: &mut Context<'_>) {
        // First here, so that the span of the call is within that of the caller.
        if self.advance(cx) {
            return;
        }
        let beside = |request| {
            let Some(timer) = timer else { return Stage::Here(request) };
            Beside::start(timer, request).map_or_else(Stage::Here, Stage::Beside)
        };
        self.stage = match std::mem::replace(&mut self.stage, Stage::Here(Box::pin(std::future::pending()))) {
            Stage::Here(request) => beside(request),
            stage => stage,
        };
    }

    /// Moves on as far as possible without waiting, and tells whether the page is there.
    pub(super) fn advance(&mut self, cx: &mut Context<'_>) -> bool {
        let outcome = match &mut self.stage {
            Stage::Here(request) => request.as_mut().poll(cx),
            Stage::Beside(task) => task.poll(cx),
            Stage::Landed(_) => return true,
        };
        match outcome {
            Poll::Ready(outcome) => {
                self.stage = Stage::Landed(outcome);
                true
            }
            Poll::Pending => false,
        }
    }

    /// The page, if it is there.
    pub(super) fn land(self) -> Option<Outcome> {
        match self.stage {
            Stage::Landed(outcome) => Some(outcome),
            Stage::Here(_) | Stage::Beside(_) => None,
        }
    }
}

/// A request that a task moves on, and that ends with this handle.
struct Beside(Arc<Mutex<Shared>>);

struct Shared {
    request: Option<BoxFuture<'static, Outcome>>,
    outcome: Option<Outcome>,
    /// Whether the task is there: a runtime that shuts down drops its tasks.
    runs: bool,
    task: Option<Waker>,
    caller: Option<Waker>,
}

impl Beside {
    /// Starts the task; gives the request back if that cannot be.
    fn start(
        timer: &dyn Timer,
        request: BoxFuture<'static, Outcome>,
    ) -> Result<Self, BoxFuture<'static, Outcome>> {
        let shared = Shared { request: Some(request), outcome: None, runs: true, task: None, caller: None };
        let shared = Arc::new(Mutex::new(shared));
        let task = Task(Arc::clone(&shared));
        match timer.spawn(Box::pin(async move { std::future::poll_fn(|cx| task.poll(cx)).await })) {
            Ok(()) => Ok(Self(shared)),
            Err(task) => {
                drop(task);
                let request = lock(&shared).request.take();
                Err(request.unwrap_or_else(|| Box::pin(std::future::pending())))
            }
        }
    }

    fn poll(&self, cx: &mut Context<'_>) -> Poll<Outcome> {
        let mut shared = lock(&self.0);
        if let Some(outcome) = shared.outcome.take() {
            return Poll::Ready(outcome);
        }
        if !shared.runs
            && let Some(request) = &mut shared.request
        {
            return request.as_mut().poll(cx);
        }
        shared.caller = Some(cx.waker().clone());
        Poll::Pending
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        let mut shared = lock(&self.0);
        let (request, task) = (shared.request.take(), shared.task.take());
        drop(shared);
        drop(request);
        if let Some(task) = task {
            task.wake();
        }
    }
}

struct Task(Arc<Mutex<Shared>>);

impl Task {
    fn poll(&self, cx: &mut Context<'_>) -> Poll<()> {
        let mut shared = lock(&self.0);
        let Some(request) = &mut shared.request else { return Poll::Ready(()) };
        let Poll::Ready(outcome) = request.as_mut().poll(cx) else {
            shared.task = Some(cx.waker().clone());
            return Poll::Pending;
        };
        shared.request = None;
        shared.outcome = Some(outcome);
        Poll::Ready(())
    }
}

/// Its end is told to the caller, whatever it is.
impl Drop for Task {
    fn drop(&mut self) {
        let mut shared = lock(&self.0);
        shared.runs = false;
        let caller = shared.caller.take();
        drop(shared);
        if let Some(caller) = caller {
            caller.wake();
        }
    }
}

fn lock(shared: &Mutex<Shared>) -> MutexGuard<'_, Shared> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
