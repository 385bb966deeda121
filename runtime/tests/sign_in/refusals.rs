//! What happens if there is no token: never confused with what the service says, and without a secret.

use std::future::pending;
use std::io;

use clientgen_runtime::{
    BoxError, Bytes, Client, Error, RawResponse, Request, SignIn, Transport, TransportError,
};

use crate::support::{Clock, Log, builder, call, client, fine, json, refusal, token};

const SECRET: &str = "hunter2/+";

fn sign_in() -> SignIn<clientgen_runtime::ClientSecret> {
    SignIn::client_secret("contoso.com", "app", SECRET)
}

async fn failure(login: impl Fn(&Request, usize) -> RawResponse + Send + Sync + 'static) -> (Error, Log) {
    let (client, log) = client(sign_in(), login);
    let error = call(&client).await.unwrap_err();
    assert!(matches!(error, Error::Credential(_)), "{error:?}");
    assert!(error.response().is_none() && error.status().is_none() && error.code().is_none());
    assert!(log.calls().is_empty());
    (error, log)
}

#[tokio::test]
async fn an_error_of_the_token_endpoint_is_told() {
    let body = r#"{"error":"invalid_grant","error_codes":[50076],"suberror":"basic_action",
        "error_description":"AADSTS50076: Due to a configuration change, you must use multi-factor authentication.\r\nTrace ID: 1\r\nTimestamp: 2026"}"#;
    let (error, _) = failure(move |_, _| json(400, body)).await;
    let said = error.sign_in().unwrap();
    assert_eq!((said.status().unwrap().as_u16(), said.code()), (400, Some("invalid_grant")));
    assert_eq!(said.numbers(), [50076]);
    assert!(said.description().unwrap().ends_with("Timestamp: 2026"));
    assert!(said.is_mfa_required() && said.is_sign_in_required() && error.is_mfa_required());
    assert!(!error.is_retryable() && !error.is_unauthorized());
    let line = error.to_string();
    assert!(
        line.starts_with(
            "GET /v1/x: the credential gave no token: https://login.host answered 400 Bad Request, invalid_grant: \
             AADSTS50076: Due to a configuration change, you must use multi-factor authentication. (MS-RequestId "
        ),
        "{line}"
    );
}

#[tokio::test]
async fn knows_the_errors_that_want_a_second_factor() {
    for (number, mfa) in
        [(50072, true), (50074, true), (50076, true), (50078, true), (50079, true), (700_082, false)]
    {
        let (error, _) = failure(move |_, _| refusal("invalid_grant", &format!("AADSTS{number}: x"))).await;
        assert_eq!(error.sign_in().unwrap().numbers(), [number]);
        assert_eq!(error.is_mfa_required(), mfa, "{number}");
    }
}

#[tokio::test]
async fn takes_every_shape() {
    for (answer, text) in [
        (json(401, r#"{"error":"invalid_client"}"#), "answered 401 Unauthorized, invalid_client"),
        (json(200, r#"{"error":"access_denied"}"#), "answered 200 OK, access_denied"),
        (json(400, r#"{"error":{"code":1}}"#), "answered 400 Bad Request"),
        (json(400, r#"{"error":"not a code at all","error_description":7}"#), "answered 400 Bad Request"),
        (json(404, "<html>"), "answered 404 Not Found"),
        (json(400, ""), "answered 400 Bad Request"),
        (json(200, "<html>"), "answered, but not with a token: the answer is no JSON"),
        (json(200, "[]"), "answered, but not with a token: the answer is no JSON object"),
        (json(200, "{}"), "answered, but not with a token: the answer has no `access_token`"),
        (
            json(200, r#"{"access_token":""}"#),
            "answered, but not with a token: the answer has no `access_token`",
        ),
        (
            json(200, r#"{"access_token":"hunter2","token_type":"mac"}"#),
            "answered, but not with a token: the token is of another type than `Bearer`",
        ),
    ] {
        let (error, _) = failure(move |_, _| answer.clone()).await;
        let line = error.to_string();
        let expected = format!("the credential gave no token: https://login.host {text} (MS-");
        assert!(line.contains(&expected), "{line}");
        assert!(!error.is_retryable() && !error.is_mfa_required());
    }
}

#[tokio::test]
async fn shows_no_secret() {
    let flow = sign_in();
    assert!(!format!("{flow:?}").contains("hunter2"));
    let echo = r#"{"error":"invalid_client","error_description":"AADSTS7000215: 'hunter2/+' or 'hunter2%2F%2B' or client_secret=hunter2%2F%2B&x"}"#;
    let (error, _) = failure(move |_, _| json(401, echo)).await;
    let said = error.sign_in().unwrap();
    let all = format!("{error} {error:?} {said} {said:?} {}", said.description().unwrap());
    assert!(!all.contains("hunter2") && all.contains("AADSTS7000215: '[redacted]' or '[redacted]'"), "{all}");

    // Nor a token that no header can hold, nor one in an answer that cannot be read.
    let (error, _) = failure(|_, _| json(200, r#"{"access_token":"hunter2\n"}"#)).await;
    assert!(!format!("{error} {error:?}").contains("hunter2"));
    let (error, _) = failure(|_, _| json(200, r#"{"access_token":hunter2"#)).await;
    assert!(!format!("{error} {error:?}").contains("hunter2"));

    let client: Client =
        builder().sign_in(sign_in()).transport(Log::default().transport(fine, fine)).build().unwrap();
    let builder = builder().sign_in(SignIn::refresh_token("t", "app", "hunter2").secret("hunter2"));
    assert!(!format!("{client:?} {builder:?}").contains("hunter2"));
}

#[tokio::test]
async fn follows_no_redirect() {
    let away = |_: &Request, _| {
        let mut answer = json(307, "");
        answer.headers_mut().insert("location", "https://login.evil/token".parse().unwrap());
        answer
    };
    let (error, log) = failure(away).await;
    assert!(error.to_string().contains("https://login.host answered 307 Temporary Redirect"), "{error}");
    assert_eq!(log.all().len(), 1);
}

#[tokio::test]
async fn retries_what_may_pass_and_nothing_else() {
    for (first, logins) in [
        (json(503, ""), 2),
        (json(429, r#"{"error":"temporarily_unavailable"}"#), 2),
        (refusal("invalid_client", "x"), 1),
    ] {
        let clock = Clock::default();
        let log = Log::default();
        let login = move |_: &Request, number| if number == 0 { first.clone() } else { token(number) };
        let client: Client = builder()
            .sign_in(sign_in().clock(clock.reader()))
            .transport(log.transport(login, fine))
            .timer(clock)
            .build()
            .unwrap();
        // A write without an idempotency key: the service has not seen it.
        let request = http::Request::post("/v1/x").body(Bytes::from("{}")).unwrap();
        let result = client.execute(request).await;
        assert_eq!(log.logins().len(), logins);
        assert_eq!((result.is_ok(), log.calls().len()), (logins == 2, logins - 1));
    }
}

fn unreachable(error: fn() -> BoxError) -> impl Transport {
    move |_: Request| async move { Err::<RawResponse, _>(error()) }
}

#[tokio::test]
async fn tells_that_no_answer_came() {
    for error in [
        || TransportError::connect(io::Error::other("no such host")).into(),
        || io::Error::from(io::ErrorKind::ConnectionReset).into(),
    ] as [fn() -> BoxError; 2]
    {
        let sign_in = sign_in().transport(unreachable(error));
        let client: Client =
            builder().sign_in(sign_in).transport(Log::default().transport(fine, fine)).build().unwrap();
        let error = call(&client).await.unwrap_err();
        assert!(matches!(error, Error::Credential(_)) && error.is_retryable(), "{error:?}");
        assert!(!error.is_connect() && !error.is_timeout(), "that is said of the service");
        assert!(error.to_string().contains("no answer from https://login.host: "), "{error}");
        assert_eq!(error.sign_in().unwrap().status(), None);
    }
}

#[tokio::test]
async fn gives_up_an_endpoint_that_does_not_answer() {
    let clock = Clock::default();
    let silent = |_: Request| pending::<Result<RawResponse, BoxError>>();
    // With a timer it is given up in time.
    let sign_in = sign_in().transport(silent).timer(clock.clone()).clock(clock.reader());
    let client: Client =
        builder().sign_in(sign_in).transport(Log::default().transport(fine, fine)).build().unwrap();
    let error = call(&client).await.unwrap_err();
    assert!(
        error.to_string().contains("no answer from https://login.host: 60s for one request are over"),
        "{error}"
    );
    assert_eq!(clock.waits(), [60]);

    // Without one, the next call does not join a request that is stuck.
    let clock = Clock::default();
    let sign_in = self::sign_in().transport(silent).clock(clock.reader());
    let client: Client =
        builder().sign_in(sign_in).transport(Log::default().transport(fine, fine)).build().unwrap();
    let (first, second) = (call(&client), call(&client));
    let mut first = Box::pin(first);
    assert!(futures_util::future::poll_immediate(&mut first).await.is_none());
    clock.advance(60);
    assert!(second.await.unwrap_err().to_string().contains("are over"));
}
