//! Token endpoints of Microsoft Entra: where they are, and one request to them.

use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use form_urlencoded::Serializer;
use http::{Uri, header};

use super::Token;
use super::answer::Answer;
use super::cache::Clock;
use super::error::{Flaw, Refusal, SignInError};
use crate::transport::{BoxError, RawResponse, Request, Timer, Transport, TransportError};
use crate::value::Secret;

/// How long a request to an endpoint may take.
const LIMIT: Duration = Duration::from_secs(60);
/// Fields of forms that no message may repeat.
const SECRETS: [&str; 4] = ["client_secret", "refresh_token", "device_code", "code"];

/// The scope for which a refresh token comes along.
const OFFLINE: &str = "offline_access";

/// What a token is for, which also decides on the form of the request.
#[derive(Clone, Debug)]
pub(super) enum Audience {
    /// The v1 form.
    Resource(String),
    /// The v2 form.
    Scope(String),
}

/// The endpoints of one tenant, for one client.
pub(super) struct Endpoint {
    pub(super) authority: String,
    pub(super) tenant: String,
    pub(super) client_id: String,
    pub(super) client_secret: Option<Secret>,
    pub(super) audience: Audience,
    pub(super) transport: Arc<dyn Transport>,
    pub(super) timer: Option<Arc<dyn Timer>>,
    pub(super) clock: Clock,
}

impl Endpoint {
    pub(super) fn is_v1(&self) -> bool {
        matches!(self.audience, Audience::Resource(_))
    }

    /// The field that says what the token is for. With `offline`, a refresh token is to come along: where the
    /// v2 form is not asked for one, it gives none, not even in place of another.
    pub(super) fn audience(&self, offline: bool) -> (&'static str, String) {
        match &self.audience {
            Audience::Resource(resource) => ("resource", resource.clone()),
            Audience::Scope(scope) if offline && !scope.split(' ').any(|word| word == OFFLINE) => {
                ("scope", format!("{scope} {OFFLINE}"))
            }
            Audience::Scope(scope) => ("scope", scope.clone()),
        }
    }

    /// Asks for a token. The client and its secret go with what is given.
    pub(super) async fn token(&self, grant: &[(&str, &str)]) -> Result<(Token, Answer), SignInError> {
        // The life of a token counts from here, as it may be on its way for long.
        let started = (self.clock)();
        let secret = self.client_secret.as_ref().map(|secret| ("client_secret", secret.expose()));
        let form: Vec<_> = grant.iter().copied().chain(secret).collect();
        let answer = self.post("token", &form).await?;
        let token = read_token(&answer, started).map_err(|flaw| self.unreadable(flaw))?;
        Ok((token, answer))
    }

    /// Sends a form to an endpoint, by the last segment of its path. The client goes with it.
    pub(super) async fn post(&self, name: &str, fields: &[(&str, &str)]) -> Result<Answer, SignInError> {
        let request = self.request(name, fields).map_err(|flaw| self.unanswered(flaw))?;
        let response = self.send(request).await.map_err(|flaw| self.unanswered(flaw))?;
        if Refusal::is_in(&response) {
            let secrets = fields.iter().filter(|(name, _)| SECRETS.contains(name));
            let secrets: Vec<_> = secrets.map(|(_, secret)| *secret).collect();
            let refusal = Refusal::read(&response, &secrets);
            return Err(self.error(Flaw::Refused(refusal)));
        }
        Answer::read(&response).map_err(|flaw| self.unreadable(flaw))
    }

    fn request(&self, name: &str, fields: &[(&str, &str)]) -> Result<Request, BoxError> {
        let version = if self.is_v1() { "" } else { "/v2.0" };
        let uri = Uri::try_from(format!("{}/{}/oauth2{version}/{name}", self.authority, self.tenant))?;
        let form = Serializer::new(String::new())
            .append_pair("client_id", &self.client_id)
            .extend_pairs(fields)
            .finish();
        let request = http::Request::post(uri)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ACCEPT, "application/json")
            .header(header::USER_AGENT, concat!("clientgen-runtime/", env!("CARGO_PKG_VERSION")))
            .body(Bytes::from(form))?;
        Ok(request)
    }

    /// Sends a request, within the limit as far as there is a timer, and otherwise by the clock whenever
    /// someone asks.
    async fn send(&self, request: Request) -> Result<RawResponse, BoxError> {
        let started = (self.clock)();
        let timer = self.timer.as_ref().filter(|timer| timer.elapsed().is_some());
        let mut sleep = None;
        let mut response = self.transport.send(request);
        poll_fn(|cx| {
            if let Poll::Ready(result) = response.as_mut().poll(cx) {
                return Poll::Ready(result);
            }
            if sleep.is_none() {
                sleep = timer.map(|timer| timer.sleep(LIMIT));
            }
            let rang = sleep.as_mut().is_some_and(|sleep| sleep.as_mut().poll(cx).is_ready());
            if rang || (self.clock)().duration_since(started).is_ok_and(|passed| passed >= LIMIT) {
                let error = format!("{LIMIT:?} for one request are over");
                return Poll::Ready(Err(TransportError::timeout(error).into()));
            }
            Poll::Pending
        })
        .await
    }

    pub(super) fn error(&self, flaw: Flaw) -> SignInError {
        SignInError::new(&self.authority, flaw)
    }

    pub(super) fn unreadable(&self, flaw: BoxError) -> SignInError {
        self.error(Flaw::Unreadable(flaw))
    }

    fn unanswered(&self, flaw: BoxError) -> SignInError {
        self.error(Flaw::Unanswered(flaw))
    }
}

fn read_token(answer: &Answer, started: SystemTime) -> Result<Token, BoxError> {
    let kind = answer.text("token_type").unwrap_or("Bearer");
    if !kind.eq_ignore_ascii_case("bearer") {
        return Err("the token is of another type than `Bearer`".into());
    }
    let token = Token::from(answer.required("access_token")?);
    let life = answer.seconds("expires_in");
    Ok(token.with_expiry(life.and_then(|life| started.checked_add(life))))
}
