//! Who the client says that it is, and to whom.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::StreamExt;
use partner_center::runtime::http;
use partner_center::runtime::{BoxError, Bytes};
use partner_center::{Client, Error, SignIn, Token};
use serde_json::json;

use crate::support::{Log, TOKEN, answering, builder, customer_example, ok};

#[tokio::test]
async fn a_closure_is_asked_for_each_call() {
    let [first, last] = ["FirstPage", "LastPage"].map(customer_example);
    let log = Log::default();
    let count = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&count);
    let client = Client::builder()
        .credential(move || {
            let number = counter.fetch_add(1, Ordering::Relaxed);
            async move { Ok::<_, BoxError>(Token::from(format!("token-{number}"))) }
        })
        .transport(log.transport(move |_, number| ok(if number == 0 { &first } else { &last })))
        .build()
        .unwrap();
    assert_eq!(count.load(Ordering::Relaxed), 0);
    assert_eq!(client.customers().list().items().count().await, 3);
    client.customers().list().send().await.unwrap();
    let expected = ["Bearer token-0", "Bearer token-1", "Bearer token-2"];
    assert_eq!(log.header("Authorization"), expected.map(|line| Some(line.to_owned())));
}

#[tokio::test]
async fn without_a_token_nothing_is_sent() {
    let log = Log::default();
    let client = Client::builder()
        .credential(|| async { Err::<Token, _>("the refresh token has expired") })
        .transport(log.transport(|_, _| ok(&json!({}))))
        .build()
        .unwrap();
    let error = client.customers().list().send().await.unwrap_err();
    assert!(matches!(error, Error::Credential(_)), "{error:?}");
    assert!(error.to_string().contains("the refresh token has expired"), "{error}");
    assert!(log.requests().is_empty());
}

#[tokio::test]
async fn nothing_shows_the_token() {
    let (client, log) = answering(&json!({}));
    let list = client.customers().list();
    list.clone().send().await.unwrap();
    for shown in [
        format!("{:?}", builder()),
        format!("{client:#?}"),
        format!("{:?}", client.as_ref()),
        format!("{:?}", client.customers()),
        format!("{list:#?}"),
        format!("{:?}", list.to_request().unwrap()),
        format!("{:?}", list.clone().send()),
        format!("{:?}", list.clone().pages()),
        format!("{:?}", list.items()),
        format!("{:?}", Token::from(TOKEN)),
        format!("{:?}", log.only()),
    ] {
        assert!(!shown.contains(TOKEN), "{shown}");
    }
    assert_eq!(log.only().headers()["authorization"], format!("Bearer {TOKEN}"));
}

#[tokio::test]
async fn goes_to_its_own_origin_alone() {
    let (client, log) = answering(&json!({}));
    let core = client.as_ref();
    for uri in [
        "https://elsewhere.example/v1/customers",
        "https://api.partnercenter.microsoft.com.elsewhere.example/",
        "https://api.partnercenter.microsoft.com:8443/",
    ] {
        let request = http::Request::get(uri).body(Bytes::new()).unwrap();
        assert!(matches!(core.execute(request).await, Err(Error::Request(_))), "{uri}");
        assert!(matches!(core.resolve(uri), Err(Error::Request(_))), "{uri}");
    }
    assert!(log.requests().is_empty());
    let link = core.resolve("/customers/1/subscriptions").unwrap().unwrap();
    assert_eq!(link, "https://api.partnercenter.microsoft.com/v1/customers/1/subscriptions");
    core.execute(http::Request::get(link).body(Bytes::new()).unwrap()).await.unwrap();
    assert_eq!(log.only().headers()["authorization"], format!("Bearer {TOKEN}"));
}

#[tokio::test]
async fn each_cloud_has_a_sign_in_of_its_own() {
    let host = "https://api.partnercenter.microsoft.com";
    let china = "https://partner.partnercenterapi.microsoftonline.cn";
    for (server, service, authority) in [
        ("global", host, "https://login.microsoftonline.com"),
        ("us-government", host, "https://login.microsoftonline.us"),
        ("china", china, "https://login.partner.microsoftonline.cn"),
    ] {
        for v1 in [false, true] {
            let log = Log::default();
            let sign_in = SignIn::client_secret("contoso.com", "app", "s3cret");
            let client = Client::builder()
                .server(server)
                .sign_in(if v1 { sign_in.v1() } else { sign_in })
                .transport(log.transport(|_, number| match number {
                    0 => ok(&json!({"token_type": "Bearer", "expires_in": "3599", "access_token": TOKEN})),
                    _ => ok(&json!({})),
                }))
                .build()
                .unwrap();
            client.customers().list().send().await.unwrap();
            let requests = log.requests();
            let version = if v1 { "" } else { "/v2.0" };
            assert_eq!(requests[0].uri(), format!("{authority}/contoso.com/oauth2{version}/token").as_str());
            let form = std::str::from_utf8(requests[0].body()).unwrap();
            let audience = service.replace(':', "%3A").replace('/', "%2F");
            let audience =
                if v1 { format!("&resource={audience}&") } else { format!("&scope={audience}%2F.default&") };
            assert!(form.contains(&audience), "{form}");
            assert_eq!(requests[1].uri(), format!("{service}/v1/customers").as_str());
            assert_eq!(requests[1].headers()["authorization"], format!("Bearer {TOKEN}"));
            assert!(!requests[0].headers().keys().any(|name| name.as_str().starts_with("ms-")));
        }
    }
}
