//! Headers that the client fills in by itself.

use clientgen_runtime::{
    Api, Builder, Bytes, Client, Draft, Error, Fill, Header, Method, Operation, Request,
};
use serde_json::json as value;

use crate::support::{Log, answering, builder, get, header, json};

const OPERATION: &Operation = &Operation { id: "Test", method: Method::GET, path: "/v1/test", headers: &[] };

fn is_uuid(text: &str) -> bool {
    let groups: Vec<usize> = text.split('-').map(str::len).collect();
    groups == [8, 4, 4, 4, 12] && text.bytes().all(|b| b == b'-' || b.is_ascii_hexdigit())
}

#[tokio::test]
async fn fills_in_what_the_operation_declares() {
    let (client, log) = answering("{}");
    get(&client, "1").send().await.unwrap();
    get(&client, "1").send().await.unwrap();
    let requests = log.requests();
    for name in ["MS-RequestId", "MS-CorrelationId"] {
        let ids: Vec<_> = log.header(name).into_iter().flatten().collect();
        assert!(ids.len() == 2 && ids.iter().all(|id| is_uuid(id)) && ids[0] != ids[1], "{name} {ids:?}");
    }
    assert_ne!(header(&requests[0], "MS-RequestId"), header(&requests[0], "MS-CorrelationId"));
    assert_eq!(header(&requests[0], "MS-Contract-Version").unwrap(), "v1");
    assert_eq!(header(&requests[0], "X-Locale"), None);
    assert_eq!(header(&requests[0], "Accept").unwrap(), "application/json");
    let runtime = env!("CARGO_PKG_VERSION");
    let user_agent = format!("partner-center/0.1.0 clientgen-runtime/{runtime}");
    assert_eq!(header(&requests[0], "User-Agent").unwrap(), user_agent);
}

#[tokio::test]
async fn the_caller_comes_before_the_scope_and_the_scope_before_the_client() {
    let (client, log) = answering("{}");
    let scoped = client
        .with_header("ms-requestid", "from-scope")
        .with_header("MS-CorrelationId", "group")
        .with_header("X-Locale", "de-DE")
        .with_header("x-locale", "fr-FR")
        .with_header("MS-Contract-Version", "v2")
        .with_header("X-Own", "1")
        .with_header("Accept", "text/json")
        .with_header("User-Agent", "mine");
    get(&scoped, "1").request_id("from-caller").send().await.unwrap();
    get(&scoped, "1").send().await.unwrap();
    get(&client, "1").send().await.unwrap();
    let values = |name: &str| log.header(name);
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(values("MS-RequestId")[..2], [some("from-caller"), some("from-scope")]);
    assert_eq!(values("MS-CorrelationId")[..2], [some("group"), some("group")]);
    assert_eq!(values("X-Locale"), [some("fr-FR"), some("fr-FR"), None]);
    assert_eq!(values("MS-Contract-Version"), [some("v2"), some("v2"), some("v1")]);
    assert_eq!(values("X-Own"), [some("1"), some("1"), None]);
    assert_eq!(values("Accept"), [some("text/json"), some("text/json"), some("application/json")]);
    assert_eq!(values("User-Agent")[0], some("mine"));
}

#[tokio::test]
async fn sends_known_headers_only_to_operations_that_declare_them() {
    use clientgen_runtime::{Draft, Method, Operation};
    const BARE: &Operation =
        &Operation { id: "Bare", method: Method::GET, path: "/v1/bare", headers: &["ms-correlationid"] };
    let (client, log) = answering("{}");
    let scoped = client.with_header("X-Locale", "de-DE").with_header("X-Own", "1");
    scoped.call::<()>(Draft::new(BARE, "/v1/bare").finish()).await.unwrap();
    let request = log.only();
    assert!(header(&request, "MS-CorrelationId").is_some());
    for name in ["MS-RequestId", "MS-Contract-Version", "X-Locale"] {
        assert_eq!(header(&request, name), None, "{name}");
    }
    assert_eq!(header(&request, "X-Own").unwrap(), "1");
}

#[tokio::test]
async fn completes_requests_made_by_hand() {
    let (client, log) = answering("anything");
    let request = http::Request::put("/v1/x?a=1").body(Bytes::from("body")).unwrap();
    let response = client.with_header("X-Locale", "de-DE").execute(request).await.unwrap();
    assert_eq!(response.body(), "anything");
    let sent = log.only();
    assert_eq!(
        (sent.method().as_str(), sent.uri().to_string().as_str()),
        ("PUT", "https://api.host/v1/x?a=1")
    );
    assert_eq!(sent.body(), "body");
    assert!(is_uuid(&header(&sent, "MS-RequestId").unwrap()));
    assert_eq!(header(&sent, "MS-Contract-Version").unwrap(), "v1");
    assert_eq!(header(&sent, "X-Locale").unwrap(), "de-DE");
}

#[tokio::test]
async fn names_the_application_first() {
    let log = Log::default();
    let transport = log.transport(|_, _| json(200, "{}"));
    let client: Client = builder().application("shop/1.2").transport(transport).build().unwrap();
    get(&client, "1").send().await.unwrap();
    assert!(header(&log.only(), "User-Agent").unwrap().starts_with("shop/1.2 partner-center/0.1.0 "));
    let error =
        builder().application("a\nb").transport(log.transport(|_, _| json(200, ""))).build().unwrap_err();
    assert!(matches!(error, Error::Request(_)));
}

#[tokio::test]
async fn a_flaw_of_the_scope_fails_each_call_and_sends_nothing() {
    let (client, log) = answering("{}");
    for scoped in [client.with_header("X-Locale", "de\r\nEvil: 1"), client.with_header("X Y", "1")] {
        for _ in 0..2 {
            let error = get(&scoped.clone(), "1").send().await.unwrap_err();
            assert!(matches!(error, Error::Request(_)), "{error:?}");
            assert!(!error.to_string().contains('\n'));
            assert_eq!(error.to_string().matches("nothing was sent").count(), 1, "{error}");
        }
    }
    assert!(log.requests().is_empty());
    let error =
        builder().header("A", "\n").transport(|_: Request| std::future::pending::<Result<_, String>>());
    assert!(matches!(error.build(), Err(Error::Request(_))));
}

#[tokio::test]
async fn clones_are_independent_and_concurrent() {
    let (client, log) = answering("{}");
    let tasks: Vec<_> = (0..32)
        .map(|number| {
            let client = client.with_header("X-Own", number.to_string());
            tokio::spawn(get(&client, &number.to_string()).send())
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    let requests = log.requests();
    assert_eq!(requests.len(), 32);
    for request in &requests {
        let path = format!("/v1/customers/{}", header(request, "X-Own").unwrap());
        assert_eq!(request.uri().path(), path);
    }
    let ids: std::collections::HashSet<_> = log.header("MS-RequestId").into_iter().collect();
    assert_eq!(ids.len(), 32);
}

#[tokio::test]
async fn sends_nothing_until_polled() {
    fn is_task<T: Send + Unpin + 'static>(task: T) -> T {
        task
    }
    fn is_shared<T: Clone + Send + Sync + 'static>(_: &T) {}
    let (client, log) = answering("{}");
    is_shared(&client);
    drop(is_task(get(&client, "1").send()));
    drop(is_task(get(&client, "1").send().response()));
    drop(is_task(crate::support::list(&client).pages()));
    drop(is_task(crate::support::list(&client).items()));
    assert!(log.requests().is_empty());
    get(&client, "1").send().await.unwrap();
    assert_eq!(log.requests().len(), 1);
}

#[test]
fn an_etag_gets_the_quotes_that_it_lacks() {
    for (etag, sent) in [
        ("eyJpZCI6MX0=", "\"eyJpZCI6MX0=\""),
        ("-2279334701316321663", "\"-2279334701316321663\""),
        ("\"0000-12\"", "\"0000-12\""),
        ("W/\"1\"", "W/\"1\""),
        (" * ", "*"),
    ] {
        let draft = Draft::new(OPERATION, "/").header("if-match", &etag.to_owned());
        let request =
            draft.header("If-None-Match", &etag.to_owned()).header("X-Tag", &etag.to_owned()).finish();
        let request = request.unwrap();
        assert_eq!(
            (&request.headers()["If-Match"], &request.headers()["If-None-Match"]),
            (&sent.parse().unwrap(), &sent.parse().unwrap())
        );
        assert_eq!(request.headers()["X-Tag"], etag);
    }
    let none = Draft::new(OPERATION, "/").header("If-Match", &None::<String>).finish().unwrap();
    assert!(!none.headers().contains_key("If-Match"));
    let error = Draft::new(OPERATION, "/").header("If-Match", &String::new()).finish().unwrap_err();
    assert_eq!(error.to_string(), "nothing was sent: there is no ETag for `If-Match`");
}

#[test]
fn an_etag_is_found_in_a_body() {
    let paths: &[clientgen_runtime::Path] = &[&["attributes", "etag"], &["eTag"]];
    for (body, found) in [
        (value!({"attributes": {"etag": "a"}, "eTag": "b"}), Some("a")),
        (value!({"attributes": {"etag": null}, "eTag": "\"b\""}), Some("\"b\"")),
        (value!({"attributes": {"etag": -7}}), Some("-7")),
        (value!({"attributes": {"etag": " "}}), None),
        (value!({"attributes": [{"etag": "a"}]}), None),
        (value!(null), None),
    ] {
        assert_eq!(clientgen_runtime::etag(&body, paths).as_deref(), found, "{body}");
    }
}

#[tokio::test]
async fn program_and_client_name_themselves_whatever_the_operation_declares() {
    static NAMING: Api = Api {
        headers: &[
            Header { name: "X-Application", fill: Fill::Application },
            Header { name: "X-Client", fill: Fill::Client },
        ],
        name: "partner-center",
        version: "0.1.0",
        ..Api::BLANK
    };
    let sent = async |application: Option<&str>, own: Option<&str>| {
        let log = Log::default();
        let builder = Builder::<Client>::new(&NAMING)
            .base_url("https://api.host")
            .transport(log.transport(|_, _| json(200, "{}")));
        let builder = application.into_iter().fold(builder, Builder::application);
        let builder = own.into_iter().fold(builder, |builder, own| builder.header("X-Application", own));
        builder.build().unwrap().call::<()>(Draft::new(OPERATION, "/").finish()).await.unwrap();
        ["X-Application", "X-Client", "User-Agent"].map(|name| header(&log.only(), name))
    };
    let [application, client, agent] = sent(Some("shop/1.2"), None).await.map(Option::unwrap);
    assert_eq!((application.as_str(), client.as_str()), ("shop/1.2", "partner-center/0.1.0"));
    assert!(agent.starts_with("shop/1.2 partner-center/0.1.0 "), "{agent}");
    let [application, client, _] = sent(None, None).await;
    assert_eq!((application, client.as_deref()), (None, Some("partner-center/0.1.0")));
    let [application, ..] = sent(Some("shop/1.2"), Some("Shop")).await;
    assert_eq!(application.as_deref(), Some("Shop"));
}
