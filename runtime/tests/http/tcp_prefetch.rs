//! Pages fetched in advance over TCP, from a server that takes its time.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use clientgen_runtime::{Client, Counting, Paging, PositionRule, ReqwestTransport};
use futures_util::TryStreamExt;

use crate::support::{builder, list};

const LATENCY: Duration = Duration::from_millis(60);
const PAGES: usize = 9;

static NUMBERED: Paging = Paging {
    items: &["items"],
    position: Some(PositionRule {
        parameter: "offset",
        counting: Counting::Items,
        first: 0,
        size: None,
        total: &["totalCount"],
    }),
    ..Paging::NONE
};

#[derive(Default)]
struct Seen {
    begun: AtomicUsize,
    ended: AtomicUsize,
    most: AtomicUsize,
}

/// Serves pages of one item, each connection on a thread of its own.
fn server() -> (SocketAddr, Arc<Seen>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let seen = Arc::new(Seen::default());
    let noted = Arc::clone(&seen);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let seen = Arc::clone(&noted);
            thread::spawn(move || answer(stream.unwrap(), &seen));
        }
    });
    (address, seen)
}

fn answer(mut stream: TcpStream, seen: &Seen) {
    let mut question = String::new();
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    while reader.read_line(&mut question).unwrap() > 2 {}
    let begun = seen.begun.fetch_add(1, Ordering::SeqCst) + 1;
    seen.most.fetch_max(begun - seen.ended.load(Ordering::SeqCst), Ordering::SeqCst);
    thread::sleep(LATENCY);
    let digits = question.split("offset=").nth(1).and_then(|rest| rest.split(' ').next());
    let offset: usize = digits.map_or(0, |digits| digits.parse().unwrap());
    let body = format!(r#"{{"totalCount":{PAGES},"items":[{{"id":"{offset}"}}]}}"#);
    seen.ended.fetch_add(1, Ordering::SeqCst);
    let head = format!("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n\r\n", body.len());
    stream.write_all((head + &body).as_bytes()).unwrap();
}

fn client(address: SocketAddr) -> Client {
    let transport = ReqwestTransport::new().unwrap();
    builder().base_url(&format!("http://{address}")).transport(transport).build().unwrap()
}

#[tokio::test]
async fn requests_overlap_as_far_as_the_caller_says() {
    let mut times = Vec::new();
    for (ahead, most) in [(0, 1), (1, 1), (4, 4)] {
        let (address, seen) = server();
        let start = Instant::now();
        let items = list(&client(address)).paging(&NUMBERED).items().prefetch(ahead);
        let ids: Vec<String> = items.map_ok(|item| item.id.unwrap()).try_collect().await.unwrap();
        times.push((ahead, start.elapsed()));
        assert_eq!(ids, (0..PAGES).map(|id| id.to_string()).collect::<Vec<_>>());
        assert_eq!(seen.begun.load(Ordering::SeqCst), PAGES, "each page once");
        let found = seen.most.load(Ordering::SeqCst);
        assert!(if most == 1 { found == 1 } else { (2..=most).contains(&found) }, "{ahead}: {found}");
    }
    println!("{PAGES} pages of {LATENCY:?}: {times:?}");
}

#[tokio::test]
async fn the_next_page_comes_without_being_polled_for() {
    let (address, seen) = server();
    let mut pages = list(&client(address)).paging(&NUMBERED).pages().prefetch(1);
    pages.next().await.unwrap().unwrap();
    for _ in 0..200 {
        if seen.ended.load(Ordering::SeqCst) == 2 {
            break;
        }
        // The caller is at work, and does not touch the list.
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(seen.ended.load(Ordering::SeqCst), 2);
    assert_eq!(pages.next().await.unwrap().unwrap().items[0].id.as_deref(), Some("1"));
}
