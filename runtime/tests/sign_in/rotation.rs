//! Refresh tokens change as they are used.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use clientgen_runtime::{Client, Error, RawResponse, Request, Secret, SignIn};

use crate::support::{Clock, Log, builder, call, fine, json};

/// A token of a minute, and the refresh token `r1`, `r2` … .
fn rotated(_: &Request, number: usize) -> RawResponse {
    let next = number + 1;
    json(200, format!(r#"{{"access_token":"t{number}","expires_in":"60","refresh_token":"r{next}"}}"#))
}

fn refresh_tokens(log: &Log) -> Vec<String> {
    let of =
        |form: String| form.split('&').find_map(|pair| Some(pair.strip_prefix("refresh_token=")?.to_owned()));
    log.forms().into_iter().filter_map(of).collect()
}

#[tokio::test]
async fn hands_over_each_new_one_before_it_is_used() {
    let (clock, log) = (Clock::default(), Log::default());
    let kept: Arc<Mutex<Vec<(usize, String)>>> = Arc::default();
    let (keeper, seen) = (kept.clone(), log.clone());
    let sign_in =
        SignIn::refresh_token("t", "app", "r0").clock(clock.reader()).on_rotation(move |fresh: Secret| {
            keeper.lock().unwrap().push((seen.calls().len(), fresh.expose().to_owned()));
            async { Ok::<_, std::io::Error>(()) }
        });
    let client: Client = builder().sign_in(sign_in).transport(log.transport(rotated, fine)).build().unwrap();
    for _ in 0..3 {
        call(&client).await.unwrap();
        clock.advance(60);
    }
    assert_eq!(refresh_tokens(&log), ["r0", "r1", "r2"]);
    // The number is that of the calls made before: the refresh token is kept before the token is used.
    let kept = kept.lock().unwrap();
    assert_eq!(*kept, [(0, "r1".to_owned()), (1, "r2".to_owned()), (2, "r3".to_owned())]);
}

#[tokio::test]
async fn goes_on_with_the_new_one_even_if_nobody_keeps_it() {
    let (clock, log) = (Clock::default(), Log::default());
    let sign_in = SignIn::refresh_token("t", "app", "r0").clock(clock.reader());
    let client: Client = builder().sign_in(sign_in).transport(log.transport(rotated, fine)).build().unwrap();
    for _ in 0..2 {
        call(&client).await.unwrap();
        clock.advance(60);
    }
    assert_eq!(refresh_tokens(&log), ["r0", "r1"]);
}

#[tokio::test]
async fn offers_one_again_that_was_not_kept() {
    let log = Log::default();
    let offered: Arc<Mutex<Vec<String>>> = Arc::default();
    let keeper = offered.clone();
    let sign_in = SignIn::refresh_token("t", "app", "r0").on_rotation(move |fresh: Secret| {
        let mut offered = keeper.lock().unwrap();
        offered.push(fresh.expose().to_owned());
        let full = offered.len() == 1;
        async move { if full { Err("the vault is sealed") } else { Ok(()) } }
    });
    let client: Client = builder().sign_in(sign_in).transport(log.transport(rotated, fine)).build().unwrap();
    let error = call(&client).await.unwrap_err();
    assert!(matches!(error, Error::Credential(_)) && !error.is_retryable());
    assert!(error.to_string().contains("the new refresh token was not kept: the vault is sealed"), "{error}");
    assert!(!format!("{error:?}").contains("r1"));
    call(&client).await.unwrap();
    assert_eq!(*offered.lock().unwrap(), ["r1", "r1", "r2"]);
    assert_eq!(refresh_tokens(&log), ["r0", "r1"]);
}

#[tokio::test]
async fn hands_over_nothing_that_is_not_new() {
    for answer in [
        r#"{"access_token":"t","expires_in":60}"#,
        r#"{"access_token":"t","expires_in":60,"refresh_token":"r0"}"#,
        r#"{"access_token":"t","expires_in":60,"refresh_token":""}"#,
    ] {
        let (clock, log, handed) = (Clock::default(), Log::default(), Arc::new(AtomicUsize::new(0)));
        let count = handed.clone();
        let sign_in = SignIn::refresh_token("t", "app", "r0").clock(clock.reader()).on_rotation(move |_| {
            count.fetch_add(1, Ordering::SeqCst);
            async { Ok::<_, std::io::Error>(()) }
        });
        let transport = log.transport(move |_, _| json(200, answer), fine);
        let client: Client = builder().sign_in(sign_in).transport(transport).build().unwrap();
        for _ in 0..2 {
            call(&client).await.unwrap();
            clock.advance(60);
        }
        assert_eq!(refresh_tokens(&log), ["r0", "r0"]);
        assert_eq!(handed.load(Ordering::SeqCst), 0);
    }
}
