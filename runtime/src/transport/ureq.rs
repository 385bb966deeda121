//! The transport over [`ureq`]: HTTP/1.1 without an async runtime.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;
use http::Method;
use rustls::crypto::{CryptoProvider, ring};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Error, RequestExt, Timeout};

use super::{BoxError, BoxFuture, RawResponse, Request, TimeLimit, Timer, Transport, TransportError};

/// How long the connection may take to stand.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(30);
/// The size at which a response body is given up.
const BODY_LIMIT: u64 = 256 << 20;

/// The transport over [`ureq`], for programs without an async runtime: [`Call::wait`](crate::Call::wait) makes
/// a call, [`Pages::wait`](crate::Pages::wait) and [`Items::wait`](crate::Items::wait) go through a list.
///
/// It blocks its thread while it sends and while it waits for the next try, so it is nothing to be awaited
/// inside an async runtime. It asks for gzip, trusts the certificates that the operating system trusts, and
/// follows no redirects.
#[derive(Clone)]
pub struct BlockingTransport {
    agent: Agent,
    body_limit: u64,
}

impl BlockingTransport {
    /// A transport with a connection pool of its own.
    #[must_use]
    pub fn new() -> Self {
        let provider =
            CryptoProvider::get_default().map_or_else(|| Arc::new(ring::default_provider()), Arc::clone);
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::PlatformVerifier)
            .unversioned_rustls_crypto_provider(provider)
            .build();
        let config = Agent::config_builder()
            .tls_config(tls)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_connect(Some(CONNECT_TIMEOUT))
            .build();
        Self { agent: config.into(), body_limit: BODY_LIMIT }
    }

    /// Sets how many bytes a response body may have, after decompression. The default is 256 MiB.
    #[must_use]
    pub fn body_limit(mut self, bytes: u64) -> Self {
        self.body_limit = bytes;
        self
    }

    fn exchange(&self, request: Request) -> Result<RawResponse, Error> {
        let limit = request.extensions().get::<TimeLimit>().map(|limit| limit.0);
        let usual = [Method::POST, Method::PUT, Method::PATCH].contains(request.method());
        let response = if usual || request.body().is_empty() {
            let (head, body) = request.into_parts();
            if usual {
                self.run(http::Request::from_parts(head, body.as_ref()), limit)
            } else {
                self.run(http::Request::from_parts(head, ()), limit)
            }
        } else {
            self.force(&request, limit)
        }?;
        let (head, body) = response.into_parts();
        let body = body.into_with_config().limit(self.body_limit).read_to_vec()?;
        Ok(http::Response::from_parts(head, Bytes::from(body)))
    }

    fn run<B: ureq::AsSendBody>(
        &self,
        request: http::Request<B>,
        limit: Option<Duration>,
    ) -> Result<http::Response<ureq::Body>, Error> {
        request.with_agent(&self.agent).configure().timeout_global(limit).run()
    }

    /// Sends a body by a method that rarely has one.
    fn force(&self, request: &Request, limit: Option<Duration>) -> Result<http::Response<ureq::Body>, Error> {
        let uri = request.uri();
        let builder = match *request.method() {
            Method::GET => self.agent.get(uri),
            Method::DELETE => self.agent.delete(uri),
            Method::OPTIONS => self.agent.options(uri),
            _ => return Err(Error::Other("there is no body in a request of this method".into())),
        };
        let mut builder = builder.force_send_body();
        for (name, value) in request.headers() {
            builder = builder.header(name, value);
        }
        builder.config().timeout_global(limit).build().send(request.body().as_ref())
    }
}

impl Default for BlockingTransport {
    fn default() -> Self {
        Self::new()
    }
}

impl Transport for BlockingTransport {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<RawResponse, BoxError>> {
        Box::pin(async move { self.exchange(request).map_err(classify) })
    }

    fn timer(&self) -> Option<Arc<dyn Timer>> {
        Some(Arc::new(BlockingTimer(Instant::now())))
    }
}

/// Says how far a request got.
fn classify(error: Error) -> BoxError {
    match error {
        Error::Timeout(Timeout::Resolve | Timeout::Connect) => TransportError::connect_timeout(error).into(),
        Error::Timeout(_) => TransportError::timeout(error).into(),
        Error::HostNotFound | Error::ConnectionFailed => TransportError::connect(error).into(),
        Error::Protocol(_) => TransportError::broken(error).into(),
        Error::Io(error) => error.into(),
        error => error.into(),
    }
}

/// Waits by blocking the thread.
struct BlockingTimer(Instant);

impl Timer for BlockingTimer {
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(async move { std::thread::sleep(duration) })
    }

    fn elapsed(&self) -> Option<Duration> {
        Some(self.0.elapsed())
    }

    fn now(&self) -> Option<SystemTime> {
        Some(SystemTime::now())
    }
}

impl fmt::Debug for BlockingTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BlockingTransport").field("body_limit", &self.body_limit).finish_non_exhaustive()
    }
}
