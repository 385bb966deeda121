//! Where links lead, and where they do not.

use clientgen_runtime::{Api, Builder, Client, Error, LinkRules, RawResponse, Request};

use crate::support::{API, builder};

fn client(base: &str) -> Client {
    builder().base_url(base).transport(unused).build().unwrap()
}

async fn unused(_: Request) -> Result<RawResponse, &'static str> {
    Err("nothing is sent")
}

fn resolve(client: &Client, link: &str) -> Option<String> {
    client.resolve(link).unwrap_or_else(|error| panic!("{link}: {error}")).map(|uri| uri.to_string())
}

#[test]
fn follows_what_services_write() {
    let table = [
        // As documented: without the version, with it, without a slash.
        ("/customers/E499", "/v1/customers/E499"),
        ("customers/E499", "/v1/customers/E499"),
        ("/v1/customers/E499", "/v1/customers/E499"),
        ("v1/customers/E499", "/v1/customers/E499"),
        ("/V1/customers", "/V1/customers"),
        ("productUpgrades/1", "/v1/productUpgrades/1"),
        ("/customers/1/batchJobStatus/2", "/v1/customers/1/batchJobStatus/2"),
        // Other first segments that are complete, in any case.
        ("/webhooks/v1/registration", "/webhooks/v1/registration"),
        ("/WebHooks/v1", "/WebHooks/v1"),
        ("auditactivity/v1/x", "/auditactivity/v1/x"),
        ("/partner/v1/analytics", "/partner/v1/analytics"),
        ("/v2/customers", "/v2/customers"),
        ("/v1.0/customers", "/v1.0/customers"),
        // Only whole segments count.
        ("/v1x/customers", "/v1/v1x/customers"),
        ("/vendors/1", "/v1/vendors/1"),
        ("/partners", "/v1/partners"),
        // Slashes and prefixes that were added once too often.
        ("/v1//v1/customers?size=500&seekOperation=Next", "/v1/customers?size=500&seekOperation=Next"),
        ("/v1/v1/customers", "/v1/customers"),
        ("/v1//customers//1", "/v1/customers/1"),
        ("//v1/customers", "/v1/customers"),
        ("///customers", "/v1/customers"),
        ("/customers/", "/v1/customers/"),
        ("/", "/v1/"),
        // A query goes on as it is, to the byte.
        ("/customers?a=/b//c?d=%2f%7Bx%7d+e'f|{\"g\"}^", "/v1/customers?a=/b//c?d=%2f%7Bx%7d+e'f|{%22g%22}^"),
        (
            "/customers?nvoicelineitemtype=a&offset=&t=%2B/,+=",
            "/v1/customers?nvoicelineitemtype=a&offset=&t=%2B/,+=",
        ),
        ("/customers?q=<`>", "/v1/customers?q=%3C%60%3E"),
        ("/customers?q=http://other/", "/v1/customers?q=http://other/"),
        ("/customers?q=a b", "/v1/customers?q=a%20b"),
        ("/customers?q=é", "/v1/customers?q=%C3%A9"),
        ("/customers?", "/v1/customers?"),
        ("/customers?q=..&r=\\", "/v1/customers?q=..&r=\\"),
        ("/customers#part", "/v1/customers"),
        ("  /customers\n", "/v1/customers"),
        ("?page=2", "/?page=2"),
        // The same origin, in other words.
        ("https://api.host/v1/x?a=1", "/v1/x?a=1"),
        ("https://api.host:443/x", "/x"),
        ("HTTPS://API.Host/x", "/x"),
        ("https://api.host", "/"),
        ("https://api.host?a=1", "/?a=1"),
        ("http://api.host/x", "/x"),
        ("http://api.host:80/x", "/x"),
        ("//api.host/x", "/x"),
    ];
    let client = client("https://api.host");
    for (link, path) in table {
        assert_eq!(resolve(&client, link).unwrap(), format!("https://api.host{path}"), "{link}");
    }
}

#[test]
fn takes_no_link_for_none() {
    for link in ["", "  ", "#top", "\n"] {
        assert_eq!(resolve(&client("https://api.host"), link), None, "{link:?}");
    }
}

#[test]
fn never_leaves_the_origin() {
    let client = client("https://api.host");
    for link in [
        "https://evil/v1/customers",
        "https://evil",
        "//evil",
        "//evil/v1/customers",
        "//evil@api.host/x",
        "https://go.microsoft.com/fwlink/?LinkId=1",
        "https://api.host@evil/",
        "https://api.host:443@evil/",
        "https://user:password@api.host/",
        "https://evil#@api.host/",
        "https://evil?@api.host/",
        "https://api.host.evil/",
        "https://evil.api.host/",
        "https://api.host./",
        "https://api.host:8443/",
        "https://api.host:80/",
        "https://api.host:99999/",
        "http://api.host:443/",
        "http://api.host:8080/",
        "ftp://api.host/x",
        "https://[::1]/",
    ] {
        let error = client.resolve(link).unwrap_err();
        assert!(matches!(error, Error::Request(_)), "{link}");
        let said = error.to_string();
        assert!(said.contains("another origin, which must not see the credential"), "{link}: {said}");
        assert!(!said.contains("LinkId") && !said.contains("password"), "{said}");
    }
}

#[test]
fn refuses_what_is_no_link() {
    let client = client("https://api.host");
    for link in [
        "https:evil",
        "https:/evil",
        "https:///evil",
        "https:\\\\evil\\x",
        "javascript:alert(1)",
        "mailto:a@b",
        "/\\evil/x",
        "\\\\evil\\x",
        "https://api.host\\@evil/",
        "https://api.host\\.evil/",
        "https://ap i.host/",
        "/customers\r\nHost: evil",
        "/customers?a=\r\nX: 1",
        "/a\tb",
        "/\u{0}",
        "/customers/../admin",
        "/customers/./x",
        "..",
        "/%2e%2E/x",
        "/.%2e/x",
        "https://api.host/../x",
        "https://api.host/v1/%2e%2e/x",
    ] {
        let error = client.resolve(link).unwrap_err();
        let said = error.to_string();
        assert!(said.contains("the link is malformed"), "{link}: {said}");
        assert!(!said.contains('\n') && !said.contains('\0'), "{said:?}");
    }
    assert!(client.resolve(&"/x".repeat(40_000)).is_err(), "longer than a URI can be");
}

#[test]
fn goes_below_the_path_of_the_base_url_once() {
    let client = client("https://gateway:8443/pc/api/");
    for (link, path) in [
        ("/customers", "/pc/api/v1/customers"),
        ("/v1/customers?a=1", "/pc/api/v1/customers?a=1"),
        ("customers", "/pc/api/v1/customers"),
        ("/pc/api/v1/customers", "/pc/api/v1/customers"),
        ("/PC/API/customers", "/pc/api/v1/customers"),
        ("/pc/customers", "/pc/api/v1/pc/customers"),
        ("https://gateway:8443/pc/api/v1/customers", "/pc/api/v1/customers"),
        ("https://gateway:8443/v1/customers", "/v1/customers"),
        ("?page=2", "/pc/api/?page=2"),
    ] {
        assert_eq!(resolve(&client, link).unwrap(), format!("https://gateway:8443{path}"), "{link}");
    }
    assert!(client.resolve("https://gateway/pc/api/v1/customers").is_err());
}

#[test]
fn knows_plain_http_as_an_origin_of_its_own() {
    let client = client("http://localhost:8080");
    assert_eq!(resolve(&client, "http://LOCALHOST:8080/x").unwrap(), "http://localhost:8080/x");
    for link in ["https://localhost:8080/x", "http://localhost/x", "http://localhost:80/x", "//localhost/x"] {
        assert!(client.resolve(link).is_err(), "{link}");
    }
}

#[test]
fn adds_no_prefix_where_there_is_no_rule() {
    static PLAIN: Api = Api { name: "plain", version: "1", ..Api::BLANK };
    static NAMED: Api =
        Api { links: LinkRules { prefix: Some("api"), known: &[] }, name: "named", ..Api::BLANK };
    let client: Client =
        Builder::new(&PLAIN).base_url("https://api.host/v1").transport(unused).build().unwrap();
    for (link, path) in
        [("/customers", "/v1/customers"), ("/v1/customers", "/v1/customers"), ("/v2/x", "/v1/v2/x")]
    {
        assert_eq!(resolve(&client, link).unwrap(), format!("https://api.host{path}"), "{link}");
    }
    // Versions are first segments only where the prefix is one.
    let client: Client = Builder::new(&NAMED).base_url("https://api.host").transport(unused).build().unwrap();
    for (link, path) in [("/v2/x", "/api/v2/x"), ("/api/v2/x", "/api/v2/x")] {
        assert_eq!(resolve(&client, link).unwrap(), format!("https://api.host{path}"), "{link}");
    }
    let no_base = Builder::<Client>::new(&PLAIN).transport(unused).build().unwrap_err();
    assert!(no_base.to_string().ends_with("there is no base URL"), "{no_base}");
    assert_eq!(API.links.prefix, Some("v1"));
}
