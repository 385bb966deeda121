//! Values of callers in paths, queries and headers.

use clientgen_runtime::{Draft, Error, Json, Method, Operation};
use serde_json::json;

use crate::support::{API, answering, builder, get, list};

const OPERATION: &Operation = &Operation { id: "Test", method: Method::POST, path: "/v1/test", headers: &[] };

#[tokio::test]
async fn refuses_paths_of_other_operations_and_sends_nothing() {
    let (client, log) = answering("{}");
    for id in ["", ".", ".."] {
        let error = get(&client, id).send().await.unwrap_err();
        assert!(matches!(error, Error::Request(_)), "{error:?}");
        assert_eq!(
            error.to_string(),
            format!("nothing was sent: `{id}` cannot stand for `customer_id` in a path")
        );
    }
    assert!(log.requests().is_empty());
}

#[tokio::test]
async fn keeps_hostile_values_inside_their_segment() {
    let table = [
        ("a/b", "a%2Fb"),
        ("../admin", "..%2Fadmin"),
        ("...", "..."),
        ("%2e%2e", "%252e%252e"),
        ("a?b#c&d=e", "a%3Fb%23c%26d%3De"),
        ("a b+c", "a%20b%2Bc"),
        ("\\..\\", "%5C..%5C"),
        ("Zürich 🦀", "Z%C3%BCrich%20%F0%9F%A6%80"),
        ("a\r\nHost: evil", "a%0D%0AHost%3A%20evil"),
        ("\0", "%00"),
        ("-._~Az09", "-._~Az09"),
        ("https://evil/", "https%3A%2F%2Fevil%2F"),
    ];
    for (id, encoded) in table {
        let (client, log) = answering("{}");
        get(&client, id).send().await.unwrap();
        assert_eq!(log.only().uri(), format!("https://api.host/v1/customers/{encoded}").as_str());
    }
}

#[test]
fn builds_requests_without_sending() {
    let (client, log) = answering("");
    let request = list(&client).size(40).request_id("r1").to_request().unwrap();
    assert_eq!(request.uri(), "/v1/customers?size=40");
    assert_eq!(request.headers()["MS-RequestId"], "r1");
    assert_eq!(request.headers().len(), 1);
    assert_eq!(request.extensions().get::<&'static Operation>().unwrap().id, "Customers_List");
    let none: Option<String> = None;
    let request =
        Draft::new(OPERATION, "/v1/test").query("a", &none).query_json("b", &none).header("c", &none);
    let request = request.json(&none).form(&none).body("text/csv", None).cookie("d", &none).finish().unwrap();
    assert_eq!((request.uri().to_string().as_str(), request.headers().len()), ("/v1/test", 0));
    assert!(request.body().is_empty());
    assert!(log.requests().is_empty());
}

#[test]
fn refuses_line_breaks_in_headers_without_repeating_the_value() {
    for value in ["a\r\nX-Evil: 1", "a\nb", "a\rb", "a\0b"] {
        let error = Draft::new(OPERATION, "/").header("X-Locale", &value.to_owned()).finish().unwrap_err();
        assert!(matches!(error, Error::Request(_)));
        let said = error.to_string();
        assert_eq!(said, "nothing was sent: the header `X-Locale` has characters that no header can hold");
    }
    let error = Draft::new(OPERATION, "/").header("X Y", &"a".to_owned()).finish().unwrap_err();
    assert!(error.to_string().ends_with("`X Y` is not the name of a header"), "{error}");
}

#[test]
fn tells_the_first_flaw_of_a_draft() {
    let (line_break, fine) = ("\n".to_owned(), "a".to_owned());
    let draft =
        Draft::new(OPERATION, "/").header("A", &line_break).header("B", &line_break).query("c", &fine);
    assert!(draft.finish().unwrap_err().to_string().contains("`A`"));
}

#[test]
fn writes_json_filters_percent_encoded() {
    let filter: Json =
        serde_json::from_str(r#"{"Field":"CompanyName","Value":"a b&c","Operator":"starts_with"}"#).unwrap();
    let request = Draft::new(OPERATION, "/v1/customers").query_json("filter", &filter).finish().unwrap();
    let query = request.uri().query().unwrap();
    let json = query.strip_prefix("filter=").unwrap();
    assert!(json.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~%".contains(&b)), "{json}");
    let json = percent_encoding::percent_decode_str(json).decode_utf8().unwrap();
    assert_eq!(serde_json::from_str::<Json>(&json).unwrap(), filter);
}

#[test]
fn writes_bodies() {
    let body = json!({ "name": "a&b", "ids": [1, 2], "none": null });
    let request = Draft::new(OPERATION, "/").json(&body).finish().unwrap();
    assert_eq!(request.headers()["content-type"], "application/json");
    assert_eq!(serde_json::from_slice::<Json>(request.body()).unwrap(), body);
    let request = Draft::new(OPERATION, "/").form(&body).finish().unwrap();
    assert_eq!(request.headers()["content-type"], "application/x-www-form-urlencoded");
    assert_eq!(request.body(), "ids=1&ids=2&name=a%26b");
    let request =
        Draft::new(OPERATION, "/").accept("application/pdf").body("text/csv", bytes::Bytes::from("a;b"));
    let request = request.finish().unwrap();
    assert_eq!(request.headers()["content-type"], "text/csv");
    assert_eq!(request.headers()["accept"], "application/pdf");
    assert_eq!(request.body(), "a;b");
    let bad = Draft::new(OPERATION, "/").body("text/\n", bytes::Bytes::new()).finish();
    assert!(matches!(bad, Err(Error::Request(_))));
}

#[test]
fn goes_on_in_a_path_that_has_a_query() {
    let request = Draft::new(OPERATION, "/v1/test?fixed=1").query("a", &2).finish().unwrap();
    assert_eq!(request.uri(), "/v1/test?fixed=1&a=2");
}

#[tokio::test]
async fn puts_paths_below_the_base_url() {
    let table = [
        ("https://gateway/pc", "https://gateway/pc/v1/customers/1"),
        ("https://gateway/pc/", "https://gateway/pc/v1/customers/1"),
        ("http://localhost:8080", "http://localhost:8080/v1/customers/1"),
        ("https://[::1]:8443/a/b", "https://[::1]:8443/a/b/v1/customers/1"),
    ];
    for (base, uri) in table {
        let log = crate::support::Log::default();
        let transport = log.transport(|_, _| crate::support::json(200, "{}"));
        let client = builder().base_url(base).transport(transport).build().unwrap();
        get(&client, "1").send().await.unwrap();
        assert_eq!(log.only().uri(), uri);
    }
}

#[test]
fn refuses_base_urls_that_are_none() {
    let transport = || |_| std::future::ready(Err::<clientgen_runtime::RawResponse, _>("unused"));
    for (base, why) in [
        ("ftp://api.host", "does not start with `https://`"),
        ("file:///etc", ""),
        ("api.host", "does not start with `https://`"),
        ("/v1", "does not start with `https://`"),
        ("", "is not a base URL"),
        ("https://", "is not a base URL"),
        ("https://api.host?a=1", "query or a fragment"),
        ("https://api.host/#a", "query or a fragment"),
        ("https://user:hunter2@api.host", "holds no user info"),
        ("https://api.host/../x", "segment of dots"),
        ("https://api.host/%2e%2E/x", "segment of dots"),
        ("https://api.host\\x", "backslash"),
        ("https://api.host:99999", "is not a base URL"),
        ("https://api.host\r\n", "is not a base URL"),
    ] {
        let error = builder().base_url(base).transport(transport()).build().unwrap_err();
        assert!(matches!(error, Error::Request(_)), "{base}");
        let said = format!("{error} {error:?}");
        assert!(said.contains(why), "{base}: {said}");
        assert!(!said.contains("hunter2") && !error.to_string().contains('\n'), "{said}");
    }
}

#[tokio::test]
async fn knows_the_servers_of_the_specification() {
    let log = crate::support::Log::default();
    let transport = std::sync::Arc::new(log.transport(|_, _| crate::support::json(200, "{}")));
    let china = builder().server("china").transport(transport.clone()).build().unwrap();
    assert_eq!(china.base_url(), "https://api.cn.host");
    get(&china, "1").send().await.unwrap();
    assert_eq!(log.only().uri().host(), Some("api.cn.host"));
    let error = builder().server("mars").transport(transport).build().unwrap_err();
    assert!(error.to_string().ends_with("there is no server `mars`, only `global`, `china`"), "{error}");
    assert_eq!(API.servers.len(), 2);
}

#[test]
fn writes_cookies_and_secrets_so_that_no_log_shows_them() {
    let (secret, more) = (clientgen_runtime::Secret::from("hunter2"), vec!["a b".to_owned(), "c".to_owned()]);
    let draft = Draft::new(OPERATION, "/").cookie("s", &secret).cookie("m", &more).header("X-Key", &secret);
    let draft = draft.query("key", &secret).json(&secret);
    let said = format!("{draft:?}");
    let request = draft.finish().unwrap();
    assert_eq!(request.headers()["cookie"], "s=hunter2; m=a%20b,c");
    assert_eq!(request.headers()["x-key"], "hunter2");
    let said = format!("{said} {:?}", request.headers());
    assert!(!said.contains("hunter2"), "{said}");
}

#[cfg(not(feature = "reqwest"))]
#[test]
fn asks_for_a_transport_where_there_is_none() {
    let error = builder().build().unwrap_err();
    let said = "nothing was sent: there is no transport: set one, or enable the feature `reqwest`";
    assert_eq!(error.to_string(), said);
}
