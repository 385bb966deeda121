//! Servers whose address has variables.

use std::future::ready;
use std::sync::{Arc, Mutex};

use clientgen_runtime::{Api, Builder, Client, Draft, Method, Operation, Request, Server, TransportError};

use crate::support::json;

static API: Api = Api {
    name: "servers",
    version: "0.1.0",
    servers: &[
        Server {
            name: "hosted",
            url: "https://{region}.api.host/{version}",
            variables: &[("region", "eu"), ("version", "v1")],
            authority: None,
        },
        Server { name: "own", url: "{endpoint}/api", variables: &[("endpoint", "")], authority: None },
    ],
    ..Api::BLANK
};

fn base_url(build: impl FnOnce(Builder<Client>) -> Builder<Client>) -> Result<String, String> {
    let builder =
        build(Builder::new(&API)).transport(|_: Request| ready(Ok::<_, TransportError>(json(200, ""))));
    builder.build().map(|client| client.base_url()).map_err(|error| error.to_string())
}

#[test]
fn variables_have_defaults_and_can_be_set() {
    assert_eq!(base_url(|builder| builder).unwrap(), "https://eu.api.host/v1");
    let set = |builder: Builder| builder.server_variable("region", "us").server_variable("region", "cn");
    assert_eq!(base_url(set).unwrap(), "https://cn.api.host/v1");
    let own = |builder: Builder| builder.server("own").server_variable("endpoint", "http://localhost:1");
    assert_eq!(base_url(own).unwrap(), "http://localhost:1/api");
    let plain = |builder: Builder| builder.base_url("http://localhost:1/x");
    assert_eq!(base_url(plain).unwrap(), "http://localhost:1/x");
    let last = |builder: Builder| builder.base_url("http://localhost:1").server("hosted");
    assert_eq!(base_url(last).unwrap(), "https://eu.api.host/v1");
}

#[test]
fn what_is_missing_or_unknown_is_named() {
    let said = base_url(|builder| builder.server("own")).unwrap_err();
    assert!(said.contains("`{endpoint}/api` needs the variable `endpoint`"), "{said}");
    let said = base_url(|builder| builder.server_variable("zone", "x")).unwrap_err();
    assert!(said.contains("there is no server variable `zone`, only `region`, `version`"), "{said}");
    let said = base_url(|builder| builder.server("china")).unwrap_err();
    assert!(said.contains("there is no server `china`, only `hosted`, `own`"), "{said}");
}

/// The URI that a request goes to, whose operation says where its server is.
async fn sent(base_url: Option<&str>, server: &'static str) -> String {
    static UPLOAD: Operation = Operation { id: "upload", method: Method::GET, path: "/files", headers: &[] };
    let seen = Arc::new(Mutex::new(String::new()));
    let log = Arc::clone(&seen);
    let builder = Builder::<Client>::new(&API).transport(move |request: Request| {
        *log.lock().unwrap() = request.uri().to_string();
        ready(Ok::<_, TransportError>(json(200, "{}")))
    });
    let builder = match base_url {
        Some(url) => builder.base_url(url),
        None => builder,
    };
    let request = Draft::new(&UPLOAD, "/files").server(server).finish().unwrap();
    builder.build().unwrap().execute(request).await.unwrap();
    seen.lock().unwrap().clone()
}

#[tokio::test]
async fn an_operation_can_have_a_server_of_its_own() {
    assert_eq!(sent(None, "https://upload.host/v2/").await, "https://upload.host/v2/files");
    assert_eq!(sent(None, "/v2").await, "https://eu.api.host/v2/files");
    assert_eq!(sent(None, "/").await, "https://eu.api.host/files");
    assert_eq!(
        sent(Some("http://localhost:1/x"), "https://upload.host/v2").await,
        "http://localhost:1/x/files"
    );
    assert_eq!(sent(Some("http://localhost:1/x"), "/v2").await, "http://localhost:1/v2/files");
}
