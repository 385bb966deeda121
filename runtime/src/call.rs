//! A call under way.

use std::fmt;
use std::future::{Future, ready};
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker, ready};

use bytes::Bytes;
use http::HeaderValue;
use http::header::ACCEPT;

use crate::body::FromResponse;
use crate::client::Client;
use crate::error::{CallError, Error, ResponseError, Result};
use crate::live::Tap;
use crate::request::header_line;
use crate::response::{NotReady, Response};
use crate::transport::{BoxFuture, Request};

/// A call under way: the future of its `T`.
///
/// Nothing is sent until it is polled. Dropping it gives the call up; whether the service acts on it is then
/// open.
#[must_use = "nothing is sent until it is awaited"]
pub struct Call<T> {
    exchange: BoxFuture<'static, Result<Response<Bytes>>>,
    value: PhantomData<fn() -> T>,
}

impl<T: FromResponse> Call<T> {
    /// The same call, giving the status, headers and body beside the `T`.
    pub fn response(self) -> Call<Response<T>> {
        Call { exchange: self.exchange, value: PhantomData }
    }
}

impl<T: FromResponse> Call<T> {
    /// Makes the call on this thread, without an async runtime. For transports that block, such as
    /// `BlockingTransport`, with credentials that do not have to be waited for.
    ///
    /// # Errors
    ///
    /// Those of every call, and [`Error::Transport`] if something has to be awaited.
    pub fn wait(mut self) -> Result<T> {
        match Pin::new(&mut self).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(result) => result,
            Poll::Pending => Err(pending()),
        }
    }
}

/// Why a call that has to be awaited cannot be waited for.
pub(crate) fn pending() -> Error {
    let cause = "something has to be awaited: `wait` is for transports and credentials that block";
    Error::Transport(CallError::new(None, cause))
}

impl<T: FromResponse> Future for Call<T> {
    type Output = Result<T>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let response = ready!(self.exchange.as_mut().poll(cx))?;
        Poll::Ready(T::from_response(&response))
    }
}

impl<T> fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").finish_non_exhaustive()
    }
}

impl Client {
    /// Prepares a call. A request that could not be built is an error of the call.
    pub fn call<T: FromResponse>(&self, request: Result<Request>) -> Call<T> {
        let exchange = if T::LIVE { self.start_live(request) } else { self.start(request) };
        Call { exchange, value: PhantomData }
    }

    /// Prepares a call that asks for a media type, instead of the one that its request asks for.
    pub fn call_as<T: FromResponse>(&self, request: Result<Request>, media_type: &str) -> Call<T> {
        let request = request.and_then(|mut request| {
            let (name, value) = header_line(ACCEPT.as_str(), media_type)?;
            request.headers_mut().insert(name, value);
            Ok(request)
        });
        self.call(request)
    }

    /// Sends a request once polled, and leaves the body of a success where it is.
    fn start_live(&self, request: Result<Request>) -> BoxFuture<'static, Result<Response<Bytes>>> {
        let request = request.map(|mut request| {
            let (client, first) = (self.clone(), request.clone());
            let again = move |after: Option<&str>| {
                let mut next = first.clone();
                let id = after.map(|id| HeaderValue::from_bytes(id.as_bytes()));
                // An id that no header can hold is none.
                if let Some(Ok(id)) = id {
                    next.headers_mut().insert("last-event-id", id);
                }
                client.start_live(Ok(next))
            };
            request.extensions_mut().insert(Tap::new(Arc::new(again)));
            request
        });
        self.start(request)
    }

    /// Sends a request once polled, whatever the status of the answer.
    pub(crate) fn fetch(&self, mut request: Request) -> BoxFuture<'static, Result<Response<Bytes>>> {
        let client = self.clone();
        Box::pin(async move { client.exchange(&mut request).await })
    }

    /// Sends a request once polled; any status but 2xx is an error, and so is an answer that is not ready.
    pub(crate) fn start(&self, request: Result<Request>) -> BoxFuture<'static, Result<Response<Bytes>>> {
        let mut request = match request {
            Ok(request) => request,
            Err(error) => return Box::pin(ready(Err(error))),
        };
        let client = self.clone();
        Box::pin(async move {
            let response = client.exchange(&mut request).await?;
            let not_ready = request.extensions().get::<NotReady>();
            if not_ready.is_some_and(|early| early.is_said_by(&response)) {
                Err(Error::NotReady(ResponseError::new(response, None)))
            } else if response.status().is_success() {
                Ok(response)
            } else {
                Err(Error::Status(ResponseError::new(response, None)))
            }
        })
    }
}
