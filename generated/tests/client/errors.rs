//! What there is in an error.

use std::convert::Infallible;
use std::error::Error as StdError;
use std::io;

use partner_center::models::{Fault, RelationshipToPartner};
use partner_center::runtime::{Bytes, Json, RawResponse, Request, http};
use partner_center::{Error, Response};
use serde_json::json;

use crate::support::{
    CUSTOMER, TOKEN, answering, builder, customer_example, fault_example, service, status, typed,
};

/// The error of a call that is answered with a response.
async fn error_of(response: RawResponse) -> Error {
    let (client, _) = service(move |_, _| response.clone());
    client.customers().by_id(CUSTOMER).get().request_id("sent").send().await.unwrap_err()
}

#[tokio::test]
async fn holds_a_typed_fault() {
    let error = error_of(status(404, &fault_example("NoRelationshipFault"))).await;
    assert!(matches!(error, Error::Status(_)), "{error:?}");
    assert_eq!(error.status().unwrap(), 404);
    let fault: Fault = error.fault().unwrap();
    assert_eq!(fault.code, Some(20002));
    assert!(fault.description.unwrap().starts_with("Partner c83a2b6f"));
}

#[tokio::test]
async fn names_the_call() {
    let mut response = status(404, &fault_example("NoRelationshipFault"));
    response.headers_mut().insert("ms-requestid", "served".parse().unwrap());
    response.headers_mut().insert("ms-correlationid", "of-the-group".parse().unwrap());
    let error = error_of(response).await;
    assert_eq!(error.operation().unwrap().id, "Customers_Get");
    assert_eq!((error.request_id(), error.correlation_id()), (Some("served"), Some("of-the-group")));
    let line = error.to_string();
    assert!(line.starts_with("GET /v1/customers/{customer_id}: answered 404 Not Found"), "{line}");
    assert!(line.ends_with("(MS-RequestId served, MS-CorrelationId of-the-group)"), "{line}");
    assert!(!format!("{error} {error:?}").contains(CUSTOMER), "values of the path are personal");
}

#[tokio::test]
async fn has_the_id_that_was_sent_if_none_came_back() {
    let error = error_of(typed(503, "text/plain", "")).await;
    assert_eq!(error.request_id(), Some("sent"));
    let (client, _) = answering(&json!({}));
    let call =
        client.with_correlation_id("of-the-group").customers().by_id(CUSTOMER).get().request_id("sent");
    let response = call.send().response().await.unwrap();
    assert_eq!((response.request_id(), response.correlation_id()), (Some("sent"), Some("of-the-group")));
}

#[tokio::test]
async fn responses_tell_their_ids() {
    let mut response = status(200, &customer_example("Customer"));
    for (name, value) in [("MS-RequestId", "served"), ("MS-CV", "cv.0"), ("MS-ServerId", "207030415")] {
        response.headers_mut().insert(name, value.parse().unwrap());
    }
    let (client, _) = service(move |_, _| response.clone());
    let response: Response<_> = client.customers().by_id(CUSTOMER).get().send().response().await.unwrap();
    assert_eq!((response.status().as_u16(), response.request_id()), (200, Some("served")));
    assert_eq!((response.header("ms-cv"), response.header("ms-serverid")), (Some("cv.0"), Some("207030415")));
    assert!(response.body().starts_with(b"\xEF\xBB\xBF{"), "the body is as it came");
    let relationship = response.into_value().relationship_to_partner;
    assert_eq!(relationship, Some(RelationshipToPartner::Reseller));
}

#[tokio::test]
async fn keeps_a_page_of_html() {
    let page = "<html><body>Service Unavailable</body></html>";
    let error = error_of(typed(503, "text/html; charset=utf-8", page)).await;
    assert!(matches!(error, Error::Status(_)));
    assert_eq!(error.status().unwrap(), 503);
    assert!(error.fault::<Fault>().is_none() && error.fault::<Json>().is_none());
    let response = error.response().unwrap();
    assert_eq!(response.body(), page);
    assert_eq!(response.header("content-type"), Some("text/html; charset=utf-8"));

    let error = error_of(typed(200, "text/html", page)).await;
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
    assert!(error.to_string().contains("text/html"), "{error}");
    assert_eq!(error.response().unwrap().body(), page);
}

#[tokio::test]
async fn an_empty_body_is_no_customer() {
    for (code, body) in [(204, ""), (200, ""), (200, "\u{feff}"), (200, " \r\n")] {
        let error = error_of(typed(code, "application/json", body)).await;
        assert!(matches!(error, Error::Decode(_)), "{error:?}");
        assert_eq!(error.status().unwrap(), code);
        assert!(error.to_string().contains("the body is empty"), "{error}");
    }
}

#[tokio::test]
async fn tells_what_is_wrong_with_a_body() {
    let body = "{\"items\":[{},\n{\"companyProfile\":{\"domain\":[7]}}]}";
    let (client, _) = service(move |_, _| typed(200, "application/json", body));
    let error = client.customers().list().send().await.unwrap_err();
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
    let line = error.to_string();
    assert!(
        line.contains("items[1].companyProfile.domain: ") && line.contains("at line 2 column "),
        "{line}"
    );
}

#[tokio::test]
async fn takes_the_errors_of_gateways() {
    let throttled = json!({"statusCode": 429, "message": "Rate limit is exceeded. Try again in 57 seconds."});
    let mut response = status(429, &throttled);
    response.headers_mut().insert("retry-after", "57".parse().unwrap());
    let error = error_of(response).await;
    assert_eq!(error.status().unwrap(), 429);
    assert_eq!(error.response().unwrap().header("Retry-After"), Some("57"));
    let fault: Fault = error.fault().unwrap();
    assert!(fault.code.is_none() && fault.description.is_none());
    assert_eq!(fault.additional_properties["statusCode"], 429);

    let error = error_of(status(403, &json!("Customer tagging denied."))).await;
    assert!(error.fault::<Fault>().is_none());
    assert_eq!(error.fault::<String>().as_deref(), Some("Customer tagging denied."));
}

#[tokio::test]
async fn no_answer_is_an_error_of_its_own() {
    let refuse = |_: Request| async { Err::<RawResponse, _>(io::Error::other("the line is dead")) };
    let client = builder().transport(refuse).build().unwrap();
    let error = client.customers().by_id(CUSTOMER).get().request_id("sent").send().await.unwrap_err();
    assert!(matches!(error, Error::Transport(_)), "{error:?}");
    assert!(error.status().is_none() && error.response().is_none());
    assert_eq!(error.request_id(), Some("sent"), "the service may have acted on it");
    assert!(error.to_string().contains("no response arrived: the line is dead"), "{error}");
    assert!(error.source().unwrap().is::<io::Error>());
}

#[tokio::test]
async fn never_shows_the_token() {
    let mut errors = vec![
        error_of(status(401, &json!({"code": 400}))).await,
        error_of(typed(200, "text/html", "")).await,
        error_of(typed(200, "application/json", "[")).await,
    ];
    let drop_all = |request: Request| async move { Err::<RawResponse, _>(format!("{request:?}")) };
    let client = builder().transport(drop_all).build().unwrap();
    errors.push(client.customers().list().send().await.unwrap_err());
    let broken = || |_: Request| async { Ok::<_, Infallible>(http::Response::new(Bytes::new())) };
    let client = builder().bearer(format!("{TOKEN}\n")).transport(broken()).build().unwrap();
    errors.push(client.customers().list().send().await.unwrap_err());
    assert!(matches!(errors.last(), Some(Error::Credential(_))));
    for error in errors {
        let shown = format!("{error} {error:?} {error:#?}");
        assert!(!shown.contains(TOKEN), "{shown}");
    }
}

#[tokio::test]
async fn a_missing_second_factor_is_told_in_both_ways() {
    let text = typed(401, "text/plain", "Authentication failed. MFA required. (10001)");
    let fault = status(401, &json!({"code": 900_421, "description": "The user has no second factor."}));
    for (response, code) in [(text, "10001"), (fault, "900421")] {
        let error = error_of(response).await;
        assert_eq!(error.code().as_deref(), Some(code));
        assert!(error.is_mfa_required() && error.is_unauthorized(), "{error}");
    }
    let error = error_of(status(401, &json!({"code": 900_420}))).await;
    assert!(error.is("wrongAudience") && !error.is_mfa_required(), "{error}");
}
