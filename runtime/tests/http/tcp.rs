//! The reqwest transport, over a server of a few lines.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use clientgen_runtime::{Client, Error, ReqwestTransport};

use crate::support::{builder, get, list};

/// Answers one connection after the other with `answers`, and passes on what it was asked.
fn server(answers: Vec<Vec<u8>>) -> (SocketAddr, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (asked, questions) = channel();
    thread::spawn(move || {
        for answer in answers {
            let (mut stream, _) = listener.accept().unwrap();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            let mut question = String::new();
            let mut length = 0;
            while reader.read_line(&mut question).unwrap() > 2 {
                let line = question.lines().last().unwrap_or("").to_ascii_lowercase();
                length =
                    line.strip_prefix("content-length: ").map_or(length, |length| length.parse().unwrap());
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body).unwrap();
            asked.send(question + std::str::from_utf8(&body).unwrap()).unwrap();
            // The client may have hung up.
            let _ = stream.write_all(&answer);
        }
    });
    (address, questions)
}

fn answer(head: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {head}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

fn client(address: SocketAddr, transport: ReqwestTransport) -> Client {
    builder().base_url(&format!("http://{address}/base")).transport(transport).build().unwrap()
}

#[tokio::test]
async fn sends_and_receives() {
    let body = br#"{"id":"a","companyName":"x"}"#;
    let (address, questions) = server(vec![answer("201 Created\r\nMS-RequestId: r9", body)]);
    let client = client(address, ReqwestTransport::new().unwrap());
    let response = get(&client, "a/b").request_id("r1").send().response().await.unwrap();
    assert_eq!((response.status().as_u16(), response.request_id()), (201, Some("r9")));
    assert_eq!(response.value().name.as_deref(), Some("x"));
    let question = questions.recv().unwrap();
    assert!(question.starts_with("GET /base/v1/customers/a%2Fb HTTP/1.1\r\n"), "{question}");
    for line in [
        "authorization: Bearer s3cret",
        "ms-requestid: r1",
        "accept: application/json",
        "accept-encoding: gzip",
    ] {
        assert!(question.contains(&format!("\r\n{line}\r\n")), "{line} in {question}");
    }
    assert!(question.contains(&format!("\r\nhost: {address}\r\n")), "{question}");
}

#[tokio::test]
async fn follows_pages() {
    let first = br#"{"items":[{"id":"a"}],"links":{"next":{"uri":"/customers?p='2'","headers":[{"key":"MS-ContinuationToken","value":"t/="}]}}}"#;
    let (address, questions) =
        server(vec![answer("200 OK", first), answer("200 OK", br#"{"items":[{"id":"b"}]}"#)]);
    let client = client(address, ReqwestTransport::new().unwrap());
    let mut items = list(&client).items();
    let mut ids = Vec::new();
    while let Some(item) = items.next().await {
        ids.push(item.unwrap().id.unwrap());
    }
    assert_eq!(ids, ["a", "b"]);
    questions.recv().unwrap();
    let question = questions.recv().unwrap();
    assert!(question.starts_with("GET /base/v1/customers?p=%272%27 HTTP/1.1"), "{question}");
    assert!(question.contains("\r\nms-continuationtoken: t/=\r\n"), "{question}");
}

#[tokio::test]
async fn unpacks_gzip() {
    // `{"id":"a"}`, written by gzip.
    let packed = [
        0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 3, 0xab, 0x56, 0xca, 0x4c, 0x51, 0xb2, 0x52, 0x4a, 0x54, 0xaa, 5, 0,
        0x43, 0xe6, 0xa4, 0x9a, 10, 0, 0, 0,
    ];
    let (address, _questions) = server(vec![answer("200 OK\r\nContent-Encoding: gzip", &packed)]);
    let customer = get(&client(address, ReqwestTransport::new().unwrap()), "1").send().await.unwrap();
    assert_eq!(customer.id.as_deref(), Some("a"));
}

#[tokio::test]
async fn follows_no_redirect() {
    let (other, asked) = server(vec![answer("200 OK", b"{}")]);
    let head = format!("307 Temporary Redirect\r\nLocation: http://{other}/base/v1/customers/1");
    let (address, _questions) = server(vec![answer(&head, b"")]);
    let error = get(&client(address, ReqwestTransport::new().unwrap()), "1").send().await.unwrap_err();
    assert!(matches!(error, Error::Status(_)));
    assert_eq!(error.status().unwrap(), 307);
    assert!(error.response().unwrap().header("location").unwrap().contains(&other.to_string()));
    assert!(asked.try_recv().is_err(), "the token stays at home");
}

#[tokio::test]
async fn bounds_the_body() {
    let body = vec![b'x'; 5000];
    for (limit, fits) in [(5000, true), (4999, false), (0, false)] {
        let (address, _questions) = server(vec![answer("200 OK", &body)]);
        let transport = ReqwestTransport::new().unwrap().body_limit(limit);
        let result = get(&client(address, transport), "1").send_as::<clientgen_runtime::Bytes>().await;
        match result {
            Ok(read) => assert!(fits && read.len() == 5000),
            Err(error) => {
                assert!(!fits && matches!(error, Error::Transport(_)), "{error:?}");
                assert!(error.to_string().contains(&format!("has more than {limit} bytes")), "{error}");
            }
        }
    }
}

#[tokio::test]
async fn tells_refused_connections_and_timeouts() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    // Accepts, by way of the backlog, and never answers.
    let transport = ReqwestTransport::new().unwrap().timeout(Duration::from_millis(50));
    let error = get(&client(address, transport), "hidden").request_id("r1").send().await.unwrap_err();
    let Error::Timeout(cause) = &error else { panic!("{error:?}") };
    assert!(cause.cause().downcast_ref::<reqwest::Error>().unwrap().is_timeout());
    assert_eq!(error.request_id(), Some("r1"));
    drop(listener);
    let error = get(&client(address, ReqwestTransport::new().unwrap()), "hidden").send().await.unwrap_err();
    assert!(matches!(error, Error::Transport(_)));
    let said = format!("{error} {error:?}");
    assert!(
        said.contains("no response arrived: ") && !said.contains("hidden") && !said.contains("s3cret"),
        "{said}"
    );
}

#[tokio::test]
async fn a_truncated_body_is_no_response() {
    let (address, _questions) =
        server(vec![b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"id\"".to_vec()]);
    let error = get(&client(address, ReqwestTransport::new().unwrap()), "1").send().await.unwrap_err();
    assert!(matches!(error, Error::Transport(_)), "{error:?}");
}

#[test]
fn needs_a_runtime_and_says_so() {
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};
    let address = SocketAddr::from(([127, 0, 0, 1], 9));
    let client = client(address, ReqwestTransport::new().unwrap());
    let mut call = pin!(get(&client, "1").send());
    let Poll::Ready(Err(error)) = call.as_mut().poll(&mut Context::from_waker(Waker::noop())) else {
        panic!()
    };
    assert!(matches!(error, Error::Transport(_)));
    assert!(error.to_string().contains("needs a Tokio runtime around it"), "{error}");
}

#[test]
fn is_the_default() {
    assert!(builder().build().is_ok());
}

#[tokio::test]
async fn takes_a_client_that_is_set_up_already() {
    let tls = rustls::ClientConfig::builder_with_provider(rustls::crypto::ring::default_provider().into())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    let own = reqwest::Client::builder().tls_backend_preconfigured(tls).referer(false).build().unwrap();
    let (address, questions) = server(vec![answer("200 OK", b"{}")]);
    get(&client(address, own.into()), "1").send().await.unwrap();
    assert!(questions.recv().unwrap().contains("Bearer s3cret"));
}
