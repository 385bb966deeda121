//! The transport of a browser: [`reqwest`] over `fetch`.

use std::fmt;
use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use futures_channel::oneshot;

use super::{BoxError, BoxFuture, RawResponse, Request, Transport, TransportError};

/// The size at which a response body is given up.
const BODY_LIMIT: usize = 256 << 20;

/// The transport over [`reqwest`], in a browser: over `fetch`, which has the connections, the proxy and the
/// certificates of the browser.
///
/// Redirects are followed, as nobody can keep a browser from it; `Authorization` goes to no other origin. It brings no
/// timer: without one a call is sent once, see [`Builder::timer`](crate::Builder::timer).
#[derive(Clone)]
pub struct ReqwestTransport {
    client: reqwest::Client,
    body_limit: usize,
}

impl ReqwestTransport {
    /// A transport.
    ///
    /// # Errors
    ///
    /// None in a browser.
    pub fn new() -> Result<Self, TransportError> {
        reqwest::Client::builder().build().map(Self::from).map_err(TransportError::unusable)
    }

    /// Sets how many bytes a response body may have. The default is 256 MiB. A browser has it in memory by then.
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }
}

async fn exchange(client: reqwest::Client, request: Request, limit: usize) -> Result<RawResponse, BoxError> {
    let too_long = || format!("the response body has more than {limit} bytes");
    let request = reqwest::Request::try_from(request).map_err(reqwest::Error::without_url)?;
    let mut response = client.execute(request).await.map_err(reqwest::Error::without_url)?;
    let claimed = response.content_length().unwrap_or_default();
    if usize::try_from(claimed).map_or(true, |claimed| claimed > limit) {
        return Err(too_long().into());
    }
    let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
    let body = response.bytes().await.map_err(reqwest::Error::without_url)?;
    if body.len() > limit {
        return Err(too_long().into());
    }
    let mut raw = RawResponse::new(body);
    *raw.status_mut() = status;
    *raw.headers_mut() = headers;
    Ok(raw)
}

impl Transport for ReqwestTransport {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<RawResponse, BoxError>> {
        // What comes of `fetch` stays on its thread; the answer need not.
        let (mut answer, arrival) = oneshot::channel();
        let work = exchange(self.client.clone(), request, self.body_limit);
        wasm_bindgen_futures::spawn_local(async move {
            let mut work = pin!(work);
            let outcome = poll_fn(|cx| match answer.poll_canceled(cx) {
                // Nobody waits any more: dropped, the request is given up.
                Poll::Ready(()) => Poll::Ready(None),
                Poll::Pending => work.as_mut().poll(cx).map(Some),
            });
            if let Some(outcome) = outcome.await {
                let _ = answer.send(outcome);
            }
        });
        Box::pin(async move { arrival.await? })
    }
}

/// A transport over a client that is set up already.
impl From<reqwest::Client> for ReqwestTransport {
    fn from(client: reqwest::Client) -> Self {
        Self { client, body_limit: BODY_LIMIT }
    }
}

impl fmt::Debug for ReqwestTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReqwestTransport").field("body_limit", &self.body_limit).finish_non_exhaustive()
    }
}
