//! Bodies of responses.

use clientgen_runtime::{Bytes, Error, Json, RawResponse, Response, Text};

use crate::support::{Customer, get, json, service, typed};

const BOM: &str = "\u{feff}";

#[tokio::test]
async fn reads_bodies_with_and_without_a_byte_order_mark() {
    for bom in ["", BOM] {
        let (client, _) = service(move |_, _| json(200, format!(r#"{bom}{{"id":"a","companyName":"Ä"}}"#)));
        let customer = get(&client, "1").send().await.unwrap();
        assert_eq!(customer, Customer { id: Some("a".into()), name: Some("Ä".into()) });
    }
}

#[tokio::test]
async fn takes_every_name_of_json() {
    for content_type in [
        "application/json",
        "application/json; charset=utf-8",
        "APPLICATION/JSON;CHARSET=\"UTF-8\"",
        "application/json;charset=us-ascii",
        "application/json;charset=iso-8859-1",
        "text/json",
        "application/problem+json",
        "application/vnd.example.v1+json; odata.metadata=minimal",
        "text/plain",
        "application/octet-stream",
    ] {
        let (client, _) = service(move |_, _| typed(200, content_type, r#"{"id":"a"}"#));
        assert_eq!(get(&client, "1").send().await.unwrap().id.unwrap(), "a", "{content_type}");
    }
    let (client, _) = service(|_, _| RawResponse::new(Bytes::from_static(br#"{"id":"a"}"#)));
    assert_eq!(get(&client, "1").send().await.unwrap().id.unwrap(), "a");
}

#[tokio::test]
async fn any_2xx_is_a_success() {
    for status in [200, 201, 202, 203, 206, 299] {
        let (client, _) = service(move |_, _| json(status, r#"{"id":"a"}"#));
        assert!(get(&client, "1").send().await.is_ok(), "{status}");
    }
    for status in [100, 199, 301, 304, 307, 400, 500, 599] {
        let (client, _) = service(move |_, _| json(status, r#"{"id":"a"}"#));
        assert!(matches!(get(&client, "1").send().await, Err(Error::Status(_))), "{status}");
    }
}

#[tokio::test]
async fn an_empty_body_is_none() {
    for body in ["", BOM, " \r\n"] {
        let (client, _) = service(move |_, _| json(204, body));
        assert_eq!(get(&client, "1").send_as::<Option<Customer>>().await.unwrap(), None);
        get(&client, "1").send_as::<()>().await.unwrap();
        assert_eq!(get(&client, "1").send_as::<Bytes>().await.unwrap(), body);
        let error = get(&client, "1").send().await.unwrap_err();
        assert!(matches!(error, Error::Decode(_)));
        assert!(
            error.to_string().contains("answered 204 No Content, but not as specified: the body is empty")
        );
        assert!(matches!(get(&client, "1").send_as::<Vec<Customer>>().await, Err(Error::Decode(_))));
    }
    let (client, _) = service(|_, _| json(200, r#"{"id":"a"}"#));
    assert!(get(&client, "1").send_as::<Option<Customer>>().await.unwrap().is_some());
    let (client, _) = service(|_, _| json(200, "null"));
    assert_eq!(get(&client, "1").send_as::<Option<Customer>>().await.unwrap(), None);
}

#[tokio::test]
async fn says_so_when_a_proxy_answers_with_a_page() {
    let mut types = vec!["text/html; charset=utf-8", "application/xhtml+xml", "image/png"];
    if cfg!(not(feature = "xml")) {
        types.push("application/xml");
    }
    for content_type in types {
        let (client, _) = service(move |_, _| typed(200, content_type, "<html>Sign in</html>"));
        let error = get(&client, "1").send().await.unwrap_err();
        assert!(matches!(error, Error::Decode(_)));
        let media_type = content_type.split(';').next().unwrap();
        let said = error.to_string();
        let why =
            format!("answered 200 OK, but not as specified: the body is `{media_type}` instead of JSON (MS-");
        assert!(said.contains(&why), "{said}");
        assert!(!said.contains("Sign in"));
        assert_eq!(error.response().unwrap().body(), "<html>Sign in</html>");
        assert_eq!(error.fault::<Json>(), None);
    }
}

#[tokio::test]
async fn says_what_a_body_is_that_its_type_does_not() {
    let cases: [(&[u8], &str); 5] = [
        (b"PK\x03\x04\x14\0\0\0\x08\0s3cret", "a zip archive"),
        (b"PK\x05\x06\0\0", "a zip archive"),
        (b"\x1F\x8B\x08\0", "compressed by gzip"),
        (b"%PDF-1.7", "a PDF"),
        (b"\xEF\xBB\xBF<!DOCTYPE html><p>s3cret", "HTML or XML"),
    ];
    for (body, kind) in cases {
        for content_type in ["application/json", "application/json; charset=utf-8", "text/plain"] {
            let (client, _) = service(move |_, _| typed(200, content_type, body));
            let error = get(&client, "1").send().await.unwrap_err();
            assert!(matches!(error, Error::Decode(_)));
            let said = format!("{error} {error:?}");
            assert!(
                said.contains(&format!("the body is {kind} instead of JSON, whatever its type says")),
                "{said}"
            );
            assert!(!said.contains("s3cret"), "{said}");
            assert_eq!(error.response().unwrap().is_zip(), kind == "a zip archive");
        }
    }
}

#[tokio::test]
async fn a_zip_archive_that_is_called_csv_can_be_told_and_taken() {
    let zip = b"PK\x03\x04\x14\0\xFF\xFF".as_slice();
    let (client, _) = service(move |_, _| typed(200, "text/csv", zip));
    let report = get(&client, "1").send_as::<Response<Bytes>>().await.unwrap();
    assert!(report.is_zip() && report.value() == zip);
    let error = get(&client, "1").send_as::<Text>().await.unwrap_err();
    assert!(error.to_string().contains("the body is a zip archive instead of text"), "{error}");
    let (client, _) = service(move |_, _| typed(200, "text/csv", "PK,SK"));
    assert!(!get(&client, "1").send_as::<Response<Text>>().await.unwrap().is_zip());
}

#[tokio::test]
async fn names_the_place_in_a_body_that_does_not_match() {
    let (client, _) = service(|_, _| json(200, r#"{"id":["a"]}"#));
    let error = get(&client, "1").send().await.unwrap_err();
    let said = error.to_string();
    assert!(said.contains("but not as specified: id: invalid type"), "{said}");
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(source.downcast_ref::<clientgen_runtime::JsonError>().unwrap().path(), "id");
    let (client, _) = service(|_, _| json(200, r#"{"id":"a"} trailing"#));
    assert!(matches!(get(&client, "1").send().await, Err(Error::Decode(_))));
}

#[tokio::test]
async fn names_a_charset_that_is_not_utf_8() {
    let body = b"{\"id\":\"\xE4\"}".as_slice();
    let (client, _) = service(move |_, _| typed(200, "application/json; charset=ISO-8859-1", body));
    let error = get(&client, "1").send().await.unwrap_err();
    assert!(
        error.to_string().contains("the body is in the charset `iso-8859-1` instead of UTF-8"),
        "{error}"
    );
    let (client, _) = service(move |_, _| typed(200, "application/json", body));
    assert!(matches!(get(&client, "1").send().await, Err(Error::Decode(_))));
}

#[tokio::test]
async fn gives_the_response_beside_the_value() {
    let (client, log) = service(|_, _| {
        let mut response = json(201, r#"{"id":"a"}"#);
        response.headers_mut().insert("MS-RequestId", "served".parse().unwrap());
        response.headers_mut().insert("MS-CV", "xqqtn+OEVE2ridoS.0".parse().unwrap());
        response.headers_mut().insert("Set-Cookie", "session=hunter2".parse().unwrap());
        response
    });
    let response = get(&client, "1").request_id("asked").send().response().await.unwrap();
    assert_eq!(response.status(), 201);
    assert_eq!(response.request_id(), Some("served"));
    assert_eq!(response.correlation_id().map(str::to_owned), log.header("MS-CorrelationId")[0]);
    assert_eq!(response.header("ms-cv"), Some("xqqtn+OEVE2ridoS.0"));
    assert_eq!(response.headers()["set-cookie"], "session=hunter2");
    assert_eq!(response.body(), r#"{"id":"a"}"#);
    assert_eq!(response.raw().status(), 201);
    assert_eq!(response.operation().unwrap().id, "Customers_Get");
    assert_eq!(response.value().id.as_deref(), Some("a"));
    let said = format!("{response:?}");
    assert!(said.contains("GET /v1/customers/{customer_id}") && said.contains("10 bytes"), "{said}");
    assert!(!said.contains("hunter2"), "{said}");
    assert_eq!(response.clone().into_value(), response.into_value());
}

#[tokio::test]
async fn a_call_can_give_what_a_caller_defines() {
    struct Lines(usize);
    impl clientgen_runtime::FromResponse for Lines {
        fn from_response(response: &Response<Bytes>) -> clientgen_runtime::Result<Self> {
            Ok(Self(response.body().split(|b| *b == b'\n').count()))
        }
    }
    let (client, _) = service(|_, _| typed(200, "text/csv", "a\nb\nc"));
    let lines = get(&client, "1").send_as::<Lines>().response().await.unwrap();
    assert_eq!((lines.status().as_u16(), lines.value().0), (200, 3));
}
