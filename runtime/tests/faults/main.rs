//! Ten thousand calls to a service that has bad days, over TCP: none gets lost, none is made twice that must
//! not be, no credential goes astray, and memory stays bounded. Prints what happened; see it with
//! `cargo test -p clientgen-runtime --test faults -- --nocapture`.

#![allow(missing_docs, reason = "tests")]

mod plan;
mod server;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use clientgen_runtime::{
    Api, Builder, Bytes, Client, Draft, Error, Fill, Header, Json, LinkRules, Operation, Pages, Paging,
    ReqwestTransport, Response, Result, Retry,
};

use plan::{End, Fault, Kind, Plan};
use server::{Elsewhere, Seen, Service};

const CALLS: u32 = 10_000;
const AT_ONCE: u32 = 50;
const BODY_LIMIT: usize = 64 << 10;
/// By how much the process may grow, the server's threads included: less than two of the long answers.
const MEMORY_KIB: u64 = 160 << 10;

static API: Api = Api {
    name: "faults",
    version: "1.0.0",
    headers: &[Header { name: "MS-RequestId", fill: Fill::Uuid }],
    request_id: Some("MS-RequestId"),
    idempotency_keys: &["MS-RequestId"],
    links: LinkRules { prefix: Some("v1"), known: &["v1"] },
    ..Api::BLANK
};

static PAGING: Paging = Paging { next_link: &["next"], ..Paging::NONE };

const KEYED: &[&str] = &["MS-RequestId"];
const GET: &Operation =
    &Operation { id: "get", method: plan::GET, path: "/v1/things/{thing}", headers: KEYED };
const LIST: &Operation =
    &Operation { id: "list", method: plan::GET, path: "/v1/things/{thing}/pages/1", headers: KEYED };
const KEYED_POST: &Operation =
    &Operation { id: "keyed", method: plan::POST, path: "/v1/things/{thing}", headers: KEYED };
const UNKEYED_POST: &Operation =
    &Operation { id: "unkeyed", method: plan::POST, path: "/v1/things/{thing}", headers: &[] };

/// What came of a call.
struct Outcome {
    call: u32,
    plan: Plan,
    end: End,
    /// All pages taken together.
    tries: u32,
    time: Duration,
    error: Option<Error>,
}

/// A client for each of the addresses, over the same transport.
struct Clients {
    usual: Client,
    slamming: Client,
    refusing: Client,
}

impl Clients {
    fn new(service: &Service) -> Self {
        let transport = Arc::new(ReqwestTransport::new().unwrap().body_limit(BODY_LIMIT));
        let client = |url: String| {
            let builder = Builder::<Client>::new(&API).bearer("s3cret").base_url(&url);
            builder.transport(transport.clone()).retry(retry(Duration::from_secs(10))).build().unwrap()
        };
        Self {
            usual: client(format!("http://{}", service.address)),
            slamming: client(format!("http://{}", service.slamming)),
            refusing: client("http://127.0.0.1:1".to_owned()),
        }
    }

    fn of(&self, fault: Fault) -> Client {
        match fault {
            Fault::Refused => self.refusing.clone(),
            Fault::Slammed => self.slamming.clone(),
            _ if fault.stalls() => self.usual.with_retry(retry(Duration::from_millis(400))),
            _ => self.usual.clone(),
        }
    }
}

fn retry(try_timeout: Duration) -> Retry {
    let (first, longest) = (Duration::from_millis(2), Duration::from_millis(10));
    let retry = Retry::new().tries(plan::TRIES).backoff(first, longest).try_timeout(try_timeout);
    retry.longest_retry_after(Duration::from_millis(5))
}

#[test]
fn ten_thousand_calls_on_bad_days() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let elsewhere = Elsewhere::start();
    let service = Service::start(elsewhere.address);
    let memory = peak_kib();
    let start = Instant::now();
    let outcomes = runtime.block_on(run(&service));
    let time = start.elapsed();
    let grown = peak_kib().saturating_sub(memory);
    let log = service.log.take();
    println!("{}\n{CALLS} calls in {time:.1?}, {grown} KiB of memory", table(&outcomes));
    assert!(grown < MEMORY_KIB, "the process has grown by {grown} KiB");
    assert_eq!(elsewhere.count.load(Ordering::SeqCst), 0, "the other origin was called");
    every_call_ends_as_it_should(&outcomes);
    every_try_is_accounted_for(&outcomes, &log);
    nothing_is_done_twice(&outcomes, &log);
    ids_belong_to_one_request(&log);
}

async fn run(service: &Service) -> Vec<Outcome> {
    let clients = Arc::new(Clients::new(service));
    let next = Arc::new(AtomicU32::new(0));
    let workers = (0..AT_ONCE).map(|_| {
        let (clients, next) = (clients.clone(), next.clone());
        tokio::spawn(async move {
            let mut outcomes = Vec::new();
            loop {
                let call = next.fetch_add(1, Ordering::Relaxed);
                if call >= CALLS {
                    return outcomes;
                }
                let plan = Plan::of(call);
                outcomes.push(make(&clients.of(plan.fault), call, plan).await);
            }
        })
    });
    let mut outcomes = Vec::new();
    for worker in workers.collect::<Vec<_>>() {
        outcomes.extend(worker.await.unwrap());
    }
    outcomes
}

async fn make(client: &Client, call: u32, plan: Plan) -> Outcome {
    let start = Instant::now();
    let (result, tries) = match plan.kind {
        Kind::List => pages(client, call).await,
        _ => single(client, call, plan.kind).await,
    };
    let (end, error) = match result {
        Ok(()) => (End::Ok, None),
        Err(error) => (end(&error), Some(error)),
    };
    Outcome { call, plan, end, tries, time: start.elapsed(), error }
}

async fn single(client: &Client, call: u32, kind: Kind) -> (Result<()>, u32) {
    let operation = match kind {
        Kind::Get | Kind::List => GET,
        Kind::Keyed => KEYED_POST,
        Kind::Unkeyed => UNKEYED_POST,
    };
    let mut draft = Draft::new(operation, format!("/v1/things/{call}"));
    if operation.method == plan::POST {
        draft = draft.body("application/json", Bytes::from(r#"{"order": "one"}"#));
    }
    match client.call::<Json>(draft.finish()).response().await {
        Ok(response) => {
            own(&response, call);
            (Ok(()), response.tries())
        }
        Err(error) => {
            let tries = error.tries();
            (Err(error), tries)
        }
    }
}

async fn pages(client: &Client, call: u32) -> (Result<()>, u32) {
    let first = Draft::new(LIST, format!("/v1/things/{call}/pages/1")).finish();
    let mut pages = Pages::<Json>::new(client, first, &PAGING);
    let mut tries = 0;
    while let Some(page) = pages.next_response().await {
        match page {
            Ok(page) => {
                own(&page, call);
                tries += page.tries();
            }
            Err(error) => {
                tries += error.tries();
                return (Err(error), tries);
            }
        }
    }
    (Ok(()), tries)
}

/// An answer is the one to its own question.
fn own(response: &Response<Json>, call: u32) {
    assert_eq!(response.value()["call"], call, "an answer to another call");
}

fn end(error: &Error) -> End {
    match error {
        error if error.is_connect() => End::Connect,
        Error::Transport(_) => End::Transport,
        Error::Timeout(_) => End::Timeout,
        Error::Status(error) => End::Status(error.response().status().as_u16()),
        Error::Decode(_) => End::Decode,
        Error::Paging(_) => End::Paging,
        _ => End::Other,
    }
}

fn every_call_ends_as_it_should(outcomes: &[Outcome]) {
    let calls: HashSet<u32> = outcomes.iter().map(|outcome| outcome.call).collect();
    assert_eq!((calls.len(), outcomes.len()), (CALLS as usize, CALLS as usize));
    for Outcome { call, plan, end, tries, error, .. } in outcomes {
        let found = (*end, *tries);
        let right = match plan.expected() {
            Some(expected) => found == expected,
            None => matches!(end, End::Ok | End::Transport),
        };
        assert!(right, "call {call}, {plan:?}: {found:?}, not {:?}: {error:?}", plan.expected());
        assert!(error.as_ref().is_none_or(|error| !format!("{error} {error:?}").contains("s3cret")));
    }
}

/// What the client says of its tries is what the service saw.
fn every_try_is_accounted_for(outcomes: &[Outcome], log: &HashMap<u32, Vec<Seen>>) {
    for Outcome { call, plan, tries, .. } in outcomes {
        let seen = log.get(call).map_or(0, |seen| u32::try_from(seen.len()).unwrap());
        match plan.fault {
            Fault::Refused => assert_eq!(seen, 0),
            // A try may find its connection closed, or time out before its request is read.
            fault if fault == Fault::Slammed || fault.stalls() => {
                assert!(seen <= *tries, "call {call}, {plan:?}: {seen} of {tries}");
            }
            _ => assert_eq!(seen, *tries, "call {call}, {plan:?}"),
        }
    }
}

fn nothing_is_done_twice(outcomes: &[Outcome], log: &HashMap<u32, Vec<Seen>>) {
    for Outcome { call, plan, .. } in outcomes {
        let seen = log.get(call).map_or(&[][..], Vec::as_slice);
        assert!(
            seen.iter().all(|seen| plan.kind.method().as_str() == seen.method.as_str()),
            "call {call}: {seen:?}"
        );
        let acted = seen.iter().filter(|seen| seen.acted).count();
        assert!(plan.kind != Kind::Unkeyed || acted <= 1, "call {call}, {plan:?} was done {acted} times");
    }
}

/// All tries of a request have one id, which no other request has; and all of them are signed.
fn ids_belong_to_one_request(log: &HashMap<u32, Vec<Seen>>) {
    let mut owners = HashMap::new();
    for (call, seen) in log {
        for seen in seen.iter().filter(|seen| !seen.early) {
            assert!(seen.authorized, "call {call}: {seen:?}");
            match &seen.id {
                Some(id) => {
                    let owner = (*call, seen.page);
                    assert_eq!(*owners.entry(id.clone()).or_insert(owner), owner, "one id, two requests");
                }
                None => assert_eq!(Plan::of(*call).kind, Kind::Unkeyed, "call {call}"),
            }
        }
    }
    let requests: HashSet<_> = owners.values().collect();
    assert_eq!(requests.len(), owners.len(), "one request, two ids");
}

/// A line for each fault.
fn table(outcomes: &[Outcome]) -> String {
    let mut rows: BTreeMap<Fault, Vec<&Outcome>> = BTreeMap::new();
    for outcome in outcomes {
        rows.entry(outcome.plan.fault).or_default().push(outcome);
    }
    let head = ["fault", "calls", "ok", "tries", "mean ms", "max ms", "errors"];
    let mut text = line(head.map(str::to_owned));
    for (fault, outcomes) in rows {
        let mut ends: BTreeMap<End, u32> = BTreeMap::new();
        for outcome in &outcomes {
            *ends.entry(outcome.end).or_default() += 1;
        }
        let ok = ends.remove(&End::Ok).unwrap_or_default();
        let total: Duration = outcomes.iter().map(|outcome| outcome.time).sum();
        let longest = outcomes.iter().map(|outcome| outcome.time).max().unwrap_or_default();
        let errors: Vec<String> = ends.iter().map(|(end, count)| format!("{end:?} {count}")).collect();
        text += &line([
            format!("{fault:?}"),
            outcomes.len().to_string(),
            ok.to_string(),
            outcomes.iter().map(|outcome| outcome.tries).sum::<u32>().to_string(),
            format!(
                "{:.1}",
                total.as_secs_f64() * 1000.0 / f64::from(u32::try_from(outcomes.len()).unwrap())
            ),
            longest.as_millis().to_string(),
            errors.join(", "),
        ]);
    }
    text
}

fn line([fault, calls, ok, tries, mean, max, errors]: [String; 7]) -> String {
    format!("{fault:<13}{calls:>6}{ok:>6}{tries:>7}{mean:>9}{max:>8}  {errors}\n")
}

/// The most memory that the process has had, where the system tells.
fn peak_kib() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse().ok()).unwrap_or_default()
}
