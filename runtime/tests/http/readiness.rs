//! Answers that are not ready yet: waited for, as long as that may take.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use clientgen_runtime::{
    Call, Client, Draft, Error, Json, Method, Operation, Pages, RawResponse, Request, Response, Retry,
};

use crate::clock::Clock;
use crate::support::{Customers, LINKS_AND_TOKENS, LIST, Log, builder, json};

const WRITE: &Operation =
    &Operation { id: "Reports_Create", method: Method::POST, path: "/v1/reports", headers: &[] };
const NEXT: &str = r#"{"items": [{"id": "a"}], "links": {"next": {"uri": "/v1/customers?p=2"}}}"#;
const LAST: &str = r#"{"items": [{"id": "b"}]}"#;

fn service(answer: impl Fn(&Request, usize) -> RawResponse + Send + Sync + 'static) -> (Client, Log, Clock) {
    let (log, clock) = (Log::default(), Clock::default());
    let client = builder().transport(log.transport(answer)).timer(clock.clone()).build().unwrap();
    (client, log, clock)
}

fn early(status: u16, seconds: &str) -> RawResponse {
    let mut response = json(status, "");
    response.headers_mut().insert("Retry-After", seconds.parse().unwrap());
    response
}

fn call(client: &Client) -> Call<Response<Option<Json>>> {
    client.call(Draft::new(LIST, "/v1/customers").not_ready(&[202, 204]).finish())
}

fn list(client: &Client) -> Pages<Option<Customers>> {
    let first = Draft::new(LIST, "/v1/customers").not_ready(&[204]).finish();
    Pages::new(client, first, &LINKS_AND_TOKENS)
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[tokio::test]
async fn asks_again_until_the_answer_is_ready() {
    let (client, log, clock) = service(|_, number| match number {
        0 => early(204, "20"),
        1 => early(202, "40"),
        _ => json(200, LAST),
    });
    let response = call(&client).await.unwrap();
    assert_eq!((response.tries(), response.status().as_u16()), (3, 200));
    let waits = clock.slept();
    assert!(waits.len() == 2 && waits[0] >= seconds(20) && waits[1] >= seconds(40), "{waits:?}");
    let ids = log.header("MS-RequestId");
    assert!(ids[0].is_some() && ids.iter().all(|id| *id == ids[0]), "it is the same call: {ids:?}");
}

#[tokio::test]
async fn a_list_waits_for_each_of_its_pages() {
    let (client, log, clock) = service(|request, number| match (number, request.uri().query()) {
        (0 | 2, _) => early(204, "30"),
        (_, None) => json(200, NEXT),
        (_, Some(_)) => json(200, LAST),
    });
    let mut items = list(&client).into_items(|page| page.unwrap().items);
    let mut ids = Vec::new();
    while let Some(item) = items.next().await {
        ids.push(item.unwrap().id.unwrap());
    }
    assert_eq!(ids, ["a", "b"]);
    assert_eq!((log.requests().len(), clock.slept().len()), (4, 2));
}

#[tokio::test]
async fn what_is_not_ready_is_no_failure() {
    let (client, log, _) = service(|_, number| match number {
        0..5 => early(204, "1"),
        5..8 => json(503, ""),
        _ => json(200, "{}"),
    });
    assert_eq!(call(&client).await.unwrap().tries(), 9);
    assert_eq!(log.requests().len(), 9);
}

#[tokio::test]
async fn gives_up_if_it_would_take_too_long() {
    let (client, log, clock) = service(|_, _| early(204, "60"));
    let error = call(&client.with_retry(Retry::new().deadline(seconds(100)))).await.unwrap_err();
    assert!(matches!(error, Error::NotReady(_)) && error.is_not_ready() && error.is_retryable());
    assert_eq!((error.retry_after(), error.tries()), (Some(seconds(60)), 2));
    let text = error.to_string();
    assert!(
        text.contains("answered 204 No Content: not ready yet, to be tried again in 60 s, after 2 tries")
    );
    assert!(clock.elapsed() < seconds(100) && log.requests().len() == 2);

    let (client, log, _) = service(|_, _| early(204, "0"));
    call(&client.with_retry(Retry::new().until_ready(5).deadline(None))).await.unwrap_err();
    assert_eq!(log.requests().len(), 6);
}

#[tokio::test]
async fn is_not_waited_for_on_demand() {
    for off in [Retry::none(), Retry::new().until_ready(0)] {
        let (client, log, clock) = service(|_, _| early(204, "1"));
        let client = client.with_retry(off);
        assert!(call(&client).await.unwrap_err().is_not_ready());
        assert!(list(&client).next().await.unwrap().unwrap_err().is_not_ready(), "that is no empty page");
        assert_eq!((log.requests().len(), clock.slept().len()), (2, 0));
        let raw = client.execute(Draft::new(LIST, "/v1/customers").not_ready(&[204]).finish().unwrap());
        assert_eq!(raw.await.unwrap().status(), 204);
    }
    let client: Client =
        builder().transport(Log::default().transport(|_, _| early(204, "1"))).build().unwrap();
    assert!(call(&client).await.unwrap_err().is_not_ready(), "without a timer there is no waiting");
}

#[tokio::test]
async fn only_the_status_that_says_so_with_a_time_is_waited_for() {
    let (client, log, _) = service(|_, number| if number == 0 { json(204, "") } else { early(200, "1") });
    assert!(call(&client).await.unwrap().into_value().is_none());
    assert_eq!(call(&client).await.unwrap().status(), 200);
    assert_eq!(log.requests().len(), 2);
    let (client, log, _) = service(|_, _| early(204, "1"));
    let undeclared: Option<Json> = client.call(Draft::new(LIST, "/v1/customers").finish()).await.unwrap();
    assert!(undeclared.is_none() && log.requests().len() == 1);
}

#[tokio::test]
async fn a_write_that_may_not_be_repeated_is_not() {
    let (client, log, _) = service(|_, _| early(202, "1"));
    let write = client.call::<Json>(Draft::new(WRITE, "/v1/reports").not_ready(&[202]).finish());
    assert!(write.await.unwrap_err().is_not_ready());
    assert_eq!(log.requests().len(), 1);
}

#[tokio::test]
async fn nobody_asks_again_for_a_call_that_was_dropped() {
    let (client, log, clock) = service(|_, _| early(204, "30"));
    {
        let mut call = pin!(call(&client));
        poll_fn(|cx| {
            assert!(call.as_mut().poll(cx).is_pending());
            Poll::Ready(())
        })
        .await;
        assert_eq!((log.requests().len(), clock.sleepers()), (1, 1));
    }
    tokio::task::yield_now().await;
    assert_eq!((log.requests().len(), clock.sleepers()), (1, 0));
}
