//! Pages from their addresses, against a server on loopback: what is asked again, what is not, and what is said of pages
//! that cannot be had.

#![cfg(feature = "fetch")]

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use docdrift::Kind;
use docdrift::fetch::{Fetched, Options, fetch};
use docdrift::spec::Docs;

/// A request as it arrived.
#[derive(Clone)]
struct Asked {
    at: Instant,
    path: String,
    /// In lower case.
    head: String,
}

/// A server that answers as it is told, one connection at a time.
struct Server {
    base: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    /// `answer` gets the path, the head of the request, and how often the path was asked for before.
    fn new(answer: impl Fn(&str, &str, usize) -> Vec<u8> + Send + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let base = format!("http://{}", listener.local_addr().expect("it has an address"));
        let asked: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let log = Arc::clone(&asked);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { continue };
                let mut lines = BufReader::new(&stream).lines().map_while(Result::ok);
                let Some(first) = lines.next() else { continue };
                let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
                let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
                let head = head.join("\n").to_lowercase();
                let before = {
                    let mut log = log.lock().expect("nobody panics with the list");
                    let before = log.iter().filter(|one| one.path == path).count();
                    log.push(Asked { at: Instant::now(), path: path.clone(), head: head.clone() });
                    before
                };
                // Whoever hangs up early has seen enough.
                let _ = stream.write_all(&answer(&path, &head, before));
            }
        });
        Server { base, asked }
    }

    fn docs(&self, paths: &[&str]) -> Vec<Docs> {
        let docs = |path: &&str| Docs {
            title: path.trim_start_matches('/').to_owned(),
            address: format!("{}{path}", self.base),
            ..Docs::default()
        };
        paths.iter().map(docs).collect()
    }

    fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("nobody panics with the list").clone()
    }

    fn paths(&self) -> Vec<String> {
        self.asked().into_iter().map(|one| one.path).collect()
    }
}

fn page(title: &str) -> String {
    format!("<html><body><main><h1>{title}</h1><p>Words.</p></main></body></html>")
}

fn answer(status: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {length}\r\nConnection: close\r\n{headers}\r\n{body}"
    )
    .into_bytes()
}

fn ok(path: &str) -> Vec<u8> {
    answer("200 OK", "", &page(path))
}

/// Options that a test has time for.
fn options(folder: &Path) -> Options {
    Options {
        pause: Duration::ZERO,
        loopback: true,
        timeout: Duration::from_secs(10),
        limit: 10_000,
        patience: Duration::from_secs(5),
        backoff: Duration::from_millis(10),
        ..Options::new(folder.to_owned())
    }
}

fn run(server: &Server, paths: &[&str], folder: &Path) -> Fetched {
    fetch(&server.docs(paths), &options(folder)).expect("the folder can be used")
}

fn titles(fetched: &Fetched) -> Vec<&str> {
    fetched.pages.iter().map(|page| page.title.as_str()).collect()
}

fn reasons(fetched: &Fetched) -> Vec<&str> {
    fetched.unfetched.iter().map(|one| one.reason.as_str()).collect()
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder can be made")
}

#[test]
fn a_page_that_has_not_changed_is_not_sent_again() {
    let server = Server::new(|path, head, _| match path {
        "/tagged" if head.contains("if-none-match: \"one\"") => answer("304 Not Modified", "", ""),
        "/dated" if head.contains("if-modified-since: wed, 21 oct 2015") => {
            answer("304 Not Modified", "", "")
        }
        "/tagged" => answer("200 OK", "ETag: \"one\"\r\n", &page(path)),
        _ => answer("200 OK", "Last-Modified: Wed, 21 Oct 2015 07:28:00 GMT\r\n", &page(path)),
    });
    let (folder, paths) = (folder(), ["/tagged", "/dated"]);
    let first = run(&server, &paths, folder.path());
    let second = run(&server, &paths, folder.path());
    assert_eq!(titles(&first), paths);
    assert_eq!(first.pages, second.pages);
    assert_eq!(server.paths(), ["/tagged", "/dated", "/tagged", "/dated"]);
    assert!(!server.asked()[0].head.contains("if-none-match"));
}

#[test]
fn a_page_that_has_changed_is_read_anew() {
    let server = Server::new(|_, _, before| {
        answer("200 OK", &format!("ETag: \"{before}\"\r\n"), &page(&before.to_string()))
    });
    let folder = folder();
    assert_eq!(titles(&run(&server, &["/page"], folder.path())), ["0"]);
    assert_eq!(titles(&run(&server, &["/page"], folder.path())), ["1"]);
    assert!(server.asked()[1].head.contains("if-none-match: \"0\""));
}

#[test]
fn pages_are_asked_for_one_after_the_other_by_name() {
    let server = Server::new(|path, _, _| ok(path));
    let folder = folder();
    let pause = Duration::from_millis(150);
    let options =
        Options { pause, contact: Some("https://team.example".to_owned()), ..options(folder.path()) };
    fetch(&server.docs(&["/a", "/b", "/c"]), &options).expect("the folder can be used");
    let asked = server.asked();
    assert_eq!(asked.len(), 3);
    assert!(asked.windows(2).all(|two| two[1].at - two[0].at >= pause));
    let agent = format!("user-agent: docdrift/{} (+https://team.example)", env!("CARGO_PKG_VERSION"));
    assert!(asked.iter().all(|one| one.head.contains(&agent)), "{}", asked[0].head);
}

#[test]
fn a_server_that_asks_to_wait_is_asked_again_after_that_time() {
    let server = Server::new(|path, _, before| match before {
        0 => answer("429 Too Many Requests", "Retry-After: 1\r\n", ""),
        1 => answer("503 Service Unavailable", "", ""),
        _ => ok(path),
    });
    let folder = folder();
    let fetched = run(&server, &["/page"], folder.path());
    assert_eq!(titles(&fetched), ["/page"]);
    let asked = server.asked();
    assert_eq!(asked.len(), 3);
    assert!(asked[1].at - asked[0].at >= Duration::from_secs(1));
    assert!(asked[2].at - asked[1].at < Duration::from_secs(1));
}

#[test]
fn a_server_that_asks_for_too_long_a_wait_is_left_alone_until_the_next_run() {
    let server = Server::new(|path, _, before| match (path, before) {
        ("/b", 0) => answer("429 Too Many Requests", "Retry-After: 3600\r\n", ""),
        _ => ok(path),
    });
    let (folder, paths) = (folder(), ["/a", "/b", "/c"]);
    let first = run(&server, &paths, folder.path());
    assert_eq!(titles(&first), ["/a"]);
    assert_eq!(first.unfetched.len(), 2);
    assert!(first.unfetched[0].reason.contains("asks to wait 3600 seconds"), "{:?}", first.unfetched);
    assert_eq!(server.paths(), ["/a", "/b"]);
    // The next run is not for `/a`.
    assert_eq!(titles(&run(&server, &paths, folder.path())), paths);
    assert_eq!(server.paths(), ["/a", "/b", "/b", "/c"]);
    // It was finished, so the one after it is for all.
    run(&server, &paths, folder.path());
    assert_eq!(server.paths().len(), 7);
}

#[test]
fn a_page_that_is_not_there_is_gone_and_one_that_fails_is_not() {
    let server = Server::new(|path, _, _| match path {
        "/gone" => answer("410 Gone", "", ""),
        "/lost" => answer("404 Not Found", "", &page("404 - Content Not Found")),
        "/secret" => answer("403 Forbidden", "", ""),
        "/paper" => {
            b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nContent-Length: 4\r\n\r\n%PDF".to_vec()
        }
        "/broken" => answer("500 Internal Server Error", "", ""),
        _ => answer("200 OK", "", ""),
    });
    let folder = folder();
    let fetched = run(&server, &["/gone", "/lost", "/secret", "/broken", "/empty", "/paper"], folder.path());
    let gone: Vec<_> = fetched.differences.iter().map(|one| (one.kind, one.subject.as_str())).collect();
    assert_eq!(gone, [(Kind::PageGone, "page \"gone\""), (Kind::PageGone, "page \"lost\"")]);
    assert_eq!(
        reasons(&fetched),
        [
            "the server answers 403",
            "the server answers 500",
            "the page has no text",
            "it is no page, but application/pdf"
        ]
    );
    assert!(fetched.pages.is_empty());
    // What fails for a while is tried four times, what fails for good once.
    let tries = |path: &str| server.paths().iter().filter(|one| *one == path).count();
    assert_eq!((tries("/secret"), tries("/broken"), tries("/gone")), (1, 4, 1));
}

#[test]
fn redirects_are_followed_and_those_for_good_are_told() {
    let server = Server::new(|path, _, _| match path {
        "/old" => answer("301 Moved Permanently", "Location: /new#part\r\n", ""),
        "/here" => answer("302 Found", "Location: there?view=1\r\n", ""),
        "/round" => answer("302 Found", "Location: /round\r\n", ""),
        "/away" => answer("302 Found", "Location: http://docs.example/page\r\n", ""),
        "/nowhere" => answer("301 Moved Permanently", "", ""),
        _ => answer("200 OK", "ETag: \"x\"\r\n", &page(path)),
    });
    let (folder, paths) = (folder(), ["/old", "/here", "/round", "/away", "/nowhere"]);
    let fetched = run(&server, &paths, folder.path());
    assert_eq!(titles(&fetched), ["/new", "/there?view=1"]);
    // A page is called by the address that the description has.
    assert_eq!(fetched.pages[0].source, format!("{}/old", server.base));
    let [moved] = &fetched.differences[..] else { panic!("{:?}", fetched.differences) };
    assert_eq!(moved.kind, Kind::PageMoved);
    assert_eq!(moved.detail, format!("it is now at {}/new", server.base));
    let reasons = reasons(&fetched);
    assert_eq!(reasons.len(), 3);
    assert_eq!(reasons[0], "it leads elsewhere more than 8 times");
    assert_eq!(reasons[1], "it leads to http://docs.example/page: only https is asked");
    // An address that is written otherwise than it is asked for has not moved.
    let same = run(&server, &["/a/../here", "/a/../page"], folder.path());
    assert_eq!((titles(&same), same.differences.len()), (vec!["/there?view=1", "/page"], 0));
    // The copy is known by the address that answered, and still told as moved.
    let again = run(&server, &["/old"], folder.path());
    assert_eq!(again.differences.len(), 1);
}

#[test]
fn a_page_that_does_not_arrive_whole_is_not_taken() {
    let server = Server::new(|path, _, before| {
        match (path, before) {
        ("/cut", 0..4) => b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\nContent-Type: text/html\r\n\r\n<h1>Half".to_vec(),
        ("/chunks", 0..4) => {
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/html\r\n\r\n8\r\n<h1>Half\r\n".to_vec()
        }
        _ => ok(path),
    }
    });
    let (folder, paths) = (folder(), ["/cut", "/chunks"]);
    let first = run(&server, &paths, folder.path());
    assert_eq!(titles(&first), [""; 0]);
    assert!(reasons(&first).iter().all(|reason| reason.contains("whole")), "{:?}", reasons(&first));
    assert_eq!(server.paths().len(), 8);
    assert_eq!(titles(&run(&server, &paths, folder.path())), paths);
}

#[test]
fn a_page_that_is_too_large_is_not_taken() {
    let server = Server::new(|path, _, _| match path {
        "/large" => answer("200 OK", "", &page(&"x".repeat(20_000))),
        "/endless" => {
            let mut bytes = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n".to_vec();
            bytes.extend(page(&"x".repeat(1_000_000)).bytes());
            bytes
        }
        _ => ok(path),
    });
    let folder = folder();
    let fetched = run(&server, &["/large", "/endless", "/small"], folder.path());
    assert_eq!(reasons(&fetched), ["it has more than 10000 bytes"; 2]);
    assert_eq!(titles(&fetched), ["/small"]);
}

#[test]
fn a_server_that_says_nothing_is_given_up() {
    let server = Server::new(|path, _, _| {
        if path == "/slow" {
            thread::sleep(Duration::from_millis(400));
        }
        ok(path)
    });
    let folder = folder();
    let options = Options { timeout: Duration::from_millis(100), ..options(folder.path()) };
    let fetched = fetch(&server.docs(&["/slow"]), &options).expect("the folder can be used");
    assert!(reasons(&fetched)[0].contains("cannot be reached"), "{:?}", reasons(&fetched));
}

#[test]
fn where_no_server_is_the_rest_is_not_tried() {
    let closed = TcpListener::bind("127.0.0.1:0").and_then(|one| one.local_addr()).expect("a port is free");
    let docs: Vec<Docs> = (0..6)
        .map(|number| Docs { address: format!("http://{closed}/{number}"), ..Docs::default() })
        .collect();
    let folder = folder();
    let fetched = fetch(&docs, &options(folder.path())).expect("the folder can be used");
    let reasons = reasons(&fetched);
    assert_eq!(reasons.len(), 6);
    assert!(
        reasons[..3].iter().all(|reason| reason.starts_with("the server cannot be reached")),
        "{reasons:?}"
    );
    assert!(reasons[3..].iter().all(|reason| reason.starts_with("not tried")), "{reasons:?}");
}

#[test]
fn a_copy_that_was_damaged_is_fetched_again() {
    let server = Server::new(|path, head, _| {
        if head.contains("if-none-match") {
            answer("304 Not Modified", "", "")
        } else {
            answer("200 OK", "ETag: \"x\"\r\n", &page(path))
        }
    });
    let folder = folder();
    for damage in [|bytes: &mut Vec<u8>| bytes.truncate(bytes.len() - 5), |bytes: &mut Vec<u8>| bytes.clear()]
    {
        run(&server, &["/page"], folder.path());
        let copy = copies(folder.path()).remove(0);
        let mut bytes = fs::read(&copy).expect("there is a copy");
        damage(&mut bytes);
        fs::write(&copy, bytes).expect("the copy can be written");
        assert_eq!(titles(&run(&server, &["/page"], folder.path())), ["/page"]);
        assert!(!server.asked().last().expect("it was asked").head.contains("if-none-match"));
    }
}

fn copies(folder: &Path) -> Vec<PathBuf> {
    let entries =
        fs::read_dir(folder).expect("the folder is there").map(|entry| entry.expect("an entry").path());
    entries.filter(|path| path.extension().is_some_and(|extension| extension == "page")).collect()
}

#[test]
fn a_page_has_the_form_that_the_server_says_or_else_its_address() {
    let server = Server::new(|path, _, _| {
        let media = if path == "/marked" { "text/markdown; charset=utf-8" } else { "text/plain" };
        let body = "# Shelves\n\n```\nGET /v1/shelves\n```\n";
        let length = body.len();
        format!("HTTP/1.1 200 OK\r\nContent-Type: {media}\r\nContent-Length: {length}\r\n\r\n{body}")
            .into_bytes()
    });
    let folder = folder();
    let fetched = run(&server, &["/marked", "/page.md?raw=true"], folder.path());
    assert_eq!(titles(&fetched), ["Shelves"; 2]);
    assert!(fetched.pages.iter().all(|page| page.operations.len() == 1));
}

/// A description whose operation and schemas were taken from pages of a server.
fn description(server: &Server, folder: &Path) -> PathBuf {
    let base = &server.base;
    let text = format!(
        "openapi: 3.1.0
info: {{ title: Library, version: '1' }}
externalDocs: {{ description: d, url: '{base}/d' }}
paths:
  /v1/shelves:
    get:
      externalDocs: {{ description: a, url: '{base}/a#part' }}
      responses:
        '200': {{ description: Shelves., content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Shelf' }} }} }} }}
components:
  schemas:
    Shelf: {{ type: string, externalDocs: {{ description: b, url: '{base}/b' }} }}
    Book: {{ type: string, externalDocs: {{ description: c, url: '{base}/c' }} }}
    Page: {{ type: string, externalDocs: {{ description: b, url: '{base}/b' }} }}
"
    );
    let path = folder.join("api.yaml");
    fs::write(&path, text).expect("a file can be written");
    path
}

fn command(spec: &Path, cache: &Path, more: &[&str]) -> Command {
    of("compare", spec, cache, more)
}

fn of(name: &str, spec: &Path, cache: &Path, more: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_docdrift"));
    command.args([name, "--fetch", "--allow-loopback", "--pause", "0", "--spec"]).arg(spec);
    command.arg("--cache").arg(cache).args(more);
    command
}

#[test]
fn a_run_that_is_killed_goes_on_where_it_stopped() {
    let server = Server::new(|path, _, before| {
        if path == "/b" && before == 0 {
            thread::sleep(Duration::from_secs(3));
        }
        answer("200 OK", "", &format!("<main><h1>{path}</h1><pre>GET /v1/shelves</pre></main>"))
    });
    let folder = folder();
    let (spec, cache) = (description(&server, folder.path()), folder.path().join("cache"));
    let quiet = |mut command: Command| command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let mut child = quiet(command(&spec, &cache, &[])).expect("the program starts");
    let started = Instant::now();
    while server.paths().last().is_none_or(|path| path != "/b") {
        assert!(started.elapsed() < Duration::from_secs(60), "{:?}", server.paths());
        thread::sleep(Duration::from_millis(10));
    }
    child.kill().expect("it runs");
    child.wait().expect("it was started");
    let before = server.paths();
    let output = command(&spec, &cache, &["--format", "json"]).output().expect("the program runs");
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("the report is JSON");
    assert_eq!(report["pages"], 4, "{report}");
    let (done, after) = (before.len() - 1, server.paths().split_off(before.len()));
    assert!(done >= 1, "{before:?}");
    assert_eq!(after.len(), 4 - done, "{before:?} {after:?}");
    assert!(after.iter().all(|path| !before[..done].contains(path)), "{before:?} {after:?}");
}

#[test]
fn the_report_says_what_is_gone_and_what_could_not_be_fetched() {
    let server = Server::new(|path, _, _| match path {
        "/a" => {
            answer("200 OK", "", "<main><h1>Shelves - a</h1><pre>GET /v1/shelves?depth={depth}</pre></main>")
        }
        "/b" => answer("404 Not Found", "", ""),
        "/c" => answer("403 Forbidden", "", ""),
        _ => ok(path),
    });
    let folder = folder();
    let (spec, cache) = (description(&server, folder.path()), folder.path().join("cache"));
    let output = command(&spec, &cache, &[]).output().expect("the program runs");
    let text = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(2), "{text}");
    for line in [
        "added: parameter `depth` of GET /v1/shelves: the request on the page has it".to_owned(),
        format!("  --> {}/a:1", server.base),
        "page gone: page \"b\": the server answers 404".to_owned(),
        format!("not fetched: {}/c: the server answers 403", server.base),
    ] {
        assert!(text.lines().any(|other| other == line), "{line}\n{text}");
    }
    assert!(!String::from_utf8_lossy(&output.stderr).contains('\u{1b}'));
    let markdown = command(&spec, &cache, &["--format", "markdown"]).output().expect("the program runs");
    let markdown = String::from_utf8_lossy(&markdown.stdout);
    assert!(markdown.contains("## page gone") && markdown.contains("## Not fetched"), "{markdown}");
}

#[test]
fn what_fetched_pages_add_is_put_into_the_description() {
    let server = Server::new(|path, _, before| match path {
        "/a" => {
            let row = "<tr><td>depth<td>query<td><td>integer";
            let table = format!("<table><tr><th>Name<th>In<th>Required<th>Type{row}</table>");
            let text =
                format!("<main><h1>a</h1><pre>GET /v1/shelves</pre><h2>URI Parameters</h2>{table}</main>");
            answer("200 OK", "", &text)
        }
        "/b" if before == 0 => answer("403 Forbidden", "", ""),
        _ => ok(path),
    });
    let folder = folder();
    let (spec, cache) = (description(&server, folder.path()), folder.path().join("cache"));
    let output = of("update", &spec, &cache, &[]).output().expect("the program runs");
    // A page could not be had.
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let text = fs::read_to_string(&spec).expect("the description is there");
    assert!(text.contains("- name: depth\n"), "{text}");
    let output = of("update", &spec, &cache, &[]).output().expect("the program runs");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(fs::read_to_string(&spec).expect("the description is there"), text);
}

#[test]
fn two_runs_do_not_share_a_folder() {
    let server = Server::new(|path, _, _| {
        thread::sleep(Duration::from_secs(1));
        ok(path)
    });
    let folder = folder();
    let (docs, other) = (server.docs(&["/a"]), options(folder.path()));
    let first = thread::spawn(move || fetch(&docs, &other).is_ok());
    while server.paths().is_empty() {
        thread::sleep(Duration::from_millis(5));
    }
    let error = fetch(&server.docs(&["/a"]), &options(folder.path())).expect_err("the folder is in use");
    assert!(error.to_string().contains("another run"), "{error}");
    assert!(first.join().expect("it does not panic"));
}
