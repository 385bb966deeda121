//! Property paths whose names have dots.

use clientgen_runtime::{Error, RawResponse, Request};
use tests::dotted::Client;
use tests::dotted::models::Thing;

use crate::polling::{Now, with};
use crate::service::{Log, header, json, service};

fn client(answer: impl Fn(&Request, usize) -> RawResponse + Send + Sync + 'static) -> (Client, Log) {
    service(Client::builder().timer(Now), answer)
}

#[test]
fn an_etag_is_found() {
    let (client, log) = client(|_, _| json(200, r#"{"@odata.etag":"W/\"7\"","name":"a"}"#));
    let thing = client.things().get("1").send().wait().unwrap();
    client.things().replace("1", thing.clone()).with_etag(&thing).send().wait().unwrap();
    assert_eq!(header(&log.last(), "if-match"), Some(r#"W/"7""#));
}

#[test]
fn codes_and_texts_of_errors_are_found() {
    let (client, _) = client(|_, _| json(400, r#"{"odata.error":{"code":"E7","message.text":"no"}}"#));
    let error = client.things().get("1").send().wait().unwrap_err();
    assert_eq!((error.code().as_deref(), error.message().as_deref()), (Some("E7"), Some("no")));
}

#[test]
fn errors_in_a_success_are_found() {
    let (client, _) = client(|_, _| json(200, r#"{"parts":[{},{"odata.faults":["bad"]}]}"#));
    let checked = client.things().get("1").send().checked().wait();
    assert!(matches!(checked, Err(Error::Business(_))), "{checked:?}");
}

#[test]
fn operations_that_go_on_come_to_their_end() {
    let (client, log) = client(|_, number| match number {
        0 => with(json(202, ""), "location", "/jobs/1"),
        1 => json(200, r#"{"job.state":"running"}"#),
        _ => json(200, r#"{"job.state":"done","rows":2,"job.result":{"thing":{"name":"n"}}}"#),
    });
    assert_eq!(client.jobs().start().begin().wait().unwrap().rows, Some(2));
    assert_eq!(log.uris().len(), 3);
}

#[test]
fn outcomes_are_found() {
    let (client, _) = client(|_, number| match number {
        0 => with(json(202, ""), "location", "/jobs/1"),
        _ => json(200, r#"{"job.state":"done","job.result":{"thing":{"name":"n"}}}"#),
    });
    let thing: Thing = client.reports().start().begin().wait().unwrap();
    assert_eq!(thing.name.as_deref(), Some("n"));
}
