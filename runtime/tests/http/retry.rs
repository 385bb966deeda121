//! When a call is sent again, and when not.

use std::collections::HashSet;
use std::future::ready;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use clientgen_runtime::{
    BoxError, Bytes, Call, Client, Draft, Error, Json, Method, Operation, RawResponse, Request, Retry, Timer,
    Token, TransportError,
};

use crate::clock::Clock;
use crate::support::{Log, builder, get, json, list};

const KEYED: &Operation =
    &Operation { id: "Orders_Create", method: Method::POST, path: "/v1/orders", headers: &["MS-RequestId"] };
const UNKEYED: &Operation =
    &Operation { id: "Orders_Send", method: Method::POST, path: "/v1/orders", headers: &[] };

fn write(client: &Client, operation: &'static Operation) -> Call<Json> {
    client.call(Draft::new(operation, "/v1/orders").json(&Json::from(1)).finish())
}

/// A service that gives `answer` to its requests, which it numbers from 0; nobody waits for real.
fn service(answer: impl Fn(&Request, usize) -> RawResponse + Send + Sync + 'static) -> (Client, Log, Clock) {
    let (log, clock) = (Log::default(), Clock::default());
    let client = builder().transport(log.transport(answer)).timer(clock.clone()).build().unwrap();
    (client, log, clock)
}

/// The same, of a transport that fails.
fn failing<E: Into<BoxError>>(
    error: impl Fn() -> E + Send + Sync + 'static,
) -> (Client, Arc<AtomicUsize>, Clock) {
    let (count, clock) = (Arc::new(AtomicUsize::new(0)), Clock::default());
    let counter = count.clone();
    let transport = move |_: Request| {
        counter.fetch_add(1, Ordering::Relaxed);
        ready(Err::<RawResponse, BoxError>(error().into()))
    };
    let client = builder().transport(transport).timer(clock.clone()).build().unwrap();
    (client, count, clock)
}

fn retry_after(value: &str) -> RawResponse {
    let mut response = json(429, "{}");
    response.headers_mut().insert("Retry-After", value.parse().unwrap());
    response
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[tokio::test]
async fn sends_again_what_may_pass() {
    for status in 400..600 {
        let (client, log, _) = service(move |_, n| json(if n == 0 { status } else { 200 }, "{}"));
        let result = get(&client, "1").send().response().await;
        let passing = [408, 429, 500, 502, 503, 504].contains(&status);
        assert_eq!(result.is_ok(), passing, "{status}");
        assert_eq!(log.requests().len(), if passing { 2 } else { 1 }, "{status}");
        match result {
            Ok(response) => assert_eq!(response.tries(), 2),
            Err(error) => assert_eq!((error.tries(), error.is_retryable()), (1, false)),
        }
    }
}

#[tokio::test]
async fn a_try_is_the_same_as_the_one_before() {
    let (client, log, _) = service(|_, n| json(if n % 3 == 2 { 200 } else { 503 }, "{}"));
    let client = client.with_header("X-Locale", "de-DE");
    write(&client, KEYED).await.unwrap();
    write(&client, KEYED).await.unwrap();
    let requests = log.requests();
    assert_eq!(requests.len(), 6);
    for tries in requests.chunks(3) {
        for request in tries {
            assert_eq!(request.headers(), tries[0].headers());
            assert_eq!((request.uri(), request.method()), (tries[0].uri(), &http::Method::POST));
            assert_eq!(request.body(), "1");
        }
    }
    let ids: HashSet<_> = log.header("MS-RequestId").into_iter().flatten().collect();
    assert_eq!(ids.len(), 2, "one for each call, and no more");
}

#[tokio::test]
async fn keeps_the_callers_own_id() {
    let (client, log, _) = service(|_, n| json(if n == 3 { 200 } else { 500 }, "{}"));
    get(&client, "1").request_id("r1").send().await.unwrap();
    assert_eq!(log.header("MS-RequestId"), vec![Some("r1".to_owned()); 4]);
}

#[tokio::test]
async fn asks_for_a_token_for_each_try() {
    let (log, clock) = (Log::default(), Clock::default());
    let count = Arc::new(AtomicUsize::new(0));
    let counter = count.clone();
    let client: Client = builder()
        .transport(log.transport(|_, n| json(if n == 1 { 200 } else { 503 }, "{}")))
        .timer(clock)
        .credential(move || {
            let token = counter.fetch_add(1, Ordering::Relaxed);
            ready(Ok::<_, BoxError>(Token::from(format!("t{token}"))))
        })
        .build()
        .unwrap();
    get(&client, "1").send().await.unwrap();
    let sent: Vec<_> = log.header("Authorization").into_iter().flatten().collect();
    assert_eq!(sent, ["Bearer t0", "Bearer t1"], "the first may have run out while waiting");
}

#[tokio::test]
async fn pages_are_calls() {
    let (client, log, _) = service(|_, n| match n {
        0 | 2 => json(502, ""),
        1 => json(200, r#"{"items":[{"id":"a"}],"continuationToken":"t"}"#),
        _ => json(200, r#"{"items":[{"id":"b"}]}"#),
    });
    let mut items = list(&client).items();
    let mut ids = Vec::new();
    while let Some(item) = items.next().await {
        ids.push(item.unwrap().id.unwrap());
    }
    assert_eq!(ids, ["a", "b"]);
    let sent = log.header("MS-RequestId");
    assert!(sent[0] == sent[1] && sent[2] == sent[3] && sent[1] != sent[2], "{sent:?}");
}

#[tokio::test]
async fn gives_the_last_outcome() {
    let (client, log, _) = service(|_, n| json(if n == 3 { 500 } else { 503 }, r#"{"code":7}"#));
    let error = get(&client, "1").request_id("r1").send().await.unwrap_err();
    assert_eq!(log.requests().len(), 4);
    assert_eq!((error.status().unwrap().as_u16(), error.tries()), (500, 4));
    let said = error.to_string();
    assert!(
        said.contains("answered 500 Internal Server Error, code 7, after 4 tries (MS-RequestId r1,"),
        "{said}"
    );
    let request = Draft::new(KEYED, "/v1/x").finish().unwrap();
    let (client, log, _) = service(|_, _| json(503, "x"));
    assert_eq!(client.execute(request).await.unwrap().status(), 503, "`execute` has no opinion");
    assert_eq!(log.requests().len(), 4);
}

#[tokio::test]
async fn waits_as_long_as_it_is_told() {
    let late = httpdate::fmt_http_date(std::time::UNIX_EPOCH + seconds(crate::clock::START + 40));
    for (value, date, expected) in [
        ("7", None, 7),
        (" 7 ", None, 7),
        ("0", None, 0),
        ("1000", None, 300),
        ("99999999999999999999999", None, 300),
        ("soon", None, 0),
        ("-1", None, 0),
        ("1.5", None, 0),
        ("", None, 0),
        (&*late, None, 40),
        ("Sun, 06 Nov 1994 08:49:57 GMT", Some("Sun, 06 Nov 1994 08:49:37 GMT"), 20),
        ("Sunday, 06-Nov-94 08:49:57 GMT", Some("Sun Nov  6 08:49:37 1994"), 20),
        ("Sun, 06 Nov 1994 08:49:37 GMT", Some("Sun, 06 Nov 1994 08:49:57 GMT"), 0),
    ] {
        let (owned, date) = (value.to_owned(), date.map(str::to_owned));
        let (client, _, clock) = service(move |_, n| {
            let mut response = if n == 0 { retry_after(&owned) } else { json(200, "{}") };
            if let Some(date) = &date {
                response.headers_mut().insert("Date", date.parse().unwrap());
            }
            response
        });
        get(&client, "1").send().await.unwrap();
        let slept = clock.slept();
        assert_eq!(slept.len(), 1, "{value}");
        let range = seconds(expected)..=seconds(expected) + Duration::from_millis(500);
        assert!(range.contains(&slept[0]), "{value}: {slept:?}");
    }
}

#[tokio::test]
async fn waits_at_random_and_longer_each_time() {
    let mut all = Vec::new();
    for _ in 0..50 {
        let (client, _, clock) = service(|_, _| json(503, ""));
        let retry = Retry::new().tries(8).backoff(seconds(1), seconds(10));
        get(&client.with_retry(retry), "1").send().await.unwrap_err();
        let slept = clock.slept();
        for (wait, longest) in slept.iter().zip([1, 2, 4, 8, 10, 10, 10]) {
            assert!(*wait <= seconds(longest), "{slept:?}");
        }
        assert_eq!(slept.len(), 7);
        all.push(slept);
    }
    for index in 0..7 {
        let waits: HashSet<_> = all.iter().map(|slept| slept[index]).collect();
        assert!(waits.len() > 40, "the jitter is full");
    }
    let (shortest, longest) =
        (all.iter().map(|slept| slept[3]).min().unwrap(), all.iter().map(|slept| slept[3]).max().unwrap());
    assert!(shortest < seconds(3) && longest > seconds(5), "from nothing on: {shortest:?} to {longest:?}");
}

#[tokio::test]
async fn ends_at_once_if_the_deadline_is_too_close_to_wait() {
    let (client, log, clock) = service(|_, _| retry_after("20"));
    let client = client.with_retry(Retry::new().deadline(seconds(20)));
    let error = get(&client, "1").send().await.unwrap_err();
    assert!(error.is_throttled() && error.retry_after() == Some(seconds(20)));
    assert!(error.to_string().contains("429 Too Many Requests, to be tried again in 20 s (MS-"), "{error}");
    assert_eq!((log.requests().len(), clock.elapsed()), (1, seconds(0)));
}

#[tokio::test]
async fn reads_without_a_key() {
    let (client, log, _) = service(|_, _| json(503, ""));
    for method in ["GET", "HEAD", "OPTIONS", "TRACE", "QUERY"] {
        let before = log.requests().len();
        let mut request = Draft::new(UNKEYED, "/v1/orders").json(&Json::from("a query")).finish().unwrap();
        *request.method_mut() = method.parse().unwrap();
        client.execute(request).await.unwrap();
        let requests = log.requests().split_off(before);
        assert_eq!(requests.len(), 4, "{method}");
        assert!(requests.iter().all(|request| request.body() == "\"a query\""), "{method}");
    }
}

#[tokio::test]
async fn writes_only_with_a_key() {
    let (client, log, _) = service(|_, _| json(503, ""));
    for method in [http::Method::POST, http::Method::PUT, http::Method::PATCH, http::Method::DELETE] {
        for (key, expected) in [(true, 4), (false, 1)] {
            let before = log.requests().len();
            let mut request = Draft::new(UNKEYED, "/v1/orders").finish().unwrap();
            *request.method_mut() = method.clone();
            if key {
                request.headers_mut().insert("MS-RequestId", "r1".parse().unwrap());
            }
            client.execute(request).await.unwrap();
            assert_eq!(log.requests().len() - before, expected, "{method} {key}");
        }
    }
    let careful = client.with_retry(Retry::new().writes(false));
    let before = log.requests().len();
    write(&careful, KEYED).await.unwrap_err();
    assert_eq!(log.requests().len() - before, 1);
    get(&careful, "1").send().await.unwrap_err();
    assert_eq!(log.requests().len() - before, 5, "reads are no writes");
}

#[tokio::test]
async fn tells_failures_apart() {
    use io::ErrorKind::{ConnectionRefused, ConnectionReset, InvalidData, TimedOut, UnexpectedEof};
    type Make = fn() -> BoxError;
    // The failure; tries of a read, of a write without a key; connect, timeout.
    let cases: [(Make, usize, usize, bool, bool); 10] = [
        (|| TransportError::connect("x").into(), 4, 4, true, false),
        (|| TransportError::connect_timeout("x").into(), 4, 4, true, true),
        (|| TransportError::timeout("x").into(), 4, 1, false, true),
        (|| TransportError::broken("x").into(), 4, 1, false, false),
        (|| io::Error::from(ConnectionRefused).into(), 4, 4, true, false),
        (|| io::Error::from(TimedOut).into(), 4, 1, false, true),
        (|| io::Error::from(ConnectionReset).into(), 4, 1, false, false),
        (|| io::Error::new(InvalidData, io::Error::from(UnexpectedEof)).into(), 4, 1, false, false),
        (|| io::Error::from(InvalidData).into(), 1, 1, false, false),
        (|| "no idea".into(), 1, 1, false, false),
    ];
    for (make, reads, writes, connect, timeout) in cases {
        let name = format!("{:?}", make());
        let (client, count, _) = failing(make);
        let error = get(&client, "1").send().await.unwrap_err();
        assert_eq!(count.swap(0, Ordering::Relaxed), reads, "{name}");
        assert_eq!((error.is_connect(), error.is_timeout()), (connect, timeout), "{name}");
        assert_eq!(matches!(error, Error::Timeout(_)), timeout, "{name}");
        assert_eq!(matches!(error, Error::Transport(_)), !timeout, "{name}");
        assert_eq!(error.is_retryable(), reads > 1, "{name}");
        write(&client, UNKEYED).await.unwrap_err();
        assert_eq!(count.swap(0, Ordering::Relaxed), writes, "{name}");
        write(&client, KEYED).await.unwrap_err();
        assert_eq!(count.load(Ordering::Relaxed), reads, "{name}");
    }
}

#[tokio::test]
async fn is_off_by_one_line() {
    let (client, log, clock) = service(|_, _| json(503, ""));
    get(&client.with_retry(Retry::none()), "1").send().await.unwrap_err();
    assert_eq!((log.requests().len(), clock.slept().len()), (1, 0));
    let once: Client = builder()
        .transport(log.transport(|_, _| json(503, "")))
        .timer(clock)
        .retry(Retry::none())
        .build()
        .unwrap();
    get(&once, "1").send().await.unwrap_err();
    assert_eq!(log.requests().len(), 2);
    get(&once.with_retry(Retry::new().tries(2)), "1").send().await.unwrap_err();
    assert_eq!(log.requests().len(), 4);
    get(&once.with_retry(Retry::new().tries(0)), "1").send().await.unwrap_err();
    assert_eq!(log.requests().len(), 5);
}

#[tokio::test]
async fn does_not_hammer_without_a_timer() {
    let log = Log::default();
    let client: Client = builder().transport(log.transport(|_, _| json(503, ""))).build().unwrap();
    get(&client, "1").send().await.unwrap_err();
    assert_eq!(log.requests().len(), 1);
}

#[tokio::test]
async fn does_not_repeat_what_is_the_callers_fault() {
    let count = Arc::new(AtomicUsize::new(0));
    let counter = count.clone();
    let (log, clock) = (Log::default(), Clock::default());
    let client: Client = builder()
        .transport(log.transport(|_, _| json(200, "[")))
        .timer(clock.clone())
        .credential(move || {
            counter.fetch_add(1, Ordering::Relaxed);
            ready(Err::<Token, _>(io::Error::from(io::ErrorKind::TimedOut)))
        })
        .build()
        .unwrap();
    let error = get(&client, "1").send().await.unwrap_err();
    assert!(matches!(error, Error::Credential(_)) && !error.is_timeout() && !error.is_retryable());
    assert_eq!((count.load(Ordering::Relaxed), log.requests().len()), (1, 0));
    let client: Client =
        builder().transport(log.transport(|_, _| json(200, "["))).timer(clock).build().unwrap();
    let error = get(&client, "1").send().await.unwrap_err();
    assert!(matches!(error, Error::Decode(_)) && !error.is_retryable());
    assert_eq!(log.requests().len(), 1);
}

#[tokio::test]
async fn waits_by_the_timer_of_the_transport() {
    struct Timed(Clock, Log);
    impl clientgen_runtime::Transport for Timed {
        fn send(&self, request: Request) -> clientgen_runtime::BoxFuture<'_, Result<RawResponse, BoxError>> {
            Box::pin(self.1.transport(|_, n| json(if n == 0 { 503 } else { 200 }, "{}")).send_owned(request))
        }

        fn timer(&self) -> Option<Arc<dyn Timer>> {
            Some(Arc::new(self.0.clone()))
        }
    }
    let (clock, log) = (Clock::default(), Log::default());
    let client: Client = builder().transport(Timed(clock.clone(), log.clone())).build().unwrap();
    get(&client, "1").send().await.unwrap();
    assert_eq!((log.requests().len(), clock.slept().len()), (2, 1));
    let other = Clock::default();
    let timed = Arc::new(Timed(clock.clone(), Log::default()));
    let client: Client = builder().transport(timed).timer(other.clone()).build().unwrap();
    get(&client, "1").send().await.unwrap();
    assert_eq!((clock.slept().len(), other.slept().len()), (1, 1), "the builder's own comes first");
}

trait SendOwned {
    fn send_owned(
        self,
        request: Request,
    ) -> impl Future<Output = Result<http::Response<Bytes>, BoxError>> + Send;
}

impl<T: clientgen_runtime::Transport> SendOwned for T {
    async fn send_owned(self, request: Request) -> Result<http::Response<Bytes>, BoxError> {
        self.send(request).await
    }
}
