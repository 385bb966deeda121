//! A token that the service refuses is renewed, once in a call.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use clientgen_runtime::{
    BoxError, BoxFuture, Client, Credential, Error, RawResponse, Request, SignIn, Timer, Token,
};
use futures_util::future::join_all;

use crate::support::{Clock, Log, builder, call, fine, json, refusal, token};

fn refused() -> RawResponse {
    json(401, r#"{"code":900421}"#)
}

fn sign_in() -> SignIn<clientgen_runtime::ClientSecret> {
    SignIn::client_secret("t", "app", "s")
}

fn client(
    credential: impl Credential,
    service: impl Fn(&Request, usize) -> RawResponse + Send + Sync + 'static,
) -> (Client, Log) {
    let log = Log::default();
    let client = builder().credential(credential).transport(log.transport(fine, service)).build().unwrap();
    (client, log)
}

fn ids(log: &Log) -> Vec<String> {
    log.calls().iter().map(|call| call.headers()["ms-requestid"].to_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn sends_a_refused_call_again_with_another_token() {
    let log = Log::default();
    let service = |request: &Request, _| {
        if request.headers()["authorization"] == "Bearer t0" { refused() } else { json(200, "{}") }
    };
    let transport = log.transport(|_, number| token(number), service);
    let client: Client = builder().sign_in(sign_in()).transport(transport).build().unwrap();
    let request = http::Request::post("/v1/x").body("{}".into()).unwrap();
    assert_eq!(client.execute(request).await.unwrap().status(), 200);
    assert_eq!(log.tokens(), ["Bearer t0", "Bearer t1"]);
    let ids = ids(&log);
    assert_eq!(ids[0], ids[1]);
    assert_eq!(log.calls()[0].body(), log.calls()[1].body());
    assert_eq!(log.logins().len(), 2);
}

#[tokio::test]
async fn many_refused_calls_renew_once() {
    let log = Log::default();
    let service = |request: &Request, _| {
        if request.headers()["authorization"] == "Bearer t0" { refused() } else { json(200, "{}") }
    };
    let transport = log.transport(|_, number| token(number), service);
    let client: Client = builder().sign_in(sign_in()).transport(transport).build().unwrap();
    for result in join_all((0..50).map(|_| call(&client))).await {
        assert_eq!(result.unwrap().status(), 200);
    }
    assert_eq!(log.logins().len(), 2);
    assert!(log.calls().len() <= 100);
}

#[tokio::test]
async fn a_second_refusal_is_the_end() {
    let log = Log::default();
    let transport = log.transport(|_, number| token(number), |_, _| refused());
    let client: Client = builder().sign_in(sign_in()).transport(transport).build().unwrap();
    assert_eq!(call(&client).await.unwrap().status(), 401);
    assert_eq!((log.logins().len(), log.calls().len()), (2, 2));
}

#[tokio::test]
async fn renews_once_over_all_tries() {
    let clock = Clock::default();
    let log = Log::default();
    let service = |_: &Request, number| match number {
        0 | 2 => refused(),
        1 => json(503, ""),
        _ => json(200, "{}"),
    };
    let client: Client = builder()
        .sign_in(sign_in().clock(clock.reader()))
        .transport(log.transport(|_, number| token(number), service))
        .timer(clock)
        .build()
        .unwrap();
    assert_eq!(call(&client).await.unwrap().status(), 401);
    assert_eq!(log.tokens(), ["Bearer t0", "Bearer t1", "Bearer t1"]);
    assert_eq!(log.logins().len(), 2);
}

#[tokio::test]
async fn does_not_send_the_same_token_again() {
    let (fixed, log) = client(Token::from("t"), |_, _| refused());
    assert_eq!(call(&fixed).await.unwrap().status(), 401);
    assert_eq!(log.calls().len(), 1);

    // A closure is asked again: it may have another one by now.
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    let closure = move || {
        let number = count.fetch_add(1, Ordering::SeqCst);
        async move { Ok::<_, BoxError>(Token::from(format!("t{number}"))) }
    };
    let (closure, log) = client(closure, |_, number| if number == 0 { refused() } else { json(200, "{}") });
    assert_eq!(call(&closure).await.unwrap().status(), 200);
    assert_eq!(log.tokens(), ["Bearer t0", "Bearer t1"]);
}

#[tokio::test]
async fn leaves_the_callers_own_credential_alone() {
    let (client, log) = client(Token::from("t"), |_, _| refused());
    let request = http::Request::get("/v1/x").header("Authorization", "Basic YTpi").body("".into()).unwrap();
    assert_eq!(client.execute(request).await.unwrap().status(), 401);
    assert_eq!(log.tokens(), ["Basic YTpi"]);
}

#[tokio::test]
async fn tells_that_there_is_no_other_token() {
    let log = Log::default();
    let login = |_: &Request, number| match number {
        0 => token(0),
        _ => refusal("invalid_grant", "AADSTS50173: revoked"),
    };
    let client: Client =
        builder().sign_in(sign_in()).transport(log.transport(login, |_, _| refused())).build().unwrap();
    let error = call(&client).await.unwrap_err();
    assert!(matches!(error, Error::Credential(_)));
    assert_eq!(error.sign_in().unwrap().numbers(), [50173]);
    assert!(error.sign_in().unwrap().is_sign_in_required());
    assert_eq!(log.calls().len(), 1);
}

/// A timer that tells the time of day.
struct Watch(Clock);

impl Timer for Watch {
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.0.sleep(duration)
    }

    fn elapsed(&self) -> Option<Duration> {
        self.0.elapsed()
    }

    fn now(&self) -> Option<SystemTime> {
        Some(self.0.read())
    }
}

#[tokio::test]
async fn the_timer_says_when_a_token_is_over() {
    let (log, clock) = (Log::default(), Clock::default());
    let sign_in = SignIn::client_secret("contoso.com", "app", "s");
    let transport = log.transport(|_, number| token(number), fine);
    let client: Client =
        builder().sign_in(sign_in).timer(Watch(clock.clone())).transport(transport).build().unwrap();
    for seconds in [0, 3000, 3000, 0] {
        clock.advance(seconds);
        call(&client).await.unwrap();
    }
    assert_eq!(log.tokens(), ["Bearer t0", "Bearer t0", "Bearer t1", "Bearer t1"]);
}
