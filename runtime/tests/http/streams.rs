//! Bodies that come and go in chunks, over TCP.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use clientgen_runtime::{
    BoxError, Bytes, Client, Download, Draft, Error, Event, Events, File, Json, Lines, Method, Operation,
    RawResponse, Request, ReqwestTransport, Response, Retry, Text, Token, Transport, Upload,
};
use futures_util::stream::{self, StreamExt, TryStreamExt};

use crate::support::{API, Customer};

static GET: Operation = Operation { id: "get", method: Method::GET, path: "/get", headers: &[] };
static PUT: Operation =
    Operation { id: "put", method: Method::PUT, path: "/put", headers: &["MS-RequestId"] };

/// What a server sends, piece by piece, before it closes the connection or keeps it open.
struct Script {
    pieces: Vec<Vec<u8>>,
    hang: bool,
}

fn script(pieces: &[&[u8]]) -> Script {
    Script { pieces: pieces.iter().map(|piece| piece.to_vec()).collect(), hang: false }
}

/// An answer to the end of the connection, its body cut into chunks of `size`.
fn cut(head: &str, body: &[u8], size: usize) -> Script {
    let head = format!("HTTP/1.1 {head}\r\nConnection: close\r\n\r\n").into_bytes();
    let pieces = [head].into_iter().chain(body.chunks(size).map(<[u8]>::to_vec)).collect();
    Script { pieces, hang: false }
}

fn server(scripts: Vec<Script>) -> (SocketAddr, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (asked, questions) = channel();
    thread::spawn(move || {
        for script in scripts {
            let (mut stream, _) = listener.accept().unwrap();
            stream.set_nodelay(true).unwrap();
            drop(asked.send(question(&mut BufReader::new(stream.try_clone().unwrap()))));
            for piece in script.pieces {
                if stream.write_all(&piece).and_then(|()| stream.flush()).is_err() {
                    break;
                }
                thread::sleep(Duration::from_millis(1));
            }
            if script.hang {
                let _ = stream.read(&mut [0; 64]);
            }
        }
    });
    (address, questions)
}

/// A request with its body, which may come in chunks.
fn question(reader: &mut BufReader<TcpStream>) -> String {
    let mut text = String::new();
    while reader.read_line(&mut text).unwrap() > 2 {}
    let lower = text.to_ascii_lowercase();
    let length = lower.lines().find_map(|line| line.strip_prefix("content-length: "));
    let mut body = vec![0; length.map_or(0, |length| length.parse().unwrap())];
    reader.read_exact(&mut body).unwrap();
    while lower.contains("transfer-encoding: chunked") {
        let mut size = String::new();
        if reader.read_line(&mut size).unwrap() == 0 {
            break;
        }
        let mut chunk = vec![0; usize::from_str_radix(size.trim(), 16).unwrap() + 2];
        reader.read_exact(&mut chunk).unwrap();
        if chunk.len() == 2 {
            break;
        }
        body.extend_from_slice(&chunk[..chunk.len() - 2]);
    }
    text + &String::from_utf8_lossy(&body)
}

fn retry() -> Retry {
    Retry::new().backoff(Duration::from_millis(1), Duration::from_millis(2))
}

fn over(transport: impl Transport, address: SocketAddr, retry: Retry) -> Client {
    let builder = clientgen_runtime::Builder::new(&API).bearer("s3cret").retry(retry);
    builder.base_url(&format!("http://{address}")).transport(transport).build().unwrap()
}

fn client(address: SocketAddr) -> Client {
    over(ReqwestTransport::new().unwrap(), address, retry())
}

fn get() -> clientgen_runtime::Result<Request> {
    Draft::new(&GET, "/get").accept("*/*").finish()
}

#[tokio::test]
async fn a_download_comes_in_chunks() {
    let body: Vec<u8> = (0..=255).cycle().take(3000).collect();
    let (address, _questions) =
        server(vec![cut("200 OK\r\nContent-Length: 3000\r\nContent-Type: image/png", &body, 700)]);
    let mut download = client(address).call::<Download>(get()).await.unwrap();
    assert_eq!((download.length(), download.received()), (Some(3000), 0));
    assert_eq!(download.head().header("content-type"), Some("image/png"));
    let first = download.next().await.unwrap().unwrap();
    assert!(first.len() < 3000 && download.received() == first.len() as u64, "{}", first.len());
    let rest: Vec<Bytes> = download.by_ref().try_collect().await.unwrap();
    assert_eq!([first.to_vec(), rest.concat()].concat(), body);
    assert_eq!(download.received(), 3000);
    assert!(download.next().await.is_none());
}

#[tokio::test]
async fn a_download_that_breaks_off_says_how_far_it_came() {
    let (address, _questions) = server(vec![cut("200 OK\r\nContent-Length: 100", b"0123456789", 5)]);
    let mut download = client(address).call::<Download>(get()).await.unwrap();
    let mut received = 0;
    let error = loop {
        match download.next().await.unwrap() {
            Ok(chunk) => received += chunk.len(),
            Err(error) => break error,
        }
    };
    assert_eq!(received, 10);
    assert!(matches!(error, Error::Transport(_)) && error.is_retryable(), "{error:?}");
    assert!(error.to_string().contains("the body broke off after 10 bytes"), "{error}");
    assert!(download.next().await.is_none());
    assert_eq!(std::io::Error::from(error).kind(), std::io::ErrorKind::Other);
}

#[tokio::test]
async fn a_download_may_not_stand_still() {
    let mut script = cut("200 OK\r\nContent-Length: 100", b"0123", 4);
    script.hang = true;
    let (address, _questions) = server(vec![script]);
    let retry = retry().idle_timeout(Duration::from_millis(50));
    let client = over(ReqwestTransport::new().unwrap(), address, retry);
    let mut download = client.call::<Download>(get()).await.unwrap();
    assert_eq!(download.next().await.unwrap().unwrap(), "0123");
    let error = download.next().await.unwrap().unwrap_err();
    assert!(error.is_timeout() && error.to_string().contains("after 4 bytes"), "{error}");
    assert!(download.next().await.is_none());
    assert_eq!(std::io::Error::from(error).kind(), std::io::ErrorKind::TimedOut);
}

#[tokio::test]
async fn what_is_no_success_is_read_whole_and_tried_again() {
    let (address, questions) = server(vec![
        cut("503 Busy\r\nContent-Length: 0", b"", 1),
        cut("200 OK\r\nContent-Length: 2", b"ok", 1),
        cut("404 No\r\nContent-Length: 13\r\nMS-RequestId: r9", br#"{"code":3000}"#, 2),
    ]);
    let client = client(address);
    let download = client.call::<Download>(get()).response().await.unwrap();
    assert_eq!(download.tries(), 2);
    assert_eq!(download.into_value().map_ok(|chunk| chunk.to_vec()).try_concat().await.unwrap(), b"ok");
    let error = client.call::<Download>(get()).await.unwrap_err();
    assert_eq!((error.code().as_deref(), error.request_id()), (Some("3000"), Some("r9")));
    assert_eq!(questions.iter().take(3).count(), 3);
}

#[tokio::test]
async fn over_a_closure_a_download_is_one_chunk() {
    let transport = |_: Request| async { Ok::<_, BoxError>(RawResponse::new(Bytes::from_static(b"whole"))) };
    let client = over(transport, "127.0.0.1:1".parse().unwrap(), retry());
    let mut download = client.call::<Download>(get()).await.unwrap();
    assert_eq!(download.next().await.unwrap().unwrap(), "whole");
    assert!(download.next().await.is_none());
}

const EVENTS: &str = "\u{feff}: hi\r\n\r\nid: 1\r\nevent: delta\r\ndata: {\"id\":\r\ndata: \"Zoë\"}\r\n\r\n\
                      data: {\"id\": 1}\n\ndata: {\"id\": \"b\"}\r\rdata: [DONE]\n\ndata: {}\n\n";

#[tokio::test]
async fn events_are_typed_however_they_are_cut() {
    for size in [1, 2, 3, 7, 1000] {
        let (address, _questions) =
            server(vec![cut("200 OK\r\nContent-Type: text/event-stream", EVENTS.as_bytes(), size)]);
        let mut events = client(address).call::<Events<Event<Customer>>>(get()).await.unwrap();
        assert_eq!(events.head().header("content-type"), Some("text/event-stream"));
        let event = events.next().await.unwrap().unwrap();
        assert_eq!((&*event.name, &*event.id, event.data.id.as_deref()), ("delta", "1", Some("Zoë")));
        let error = events.next().await.unwrap().unwrap_err();
        assert!(matches!(error, Error::Decode(_)), "{error:?}");
        assert_eq!(error.response().unwrap().body(), r#"{"id": 1}"#);
        let event = events.next().await.unwrap().unwrap();
        assert_eq!((&*event.name, &*event.id, event.data.id.as_deref()), ("message", "1", Some("b")));
        assert!(events.next().await.is_none());
    }
}

#[tokio::test]
async fn events_are_read_whole_or_as_text() {
    let answer = || cut("200 OK", b"id: 7\nretry: 9\nevent: x\ndata: [DONE]\n\n", 5);
    let (address, _questions) = server(vec![answer(), answer()]);
    let client = client(address);
    let texts: Vec<Event<Text>> = client.call::<Events<_>>(get()).await.unwrap().try_collect().await.unwrap();
    assert_eq!((texts.len(), &*texts[0].data), (1, "[DONE]"));
    let whole: Vec<Json> = client.call::<Events<_>>(get()).await.unwrap().try_collect().await.unwrap();
    assert_eq!(whole, [serde_json::json!({"event": "x", "data": "[DONE]", "id": "7", "retry": 9})]);
}

#[tokio::test]
async fn events_go_on_after_the_last_one() {
    let (address, questions) = server(vec![
        cut("200 OK", b"retry: 1\nid: a\ndata: 1\n\ndata: lost", 4),
        cut("200 OK\r\nContent-Length: 99", b"id: b\ndata: 2\n\n", 4),
        cut("204 No Content", b"", 1),
    ]);
    let events = client(address).call::<Events<Event<i32>>>(get()).await.unwrap().reconnecting();
    let data: Vec<i32> = events.map_ok(|event| event.data).try_collect().await.unwrap();
    assert_eq!(data, [1, 2]);
    let asked: Vec<String> = questions.iter().take(3).map(|asked| asked.to_ascii_lowercase()).collect();
    assert!(!asked[0].contains("last-event-id"), "{}", asked[0]);
    assert!(asked[1].contains("\r\nlast-event-id: a\r\n"), "{}", asked[1]);
    assert!(asked[2].contains("\r\nlast-event-id: b\r\n"), "{}", asked[2]);
}

#[tokio::test]
async fn lines_are_typed_however_they_are_cut() {
    let lines = "\u{feff}{\"id\": \"Zoë\"}\r\n\n{\"id\": 1}\n{\"id\": \"b\"}";
    let sequence = "\u{1e}{\"id\":\n\"Zoë\"}\n\u{1e}{\"id\": 1}\n\u{1e}{\"id\": \"b\"}\n";
    for size in [1, 2, 3, 1000] {
        for (media, body) in [("application/jsonl", lines), ("application/json-seq; x=1", sequence)] {
            let head = format!("200 OK\r\nContent-Type: {media}");
            let (address, _questions) = server(vec![cut(&head, body.as_bytes(), size)]);
            let mut lines = client(address).call::<Lines<Customer>>(get()).await.unwrap();
            assert_eq!(lines.next().await.unwrap().unwrap().id.as_deref(), Some("Zoë"));
            let error = lines.next().await.unwrap().unwrap_err();
            assert_eq!(error.response().unwrap().body(), r#"{"id": 1}"#);
            assert_eq!(lines.next().await.unwrap().unwrap().id.as_deref(), Some("b"));
            assert!(lines.next().await.is_none());
        }
    }
}

fn chunks() -> impl stream::Stream<Item = Result<&'static str, BoxError>> + Send {
    stream::iter(["ab", "", "cdef"]).map(Ok)
}

fn put(upload: Upload) -> clientgen_runtime::Result<Request> {
    Draft::new(&PUT, "/put").header("MS-RequestId", &"r".to_owned()).upload("image/png", upload).finish()
}

#[tokio::test]
async fn an_upload_goes_in_chunks() {
    let good = || script(&[b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"]);
    let (address, questions) = server(vec![good(), good(), good()]);
    let client = client(address);
    for upload in [Upload::stream(chunks()), Upload::stream(chunks()).of_length(6), Upload::from("abcdef")] {
        let length = upload.length();
        client.call::<()>(put(upload)).await.unwrap();
        let asked = questions.recv().unwrap();
        assert!(asked.ends_with("\r\n\r\nabcdef"), "{asked}");
        let lower = asked.to_ascii_lowercase();
        assert!(lower.contains("\r\ncontent-type: image/png\r\n"), "{asked}");
        assert_eq!(lower.contains("\r\ncontent-length: 6\r\n"), length.is_some(), "{asked}");
        assert_eq!(lower.contains("\r\ntransfer-encoding: chunked\r\n"), length.is_none(), "{asked}");
    }
}

#[tokio::test]
async fn a_stream_is_sent_once_and_what_makes_one_again() {
    let busy = || cut("503 Busy\r\nContent-Length: 0", b"", 1);
    let good = || script(&[b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"]);
    let (address, questions) = server(vec![busy(), busy(), good()]);
    let client = client(address);
    let error = client.call::<()>(put(Upload::stream(chunks()))).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.tries()), (503, 1));
    let response: Response<()> = client.call(put(Upload::made_by(chunks))).await.unwrap();
    assert_eq!(response.tries(), 2);
    assert!(questions.iter().take(3).all(|asked| asked.ends_with("abcdef")));
    let error = {
        let upload = Upload::stream(chunks());
        drop(upload.open());
        client.call::<()>(put(upload)).await.unwrap_err()
    };
    assert!(error.to_string().contains("has been sent already"), "{error}");
}

#[tokio::test]
async fn a_stream_is_not_sent_by_two_tokens() {
    let (address, _questions) = server(vec![cut("401 No\r\nContent-Length: 0", b"", 1)]);
    let builder = clientgen_runtime::Builder::<Client>::new(&API);
    let turn = std::sync::atomic::AtomicU8::new(0);
    let credential = move || {
        let turn = turn.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        async move { Ok::<_, BoxError>(Token::from(format!("token {turn}").as_str())) }
    };
    let builder = builder.credential(credential).base_url(&format!("http://{address}")).retry(retry());
    let client = builder.transport(ReqwestTransport::new().unwrap()).build().unwrap();
    let error = client.call::<()>(put(Upload::stream(chunks()))).await.unwrap_err();
    assert!(error.is_unauthorized(), "{error}");
}

#[tokio::test]
async fn an_upload_that_fails_is_an_error() {
    let (address, _questions) = server(vec![script(&[])]);
    let broken = stream::iter([Ok("ab"), Err("the disk is gone")]);
    let error = client(address).call::<()>(put(Upload::stream(broken).of_length(6))).await.unwrap_err();
    assert!(matches!(error, Error::Transport(_)), "{error:?}");
    assert!(error.to_string().contains("the disk is gone"), "{error}");
}

#[tokio::test]
async fn a_file_of_a_form_is_a_stream() {
    let good = || script(&[b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"]);
    let (address, questions) = server(vec![good(), good()]);
    let client = client(address);
    for length in [None, Some(6)] {
        let upload = Upload::made_by(chunks);
        let upload = match length {
            Some(length) => upload.of_length(length),
            None => upload,
        };
        let file = File::new(upload).named("a.png");
        let draft = Draft::new(&PUT, "/put").part("name", &"x".to_owned()).file("file", &file);
        client.call::<()>(draft.finish()).await.unwrap();
        let asked = questions.recv().unwrap();
        let (head, body) = asked.split_once("\r\n\r\n").unwrap();
        let (_, boundary) = head.split_once("boundary=").unwrap();
        let boundary = boundary.lines().next().unwrap();
        let expected = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nx\r\n--{boundary}\r\n\
             Content-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\
             Content-Type: application/octet-stream\r\n\r\nabcdef\r\n--{boundary}--\r\n"
        );
        assert_eq!(body, expected);
        let claimed = format!("content-length: {}", expected.len());
        assert_eq!(head.to_ascii_lowercase().contains(&claimed), length.is_some(), "{head}");
    }
}

#[tokio::test]
async fn lines_go_out_too() {
    let items = vec![Customer { id: Some("a\nb".to_owned()), name: None }, Customer::default()];
    let request = Draft::new(&PUT, "/put").lines("application/jsonl", &items).finish().unwrap();
    assert_eq!(request.body(), "{\"id\":\"a\\nb\"}\n{}\n");
    assert_eq!(request.headers()["content-type"], "application/jsonl");
    let request = Draft::new(&PUT, "/put").lines("application/json-seq", &items).finish().unwrap();
    assert_eq!(request.body(), "\x1e{\"id\":\"a\\nb\"}\n\x1e{}\n");
    let none: Option<Vec<Customer>> = None;
    let request = Draft::new(&PUT, "/put").lines("application/jsonl", &none).finish().unwrap();
    assert!(request.body().is_empty() && request.headers().get("content-type").is_none());
}

#[cfg(feature = "blocking")]
mod blocking {
    use clientgen_runtime::BlockingTransport;

    use super::*;

    static DELETE: Operation =
        Operation { id: "delete", method: Method::DELETE, path: "/delete", headers: &[] };

    fn client(address: SocketAddr) -> Client {
        over(BlockingTransport::new(), address, retry().idle_timeout(Duration::from_millis(80)))
    }

    #[test]
    fn a_download_is_a_reader() {
        let (address, _questions) = server(vec![
            cut("200 OK\r\nContent-Length: 3000", &[7; 3000], 700),
            cut("200 OK\r\nContent-Length: 100", b"0123", 2),
        ]);
        let client = client(address);
        let mut bytes = Vec::new();
        let download = client.call::<Download>(get()).wait().unwrap();
        assert_eq!(download.length(), Some(3000));
        download.into_reader().read_to_end(&mut bytes).unwrap();
        assert_eq!(bytes, [7; 3000]);
        let download = client.call::<Download>(get()).wait().unwrap();
        let error = download.into_reader().read_to_end(&mut bytes).unwrap_err();
        assert!(error.to_string().contains("after 4 bytes"), "{error}");
    }

    #[test]
    fn events_are_waited_for_and_time_out() {
        let mut script = cut("200 OK", b"data: 1\n\ndata: 2\n\n", 3);
        script.hang = true;
        let (address, _questions) = server(vec![script]);
        let mut events = client(address).call::<Events<Event<i32>>>(get()).wait().unwrap().wait();
        assert_eq!(events.next().unwrap().unwrap().data, 1);
        assert_eq!(events.next().unwrap().unwrap().data, 2);
        let error = events.next().unwrap().unwrap_err();
        assert!(error.is_timeout(), "{error}");
    }

    #[test]
    fn an_upload_goes_in_chunks() {
        let good = || script(&[b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"]);
        let (address, questions) = server(vec![good(), good(), good()]);
        let client = client(address);
        let request = Draft::new(&DELETE, "/delete").upload("text/plain", Upload::made_by(chunks)).finish();
        client.call::<()>(request).wait().unwrap();
        client.call::<()>(put(Upload::stream(chunks()))).wait().unwrap();
        client.call::<()>(put(Upload::stream(chunks()).of_length(6))).wait().unwrap();
        assert!(questions.iter().take(3).all(|asked| asked.ends_with("abcdef")));
    }
}
