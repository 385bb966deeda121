//! Signing in on another device ([RFC 8628](https://www.rfc-editor.org/rfc/rfc8628)).

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::answer::Answer;
use super::endpoint::Endpoint;
use super::error::{Flaw, SignInError};
use super::rotation::Rotation;
use super::{Credential, Token};
use crate::transport::{BoxError, BoxFuture, Timer};
use crate::value::Secret;

/// How long to wait between two questions if the endpoint does not say (RFC 8628 §3.2).
const INTERVAL: Duration = Duration::from_secs(5);
/// What `slow_down` adds to it (RFC 8628 §3.5).
const SLOWER: Duration = Duration::from_secs(5);
/// How long a code is good if the endpoint does not say.
const LIFE: Duration = Duration::from_secs(900);

/// What a user has to do to sign in: open an address and enter a code. Prints as that.
///
/// The code is for the user alone, so `Debug` does not show it.
#[derive(Clone)]
pub struct DevicePrompt {
    code: String,
    address: String,
    message: Option<String>,
    expires_in: Duration,
}

impl DevicePrompt {
    /// The code to enter.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The address to open.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// How long there is to do so.
    #[must_use]
    pub fn expires_in(&self) -> Duration {
        self.expires_in
    }
}

impl fmt::Display for DevicePrompt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.message {
            Some(message) => f.write_str(message),
            None => write!(f, "To sign in, open {} and enter the code {}", self.address, self.code),
        }
    }
}

impl fmt::Debug for DevicePrompt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DevicePrompt")
            .field("address", &self.address)
            .field("expires_in", &self.expires_in)
            .finish_non_exhaustive()
    }
}

pub(super) type Show = Arc<dyn Fn(DevicePrompt) + Send + Sync>;

/// Asks the user once, and goes on with the refresh token after that.
pub(super) struct Source {
    pub(super) endpoint: Endpoint,
    pub(super) timer: Arc<dyn Timer>,
    pub(super) show: Show,
    pub(super) rotation: Rotation,
}

/// A device code, and how to ask about it.
struct Pending {
    code: Secret,
    interval: Duration,
    end: Option<SystemTime>,
}

impl Source {
    async fn get(&self) -> Result<Token, SignInError> {
        match self.rotation.redeem(&self.endpoint).await {
            Ok(Some(token)) => return Ok(token),
            Ok(None) => {}
            Err(error) if error.is_sign_in_required() => self.rotation.forget(),
            Err(error) => return Err(error),
        }
        let (name, audience) = self.endpoint.audience(true);
        let asked = (self.endpoint.clock)();
        let answer = self.endpoint.post("devicecode", &[(name, &audience)]).await?;
        let (prompt, pending) = read(&answer, asked).map_err(|flaw| self.endpoint.unreadable(flaw))?;
        (self.show)(prompt);
        let (token, answer) = self.poll(pending, (name, &audience)).await?;
        self.rotation.adopt(&self.endpoint, &answer).await?;
        Ok(token)
    }

    async fn poll(&self, pending: Pending, audience: (&str, &str)) -> Result<(Token, Answer), SignInError> {
        let code = pending.code.expose();
        let v1 = [("grant_type", "device_code"), ("code", code), audience];
        let v2 = [("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), ("device_code", code)];
        let grant = if self.endpoint.is_v1() { &v1[..] } else { &v2[..] };
        let mut interval = pending.interval;
        loop {
            let now = (self.endpoint.clock)();
            let left = pending.end.map_or(Duration::MAX, |end| end.duration_since(now).unwrap_or_default());
            if left.is_zero() {
                return Err(self.endpoint.error(Flaw::TooLate));
            }
            self.timer.sleep(interval.min(left)).await;
            let error = match self.endpoint.token(grant).await {
                Ok(signed_in) => return Ok(signed_in),
                Err(error) => error,
            };
            match error.code() {
                Some("authorization_pending") => {}
                Some("slow_down") => interval = interval.saturating_add(SLOWER),
                Some("expired_token" | "code_expired") => return Err(self.endpoint.error(Flaw::TooLate)),
                // RFC 8628 §3.5: ask less often while nothing arrives.
                _ if error.is_passing() => interval = interval.saturating_mul(2),
                _ => return Err(error),
            }
        }
    }
}

fn read(answer: &Answer, asked: SystemTime) -> Result<(DevicePrompt, Pending), BoxError> {
    let life = answer.seconds("expires_in").unwrap_or(LIFE);
    let interval = answer.seconds("interval").unwrap_or(INTERVAL).max(Duration::from_secs(1));
    let code = answer.secret("device_code").ok_or("the answer has no `device_code`")?;
    let prompt = DevicePrompt {
        code: answer.required("user_code")?.to_owned(),
        // `verification_url` in the v1 form.
        address: answer
            .text("verification_uri")
            .or_else(|| answer.text("verification_url"))
            .ok_or("the answer has no `verification_uri`")?
            .to_owned(),
        message: answer.text("message").map(str::to_owned),
        expires_in: life,
    };
    Ok((prompt, Pending { code, interval, end: asked.checked_add(life) }))
}

impl Credential for Source {
    fn token(&self) -> BoxFuture<'_, Result<Token, BoxError>> {
        Box::pin(async move { Ok(self.get().await?) })
    }
}
