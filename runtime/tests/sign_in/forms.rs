//! What token endpoints are asked, byte by byte, and how their answers are read.

use std::time::Duration;

use clientgen_runtime::{Credential, SignIn, Timer};

use crate::support::{Clock, Log, call, client, fine, json, token};

const SECRET: &str = "a+b/c&d=~é ";

#[tokio::test]
async fn client_secret() {
    let sign_in = || SignIn::client_secret("contoso.com", "app", SECRET);
    let v2 = "client_id=app&grant_type=client_credentials&scope=https%3A%2F%2Fapi.host%2F.default\
        &client_secret=a%2Bb%2Fc%26d%3D%7E%C3%A9+";
    let v1 = "client_id=app&grant_type=client_credentials&resource=https%3A%2F%2Fapi.host\
        &client_secret=a%2Bb%2Fc%26d%3D%7E%C3%A9+";
    for (sign_in, uri, form) in [
        (sign_in(), "https://login.host/contoso.com/oauth2/v2.0/token", v2),
        (sign_in().v1(), "https://login.host/contoso.com/oauth2/token", v1),
        (
            sign_in().scope("s"),
            "https://login.host/contoso.com/oauth2/v2.0/token",
            &v2.replace("https%3A%2F%2Fapi.host%2F.default", "s"),
        ),
        (
            sign_in().resource("r"),
            "https://login.host/contoso.com/oauth2/token",
            &v1.replace("https%3A%2F%2Fapi.host", "r"),
        ),
    ] {
        let (client, log) = client(sign_in, |_, number| token(number));
        call(&client).await.unwrap();
        call(&client).await.unwrap();
        assert_eq!(log.forms(), [form]);
        let request = &log.logins()[0];
        assert_eq!((request.method().as_str(), request.uri().to_string().as_str()), ("POST", uri));
        assert_eq!(log.tokens(), ["Bearer t0", "Bearer t0"]);
    }
}

#[tokio::test]
async fn refresh_token() {
    let sign_in = || SignIn::refresh_token("contoso.com", "app", "0.r+");
    let v2 = "client_id=app&grant_type=refresh_token&refresh_token=0.r%2B\
        &scope=https%3A%2F%2Fapi.host%2F.default+offline_access";
    let v1 = "client_id=app&grant_type=refresh_token&refresh_token=0.r%2B&resource=https%3A%2F%2Fapi.host";
    for (sign_in, form) in [
        (sign_in(), v2.to_owned()),
        (sign_in().v1(), v1.to_owned()),
        (sign_in().secret("s").v1(), format!("{v1}&client_secret=s")),
        (
            sign_in().scope("a offline_access b"),
            v2.replace("https%3A%2F%2Fapi.host%2F.default+offline_access", "a+offline_access+b"),
        ),
    ] {
        let (client, log) = client(sign_in, |_, number| token(number));
        call(&client).await.unwrap();
        assert_eq!(log.forms(), [form]);
    }
}

#[tokio::test]
async fn a_token_request_has_no_header_of_the_api() {
    let log = Log::default();
    let client: clientgen_runtime::Client = crate::support::builder()
        .header("X-Api-Key", "hunter2")
        .application("shop/1")
        .sign_in(SignIn::client_secret("t", "app", SECRET))
        .transport(log.transport(|_, number| token(number), fine))
        .build()
        .unwrap();
    call(&client.with_header("X-Locale", "de")).await.unwrap();
    let request = &log.logins()[0];
    let mut names: Vec<_> = request.headers().keys().map(http::HeaderName::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["accept", "content-type", "user-agent"]);
    assert_eq!(request.headers()["content-type"], "application/x-www-form-urlencoded");
    assert!(request.extensions().is_empty());
    // And the service sees nothing of the secret.
    let seen = format!("{:?}", log.calls()).to_lowercase();
    assert!(!seen.contains("a%2bb") && log.calls()[0].headers().contains_key("x-api-key"));
}

#[tokio::test]
async fn reads_every_form_of_expiry() {
    for (expiry, life) in [
        (r#","expires_in":3600"#, Some(3600)),
        (r#","expires_in":"3600""#, Some(3600)),
        (r#","expires_in":" 3600 ","ext_expires_in":"7200""#, Some(3600)),
        (r#","expires_in":3599.5"#, Some(3599)),
        (r#","expires_in":-5"#, Some(0)),
        (r#","expires_in":"soon""#, None),
        (r#","expires_in":1e300"#, None),
        (r#","expires_in":null"#, None),
        ("", None),
    ] {
        let clock = Clock::default();
        let log = Log::default();
        let body = format!("\u{feff}{{\"access_token\":\"t\",\"token_type\":\"bearer\"{expiry}}}");
        let transport = log.transport(move |_, _| json(200, body.clone()), fine);
        let credential = SignIn::client_secret("t", "app", "s")
            .authority("https://login.host/")
            .scope("s")
            .clock(clock.reader())
            .into_credential(transport)
            .unwrap();
        let end = credential.token().await.unwrap().expires_at();
        let found = end.map(|end| end.duration_since(clock.read()).unwrap().as_secs());
        assert_eq!(found, life, "{expiry}");
        assert_eq!(clock.elapsed(), Some(Duration::ZERO));
    }
}

#[tokio::test]
async fn the_life_of_a_token_begins_with_its_request() {
    let clock = Clock::default();
    let slow = clock.clone();
    let transport = Log::default().transport(
        move |_, number| {
            slow.advance(30);
            token(number)
        },
        fine,
    );
    let credential = SignIn::client_secret("t", "app", "s")
        .authority("https://login.host")
        .scope("s")
        .clock(clock.reader())
        .into_credential(transport)
        .unwrap();
    let end = credential.token().await.unwrap().expires_at().unwrap();
    assert_eq!(end.duration_since(clock.read()).unwrap().as_secs(), 3570);
}
