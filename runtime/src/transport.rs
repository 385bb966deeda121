//! The one thing a client asks of the outside world: a request out, a response in.

use std::error::Error;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;

mod body;
#[cfg(all(feature = "reqwest", target_family = "wasm", target_os = "unknown"))]
mod browser;
mod failure;
#[cfg(all(feature = "reqwest", not(all(target_family = "wasm", target_os = "unknown"))))]
mod reqwest;
mod timer;
#[cfg(feature = "tower")]
mod tower;
mod upload;
#[cfg(feature = "blocking")]
mod ureq;

pub use body::Body;
#[cfg(all(feature = "reqwest", target_family = "wasm", target_os = "unknown"))]
pub use browser::ReqwestTransport;
pub(crate) use failure::Failure;
pub use failure::TransportError;
#[cfg(all(feature = "reqwest", not(all(target_family = "wasm", target_os = "unknown"))))]
pub use reqwest::ReqwestTransport;
pub use timer::Timer;
#[cfg(feature = "tokio")]
pub use timer::TokioTimer;
#[cfg(feature = "tower")]
pub use tower::Tower;
pub(crate) use upload::GONE;
pub use upload::Upload;
#[cfg(feature = "blocking")]
pub use ureq::BlockingTransport;

/// A request. Its URI is a path below the base URL of the client, or absolute and of the same origin.
pub type Request = http::Request<Bytes>;
/// A response whose body has been read to its end.
pub type RawResponse = http::Response<Bytes>;
/// Any error at all.
pub type BoxError = Box<dyn Error + Send + Sync>;
/// Any future at all.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// How long a request may take, among its extensions; for transports that block, which nobody can drop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeLimit(pub std::time::Duration);

/// How long the next chunk of a body may take, likewise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdleLimit(pub std::time::Duration);

/// Sends requests.
///
/// A transport sends what it is given and nothing else: it follows no redirect to another origin, as the
/// request may hold a credential. It sends a request once, and decides on how much memory a response may take.
/// Retries and time limits are up to the client, which drops the future to give a request up.
///
/// Every `Fn(Request) -> impl Future` is a transport, so a test is a closure. A service of tower is one within
/// `Tower`, with the feature `tower`.
///
/// ```
/// use clientgen_runtime::{BoxError, Bytes, RawResponse, Request, Transport};
///
/// fn is_transport(_: impl Transport) {}
/// is_transport(|request: Request| async move {
///     Ok::<_, BoxError>(RawResponse::new(Bytes::from(request.uri().to_string())))
/// });
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no transport",
    label = "this cannot send requests",
    note = "transports are `ReqwestTransport` (which is made from a `reqwest::Client`, too), `BlockingTransport`, \
            `Tower::new(service)` (feature `tower`), and closures from a `Request` to a future of a \
            `Result<RawResponse, impl Into<BoxError>>`"
)]
pub trait Transport: Send + Sync + 'static {
    /// Sends one request and reads the whole response, whatever its status.
    ///
    /// # Errors
    ///
    /// If no complete response arrives. A [`TransportError`] tells how far the request got.
    fn send(&self, request: Request) -> BoxFuture<'_, Result<RawResponse, BoxError>>;

    /// Sends one request, and gives its response as soon as its head is there: for bodies that need not be in
    /// memory.
    ///
    /// Unless a transport says otherwise, both bodies are in memory all the same.
    ///
    /// # Errors
    ///
    /// If no response arrives, or the body of the request breaks off. What is wrong with the body of the response is
    /// for whoever reads it.
    fn open(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, BoxError>> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let body = body.collect(usize::MAX).await?;
            Ok(self.send(Request::from_parts(head, body)).await?.map(Body::from))
        })
    }

    /// The timer for retries and time limits, if the transport brings one.
    fn timer(&self) -> Option<Arc<dyn Timer>> {
        None
    }
}

impl<F, Fut, E> Transport for F
where
    F: Fn(Request) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<RawResponse, E>> + Send + 'static,
    E: Into<BoxError>,
{
    fn send(&self, request: Request) -> BoxFuture<'_, Result<RawResponse, BoxError>> {
        let response = self(request);
        Box::pin(async move { response.await.map_err(Into::into) })
    }
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<RawResponse, BoxError>> {
        (**self).send(request)
    }

    fn open(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, BoxError>> {
        (**self).open(request)
    }

    fn timer(&self) -> Option<Arc<dyn Timer>> {
        (**self).timer()
    }
}
