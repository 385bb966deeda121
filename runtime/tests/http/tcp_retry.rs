//! Retries and time limits over the reqwest transport, with a server that has bad days.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use clientgen_runtime::{Client, Draft, Error, Json, Method, Operation, ReqwestTransport, Retry};

use crate::support::{builder, get};

/// What becomes of a connection.
#[derive(Clone, Copy)]
enum Fate {
    /// Closed before anything is read.
    Closed,
    /// Closed once the request is read.
    Dropped,
    /// Kept, and never answered.
    Stalled,
    /// Answered with half of a body.
    Truncated,
    /// Answered by a page that comes at once, and whose body does not come.
    Trickling,
    Status(u16),
}

const GOOD: Fate = Fate::Status(200);

/// Deals out `fates` by the connection, then the last for ever; counts the requests.
fn server(fates: &[Fate]) -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let count = Arc::new(AtomicUsize::new(0));
    let (counter, fates) = (count.clone(), fates.to_vec());
    thread::spawn(move || {
        let mut kept = Vec::new();
        for n in 0.. {
            let Ok((stream, _)) = listener.accept() else { return };
            let fate = fates[n.min(fates.len() - 1)];
            if !matches!(fate, Fate::Closed) {
                read(&stream);
                counter.fetch_add(1, Ordering::SeqCst);
            }
            kept.extend(answer(stream, fate));
        }
    });
    (address, count)
}

fn read(stream: &TcpStream) {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    while reader.read_line(&mut line).is_ok_and(|length| length > 2) {
        line.clear();
    }
}

fn answer(mut stream: TcpStream, fate: Fate) -> Option<TcpStream> {
    let (status, length, body) = match fate {
        Fate::Closed | Fate::Dropped => return None,
        Fate::Stalled => return Some(stream),
        Fate::Truncated => (200, 100, "{\"id\""),
        Fate::Trickling => (200, 100, "{"),
        Fate::Status(status) => (status, 2, "{}"),
    };
    let head = format!("HTTP/1.1 {status} X\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}");
    stream.write_all(head.as_bytes()).unwrap();
    matches!(fate, Fate::Trickling).then_some(stream)
}

fn client(address: SocketAddr, retry: Retry) -> Client {
    let transport = ReqwestTransport::new().unwrap();
    builder().base_url(&format!("http://{address}")).transport(transport).retry(retry).build().unwrap()
}

fn quick() -> Retry {
    Retry::new().backoff(Duration::from_millis(5), Duration::from_millis(20))
}

#[tokio::test]
async fn comes_back_after_every_kind_of_bad_day() {
    for fate in [Fate::Closed, Fate::Dropped, Fate::Truncated, Fate::Status(503), Fate::Status(429)] {
        let (address, count) = server(&[fate, fate, GOOD]);
        let response = get(&client(address, quick()), "1").send().response().await.unwrap();
        assert_eq!(response.tries(), 3);
        let lost = if matches!(fate, Fate::Closed) { 2 } else { 0 };
        assert_eq!(count.load(Ordering::SeqCst), 3 - lost);
    }
}

#[tokio::test]
async fn sends_no_unkeyed_write_twice() {
    const SEND: &Operation =
        &Operation { id: "Orders_Send", method: Method::POST, path: "/v1/orders", headers: &[] };
    for fate in [Fate::Dropped, Fate::Truncated, Fate::Status(503)] {
        let (address, count) = server(&[fate]);
        let call = client(address, quick()).call::<Json>(Draft::new(SEND, "/v1/orders").finish());
        let error = call.await.unwrap_err();
        assert!(!error.is_connect() && !error.is_timeout(), "{error:?}");
        assert_eq!((error.tries(), count.load(Ordering::SeqCst)), (1, 1));
    }
}

#[tokio::test]
async fn a_try_that_stalls_is_followed_by_another() {
    for fate in [Fate::Stalled, Fate::Trickling] {
        let (address, count) = server(&[fate, GOOD]);
        let retry = quick().try_timeout(Duration::from_millis(500));
        let response = get(&client(address, retry), "1").send().response().await.unwrap();
        assert_eq!((response.tries(), count.load(Ordering::SeqCst)), (2, 2));
        let (address, _) = server(&[fate]);
        let start = Instant::now();
        let retry = retry.deadline(Duration::from_millis(1250));
        let error = get(&client(address, retry), "1").send().await.unwrap_err();
        assert!(matches!(error, Error::Timeout(_)) && (2..=3).contains(&error.tries()), "{error}");
        assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    }
}

#[tokio::test]
async fn the_transports_own_limit_is_a_timeout_too() {
    let (address, count) = server(&[Fate::Stalled]);
    let transport = ReqwestTransport::new().unwrap().timeout(Duration::from_millis(50));
    let client: Client = builder()
        .base_url(&format!("http://{address}"))
        .transport(transport)
        .retry(quick().tries(2))
        .build()
        .unwrap();
    let error = get(&client, "1").send().await.unwrap_err();
    assert!(error.is_timeout() && !error.is_connect(), "{error:?}");
    assert_eq!(count.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn tells_that_nobody_is_there() {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let error = get(&client(address, quick()), "1").send().await.unwrap_err();
    assert!(matches!(error, Error::Transport(_)) && error.is_connect() && error.is_retryable());
    assert!(!error.is_timeout() && error.tries() == 4, "{error:?}");
}

#[tokio::test]
async fn whoever_drops_a_call_closes_its_connection() {
    let (address, count) = server(&[Fate::Stalled]);
    let client = client(address, quick());
    let call = get(&client, "1").send();
    assert!(tokio::time::timeout(Duration::from_millis(200), call).await.is_err());
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(count.load(Ordering::SeqCst), 1, "nothing goes on in the background");
}
