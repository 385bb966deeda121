//! Lists in pages: each style as a document declares it.

use clientgen_runtime::RawResponse;
use tests::paging::Client;

use crate::service::{Log, header, json, service};

fn client(answer: impl Fn(&str, usize) -> RawResponse + Send + Sync + 'static) -> (Client, Log) {
    service(Client::builder(), move |request, number| answer(request.uri().query().unwrap_or(""), number))
}

fn queries(log: &Log) -> Vec<String> {
    let uris = log.uris().into_iter();
    uris.map(|uri| uri.split_once('?').map_or_else(String::new, |(_, query)| query.to_owned())).collect()
}

fn ids<T>(
    items: impl Iterator<Item = clientgen_runtime::Result<T>>,
    id: impl Fn(T) -> Option<String>,
) -> String {
    items.map(|item| id(item.unwrap()).unwrap()).collect()
}

#[test]
fn a_token_goes_from_a_response_header_into_the_query() {
    let (client, log) = client(|query, number| {
        let mut response = json(200, &format!(r#"[{{"id":"{number}"}}]"#));
        if query != "cursor=c%2B2" {
            let next = if query.is_empty() { "c1" } else { "c+2" };
            response.headers_mut().insert("x-next", next.parse().unwrap());
        }
        response
    });
    assert_eq!(ids(client.lists().cursor().items().wait(), |thing| thing.id), "012");
    assert_eq!(queries(&log), ["", "cursor=c1", "cursor=c%2B2"]);
}

#[test]
fn a_token_goes_from_the_body_into_a_header() {
    let (client, log) = client(|query, _| match query {
        "" => json(200, r#"{"items":[{"id":"a"}],"continuationToken":"t/1="}"#),
        _ => json(200, r#"{"items":[{"id":"b"}]}"#),
    });
    assert_eq!(ids(client.lists().token().items().wait(), |thing| thing.id), "ab");
    assert_eq!(queries(&log), ["", "seek=Next"]);
    assert_eq!(header(&log.last(), "X-Continuation"), Some("t/1="));
}

#[test]
fn offsets_go_on_until_a_page_is_short() {
    let (client, log) = client(|query, _| match query {
        "size=2" => json(200, r#"{"items":[{"id":"a"},{"id":"b"}]}"#),
        "size=2&offset=2" => json(200, r#"{"items":[{"id":"c"}]}"#),
        _ => json(500, query),
    });
    assert_eq!(ids(client.lists().offset().size(2).items().wait(), |thing| thing.id), "abc");
    assert_eq!(log.uris().len(), 2);
}

#[test]
fn offsets_yield_to_links() {
    let (client, log) = client(|query, _| match query {
        "" => json(200, r#"{"items":[{"id":"a"}],"links":{"next":{"uri":"/offset?seek=1"}}}"#),
        _ => json(200, r#"{"items":[{"id":"b"}]}"#),
    });
    assert_eq!(ids(client.lists().offset().items().wait(), |thing| thing.id), "ab");
    assert_eq!(log.uris()[1], "https://api.example.com/v1/offset?seek=1");
}

#[test]
fn skips_go_on_to_the_total() {
    let (client, log) = client(|query, _| match query {
        "top=2" => json(200, r#"{"Value":[{"id":"a"},{"id":"b"}],"TotalCount":4}"#),
        "top=2&skip=2" => json(200, r#"{"Value":[{"id":"c"},{"id":"d"}],"TotalCount":4}"#),
        _ => json(500, query),
    });
    assert_eq!(ids(client.lists().skip().top(2).items().wait(), |thing| thing.id), "abcd");
    assert_eq!(log.uris().len(), 2);
}

#[test]
fn absolute_links_are_followed_at_home_only() {
    let (client, log) = client(|query, _| match query {
        "" => json(200, r#"{"Value":[{"id":"a"}],"@nextLink":"http://API.example.com/v1/skip?after=a"}"#),
        _ => json(200, r#"{"Value":[{"id":"b"}],"@nextLink":"https://elsewhere.example/v1/skip?after=b"}"#),
    });
    let mut items = client.lists().skip().items().wait();
    assert_eq!(items.next().unwrap().unwrap().id.as_deref(), Some("a"));
    assert_eq!(items.next().unwrap().unwrap().id.as_deref(), Some("b"));
    assert!(items.next().unwrap().unwrap_err().to_string().contains("another origin"));
    assert!(items.next().is_none());
    assert_eq!(log.uris()[1], "https://api.example.com/v1/skip?after=a");
}

#[test]
fn numbered_pages_go_on_until_one_is_empty() {
    let (client, log) = client(|query, number| match query {
        "" | "page=2" => json(200, &format!(r#"[{{"id":"{number}"}}]"#)),
        "page=3" => json(200, "[]"),
        _ => json(500, query),
    });
    assert_eq!(ids(client.lists().numbered().items().wait(), |thing| thing.id), "01");
    assert_eq!(queries(&log), ["", "page=2", "page=3"]);
}

#[test]
fn pages_that_nobody_declared_follow_each_other() {
    let answer = |request: &clientgen_runtime::Request, _: usize| match request.uri().to_string().as_str() {
        "https://api.example.com/next" => json(200, r#"{"results":[{"id":"a"}],"next":"/next?offset=1"}"#),
        "https://api.example.com/next?offset=1" => json(200, r#"{"results":[{"id":"b"}],"next":null}"#),
        "https://api.example.com/hal" => {
            json(200, r#"{"_embedded":{"orders":[{"id":"a"}]},"_links":{"next":{"href":"/hal?2"}}}"#)
        }
        "https://api.example.com/hal?2" => json(200, r#"{"_embedded":{"orders":[{"id":"b"}]},"_links":{}}"#),
        "https://api.example.com/after" => {
            json(200, r#"{"results":[{"id":"a"}],"paging":{"next":{"after":"1"}}}"#)
        }
        "https://api.example.com/after?after=1" => json(200, r#"{"results":[{"id":"b"}]}"#),
        "https://api.example.com/next-page" => {
            json(200, r#"{"data":[{"id":"a"}],"meta":{"page":1,"next_page":2}}"#)
        }
        "https://api.example.com/next-page?page=2" => {
            json(200, r#"{"data":[{"id":"b"}],"meta":{"page":2,"next_page":null}}"#)
        }
        "https://api.example.com/numbered" => json(200, r#"[{"id":"a"}]"#),
        "https://api.example.com/numbered?page=2" => json(200, r#"[{"id":"b"}]"#),
        "https://api.example.com/numbered?page=3" => json(200, "[]"),
        "https://api.example.com/from-zero" => json(200, r#"{"data":[{"id":"a"}],"total":1}"#),
        "https://api.example.com/from-zero?page=1" => json(200, r#"{"data":[{"id":"b"}],"total":1}"#),
        "https://api.example.com/from-zero?page=2" => json(200, r#"{"data":[],"total":1}"#),
        other => json(500, other),
    };
    let client: tests::inferred_paging::Client = service(tests::inferred_paging::Client::builder(), answer).0;
    let known = client.known();
    assert_eq!(ids(known.next_beside_an_offset().items().wait(), |thing| thing.id), "ab");
    assert_eq!(ids(known.hal().items().wait(), |thing| thing.id), "ab");
    assert_eq!(ids(known.after().items().wait(), |thing| thing.id), "ab");
    assert_eq!(ids(known.next_page().items().wait(), |thing| thing.id), "ab");
    assert_eq!(ids(known.numbered().items().wait(), |thing| thing.id), "ab");
    assert_eq!(ids(known.numbered_from_zero().items().wait(), |thing| thing.id), "ab");
}
