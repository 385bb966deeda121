//! Credentials go to the origin of the base URL, and nowhere else.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use clientgen_runtime::{BoxError, Bytes, Client, Error, Request, Token};
use http::header::AUTHORIZATION;

use crate::support::{Log, answering, builder, get, json, list, service};

fn request(uri: &str) -> Request {
    http::Request::get(uri).body(Bytes::new()).unwrap()
}

#[tokio::test]
async fn signs_requests_to_its_own_origin() {
    let (client, log) = answering("{}");
    get(&client, "1").send().await.unwrap();
    for uri in ["/v1/x", "https://api.host/v1/x", "https://API.HOST:443/v1/x", "http://api.host/v1/x"] {
        client.execute(request(uri)).await.unwrap();
    }
    for request in log.requests() {
        assert_eq!(request.headers()[AUTHORIZATION], "Bearer s3cret");
        assert!(request.headers()[AUTHORIZATION].is_sensitive());
        assert!(request.uri().to_string().starts_with("https://api.host/v1/"), "{}", request.uri());
    }
}

#[tokio::test]
async fn sends_nothing_to_another_origin() {
    let (client, log) = answering("{}");
    for uri in [
        "https://evil/v1/x",
        "http://api.host:8080/v1/x",
        "https://api.host:8443/",
        "https://api.host@evil/",
        "https://me@api.host/",
    ] {
        let error = client.execute(request(uri)).await.unwrap_err();
        assert!(matches!(error, Error::Request(_)), "{uri}: {error:?}");
    }
    assert!(log.requests().is_empty());
}

#[tokio::test]
async fn never_follows_a_page_to_another_origin() {
    for link in ["https://evil/v1/customers", "//evil/x", "https://api.host@evil/", "http://api.host:81/"] {
        let body = format!(r#"{{"items":[{{"id":"a"}}],"links":{{"next":{{"uri":"{link}"}}}}}}"#);
        let (client, log) = service(move |_, _| json(200, body.clone()));
        let mut pages = list(&client).pages();
        assert_eq!(pages.next().await.unwrap().unwrap().items.len(), 1);
        let error = pages.next().await.unwrap().unwrap_err();
        assert!(matches!(error, Error::Paging(_)), "{error:?}");
        assert!(error.to_string().starts_with("GET /v1/customers: no way to the next page: the link leads"));
        assert!(pages.next().await.is_none());
        assert_eq!(log.requests().len(), 1);
    }
}

#[tokio::test]
async fn lets_no_link_choose_the_credential() {
    let (client, log) = service(|_, number| match number {
        0 => json(
            200,
            r#"{"links":{"next":{"uri":"/customers?p=2","headers":[
                {"key":"Authorization","value":"Bearer evil"},{"key":"Cookie","value":"a=b"},
                {"key":"HOST","value":"evil"},{"key":"Content-Length","value":"9"},
                {"key":"Transfer-Encoding","value":"chunked"},{"key":"Connection","value":"close"},
                {"key":"X-Forwarded-Host","value":"evil"},{"key":"Proxy-Authorization","value":"evil"},
                {"key":"MS-RequestId","value":"spent"},{"key":"X-Fine","value":"1"}]}}}"#,
        ),
        _ => json(200, "{}"),
    });
    let mut pages = list(&client).pages();
    while let Some(page) = pages.next().await {
        page.unwrap();
    }
    let second = &log.requests()[1];
    assert_eq!(second.headers()[AUTHORIZATION], "Bearer s3cret");
    assert_eq!(second.headers()["x-fine"], "1");
    assert_ne!(second.headers()["ms-requestid"], "spent");
    for name in ["cookie", "host", "content-length", "transfer-encoding", "connection", "x-forwarded-host"] {
        assert!(!second.headers().contains_key(name), "{name}");
    }
}

#[tokio::test]
async fn asks_the_credential_for_each_call() {
    let asked = Arc::new(AtomicUsize::new(0));
    let log = Log::default();
    let count = asked.clone();
    let credential = move || {
        let number = count.fetch_add(1, Ordering::Relaxed);
        async move { Ok::<_, BoxError>(Token::from(format!("t{number}"))) }
    };
    let client: Client =
        builder().credential(credential).transport(log.transport(|_, _| json(200, "{}"))).build().unwrap();
    get(&client, "1").send().await.unwrap();
    get(&client, "2").send().await.unwrap();
    let sent: Vec<_> = log.header("authorization").into_iter().flatten().collect();
    assert_eq!(sent, ["Bearer t0", "Bearer t1"]);
    // The caller's own comes first, and nobody is asked.
    let mut own = request("/v1/x");
    own.headers_mut().insert(AUTHORIZATION, "Basic YTpi".parse().unwrap());
    client.execute(own).await.unwrap();
    assert_eq!(log.requests()[2].headers()[AUTHORIZATION], "Basic YTpi");
    assert_eq!(asked.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn tells_when_the_credential_has_no_token() {
    let log = Log::default();
    let failing = || async { Err::<Token, _>("signed out") };
    let client: Client =
        builder().credential(failing).transport(log.transport(|_, _| json(200, "{}"))).build().unwrap();
    let error = get(&client, "1").request_id("r1").send().await.unwrap_err();
    assert!(matches!(error, Error::Credential(_)));
    let said = error.to_string();
    assert!(
        said.starts_with("GET /v1/customers/{customer_id}: the credential gave no token: signed out (MS-"),
        "{said}"
    );
    assert_eq!(error.request_id(), Some("r1"));
    assert!(log.requests().is_empty());

    let client: Client =
        builder().bearer("hunter2\r\n").transport(log.transport(|_, _| json(200, "{}"))).build().unwrap();
    let error = get(&client, "1").send().await.unwrap_err();
    assert!(matches!(error, Error::Credential(_)));
    assert!(!format!("{error} {error:?}").contains("hunter2"));
    assert!(log.requests().is_empty());
}

#[tokio::test]
async fn shows_no_secret_in_debug() {
    let (client, log) = answering("{}");
    let scoped = client.with_header("X-Api-Key", "hunter2").with_header("Cookie", "session=hunter2");
    let builder = builder().header("X-Api-Key", "hunter2");
    let call = get(&scoped, "1");
    let pages = list(&scoped).pages();
    let said = format!("{client:?} {scoped:?} {builder:?} {call:?} {:?} {pages:?}", call.clone().send());
    assert!(!said.contains("s3cret") && !said.contains("hunter2"), "{said}");
    assert!(said.contains("https://api.host"), "{said}");
    get(&scoped, "1").send().await.unwrap();
    let sent = format!("{:?}", log.only());
    assert!(!sent.contains("s3cret") && !sent.contains("session"), "{sent}");
}
