//! Ways to operations: steps hold what they are given, and the request has it.

use tests::{calls, calls_by_path, methods};

use crate::service::always;

#[test]
fn steps_hold_what_they_are_given() {
    let client: calls::Client = always(calls::Client::builder(), "null").0;
    let subscription = client.customers().by_id("a b").subscriptions().by_id(7);
    let request = subscription.get().expand(true).to_request().unwrap();
    assert_eq!(request.uri(), "/customers/a%20b/subscriptions/7?expand=true");
    let request = subscription.suspend("late", calls::models::SubscriptionsSuspendBody::default());
    assert_eq!(request.to_request().unwrap().uri(), "/customers/a%20b/subscriptions/7/suspend/late");
    assert_eq!(client.rates().between("EUR", "USD").get().to_request().unwrap().uri(), "/rates/EUR/USD");
    assert_eq!(client.ping().to_request().unwrap().uri(), "/ping");
    assert_eq!(client.customers().health().to_request().unwrap().uri(), "/customers/health");
}

#[test]
fn a_bad_value_is_refused_where_the_request_is_built() {
    let client: calls::Client = always(calls::Client::builder(), "null").0;
    assert!(client.customers().by_id("..").subscriptions().list().to_request().is_err());
}

#[test]
fn paths_are_ways() {
    let client: calls_by_path::Client = always(calls_by_path::Client::builder(), "null").0;
    let user = client.users().by_id("u");
    assert_eq!(user.suspend().to_request().unwrap().uri(), "/v1.0/users/u/suspend");
    assert_eq!(user.posts().by_id(3).get().to_request().unwrap().uri(), "/v1.0/users/u/posts/3");
    assert_eq!(client.v2().users().list().to_request().unwrap().uri(), "/v2/users");
    assert_eq!(
        client.rates().by_from("a").by_to("USD").get().to_request().unwrap().uri(),
        "/base/rates/a..USD"
    );
    let models = client.models().by_models("m").models().by_client(true);
    assert_eq!(models.get().to_request().unwrap().uri(), "/api/models/m/models/true");
    assert_eq!(client.by_tenant("t").get().to_request().unwrap().uri(), "/t");
    assert_eq!(client.get().since("now").to_request().unwrap().uri(), "/?since=now");
}

#[test]
fn a_second_document_is_a_module() {
    let outer: tests::two::Client = always(tests::two::Client::builder(), "null").0;
    let inner: tests::two::inner::Client = outer.as_ref().clone().into();
    let subscription = inner.customers().by_id("c").subscriptions().by_id(1);
    assert_eq!(subscription.get().to_request().unwrap().uri(), "/customers/c/subscriptions/1");
}

#[test]
fn areas_follow_features() {
    let is_there =
        |file: &str| std::path::Path::new(concat!(env!("OUT_DIR"), "/alone/by_features")).join(file).exists();
    assert_eq!(is_there("orders.rs"), cfg!(feature = "orders"));
    assert_eq!(is_there("users.rs"), cfg!(feature = "users"));
    assert!(is_there("service_requests.rs"), "what has no feature is always there");
    let client: tests::alone::users::Client = always(tests::alone::users::Client::builder(), "null").0;
    assert_eq!(client.users().get("u").to_request().unwrap().uri(), "/users/u");
}

#[test]
fn methods_are_sent_as_they_are_written() {
    let client: methods::Client = always(methods::Client::builder(), "null").0;
    let files = client.files();
    let copy = files.copy("a b", "c").to_request().unwrap();
    assert_eq!((copy.method().as_str(), copy.uri().path()), ("COPY", "/files/a%20b"));
    assert_eq!(copy.headers()["destination"], "c");
    assert_eq!(client.operations().patch_it("a").to_request().unwrap().method().as_str(), "Patch-It");
    assert_eq!(files.ask("a", "lines").to_request().unwrap().method().as_str(), "QUERY");
    assert_eq!(files.trace("a").to_request().unwrap().method().as_str(), "TRACE");
    // What the document says of a body is that of `GET`: there is none to be read.
    let client: methods::Client = always(methods::Client::builder(), "").0;
    let () = client.files().head("a").send().wait().unwrap();
}
