//! What comes out of answers: values, nothing, bytes, faults, pages.

use clientgen_runtime::{Bytes, Error, Request, decode};
use serde_json::json;
use tests::{answers, answers_by_status, faults, nullable, paging};

use crate::service::{always, body, header, json as answer, service};

#[tokio::test]
async fn every_kind_of_answer() {
    let (client, log) = service(answers::Client::builder(), |request, _| match request.uri().path() {
        "/none" | "/accepted" => answer(204, ""),
        "/bytes" => answer(200, "%PDF"),
        "/number" => answer(200, "12"),
        "/any" => answer(206, r#"{"a":1}"#),
        "/list" => answer(200, r#"[{"id":"1"},{"id":"2"}]"#),
        _ => answer(200, r#"{"id":"1"}"#),
    });
    let calls = client.answers();
    let () = calls.none().send().await.unwrap();
    let () = calls.accepted().send().await.unwrap();
    assert_eq!(header(&log.last(), "Accept"), Some("application/json"));
    assert_eq!(calls.bytes().send().await.unwrap(), Bytes::from_static(b"%PDF"));
    assert_eq!(header(&log.last(), "Accept"), Some("application/pdf"));
    assert_eq!(calls.number().send().await.unwrap(), 12);
    assert_eq!(calls.any().send().await.unwrap(), json!({ "a": 1 }));
    let ids: Vec<String> = calls.list().send().await.unwrap().into_iter().map(|thing| thing.id).collect();
    assert_eq!(ids, ["1", "2"]);
    assert_eq!(calls.same().send().await.unwrap().id, "1");
    assert_eq!(calls.default().send().await.unwrap().id, "1");
    assert_eq!(calls.shared().send().await.unwrap().id, "1");
    assert_eq!(calls.maybe().send().await.unwrap().unwrap().id, "1");
}

#[tokio::test]
async fn an_answer_may_be_empty_where_the_document_says_so() {
    let (client, _) = service(answers::Client::builder(), |_, _| answer(204, ""));
    assert_eq!(client.answers().maybe().send().await.unwrap(), None);
    let error = client.answers().same().send().await.unwrap_err();
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
    let (client, _) = always(nullable::Client::builder(), "null");
    assert_eq!(client.nullable().none().send().await.unwrap(), None);
}

#[tokio::test]
async fn the_status_says_what_an_answer_is() {
    use answers_by_status::things::{CreateAnswer, GetAnswer, ListAnswer};

    let (client, _) = service(answers_by_status::Client::builder(), |_, number| match number {
        0 => answer(200, r#"{"id":"1"}"#),
        1 => answer(201, r#"{"number":1}"#),
        2 => answer(204, ""),
        3 => answer(202, "as it is"),
        4 => answer(200, r#"{"number":1}"#),
        _ => answer(400, r#"{"number":2}"#),
    });
    let things = client.things();
    let thing: answers_by_status::models::Thing = decode(br#"{"id":"1"}"#).unwrap();
    let receipt: answers_by_status::models::Receipt = decode(br#"{"number":1}"#).unwrap();
    assert_eq!(things.create().send().await.unwrap(), CreateAnswer::Ok(thing.clone()));
    assert_eq!(things.create().send().await.unwrap(), CreateAnswer::Created(receipt.clone()));
    assert_eq!(things.create().send().await.unwrap(), CreateAnswer::NoContent);
    let odd = things.create().send().await.unwrap();
    assert_eq!(odd, CreateAnswer::Unrecognized(Bytes::from_static(b"as it is")));
    assert!(matches!(things.create().send().await.unwrap_err(), Error::Decode(_)), "not of its status");
    let fault = things.create().send().await.unwrap_err().fault::<answers_by_status::models::Receipt>();
    assert_eq!(fault.unwrap().number, 2);

    let (client, log) = service(answers_by_status::Client::builder(), |_, number| match number {
        0 => answer(206, "a,b"),
        1 => answer(207, "x"),
        _ => answer(299, r#"{"number":1}"#),
    });
    let things = client.things();
    assert!(
        matches!(things.list().send().await.unwrap(), ListAnswer::PartialContent(text) if &*text == "a,b")
    );
    let accept = "application/json, text/csv, application/octet-stream";
    assert_eq!(header(&log.last(), "Accept"), Some(accept));
    assert_eq!(things.list().send().await.unwrap(), ListAnswer::Success(Bytes::from_static(b"x")));
    assert_eq!(things.get("1").send().await.unwrap(), GetAnswer::V299(receipt));
}

#[test]
fn what_the_service_sends_is_typed() {
    use tests::incoming::incoming::{NewPet, PetsGonePut, SubscriptionsCreateOnData};

    let pet: NewPet = decode(br#"{"name":"Rex","tag":null}"#).unwrap();
    assert_eq!((pet.name.as_str(), pet.tag), ("Rex", None));
    let gone: PetsGonePut = decode(br#"[{"name":"Rex"}]"#).unwrap();
    assert_eq!(gone.len(), 1);
    let data: SubscriptionsCreateOnData = decode(br#"{"value":1.5}"#).unwrap();
    assert!((data.value - 1.5).abs() < f64::EPSILON);
    let reply = tests::incoming::models::Reply::default().keep(true);
    assert_eq!(serde_json::to_value(&reply).unwrap(), json!({ "keep": true }));
}

#[tokio::test]
async fn faults_are_typed() {
    let (client, _) = service(faults::Client::builder(), |_, number| match number {
        0 => answer(404, r#"{"what":"thing"}"#),
        1 => answer(500, r#"{"code":"E1","description":"broken"}"#),
        2 => answer(500, r#"{"code":12}"#),
        _ => answer(503, "not JSON"),
    });
    let error = client.risky().get().send().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 404);
    let fault: faults::models::NotFound = error.fault().unwrap();
    assert_eq!(fault.what.as_deref(), Some("thing"));
    for code in [faults::models::ProblemCode::Text("E1".into()), faults::models::ProblemCode::Integer(12)] {
        let error = client.risky().get().send().await.unwrap_err();
        assert_eq!(error.fault::<faults::models::Problem>().unwrap().code, code);
    }
    let error = client.risky().inline().send().await.unwrap_err();
    assert_eq!(error.fault::<faults::models::Problem>(), None);
    assert_eq!(error.response().unwrap().body(), "not JSON");
}

/// Every error body that the document declares is there as its type: of a status, of a range, of all others.
#[tokio::test]
async fn the_status_says_what_a_failure_is() {
    use faults::elsewhere::{AlikeFailure, MixedFailure};
    use faults::risky::{GetFailure, RangesFailure as Failure};
    let bodies = [
        (404, r#"{"what":"a"}"#),
        (410, r#"{"what":"b"}"#),
        (409, r#"{"reason":"c"}"#),
        (500, r#"{"until":"2030-01-01T00:00:00Z"}"#),
        (503, r#"[{"code":"d"},{"code":1}]"#),
        (301, r#"{"code":"e"}"#),
        (409, r#"{"code":"not of its status"}"#),
        (400, "<html></html>"),
    ];
    let (client, _) =
        service(faults::Client::builder(), move |_, number| answer(bodies[number].0, bodies[number].1));
    let client = client.with_retry(clientgen_runtime::Retry::none());
    let mut found = Vec::new();
    for _ in bodies {
        let error = client.risky().ranges().send().await.unwrap_err();
        found.push(match error.failure::<Failure>() {
            Some(Failure::NotFound(missing) | Failure::Gone(missing)) => missing.what.unwrap(),
            Some(Failure::ServiceUnavailable(problems)) => problems.len().to_string(),
            Some(Failure::ClientError(refusal)) => refusal.reason,
            Some(Failure::ServerError(outage)) => outage.until.to_string(),
            Some(Failure::Default(problem)) => format!("{:?}", problem.code),
            other => format!("{other:?}, {}", error.response().unwrap().body().len()),
        });
    }
    assert_eq!(
        found,
        ["a", "b", "c", "2030-01-01T00:00:00Z", "2", r#"Text("e")"#, "None, 28", "None, 13"],
        "the most exact status first"
    );

    let bodies = [(418, "tea"), (500, r#"{"code":2}"#), (502, "try again"), (499, "x"), (401, "{}")];
    let (client, _) =
        service(faults::Client::builder(), move |_, number| answer(bodies[number].0, bodies[number].1));
    let client = client.with_retry(clientgen_runtime::Retry::none());
    let error = client.elsewhere().alike().send().await.unwrap_err();
    assert_eq!(error.failure::<AlikeFailure>(), Some(GetFailure::ClientError), "nothing is said of the body");
    let error = client.risky().alike().send().await.unwrap_err();
    assert!(matches!(error.failure(), Some(AlikeFailure::Default(_))));
    let error = client.elsewhere().mixed().send().await.unwrap_err();
    assert_eq!(error.failure(), Some(MixedFailure::BadGateway("try again".to_owned().into())));
    assert_eq!(client.elsewhere().mixed().send().await.unwrap_err().failure(), Some(MixedFailure::V499));
    let error = client.elsewhere().mixed().send().await.unwrap_err();
    assert_eq!(error.failure::<MixedFailure>(), None, "401 is not declared");
    assert_eq!(error.response().unwrap().body(), "{}");
}

#[tokio::test]
async fn declared_headers_are_read_as_what_they_are() {
    use clientgen_runtime::{Bytes, RawResponse, Request, http};
    use tests::answer_headers::{Client, headers};
    let answer = |_: &Request, number: usize| -> RawResponse {
        let response = http::Response::builder().status(if number == 1 { 429 } else { 200 });
        let response = response.header("content-type", "application/json").header("x-total-count", " 7 ");
        let response = response.header("x-tags", "a, b").header("x-tags", "c,").header("x-sampled", "yes");
        response.header("retry-after", "3").body(Bytes::from_static(b"[]")).unwrap()
    };
    let (client, _) = service(Client::builder(), answer);
    let client = client.with_retry(clientgen_runtime::Retry::none());
    let response = client.pets().list().send().response().await.unwrap();
    assert_eq!(response.get(headers::X_TOTAL_COUNT), Some(7));
    assert_eq!(response.get(headers::X_TAGS).unwrap(), ["a", "b", "c"]);
    assert_eq!(response.get(headers::X_TAGS_2).as_deref(), Some("a, b"));
    assert_eq!(response.get(headers::X_SAMPLED), None, "it is neither true nor false");
    assert_eq!(response.get(headers::LAST_MODIFIED), None);
    let error = client.pets().get("1").send().await.unwrap_err();
    assert_eq!(error.response().unwrap().get(headers::RETRY_AFTER), Some(3));
}

#[tokio::test]
async fn headers_hold_enums_lists_and_objects() {
    use clientgen_runtime::{Bytes, http};
    use tests::answer_headers::models::{Kind, Rate, XKind};
    use tests::answer_headers::{Client, headers};
    let (client, _) = service(Client::builder(), |_, number| {
        let response = http::Response::builder();
        let response = match number {
            0 => response
                .header("x-kind", "Dog")
                .header("x-kinds", "warm, mild")
                .header("x-rate", "limit,10, left,3,other,1")
                .header("x-rate-exploded", "left=3, limit=10,kind=cold")
                .header("x-parts", "a=1")
                .header("x-parts", "b=2")
                .header("x-inline", "since,2030-01-01,open,true")
                .header("x-state", r#"{"names":["a","b,c"]}"#)
                .header("x-any", "[1, 2]")
                .header("x-deep", "inner,x"),
            _ => response
                .header("x-kind", "dog")
                .header("x-rate", "left,3")
                .header("x-rate-exploded", "limit,10")
                .header("x-parts", "a=b")
                .header("x-inline", "since")
                .header("x-state", "{"),
        };
        response.body(Bytes::from_static(b"[]")).unwrap()
    });
    let response = client.pets().list().send().response().await.unwrap();
    assert!(
        matches!(response.get(headers::X_KIND), Some(XKind::Unrecognized(kind)) if kind.as_str() == "Dog")
    );
    let kinds = response.get(headers::X_KINDS).unwrap();
    assert!(matches!(kinds.as_slice(), [Kind::Warm, Kind::Unrecognized(_)]));
    let Rate { limit, left, kind, .. } = response.get(headers::X_RATE).unwrap();
    assert_eq!((limit, left, kind), (10, Some(3), None));
    let Rate { limit, left, kind, .. } = response.get(headers::X_RATE_EXPLODED).unwrap();
    assert_eq!((limit, left, kind), (10, Some(3), Some(Kind::Cold)));
    assert_eq!(response.get(headers::X_PARTS).unwrap(), [("a".to_owned(), 1), ("b".to_owned(), 2)].into());
    let inline = response.get(headers::X_INLINE).unwrap();
    assert_eq!((inline.since.as_str(), inline.open), ("2030-01-01", Some(true)));
    assert_eq!(response.get(headers::X_STATE).unwrap().names, ["a", "b,c"]);
    assert_eq!(response.get(headers::X_ANY), Some(json!([1, 2])));
    assert_eq!(response.get(headers::X_DEEP).as_deref(), Some("inner,x"));

    let response = client.pets().list().send().response().await.unwrap();
    assert_eq!(response.get(headers::X_KIND), Some(XKind::Dog));
    assert_eq!(response.get(headers::X_RATE), None, "it has to have a limit");
    assert_eq!(response.get(headers::X_RATE_EXPLODED), None, "not as it is to be written");
    assert_eq!(response.get(headers::X_PARTS), None, "no number");
    assert_eq!(response.get(headers::X_INLINE), None, "a name without a value");
    assert_eq!(response.get(headers::X_STATE), None, "no JSON");
}

#[tokio::test]
async fn pages_by_links() {
    let (client, log) = service(paging::Client::builder(), |_, number| match number {
        0 => answer(200, r#"{"value":[{"id":"1"}],"nextLink":"link?skip=1"}"#),
        1 => answer(200, r#"{"value":[],"nextLink":"/v1/link?skip=2"}"#),
        _ => answer(200, r#"{"value":[{"id":"2"},{"id":"3"}]}"#),
    });
    let mut items = client.lists().link().size(1).items();
    let mut ids = Vec::new();
    while let Some(item) = items.next().await {
        ids.extend(item.unwrap().id);
    }
    assert_eq!(ids, ["1", "2", "3"]);
    assert_eq!(log.uris().len(), 3);
    assert_eq!(log.uris()[0], "https://api.example.com/v1/link?size=1");
    assert_eq!(log.uris()[2], "https://api.example.com/v1/link?skip=2");
}

#[tokio::test]
async fn pages_by_links_with_headers() {
    let (client, log) = service(paging::Client::builder(), |_, number| match number {
        0 => answer(
            200,
            r#"{"items":[{"id":"1"}],"links":{"next":{"uri":"/v1/headers?page=2","headers":[{"key":"X-Page","value":"two"}]}}}"#,
        ),
        _ => answer(200, r#"{"items":[{"id":"2"}]}"#),
    });
    let mut pages = client.lists().link_and_headers().pages();
    let mut count = 0;
    while let Some(page) = pages.next().await {
        count += page.unwrap().items.len();
    }
    assert_eq!(count, 2);
    assert_eq!(header(&log.last(), "X-Page"), Some("two"));
    assert_eq!(log.last().uri(), "https://api.example.com/v1/headers?page=2");
}

#[tokio::test]
async fn pages_by_token() {
    let (client, log) = service(paging::Client::builder(), |_, number| match number {
        0 => answer(200, r#"{"items":[{"id":"1"}],"continuationToken":"t 1"}"#),
        _ => answer(200, r#"{"items":[{"id":"2"}]}"#),
    });
    let mut items = client.lists().token().items();
    while let Some(item) = items.next().await {
        item.unwrap();
    }
    assert_eq!(log.uris()[1], "https://api.example.com/v1/token?seek=Next");
    assert_eq!(header(&log.last(), "X-Continuation"), Some("t 1"));
}

#[tokio::test]
async fn pages_of_other_shapes() {
    let (client, log) =
        service(paging::Client::builder(), |request: &Request, number| match request.uri().path() {
            "/v1/list" => answer(200, r#"[{"id":"1"},{"id":"2"}]"#),
            _ if number < 2 => {
                answer(200, r#"{"result":{"content":{"rows":["a"]},"next":"/v1/deep?page=2"}}"#)
            }
            _ => answer(200, r#"{"result":null}"#),
        });
    let mut whole = client.lists().body().items();
    let mut count = 0;
    while let Some(item) = whole.next().await {
        count += item.unwrap().id.iter().count();
    }
    assert_eq!((count, log.requests().len()), (2, 1));
    let mut deep = client.lists().deep(paging::models::Thing::default().id("x")).items();
    let mut rows = Vec::new();
    while let Some(row) = deep.next().await {
        rows.push(row.unwrap());
    }
    assert_eq!(rows, ["a"]);
    assert_eq!(body(&log.requests()[1]), json!({ "id": "x" }));
}
