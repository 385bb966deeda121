//! Headers that go with every operation, and changes that are meant for one state of a resource.

use clientgen_runtime::{Error, Json};
use serde_json::json;
use tests::general_headers::{Client, models::Profile};

use crate::service::{always, header};

#[tokio::test]
async fn they_go_with_operations_that_do_not_declare_them() {
    let (client, log) = always(Client::builder().application("shop/1.2"), "{}");
    client.profiles().get("1").send().await.unwrap();
    let sent = log.last();
    assert_eq!(header(&sent, "X-Application"), Some("shop/1.2"));
    assert_eq!(header(&sent, "X-Client"), Some(concat!("tests/", env!("CARGO_PKG_VERSION"))));
    assert_eq!(header(&sent, "ValidateMfa"), None);
    client.with_validate_mfa("true").profiles().get("1").send().await.unwrap();
    assert_eq!(header(&log.last(), "ValidateMfa"), Some("true"));
}

fn profile(json: &Json) -> Profile {
    clientgen_runtime::decode(json.to_string().as_bytes()).unwrap()
}

#[test]
fn the_condition_of_a_change_comes_from_the_copy_that_was_read() {
    let (client, _) = always(Client::builder(), "");
    for (etag, sent) in [("abc", "\"abc\""), ("\"abc\"", "\"abc\"")] {
        let profile = profile(&json!({ "attributes": { "etag": etag } }));
        let request =
            client.profiles().replace("1", profile.clone()).with_etag(&profile).to_request().unwrap();
        assert_eq!(header(&request, "If-Match"), Some(sent));
    }
    let request = client.profiles().replace("1", Profile::default()).to_request().unwrap();
    assert_eq!(header(&request, "If-Match"), None);
}

#[test]
fn a_copy_without_an_etag_makes_no_unconditional_change() {
    let (client, _) = always(Client::builder(), "");
    let profile = profile(&json!({ "name": "x", "attributes": {} }));
    let error = client.profiles().replace("1", profile.clone()).with_etag(&profile).to_request().unwrap_err();
    assert!(matches!(error, Error::Request(_)));
    assert_eq!(error.to_string(), "nothing was sent: there is no ETag for `If-Match`");
}
