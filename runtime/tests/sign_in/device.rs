//! Signing in on another device.

use std::sync::{Arc, Mutex};

use clientgen_runtime::{Client, Error, RawResponse, Request, Secret, SignIn, Transport};

use crate::support::{Clock, Log, builder, call, fine, json, refusal};

const CODE: &str = r#"{"device_code":"dev+1","user_code":"ABCD","verification_uri":"https://login.host/device",
    "expires_in":900,"interval":5}"#;

/// Calls with a token endpoint of this behaviour until one fails, three times at most; gives what it failed
/// with, what was asked and what was shown.
async fn run(
    v1: bool,
    clock: &Clock,
    answers: impl Fn(&Request, usize) -> RawResponse + Send + Sync + 'static,
) -> (Option<Error>, Log, Vec<String>) {
    let log = Log::default();
    let shown: Arc<Mutex<Vec<String>>> = Arc::default();
    let seen = shown.clone();
    let mut sign_in = SignIn::device_code("contoso.com", "app", move |prompt| {
        assert!(!format!("{prompt:?}").contains("ABCD"));
        seen.lock().unwrap().push(prompt.to_string());
    });
    if v1 {
        sign_in = sign_in.v1();
    }
    let transport: Arc<dyn Transport> = Arc::new(log.transport(answers, fine));
    let client: Client = builder()
        .sign_in(sign_in.clock(clock.reader()))
        .transport(transport)
        .timer(clock.clone())
        .build()
        .unwrap();
    let mut failed = None;
    for _ in 0..3 {
        failed = call(&client).await.err();
        if failed.is_some() {
            break;
        }
        clock.advance(3600);
    }
    let shown = shown.lock().unwrap().clone();
    (failed, log, shown)
}

fn token(refresh: &str) -> RawResponse {
    json(200, format!(r#"{{"access_token":"t","expires_in":3600,"refresh_token":"{refresh}"}}"#))
}

#[tokio::test]
async fn asks_as_often_as_it_is_told() {
    let clock = Clock::default();
    let (failed, log, shown) = run(false, &clock, |_, number| match number {
        0 => json(200, CODE),
        1 | 2 | 4 => refusal("authorization_pending", "AADSTS70016: waiting"),
        3 | 5 => refusal("slow_down", ""),
        6 => json(503, ""),
        _ => token("r1"),
    })
    .await;
    assert!(failed.is_none(), "{failed:?}");
    assert_eq!(clock.waits(), [5, 5, 5, 10, 10, 15, 30]);
    assert_eq!(shown, ["To sign in, open https://login.host/device and enter the code ABCD"]);
    let forms = log.forms();
    assert_eq!(forms[0], "client_id=app&scope=https%3A%2F%2Fapi.host%2F.default+offline_access");
    assert_eq!(
        forms[1],
        "client_id=app&grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code=dev%2B1"
    );
    assert_eq!(log.logins()[0].uri(), "https://login.host/contoso.com/oauth2/v2.0/devicecode");
    assert_eq!(log.logins()[1].uri(), "https://login.host/contoso.com/oauth2/v2.0/token");
    // From then on nobody is asked.
    assert!(forms[8].starts_with("client_id=app&grant_type=refresh_token&refresh_token=r1&"), "{}", forms[8]);
    assert_eq!(forms.len(), 10);
}

#[tokio::test]
async fn speaks_v1() {
    let clock = Clock::default();
    let code = r#"{"device_code":"dev","user_code":"ABCD","verification_url":"https://login.host/d","expires_in":"900",
        "interval":"7","message":"Open it."}"#;
    let (failed, log, shown) = run(true, &clock, move |request, number| match number {
        _ if request.uri().path().ends_with("devicecode") => json(200, code),
        1 => refusal("authorization_pending", ""),
        _ => token(""),
    })
    .await;
    assert!(failed.is_none(), "{failed:?}");
    assert_eq!(shown[0], "Open it.");
    assert_eq!(clock.waits()[..2], [7, 7]);
    let forms = log.forms();
    assert_eq!(forms[0], "client_id=app&resource=https%3A%2F%2Fapi.host");
    assert_eq!(forms[1], "client_id=app&grant_type=device_code&code=dev&resource=https%3A%2F%2Fapi.host");
    assert_eq!(log.logins()[0].uri(), "https://login.host/contoso.com/oauth2/devicecode");
    assert_eq!(log.logins()[1].uri(), "https://login.host/contoso.com/oauth2/token");
}

#[tokio::test]
async fn gives_up_when_the_code_is_over() {
    // The endpoint says so.
    for code in ["expired_token", "code_expired"] {
        let clock = Clock::default();
        let login = move |_: &Request, number| if number == 0 { json(200, CODE) } else { refusal(code, "") };
        let (failed, log, _) = run(false, &clock, login).await;
        let failed = failed.unwrap();
        assert!(
            failed.to_string().contains("the credential gave no token: nobody signed in in time"),
            "{failed}"
        );
        assert!(failed.sign_in().unwrap().is_sign_in_required() && !failed.is_retryable());
        assert_eq!(log.logins().len(), 2);
    }
    // Or the clock does.
    let clock = Clock::default();
    let waiting = |_: &Request, number| match number {
        0 => json(200, CODE.replace("900", "12")),
        _ => refusal("authorization_pending", ""),
    };
    let (failed, _, _) = run(false, &clock, waiting).await;
    assert!(failed.unwrap().to_string().contains("nobody signed in in time"));
    assert_eq!(clock.waits(), [5, 5, 2]);
}

#[tokio::test]
async fn tells_that_the_user_declined() {
    let clock = Clock::default();
    let login = |_: &Request, number| match number {
        0 => json(200, CODE),
        _ => refusal("authorization_declined", "The user denied dev+1."),
    };
    let (failed, log, _) = run(false, &clock, login).await;
    let failed = failed.unwrap();
    assert_eq!(failed.sign_in().unwrap().code(), Some("authorization_declined"));
    assert_eq!(failed.sign_in().unwrap().description(), Some("The user denied [redacted]."));
    assert_eq!(log.logins().len(), 2);
}

#[tokio::test]
async fn asks_the_user_again_when_the_refresh_token_is_of_no_use() {
    let clock = Clock::default();
    let (failed, log, shown) = run(false, &clock, |request, number| {
        let form = std::str::from_utf8(request.body()).unwrap();
        match number {
            _ if request.uri().path().ends_with("devicecode") => json(200, CODE),
            2 => refusal("invalid_grant", "AADSTS700082: expired"),
            _ => token(if form.contains("=r1&") { "r2" } else { "r1" }),
        }
    })
    .await;
    assert!(failed.is_none(), "{failed:?}");
    assert_eq!(shown.len(), 2);
    assert_eq!(log.calls().len(), 3);
}

#[tokio::test]
async fn hands_over_the_refresh_token() {
    let (clock, log) = (Clock::default(), Log::default());
    let kept: Arc<Mutex<Vec<String>>> = Arc::default();
    let keeper = kept.clone();
    let sign_in =
        SignIn::device_code("t", "app", drop).clock(clock.reader()).on_rotation(move |fresh: Secret| {
            keeper.lock().unwrap().push(fresh.expose().to_owned());
            async { Ok::<_, std::io::Error>(()) }
        });
    let login = |_: &Request, number| if number == 0 { json(200, CODE) } else { token("r1") };
    let client: Client =
        builder().sign_in(sign_in).transport(log.transport(login, fine)).timer(clock).build().unwrap();
    call(&client).await.unwrap();
    assert_eq!(*kept.lock().unwrap(), ["r1"]);
}

#[test]
fn needs_a_timer() {
    let sign_in = SignIn::device_code("t", "app", drop);
    let built = builder().sign_in(sign_in).transport(Log::default().transport(fine, fine)).build();
    let error = built.unwrap_err();
    assert!(error.to_string().contains("to wait for a device code there has to be a timer"), "{error}");
}

#[tokio::test]
async fn refuses_half_a_code() {
    for (gone, name) in
        [("device_code", "device_code"), ("user_code", "user_code"), ("verification_uri", "verification_uri")]
    {
        let clock = Clock::default();
        let code = CODE.replace(gone, "other");
        let (failed, _, shown) = run(false, &clock, move |_, _| json(200, code.clone())).await;
        let failed = failed.unwrap();
        assert!(failed.to_string().contains(&format!("the answer has no `{name}`")), "{failed}");
        assert!(shown.is_empty());
    }
}
