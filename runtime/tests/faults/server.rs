//! A service on loopback that has bad days, and one of another origin that must hear nothing.

use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::plan::{Fault, Plan};

/// How much comes where little is due.
pub const HUGE: usize = 100 << 20;

/// A request that arrived.
#[derive(Clone, Debug)]
pub struct Seen {
    pub page: u32,
    pub method: String,
    /// Whether the headers were left unread.
    pub early: bool,
    pub id: Option<String>,
    pub authorized: bool,
    /// Whether the service may have done what it was asked: a 401 says that it has not.
    pub acted: bool,
}

/// What arrived for each call.
#[derive(Default)]
pub struct Log(Mutex<HashMap<u32, Vec<Seen>>>);

impl Log {
    pub fn take(&self) -> HashMap<u32, Vec<Seen>> {
        std::mem::take(&mut self.0.lock().unwrap())
    }

    /// How often a page has been asked for.
    fn count(&self, call: u32, page: u32) -> u32 {
        let log = self.0.lock().unwrap();
        let seen = log.get(&call).map_or(&[][..], Vec::as_slice);
        u32::try_from(seen.iter().filter(|seen| seen.page == page).count()).unwrap()
    }

    fn note(&self, question: &Question, method: String, early: bool, acted: bool) {
        let header = |name: &str| question.headers.get(name).cloned();
        let seen = Seen {
            page: question.page,
            method,
            early,
            id: header("ms-requestid"),
            authorized: header("authorization").is_some_and(|value| value == "Bearer s3cret"),
            acted,
        };
        self.0.lock().unwrap().entry(question.call).or_default().push(seen);
    }
}

/// The service: its usual address, and one where two of three connections are closed at once.
pub struct Service {
    pub address: SocketAddr,
    pub slamming: SocketAddr,
    pub log: Arc<Log>,
}

struct Shared {
    log: Arc<Log>,
    elsewhere: SocketAddr,
    bomb: Vec<u8>,
}

impl Service {
    pub fn start(elsewhere: SocketAddr) -> Self {
        let log = Arc::<Log>::default();
        let shared = Arc::new(Shared { log: log.clone(), elsewhere, bomb: bomb() });
        let always = shared.clone();
        let address = listen(move |_, stream| serve(&always, &stream));
        let slamming = listen(move |n, stream| if n % 3 == 2 { serve(&shared, &stream) } else { Ok(()) });
        Self { address, slamming, log }
    }
}

/// Another origin. It counts its connections.
pub struct Elsewhere {
    pub address: SocketAddr,
    pub count: Arc<AtomicUsize>,
}

impl Elsewhere {
    pub fn start() -> Self {
        let count = Arc::<AtomicUsize>::default();
        let counter = count.clone();
        let address = listen(move |_, mut stream| {
            counter.fetch_add(1, Ordering::SeqCst);
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
        });
        Self { address, count }
    }
}

/// Gives each connection a thread.
fn listen(serve: impl Fn(usize, TcpStream) -> io::Result<()> + Send + Sync + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let serve = Arc::new(serve);
    thread::spawn(move || {
        for (n, stream) in listener.incoming().enumerate() {
            let (serve, Ok(stream)) = (serve.clone(), stream) else { return };
            // A client that hangs up is no failure of the server.
            thread::spawn(move || drop(serve(n, stream)));
        }
    });
    address
}

/// Zeros, which compress by a factor of a thousand.
fn bomb() -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    let zeros = vec![b'0'; 1 << 20];
    for _ in 0..HUGE / zeros.len() {
        encoder.write_all(&zeros).unwrap();
    }
    encoder.finish().unwrap()
}

struct Question {
    call: u32,
    page: u32,
    headers: HashMap<String, String>,
}

fn serve(shared: &Shared, stream: &TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let mut words = line.split(' ');
        let method = words.next().unwrap_or_default().to_owned();
        let (call, page) = place(words.next().unwrap_or_default()).expect("a path of the test");
        let plan = Plan::of(call);
        let bad = page == faulty(plan) && shared.log.count(call, page) < plan.bad;
        let early = bad && plan.fault == Fault::DroppedEarly;
        let headers = if early { HashMap::new() } else { rest(&mut reader)? };
        let question = Question { call, page, headers };
        shared.log.note(&question, method, early, !(bad && plan.fault == Fault::Unauthorized));
        if !bad {
            answer(stream, "200 OK", &good(&question, None))?;
            if plan.fault == Fault::Slammed {
                return Ok(());
            }
        } else if !misbehave(shared, &mut reader, &question, plan.fault)? {
            return Ok(());
        }
    }
}

/// The page that goes wrong.
fn faulty(plan: Plan) -> u32 {
    if plan.kind == crate::plan::Kind::List { 2 } else { 0 }
}

/// The numbers in `/v1/things/7` and `/v1/things/7/pages/2`.
fn place(path: &str) -> Option<(u32, u32)> {
    let mut parts = path.strip_prefix("/v1/things/")?.split('/');
    let call = parts.next()?.parse().ok()?;
    let page = parts.nth(1).map_or(Some(0), |page| page.parse().ok())?;
    Some((call, page))
}

/// Reads headers and body.
fn rest(reader: &mut BufReader<&TcpStream>) -> io::Result<HashMap<String, String>> {
    let mut headers = HashMap::new();
    let mut line = String::new();
    while reader.read_line(&mut line)? > 2 {
        let (name, value) = line.split_once(':').expect("a header");
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
        line.clear();
    }
    let length = headers.get("content-length").map_or(0, |length| length.parse().unwrap());
    io::copy(&mut reader.take(length), &mut io::sink())?;
    Ok(headers)
}

/// The body that is asked for.
fn good(question: &Question, next: Option<String>) -> Vec<u8> {
    let Question { call, page, .. } = question;
    let next = next.unwrap_or_else(|| match page {
        1 | 2 => format!("/things/{call}/pages/{}", page + 1),
        _ => String::new(),
    });
    let filler = "x".repeat(900);
    format!(r#"{{"call": {call}, "page": {page}, "next": "{next}", "filler": "{filler}"}}"#).into_bytes()
}

fn answer(mut stream: &TcpStream, head: &str, body: &[u8]) -> io::Result<()> {
    let kind = if head.contains("Content-Type") { "" } else { "\r\nContent-Type: application/json" };
    let head = format!("HTTP/1.1 {head}{kind}\r\nContent-Length: {}\r\n\r\n", body.len());
    stream.write_all(&[head.as_bytes(), body].concat())
}

/// Does what a fault says, and tells whether the connection can still be used.
fn misbehave(
    shared: &Shared,
    reader: &mut BufReader<&TcpStream>,
    question: &Question,
    fault: Fault,
) -> io::Result<bool> {
    let mut stream = *reader.get_ref();
    let body = good(question, None);
    let length = body.len();
    let half = String::from_utf8_lossy(&body[..length / 2]).into_owned();
    let Shared { elsewhere, bomb, .. } = shared;
    match fault {
        Fault::DroppedEarly | Fault::Dropped => {}
        Fault::CutHead => stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Ty")?,
        Fault::CutBody => answer_part(stream, length, &half)?,
        Fault::CutChunk => {
            let size = half.len();
            write!(stream, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{size:x}\r\n{half}\r\n")?;
        }
        Fault::Garbage => stream.write_all(b"220 mail.example ESMTP\r\n")?,
        Fault::HugeHeaders => {
            let head = format!("HTTP/1.1 200 OK\r\nX: {}\r\nContent-Length: 0\r\n\r\n", "x".repeat(1 << 20));
            stream.write_all(head.as_bytes())?;
        }
        Fault::Stalled => wait(reader)?,
        Fault::StalledBody => {
            answer_part(stream, length, &half)?;
            wait(reader)?;
        }
        Fault::Huge => {
            write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {HUGE}\r\n\r\n")?;
            flood(stream, &vec![b' '; 1 << 16])?;
        }
        Fault::HugeChunks => {
            write!(stream, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")?;
            flood(stream, format!("{:x}\r\n{}\r\n", 1 << 16, " ".repeat(1 << 16)).as_bytes())?;
        }
        Fault::ShortLength => {
            answer_part(stream, length / 2, &String::from_utf8_lossy(&body))?;
        }
        Fault::Excess => {
            let forged = r#"{"call": -1}"#;
            let forged = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{forged}", forged.len());
            answer_part(stream, length, &(String::from_utf8_lossy(&body) + &*forged))?;
            return Ok(true);
        }
        _ => {
            let (head, body) = plain(fault, elsewhere, bomb, question);
            answer(stream, &head, &body)?;
            return Ok(true);
        }
    }
    Ok(false)
}

/// The faults that are answers of their own.
fn plain(fault: Fault, elsewhere: &SocketAddr, bomb: &[u8], question: &Question) -> (String, Vec<u8>) {
    let there = format!("http://{elsewhere}/v1/things/{}", question.call);
    let (head, body): (&str, Vec<u8>) = match fault {
        Fault::Throttled => ("429 Too Many Requests\r\nRetry-After: 1", b"{}".to_vec()),
        Fault::Failing => ("500 Internal Server Error", br#"{"code": 500}"#.to_vec()),
        Fault::Unavailable => {
            ("503 Service Unavailable\r\nRetry-After: Sat, 21 Nov 2099 00:00:00 GMT", Vec::new())
        }
        Fault::Unauthorized => ("401 Unauthorized\r\nWWW-Authenticate: Bearer", Vec::new()),
        Fault::Redirect => return (format!("307 Temporary Redirect\r\nLocation: {there}"), Vec::new()),
        Fault::Bomb => ("200 OK\r\nContent-Encoding: gzip", bomb.to_vec()),
        Fault::NotUtf8 => ("200 OK", b"{\"call\": \"\xff\xfe\"}".to_vec()),
        Fault::Html => ("200 OK\r\nContent-Type: text/html", b"<html>Sign in</html>".to_vec()),
        Fault::Empty => ("200 OK", Vec::new()),
        Fault::RepeatedLink => ("200 OK", good(question, Some(format!("/things/{}/pages/2", question.call)))),
        Fault::ForeignLink => ("200 OK", good(question, Some(there))),
        other => panic!("{other:?} is no answer"),
    };
    (head.to_owned(), body)
}

/// An answer whose length is not that of its body.
fn answer_part(mut stream: &TcpStream, length: usize, body: &str) -> io::Result<()> {
    let head =
        format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n");
    stream.write_all((head + body).as_bytes())
}

fn flood(mut stream: &TcpStream, part: &[u8]) -> io::Result<()> {
    (0..HUGE / part.len()).try_for_each(|_| stream.write_all(part))
}

/// Waits until the client hangs up.
fn wait(reader: &mut BufReader<&TcpStream>) -> io::Result<()> {
    io::copy(reader, &mut io::sink()).map(drop)
}
