//! The generator and the runtime are of one mind about addresses: what one leaves in a client, the other takes.

use std::convert::Infallible;
use std::fs;
use std::path::Path;

use clientgen_runtime::{Api, Builder, Client, RawResponse, Request};

static API: Api = Api { name: "tests", version: "1", ..Api::BLANK };

const ADDRESSES: &[&str] = &[
    "https://a.example",
    "HTTPS://A.example/v1/",
    "http://localhost:8080",
    "http://[::1]:8080/x",
    "http://127.0.0.1",
    "https://a_b.example/%20",
    "https://a.example/x y",
    "https://a.example/ü|\"<>^`",
    "https://a.example/{}",
    "https://a.example/%zz",
    "https://a.example:",
    "https://a.example//x",
    "https://a.example/~-._!$&'()*+,;=:",
    "https://",
    "https://:443",
    "https:///x",
    "https://a b.example",
    "https://ü.example",
    "https://a.example:x",
    "https://a.example:70000",
    "https://a.example:80:80",
    "https://[::1",
    "https://[x]",
    "https://::1",
    "https://u@a.example",
    "https://a.example/../x",
    "https://a.example/%2E/x",
    "https://a.example\\x",
    "https:\\\\a.example",
    "https:/a.example",
    "ftp://a.example",
    "a.example/x",
    "/x",
    "",
];

#[test]
fn the_runtime_takes_each_server_that_the_generator_leaves() {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("addresses.yaml");
    let mut kept = Vec::new();
    for address in ADDRESSES {
        let server = serde_json::json!({ "url": address });
        let text = format!(
            "openapi: 3.1.0\ninfo: {{ title: A, version: '1' }}\nservers: [{server}]\npaths: {{ /a: {{ get: {{ responses: {{}} }} }} }}\n"
        );
        fs::write(&path, text).unwrap();
        let generated = clientgen::generate(&path).unwrap_or_else(|report| panic!("{report}"));
        let files = generated.module();
        let client = files.iter().find(|file| file.path == "client.rs").unwrap();
        let server = client.text.lines().find_map(|line| line.trim().strip_prefix("url: \""));
        let Some(server) = server.and_then(|rest| rest.strip_suffix("\",")) else {
            assert!(generated.warnings().to_string().contains("is left out"), "{address}");
            continue;
        };
        let built = Builder::<Client>::new(&API).base_url(server).transport(never).build();
        assert!(built.is_ok(), "{address}: {built:?}");
        kept.push(*address);
    }
    assert_eq!(kept.len(), 13, "{kept:#?}");
}

async fn never(_: Request) -> Result<RawResponse, Infallible> {
    unreachable!("nothing is sent")
}
