//! Over TCP: a token endpoint, a service and a place that neither may lead to.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use clientgen_runtime::{Client, Error, SignIn};
use futures_util::future::join_all;

use crate::support::{builder, call};

type Asked = Arc<Mutex<Vec<String>>>;

/// Answers each connection by what it asks, and keeps that.
fn server(answer: impl Fn(&str, usize) -> String + Send + Sync + 'static) -> (SocketAddr, Asked) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let asked = Asked::default();
    let (log, answer) = (asked.clone(), Arc::new(answer));
    thread::spawn(move || {
        for stream in listener.incoming() {
            let (log, answer) = (log.clone(), answer.clone());
            thread::spawn(move || {
                let mut stream = stream.unwrap();
                let question = read(&stream);
                let number = {
                    let mut log = log.lock().unwrap();
                    log.push(question.clone());
                    log.len() - 1
                };
                // The client may have hung up.
                let _ = stream.write_all(answer(&question, number).as_bytes());
            });
        }
    });
    (address, asked)
}

fn read(stream: &TcpStream) -> String {
    let mut reader = BufReader::new(stream);
    let (mut head, mut length) = (String::new(), 0);
    while reader.read_line(&mut head).unwrap() > 2 {
        let line = head.lines().last().unwrap_or("").to_ascii_lowercase();
        length = line.strip_prefix("content-length: ").map_or(length, |length| length.parse().unwrap());
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    head + std::str::from_utf8(&body).unwrap()
}

fn answer(head: &str, body: &str) -> String {
    format!("HTTP/1.1 {head}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}", body.len())
}

fn token(number: usize) -> String {
    answer("200 OK", &format!(r#"{{"token_type":"Bearer","expires_in":"3599","access_token":"t{number}"}}"#))
}

fn client(login: SocketAddr, service: SocketAddr) -> Client {
    let sign_in = SignIn::client_secret("contoso.com", "app", "hunter2")
        .authority(format!("http://{login}"))
        .scope("https://api.host/.default");
    builder().base_url(&format!("http://{service}")).sign_in(sign_in).build().unwrap()
}

#[tokio::test]
async fn one_token_for_many_calls_and_another_when_it_is_refused() {
    let (login, logins) = server(|_, number| token(number));
    let (service, calls) = server(|question, _| {
        let is_old = question.contains("\r\nauthorization: Bearer t0\r\n");
        if is_old { answer("401 Unauthorized", "") } else { answer("200 OK", "{}") }
    });
    let client = client(login, service);
    for result in join_all((0..20).map(|_| call(&client))).await {
        assert_eq!(result.unwrap().status(), 200);
    }
    let (logins, calls) = (logins.lock().unwrap(), calls.lock().unwrap());
    assert_eq!((logins.len(), calls.len()), (2, 40));
    for question in &*logins {
        assert!(question.starts_with("POST /contoso.com/oauth2/v2.0/token HTTP/1.1\r\n"), "{question}");
        assert!(question.ends_with(
            "\r\n\r\nclient_id=app&grant_type=client_credentials&scope=https%3A%2F%2Fapi.host%2F.default\
             &client_secret=hunter2"
        ));
        assert!(!question.contains("authorization") && !question.contains("ms-requestid"), "{question}");
    }
    assert!(calls.iter().all(|question| !question.contains("hunter2")));
}

#[tokio::test]
async fn neither_secret_nor_token_goes_elsewhere() {
    let (elsewhere, seen) = server(|_, _| answer("200 OK", "{}"));
    let away = move |head: &str| answer(&format!("{head}\r\nLocation: http://{elsewhere}/x"), "");
    for head in ["301 Moved", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"] {
        // The token endpoint sends away.
        let (login, _) = server(move |_, _| away(head));
        let (service, calls) = server(|_, _| answer("200 OK", "{}"));
        let error = call(&client(login, service)).await.unwrap_err();
        assert!(matches!(error, Error::Credential(_)), "{error:?}");
        assert!(calls.lock().unwrap().is_empty());
        // The service does.
        let (login, _) = server(|_, number| token(number));
        let (service, _) = server(move |_, _| away(head));
        assert!(call(&client(login, service)).await.unwrap().status().is_redirection());
    }
    assert!(seen.lock().unwrap().is_empty());
}

#[tokio::test]
async fn tells_that_nobody_is_there() {
    let gone = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let (service, calls) = server(|_, _| answer("200 OK", "{}"));
    let client = client(gone, service).with_retry(clientgen_runtime::Retry::none());
    let error = call(&client).await.unwrap_err();
    assert!(matches!(error, Error::Credential(_)) && error.is_retryable(), "{error:?}");
    let said = format!("{error} {error:?}");
    assert!(said.contains(&format!("no answer from http://{gone}")) && !said.contains("hunter2"), "{said}");
    assert!(calls.lock().unwrap().is_empty());
}
