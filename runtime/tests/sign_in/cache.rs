//! Tokens are kept, and got once for all who wait.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use clientgen_runtime::{BoxError, Cached, Credential, Token};
use futures_util::FutureExt;
use futures_util::future::{join_all, poll_immediate};
use tokio::sync::Semaphore;

use crate::support::{Clock, lasting};

/// A source of tokens `t0`, `t1` …, that gives one for each permit.
#[derive(Clone)]
struct Source {
    clock: Clock,
    asked: Arc<AtomicUsize>,
    gate: Arc<Semaphore>,
    life: u64,
}

impl Source {
    fn new(life: u64) -> Self {
        Self { clock: Clock::default(), asked: Arc::default(), gate: Arc::new(Semaphore::new(1000)), life }
    }

    fn closed() -> Self {
        Self { gate: Arc::new(Semaphore::new(0)), ..Self::new(3600) }
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    /// Fails where `fails` says so, by the number of the request.
    fn cached(&self, fails: fn(usize) -> bool) -> Cached<impl Credential> {
        let source = self.clone();
        let credential = move || {
            let source = source.clone();
            async move {
                let number = source.asked.fetch_add(1, Ordering::SeqCst);
                source.gate.acquire().await.unwrap().forget();
                if fails(number) {
                    Err(BoxError::from("signed out"))
                } else {
                    Ok(lasting(format!("t{number}"), &source.clock, source.life))
                }
            }
        };
        Cached::new(credential).clock(self.clock.reader())
    }
}

fn never(_: usize) -> bool {
    false
}

async fn text(token: impl Future<Output = Result<Token, BoxError>>) -> String {
    token.await.unwrap().expose().to_owned()
}

#[tokio::test]
async fn one_request_for_a_hundred_calls() {
    let source = Source::closed();
    let cached = Arc::new(source.cached(never));
    let tasks: Vec<_> = (0..100)
        .map(|_| {
            let cached = cached.clone();
            tokio::spawn(async move { text(cached.token()).await })
        })
        .collect();
    tokio::task::yield_now().await;
    source.gate.add_permits(1);
    for token in join_all(tasks).await {
        assert_eq!(token.unwrap(), "t0");
    }
    assert_eq!(source.asked(), 1);
}

#[tokio::test]
async fn replaces_a_token_before_its_end() {
    for (buffer, life, first_replaced) in
        [(None, 3600, 3360), (Some(300), 3600, 3300), (Some(0), 3600, 3600), (None, 100, 50), (None, 0, 0)]
    {
        let source = Source::new(life);
        let mut cached = source.cached(never);
        if let Some(buffer) = buffer {
            cached = cached.buffer(Duration::from_secs(buffer));
        }
        assert_eq!(text(cached.token()).await, "t0");
        if first_replaced > 0 {
            source.clock.advance(first_replaced - 1);
            assert_eq!(text(cached.token()).await, "t0", "{buffer:?} of {life}");
            source.clock.advance(1);
        }
        assert_eq!(text(cached.token()).await, "t1", "{buffer:?} of {life}");
    }
}

#[tokio::test]
async fn keeps_a_token_without_an_end_until_it_is_refused() {
    let cached = Cached::new({
        let asked = AtomicUsize::new(0);
        move || {
            let number = asked.fetch_add(1, Ordering::SeqCst);
            async move { Ok::<_, BoxError>(Token::from(format!("t{number}"))) }
        }
    });
    for _ in 0..3 {
        assert_eq!(text(cached.token()).await, "t0");
    }
    assert_eq!(text(cached.renew(&"t0".into())).await, "t1");
    assert_eq!(text(cached.token()).await, "t1");
}

#[tokio::test]
async fn renews_once_for_all_who_were_refused() {
    let source = Source::new(3600);
    let cached = source.cached(never);
    let old = cached.token().await.unwrap();
    let renewed = join_all((0..50).map(|_| cached.renew(&old))).await;
    assert!(renewed.iter().all(|token| token.as_ref().unwrap().expose() == "t1"));
    // One that comes late gets what is there.
    assert_eq!(text(cached.renew(&old)).await, "t1");
    assert_eq!(source.asked(), 2);
}

#[tokio::test]
async fn uses_a_good_token_while_there_is_no_new_one() {
    let source = Source::new(3600);
    let cached = source.cached(|number| number > 0);
    assert_eq!(text(cached.token()).await, "t0");
    source.clock.advance(3400);
    assert_eq!(text(cached.token()).await, "t0");
    assert_eq!(source.asked(), 2);
    source.clock.advance(29);
    assert_eq!(text(cached.token()).await, "t0");
    assert_eq!(source.asked(), 2, "no new attempt within half a minute");
    source.clock.advance(1);
    assert_eq!(text(cached.token()).await, "t0");
    assert_eq!(source.asked(), 3);
    source.clock.advance(170);
    let error = cached.token().await.unwrap_err();
    assert_eq!(format!("{error}: {}", error.source().unwrap()), "no new one: signed out");
}

#[tokio::test]
async fn does_not_use_a_refused_token_again() {
    let source = Source::new(3600);
    let cached = source.cached(|number| number == 1);
    let old = cached.token().await.unwrap();
    cached.renew(&old).await.unwrap_err();
    assert_eq!(text(cached.token()).await, "t2");
}

#[tokio::test]
async fn tells_all_who_wait_of_a_failure_and_then_asks_anew() {
    let source = Source::closed();
    let cached = source.cached(|number| number == 0);
    let mut waiting = join_all((0..10).map(|_| cached.token()));
    assert!(poll_immediate(&mut waiting).await.is_none());
    source.gate.add_permits(2);
    let failed = waiting.await;
    assert!(failed.iter().all(Result::is_err));
    assert_eq!(source.asked(), 1);
    assert_eq!(text(cached.token()).await, "t1");
}

#[tokio::test]
async fn a_dropped_call_takes_nothing_from_the_others() {
    let source = Source::closed();
    let cached = Arc::new(source.cached(never));
    // The first one drives the request, and is given up.
    let spawn = || {
        let cached = cached.clone();
        tokio::spawn(async move { text(cached.token()).await })
    };
    let (first, second) = (spawn(), spawn());
    tokio::task::yield_now().await;
    first.abort();
    assert!(first.await.unwrap_err().is_cancelled());
    source.gate.add_permits(1);
    assert_eq!(second.await.unwrap(), "t0");
    assert_eq!(source.asked(), 1);
}

#[tokio::test]
async fn a_request_that_all_have_left_is_taken_up_again() {
    let source = Source::closed();
    let cached = source.cached(never);
    for _ in 0..3 {
        assert!(poll_immediate(cached.token()).await.is_none());
    }
    source.gate.add_permits(1);
    assert_eq!(text(cached.token()).await, "t0");
    assert_eq!(source.asked(), 1, "a rotated refresh token in the answer would be lost otherwise");
}

#[tokio::test]
async fn a_request_that_all_have_left_may_be_out_of_date() {
    // The answer came long ago.
    let source = Source { life: 60, ..Source::closed() };
    let cached = source.cached(never);
    assert!(poll_immediate(cached.token()).await.is_none());
    source.gate.add_permits(2);
    source.clock.advance(200);
    assert_eq!(text(cached.token()).await, "t0", "its life begins when it comes");

    // It failed meanwhile.
    let source = Source::closed();
    let cached = source.cached(|number| number == 0);
    assert!(poll_immediate(cached.token()).await.is_none());
    source.gate.add_permits(2);
    assert_eq!(text(cached.token()).await, "t1");

    // It is stuck.
    let source = Source::closed();
    let cached = source.cached(never);
    assert!(poll_immediate(cached.token()).await.is_none());
    source.clock.advance(301);
    assert!(poll_immediate(cached.token()).await.is_none());
    assert_eq!(source.asked(), 2);
}

#[tokio::test]
async fn a_panic_is_an_error() {
    let cached =
        Cached::new(|| async { if true { panic!("oops") } else { Ok::<_, BoxError>(Token::from("t")) } });
    for _ in 0..2 {
        let result = std::panic::AssertUnwindSafe(cached.token()).catch_unwind().await;
        let error = result.unwrap().unwrap_err();
        assert_eq!(error.source().unwrap().to_string(), "the credential panicked");
    }
}

#[test]
fn shows_no_token() {
    let cached = Cached::new(Token::from("s3cret"));
    assert_eq!(format!("{cached:?}"), "Cached { buffer: 240s, .. }");
    let token = Token::from("s3cret").with_expiry(Clock::default().read());
    assert_eq!(format!("{token:?}"), "Token([redacted])");
    assert_eq!(token.expires_at(), Some(Clock::default().read()));
}

#[test]
fn reads_the_methods_of_a_token() {
    // {"amr":["pwd","mfa"]}  {"amr":["pwd"]}  {"amr":"mfa"}  {}  no JSON
    for (claims, mfa) in [
        ("eyJhbXIiOlsicHdkIiwibWZhIl19", Some(true)),
        ("eyJhbXIiOlsicHdkIiwibWZhIl19==", Some(true)),
        ("eyJhbXIiOlsicHdkIl19", Some(false)),
        ("eyJhbXIiOiJtZmEifQ", None),
        ("e30", None),
        ("bm9uZQ", None),
        ("?", None),
    ] {
        assert_eq!(Token::from(format!("e30.{claims}.c2ln")).has_mfa(), mfa, "{claims}");
        assert_eq!(Token::from(format!("e30.{claims}")).has_mfa(), None);
        assert_eq!(Token::from(format!("e30.{claims}.a.b.c")).has_mfa(), None);
    }
}
