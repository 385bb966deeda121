//! The transport over [`reqwest`]: TCP, TLS, HTTP/1.1 and HTTP/2.

mod origin;

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use futures_util::stream;
use http_body::{Frame, SizeHint};
use reqwest::redirect::Policy;
use rustls::ClientConfig;
use rustls::crypto::{CryptoProvider, ring};
use rustls_platform_verifier::BuilderVerifierExt;

use self::origin::Origin;
use super::{Body, BoxError, BoxFuture, RawResponse, Request, Timer, TokioTimer, Transport, TransportError};

/// How long the connection may take to stand.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(30);
/// The size at which a response body is given up.
const BODY_LIMIT: usize = 256 << 20;
/// The size of a body up to which its claimed length is believed.
const FIRST_CAPACITY: usize = 1 << 20;

/// The transport over [`reqwest`], to be used inside a Tokio runtime.
///
/// It uses the proxy of the environment (`HTTPS_PROXY` …), takes HTTP/2 where the server offers it, asks for
/// gzip, and trusts the certificates that the operating system trusts: a company's own authority counts, and
/// updates need no new build. The cryptography is *ring*, unless the program has installed another rustls
/// provider.
///
/// It follows no redirects: what the caller signed is what is sent, and a `3xx` is a response like any
/// other.
#[derive(Clone)]
pub struct ReqwestTransport {
    client: reqwest::Client,
    timeout: Option<Duration>,
    body_limit: usize,
    origin: Origin,
}

impl ReqwestTransport {
    /// A transport with a connection pool of its own.
    ///
    /// # Errors
    ///
    /// If the system's certificates cannot be read.
    pub fn new() -> Result<Self, TransportError> {
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls().map_err(TransportError::unusable)?)
            .redirect(Policy::none())
            .connect_timeout(CONNECT_TIMEOUT)
            .build();
        client.map(Self::from).map_err(TransportError::unusable)
    }

    /// Sets how long one request may take from its start to the last byte of the response, or to the head of one
    /// that is read as it comes, whatever the
    /// client's [`Retry`](crate::Retry) says; `None`, the default, leaves it to that, and to the
    /// [`reqwest::Client`] if the transport was made from one.
    #[must_use]
    pub fn timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.timeout = timeout.into();
        self
    }

    /// Sets how many bytes a response body may have, after decompression. The default is 256 MiB.
    ///
    /// Of a longer body no more than that is read, and the call fails.
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    async fn exchange(&self, request: Result<reqwest::Request, BoxError>) -> Result<RawResponse, BoxError> {
        let mut request = request?;
        within_tokio()?;
        if self.timeout.is_some() {
            *request.timeout_mut() = self.timeout;
        }
        let mut response = self.client.execute(request).await.map_err(reqwest::Error::without_url)?;
        let body = self.body(&mut response).await?;
        let mut raw = RawResponse::new(body);
        *raw.status_mut() = response.status();
        *raw.version_mut() = response.version();
        *raw.headers_mut() = std::mem::take(response.headers_mut());
        Ok(raw)
    }

    /// The request as one of reqwest.
    fn translate<B: Into<reqwest::Body>>(
        &self,
        request: http::Request<B>,
    ) -> Result<reqwest::Request, BoxError> {
        let Some(url) = self.origin.url(request.uri()) else {
            let uri = request.uri().clone();
            let request = reqwest::Request::try_from(request).map_err(reqwest::Error::without_url)?;
            self.origin.note(&uri, request.url());
            return Ok(request);
        };
        let (head, body) = request.into_parts();
        let mut request = reqwest::Request::new(head.method, url);
        *request.headers_mut() = head.headers;
        *request.version_mut() = head.version;
        *request.body_mut() = Some(body.into());
        Ok(request)
    }

    async fn opened(&self, request: http::Request<Body>) -> Result<http::Response<Body>, BoxError> {
        within_tokio()?;
        let request = request.map(|body| reqwest::Body::wrap(Sending { body: Mutex::new(body) }));
        let request = self.translate(request)?;
        let answer = self.client.execute(request);
        let answer = match self.timeout {
            Some(timeout) => tokio::time::timeout(timeout, answer).await.map_err(TransportError::timeout)?,
            None => answer.await,
        };
        let mut response = answer.map_err(reqwest::Error::without_url)?;
        let mut raw = http::Response::new(());
        *raw.status_mut() = response.status();
        *raw.version_mut() = response.version();
        *raw.headers_mut() = std::mem::take(response.headers_mut());
        let length = response.content_length();
        let chunks = stream::unfold(response, async |mut response| {
            let chunk = response.chunk().await.map_err(reqwest::Error::without_url).transpose()?;
            Some((chunk, response))
        });
        let body = Body::new(chunks);
        Ok(raw.map(|()| match length {
            Some(length) => body.of_length(length),
            None => body,
        }))
    }

    async fn body(&self, response: &mut reqwest::Response) -> Result<Bytes, BoxError> {
        let too_long = || format!("the response body has more than {} bytes", self.body_limit);
        let claimed = response.content_length().unwrap_or_default();
        if claimed > self.body_limit as u64 {
            return Err(too_long().into());
        }
        let mut whole = Bytes::new();
        let mut body = BytesMut::new();
        while let Some(chunk) = response.chunk().await.map_err(reqwest::Error::without_url)? {
            if chunk.len() > self.body_limit.saturating_sub(whole.len().max(body.len())) {
                return Err(too_long().into());
            }
            if whole.is_empty() && body.is_empty() {
                // Short bodies come in one piece, and need not be copied.
                whole = chunk;
                continue;
            }
            if body.is_empty() {
                // What is claimed may never come.
                body.reserve(usize::try_from(claimed).unwrap_or(0).min(FIRST_CAPACITY));
                body.extend_from_slice(&whole);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(if body.is_empty() { whole } else { body.freeze() })
    }
}

/// Without a runtime reqwest panics.
fn within_tokio() -> Result<(), BoxError> {
    let hint =
        "`ReqwestTransport` needs a Tokio runtime around it; without one, `BlockingTransport` sends requests";
    tokio::runtime::Handle::try_current().map(drop).map_err(|_| hint.into())
}

/// A body on its way out.
struct Sending {
    /// Nobody waits for the lock: hyper wants what it sends to be `Sync`.
    body: Mutex<Body>,
}

impl http_body::Body for Sending {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let body = self.body.get_mut().unwrap_or_else(PoisonError::into_inner);
        Pin::new(body).poll_next(cx).map(|chunk| chunk.map(|chunk| chunk.map(Frame::data)))
    }

    fn size_hint(&self) -> SizeHint {
        let length = self.body.lock().unwrap_or_else(PoisonError::into_inner).length();
        length.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

/// TLS as reqwest would set it up, except that no provider has to be installed first.
fn tls() -> Result<ClientConfig, rustls::Error> {
    let provider =
        CryptoProvider::get_default().map_or_else(|| Arc::new(ring::default_provider()), Arc::clone);
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_platform_verifier()?
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

impl Transport for ReqwestTransport {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<RawResponse, BoxError>> {
        Box::pin(self.exchange(self.translate(request)))
    }

    fn open(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, BoxError>> {
        Box::pin(self.opened(request))
    }

    fn timer(&self) -> Option<Arc<dyn Timer>> {
        Some(Arc::new(TokioTimer::new()))
    }
}

/// A transport over a client that is set up already: with a proxy, a client certificate, a resolver.
///
/// Its redirect policy and timeouts are kept. reqwest itself drops `Authorization` on a redirect to another
/// host, but rewrites `POST` to `GET` on some, and on others takes the body along, which of a token request holds
/// secrets: [`Policy::none`] is the safe choice.
impl From<reqwest::Client> for ReqwestTransport {
    fn from(client: reqwest::Client) -> Self {
        Self { client, timeout: None, body_limit: BODY_LIMIT, origin: Origin::default() }
    }
}

impl fmt::Debug for ReqwestTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReqwestTransport")
            .field("timeout", &self.timeout)
            .field("body_limit", &self.body_limit)
            .finish_non_exhaustive()
    }
}
