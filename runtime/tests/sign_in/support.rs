//! A clock that nobody waits for, and a service with its token endpoint that record what they are asked.

use std::convert::Infallible;
use std::future::ready;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use clientgen_runtime::{
    Api, Authority, BoxFuture, Builder, Bytes, Client, Fill, Flow, Header, RawResponse, Request, Result,
    Server, Timer, Token, Transport,
};

pub static API: Api = Api {
    name: "shop",
    version: "1.0.0",
    servers: &[
        Server {
            name: "global",
            url: "https://api.host",
            variables: &[],
            authority: Some(Authority {
                url: "https://login.host",
                scope: Some("https://api.host/.default"),
                resource: Some("https://api.host"),
            }),
        },
        Server {
            name: "china",
            url: "https://api.cn.host",
            variables: &[],
            authority: Some(Authority {
                url: "https://login.cn.host",
                scope: None,
                resource: Some("https://api.cn.host"),
            }),
        },
        Server { name: "bare", url: "https://bare.host", variables: &[], authority: None },
    ],
    headers: &[Header { name: "MS-RequestId", fill: Fill::Uuid }],
    request_id: Some("MS-RequestId"),
    ..Api::BLANK
};

/// A clock that is moved by hand, and by whoever waits for it.
#[derive(Clone, Default)]
pub struct Clock {
    millis: Arc<AtomicU64>,
    waits: Arc<Mutex<Vec<u64>>>,
}

impl Clock {
    pub fn advance(&self, seconds: u64) {
        self.millis.fetch_add(seconds * 1000, Ordering::SeqCst);
    }

    pub fn read(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + self.passed()
    }

    pub fn reader(&self) -> impl Fn() -> SystemTime + Send + Sync + 'static {
        let clock = self.clone();
        move || clock.read()
    }

    /// How long was waited, in seconds.
    pub fn waits(&self) -> Vec<u64> {
        self.waits.lock().unwrap().clone()
    }

    pub fn passed(&self) -> Duration {
        Duration::from_millis(self.millis.load(Ordering::SeqCst))
    }
}

impl Timer for Clock {
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let clock = self.clone();
        Box::pin(async move {
            clock.waits.lock().unwrap().push(duration.as_secs());
            clock.millis.fetch_add(u64::try_from(duration.as_millis()).unwrap(), Ordering::SeqCst);
        })
    }

    fn elapsed(&self) -> Option<Duration> {
        Some(self.passed())
    }
}

/// What was asked.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<Request>>>);

impl Log {
    pub fn all(&self) -> Vec<Request> {
        self.0.lock().unwrap().clone()
    }

    /// What the token endpoints were asked.
    pub fn logins(&self) -> Vec<Request> {
        self.all().into_iter().filter(is_login).collect()
    }

    /// What the service was asked.
    pub fn calls(&self) -> Vec<Request> {
        self.all().into_iter().filter(|request| !is_login(request)).collect()
    }

    /// The forms that the token endpoints got.
    pub fn forms(&self) -> Vec<String> {
        self.logins().iter().map(|request| String::from_utf8(request.body().to_vec()).unwrap()).collect()
    }

    /// The tokens that the service got.
    pub fn tokens(&self) -> Vec<String> {
        let token = |request: &Request| request.headers()["authorization"].to_str().unwrap().to_owned();
        self.calls().iter().map(token).collect()
    }

    /// Records, and answers; both kinds of requests are numbered from 0.
    pub fn transport(
        &self,
        login: impl Fn(&Request, usize) -> RawResponse + Send + Sync + 'static,
        call: impl Fn(&Request, usize) -> RawResponse + Send + Sync + 'static,
    ) -> impl Transport {
        let log = self.clone();
        move |request: Request| {
            let response = if is_login(&request) {
                login(&request, log.logins().len())
            } else {
                call(&request, log.calls().len())
            };
            log.0.lock().unwrap().push(request);
            ready(Ok::<_, Infallible>(response))
        }
    }
}

fn is_login(request: &Request) -> bool {
    request.uri().host().unwrap().starts_with("login.")
}

pub fn json(status: u16, body: impl Into<String>) -> RawResponse {
    http::Response::builder()
        .status(status)
        .header("Content-Type", "application/json; charset=utf-8")
        .body(Bytes::from(body.into()))
        .unwrap()
}

/// The number'th token, good for an hour.
pub fn token(number: usize) -> RawResponse {
    json(200, format!(r#"{{"token_type":"Bearer","expires_in":3600,"access_token":"t{number}"}}"#))
}

pub fn fine(_: &Request, _: usize) -> RawResponse {
    json(200, "{}")
}

pub fn refusal(code: &str, description: &str) -> RawResponse {
    json(400, format!(r#"{{"error":"{code}","error_description":"{description}"}}"#))
}

pub fn builder() -> Builder<Client> {
    Builder::new(&API)
}

/// A client that signs in with a token endpoint of this behaviour, at a service that is content.
pub fn client(
    flow: impl Into<Flow>,
    login: impl Fn(&Request, usize) -> RawResponse + Send + Sync + 'static,
) -> (Client, Log) {
    let log = Log::default();
    let client = builder().sign_in(flow).transport(log.transport(login, fine)).build().unwrap();
    (client, log)
}

pub async fn call(client: &Client) -> Result<RawResponse> {
    client.execute(http::Request::get("/v1/x").body(Bytes::new()).unwrap()).await
}

/// A token that ends some seconds from now on a clock.
pub fn lasting(text: String, clock: &Clock, seconds: u64) -> Token {
    Token::from(text).with_expiry(clock.read() + Duration::from_secs(seconds))
}
