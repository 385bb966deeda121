//! The transport over [`ureq`]: HTTP/1.1 without an async runtime.

use std::fmt;
use std::io::{self, Read};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use bytes::{Buf, Bytes};
use futures_util::{FutureExt, stream};
use http::header::CONTENT_LENGTH;
use http::request::Parts;
use http::{HeaderValue, Method};
use rustls::crypto::{CryptoProvider, ring};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::typestate::WithBody;
use ureq::{Agent, Error, RequestBuilder, RequestExt, SendBody, Timeout};

use super::{
    Body, BoxError, BoxFuture, IdleLimit, RawResponse, Request, TimeLimit, Timer, Transport, TransportError,
};

/// How long the connection may take to stand.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(30);
/// The size at which a response body is given up.
const BODY_LIMIT: u64 = 256 << 20;
/// How much of a body is read at once, where it is read as it comes.
const CHUNK: usize = 64 << 10;

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
            let (head, body) = request.into_parts();
            let builder = self.forced(&head)?.config().timeout_global(limit);
            builder.build().send(body.as_ref())
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

    fn opened(&self, mut request: http::Request<Body>) -> Result<http::Response<Body>, Error> {
        let limit = request.extensions().get::<TimeLimit>().map(|limit| limit.0);
        let idle = request.extensions().get::<IdleLimit>().map(|limit| limit.0);
        let usual = [Method::POST, Method::PUT, Method::PATCH].contains(request.method());
        let length = request.body().length();
        if let Some(length) = length.filter(|length| *length > 0) {
            request.headers_mut().entry(CONTENT_LENGTH).or_insert(HeaderValue::from(length));
        }
        let (head, body) = request.into_parts();
        let response = if length == Some(0) {
            let request = http::Request::from_parts(head, ()).with_agent(&self.agent).configure();
            request.timeout_recv_response(limit).timeout_per_read(idle).run()
        } else if usual {
            let body = SendBody::from_owned_reader(Sending::new(body));
            let request = http::Request::from_parts(head, body).with_agent(&self.agent).configure();
            request.timeout_recv_response(limit).timeout_per_read(idle).run()
        } else {
            let body = SendBody::from_owned_reader(Sending::new(body));
            let builder = self.forced(&head)?.config().timeout_recv_response(limit);
            builder.timeout_per_read(idle).build().send(body)
        }?;
        let (head, body) = response.into_parts();
        let length = body.content_length();
        let reader = body.into_with_config().limit(u64::MAX).reader();
        let chunks = stream::unfold(reader, async |mut reader| {
            let mut chunk = vec![0; CHUNK];
            match reader.read(&mut chunk) {
                Ok(0) => None,
                Ok(length) => {
                    chunk.truncate(length);
                    Some((Ok(chunk), reader))
                }
                Err(error) => Some((Err(classify(error.into())), reader)),
            }
        });
        let body = Body::new(chunks);
        let body = match length {
            Some(length) => body.of_length(length),
            None => body,
        };
        Ok(http::Response::from_parts(head, body))
    }

    /// A request with a body, by a method that rarely has one.
    fn forced(&self, head: &Parts) -> Result<RequestBuilder<WithBody>, Error> {
        let builder = match head.method {
            Method::GET => self.agent.get(&head.uri),
            Method::DELETE => self.agent.delete(&head.uri),
            Method::OPTIONS => self.agent.options(&head.uri),
            _ => return Err(Error::Other("there is no body in a request of this method".into())),
        };
        let headers = head.headers.iter();
        Ok(headers.fold(builder.force_send_body(), |builder, (name, value)| builder.header(name, value)))
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

    fn open(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, BoxError>> {
        Box::pin(async move { self.opened(request).map_err(classify) })
    }

    fn timer(&self) -> Option<Arc<dyn Timer>> {
        Some(Arc::new(BlockingTimer(Instant::now())))
    }
}

/// A body on its way out.
struct Sending {
    body: Body,
    chunk: Bytes,
}

impl Sending {
    fn new(body: Body) -> Self {
        Self { body, chunk: Bytes::new() }
    }
}

impl Read for Sending {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.chunk.is_empty() {
            let Some(next) = self.body.next().now_or_never() else {
                return Err(io::Error::other("the body has to be awaited, and this transport blocks"));
            };
            match next.transpose().map_err(io::Error::other)? {
                Some(chunk) => self.chunk = chunk,
                None => return Ok(0),
            }
        }
        let length = self.chunk.len().min(buffer.len());
        let (Some(into), Some(from)) = (buffer.get_mut(..length), self.chunk.get(..length)) else {
            return Ok(0);
        };
        into.copy_from_slice(from);
        self.chunk.advance(length);
        Ok(length)
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
