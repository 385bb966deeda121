//! What a document says of failures, at work in the code that is emitted for it.

#![allow(missing_docs, reason = "tests")]

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use clientgen_runtime::{Bytes, Error, Outcome, RawResponse, Request, Retry};
use tests::outcomes::Client;

/// A service that always gives the same answer, and what it was asked.
fn service(status: u16, body: &'static str) -> (Client, Arc<Mutex<Vec<Request>>>) {
    let log = Arc::new(Mutex::new(Vec::new()));
    let asked = Arc::clone(&log);
    let transport = move |request: Request| -> Ready<Result<RawResponse, Infallible>> {
        asked.lock().unwrap().push(request);
        let mut response = RawResponse::new(Bytes::from(body));
        *response.status_mut() = status.try_into().unwrap();
        ready(Ok(response))
    };
    (Client::builder().transport(transport).build().unwrap(), log)
}

/// The outcome of a future that waits for nothing.
fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("it waits"),
    }
}

#[test]
fn a_checked_call_fails_for_errors_in_a_success() {
    let body = r#"{
        "orderErrors": [{"code": 1, "description": "no stock"}],
        "lineItems": [{"id": "a"}, {"id": "b", "error": {"code": 2}}, {"error": {"code": 3}}]
    }"#;
    let (client, log) = service(201, body);
    let checkout = now(client.carts().checkout("c").send()).unwrap();
    assert_eq!(checkout.faults().len(), 3);
    let error = now(client.carts().checkout("c").send().checked()).unwrap_err();
    let Error::Business(refused) = &error else { panic!("{error:?}") };
    let codes: Vec<_> = refused.faults().iter().map(|fault| fault["code"].as_i64()).collect();
    assert_eq!(codes, [Some(1), Some(2), Some(3)]);
    assert_eq!(error.code().as_deref(), Some("1"));
    assert!(log.lock().unwrap()[0].headers().contains_key("idempotency-key"));
    let (client, _) = service(201, r#"{"orderErrors": [], "lineItems": [{"id": "a"}]}"#);
    assert_eq!(now(client.carts().checkout("c").send().checked()).unwrap().line_items.len(), 1);
}

#[test]
fn what_is_made_of_others_holds_their_errors() {
    let (client, _) = service(200, r#"{"orderErrors": [{"code": 1}], "renewed": false}"#);
    assert!(now(client.carts().update("c").send().checked()).is_err());
    let (client, _) = service(200, r#"{"failed": true}"#);
    assert!(now(client.carts().lines("c").send().checked()).is_err());
    let (client, _) = service(200, r#"{"failed": false}"#);
    assert!(now(client.carts().lines("c").send().checked()).is_ok());
}

#[test]
fn names_come_from_the_document() {
    for (status, body, name) in [
        (401, r#"{"error": {"code": 10001}}"#, "mfaRequired"),
        (401, r#"{"code": "900421"}"#, "mfaRequired"),
        (401, "MFA required. (10001)", "mfaRequired"),
        (409, r#"{"code": "sold_out"}"#, "soldOut"),
        (503, "", "resting"),
    ] {
        let (client, _) = service(status, body);
        let client = client.with_retry(Retry::none());
        let error = now(client.carts().checkout("c").send()).unwrap_err();
        for known in ["mfaRequired", "soldOut", "resting"] {
            assert_eq!(error.is(known), known == name, "{body}");
        }
    }
}
