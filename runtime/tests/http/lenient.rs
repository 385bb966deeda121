//! Bodies that are not what their type says: one by one, and as items of pages.

use clientgen_runtime::{Error, JsonError};

use crate::support::{get, json, list, service};

#[tokio::test]
async fn a_body_of_another_type_is_kept_and_told_with_its_place() {
    const BODY: &str = "\u{feff}{\n  \"companyName\": \"A\",\n  \"id\": 7 }";
    let (client, _) = service(|_, _| json(201, BODY));
    let error = get(&client, "1").send().await.unwrap_err();
    assert!(matches!(error, Error::Decode(_)));
    assert_eq!(error.status().unwrap().as_u16(), 201);
    assert_eq!(error.response().unwrap().body(), BODY);
    let flaw = std::error::Error::source(&error).unwrap().downcast_ref::<JsonError>().unwrap();
    assert_eq!((flaw.path(), flaw.line(), flaw.column()), ("id", 3, 9));
    assert!(error.to_string().contains("answered 201 Created"), "{error}");
    assert!(error.to_string().contains("at line 3 column 9"), "{error}");
}

/// Two pages, with two bad items on the first.
fn pages(number: usize) -> &'static str {
    match number {
        0 => r#"{"items":[{"id":1},{"id":"a"},"x",{"id":"b"}],"links":{"next":{"uri":"/customers?p=2"}}}"#,
        _ => r#"{"items":[{"id":"c"}]}"#,
    }
}

#[tokio::test]
async fn pages_come_without_their_bad_items() {
    let (client, _) = service(|_, number| json(200, pages(number)));
    let mut list = list(&client).pages().lenient();
    let page = list.next().await.unwrap().unwrap();
    assert_eq!(page.items.len(), 2);
    let paths: Vec<_> = list.rejected().iter().map(|rejected| rejected.error().path()).collect();
    assert_eq!(paths, ["items[0].id", "items[2]"]);
    assert_eq!(list.rejected()[1].json(), r#""x""#);
    assert_eq!(list.next().await.unwrap().unwrap().items.len(), 1);
    assert!(list.rejected().is_empty());
    assert!(list.next().await.is_none());
}

#[tokio::test]
async fn items_come_with_the_bad_ones_among_them() {
    let (client, log) = service(|_, number| json(200, pages(number)));
    let mut items = list(&client).items().lenient();
    let (mut found, mut positions) = (Vec::new(), Vec::new());
    while let Some(item) = items.next().await {
        found.push(match item.unwrap() {
            Ok(customer) => customer.id.unwrap(),
            Err(rejected) => rejected.json().to_owned(),
        });
        positions.push(items.position().map(|position| position.to_string().contains("p=2")));
    }
    assert_eq!(found, ["a", "b", r#"{"id":1}"#, r#""x""#, "c"]);
    // Whoever stops before the bad ones were seen, sees their page again.
    assert_eq!(positions, [Some(false), Some(false), Some(false), Some(true), None]);
    assert_eq!(log.uris().len(), 2);
}

#[tokio::test]
async fn without_being_asked_a_bad_item_is_an_error() {
    let (client, log) = service(|_, number| json(200, pages(number)));
    let mut items = list(&client).items();
    assert!(matches!(items.next().await, Some(Err(Error::Decode(_)))));
    assert!(items.next().await.is_none());
    assert_eq!(log.uris().len(), 1);
    // What is wrong elsewhere is one either way.
    let (client, _) = service(|_, _| json(200, r#"{"items":{}}"#));
    let mut items = list(&client).items().lenient();
    assert!(matches!(items.next().await, Some(Err(Error::Decode(_)))));
    assert!(items.next().await.is_none());
}
