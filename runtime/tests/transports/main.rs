//! What every transport does, over loopback: the same tests over each of them.

#![allow(missing_docs, reason = "tests")]

mod server;
mod suite;

use clientgen_runtime::{BoxError, RawResponse, Request, ReqwestTransport, TokioTimer, Transport};

use suite::suite;

/// Sends by a client of reqwest, as a program would that has one.
async fn send(client: reqwest::Client, request: Request) -> Result<RawResponse, BoxError> {
    // URLs hold what is none of a log's business.
    let response = client.execute(request.try_into()?).await.map_err(reqwest::Error::without_url)?;
    let mut raw = http::Response::builder().status(response.status());
    if let Some(headers) = raw.headers_mut() {
        headers.extend(response.headers().clone());
    }
    Ok(raw.body(response.bytes().await.map_err(reqwest::Error::without_url)?)?)
}

fn client() -> reqwest::Client {
    // Another test may have been first.
    drop(rustls::crypto::ring::default_provider().install_default());
    reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

/// Runs the suite inside Tokio.
fn asynchronous(transport: impl Transport) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    suite(transport, Some(TokioTimer::new()), &|call| runtime.block_on(call));
}

#[test]
fn over_reqwest() {
    asynchronous(ReqwestTransport::new().unwrap());
}

#[test]
fn over_a_closure() {
    let client = client();
    asynchronous(move |request| send(client.clone(), request));
}

#[cfg(feature = "blocking")]
#[test]
fn over_a_transport_that_blocks() {
    let transport = clientgen_runtime::BlockingTransport::new();
    suite(transport, None::<TokioTimer>, &clientgen_runtime::Call::wait);
}

#[cfg(feature = "tower")]
mod tower {
    use std::cell::Cell;
    use std::future::Future;
    use std::pin::Pin;
    use std::task::{Context, Poll};

    use clientgen_runtime::{BoxError, RawResponse, Request, Tower};
    use tower_service::Service;

    /// A service that is ready at the second time of asking, and not `Sync`.
    #[derive(Clone)]
    struct Slow {
        client: reqwest::Client,
        ready: Cell<bool>,
    }

    impl Service<Request> for Slow {
        type Response = RawResponse;
        type Error = BoxError;
        type Future = Pin<Box<dyn Future<Output = Result<RawResponse, BoxError>> + Send>>;

        fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
            if self.ready.replace(true) {
                return Poll::Ready(Ok(()));
            }
            cx.waker().wake_by_ref();
            Poll::Pending
        }

        fn call(&mut self, request: Request) -> Self::Future {
            assert!(self.ready.replace(false), "nobody asked whether it is ready");
            Box::pin(super::send(self.client.clone(), request))
        }
    }

    #[test]
    fn over_a_service_of_tower() {
        super::asynchronous(Tower::new(Slow { client: super::client(), ready: Cell::new(false) }));
    }
}
