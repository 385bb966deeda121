//! Calls and lists without an async runtime.

use std::future::pending;

use clientgen_runtime::{Client, Error, RawResponse, Request};

use crate::support::{builder, get, json, list, service};

const FIRST: &str = r#"{"items": [{"id": "a"}, {"id": "b"}], "links": {"next": {"uri": "/customers?p=2"}}}"#;

#[test]
fn calls_and_lists_need_nothing_but_a_thread() {
    let (client, log) = service(|request, _| match request.uri().query() {
        Some(_) => json(200, r#"{"items": [{"id": "c"}]}"#),
        None if request.uri().path().ends_with("/1") => json(200, r#"{"id": "1"}"#),
        None => json(200, FIRST),
    });
    assert_eq!(get(&client, "1").send().wait().unwrap().id.as_deref(), Some("1"));
    let ids: Vec<String> = list(&client).items().wait().map(|item| item.unwrap().id.unwrap()).collect();
    assert_eq!(ids, ["a", "b", "c"]);
    assert_eq!(
        list(&client).pages().wait().map(|page| page.unwrap().items.len()).collect::<Vec<_>>(),
        [2, 1]
    );
    assert_eq!(log.requests().len(), 5);
}

#[test]
fn what_has_to_be_awaited_is_an_error() {
    let never = |_: Request| pending::<Result<RawResponse, Error>>();
    let client: Client = builder().transport(never).build().unwrap();
    let error = get(&client, "1").send().wait().unwrap_err();
    assert!(matches!(error, Error::Transport(_)) && error.to_string().contains("awaited"), "{error}");
    let mut items = list(&client).items().wait();
    assert!(matches!(items.next(), Some(Err(Error::Transport(_)))));
    assert!(items.next().is_none());
}
