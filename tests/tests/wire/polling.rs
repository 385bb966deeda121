//! Operations that go on after their first answer, each as a document declares it.

use std::time::Duration;

use clientgen_runtime::{BoxFuture, Error, RawResponse, Request, Step, Timer};
use tests::polling::Client;
use tests::polling::models::{Batch, Thing};
use tests::polling::orders::CreateAnswer;

use crate::service::{Log, body, json, service};

/// A timer that takes no time.
pub struct Now;

impl Timer for Now {
    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::ready(()))
    }

    fn elapsed(&self) -> Option<Duration> {
        Some(Duration::ZERO)
    }
}

fn client(answer: impl Fn(&Request, usize) -> RawResponse + Send + Sync + 'static) -> (Client, Log) {
    service(Client::builder().timer(Now), answer)
}

pub fn with(mut response: RawResponse, name: &'static str, value: &str) -> RawResponse {
    response.headers_mut().insert(name, value.parse().unwrap());
    response
}

fn calls(log: &Log) -> Vec<String> {
    let requests = log.requests();
    let place = |request: &Request| request.uri().path_and_query().unwrap().to_string();
    requests.iter().map(|request| format!("{} {}", request.method(), place(request))).collect()
}

#[test]
fn an_upload_ends_with_the_batch() {
    let (client, log) = client(|_, number| match number {
        0 => with(json(202, ""), "location", "/customers/7/batchJobStatus/9"),
        1 => json(200, r#"{"status":"running"}"#),
        _ => json(200, r#"{"status":"finished_with_errors","devices":3}"#),
    });
    let batch: Batch = client.devices().upload("7", vec!["a".to_owned()]).begin().wait().unwrap();
    assert_eq!(batch.devices, Some(3));
    let question = "GET /v1/customers/7/batchJobStatus/9";
    assert_eq!(calls(&log), ["POST /v1/customers/7/devices", question, question]);
}

#[test]
fn a_change_may_be_fast_or_slow() {
    for slow in [false, true] {
        let (client, log) = client(move |_, number| match number {
            0 if slow => with(json(202, ""), "location", "https://api.example.com/v1/operations/1"),
            1 => json(202, ""),
            _ => json(200, r#"{"id":"s"}"#),
        });
        let changed = client.subscriptions().update("s").body(Thing::default()).begin().wait().unwrap();
        assert_eq!(changed.id.as_deref(), Some("s"));
        assert_eq!(log.uris().len(), if slow { 3 } else { 1 });
    }
}

#[test]
fn an_upgrade_is_asked_for_by_sending_it_again() {
    let (client, log) = client(|_, number| match number {
        0 => with(json(202, r#"{"status":"taken"}"#), "x-upgrade", "upgrades/5"),
        1 => json(204, ""),
        2 => json(200, r#"{"progress":{"state":"running"}}"#),
        _ => json(200, r#"{"progress":{"state":"Completed","result":{"id":"u"}}}"#),
    });
    let upgrade = client.upgrades().create(Thing::default().id("x")).begin().wait().unwrap();
    assert_eq!(upgrade.id.as_deref(), Some("u"));
    assert_eq!(calls(&log)[1..], ["POST /v1/upgrades/5/status"; 3]);
    assert_eq!(body(&log.last())["id"], "x");
}

#[test]
fn azure_fetches_what_was_made() {
    let (client, log) = client(|request, number| match (number, request.uri().path()) {
        (0, _) => with(json(201, r#"{"id":"draft"}"#), "azure-asyncoperation", "/operations/1"),
        (1, _) => json(200, r#"{"status":"Running"}"#),
        (_, "/v1/operations/1") => json(200, r#"{"status":"Succeeded"}"#),
        _ => json(200, r#"{"id":"made"}"#),
    });
    let thing = client.things().replace("t", Thing::default()).begin().wait().unwrap();
    assert_eq!(thing.id.as_deref(), Some("made"));
    assert_eq!(calls(&log)[3], "GET /v1/things/t");
}

#[test]
fn azure_may_have_nothing_to_show() {
    let (client, log) = client(|_, number| match number {
        0 => with(json(202, ""), "location", "/operations/1"),
        _ => json(204, ""),
    });
    let () = client.things().remove("t").begin().wait().unwrap();
    assert_eq!(calls(&log), ["DELETE /v1/things/t", "GET /v1/operations/1"]);
}

#[test]
fn azure_tells_the_outcome_with_the_status() {
    let (client, _) = client(|_, number| match number {
        0 => with(json(202, ""), "operation-location", "/operations/1"),
        _ => json(200, r#"{"status":"Succeeded","devices":4}"#),
    });
    let batch: Batch = client.things().start("t").begin().wait().unwrap();
    assert_eq!(batch.devices, Some(4));
}

#[test]
fn what_depends_on_the_status_does_so_in_the_end() {
    let mut batch = Batch::default();
    batch.devices = Some(1);
    for (status, expected) in
        [(200, CreateAnswer::Ok(batch)), (201, CreateAnswer::Created(Thing::default().id("o")))]
    {
        let (client, _) = client(move |_, number| match number {
            0 => with(json(202, ""), "location", "/operations/1"),
            _ => json(status, if status == 200 { r#"{"devices":1}"# } else { r#"{"id":"o"}"# }),
        });
        assert_eq!(client.orders().create().begin().wait().unwrap(), expected);
    }
}

#[test]
fn failure_is_an_error_and_a_ticket_goes_on() {
    let (client, log) = client(|_, number| match number {
        0 => with(json(202, ""), "operation-location", "/operations/1"),
        1 => json(200, r#"{"status":"Running"}"#),
        _ => json(200, r#"{"status":"Failed","error":{"code":"Stuck"}}"#),
    });
    let mut poller = client.things().start("t").begin();
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let step = std::pin::pin!(poller.step()).poll(&mut context);
    assert!(matches!(step, std::task::Poll::Ready(Ok(Step::Running(_)))));
    let ticket = poller.ticket().unwrap().to_string();
    let resumed = client.things().start("t").begin().resume(ticket.parse().unwrap()).unwrap();
    let error = resumed.wait().unwrap_err();
    assert!(matches!(error, Error::Business(_)));
    assert_eq!(error.code().as_deref(), Some("Stuck"));
    assert_eq!(calls(&log), ["POST /v1/things/t", "GET /v1/operations/1", "GET /v1/operations/1"]);
}
