//! How long a call may take, and what is left of one that is given up.

use std::future::{pending, ready};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use clientgen_runtime::{BoxError, Client, Error, RawResponse, Request, Retry, Timer, Token};

use crate::clock::Clock;
use crate::support::{builder, get, json};

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// A service that answers after some seconds.
fn slow(after: u64) -> (Client, Arc<AtomicUsize>, Clock) {
    let (count, clock) = (Arc::new(AtomicUsize::new(0)), Clock::default());
    let (counter, timer) = (count.clone(), clock.clone());
    let transport = move |_: Request| {
        counter.fetch_add(1, Ordering::Relaxed);
        let sleep = timer.sleep(seconds(after));
        async move {
            sleep.await;
            Ok::<_, BoxError>(json(200, "{}"))
        }
    };
    let client = builder().transport(transport).timer(clock.clone()).build().unwrap();
    (client, count, clock)
}

#[tokio::test]
async fn a_report_has_its_time() {
    let (client, count, clock) = slow(299);
    get(&client, "1").send().await.unwrap();
    assert_eq!((count.load(Ordering::Relaxed), clock.elapsed()), (1, seconds(299)));
    assert_eq!(clock.sleepers(), 0, "the limit is gone with the call");
}

#[tokio::test]
async fn a_try_ends_and_another_begins() {
    let (client, count, clock) = slow(1000);
    let client = client.with_retry(Retry::new().try_timeout(seconds(100)).backoff(seconds(0), seconds(0)));
    let error = get(&client, "hidden").request_id("r1").send().await.unwrap_err();
    assert!(matches!(error, Error::Timeout(_)) && error.is_timeout() && error.is_retryable());
    assert!(!error.is_connect() && error.status().is_none());
    assert_eq!((count.load(Ordering::Relaxed), clock.elapsed()), (4, seconds(400)));
    let said = error.to_string();
    let expected = "GET /v1/customers/{customer_id}: no response arrived in time: 100s for one try are over, \
                    after 4 tries (MS-RequestId r1, ";
    assert!(said.starts_with(expected), "{said}");
}

#[tokio::test]
async fn the_call_ends_with_its_deadline() {
    let (client, count, clock) = slow(1000);
    let retry = Retry::new().try_timeout(seconds(100)).deadline(seconds(250));
    let error = get(&client.with_retry(retry), "1").send().await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!((count.load(Ordering::Relaxed), clock.elapsed()), (3, seconds(250)));
    assert!(error.to_string().contains("250s for the call are over, after 3 tries"), "{error}");
}

#[tokio::test]
async fn limits_are_there_without_retries_and_can_be_lifted() {
    let (client, _, clock) = slow(1000);
    let error = get(&client.with_retry(Retry::none()), "1").send().await.unwrap_err();
    assert!(error.is_timeout() && error.tries() == 1);
    assert_eq!(clock.elapsed(), seconds(300), "not less than reports take");
    let patient = Retry::none().try_timeout(None).deadline(None);
    get(&client.with_retry(patient), "1").send().await.unwrap();
    assert_eq!(clock.elapsed(), seconds(1300));
    get(&client.with_retry(patient.deadline(Duration::MAX).try_timeout(Duration::from_secs(1001))), "1")
        .send()
        .await
        .unwrap();
}

#[tokio::test]
async fn a_token_that_does_not_come_is_no_timeout_of_the_service() {
    let clock = Clock::default();
    let client: Client = builder()
        .transport(|_: Request| ready(Ok::<_, BoxError>(json(200, "{}"))))
        .timer(clock.clone())
        .credential(pending::<Result<Token, BoxError>>)
        .build()
        .unwrap();
    let error = get(&client, "1").send().await.unwrap_err();
    assert!(matches!(error, Error::Credential(_)) && !error.is_timeout(), "{error}");
    assert!(error.to_string().contains("the credential gave no token: 300s"), "{error}");
    assert_eq!(clock.elapsed(), seconds(300));
}

#[test]
fn whoever_drops_a_call_ends_it() {
    struct Guard(Arc<AtomicUsize>);
    impl Drop for Guard {
        fn drop(&mut self) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
    let (sent, dropped) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (sent_too, dropped_too, clock) = (sent.clone(), dropped.clone(), Clock::default());
    let transport = move |_: Request| {
        let first = sent_too.fetch_add(1, Ordering::Relaxed) == 0;
        let guard = Guard(dropped_too.clone());
        async move {
            if !first {
                pending::<()>().await;
            }
            drop(guard);
            Ok::<RawResponse, BoxError>(json(503, ""))
        }
    };
    let client: Client = builder().transport(transport).timer(clock.clone()).build().unwrap();
    let mut cx = Context::from_waker(Waker::noop());
    // While it waits for its second try.
    {
        let mut call = pin!(get(&client, "1").send());
        assert!(call.as_mut().poll(&mut cx).is_pending());
        assert_eq!((sent.load(Ordering::Relaxed), clock.sleepers()), (1, 1));
    }
    assert_eq!((sent.load(Ordering::Relaxed), clock.sleepers()), (1, 0));
    // While the service takes its time.
    {
        let mut call = pin!(get(&client, "1").send());
        assert!(call.as_mut().poll(&mut cx).is_pending());
        assert_eq!((sent.load(Ordering::Relaxed), dropped.load(Ordering::Relaxed)), (2, 1));
    }
    assert_eq!((sent.load(Ordering::Relaxed), dropped.load(Ordering::Relaxed)), (2, 2));
    assert_eq!(clock.sleepers(), 0);
}

#[cfg(feature = "tokio")]
#[tokio::test(start_paused = true)]
async fn tokio_keeps_time() {
    use clientgen_runtime::TokioTimer;

    let start = tokio::time::Instant::now();
    let transport = |_: Request| async {
        tokio::time::sleep(seconds(70)).await;
        Ok::<_, BoxError>(json(503, ""))
    };
    let client: Client = builder().transport(transport).timer(TokioTimer::new()).build().unwrap();
    let retry = Retry::new().tries(3).backoff(seconds(0), seconds(0));
    let error = get(&client.with_retry(retry), "1").send().await.unwrap_err();
    assert_eq!((error.tries(), start.elapsed().as_secs()), (3, 210));
    let error = get(&client.with_retry(retry.try_timeout(seconds(50))), "1").send().await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(start.elapsed().as_secs(), 360);
}

#[cfg(feature = "tokio")]
#[test]
fn outside_of_a_runtime_a_call_is_sent_once() {
    let transport = |_: Request| ready(Ok::<_, BoxError>(json(503, "")));
    let timer = clientgen_runtime::TokioTimer::default();
    let client: Client = builder().transport(transport).timer(timer).build().unwrap();
    let mut call = pin!(get(&client, "1").send());
    let Poll::Ready(Err(error)) = call.as_mut().poll(&mut Context::from_waker(Waker::noop())) else {
        panic!()
    };
    assert_eq!(error.tries(), 1);
}
