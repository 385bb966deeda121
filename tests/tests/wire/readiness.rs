//! Answers that take time, each as a document declares it.

use std::time::Duration;

use clientgen_runtime::{RawResponse, Request, Retry};
use tests::readiness::Client;

use crate::polling::Now;
use crate::service::{Log, json, service};

const WAIT: Duration = Duration::from_secs(7);

fn client(answer: impl Fn(&Request, usize) -> RawResponse + Send + Sync + 'static) -> (Client, Log) {
    service(Client::builder().timer(Now), answer)
}

fn early(status: u16) -> RawResponse {
    let mut response = json(status, "");
    response.headers_mut().insert("retry-after", "7".parse().unwrap());
    response
}

#[test]
fn pages_are_waited_for() {
    let (client, log) = client(|_, number| match number {
        0 | 1 | 3 => early(204),
        2 => json(200, r#"{"items":["a","b"],"next":"/usage?page=2"}"#),
        _ => json(200, r#"{"items":["c"]}"#),
    });
    let items: Result<Vec<String>, _> = client.usage().list().items().wait().collect();
    assert_eq!(items.unwrap(), ["a", "b", "c"]);
    let paths: Vec<String> = log.requests().iter().map(|request| request.uri().to_string()).collect();
    let (first, second) = ("https://api.example.com/usage", "https://api.example.com/usage?page=2");
    assert_eq!(paths, [first, first, first, second, second]);
}

#[test]
fn every_status_that_says_so_is_waited_for() {
    let (client, log) = client(|_, number| match number {
        0 => early(404),
        1 => early(202),
        _ => json(200, r#"{"rows":3}"#),
    });
    let report = client.reports().get("r").send().wait().unwrap().unwrap();
    assert_eq!((report.rows, log.uris().len()), (Some(3), 3));
}

#[test]
fn without_a_time_a_status_is_what_it_is() {
    let (client, _) = client(|_, number| json(if number == 0 { 404 } else { 202 }, ""));
    assert!(client.reports().get("r").send().wait().unwrap_err().is_not_found());
    assert!(client.reports().get("r").send().wait().unwrap().is_none());
}

#[test]
fn a_list_that_is_not_waited_for_is_no_empty_list() {
    let (client, log) = client(|_, _| early(204));
    let client = client.with_retry(Retry::none());
    let mut items = client.usage().list().items().wait();
    let error = items.next().unwrap().unwrap_err();
    assert!(error.is_not_ready() && error.retry_after() == Some(WAIT), "{error:?}");
    assert!(items.next().is_none() && log.uris().len() == 1);
}
