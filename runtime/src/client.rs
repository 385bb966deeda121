//! The client: one origin, one transport, one credential, shared by all its clones.

use std::borrow::Cow;
use std::error::Error as _;
use std::fmt;
use std::future::Future;
use std::mem;
use std::pin::pin;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{self, Entry, HeaderMap, HeaderValue};
use http::uri::PathAndQuery;
use http::{Method, StatusCode, Uri};

use crate::base::Base;
use crate::credential::{Credential, Token};
use crate::error::{CallError, Error, Result};
use crate::facts::{Api, Operation};
use crate::headers::Headers;
use crate::keys::{Keys, SignIn};
use crate::link;
use crate::live::{Live, Tap};
use crate::request::{Elsewhere, header_line};
use crate::response::{Arrival, CallInfo, IdNames, Response};
use crate::retry::Retry;
use crate::trace;
use crate::transport::{
    Body, BoxError, BoxFuture, GONE, IdleLimit, RawResponse, Request, TimeLimit, Timer, Transport, Upload,
};
use crate::tries::{Elapsed, Tries};

/// The size at which the body of a response is given up that was not asked for as a stream, but came as one.
const BODY_LIMIT: usize = 256 << 20;

/// A handle on a service.
///
/// Cloning is cheap: clones share transport, credential and connections, and can be used from any thread.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
    scope: Arc<Scope>,
}

/// What all clones have in common.
pub(crate) struct Shared {
    pub(crate) api: &'static Api,
    pub(crate) base: Base,
    /// Whether the base URL is none that the specification knows.
    pub(crate) own_base: bool,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) timer: Option<Arc<dyn Timer>>,
    pub(crate) credential: Option<Arc<dyn Credential>>,
    pub(crate) keys: Keys,
    pub(crate) headers: Headers,
    pub(crate) ids: IdNames,
    pub(crate) user_agent: HeaderValue,
}

/// What goes for all calls of one handle.
#[derive(Clone, Default)]
pub(crate) struct Scope {
    pub(crate) retry: Retry,
    headers: HeaderMap,
    /// What is wrong with a header that was set. It comes out of each call.
    flaw: Option<String>,
}

impl Scope {
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        match header_line(name, value) {
            Ok((name, value)) => drop(self.headers.insert(name, value)),
            Err(error) => {
                // The error of the call says itself that nothing was sent.
                self.flaw.get_or_insert_with(|| error.source().unwrap_or(&error).to_string());
            }
        }
    }

    pub(crate) fn check(&self) -> Result<(), BoxError> {
        self.flaw.as_deref().map_or(Ok(()), |flaw| Err(flaw.into()))
    }
}

impl Client {
    pub(crate) fn new(shared: Shared, scope: Scope) -> Self {
        Self { shared: Arc::new(shared), scope: Arc::new(scope) }
    }

    /// A handle on the same service that sends a header with all its calls.
    ///
    /// A header that the API knows goes to the operations that declare it, any other header to all
    /// operations. What a call sets itself comes first. The same name again replaces the value. A name or
    /// value that is none makes all calls of the handle fail with [`Error::Request`].
    #[must_use]
    pub fn with_header(&self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let mut scope = Scope::clone(&self.scope);
        scope.set(&name.into(), &value.into());
        Self { shared: Arc::clone(&self.shared), scope: Arc::new(scope) }
    }

    /// A handle on the same service that makes its calls by another policy: for one call, for the calls of a
    /// report, or for none but the first try ([`Retry::none`]).
    #[must_use]
    pub fn with_retry(&self, retry: Retry) -> Self {
        let scope = Scope { retry, ..Scope::clone(&self.scope) };
        Self { shared: Arc::clone(&self.shared), scope: Arc::new(scope) }
    }

    /// The base URL.
    #[must_use]
    pub fn base_url(&self) -> String {
        self.shared.base.to_string()
    }

    /// Sends a request and reads its response, whatever the status.
    ///
    /// For what the client has no operation for. The URI is a path below the base URL, or absolute and of
    /// the same origin. The request gets, where it does not have them, the headers of the scope
    /// ([`with_header`](Self::with_header)), those that the client fills in by itself, `Accept:
    /// application/json`, `User-Agent` and `Authorization`.
    ///
    /// # Errors
    ///
    /// [`Error::Request`] if the URI is of another origin: the credential never leaves its own service.
    /// [`Error::Credential`], [`Error::Transport`] and [`Error::Timeout`], if there is no token or no response.
    pub async fn execute(&self, mut request: Request) -> Result<RawResponse> {
        self.exchange(&mut request).await.map(Response::into_raw)
    }

    /// Finds out where a link in a response leads, by the rules of the API; `None` if it is empty.
    ///
    /// The URI is one for [`execute`](Self::execute). Links of services often are relative to something
    /// that only the service knows, so the rules of RFC 3986 are not enough.
    ///
    /// # Errors
    ///
    /// [`Error::Request`] if the link leads to another origin or is malformed. It is then for the caller to
    /// follow, without the credential.
    pub fn resolve(&self, link: &str) -> Result<Option<Uri>> {
        let Shared { api, base, .. } = &*self.shared;
        let current = format!("{}/", base.path());
        link::resolve(base, api.links, &current, link).map_err(Error::request)
    }

    pub(crate) fn api(&self) -> &'static Api {
        self.shared.api
    }

    pub(crate) fn timer(&self) -> Option<&dyn Timer> {
        self.shared.timer.as_deref()
    }

    /// What there is to know of a request before it is sent, for errors.
    pub(crate) fn describe(&self, request: &Request) -> Arc<CallInfo> {
        Arc::new(CallInfo::new(self.shared.api, &self.shared.ids, request))
    }

    /// The base URL of a request: that of the client, or of the operation's own server.
    pub(crate) fn base_of<'a>(&'a self, request: &Request) -> Result<Cow<'a, Base>, BoxError> {
        let Shared { base, own_base, .. } = &*self.shared;
        match request.extensions().get() {
            Some(Elsewhere(path)) if path.starts_with('/') => Ok(Cow::Owned(base.with_path(path))),
            Some(Elsewhere(url)) if !own_base => Ok(Cow::Owned(Base::parse(url)?)),
            _ => Ok(Cow::Borrowed(base)),
        }
    }

    /// The absolute URI of a request.
    pub(crate) fn locate(&self, request: &Request) -> Result<Uri, BoxError> {
        let (base, uri) = (self.base_of(request)?, request.uri());
        let path = uri.path_and_query().cloned().unwrap_or_else(|| PathAndQuery::from_static("/"));
        match (uri.scheme_str(), uri.authority()) {
            (Some(scheme), Some(authority)) if base.owns(scheme, authority) => Ok(base.at(path)?),
            (None, None) => Ok(base.below(path)?),
            _ => Err("the URI is of another origin, which must not see the credential".into()),
        }
    }

    /// Sends a request, whatever the status of the answer.
    // The request is lent, here and below: each future that it is moved into makes room for it, and what is large
    // takes longer to allocate.
    pub(crate) async fn exchange(&self, request: &mut Request) -> Result<Response<Bytes>> {
        let prepared = self.prepare(request);
        let call = self.describe(request);
        prepared.map_err(|error| Error::Request(CallError::new(Some(Arc::clone(&call)), error)))?;
        let Shared { api, base, timer, .. } = &*self.shared;
        let tries = Tries::new(&self.scope.retry, timer.as_deref(), api, request);
        // Pinned here: a future that is handed on takes its room twice in the one that it is handed on by.
        let exchange = pin!(self.repeat(request, Arc::clone(&call), &tries));
        trace::call(&call, base, exchange).await
    }

    /// Sends a request that has all but what says who the caller is, until that is enough.
    async fn repeat(
        &self,
        request: &mut Request,
        mut call: Arc<CallInfo>,
        tries: &Tries<'_>,
    ) -> Result<Response<Bytes>> {
        let Shared { api, keys, credential, .. } = &*self.shared;
        let takes = request.extensions().get::<SignIn>().copied();
        let signature = keys.choose(api, credential.is_some(), takes);
        let own = request.headers().contains_key(header::AUTHORIZATION);
        let signed = signature.sign(request);
        signed.map_err(|error| Error::Credential(CallError::new(Some(Arc::clone(&call)), error)))?;
        let mut credential =
            Bearer { source: credential.as_deref().filter(|_| signature.token && !own), renewed: false };
        let mut early = 0;
        loop {
            let result = self.once(request, &call, tries, &mut credential).await;
            let Some((timer, wait)) = tries.next(call.tries(), &mut early, &result) else {
                return result;
            };
            trace::retry(call.tries(), wait, &result);
            drop(result);
            timer.sleep(wait).await;
            call = Arc::new(call.tried(call.tries().saturating_add(1)));
        }
    }

    /// Sends a request that has all but its token; again, if the service refuses the token and there is another one,
    /// but only once in a call.
    async fn once(
        &self,
        request: &mut Request,
        call: &Arc<CallInfo>,
        tries: &Tries<'_>,
        credential: &mut Bearer<'_>,
    ) -> Result<Response<Bytes>> {
        let failed = |error| Error::Credential(CallError::new(Some(Arc::clone(call)), error));
        let given = |given: Result<Result<Token, BoxError>, Elapsed>| {
            given.unwrap_or_else(|elapsed| Err(elapsed.into())).map_err(failed)
        };
        let Some(source) = credential.source else {
            return self.send(request.clone(), Arc::clone(call), tries).await;
        };
        let mut token = given(tries.limit(source.token()).await)?;
        loop {
            sign(request, &token).map_err(failed)?;
            let response = self.send(request.clone(), Arc::clone(call), tries).await?;
            let refused = response.status() == StatusCode::UNAUTHORIZED;
            if !refused || tries.is_spent() || mem::replace(&mut credential.renewed, true) {
                return Ok(response);
            }
            let fresh = given(tries.limit(source.renew(&token)).await)?;
            if fresh.is(&token) {
                return Ok(response);
            }
            token = fresh;
        }
    }

    /// Sends a request that has all, once.
    fn send<'a>(
        &'a self,
        mut request: Request,
        call: Arc<CallInfo>,
        tries: &'a Tries<'_>,
    ) -> impl Future<Output = Result<Response<Bytes>>> + 'a {
        if let Some(time) = tries.time() {
            request.extensions_mut().insert(TimeLimit(time));
        }
        let answer = self.pass(request, &call);
        async move {
            let failed = |error| CallError::new(Some(Arc::clone(&call)), error);
            match tries.limit(answer).await {
                Ok(Ok(raw)) => Ok(Response::new(self.receive(raw), call)),
                Ok(Err(error)) => Err(Error::transport(failed(error))),
                Err(elapsed) => Err(Error::Timeout(failed(elapsed.into()))),
            }
        }
    }

    /// Hands a request to the transport.
    fn pass(&self, request: Request, call: &Arc<CallInfo>) -> BoxFuture<'_, Result<RawResponse, BoxError>> {
        let tap = request.extensions().get::<Tap>().cloned();
        let upload = request.extensions().get::<Upload>().cloned();
        if tap.is_none() && upload.is_none() {
            return self.shared.transport.send(request);
        }
        Box::pin(self.stream(request, tap, upload, Arc::clone(call)))
    }

    /// Hands a request to the transport whose body is a stream, or that of whose success is to be one: it stays
    /// where it is.
    async fn stream(
        &self,
        request: Request,
        tap: Option<Tap>,
        upload: Option<Upload>,
        call: Arc<CallInfo>,
    ) -> Result<RawResponse, BoxError> {
        let Shared { transport, timer, .. } = &*self.shared;
        let (mut head, bytes) = request.into_parts();
        let body = match upload {
            Some(upload) => upload.open().ok_or(GONE)?,
            None => Body::from(bytes),
        };
        let idle = self.scope.retry.idle();
        if let Some(limit) = idle {
            head.extensions.insert(IdleLimit(limit));
        }
        let response = transport.open(http::Request::from_parts(head, body)).await?;
        let (head, body) = response.into_parts();
        let Some(tap) = tap.filter(|_| head.status.is_success()) else {
            return Ok(RawResponse::from_parts(head, body.collect(BODY_LIMIT).await?));
        };
        tap.fill(Live::new(body, call, idle, timer.clone()));
        let mut raw = RawResponse::from_parts(head, Bytes::new());
        raw.extensions_mut().insert(tap);
        Ok(raw)
    }

    /// Hides what is secret in a response, and notes when it came if that may matter.
    fn receive(&self, mut raw: RawResponse) -> RawResponse {
        if let Entry::Occupied(mut cookies) = raw.headers_mut().entry(header::SET_COOKIE) {
            cookies.iter_mut().for_each(|value| value.set_sensitive(true));
        }
        if raw.headers().contains_key(header::RETRY_AFTER)
            && let Some(now) = self.shared.timer.as_deref().and_then(Timer::now)
        {
            raw.extensions_mut().insert(Arrival(now));
        }
        raw
    }

    /// Completes a request, but for its credential.
    fn prepare(&self, request: &mut Request) -> Result<(), BoxError> {
        self.scope.check()?;
        *request.uri_mut() = self.locate(request)?;
        let operation = request.extensions().get::<&'static Operation>().copied();
        let streams = request.extensions().get::<Upload>().is_some();
        let (bodiless, method) = (request.body().is_empty() && !streams, request.method().clone());
        let headers = request.headers_mut();
        self.shared.headers.complete(operation, &self.scope.headers, headers)?;
        headers.entry(header::ACCEPT).or_insert(HeaderValue::from_static("application/json"));
        if bodiless && [Method::POST, Method::PUT, Method::PATCH].contains(&method) {
            // RFC 9110 §8.6. There are servers that answer 411 without.
            headers.entry(header::CONTENT_LENGTH).or_insert(HeaderValue::from_static("0"));
        }
        headers.entry(header::USER_AGENT).or_insert_with(|| self.shared.user_agent.clone());
        Ok(())
    }
}

/// Where the token of a call comes from.
struct Bearer<'c> {
    /// None, if the call is made without one.
    source: Option<&'c dyn Credential>,
    /// Whether the service has refused one.
    renewed: bool,
}

fn sign(request: &mut Request, token: &Token) -> Result<(), BoxError> {
    let Some(bearer) = token.header() else {
        return Err("the token has characters that no header can hold".into());
    };
    request.headers_mut().insert(header::AUTHORIZATION, bearer.clone());
    Ok(())
}

/// Shows where the client calls, and the names of the headers that it adds.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("api", &self.shared.api.name)
            .field("base_url", &format_args!("{}", self.shared.base))
            .field("headers", &self.scope.headers.keys().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}
