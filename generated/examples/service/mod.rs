//! A small Partner Center on loopback, for trying the client without an account.
//!
//! It answers in the shapes that the documentation shows and in the manner of the real service: a byte order
//! mark before the JSON, links without the version, a token for the next page in the headers of a link. It is
//! strict about what it is asked, so that whoever talks to it learns of a request that the real service would
//! not like.

mod answers;
mod check;

use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};

use http_body_util::Full;
use hyper::body::{Body, Bytes, Incoming};
use hyper::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, WWW_AUTHENTICATE};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::Value as Json;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use uuid::Uuid;

use check::Refusal;

/// The one token that the service accepts.
pub const TOKEN: &str = "a-made-up-token";
/// The indirect reseller whom most of the customers belong to.
pub const RESELLER: &str = "5d1f6c1e-90b4-4a7e-b3d8-1c62e4f07a95";
/// The partner who is asking, an indirect provider.
pub const PROVIDER: &str = "c83a2b6f-1e57-4d90-a4f2-86b95d7e0c13";

/// The service. It runs until it is dropped.
pub struct Service {
    address: SocketAddr,
    accepting: JoinHandle<()>,
}

impl Service {
    /// Starts on a free port.
    pub async fn start() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        Ok(Self { address, accepting: tokio::spawn(accept(listener)) })
    }

    /// The base URL for clients.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn accept(listener: TcpListener) {
    while let Ok((stream, _)) = listener.accept().await {
        let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service_fn(serve));
        // A client that hangs up is no failure of the service.
        tokio::spawn(async { drop(connection.await) });
    }
}

async fn serve(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let (head, body) = request.into_parts();
    let answer = if body.is_end_stream() {
        answers::answer(&head)
    } else {
        Err(Refusal::bad_request("A request of this kind has no body.", "body"))
    };
    Ok(response(&head.headers, answer))
}

/// Writes an answer, with the headers that every answer has.
fn response(asked: &HeaderMap, answer: Result<Json, Refusal>) -> Response<Full<Bytes>> {
    let (status, json) = match answer {
        Ok(json) => (StatusCode::OK, json),
        Err(refusal) => (refusal.status(), refusal.fault()),
    };
    let mut response = Response::new(Full::from(format!("\u{feff}{json}")));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
    if status == StatusCode::UNAUTHORIZED {
        headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    for name in ["ms-requestid", "ms-correlationid"].map(HeaderName::from_static) {
        let value = asked.get(&name).cloned().or_else(|| Uuid::new_v4().to_string().try_into().ok());
        headers.extend(value.map(|value| (name, value)));
    }
    headers.insert("ms-cv", HeaderValue::from_static("Qk3xTz8mW0yLr5Va.0"));
    headers.insert("ms-serverid", HeaderValue::from_static("207030415"));
    response
}
