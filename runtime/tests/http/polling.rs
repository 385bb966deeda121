//! Operations that go on at the service after its first answer.

use std::future::{Future, ready};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use clientgen_runtime::{
    BoxFuture, Bytes, Client, Draft, Error, Json, LongRunning, Method, Monitor, Operation, OutcomeAt, Poller,
    RawResponse, Request, Retry, Step, Ticket, Timer,
};

use crate::clock::Clock;
use crate::support::{Log, builder, header, json};

const UPLOAD: &Operation = &Operation {
    id: "Devices_Upload",
    method: Method::POST,
    path: "/v1/customers/{customer_id}/devices",
    headers: &["MS-RequestId"],
};

const REPLACE: &Operation =
    &Operation { id: "Things_Replace", method: Method::PUT, path: "/v1/things/{id}", headers: &[] };

/// `Location`, and a status in the answers there.
static JOBS: LongRunning = LongRunning {
    monitors: &[Monitor { header: Some("Location"), status: &["status"] }],
    repeats: false,
    suffix: "",
    pending: &[202],
    succeeded: &["finished", "finished_with_errors"],
    failed: &["failed"],
    outcome: OutcomeAt::Answer(&[]),
};

static UPGRADES: LongRunning = LongRunning {
    monitors: &[Monitor { header: Some("Location"), status: &["status"] }],
    repeats: true,
    suffix: "status",
    ..JOBS_BY_STATUS
};

const JOBS_BY_STATUS: LongRunning = LongRunning {
    monitors: &[Monitor { header: Some("Location"), status: &[] }],
    repeats: false,
    suffix: "",
    pending: &[202],
    succeeded: &["finished"],
    failed: &["failed"],
    outcome: OutcomeAt::Answer(&[]),
};

static BY_STATUS: LongRunning = JOBS_BY_STATUS;

static AZURE: LongRunning = LongRunning::AZURE;

static AZURE_RESOURCE: LongRunning = LongRunning { outcome: OutcomeAt::Resource, ..LongRunning::AZURE };

static AZURE_LOCATION: LongRunning =
    LongRunning { outcome: OutcomeAt::Link("Location"), ..LongRunning::AZURE };

fn service(answer: impl Fn(&Request, usize) -> RawResponse + Send + Sync + 'static) -> (Client, Log, Clock) {
    let (log, clock) = (Log::default(), Clock::default());
    let client = builder().timer(clock.clone()).transport(log.transport(answer)).build().unwrap();
    (client, log, clock)
}

fn upload(client: &Client, rules: &'static LongRunning) -> Poller<Json> {
    let request = Draft::new(UPLOAD, "/v1/customers/7/devices")
        .header("MS-RequestId", &"r1".to_owned())
        .header("If-Match", &"\"e\"".to_owned())
        .json(&serde_json::json!({"batch": 1}))
        .finish();
    Poller::new(client, request, rules)
}

fn replace(client: &Client, rules: &'static LongRunning) -> Poller<Json> {
    let request = Draft::new(REPLACE, "/v1/things/1").json(&serde_json::json!({"size": 2})).finish();
    Poller::new(client, request, rules)
}

fn with(mut response: RawResponse, headers: &[(&'static str, &str)]) -> RawResponse {
    for (name, value) in headers {
        response.headers_mut().insert(*name, value.parse().unwrap());
    }
    response
}

fn taken(headers: &[(&'static str, &str)]) -> RawResponse {
    with(json(202, ""), headers)
}

fn seconds(seconds: &[u64]) -> Vec<Duration> {
    seconds.iter().copied().map(Duration::from_secs).collect()
}

fn calls(log: &Log) -> Vec<String> {
    let requests = log.requests();
    let place =
        |request: &Request| request.uri().to_string().trim_start_matches("https://api.host").to_owned();
    requests.iter().map(|request| format!("{} {}", request.method(), place(request))).collect()
}

#[tokio::test]
async fn asks_where_the_answer_says_until_the_status_says_so() {
    let (client, log, clock) = service(|_, number| match number {
        0 => taken(&[("Location", "/customers/7/batchJobStatus/9"), ("Retry-After", "7")]),
        1 => with(json(200, r#"{"status":"running"}"#), &[("Retry-After", "3")]),
        2 => json(200, r#"{"status":"queued"}"#),
        _ => json(200, r#"{"status":"Finished_With_Errors","devices":2}"#),
    });
    let outcome = upload(&client, &JOBS).await.unwrap();
    assert_eq!(outcome["devices"], 2);
    let status = "GET /v1/customers/7/batchJobStatus/9";
    assert_eq!(calls(&log), ["POST /v1/customers/7/devices", status, status, status]);
    assert_eq!(clock.slept(), seconds(&[7, 3, 4]), "what the service says, else twice as long each time");
    let question = &log.requests()[1];
    assert!(question.body().is_empty());
    for name in ["If-Match", "Content-Type"] {
        assert_eq!(header(question, name), None);
    }
    assert_eq!(header(question, "Authorization").unwrap(), "Bearer s3cret");
    let ids = log.header("MS-RequestId");
    assert!(ids[0].as_deref() == Some("r1") && ids[1] != ids[0] && ids[1] != ids[2], "{ids:?}");
}

#[tokio::test]
async fn waits_longer_each_time_and_until_a_date() {
    let (client, _, clock) = service(|_, number| match number {
        0 => taken(&[("Location", "/jobs/9")]),
        1..=6 => taken(&[]),
        7 => taken(&[
            ("Retry-After", "Sat, 21 Nov 2026 05:00:00 GMT"),
            ("Date", "Sat, 21 Nov 2026 04:58:30 GMT"),
        ]),
        _ => json(200, "1"),
    });
    assert_eq!(upload(&client, &BY_STATUS).await.unwrap(), 1);
    assert_eq!(clock.slept(), seconds(&[1, 2, 4, 8, 16, 30, 30, 90]));
    let (client, _, clock) = service(|_, number| match number {
        0 => taken(&[("Location", "/jobs/9")]),
        1..=3 => taken(&[]),
        _ => json(200, "1"),
    });
    let second = Duration::from_secs(1);
    upload(&client, &BY_STATUS).every(5 * second, 10 * second).await.unwrap();
    assert_eq!(clock.slept(), seconds(&[5, 10, 10, 10]));
}

#[tokio::test]
async fn statuses_of_http_are_enough() {
    for (last, expected) in
        [(json(200, "5"), Json::from(5)), (json(201, "5"), Json::from(5)), (json(204, ""), Json::Null)]
    {
        let (client, log, _) = service(move |_, number| match number {
            0 => taken(&[("Location", "jobs/9")]),
            // A link that changes on the way is the one that counts.
            1 => taken(&[("Location", "https://API.host/v1/jobs/10?a=b")]),
            2 => taken(&[]),
            _ => last.clone(),
        });
        let request = Draft::new(UPLOAD, "/v1/customers/7/devices").finish();
        let outcome: Option<Json> = Poller::new(&client, request, &BY_STATUS).await.unwrap();
        assert_eq!(outcome.unwrap_or(Json::Null), expected);
        assert_eq!(calls(&log)[1..], ["GET /v1/jobs/9", "GET /v1/jobs/10?a=b", "GET /v1/jobs/10?a=b"]);
    }
}

#[tokio::test]
async fn an_answer_that_is_final_at_once_is_the_outcome() {
    for (rules, headers) in [
        (&JOBS, &[][..]),
        (&BY_STATUS, &[("Location", "/orders/1")]),
        (&AZURE_RESOURCE, &[("Location", "/things/1")]),
        (&AZURE, &[]),
    ] {
        let (client, log, _) = service(move |_, _| with(json(201, r#"{"id":1}"#), headers));
        assert_eq!(upload(&client, rules).await.unwrap()["id"], 1);
        assert_eq!(log.requests().len(), 1);
    }
}

#[tokio::test]
async fn the_first_request_can_be_sent_again_to_ask() {
    let (client, log, _) = service(|_, number| match number {
        0 => taken(&[("Location", "productUpgrades/5")]),
        1 => json(200, r#"{"status":"started"}"#),
        _ => json(200, r#"{"status":"finished"}"#),
    });
    upload(&client, &UPGRADES).await.unwrap();
    assert_eq!(calls(&log)[1..], ["POST /v1/productUpgrades/5/status", "POST /v1/productUpgrades/5/status"]);
    assert_eq!(log.requests()[1].body(), &Bytes::from(r#"{"batch":1}"#));
    assert_eq!(header(&log.requests()[1], "Content-Type").unwrap(), "application/json");
}

#[tokio::test]
async fn a_failed_operation_is_an_error_with_its_answer() {
    let (client, _, _) = service(|_, number| match number {
        0 => taken(&[("Operation-Location", "/ops/1")]),
        _ => json(200, r#"{"status":"Failed","error":{"code":"Quota","message":"no more"}}"#),
    });
    let mut poller = upload(&client, &AZURE);
    assert!(matches!(poller.step().await.unwrap(), Step::Running(_)));
    let error = poller.step().await.unwrap_err();
    let Error::Business(refused) = &error else { panic!("{error:?}") };
    assert_eq!(refused.faults()[0]["code"], "Quota");
    assert_eq!((error.code().as_deref(), error.message().as_deref()), (Some("Quota"), Some("no more")));
    assert_eq!(poller.ticket(), None);
    assert!(matches!(poller.step().await, Err(Error::Polling(_))));
}

#[tokio::test]
async fn azure_asks_the_operation_and_then_for_the_outcome() {
    let answer = |headers: &'static [(&'static str, &'static str)]| {
        service(move |request, number| match (number, request.uri().path()) {
            (0, _) => with(json(201, r#"{"properties":{"provisioningState":"Creating"}}"#), headers),
            (_, "/v1/ops/1") if number < 3 => json(200, r#"{"status":"InProgress"}"#),
            (_, "/v1/ops/1") => json(200, r#"{"status":"Succeeded","operation":1}"#),
            (_, "/v1/things/1") => json(200, r#"{"thing":1}"#),
            (_, path) => json(200, format!(r#"{{"at":"{path}"}}"#)),
        })
    };
    let monitor = "GET /v1/ops/1";
    let (client, log, _) = answer(&[("Azure-AsyncOperation", "/ops/1"), ("Location", "/results/1")]);
    assert_eq!(replace(&client, &AZURE_RESOURCE).await.unwrap()["thing"], 1);
    assert_eq!(calls(&log)[1..], [monitor, monitor, monitor, "GET /v1/things/1"]);
    let (client, log, _) = answer(&[("Operation-Location", "/ops/1"), ("Location", "/results/1")]);
    assert_eq!(replace(&client, &AZURE_LOCATION).await.unwrap()["at"], "/v1/results/1");
    assert_eq!(calls(&log)[1..], [monitor, monitor, monitor, "GET /v1/results/1"]);
    let (client, log, _) = answer(&[("Operation-Location", "/ops/1")]);
    assert_eq!(replace(&client, &AZURE_LOCATION).await.unwrap()["operation"], 1, "there is no other place");
    assert_eq!(log.requests().len(), 4);
}

#[tokio::test]
async fn azure_resources_say_themselves_how_they_stand() {
    let state = |state: &str| json(200, format!(r#"{{"properties":{{"provisioningState":"{state}"}}}}"#));
    let (client, log, _) = service(move |_, number| match number {
        0 => state("Accepted"),
        1 => state("Updating"),
        _ => state("Succeeded"),
    });
    let outcome = replace(&client, &AZURE_RESOURCE).await.unwrap();
    assert_eq!(outcome["properties"]["provisioningState"], "Succeeded");
    assert_eq!(calls(&log), ["PUT /v1/things/1", "GET /v1/things/1", "GET /v1/things/1"]);
    let (client, _, _) =
        service(move |_, number| if number == 0 { state("Accepted") } else { state("canceled") });
    assert!(matches!(replace(&client, &AZURE_RESOURCE).await, Err(Error::Business(_))));
    let (client, log, _) = service(move |_, _| state("Succeeded"));
    replace(&client, &AZURE_RESOURCE).await.unwrap();
    assert_eq!(log.requests().len(), 1);
}

#[tokio::test]
async fn the_outcome_may_be_a_part_of_the_answer() {
    static PART: LongRunning =
        LongRunning { outcome: OutcomeAt::Answer(&["result", "order"]), ..LongRunning::AZURE };
    let (client, _, _) = service(|_, number| match number {
        0 => taken(&[("Operation-Location", "/ops/1")]),
        _ => json(200, r#"{"status":"succeeded","result":{"order":{"id":8}}}"#),
    });
    assert_eq!(upload(&client, &PART).await.unwrap(), serde_json::json!({"id": 8}));
}

#[tokio::test]
async fn a_redirect_leads_to_the_outcome() {
    let (client, log, _) = service(|_, number| match number {
        0 => taken(&[("Location", "/jobs/9")]),
        1 => with(json(303, ""), &[("Location", "/orders/1")]),
        _ => json(200, r#"{"id":1}"#),
    });
    assert_eq!(upload(&client, &JOBS).await.unwrap()["id"], 1);
    assert_eq!(calls(&log)[1..], ["GET /v1/jobs/9", "GET /v1/orders/1"]);
    let (client, log, _) = service(|_, _| with(json(303, ""), &[("Location", "/jobs/9")]));
    let error = upload(&client, &JOBS).await.unwrap_err();
    assert!(error.to_string().contains("from one place to another"), "{error}");
    assert_eq!(log.requests().len(), 11);
}

#[tokio::test]
async fn no_credential_goes_elsewhere() {
    for (status, number_of_evil) in [(202, 0), (303, 1), (202, 1)] {
        let (client, log, _) = service(move |_, number| {
            let evil = number == number_of_evil;
            let link = if evil { "https://evil.host/jobs/9" } else { "/jobs/9" };
            with(json(if evil { status } else { 202 }, ""), &[("Location", link)])
        });
        let error = upload(&client, &JOBS).await.unwrap_err();
        assert!(matches!(error, Error::Polling(_)), "{error:?}");
        assert!(error.to_string().contains("another origin"), "{error}");
        assert_eq!(log.requests().len(), number_of_evil + 1);
    }
}

#[tokio::test]
async fn an_answer_without_a_place_to_ask_is_an_error() {
    let (client, log, _) = service(|_, _| taken(&[]));
    let error = upload(&client, &JOBS).await.unwrap_err();
    assert!(
        error.to_string().contains("outcome: the service does not say where to ask for the outcome"),
        "{error}"
    );
    assert!(upload(&client, &AZURE).await.is_err(), "nobody asks at the address of a POST");
    assert_eq!(log.requests().len(), 2);
}

#[tokio::test]
async fn goes_on_from_a_ticket() {
    let answer = |request: &Request, number: usize| match (request.method(), number) {
        (&http::Method::POST, _) => taken(&[("Location", "/jobs/9")]),
        (_, 1) => json(200, r#"{"status":"running"}"#),
        _ => json(200, r#"{"status":"finished"}"#),
    };
    let (client, log, clock) = service(answer);
    let mut poller = upload(&client, &JOBS);
    assert_eq!(poller.ticket(), None);
    let Step::Running(first) = poller.step().await.unwrap() else { panic!("it goes on") };
    assert_eq!(first.status(), 202);
    let text = poller.ticket().unwrap().to_string();
    assert_eq!(text, r#"{"header":"Location","link":"/jobs/9","operation":"Devices_Upload"}"#);
    assert!(!format!("{poller:?}").contains("jobs"));
    drop(poller);
    let ticket: Ticket = text.parse().unwrap();
    let stored = serde_json::to_string(&ticket).unwrap();
    assert_eq!(serde_json::from_str::<Ticket>(&stored).unwrap(), ticket);
    assert_eq!(upload(&client, &JOBS).resume(ticket).unwrap().await.unwrap()["status"], "finished");
    assert_eq!(calls(&log), ["POST /v1/customers/7/devices", "GET /v1/jobs/9", "GET /v1/jobs/9"]);
    assert_eq!(
        clock.slept(),
        seconds(&[1]),
        "the first question after a pause of unknown length comes at once"
    );
}

#[tokio::test]
async fn a_ticket_is_checked_as_a_link_is() {
    let (client, log, _) = service(|_, _| json(200, "1"));
    for (ticket, why) in [
        (r#"{"operation":"Devices_Upload","header":"Location","link":"https://evil/x"}"#, "another origin"),
        (r#"{"operation":"Devices_Upload","header":"Location","link":"/../x"}"#, "malformed"),
        (r#"{"operation":"Devices_Upload","header":"Location","link":" "}"#, "empty"),
        (r#"{"operation":"Orders_Create","header":"Location","link":"/x"}"#, "one of `Orders_Create`"),
    ] {
        let error = upload(&client, &JOBS).resume(ticket.parse().unwrap()).unwrap_err();
        assert!(matches!(error, Error::Polling(_)) && error.to_string().contains(why), "{error}");
    }
    for text in [
        "",
        "{}",
        "[]",
        r#"{"operation":1}"#,
        r#"{"operation":"a","link":1}"#,
        r#"{"operation":"a","done":0}"#,
    ] {
        assert!(text.parse::<Ticket>().is_err(), "{text}");
    }
    assert!(log.requests().is_empty());
}

#[tokio::test]
async fn the_time_for_all_of_it_is_limited() {
    let (client, log, clock) = service(|_, number| match number {
        0 => taken(&[("Location", "/jobs/9"), ("Retry-After", "40")]),
        _ => taken(&[("Retry-After", "40")]),
    });
    let error = upload(&client, &JOBS).within(Duration::from_secs(100)).await.unwrap_err();
    assert!(
        error.is_timeout() && error.to_string().contains("100s for the whole operation are over"),
        "{error}"
    );
    assert_eq!((log.requests().len(), clock.elapsed()), (3, Duration::from_secs(80)), "no wait in vain");
}

#[tokio::test]
async fn a_question_without_an_answer_ends_with_the_time() {
    let clock = Clock::default();
    let transport = |request: Request| async move {
        if *request.method() == Method::GET {
            std::future::pending::<()>().await;
        }
        Ok::<_, Error>(taken(&[("Location", "/jobs/9")]))
    };
    let patient = Retry::none().try_timeout(None).deadline(None);
    let client: Client = builder().timer(clock.clone()).retry(patient).transport(transport).build().unwrap();
    let mut poller = upload(&client, &JOBS).within(Duration::from_secs(100));
    poller.step().await.unwrap();
    assert!(poller.step().await.unwrap_err().is_timeout());
    assert_eq!(clock.elapsed(), Duration::from_secs(100));
    assert!(poller.ticket().is_some(), "it can be asked again");
}

#[tokio::test]
async fn a_question_that_fails_can_be_asked_again_but_the_request_is_sent_once() {
    let down = Arc::new(AtomicBool::new(true));
    let switch = Arc::clone(&down);
    let (client, log, _) = service(move |request, _| match request.uri().path() {
        "/v1/jobs/9" if switch.load(Ordering::Relaxed) => json(404, ""),
        "/v1/jobs/9" => json(200, r#"{"status":"finished"}"#),
        _ => taken(&[("Location", "/jobs/9")]),
    });
    let mut poller = upload(&client, &JOBS);
    poller.step().await.unwrap();
    assert!(poller.step().await.unwrap_err().is_not_found());
    down.store(false, Ordering::Relaxed);
    assert!(matches!(poller.step().await.unwrap(), Step::Finished(_)));
    assert_eq!(log.requests().len(), 3);
    let (client, log, _) = service(|_, _| json(400, ""));
    let mut poller = upload(&client, &JOBS);
    assert_eq!(poller.step().await.unwrap_err().status().unwrap(), 400);
    assert!(matches!(poller.step().await.unwrap_err(), Error::Polling(_)));
    assert_eq!(log.requests().len(), 1);
}

#[test]
fn a_step_that_is_dropped_loses_nothing() {
    let log = Log::default();
    let (ready_in, clock) = (Arc::new(AtomicBool::new(false)), Clock::default());
    let gate = Arc::clone(&ready_in);
    let answers = log.transport(|_, number| match number {
        0 => taken(&[("Location", "/jobs/9")]),
        _ => json(200, r#"{"status":"finished"}"#),
    });
    let answers = Arc::new(answers);
    let transport = move |request: Request| {
        let (gate, answer) = (Arc::clone(&gate), clientgen_runtime::Transport::send(&*answers, request));
        // The answer is there, but takes until somebody opens the gate.
        let answer = futures_util::FutureExt::now_or_never(answer).unwrap();
        let mut answer = Some(answer);
        std::future::poll_fn(move |_| {
            if gate.load(Ordering::Relaxed) { Poll::Ready(answer.take().unwrap()) } else { Poll::Pending }
        })
    };
    let patient = Retry::none().try_timeout(None).deadline(None);
    let client: Client = builder().timer(clock).retry(patient).transport(transport).build().unwrap();
    let mut poller = upload(&client, &JOBS);
    for _ in 0..3 {
        assert!(pin!(poller.step()).poll(&mut Context::from_waker(Waker::noop())).is_pending());
        assert_eq!(log.requests().len(), 1, "the request is under way, and is not sent again");
    }
    ready_in.store(true, Ordering::Relaxed);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        assert!(matches!(poller.step().await.unwrap(), Step::Running(_)));
        assert!(matches!(poller.step().await.unwrap(), Step::Finished(_)));
    });
    assert_eq!(log.requests().len(), 2);
}

/// A timer of a transport that blocks.
struct Blocking;

impl Timer for Blocking {
    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(ready(()))
    }

    fn elapsed(&self) -> Option<Duration> {
        Some(Duration::ZERO)
    }
}

#[test]
fn waiting_needs_nothing_but_a_thread() {
    let log = Log::default();
    let answer = |_: &Request, number| match number {
        0 => taken(&[("Location", "/jobs/9")]),
        1 => json(200, r#"{"status":"running"}"#),
        _ => json(200, r#"{"status":"finished"}"#),
    };
    let client: Client = builder().timer(Blocking).transport(log.transport(answer)).build().unwrap();
    let outcome = upload(&client, &JOBS).within(Duration::from_secs(60)).wait().unwrap();
    assert_eq!((outcome["status"].as_str(), log.requests().len()), (Some("finished"), 3));
    let client: Client = builder().transport(Log::default().transport(answer)).build().unwrap();
    let error = upload(&client, &JOBS).wait().unwrap_err();
    assert!(error.to_string().contains("there is no timer to wait with"), "{error}");
}

#[tokio::test]
async fn a_request_that_cannot_be_built_is_the_error() {
    let (client, log, _) = service(|_, _| json(200, "1"));
    let request = Draft::new(UPLOAD, "/v1/x").header("A", &"a\nb".to_owned()).finish();
    let error = Poller::<Json>::new(&client, request, &JOBS).await.unwrap_err();
    assert!(matches!(error, Error::Request(_)) && log.requests().is_empty());
}
