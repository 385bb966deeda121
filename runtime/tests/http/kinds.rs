//! What an error says of itself: code, message, name, and what to do about it.

use std::future::ready;
use std::time::Duration;

use clientgen_runtime::{
    Api, Builder, Client, Error, ErrorRules, NamedError, Path, RawResponse, Request, TransportError,
};

use crate::support::{answering, builder, get, json, list, service, typed};

/// As the specification of Partner Center has them.
static NAMING: Api = Api {
    errors: ErrorRules {
        text_code: Some(("(", ")")),
        named: &[
            NamedError { name: "mfaRequired", status: Some(401), code: Some("900421") },
            NamedError { name: "mfaRequired", status: Some(401), code: Some("10001") },
            NamedError { name: "appOnly", status: None, code: Some("900329") },
            NamedError { name: "throttled", status: Some(503), code: None },
        ],
        ..ErrorRules::USUAL
    },
    ..Api::BLANK
};

async fn naming(response: RawResponse) -> Error {
    let response = std::sync::Mutex::new(Some(response));
    let client: Client = Builder::new(&NAMING)
        .base_url("https://api.host")
        .transport(move |_: Request| ready(Ok::<_, TransportError>(response.lock().unwrap().take().unwrap())))
        .build()
        .unwrap();
    get(&client, "1").send().await.unwrap_err()
}

#[tokio::test]
async fn reads_all_seven_shapes() {
    let nothing: (Option<&str>, Option<&str>) = (None, None);
    for (body, expected) in [
        (
            r#"{"code":3000,"description":"Invalid.","data":["a"],"source":"PartnerFD"}"#,
            (Some("3000"), Some("Invalid.")),
        ),
        (r#"{"code":"3000","description":"Invalid."}"#, (Some("3000"), Some("Invalid."))),
        (r#"{"Code":3000,"Description":"Invalid."}"#, (Some("3000"), Some("Invalid."))),
        (
            r#"{"statusCode":429,"message":"Rate limit is exceeded."}"#,
            (None, Some("Rate limit is exceeded.")),
        ),
        (r#"{"message":"The request is invalid."}"#, (None, Some("The request is invalid."))),
        (r#""Customer tagging denied.""#, (None, Some("Customer tagging denied."))),
        (
            r#"{"error":{"code":"NotFound","message":"Gone.","innererror":{"code":"x"}}}"#,
            (Some("NotFound"), Some("Gone.")),
        ),
        (
            r#"{"error":"invalid_grant","error_description":"AADSTS50076: Use MFA."}"#,
            (Some("invalid_grant"), Some("AADSTS50076: Use MFA.")),
        ),
        (r#"{"error":"Something is wrong"}"#, (None, Some("Something is wrong"))),
        ("", nothing),
        ("\u{feff}", nothing),
        ("\u{feff}{\"code\":1}", (Some("1"), None)),
        (
            "Authentication failed. MFA required. (10001)",
            (Some("10001"), Some("Authentication failed. MFA required. (10001)")),
        ),
        ("Plain (text) there", (None, Some("Plain (text) there"))),
        (r#"{"code":null,"description":""}"#, nothing),
        (r#"{"code":{},"description":[]}"#, nothing),
        (r#"{"code":"","message":" "}"#, nothing),
        ("[1]", nothing),
        ("<html>(1)</html>", nothing),
        ("\0{", (None, Some("\0{"))),
    ] {
        let error = naming(json(400, body)).await;
        let (code, message) = (error.code(), error.message());
        assert_eq!((code.as_deref(), message.as_deref()), expected, "{body}");
        assert_eq!(error.response().unwrap().body(), body, "kept as it is");
        assert!(!error.to_string().contains("Invalid"), "messages may be personal: {error}");
    }
    let page = naming(typed(502, "text/html", "Bad gateway (1)")).await;
    assert_eq!((page.code(), page.message()), (None, None), "a page is no message");
    let invalid = naming(typed(500, "text/plain", &b"\xff\xfe(1)"[..])).await;
    assert_eq!((invalid.code(), invalid.message()), (None, None));
}

#[tokio::test]
async fn names_are_for_status_and_code() {
    for (status, body, mfa, app) in [
        (401, r#"{"code":900421,"description":"x"}"#, true, false),
        (401, r#"{"code":"900421"}"#, true, false),
        (401, "MFA required. (10001)", true, false),
        (401, r#"{"error":{"code":"900421"}}"#, true, false),
        (403, r#"{"code":900421}"#, false, false),
        (401, r#"{"code":9004210}"#, false, false),
        (401, "MFA required. 900421", false, false),
        (403, r#"{"code":900329}"#, false, true),
        (401, "", false, false),
    ] {
        let error = naming(json(status, body)).await;
        assert_eq!((error.is_mfa_required(), error.is("mfaRequired")), (mfa, mfa), "{body}");
        assert_eq!(error.is("appOnly"), app, "{body}");
        assert!(!error.is("throttled") && !error.is("noSuchName"));
    }
    assert!(naming(json(503, "")).await.is_throttled(), "the specification widens what the status says");
    let (client, _) = service(|_, _| json(503, ""));
    let unnamed = get(&client, "1").send().await.unwrap_err();
    assert!(!unnamed.is_throttled() && !unnamed.is_mfa_required());
}

#[tokio::test]
async fn predicates_go_by_status() {
    type Is = fn(&Error) -> bool;
    let all: [(u16, Is); 6] = [
        (401, Error::is_unauthorized),
        (403, Error::is_forbidden),
        (404, Error::is_not_found),
        (409, Error::is_conflict),
        (412, Error::is_precondition_failed),
        (429, Error::is_throttled),
    ];
    for status in 400..600 {
        let (client, _) = service(move |_, _| json(status, r#"{"code":404}"#));
        let error = get(&client, "1").send().await.unwrap_err();
        for (own, is) in all {
            assert_eq!(is(&error), own == status, "{status} {own}");
        }
        assert!(!error.is_timeout() && !error.is_connect(), "a service that answers is there: {status}");
        assert_eq!(error.is_retryable(), [408, 429, 500, 502, 503, 504].contains(&status));
    }
}

#[tokio::test]
async fn a_body_that_cannot_be_read_is_no_refusal() {
    let (client, _) = answering(r#"{"code":404,"message":"x","id":[]}"#);
    let error = get(&client, "1").send().await.unwrap_err();
    assert!(matches!(error, Error::Decode(_)));
    assert_eq!((error.code(), error.message()), (None, None));
    assert!(!error.is_not_found() && !error.is_retryable());
}

#[tokio::test]
async fn tells_how_long_to_wait_whatever_the_body() {
    for body in ["", r#"{"code":3000}"#, r#"{"statusCode":429}"#] {
        let (client, _) = service(move |_, _| {
            let mut response = json(429, body);
            response.headers_mut().insert("retry-after", "57".parse().unwrap());
            response
        });
        let error = get(&client, "1").send().await.unwrap_err();
        assert_eq!(error.retry_after(), Some(Duration::from_secs(57)), "{body}");
    }
    // Not ready is a success that says when to come back.
    let (client, _) = service(|_, _| {
        let mut response = json(204, "");
        response.headers_mut().insert("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT".parse().unwrap());
        response.headers_mut().insert("date", "Sun, 06 Nov 1994 08:49:07 GMT".parse().unwrap());
        response
    });
    let response = get(&client, "1").send_as::<()>().response().await.unwrap();
    assert_eq!(response.retry_after(), Some(Duration::from_secs(30)));
    let (client, _) = service(|_, _| {
        let mut response = json(204, "");
        response.headers_mut().insert("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT".parse().unwrap());
        response
    });
    let response = get(&client, "1").send_as::<()>().response().await.unwrap();
    assert_eq!(response.retry_after(), None, "there is no clock to hold the date against");
}

#[tokio::test]
async fn errors_without_a_response_say_so() {
    let client: Client = builder()
        .transport(|_: Request| ready(Err::<RawResponse, _>(TransportError::connect("no such host"))))
        .build()
        .unwrap();
    let error = get(&client, "1").request_id("r1").send().await.unwrap_err();
    assert!(error.is_connect() && !error.is_timeout() && error.is_retryable());
    assert_eq!((error.code(), error.message(), error.retry_after()), (None, None, None));
    let said = error.to_string();
    assert!(said.contains(": no response arrived: no such host (MS-RequestId r1,"), "{said}");
    let error = get(&client, "..").send().await.unwrap_err();
    assert!(matches!(error, Error::Request(_)) && error.tries() == 0 && !error.is_retryable());
}

#[tokio::test]
async fn shows_no_secret() {
    let (client, _) = service(|_, _| {
        let mut response = json(401, r#"{"code":1,"description":"Ada, password hunter2"}"#);
        response.headers_mut().insert("set-cookie", "session=hunter2".parse().unwrap());
        response
    });
    let client = client.with_header("Cookie", "hunter2");
    for error in [get(&client, "hunter2").send().await.unwrap_err(), {
        let mut pages = list(&client).request_id("r1").pages();
        pages.next().await.unwrap().unwrap_err()
    }] {
        let said = format!("{error} {error:?} {error:#?}");
        assert!(!said.contains("hunter2") && !said.contains("s3cret"), "{said}");
    }
}

mod business {
    use clientgen_runtime::{Call, Draft, Outcome, Response};

    use super::*;
    use crate::support::Customers;

    impl Outcome for Customers {
        const FAULTS: &'static [Path] = &[&["links", "next", "headers"], &["items", "companyName"]];
    }

    async fn outcome(body: &'static str) -> Result<Response<Customers>, Error> {
        let (client, _) = answering(body);
        let request =
            Draft::new(crate::support::LIST, "/v1/customers").header("MS-RequestId", &"r1".to_owned());
        let call: Call<Customers> = client.call(request.finish());
        call.response().await?.into_result()
    }

    #[tokio::test]
    async fn are_errors_for_who_asks() {
        let body = r#"{"items":[{"id":"a"},{"companyName":"first"},{"companyName":"second"}],
            "links":{"next":{"headers":[{"key":"800002","value":"refused"}]}}}"#;
        let (client, _) = answering(body);
        let page = list(&client).pages().next().await.unwrap().unwrap();
        assert_eq!(page.items.len(), 3, "and none for who does not");
        let faults = [serde_json::json!({"key":"800002","value":"refused"}), "first".into(), "second".into()];
        assert_eq!(page.faults(), faults);
        let error = outcome(body).await.unwrap_err();
        let Error::Business(refused) = &error else { panic!("{error:?}") };
        assert_eq!((refused.faults(), error.status().unwrap().as_u16()), (&faults[..], 200));
        assert_eq!((error.request_id(), error.is_retryable()), (Some("r1"), false));
        assert_eq!(error.response().unwrap().body(), body, "what was done is in there");
        let said = format!("{error} {error:?}");
        assert!(said.contains("GET /v1/customers: answered 200 OK, but with errors (MS-"), "{said}");
        assert!(!said.contains("refused"), "{said}");
    }

    #[tokio::test]
    async fn have_codes_and_messages() {
        static RULES: Api = Api {
            errors: ErrorRules { code: &[&["key"]], message: &[&["value"]], ..ErrorRules::USUAL },
            ..Api::BLANK
        };
        let client: Client = Builder::new(&RULES)
            .base_url("https://api.host")
            .transport(|_: Request| {
                let body = r#"{"links":{"next":{"headers":[{"key":"800002","value":"refused"}]}}}"#;
                ready(Ok::<_, TransportError>(json(200, body)))
            })
            .build()
            .unwrap();
        let call: Call<Customers> = client.call(Draft::new(crate::support::LIST, "/v1/customers").finish());
        let error = call.checked().await.unwrap_err();
        assert_eq!((error.code().as_deref(), error.message().as_deref()), (Some("800002"), Some("refused")));
        assert!(error.to_string().contains("but with errors, code 800002"), "{error}");
    }

    #[tokio::test]
    async fn of_no_kind_are_none() {
        for body in [
            "{}",
            r#"{"items":[],"links":null}"#,
            r#"{"items":[{"companyName":null},{"companyName":""}],"links":{"next":{"headers":[]}}}"#,
            r#"{"links":{"next":{"headers":[{}]}}}"#,
        ] {
            let response = outcome(body).await.unwrap();
            assert!(response.value().faults().is_empty(), "{body}");
        }
    }
}
