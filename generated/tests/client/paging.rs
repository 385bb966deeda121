//! Lists over several pages.

use futures_util::{StreamExt, TryStreamExt};
use partner_center::models::{CustomerSearchField, FieldFilterOperation, SimpleCustomerFilter};
use partner_center::runtime::{Json, Request};
use partner_center::{Client, Error, Position};
use serde_json::json;

use crate::support::{
    CUSTOMER, Log, RESELLER, builder, customer_example, fault_example, header, ok, service, status,
};

const TOKEN: &str = "AAEAAHh5cGFnZS0yL2N1c3RvbWVycw==";

/// The two pages of the specification: one customer, and then two.
fn two_pages() -> (Client, Log) {
    let [first, last] = ["FirstPage", "LastPage"].map(customer_example);
    service(move |request, _| ok(if is_second(request) { &last } else { &first }))
}

fn is_second(request: &Request) -> bool {
    header(request, "MS-ContinuationToken").is_some()
}

const NAMES: [&str; 3] = ["Harbour Lane Books", "Harbour Lane Books", "Quayside Cycles"];

fn name(customer: partner_center::models::Customer) -> String {
    customer.company_profile.unwrap().company_name.unwrap()
}

#[tokio::test]
async fn gives_the_items_of_all_pages() {
    let (client, log) = two_pages();
    let mut items = client.customers().list().size(1).items();
    assert!(log.requests().is_empty(), "nothing is sent unasked");
    let mut names = Vec::new();
    while let Some(customer) = items.next().await {
        names.push(name(customer.unwrap()));
    }
    assert_eq!(names, NAMES);
    let origin = "https://api.partnercenter.microsoft.com";
    assert_eq!(
        log.uris(),
        [format!("{origin}/v1/customers?size=1"), format!("{origin}/v1/customers?size=1&seekOperation=Next")]
    );
    assert_eq!(log.header("MS-ContinuationToken"), [None, Some(TOKEN.to_owned())]);

    let names: Vec<_> = client.customers().list().items().map_ok(name).try_collect().await.unwrap();
    assert_eq!(names, NAMES, "items are a stream");
}

#[tokio::test]
async fn gives_page_after_page() {
    let (client, _) = two_pages();
    let mut pages = client.customers().list().pages();
    assert_eq!(pages.next().await.unwrap().unwrap().items.len(), 1);
    let last = pages.next_response().await.unwrap().unwrap();
    assert_eq!((last.status().as_u16(), last.value().items.len()), (200, 2));
    assert!(pages.next().await.is_none());
    assert!(pages.next().await.is_none());

    let sizes: Vec<_> =
        client.customers().list().pages().map_ok(|page| page.items.len()).try_collect().await.unwrap();
    assert_eq!(sizes, [1, 2], "pages are a stream");
}

#[tokio::test]
async fn sends_the_same_headers_with_each_page() {
    let (client, log) = two_pages();
    let client = client.with_correlation_id("of-the-group").with_locale("en-IE");
    let pages: Vec<_> = client.customers().list().request_id("of-the-first").pages().collect().await;
    assert_eq!(pages.len(), 2);
    let again = |text: &str| vec![Some(text.to_owned()); 2];
    assert_eq!(log.header("Authorization"), again("Bearer s3cret-t0ken"));
    assert_eq!(log.header("Accept"), again("application/json"));
    assert_eq!(log.header("MS-Contract-Version"), again("v1"));
    assert_eq!(log.header("MS-CorrelationId"), again("of-the-group"));
    assert_eq!(log.header("X-Locale"), again("en-IE"));
    let ids = log.header("MS-RequestId");
    assert_eq!(ids[0].as_deref(), Some("of-the-first"));
    assert!(ids[1].as_deref().is_some_and(|id| id != "of-the-first"), "the second page is a call of its own");
}

#[tokio::test]
async fn goes_on_from_a_token_where_there_is_no_link() {
    let mut first = customer_example("FirstPage");
    first["links"].as_object_mut().unwrap().remove("next");
    let last = json!({"items": []});
    let (client, log) = service(move |request, _| ok(if is_second(request) { &last } else { &first }));
    let field = CustomerSearchField::IndirectReseller;
    let filter = SimpleCustomerFilter::new(field, RESELLER, FieldFilterOperation::StartsWith);
    let items: Vec<_> = client.customers().list().size(1).filter(filter).items().try_collect().await.unwrap();
    assert_eq!(items.len(), 1);
    let [first, second] = log.uris().try_into().unwrap();
    assert!(first.contains("?size=1&filter=%7B%22Field"), "{first}");
    assert_eq!(second, format!("{first}&seekOperation=Next"), "the filter stays");
    assert_eq!(log.header("MS-ContinuationToken"), [None, Some(TOKEN.to_owned())]);
}

#[tokio::test]
async fn follows_links_of_relationships() {
    let (client, log) = service(|_, number| match number {
        0 => ok(&json!({
            "items": [{"name": "one"}],
            "continuationToken": "not a way of this list",
            "links": {"next": {"uri": format!("/customers/{CUSTOMER}/relationships?page=2"), "method": "GET"}},
        })),
        _ => ok(&json!({"items": [{"name": "two"}], "continuationToken": "nor here"})),
    });
    let partners: Vec<_> =
        client.customers().by_id(CUSTOMER).relationships().list().items().try_collect().await.unwrap();
    let names: Vec<_> = partners.iter().map(|partner| partner.name.as_deref().unwrap()).collect();
    assert_eq!(names, ["one", "two"]);
    assert!(log.uris()[1].ends_with(&format!("/v1/customers/{CUSTOMER}/relationships?page=2")));
    assert_eq!(log.header("MS-ContinuationToken"), [None, None]);
}

#[tokio::test]
async fn stays_below_a_base_url_with_a_path() {
    let [first, last] = ["FirstPage", "LastPage"].map(customer_example);
    let log = Log::default();
    let transport = log.transport(move |request, _| ok(if is_second(request) { &last } else { &first }));
    let client = builder().base_url("https://proxy.example/pc").transport(transport).build().unwrap();
    assert_eq!(client.customers().list().items().count().await, 3);
    assert_eq!(
        log.uris(),
        [
            "https://proxy.example/pc/v1/customers",
            "https://proxy.example/pc/v1/customers?size=1&seekOperation=Next"
        ]
    );
}

#[tokio::test]
async fn goes_on_from_a_stored_position() {
    let (client, log) = two_pages();
    let mut pages = client.customers().list().size(1).pages();
    pages.next().await.unwrap().unwrap();
    let stored = pages.position().unwrap().to_string();
    assert!(!stored.contains(crate::support::TOKEN), "{stored}");
    drop(pages);

    let position: Position = stored.parse().unwrap();
    let items = client.customers().list().size(1).items().resume(position.clone()).unwrap();
    let names: Vec<_> = items.map_ok(name).try_collect().await.unwrap();
    assert_eq!(names, NAMES[1..]);
    assert_eq!(log.requests().len(), 2, "the first page is not read again");

    let elsewhere =
        client.customers().by_id(CUSTOMER).relationships().list().pages().resume(position).unwrap_err();
    assert!(matches!(elsewhere, Error::Paging(_)), "{elsewhere}");
}

#[tokio::test]
async fn does_not_go_in_circles() {
    let page = customer_example("FirstPage");
    let (client, log) = service(move |_, _| ok(&page));
    let pages: Vec<_> = client.customers().list().pages().collect().await;
    let [Ok(_), Ok(_), Err(error)] = &pages[..] else { panic!("{pages:?}") };
    assert!(matches!(error, Error::Paging(_)) && error.to_string().contains("read already"), "{error}");
    assert_eq!(log.requests().len(), 2);
}

#[tokio::test]
async fn an_error_in_the_middle_can_be_tried_again() {
    let [first, last] = ["FirstPage", "LastPage"].map(customer_example);
    let fault: Json = fault_example("NoRelationshipFault");
    let (client, _) = service(move |request, number| match number {
        1 => status(500, &fault),
        _ => ok(if is_second(request) { &last } else { &first }),
    });
    let mut items = client.customers().list().size(1).items();
    assert!(items.next().await.unwrap().is_ok());
    let error = items.next().await.unwrap().unwrap_err();
    assert_eq!(error.status().unwrap(), 500);
    assert_eq!(error.operation().unwrap().id, "Customers_List");
    assert!(items.next().await.is_none());
    let again = client.customers().list().size(1).items().resume(items.position().unwrap()).unwrap();
    let names: Vec<_> = again.map_ok(name).try_collect().await.unwrap();
    assert_eq!(names, NAMES[1..]);
}

#[tokio::test]
async fn does_not_take_the_token_elsewhere() {
    for uri in ["https://elsewhere.example/v1/customers", "//elsewhere.example/v1/customers"] {
        let page = json!({"items": [{}], "links": {"next": {"uri": uri, "method": "GET", "headers": []}}});
        let (client, log) = service(move |_, _| ok(&page));
        let mut items = client.customers().list().items();
        assert!(items.next().await.unwrap().is_ok());
        let error = items.next().await.unwrap().unwrap_err();
        assert!(matches!(error, Error::Paging(_)) && error.to_string().contains("another origin"), "{error}");
        assert_eq!(log.requests().len(), 1);
    }
}

#[tokio::test]
async fn a_total_ends_no_list() {
    for total in [json!(0), json!(1), json!(3), json!(500)] {
        let [first, last] = ["FirstPage", "LastPage"].map(customer_example).map(|mut page| {
            page["totalCount"] = total.clone();
            page
        });
        let (client, _) = service(move |request, _| ok(if is_second(request) { &last } else { &first }));
        let names: Vec<_> = client.customers().list().items().map_ok(name).try_collect().await.unwrap();
        assert_eq!(names, NAMES, "{total}");
    }
}
