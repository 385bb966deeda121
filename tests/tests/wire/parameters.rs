//! Where parameters go, and what the client fills in by itself.

use tests::{client_headers, parameters};

use crate::service::{always, header};

fn things() -> parameters::things::Things {
    always(parameters::Client::builder(), "null").0.things()
}

#[test]
fn every_place() {
    let call = things().get("a b", 7, "x", 5, parameters::models::ThingsGetMode::Only);
    let call =
        call.size(2).ratio(0.5).tags(["p".to_owned(), "q".to_owned()]).if_match("\"tag\"").session("s");
    let call =
        call.filter("name eq 'x'").filter_2(parameters::models::Filter::new("f").value("v")).short("w");
    let request = call.to_request().unwrap();
    assert_eq!(request.method(), "GET");
    assert_eq!(
        request.uri().to_string(),
        "/things/a%20b/parts/7?needed=x&size=2&ratio=0.5&tags=p&tags=q&api-version=2024-01-01&mode=only&level=2\
         &$filter=name%20eq%20%27x%27&filter=%7B%22field%22%3A%22f%22%2C%22value%22%3A%22v%22%7D\
         &renamed_on_the_wire=w"
    );
    assert_eq!(header(&request, "If-Match"), Some("\"tag\""));
    assert_eq!(header(&request, "X-Count"), Some("5"));
    assert_eq!(header(&request, "Cookie"), Some("session=s"));
}

#[test]
fn what_is_not_set_is_not_sent() {
    let request = things().get("a", 1, "x", 0, "other").to_request().unwrap();
    let uri = request.uri().to_string();
    assert_eq!(uri, "/things/a/parts/1?needed=x&api-version=2024-01-01&mode=other&level=2");
    assert!(request.headers().get("If-Match").is_none() && request.headers().get("Cookie").is_none());
}

#[test]
fn the_operation_replaces_what_its_path_says() {
    let request = things().delete("a", "b", "text").to_request().unwrap();
    assert_eq!(request.uri().to_string(), "/things/a/parts/b?verbose=text");
}

#[test]
fn one_name_in_four_places() {
    let call = things().search("path").query_query("query").query_header("header").query_cookie("cookie");
    let request = call.to_request().unwrap();
    assert_eq!(request.uri().to_string(), "/search/path?query=query");
    assert_eq!(header(&request, "query"), Some("header"));
    assert_eq!(header(&request, "Cookie"), Some("query=cookie"));
}

#[tokio::test]
async fn a_constant_header_is_sent_where_it_is_declared() {
    let (client, log) = always(parameters::Client::builder(), "");
    client.things().get("a", 1, "x", 0, "only").send().await.unwrap();
    assert_eq!(header(&log.last(), "X-Kind"), Some("part"));
    client.things().delete("a", "b", "c").send().await.unwrap();
    assert_eq!(header(&log.last(), "X-Kind"), None);
}

#[tokio::test]
async fn the_client_fills_in_headers() {
    let (client, log) = always(client_headers::Client::builder(), "");
    client.a().get().send().await.unwrap();
    let first = log.last();
    let id = header(&first, "X-Request-Id").expect("a fresh id").to_owned();
    assert_eq!(id.len(), 36);
    assert!(header(&first, "X-Correlation-Id").is_some_and(|id| id.len() == 36));
    assert_eq!(header(&first, "X-Version"), Some("v2"));
    assert_eq!(header(&first, "X-Locale"), None);
    client.b().get().send().await.unwrap();
    assert!(header(&log.last(), "X-Request-Id").is_some_and(|other| other != id));
    assert_eq!(header(&log.last(), "X-Version"), None);
    client.c().get().send().await.unwrap();
    assert_eq!(header(&log.last(), "X-Request-Id"), None);
}

#[tokio::test]
async fn what_the_caller_sets_wins() {
    let (client, log) = always(client_headers::Client::builder(), "");
    let client = client.with_locale("de").with_x_correlation_id("group").with_header("X-Own", "1");
    client.a().get().x_request_id("mine").if_match("tag").send().await.unwrap();
    let request = log.last();
    assert_eq!(header(&request, "X-Request-Id"), Some("mine"));
    assert_eq!(header(&request, "X-Correlation-Id"), Some("group"));
    assert_eq!(header(&request, "X-Locale"), Some("de"));
    assert_eq!(header(&request, "X-Own"), Some("1"));
    assert_eq!(header(&request, "If-Match"), Some("\"tag\""));
    assert!(client.a().get().if_match("line\nbreak").to_request().is_err());
}
