//! A service that answers what it is told to, and keeps what it was asked.

use std::convert::Infallible;
use std::future::ready;
use std::sync::{Arc, Mutex};

use clientgen_runtime::{Builder, Bytes, Client, Json, RawResponse, Request};

/// What a service was asked.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<Request>>>);

impl Log {
    pub fn requests(&self) -> Vec<Request> {
        self.0.lock().unwrap().clone()
    }

    pub fn last(&self) -> Request {
        self.requests().pop().expect("there was a request")
    }

    pub fn uris(&self) -> Vec<String> {
        self.requests().iter().map(|request| request.uri().to_string()).collect()
    }
}

/// A client whose requests are answered by a closure, which also gets their number.
pub fn service<C: From<Client>>(
    builder: Builder<C>,
    answer: impl Fn(&Request, usize) -> RawResponse + Send + Sync + 'static,
) -> (C, Log) {
    let log = Log::default();
    let kept = log.clone();
    let transport = move |request: Request| {
        let mut requests = kept.0.lock().unwrap();
        let response = answer(&request, requests.len());
        requests.push(request);
        ready(Ok::<_, Infallible>(response))
    };
    let client = builder.base_url("https://api.example.com/").transport(transport).build();
    (client.expect("the client is complete"), log)
}

/// A client that gets the same JSON for everything.
pub fn always<C: From<Client>>(builder: Builder<C>, body: &'static str) -> (C, Log) {
    service(builder, move |_, _| json(200, body))
}

pub fn json(status: u16, body: &str) -> RawResponse {
    let response = clientgen_runtime::http::Response::builder().status(status);
    let response = response.header("content-type", "application/json");
    response.body(Bytes::copy_from_slice(body.as_bytes())).unwrap()
}

/// The value of a header, if there is exactly one.
pub fn header<'r>(request: &'r Request, name: &str) -> Option<&'r str> {
    let mut values = request.headers().get_all(name).iter();
    let first = values.next()?;
    assert!(values.next().is_none(), "{name} is there twice");
    Some(first.to_str().unwrap())
}

/// The body as JSON.
pub fn body(request: &Request) -> Json {
    serde_json::from_slice(request.body()).expect("the body is JSON")
}
