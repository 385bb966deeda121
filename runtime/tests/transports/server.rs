//! A server whose paths say what it does.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

#[derive(Clone)]
pub struct Server {
    pub address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self { address: listener.local_addr().unwrap(), asked: Arc::default() };
        let own = server.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let own = own.clone();
                thread::spawn(move || own.serve(stream));
            }
        });
        server
    }

    /// How many requests there were.
    pub fn count(&self) -> usize {
        self.asked.lock().unwrap().len()
    }

    /// The last request, head and body.
    pub fn last(&self) -> String {
        self.asked.lock().unwrap().last().unwrap().clone()
    }

    fn serve(&self, mut stream: TcpStream) {
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let mut asked = String::new();
        let mut length = 0;
        while reader.read_line(&mut asked).is_ok_and(|read| read > 2) {
            let line = asked.lines().last().unwrap_or("").to_ascii_lowercase();
            length = line.strip_prefix("content-length: ").map_or(length, |length| length.parse().unwrap());
        }
        let mut body = vec![0; length];
        if asked.is_empty() || reader.read_exact(&mut body).is_err() {
            return;
        }
        let kind = asked.split('/').nth(2).unwrap_or("").to_owned();
        let ready =
            |asked: &[String]| asked.iter().filter(|request| request.contains("/early/")).count() % 3 == 2;
        let mut all = self.asked.lock().unwrap();
        let kind = if kind == "early" && ready(&all) { "good".to_owned() } else { kind };
        all.push(asked + std::str::from_utf8(&body).unwrap());
        drop(all);
        // The client may have hung up.
        let _ = stream.write_all(answer(&kind).as_bytes());
        if matches!(&*kind, "stalled" | "trickling") {
            let _ = reader.read(&mut [0]);
        }
    }
}

fn answer(kind: &str) -> String {
    let (head, body) = match kind {
        "good" => ("200 OK\r\nContent-Length: 14", "{\"good\": true}"),
        "chunks" => ("200 OK\r\nTransfer-Encoding: chunked", "8\r\n{\"good\":\r\n6\r\n true}\r\n0\r\n\r\n"),
        "empty" => ("204 No Content\r\nX-Own: back", ""),
        "early" => ("204 No Content\r\nRetry-After: 0", ""),
        "missing" => ("404 Not Found\r\nContent-Length: 14", "{\"code\": 3000}"),
        "redirect" => ("307 Temporary Redirect\r\nLocation: /base/good/1\r\nContent-Length: 0", ""),
        "busy" => ("503 Service Unavailable\r\nContent-Length: 0", ""),
        "cut" | "trickling" => ("200 OK\r\nContent-Length: 100", "{"),
        "garbage" => return "220 mail.example ESMTP\r\n".to_owned(),
        _ => return String::new(),
    };
    format!("HTTP/1.1 {head}\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{body}")
}
