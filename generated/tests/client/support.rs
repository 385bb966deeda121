//! What most tests need: a service that is a closure, a record of what it was asked, and the specification.

use std::convert::Infallible;
use std::fs;
use std::future::ready;
use std::path::Path;
use std::sync::{Arc, Mutex};

use partner_center::runtime::http::Response;
use partner_center::runtime::{Builder, Bytes, Json, RawResponse, Request};
use partner_center::{Client, Transport};

pub const TOKEN: &str = "s3cret-t0ken";
pub const CUSTOMER: &str = "2f7c9a34-58d1-4c06-9b6e-7a1d03e85f42";
pub const RESELLER: &str = "5d1f6c1e-90b4-4a7e-b3d8-1c62e4f07a95";

/// What a service was asked.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<Request>>>);

impl Log {
    /// A transport that records each request, and hands it to `answer` with its number, from 0.
    pub fn transport(
        &self,
        answer: impl Fn(&Request, usize) -> RawResponse + Send + Sync + 'static,
    ) -> impl Transport {
        let log = Arc::clone(&self.0);
        move |request: Request| {
            let mut log = log.lock().unwrap();
            let response = answer(&request, log.len());
            log.push(request);
            ready(Ok::<_, Infallible>(response))
        }
    }

    pub fn requests(&self) -> Vec<Request> {
        self.0.lock().unwrap().clone()
    }

    pub fn only(&self) -> Request {
        let [request] = <[Request; 1]>::try_from(self.requests()).unwrap();
        request
    }

    pub fn uris(&self) -> Vec<String> {
        self.requests().iter().map(|request| request.uri().to_string()).collect()
    }

    /// A header, request by request.
    pub fn header(&self, name: &str) -> Vec<Option<String>> {
        self.requests().iter().map(|request| header(request, name)).collect()
    }
}

pub fn header(request: &Request, name: &str) -> Option<String> {
    Some(request.headers().get(name)?.to_str().unwrap().to_owned())
}

pub fn builder() -> Builder<Client> {
    Client::builder().bearer(TOKEN)
}

/// A client of a service that gives `answer` to its requests, and what the service was asked.
pub fn service(answer: impl Fn(&Request, usize) -> RawResponse + Send + Sync + 'static) -> (Client, Log) {
    let log = Log::default();
    let client = builder().transport(log.transport(answer)).build().unwrap();
    (client, log)
}

/// A service that answers everything with one JSON document.
pub fn answering(json: &Json) -> (Client, Log) {
    let response = ok(json);
    service(move |_, _| response.clone())
}

pub fn ok(json: &Json) -> RawResponse {
    status(200, json)
}

/// An answer as the service writes it: with a byte order mark.
pub fn status(status: u16, json: &Json) -> RawResponse {
    typed(status, "application/json; charset=utf-8", format!("\u{feff}{json}"))
}

pub fn typed(status: u16, content_type: &str, body: impl Into<Bytes>) -> RawResponse {
    Response::builder().status(status).header("Content-Type", content_type).body(body.into()).unwrap()
}

/// A file of the specification.
pub fn spec(file: &str) -> Json {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec").join(file);
    serde_yaml::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// An example of the specification, such as `Customer` of `customers/examples.yaml`.
pub fn example(file: &str, name: &str) -> Json {
    let example = spec(file)[name]["value"].take();
    assert!(!example.is_null(), "there is no example {name} in {file}");
    example
}

pub fn customer_example(name: &str) -> Json {
    example("customers/examples.yaml", name)
}

pub fn fault_example(name: &str) -> Json {
    example("common/examples.yaml", name)
}

/// A document without its empty lists, which are to models what no list is.
pub fn without_empty_lists(mut json: Json) -> Json {
    if let Some(object) = json.as_object_mut() {
        object.retain(|_, value| value.as_array().is_none_or(|list| !list.is_empty()));
        for value in object.values_mut() {
            *value = without_empty_lists(value.take());
        }
    }
    if let Some(list) = json.as_array_mut() {
        for value in list {
            *value = without_empty_lists(value.take());
        }
    }
    json
}
