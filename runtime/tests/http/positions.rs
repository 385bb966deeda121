//! Leaving a list and taking it up again.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clientgen_runtime::{Client, Error, Position};

use crate::support::{Log, builder, header, json, list, service};

/// Three pages of two items, the first followed by a link, the second by a token.
fn three_pages() -> (Client, Log) {
    service(|request, _| {
        let token = header(request, "MS-ContinuationToken");
        match (request.uri().query().unwrap_or(""), token.as_deref()) {
            (_, Some("t")) => json(200, r#"{"items":[{"id":"e"},{"id":"f"}]}"#),
            (query, None) if query.contains("p=2") => {
                json(200, r#"{"items":[{"id":"c"},{"id":"d"}],"continuationToken":"t"}"#)
            }
            _ => json(
                200,
                r#"{"items":[{"id":"a"},{"id":"b"}],"links":{"next":{"uri":"/customers?p=2","headers":[{"key":"X-A","value":"1"}]}}}"#,
            ),
        }
    })
}

async fn rest(client: &Client, position: &str) -> Vec<String> {
    let mut items = list(client).size(2).items().resume(position.parse().unwrap()).unwrap();
    let mut ids = Vec::new();
    while let Some(item) = items.next().await {
        ids.push(item.unwrap().id.unwrap());
    }
    ids
}

#[tokio::test]
async fn goes_on_from_every_page() {
    let (client, log) = three_pages();
    let mut pages = list(&client).size(2).pages();
    let mut positions = vec![pages.position().unwrap()];
    while let Some(page) = pages.next().await {
        page.unwrap();
        positions.extend(pages.position());
    }
    assert_eq!(pages.position(), None);
    let texts: Vec<String> = positions.iter().map(Position::to_string).collect();
    assert_eq!(
        texts,
        [
            r#"{"operation":"Customers_List"}"#,
            r#"{"headers":[["X-A","1"]],"link":"/customers?p=2","operation":"Customers_List"}"#,
            r#"{"operation":"Customers_List","token":"t"}"#,
        ]
    );
    for (position, text) in positions.iter().zip(&texts) {
        assert_eq!(text.parse::<Position>().unwrap(), *position);
        let json = serde_json::to_string(position).unwrap();
        assert_eq!(serde_json::from_str::<Position>(&json).unwrap(), *position);
        assert!(!text.contains("s3cret"));
    }
    assert_eq!(rest(&client, &texts[0]).await, ["a", "b", "c", "d", "e", "f"]);
    assert_eq!(rest(&client, &texts[1]).await, ["c", "d", "e", "f"]);
    let before = log.requests().len();
    assert_eq!(rest(&client, &texts[2]).await, ["e", "f"]);
    let request = &log.requests()[before];
    assert_eq!(request.uri(), "https://api.host/v1/customers?size=2&seekOperation=Next");
    assert_eq!(header(request, "MS-ContinuationToken").unwrap(), "t");
    assert_eq!(header(request, "Authorization").unwrap(), "Bearer s3cret");
}

#[tokio::test]
async fn items_go_on_at_the_start_of_the_page_of_the_next_item() {
    let (client, _) = three_pages();
    let mut items = list(&client).size(2).items();
    let mut seen = Vec::new();
    for expected in [
        ["a", "b", "c", "d", "e", "f"].as_slice(),
        &["a", "b", "c", "d", "e", "f"],
        &["c", "d", "e", "f"],
        &["c", "d", "e", "f"],
        &["e", "f"],
        &["e", "f"],
    ] {
        let position = items.position().unwrap().to_string();
        assert_eq!(rest(&client, &position).await, expected, "after {seen:?}");
        seen.push(items.next().await.unwrap().unwrap().id.unwrap());
    }
    assert_eq!(items.position(), None);
    assert!(items.next().await.is_none());
}

#[tokio::test]
async fn a_page_that_failed_can_be_tried_again() {
    let down = Arc::new(AtomicBool::new(true));
    let switch = down.clone();
    let (client, log) = service(move |request, _| match request.uri().query() {
        Some("p=2") if switch.load(Ordering::Relaxed) => json(503, ""),
        Some("p=2") => json(200, r#"{"items":[{"id":"b"}]}"#),
        _ => json(200, r#"{"items":[{"id":"a"}],"links":{"next":{"uri":"/customers?p=2"}}}"#),
    });
    let mut pages = list(&client).pages();
    pages.next().await.unwrap().unwrap();
    assert!(pages.next().await.unwrap().is_err());
    assert!(pages.next().await.is_none());
    let position = pages.position().unwrap();
    down.store(false, Ordering::Relaxed);
    let mut pages = list(&client).pages().resume(position.clone()).unwrap();
    assert_eq!(pages.next().await.unwrap().unwrap().items[0].id.as_deref(), Some("b"));
    assert!(pages.next().await.is_none());
    // In the same run, too.
    let mut again = pages.resume(position).unwrap();
    assert!(again.next().await.unwrap().is_ok());
    assert_eq!(log.requests().len(), 4);
}

#[tokio::test]
async fn a_position_is_checked_as_a_link_is() {
    let (client, log) = three_pages();
    for (position, why) in [
        (r#"{"operation":"Customers_List","link":"https://evil/x"}"#, "another origin"),
        (r#"{"operation":"Customers_List","link":"//api.host@evil/x"}"#, "another origin"),
        (r#"{"operation":"Customers_List","link":"/../x"}"#, "the link is malformed"),
        (r#"{"operation":"Customers_List","link":""}"#, "the link is empty"),
        (
            r#"{"operation":"Customers_List","link":"/x","headers":[["A","\n"]]}"#,
            "a header of the link is malformed: `A`",
        ),
        (r#"{"operation":"Customers_List","token":"a\nb"}"#, "failed to parse header value"),
        (
            r#"{"operation":"Users_List","link":"/customers"}"#,
            "the position is one in the list of `Users_List`",
        ),
    ] {
        let position: Position = position.parse().unwrap();
        assert!(!format!("{position:?}").contains("evil"));
        let error = list(&client).pages().resume(position).unwrap_err();
        assert!(matches!(error, Error::Paging(_)), "{error:?}");
        assert!(error.to_string().contains(why), "{error}");
    }
    for text in [
        "",
        "null",
        "[]",
        "{}",
        r#"{"operation":7}"#,
        r#"{"operation":"a","link":"/x","token":"t"}"#,
        r#"{"operation":"a","link":"/x","headers":{"a":"b"}}"#,
    ] {
        let error = text.parse::<Position>().unwrap_err();
        assert_eq!(error.to_string(), "no way to the next page: this is not a position in a list", "{text}");
    }
    assert!(log.requests().is_empty());
}

#[tokio::test]
async fn a_position_cannot_bring_a_credential_along() {
    let (client, log) = three_pages();
    let position = r#"{"operation":"Customers_List","link":"/customers?p=2","headers":[["Authorization","Bearer evil"],["Host","evil"]]}"#;
    assert_eq!(rest(&client, position).await, ["c", "d", "e", "f"]);
    assert_eq!(header(&log.requests()[0], "Authorization").unwrap(), "Bearer s3cret");
    assert_eq!(header(&log.requests()[0], "Host"), None);
}

#[tokio::test]
async fn a_position_holds_for_another_client_of_the_same_api() {
    let log = Log::default();
    let transport = log.transport(|_, _| json(200, "{}"));
    let client: Client = builder().base_url("https://gateway/pc").transport(transport).build().unwrap();
    let position = r#"{"operation":"Customers_List","link":"/customers?p=2"}"#;
    assert!(rest(&client, position).await.is_empty());
    assert_eq!(log.uris(), ["https://gateway/pc/v1/customers?p=2"]);
}
