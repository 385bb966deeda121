//! What a client needs of a transport.

use std::time::{Duration, Instant};

use clientgen_runtime::{
    Api, Builder, Bytes, Call, Client, Draft, Error, Fill, Header, Json, Method, Operation, Response, Result,
    Retry, Timer, Transport,
};

use crate::server::Server;

static API: Api = Api {
    name: "transports",
    version: "1.0.0",
    headers: &[Header { name: "MS-RequestId", fill: Fill::Uuid }],
    request_id: Some("MS-RequestId"),
    idempotency_keys: &["MS-RequestId"],
    ..Api::BLANK
};

const fn operation(method: Method) -> Operation {
    Operation { id: "call", method, path: "/{thing}", headers: &["MS-RequestId"] }
}

static GET: Operation = operation(Method::GET);
static POST: Operation = operation(Method::POST);
static PATCH: Operation = operation(Method::PATCH);
static DELETE: Operation = operation(Method::DELETE);

/// Brings a call to its end.
type Run<'a> = &'a dyn Fn(Call<Response<Option<Json>>>) -> Result<Response<Option<Json>>>;

struct Suite<'a> {
    server: Server,
    client: Client,
    run: Run<'a>,
}

/// Tests a transport. `timer` is for those that bring none.
pub fn suite<T: Timer>(transport: impl Transport, timer: Option<T>, run: Run<'_>) {
    let server = Server::start();
    let retry = Retry::new().backoff(Duration::from_millis(1), Duration::from_millis(5));
    let mut builder = Builder::<Client>::new(&API).bearer("s3cret").transport(transport).retry(retry);
    if let Some(timer) = timer {
        builder = builder.timer(timer);
    }
    let client = builder.base_url(&format!("http://{}/base", server.address)).build().unwrap();
    let suite = Suite { server, client, run };
    suite.sends_what_it_is_given();
    suite.sends_bodies_by_every_method();
    suite.gives_back_what_came();
    suite.follows_no_redirect();
    suite.tells_how_far_it_got();
    suite.can_be_tried_again();
    suite.waits_until_ready();
    suite.ends_in_time();
}

impl Suite<'_> {
    fn call(&self, client: &Client, draft: Draft) -> Result<Response<Option<Json>>> {
        (self.run)(client.call(draft.finish()))
    }

    fn get(&self, path: &str) -> Result<Response<Option<Json>>> {
        self.call(&self.client, Draft::new(&GET, path))
    }

    fn sends_what_it_is_given(&self) {
        let draft = Draft::new(&GET, "/good/a%2Fb").query("q", &"x y".to_owned()).header("X-Own", &7);
        let response = self.call(&self.client, draft).unwrap();
        assert_eq!(response.value().as_ref().unwrap()["good"], true);
        let asked = self.server.last();
        assert!(asked.starts_with("GET /base/good/a%2Fb?q=x%20y HTTP/1.1\r\n"), "{asked}");
        let lower = asked.to_ascii_lowercase();
        let id = response.request_id().unwrap();
        let lines = ["authorization: bearer s3cret", "x-own: 7", "accept: application/json"];
        for line in lines.map(str::to_owned).into_iter().chain([format!("ms-requestid: {id}")]) {
            assert_eq!(lower.matches(&format!("\r\n{line}\r\n")).count(), 1, "{line} in {asked}");
        }
        assert!(lower.contains("\r\nuser-agent: transports/1.0.0 clientgen-runtime/"), "{asked}");
    }

    fn sends_bodies_by_every_method(&self) {
        for operation in [&POST, &PATCH, &DELETE] {
            let body = Bytes::from(r#"{"name": "Zoë"}"#);
            self.call(&self.client, Draft::new(operation, "/good/1").body("application/json", body)).unwrap();
            let asked = self.server.last();
            assert!(asked.starts_with(operation.method.as_str()), "{asked}");
            assert!(asked.ends_with("\r\n\r\n{\"name\": \"Zoë\"}"), "{asked}");
        }
        self.call(&self.client, Draft::new(&POST, "/good/1")).unwrap();
        assert!(self.server.last().to_ascii_lowercase().contains("\r\ncontent-length: 0\r\n"));
        self.call(&self.client, Draft::new(&DELETE, "/good/1")).unwrap();
    }

    fn gives_back_what_came(&self) {
        let response = self.get("/empty/1").unwrap();
        assert_eq!((response.status().as_u16(), response.value()), (204, &None));
        assert_eq!(response.header("x-own"), Some("back"));
        let error = self.get("/missing/1").unwrap_err();
        assert_eq!((error.status().unwrap().as_u16(), error.code().as_deref()), (404, Some("3000")));
        assert_eq!(self.get("/chunks/1").unwrap().value().as_ref().unwrap()["good"], true);
    }

    fn follows_no_redirect(&self) {
        let before = self.server.count();
        let error = self.get("/redirect/1").unwrap_err();
        assert_eq!((error.status().unwrap().as_u16(), self.server.count()), (307, before + 1));
    }

    fn tells_how_far_it_got(&self) {
        let before = self.server.count();
        for path in ["/closed/1", "/cut/1", "/garbage/1"] {
            let client = self.client.with_retry(Retry::none());
            let error = self.call(&client, Draft::new(&GET, path)).unwrap_err();
            assert!(matches!(error, Error::Transport(_)) && !error.is_connect(), "{path}: {error:?}");
            assert!(error.is_retryable() || path == "/garbage/1", "{path}: {error:?}");
            assert!(!error.to_string().contains("127.0.0.1"), "{error}");
        }
        assert_eq!(self.server.count(), before + 3, "a transport sends once");
    }

    fn can_be_tried_again(&self) {
        let before = self.server.count();
        assert_eq!(self.get("/closed/1").unwrap_err().tries(), 4);
        assert_eq!(self.get("/busy/1").unwrap_err().tries(), 4);
        assert_eq!(self.server.count(), before + 8);
    }

    fn waits_until_ready(&self) {
        let before = self.server.count();
        let early = || Draft::new(&GET, "/early/1").not_ready(&[204]);
        let response = self.call(&self.client, early()).unwrap();
        assert_eq!((response.tries(), response.value().as_ref().unwrap()["good"].clone()), (3, true.into()));
        assert_eq!(self.server.count(), before + 3);
        let error = self.call(&self.client.with_retry(Retry::none()), early()).unwrap_err();
        assert!(error.is_not_ready() && error.tries() == 1, "{error:?}");
    }

    fn ends_in_time(&self) {
        for path in ["/stalled/1", "/trickling/1"] {
            let limit = Duration::from_millis(100);
            let client = self.client.with_retry(Retry::none().tries(2).try_timeout(limit));
            let start = Instant::now();
            let error = self.call(&client, Draft::new(&GET, path)).unwrap_err();
            assert!(error.is_timeout() && !error.is_connect() && error.tries() == 2, "{path}: {error:?}");
            assert!((limit..30 * limit).contains(&start.elapsed()), "{path}: {:?}", start.elapsed());
        }
    }
}
