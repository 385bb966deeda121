//! What the client says of itself and of the program, and what support will ask for.

use partner_center::runtime::decode;
use serde_json::json;

use crate::support::{CUSTOMER, Log, builder, customer_example, header, ok, service, status};

#[tokio::test]
async fn client_and_program_have_names() {
    let log = Log::default();
    let transport = log.transport(|_, _| ok(&customer_example("Customer")));
    let client = builder().application("shop/1.2").transport(transport).build().unwrap();
    client.customers().by_id(CUSTOMER).get().send().await.unwrap();
    let sent = log.only();
    assert_eq!(header(&sent, "MS-PartnerCenter-Application").as_deref(), Some("shop/1.2"));
    let own = concat!("partner-center/", env!("CARGO_PKG_VERSION"));
    assert_eq!(header(&sent, "MS-PartnerCenter-Client").as_deref(), Some(own));
    assert_eq!(header(&sent, "ValidateMfa"), None);
}

#[tokio::test]
async fn the_service_can_be_asked_whether_the_user_passed_a_second_factor() {
    let (client, log) = service(|_, _| {
        let mut answer = ok(&customer_example("Customer"));
        answer.headers_mut().insert("isMfaCompliant", "true".parse().unwrap());
        answer
    });
    let call = client.with_validate_mfa("true").customers().by_id(CUSTOMER).get();
    let answer = call.send().response().await.unwrap();
    assert_eq!(header(&log.only(), "ValidateMfa").as_deref(), Some("true"));
    assert_eq!(answer.header("isMfaCompliant"), Some("true"));
}

#[tokio::test]
async fn errors_and_answers_hold_what_support_asks_for() {
    let (client, _) = service(|request, _| {
        let found = request.uri().path().ends_with(CUSTOMER);
        let mut answer = status(if found { 200 } else { 404 }, &json!({}));
        for (name, value) in
            [("MS-RequestId", "r1"), ("MS-CorrelationId", "c1"), ("MS-CV", "cv+/.0"), ("MS-ServerId", "7")]
        {
            answer.headers_mut().insert(name, value.parse().unwrap());
        }
        answer
    });
    let error = client.customers().by_id("other").get().send().await.unwrap_err();
    assert_eq!((error.header("ms-cv"), error.header("MS-ServerId")), (Some("cv+/.0"), Some("7")));
    let line = error.to_string();
    assert!(line.ends_with("(MS-RequestId r1, MS-CorrelationId c1, MS-CV cv+/.0, MS-ServerId 7)"), "{line}");
    let answer = client.customers().by_id(CUSTOMER).get().send().response().await.unwrap();
    assert_eq!(answer.header("MS-CV"), Some("cv+/.0"));
}

#[test]
fn a_subscription_is_changed_only_as_it_was_read() {
    let (client, _) = service(|_, _| ok(&json!({})));
    let subscription =
        json!({ "id": "s", "attributes": { "etag": "6027314815097", "objectType": "Subscription" } });
    let subscription: partner_center::models::Subscription =
        decode(subscription.to_string().as_bytes()).unwrap();
    let subscriptions = client.customers().by_id(CUSTOMER).subscriptions();
    let call = subscriptions.by_id("s").update(subscription.clone()).with_etag(&subscription);
    assert_eq!(header(&call.to_request().unwrap(), "If-Match").as_deref(), Some("\"6027314815097\""));
}

#[tokio::test]
async fn the_language_that_comes_back_is_not_taken_up() {
    let (client, log) = service(|_, _| {
        let mut answer = ok(&customer_example("Customer"));
        answer.headers_mut().insert("X-Locale", "de-DE,de-DE".parse().unwrap());
        answer
    });
    let client = client.with_locale("de-DE");
    for _ in 0..2 {
        client.customers().by_id(CUSTOMER).get().send().await.unwrap();
    }
    assert_eq!(log.header("X-Locale"), [Some("de-DE".to_owned()), Some("de-DE".to_owned())]);
}
