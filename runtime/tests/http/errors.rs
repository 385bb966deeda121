//! What is left of a call that failed.

use std::error::Error as _;
use std::future::ready;
use std::io;

use clientgen_runtime::{Client, Error, Json, Request};

use crate::support::{Fault, builder, get, json, service, typed};

#[tokio::test]
async fn keeps_the_whole_response() {
    let (client, _) = service(|_, _| {
        let mut response =
            json(404, "\u{feff}{\"code\":2000,\"description\":\"no such customer\",\"data\":[]}");
        response.headers_mut().insert("MS-RequestId", "r9".parse().unwrap());
        response.headers_mut().insert("MS-CorrelationId", "c9".parse().unwrap());
        response
    });
    let error = get(&client, "hidden").request_id("r1").send().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "GET /v1/customers/{customer_id}: answered 404 Not Found, code 2000 (MS-RequestId r9, MS-CorrelationId c9)"
    );
    assert_eq!(error.status().unwrap(), 404);
    assert_eq!((error.request_id(), error.correlation_id()), (Some("r9"), Some("c9")));
    assert_eq!(error.operation().unwrap().id, "Customers_Get");
    assert!(error.response().unwrap().body().starts_with(b"\xEF\xBB\xBF{"));
    let fault: Fault = error.fault().unwrap();
    assert_eq!(
        (fault.code, fault.description.as_deref()),
        (Some(Json::from(2000)), Some("no such customer"))
    );
    assert_eq!(error.fault::<Json>().unwrap()["data"], serde_json::json!([]));
    let Error::Status(status) = &error else { panic!("{error:?}") };
    assert_eq!(status.response().status(), 404);
    assert!(status.fault::<Fault>().is_some());
    assert!(error.source().is_none());
    let said = format!("{error:?}");
    assert!(!said.contains("s3cret") && !said.contains("hidden") && !said.contains("no such"), "{said}");
}

#[tokio::test]
async fn takes_every_shape_of_fault() {
    for (body, text) in [
        (r#"{"code":3000,"description":"d"}"#, true),
        (r#"{"statusCode":429,"message":"Rate limit is exceeded."}"#, true),
        (r#"{"message":"The request is invalid."}"#, true),
        (r#"{"error":{"code":"x","innererror":{}}}"#, true),
        (r#""Customer tagging denied.""#, false),
        ("", false),
        ("<html>", false),
        ("Authentication failed. MFA required. (10001)", false),
        ("\u{feff}", false),
        ("\0\u{1}{", false),
    ] {
        let (client, _) = service(move |_, _| json(400, body));
        let error = get(&client, "1").send().await.unwrap_err();
        assert!(matches!(error, Error::Status(_)), "{body}");
        assert_eq!(error.fault::<Fault>().is_some(), text, "{body}");
        assert_eq!(error.response().unwrap().body(), body);
        assert!(!error.to_string().contains('\n'));
    }
    let (client, _) = service(|_, _| json(400, "\u{feff}{\"code\":3000,\"description\":\"d\"}"));
    let error = get(&client, "1").send().await.unwrap_err();
    let fault = error.fault::<Fault>().and_then(|fault| fault.description);
    assert_eq!(
        (fault.as_deref(), error.code().as_deref()),
        (Some("d"), Some("3000")),
        "after a byte order mark"
    );
    assert_eq!(error.message().as_deref(), Some("d"));
    let (client, _) = service(|_, _| json(400, r#""Customer tagging denied.""#));
    let error = get(&client, "1").send().await.unwrap_err();
    assert_eq!(error.fault::<String>().unwrap(), "Customer tagging denied.");
}

#[tokio::test]
async fn a_page_of_a_proxy_is_a_status_error_without_a_fault() {
    let (client, _) = service(|_, _| typed(502, "text/html", "<html>Bad gateway</html>"));
    let error = get(&client, "1").request_id("r1").send().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 502);
    assert_eq!(error.request_id(), Some("r1"), "the id that was sent");
    assert_eq!(error.fault::<Json>(), None);
}

#[tokio::test]
async fn tells_why_no_response_arrived() {
    #[derive(Debug)]
    struct Outer(io::Error);
    impl std::fmt::Display for Outer {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("cannot connect")
        }
    }
    impl std::error::Error for Outer {
        fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
            Some(&self.0)
        }
    }
    let transport =
        |_: Request| ready(Err(Outer(io::Error::new(io::ErrorKind::ConnectionRefused, "refused"))));
    let client: Client = builder().transport(transport).build().unwrap();
    let client = client.with_header("MS-CorrelationId", "c1");
    let error = get(&client, "1").request_id("r1").send().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "GET /v1/customers/{customer_id}: no response arrived: cannot connect: refused \
         (MS-RequestId r1, MS-CorrelationId c1)"
    );
    assert_eq!(error.status(), None);
    assert!(error.response().is_none() && error.fault::<Json>().is_none());
    let Error::Transport(transport) = &error else { panic!("{error:?}") };
    assert_eq!(transport.cause().downcast_ref::<Outer>().unwrap().0.kind(), io::ErrorKind::ConnectionRefused);
    assert!(error.source().unwrap().is::<Outer>());
}

#[tokio::test]
async fn shows_codes_but_no_text_of_a_body() {
    for (body, code) in [
        (r#"{"code":3000,"description":"Ada"}"#, ", code 3000"),
        (r#"{"error":{"code":"Not.Found_1-a","message":"Ada"}}"#, ", code Not.Found_1-a"),
        (r#"{"error":"invalid_grant","error_description":"Ada"}"#, ", code invalid_grant"),
        (r#"{"error":"Ada has no licence"}"#, ""),
        (r#"{"code":"a\nb"}"#, ""),
        (r#"{"code":[]}"#, ""),
        (r#""Ada""#, ""),
        ("Ada", ""),
    ] {
        let (client, _) = service(move |_, _| json(400, body));
        let said = get(&client, "1").send().await.unwrap_err().to_string();
        assert!(said.contains(&format!(": answered 400 Bad Request{code} (MS-")), "{said}");
    }
}

#[tokio::test]
async fn prints_one_line_whatever_the_cause_says() {
    let transport = |_: Request| ready(Err("AADSTS50076: use MFA.\r\nTrace ID: 1\r\n\u{1b}[31mred"));
    let client: Client = builder().transport(transport).build().unwrap();
    let said = get(&client, "1").send().await.unwrap_err().to_string();
    assert!(said.contains("no response arrived: AADSTS50076: use MFA. Trace ID: 1 [31mred (MS-"), "{said}");
}

#[test]
fn errors_are_small_and_go_anywhere() {
    fn is_error<T: std::error::Error + Send + Sync + 'static>() {}
    is_error::<Error>();
    assert!(size_of::<Error>() <= 48, "{}", size_of::<Error>());
}
