//! The same requests over loopback, by bare reqwest with derived models and by the client with retries, tracing
//! and ids on. Prints how long each takes, and the ratio.
//!
//! The ways take turns in short rounds, each of them first as often as the others, so that whatever else the machine
//! does is shared fairly. Of times the fastest counts, as noise only ever adds; the ratio is the median of those of
//! the rounds. Where the system tells (Linux), there is the ratio of the time on the processor too, which other
//! programs and the server have no part in.
//!
//! Both send the same headers on connections of the same kind. What the client does besides is left out of the bare
//! way: new ids for each call (its ids are constants), time limits, a copy of the request for the next try.
//!
//! With a way, a number of customers and a number of calls as arguments (`client 1 4000`) it makes these calls and
//! no others, for a profiler that counts instructions.

#[allow(dead_code, reason = "the other bench reads more")]
#[path = "decode/derived.rs"]
mod derived;
#[allow(dead_code, reason = "the other bench reads more")]
#[path = "decode/emitted.rs"]
mod emitted;
#[path = "decode/sample.rs"]
mod sample;

use std::future::Future;
use std::hint::black_box;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Instant;

use clientgen_runtime::{
    Api, Builder, Client, Draft, Fill, Header, Method, Operation, ReqwestTransport, Retry, segment,
};
use tracing::span::{Attributes, Id, Record};
use tracing::{Dispatch, Event, Metadata, Subscriber, dispatcher};

static API: Api = Api {
    name: "throughput",
    version: "1.0.0",
    headers: &[
        Header { name: "MS-RequestId", fill: Fill::Uuid },
        Header { name: "MS-CorrelationId", fill: Fill::Uuid },
    ],
    request_id: Some("MS-RequestId"),
    correlation_id: Some("MS-CorrelationId"),
    idempotency_keys: &["MS-RequestId"],
    ..Api::BLANK
};

const LIST: &Operation = &Operation {
    id: "Customers_List",
    method: Method::GET,
    path: "/v1/customers/{customers}",
    headers: &["MS-RequestId", "MS-CorrelationId"],
};

const ROUNDS: usize = 60;
const AT_ONCE: usize = 8;

/// A subscriber that wants everything and does nothing with it.
#[derive(Default)]
struct Cheap(AtomicU64);

impl Subscriber for Cheap {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("clientgen_runtime")
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(self.0.fetch_add(1, Ordering::Relaxed) + 1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, _: &Event<'_>) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// Answers `/v1/customers/7` with a page of seven customers, as long as clients ask.
fn serve(sizes: &[u32]) -> SocketAddr {
    let pages: Arc<[(u32, Vec<u8>)]> = sizes.iter().map(|size| (*size, answer(*size))).collect();
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let pages = pages.clone();
            thread::spawn(move || connection(&stream, &pages));
        }
    });
    address
}

fn answer(size: u32) -> Vec<u8> {
    let page = sample::page(size);
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: {}\r\n\
         MS-RequestId: f81d4fae-7dec-11d0-a765-00a0c91e6bf6\r\nMS-CorrelationId: 9f1c\r\nMS-ServerId: 7\r\n\
         Date: Sat, 21 Nov 2026 04:00:00 GMT\r\n\r\n",
        page.len()
    );
    [head.into_bytes(), page].concat()
}

fn connection(mut stream: &TcpStream, pages: &[(u32, Vec<u8>)]) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    while reader.read_line(&mut line)? > 0 {
        let size = line.split([' ', '/']).find_map(|part| part.parse().ok());
        while line.len() > 2 {
            line.clear();
            reader.read_line(&mut line)?;
        }
        line.clear();
        let page = pages.iter().find(|(own, _)| Some(*own) == size);
        stream.write_all(page.map_or(b"", |(_, page)| page))?;
    }
    Ok(())
}

/// A client of reqwest set up once for both ways.
fn reqwest_client() -> reqwest::Client {
    // A second call finds the provider installed.
    drop(rustls::crypto::ring::default_provider().install_default());
    reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client")
}

/// The client over it, with all that is on by default.
fn client(reqwest: &reqwest::Client, address: SocketAddr) -> Client {
    Builder::new(&API)
        .base_url(&format!("http://{address}"))
        .bearer("s3cret")
        .transport(ReqwestTransport::from(reqwest.clone()))
        .retry(Retry::new())
        .build()
        .expect("a client")
}

async fn bare(client: reqwest::Client, address: SocketAddr, size: u32) -> usize {
    let response = client
        .get(format!("http://{address}/v1/customers/{size}"))
        .bearer_auth("s3cret")
        .header("Accept", "application/json")
        .header("User-Agent", "throughput/1.0.0 bare")
        .header("MS-RequestId", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6")
        .header("MS-CorrelationId", "f81d4fae-7dec-11d0-a765-00a0c91e6bf7")
        .send()
        .await
        .and_then(reqwest::Response::error_for_status)
        .expect("an answer");
    let body = response.bytes().await.expect("a body");
    let page: derived::Page<derived::ignore::Customer> = serde_json::from_slice(&body).expect("a page");
    black_box(page).items.len()
}

async fn ours(client: Client, _: SocketAddr, size: u32) -> usize {
    let request = segment("customers", &size)
        .and_then(|size| Draft::new(LIST, format!("/v1/customers/{size}")).finish());
    let page = client.call::<emitted::Page<emitted::ignore::Customer>>(request).await.expect("a page");
    black_box(page).items.len()
}

/// How long this thread has been on the processor, in nanoseconds; 0 where the system does not tell.
fn on_processor() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split(' ').next().and_then(|time| time.parse().ok()).unwrap_or_default()
}

/// Makes a number of calls, some of them at once, and tells how long one takes on average: by the clock, and on the
/// processor.
fn measure<C: Clone + Send + 'static, F: Future<Output = usize> + Send + 'static>(
    client: &C,
    call: fn(C, SocketAddr, u32) -> F,
    (address, size, calls): (SocketAddr, u32, usize),
) -> [f64; 2] {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let workers = |calls: usize| {
            (0..AT_ONCE)
                .map(|_| {
                    let client = client.clone();
                    tokio::spawn(async move {
                        for _ in 0..calls {
                            assert_eq!(call(client.clone(), address, size).await, size as usize);
                        }
                    })
                })
                .collect::<Vec<_>>()
        };
        // The first calls make the connections.
        for worker in workers(2) {
            worker.await.expect("no panic");
        }
        let (start, before) = (Instant::now(), on_processor());
        for worker in workers(calls / AT_ONCE) {
            worker.await.expect("no panic");
        }
        let calls = f64::from(u32::try_from(calls).expect("few calls")) / 1e6;
        [start.elapsed().as_secs_f64() / calls, (on_processor() - before) / 1e9 / calls]
    })
}

/// Makes the calls that the arguments name, if they name any.
fn only(arguments: &[String], address: SocketAddr) -> bool {
    let [way, size, calls] = arguments else { return false };
    let job = (address, size.parse().expect("a size"), calls.parse().expect("a number of calls"));
    let reqwest = reqwest_client();
    let client = client(&reqwest, address);
    let subscriber = Dispatch::new(Cheap::default());
    match way.as_str() {
        "reqwest" => drop(measure(&reqwest, bare, job)),
        "client" => drop(measure(&client, ours, job)),
        _ => drop(dispatcher::with_default(&subscriber, || measure(&client, ours, job))),
    }
    true
}

/// The times of each way, in microseconds: bare, by the client, and with a subscriber listening.
fn round(first: usize, job: (SocketAddr, u32, usize)) -> [[f64; 2]; 3] {
    let reqwest = reqwest_client();
    let client = client(&reqwest, job.0);
    let subscriber = Dispatch::new(Cheap::default());
    let mut times = [[0.0; 2]; 3];
    for way in (0..3).map(|turn| (first + turn) % 3) {
        times[way] = match way {
            0 => measure(&reqwest, bare, job),
            1 => measure(&client, ours, job),
            _ => dispatcher::with_default(&subscriber, || measure(&client, ours, job)),
        };
    }
    times
}

fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values
}

fn main() {
    let sizes = [(1, 1600), (20, 480), (500, 40)];
    let address = serve(&sizes.map(|(size, _)| size));
    let arguments: Vec<String> = std::env::args().skip(1).filter(|text| !text.starts_with("--")).collect();
    if only(&arguments, address) {
        return;
    }
    println!("{:>9}  {:>10}  {:>28}  {:>28}", "customers", "reqwest", "client", "client, subscriber");
    for (size, calls) in sizes {
        let rounds: Vec<_> = (0..ROUNDS).map(|first| round(first, (address, size, calls))).collect();
        let fastest = |way: usize| sorted(rounds.iter().map(|times| times[way][0]))[0];
        let ratio = |way: usize, kind: usize| {
            sorted(rounds.iter().map(|times| times[way][kind] / times[0][kind]))[ROUNDS / 2]
        };
        let column = |way| format!("{:.1} µs ({:.3}; {:.3})", fastest(way), ratio(way, 0), ratio(way, 1));
        println!("{size:>9}  {:>7.1} µs  {:>28}  {:>28}", fastest(0), column(1), column(2));
    }
}
