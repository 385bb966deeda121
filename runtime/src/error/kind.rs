//! What an error means for its caller.

use std::time::Duration;

use super::read::Said;
use super::{Error, ResponseError};
use crate::credential::{self, SignInError};
use crate::facts::ErrorRules;
use crate::response::Response;
use crate::retry::is_passing;
use crate::transport::Failure;

impl Error {
    /// The code by which the service tells its errors apart, whether it is written as a number or as text:
    /// see [`ErrorRules`]. `None` if there is no response or no code in it, and of a response that only could
    /// not be read.
    #[must_use]
    pub fn code(&self) -> Option<String> {
        self.said()?.code(self.rules()?)
    }

    /// What the service says to people. Not for programs, which should go by status and code, and not for
    /// logs without thought, as it may be personal.
    #[must_use]
    pub fn message(&self) -> Option<String> {
        self.said()?.message(self.rules()?)
    }

    /// How long the service asks to wait before the next call.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.response().and_then(Response::retry_after)
    }

    /// How often the request was sent or tried to be sent; 0, if it could not be built or had nowhere to go.
    #[must_use]
    pub fn tries(&self) -> u32 {
        match self {
            Self::Request(_) | Self::Paging(_) | Self::Polling(_) => 0,
            _ => self.call().map_or(0, crate::response::CallInfo::tries),
        }
    }

    /// Whether the specification has this name for the error (`x-clientgen.errors.named`).
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        let (Some(rules), Some(status)) = (self.rules(), self.status()) else {
            return false;
        };
        let mut rules = rules.named.iter().filter(|rule| rule.name == name).peekable();
        if rules.peek().is_none() {
            return false;
        }
        let code = self.code();
        rules.any(|rule| {
            rule.status.is_none_or(|expected| expected == status)
                && rule.code.is_none_or(|expected| code.as_deref() == Some(expected))
        })
    }

    /// Whether the service gets too many requests: 429, or what the specification calls `throttled`.
    #[must_use]
    pub fn is_throttled(&self) -> bool {
        self.is_refused(429) || self.is("throttled")
    }

    /// Whether the service knows no such thing: 404, or what the specification calls `notFound`.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.is_refused(404) || self.is("notFound")
    }

    /// Whether the token is missing, expired or the wrong one: 401, or what the specification calls
    /// `unauthorized`.
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        self.is_refused(401) || self.is("unauthorized")
    }

    /// Whether the caller may not do this: 403, or what the specification calls `forbidden`.
    #[must_use]
    pub fn is_forbidden(&self) -> bool {
        self.is_refused(403) || self.is("forbidden")
    }

    /// Whether something is in the way as it is now: 409, or what the specification calls `conflict`.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.is_refused(409) || self.is("conflict")
    }

    /// Whether what is to be changed has been changed by someone else: 412, or what the specification calls
    /// `preconditionFailed`.
    #[must_use]
    pub fn is_precondition_failed(&self) -> bool {
        self.is_refused(412) || self.is("preconditionFailed")
    }

    /// Whether the user has to sign in with a second factor: what the specification calls `mfaRequired`, or
    /// what the token endpoint says.
    #[must_use]
    pub fn is_mfa_required(&self) -> bool {
        self.is("mfaRequired") || self.sign_in().is_some_and(SignInError::is_mfa_required)
    }

    /// What the token endpoint said, if the call failed because there was no token.
    #[must_use]
    pub fn sign_in(&self) -> Option<&SignInError> {
        match self {
            Self::Credential(error) => SignInError::among(error.cause()),
            _ => None,
        }
    }

    /// Whether no response arrived in time. A service that answers 408 or 504 did answer.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        matches!(self, Self::Timeout(_))
    }

    /// Whether there was no connection, so that nothing was sent.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.what_failed().connect
    }

    /// Whether the service is still at work on the answer, and asks to come back later.
    #[must_use]
    pub fn is_not_ready(&self) -> bool {
        matches!(self, Self::NotReady(_))
    }

    /// Whether the same call may fare better later: no connection, a broken one, no response in time, an answer
    /// that is not ready yet, or a status of 408, 429, 500, 502, 503 or 504. If the call changes something, it may have done so already.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Status(error) => is_passing(error.response().status()),
            Self::Credential(error) => credential::is_passing(error.cause()),
            Self::NotReady(_) => true,
            _ => self.what_failed().is_passing(),
        }
    }

    /// How far a request without a response got.
    pub(crate) fn what_failed(&self) -> Failure {
        match self {
            Self::Transport(error) | Self::Timeout(error) => {
                Failure { timeout: self.is_timeout(), ..Failure::of(error.cause()) }
            }
            _ => Failure::default(),
        }
    }

    fn is_refused(&self, status: u16) -> bool {
        matches!(self, Self::Status(error) if error.response().status() == status)
    }

    fn rules(&self) -> Option<&'static ErrorRules> {
        Some(&self.call()?.api().errors)
    }

    fn said(&self) -> Option<Said> {
        match self {
            Self::Status(error) => Some(Said::by(error.response())),
            Self::Business(error) => ResponseError::faults(error).first().cloned().map(Said::of),
            _ => None,
        }
    }
}
