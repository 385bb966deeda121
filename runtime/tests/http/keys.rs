//! Signing in by keys, and by user and password.

use clientgen_runtime::{
    Api, Builder, Carrier, Client, Draft, Error, Method, Operation, Request, Scheme, Server,
};

use crate::support::{Log, header, json};

static KEYS: Api = Api {
    name: "keys",
    version: "0.1.0",
    servers: &[Server { name: "only", url: "https://api.host", variables: &[], authority: None }],
    schemes: &[
        Scheme { name: "token", carrier: Carrier::Bearer },
        Scheme { name: "basic", carrier: Carrier::Basic },
        Scheme { name: "word", carrier: Carrier::Http("SharedAccessKey") },
        Scheme { name: "header", carrier: Carrier::Header("X-Key") },
        Scheme { name: "query", carrier: Carrier::Query("api key") },
        Scheme { name: "cookie", carrier: Carrier::Cookie("session") },
    ],
    ..Api::BLANK
};

const OPERATION: &Operation = &Operation { id: "Get", method: Method::GET, path: "/v1/x", headers: &[] };

/// What is sent for an operation that takes some alternatives.
async fn sent(
    build: impl Fn(Builder<Client>) -> Builder<Client>,
    alternatives: Option<&'static [&'static [&'static str]]>,
) -> Request {
    let log = Log::default();
    let client = build(Builder::new(&KEYS)).transport(log.transport(|_, _| json(200, "{}"))).build().unwrap();
    let draft = Draft::new(OPERATION, "/v1/x?a=1");
    let draft = match alternatives {
        Some(alternatives) => draft.sign_in(alternatives),
        None => draft,
    };
    client.call::<()>(draft.cookie("own", &"1".to_owned()).finish()).await.unwrap();
    log.only()
}

#[tokio::test]
async fn puts_each_key_where_it_belongs() {
    let request = sent(|builder| builder.api_key("header", "k1"), Some(&[&["header"]])).await;
    assert_eq!(header(&request, "X-Key").unwrap(), "k1");
    let request = sent(|builder| builder.api_key("query", "a&b"), Some(&[&["query"]])).await;
    assert_eq!(request.uri().to_string(), "https://api.host/v1/x?a=1&api%20key=a%26b");
    let request = sent(|builder| builder.api_key("cookie", "k3"), Some(&[&["cookie"]])).await;
    assert_eq!(header(&request, "Cookie").unwrap(), "own=1; session=k3");
    let request = sent(|builder| builder.api_key("word", "k4"), Some(&[&["word"]])).await;
    assert_eq!(header(&request, "Authorization").unwrap(), "SharedAccessKey k4");
    let request = sent(|builder| builder.basic("Aladdin", "open sesame"), Some(&[&["basic"]])).await;
    assert_eq!(header(&request, "Authorization").unwrap(), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
}

#[tokio::test]
async fn takes_the_first_alternative_for_which_everything_is_there() {
    let build = |builder: Builder| builder.api_key("query", "q").api_key("header", "h").bearer("t");
    let names = |request: &Request| {
        (
            request.uri().query().unwrap_or("").contains("api%20key"),
            header(request, "X-Key").is_some(),
            header(request, "Authorization").is_some(),
        )
    };
    let cases: [(Option<&'static [&'static [&'static str]]>, _); 6] = [
        (Some(&[&["header"], &["token"]]), (false, true, false)),
        (Some(&[&["cookie"], &["token"]]), (false, false, true)),
        (Some(&[&["header", "basic"], &["query", "header"]]), (true, true, false)),
        (Some(&[&[], &["query"]]), (true, false, false)),
        // Nothing fits, or nothing is known: the service decides.
        (Some(&[&["cookie"]]), (true, true, true)),
        (None, (true, true, true)),
    ];
    for (alternatives, expected) in cases {
        assert_eq!(names(&sent(build, alternatives).await), expected, "{alternatives:?}");
    }
}

#[test]
fn refuses_keys_that_have_no_place() {
    for (scheme, key) in [("none", "k"), ("token", "k"), ("basic", "k"), ("header", ""), ("header", "a\nb")] {
        let error = Builder::<Client>::new(&KEYS).api_key(scheme, key).build().unwrap_err();
        assert!(matches!(error, Error::Request(_)) && !error.to_string().contains("a\nb"), "{error}");
    }
}

#[tokio::test]
async fn keys_show_up_in_no_debug() {
    let builder = Builder::<Client>::new(&KEYS).api_key("header", "s3cret").basic("user", "s3cret");
    let text = format!("{builder:?}");
    let log = Log::default();
    let client = builder.transport(log.transport(|_, _| json(500, "{}"))).build().unwrap();
    let error = client.call::<()>(Draft::new(OPERATION, "/v1/x").finish()).await.unwrap_err();
    let sent = format!("{:?}", log.only());
    for text in [text, format!("{client:?} {error:?} {error}"), sent] {
        assert!(!text.contains("s3cret") && !text.contains("czNjcmV0"), "{text}");
    }
}
