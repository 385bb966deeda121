//! The transport over a service of `tower`.

use std::fmt;
use std::future::poll_fn;
use std::sync::{Mutex, PoisonError};

use tower_service::Service;

use super::{BoxError, BoxFuture, RawResponse, Request, Transport};

/// The transport over a [`tower` service](Service), with whatever layers it has.
///
/// Each request gets a clone of the service, which is asked whether it is ready first. Layers that limit or
/// balance share their state among clones, so they work as usual. A layer must neither follow redirects nor
/// retry: that is up to the client, which knows what may be sent twice. For its time limits the client needs a
/// timer ([`Builder::timer`](crate::Builder::timer)).
///
/// It is a type of its own because every closure is a transport already, and the compiler cannot know that no
/// closure will ever be a service.
///
/// ```
/// use std::convert::Infallible;
/// use std::future::{Ready, ready};
/// use std::task::{Context, Poll};
///
/// use clientgen_runtime::{Bytes, RawResponse, Request, Tower, Transport};
///
/// #[derive(Clone)]
/// struct Echo;
///
/// impl tower_service::Service<Request> for Echo {
///     type Response = RawResponse;
///     type Error = Infallible;
///     type Future = Ready<Result<RawResponse, Infallible>>;
///
///     fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
///         Poll::Ready(Ok(()))
///     }
///
///     fn call(&mut self, request: Request) -> Self::Future {
///         ready(Ok(RawResponse::new(request.into_body())))
///     }
/// }
///
/// fn is_transport(_: impl Transport) {}
/// is_transport(Tower::new(Echo));
/// ```
pub struct Tower<S> {
    /// What is cloned. Services need not be `Sync`; nobody waits while holding the lock.
    service: Mutex<S>,
}

impl<S> Tower<S> {
    /// A transport over a service.
    pub fn new(service: S) -> Self {
        Self { service: Mutex::new(service) }
    }
}

impl<S> Transport for Tower<S>
where
    S: Service<Request, Response = RawResponse> + Clone + Send + 'static,
    S::Future: Send,
    S::Error: Into<BoxError>,
{
    fn send(&self, request: Request) -> BoxFuture<'_, Result<RawResponse, BoxError>> {
        let mut service = self.service.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Box::pin(async move {
            poll_fn(|cx| service.poll_ready(cx)).await.map_err(Into::into)?;
            service.call(request).await.map_err(Into::into)
        })
    }
}

impl<S> fmt::Debug for Tower<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tower").finish_non_exhaustive()
    }
}
