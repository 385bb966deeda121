//! What a subscriber that takes everything gets to see.

use std::collections::BTreeMap;
use std::fmt::{Debug, Write};
use std::future::ready;
use std::sync::{Arc, Mutex};

use clientgen_runtime::{BoxError, Client, Draft, Retry, Token, TransportError};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::clock::Clock;
use crate::support::{Log, builder, get, json, list};

type Fields = BTreeMap<String, String>;

/// Takes every span, field and event, of whatever level.
#[derive(Clone, Default)]
struct Everything(Arc<Mutex<Seen>>);

#[derive(Default)]
struct Seen {
    spans: Vec<Fields>,
    /// With the span that they happened in.
    events: Vec<(Option<u64>, Fields)>,
    inside: Vec<u64>,
    open: usize,
}

struct Visitor<'a>(&'a mut Fields);

impl Visit for Visitor<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let text = self.0.entry(field.name().to_owned()).or_default();
        text.clear();
        write!(text, "{value:?}").unwrap();
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.to_owned());
    }
}

impl Subscriber for Everything {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut seen = self.0.lock().unwrap();
        let mut fields = Fields::from([("span".to_owned(), span.metadata().name().to_owned())]);
        span.record(&mut Visitor(&mut fields));
        seen.spans.push(fields);
        seen.open += 1;
        Id::from_u64(seen.spans.len() as u64)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let mut seen = self.0.lock().unwrap();
        let index = usize::try_from(span.into_u64()).unwrap() - 1;
        values.record(&mut Visitor(&mut seen.spans[index]));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::new();
        event.record(&mut Visitor(&mut fields));
        let mut seen = self.0.lock().unwrap();
        let inside = seen.inside.last().copied();
        seen.events.push((inside, fields));
    }

    fn enter(&self, span: &Id) {
        self.0.lock().unwrap().inside.push(span.into_u64());
    }

    fn exit(&self, span: &Id) {
        assert_eq!(self.0.lock().unwrap().inside.pop(), Some(span.into_u64()));
    }

    fn try_close(&self, _: Id) -> bool {
        self.0.lock().unwrap().open -= 1;
        true
    }
}

/// The spans and events of `calls`, with all that was in them.
async fn seen(calls: impl AsyncFnOnce()) -> (Vec<Fields>, Vec<(Option<u64>, Fields)>) {
    let everything = Everything::default();
    let guard = tracing::subscriber::set_default(everything.clone());
    calls().await;
    drop(guard);
    let mut seen = everything.0.lock().unwrap();
    assert!(seen.inside.is_empty());
    assert_eq!(seen.open, 0, "all spans are closed");
    (std::mem::take(&mut seen.spans), std::mem::take(&mut seen.events))
}

fn fields(pairs: &[(&str, &str)]) -> Fields {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[tokio::test]
async fn a_call_is_a_span() {
    let client: Client = builder()
        .base_url("http://[::1]:8080/base")
        .transport(Log::default().transport(|_, n| json(if n == 1 { 200 } else { 503 }, "{}")))
        .timer(Clock::default())
        .build()
        .unwrap();
    let client = client.with_header("MS-CorrelationId", "c1");
    let (spans, events) = seen(async || {
        get(&client, "hidden").request_id("r1").send().await.unwrap();
    })
    .await;
    let expected = [
        ("span", "call"),
        ("otel.name", "GET /v1/customers/{customer_id}"),
        ("otel.kind", "client"),
        ("operation", "Customers_Get"),
        ("http.request.method", "GET"),
        ("url.template", "/v1/customers/{customer_id}"),
        ("server.address", "::1"),
        ("server.port", "8080"),
        ("http.response.status_code", "200"),
        ("http.request.resend_count", "1"),
        ("request_id", "r1"),
        ("correlation_id", "c1"),
    ];
    assert_eq!(spans, [fields(&expected)]);
    let [(Some(1), event)] = &events[..] else { panic!("{events:?}") };
    let mut event = event.clone();
    assert!(event.remove("wait_ms").unwrap().parse::<u64>().unwrap() <= 500);
    let expected = [
        ("message", "sending again"),
        ("http.request.resend_count", "1"),
        ("http.response.status_code", "503"),
        ("error.type", "503"),
    ];
    assert_eq!(event, fields(&expected));
}

#[tokio::test]
async fn failures_have_a_type() {
    type Make = fn() -> Result<u16, BoxError>;
    let cases: [(Make, Option<&str>, &str); 6] = [
        (|| Ok(404), Some("404"), "404"),
        (|| Ok(302), Some("302"), "302"),
        (|| Err(TransportError::connect("x").into()), None, "connect"),
        (|| Err(TransportError::timeout("x").into()), None, "timeout"),
        (|| Err(TransportError::broken("x").into()), None, "transport"),
        (|| Err("x".into()), None, "transport"),
    ];
    for (make, status, kind) in cases {
        let transport = move |_| ready(make().map(|status| json(status, "{}")));
        let client: Client = builder().transport(transport).build().unwrap();
        let (spans, _) = seen(async || drop(get(&client, "1").send().await.unwrap_err())).await;
        let span = &spans[0];
        assert_eq!(span.get("error.type").map(String::as_str), Some(kind));
        assert_eq!(span.get("http.response.status_code").map(String::as_str), status);
        assert_eq!(span["otel.status_code"], "ERROR");
        assert_eq!((&*span["server.address"], &*span["server.port"]), ("api.host", "443"));
    }
    let client: Client = builder()
        .transport(|_| ready(Ok::<_, BoxError>(json(200, "{}"))))
        .credential(|| ready(Err::<Token, BoxError>("hunter2".into())))
        .build()
        .unwrap();
    let (spans, _) = seen(async || drop(get(&client, "1").send().await.unwrap_err())).await;
    assert_eq!(spans[0]["error.type"], "credential");
}

#[tokio::test]
async fn nothing_secret_and_nothing_personal_is_in_it() {
    let transport = Log::default().transport(|_, n| {
        let mut response =
            json(if n % 2 == 0 { 503 } else { 200 }, r#"{"code":"x","description":"hunter2"}"#);
        response.headers_mut().insert("set-cookie", "hunter2".parse().unwrap());
        response
    });
    let client: Client = builder()
        .bearer("hunter2")
        .header("X-Secret", "hunter2")
        .transport(transport)
        .timer(Clock::default())
        .build()
        .unwrap();
    let (spans, events) = seen(async || {
        get(&client, "hunter2").send().await.unwrap();
        get(&client.with_retry(Retry::none()), "hunter2").send().await.unwrap_err();
        list(&client).size(424_242).pages().next().await.unwrap().unwrap();
        let draft = Draft::new(crate::support::LIST, "/v1/customers")
            .query("filter", &"hunter2".to_owned())
            .header("X-Own", &"hunter2".to_owned())
            .json(&"hunter2".to_owned());
        client.execute(draft.finish().unwrap()).await.unwrap();
        let by_hand = http::Request::get("/v1/hunter2?q=hunter2").body(clientgen_runtime::Bytes::new());
        client.execute(by_hand.unwrap()).await.unwrap();
    })
    .await;
    assert_eq!(spans.len(), 5);
    assert!(events.len() >= 2);
    let said = format!("{spans:?} {events:?}");
    assert!(!said.contains("hunter2") && !said.contains("424242"), "{said}");
    assert!(!spans[4].contains_key("url.template") && !spans[4].contains_key("operation"));
    assert_eq!(spans[4]["otel.name"], "GET");
}

#[tokio::test]
async fn an_id_that_only_the_service_gives_is_in_it() {
    use clientgen_runtime::{Api, Builder, Server};
    static API: Api = Api {
        servers: &[Server { name: "only", url: "https://api.host", variables: &[], authority: None }],
        request_id: Some("x-request-id"),
        ..Api::BLANK
    };
    let transport = |_| {
        let mut response = json(200, "{}");
        response.headers_mut().insert("x-request-id", "r9".parse().unwrap());
        ready(Ok::<_, BoxError>(response))
    };
    let client: Client = Builder::new(&API).transport(transport).build().unwrap();
    let (spans, _) = seen(async || drop(get(&client, "1").send().await.unwrap())).await;
    assert_eq!(spans[0]["request_id"], "r9");
    assert!(!spans[0].contains_key("correlation_id"));
}
