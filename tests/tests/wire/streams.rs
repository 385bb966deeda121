//! Bodies that come and go as streams.

use clientgen_runtime::{BoxError, Bytes, Call, Embedded, FromResponse, Upload, Value, encode};
use serde_json::json;
use tests::streams::Client;
use tests::streams::models::{Created, CreatedSettings, Delta, EventsAllEvent};

use crate::service::{always, body, header};

fn answering(text: &'static str) -> Client {
    always(Client::builder(), text).0
}

fn now<T: FromResponse>(call: Call<T>) -> T {
    call.wait().unwrap()
}

#[test]
fn downloads_are_asked_for_as_any_body() {
    let (client, asked) = always(Client::builder(), "bytes");
    let chunks: Result<Vec<Bytes>, _> =
        now(client.files().get("a").download_value(true).download()).wait().collect();
    assert_eq!(chunks.unwrap().concat(), b"bytes");
    let request = asked.last();
    assert_eq!(request.uri().query(), Some("download=true"));
    assert_eq!(header(&request, "accept"), Some("application/octet-stream, image/png"));
}

#[test]
fn uploads_are_bytes_or_streams() {
    let files = answering("").files();
    let request = files.put("a", "text").to_request().unwrap();
    assert_eq!(
        (request.body(), header(&request, "content-type")),
        (&"text".into(), Some("application/octet-stream"))
    );
    let stream = || futures_util::stream::iter([Ok::<_, BoxError>("ab")]);
    let request = files.extend("a").body(Upload::made_by(stream).of_length(2)).to_request().unwrap();
    assert_eq!(request.extensions().get::<Upload>().and_then(Upload::length), Some(2));
    assert_eq!(header(&request, "content-type"), Some("application/pdf"));
    let request = files.extend("a").to_request().unwrap();
    assert!(request.extensions().get::<Upload>().is_none() && header(&request, "content-type").is_none());
}

#[test]
fn events_are_told_apart_by_what_the_document_says() {
    let text = "id: 1\nevent: created\ndata: {\"id\": \"a\", \"settings\": \"{\\\"size\\\": 3}\"}\n\n\
                event: delta\ndata: {\"delta\": \"x\"}\n\nevent: other\ndata: ?\n\ndata: [DONE]\n\n";
    let events: Result<Vec<_>, _> = now(answering(text).events().all().events()).wait().collect();
    match events.unwrap().as_slice() {
        [
            EventsAllEvent::Created(created),
            EventsAllEvent::Delta(delta),
            EventsAllEvent::Done(other),
            EventsAllEvent::Done(done),
        ] => {
            let created_data = created.data.as_ref().unwrap();
            let settings = created_data.settings.as_ref().unwrap();
            assert_eq!((&*created_data.id, settings.size, created.id.as_deref()), ("a", Some(3), Some("1")));
            assert_eq!(delta.data.as_ref().unwrap().delta, "x");
            assert_eq!((&*other.event, &*done.event), ("other", "message"));
            assert_eq!(done.data.as_ref().unwrap().as_str(), "[DONE]");
        }
        events => panic!("{events:?}"),
    }
}

#[test]
fn events_hold_data_of_one_kind() {
    let (client, asked) = always(Client::builder(), "data: {\"delta\": \"x\"}\n\ndata: [DONE]\n\n");
    let deltas = client.events().deltas(Created::new("a"));
    let events: Result<Vec<_>, _> =
        now(deltas.events()).wait().map(|event| event.map(|event| event.data)).collect();
    assert_eq!(events.unwrap(), [Delta::new("x")]);
    assert_eq!(header(&asked.last(), "accept"), Some("text/event-stream"));
    let ticks = now(answering("event: tick\ndata: 1\n\n").events().ticks().events());
    let ticks: Vec<_> = ticks.wait().map(|tick| tick.unwrap()).collect();
    assert_eq!((&*ticks[0].name, &*ticks[0].data), ("tick", "1"));
}

#[test]
fn lines_hold_values() {
    let text = "{\"delta\": \"a\"}\n{\"delta\": \"b\"}\n";
    let lines: Result<Vec<_>, _> = now(answering(text).lines().log().lines()).wait().collect();
    assert_eq!(lines.unwrap(), [Delta::new("a"), Delta::new("b")]);
    let request = answering("").lines().add([Delta::new("a"), Delta::new("b")]).to_request().unwrap();
    assert_eq!(request.body(), "{\"delta\":\"a\"}\n{\"delta\":\"b\"}\n");
    assert_eq!(header(&request, "content-type"), Some("application/x-ndjson"));
    let request = answering("").lines().replace().body([1, 2]).to_request().unwrap();
    assert_eq!(request.body(), "\x1e1\n\x1e2\n");
    let list = now(answering(r#"[{"id": "a"}]"#).lines().plain().send());
    assert_eq!(list, [Created::new("a")]);
}

#[test]
fn strings_hold_json() {
    let settings = Embedded(CreatedSettings::default().size(3));
    let created = Created::new("a").settings(settings).page("<p>");
    let request = answering("").events().deltas(created.clone()).to_request().unwrap();
    assert_eq!(body(&request), json!({"id": "a", "settings": "{\"size\":3}", "page": "<p>"}));
    let read: Created = clientgen_runtime::decode(&encode(created.view())).unwrap();
    assert_eq!(read, created);
}
