//! A refresh token: kept, redeemed, and handed over when it changes.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Token;
use super::answer::Answer;
use super::endpoint::Endpoint;
use super::error::{Flaw, SignInError};
use crate::transport::{BoxError, BoxFuture};
use crate::value::Secret;

/// What takes a new refresh token.
pub(super) type Keep = Arc<dyn Fn(Secret) -> BoxFuture<'static, Result<(), BoxError>> + Send + Sync>;

pub(super) struct Rotation {
    state: Mutex<State>,
    keep: Option<Keep>,
}

struct State {
    current: Option<Secret>,
    /// Whether the caller has it.
    kept: bool,
}

impl Rotation {
    /// Begins with what the caller has.
    pub(super) fn new(first: Option<Secret>, keep: Option<Keep>) -> Self {
        Self { state: Mutex::new(State { current: first, kept: true }), keep }
    }

    /// Gets an access token for the refresh token; `None`, if there is no refresh token.
    pub(super) async fn redeem(&self, endpoint: &Endpoint) -> Result<Option<Token>, SignInError> {
        let Some(current) = self.current() else {
            return Ok(None);
        };
        // One that the caller failed to take is offered again before it is used.
        self.hand_over(endpoint).await?;
        let (name, audience) = endpoint.audience(true);
        let grant = [("grant_type", "refresh_token"), ("refresh_token", current.expose()), (name, &audience)];
        let (token, answer) = endpoint.token(&grant).await?;
        self.adopt(endpoint, &answer).await?;
        Ok(Some(token))
    }

    /// Takes over the refresh token of an answer, if it has another one.
    pub(super) async fn adopt(&self, endpoint: &Endpoint, answer: &Answer) -> Result<(), SignInError> {
        if let Some(fresh) = answer.secret("refresh_token")
            && self.current().as_ref() != Some(&fresh)
        {
            // Kept in memory whatever the caller does: the old one may be spent.
            *self.lock() = State { current: Some(fresh), kept: false };
        }
        self.hand_over(endpoint).await
    }

    /// Forgets a refresh token that is of no use.
    pub(super) fn forget(&self) {
        *self.lock() = State { current: None, kept: true };
    }

    async fn hand_over(&self, endpoint: &Endpoint) -> Result<(), SignInError> {
        let fresh = {
            let state = self.lock();
            state.current.clone().filter(|_| !state.kept)
        };
        if let (Some(fresh), Some(keep)) = (fresh, &self.keep) {
            keep(fresh).await.map_err(|cause| endpoint.error(Flaw::Unkept(cause)))?;
        }
        self.lock().kept = true;
        Ok(())
    }

    fn current(&self) -> Option<Secret> {
        self.lock().current.clone()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
