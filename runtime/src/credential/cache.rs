//! Keeps a token for as long as it is good, and gets the next one once for all who wait for it.

use std::error::Error;
use std::fmt;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use futures_util::FutureExt;
use futures_util::future::Shared;

use super::{Credential, SignInError, Token};
use crate::transport::{BoxError, BoxFuture, Timer};

/// How long before its end a token is replaced.
const BUFFER: Duration = Duration::from_secs(240);
/// How long a token that is still good is used after getting the next one failed, before that is tried again.
const PAUSE: Duration = Duration::from_secs(30);
/// How long a request that nobody waits for any more may be taken up again.
const PATIENCE: Duration = Duration::from_secs(300);

/// What tells the time of day.
pub(super) type Clock = Arc<dyn Fn() -> SystemTime + Send + Sync>;

/// The clock of a timer that has one, and otherwise that of the system.
pub(super) fn clock_of(timer: Option<Arc<dyn Timer>>) -> Clock {
    Arc::new(move || timer.as_deref().and_then(Timer::now).unwrap_or_else(system_time))
}

/// The time of the system. Where it has none, as in a browser, it is always the same: a token is then kept until it is
/// refused.
fn system_time() -> SystemTime {
    if cfg!(all(target_family = "wasm", target_os = "unknown")) {
        SystemTime::UNIX_EPOCH
    } else {
        SystemTime::now()
    }
}

/// A credential that asks another one, and keeps what it got.
///
/// - A token is kept until shortly before it ends ([`Token::with_expiry`]), or until the service refuses it
///   (401) if it says nothing of its end.
/// - However many calls need a new token at a time, the other credential is asked once.
/// - A call that is dropped takes nothing away from the others: they go on with the same request, and if there
///   are none, the next call does. So the answer of an identity provider is not lost, which matters where it
///   holds a refresh token that works only once.
/// - If there is no new token to be had while the old one is good, the old one is used.
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use clientgen_runtime::{BoxError, Cached, Token};
///
/// # async fn ask_the_vault() -> Result<String, BoxError> { Ok("t".to_owned()) }
/// let credential = Cached::new(|| async {
///     let token = Token::from(ask_the_vault().await?);
///     Ok::<_, BoxError>(token.with_expiry(SystemTime::now() + Duration::from_secs(3600)))
/// });
/// ```
pub struct Cached<C> {
    source: Arc<C>,
    state: Mutex<State>,
    clock: Clock,
    buffer: Duration,
    patience: Duration,
}

#[derive(Default)]
struct State {
    held: Option<Held>,
    flight: Option<Flight>,
}

/// A token, and when to look for the next one.
struct Held {
    token: Token,
    renew_at: Option<SystemTime>,
}

/// A request for a token. Those who wait for it poll it.
struct Flight {
    outcome: Shared<BoxFuture<'static, Result<Token, Failure>>>,
    /// One for the flight itself, one for each who waits.
    waiting: Arc<()>,
    started: SystemTime,
}

enum Step {
    Have(Token),
    Wait(Ticket),
}

/// A place among those who wait.
struct Ticket {
    outcome: Shared<BoxFuture<'static, Result<Token, Failure>>>,
    waiting: Arc<()>,
    /// Whether the flight had been left by all who waited for it, and so may be out of date.
    resumed: bool,
}

impl<C: Credential> Cached<C> {
    /// Keeps the tokens of a credential.
    pub fn new(credential: C) -> Self {
        Self {
            source: Arc::new(credential),
            state: Mutex::default(),
            clock: clock_of(None),
            buffer: BUFFER,
            patience: PATIENCE,
        }
    }

    /// Sets how long before its end a token is replaced. The default is 240 s. It has to be longer than a
    /// request takes to arrive; of a short-lived token it is at most half the life.
    #[must_use]
    pub fn buffer(mut self, buffer: Duration) -> Self {
        self.buffer = buffer;
        self
    }

    /// Sets what tells the time. The default is [`SystemTime::now`]. Where there is no such clock, as on
    /// `wasm32-unknown-unknown`, time stands still by default, and a token is kept until the service refuses it.
    #[must_use]
    pub fn clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    pub(super) fn shared_clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Sets how long a request that nobody waits for may be taken up again.
    pub(super) fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    async fn get(&self, refused: Option<&Token>) -> Result<Token, BoxError> {
        loop {
            let ticket = match self.step(refused) {
                Step::Have(token) => return Ok(token),
                Step::Wait(ticket) => ticket,
            };
            let outcome = ticket.outcome.clone().await;
            if let Some(result) = self.land(&ticket, outcome, refused) {
                return result.map_err(Failure::into_error);
            }
        }
    }

    /// Finds a good token, or joins the request for one.
    fn step(&self, refused: Option<&Token>) -> Step {
        let now = (self.clock)();
        let mut state = self.lock();
        if let Some(held) = &state.held {
            if refused.is_some_and(|refused| held.token.is(refused)) {
                state.held = None;
            } else if held.renew_at.is_none_or(|at| now < at) {
                return Step::Have(held.token.clone());
            }
        }
        let left_behind = |flight: &Flight| Arc::strong_count(&flight.waiting) == 1;
        let age = |flight: &Flight| now.duration_since(flight.started).unwrap_or_default();
        if state.flight.as_ref().is_some_and(|flight| left_behind(flight) && age(flight) > self.patience) {
            state.flight = None;
        }
        let resumed = state.flight.as_ref().is_some_and(left_behind);
        let flight = state.flight.get_or_insert_with(|| self.start(refused, now));
        Step::Wait(Ticket { outcome: flight.outcome.clone(), waiting: Arc::clone(&flight.waiting), resumed })
    }

    fn start(&self, refused: Option<&Token>, now: SystemTime) -> Flight {
        let (source, refused) = (Arc::clone(&self.source), refused.cloned());
        let request = async move {
            match &refused {
                Some(refused) => source.renew(refused).await,
                None => source.token().await,
            }
        };
        // A panic would come back out of the shared future at every later call.
        let request = AssertUnwindSafe(request).catch_unwind().map(|result| match result {
            Ok(result) => result.map_err(Failure::from),
            Err(_) => Err(Failure::from(BoxError::from("the credential panicked"))),
        });
        Flight { outcome: request.boxed().shared(), waiting: Arc::new(()), started: now }
    }

    /// Takes the outcome of a request; `None` if it is out of date.
    fn land(
        &self,
        ticket: &Ticket,
        outcome: Result<Token, Failure>,
        refused: Option<&Token>,
    ) -> Option<Result<Token, Failure>> {
        let now = (self.clock)();
        let mut state = self.lock();
        // Whoever is first does it for all.
        let is_this = |flight: &mut Flight| Arc::ptr_eq(&flight.waiting, &ticket.waiting);
        if let Some(flight) = state.flight.take_if(is_this) {
            match (&outcome, &mut state.held) {
                (Ok(token), held) => *held = Some(Held::new(token.clone(), flight.started, self.buffer)),
                (Err(_), Some(held)) => held.renew_at = now.checked_add(PAUSE),
                (Err(_), None) => {}
            }
        }
        let is_refused = |token: &Token| refused.is_some_and(|refused| token.is(refused));
        match outcome {
            Ok(token) if ticket.resumed && (token.is_over(now) || is_refused(&token)) => None,
            Err(_) if ticket.resumed => None,
            Ok(token) => Some(Ok(token)),
            Err(failure) => {
                let old = state.held.as_ref().map(|held| &held.token);
                let old = old.filter(|token| !token.is_over(now) && !is_refused(token));
                Some(old.cloned().ok_or(failure))
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Whole at all times: nothing in a locked section can panic half way.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    fn new(token: Token, started: SystemTime, buffer: Duration) -> Self {
        let renew_at = token.expires_at().map(|end| {
            let life = end.duration_since(started).unwrap_or_default();
            end.checked_sub(buffer.min(life / 2)).unwrap_or(started)
        });
        Self { token, renew_at }
    }
}

impl<C: Credential> Credential for Cached<C> {
    fn token(&self) -> BoxFuture<'_, Result<Token, BoxError>> {
        Box::pin(self.get(None))
    }

    fn renew<'a>(&'a self, refused: &'a Token) -> BoxFuture<'a, Result<Token, BoxError>> {
        Box::pin(self.get(Some(refused)))
    }
}

impl<C> fmt::Debug for Cached<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cached").field("buffer", &self.buffer).finish_non_exhaustive()
    }
}

/// Why there is no token, for all who waited.
#[derive(Clone)]
enum Failure {
    SignIn(SignInError),
    Other(Arc<dyn Error + Send + Sync>),
}

impl Failure {
    fn into_error(self) -> BoxError {
        match self {
            Self::SignIn(error) => Box::new(error),
            Self::Other(error) => Box::new(NoNewToken(error)),
        }
    }
}

impl From<BoxError> for Failure {
    fn from(error: BoxError) -> Self {
        match error.downcast::<SignInError>() {
            Ok(error) => Self::SignIn(*error),
            Err(error) => Self::Other(error.into()),
        }
    }
}

#[derive(Debug)]
struct NoNewToken(Arc<dyn Error + Send + Sync>);

impl fmt::Display for NoNewToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no new one")
    }
}

impl Error for NoNewToken {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.0)
    }
}
