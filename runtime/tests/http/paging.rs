//! From page to page.

use clientgen_runtime::{Error, Paging, TokenFrom, TokenRule, TokenTo};
use futures_util::{StreamExt, TryStreamExt};
use http::Method;

use crate::support::{Customers, header, json, list, service};

fn page(id: &str, rest: &str) -> String {
    format!(r#"{{"totalCount":1,"items":[{{"id":"{id}"}}]{rest}}}"#)
}

fn link(uri: &str) -> String {
    format!(r#","links":{{"next":{{"uri":"{uri}","method":"GET"}}}}"#)
}

fn ids(pages: &[Customers]) -> Vec<&str> {
    pages.iter().flat_map(|page| &page.items).map(|customer| customer.id.as_deref().unwrap()).collect()
}

#[tokio::test]
async fn follows_links_by_the_rules_of_the_api() {
    let (client, log) = service(|_, number| {
        json(
            200,
            match number {
                0 => page("a", &link("/customers?size=1&offset=1")),
                1 => page("b", &link("customers?size=1&offset=2")),
                2 => page("c", &link("https://api.host/v1/customers?size=1&offset=3")),
                3 => page("d", &link("/v1//v1/customers?size=1&offset=4")),
                4 => page("e", &link("?size=1&offset=5")),
                _ => page("f", r#","links":{"next":{"uri":""}}"#),
            },
        )
    });
    let pages: Vec<Customers> = list(&client).size(1).pages().try_collect().await.unwrap();
    assert_eq!(ids(&pages), ["a", "b", "c", "d", "e", "f"]);
    let uris = log.uris();
    assert_eq!(uris[0], "https://api.host/v1/customers?size=1");
    for (number, uri) in uris.iter().enumerate().skip(1) {
        assert_eq!(*uri, format!("https://api.host/v1/customers?size=1&offset={number}"));
    }
}

#[tokio::test]
async fn follows_tokens() {
    let (client, log) = service(|request, _| match header(request, "MS-ContinuationToken").as_deref() {
        None => json(200, page("a", r#","continuationToken":"t/=,1""#)),
        Some("t/=,1") => json(200, page("b", r#","continuationToken":"t2""#)),
        Some(_) => json(200, page("c", r#","continuationToken":"""#)),
    });
    let pages: Vec<Customers> = list(&client).size(40).pages().try_collect().await.unwrap();
    assert_eq!(ids(&pages), ["a", "b", "c"]);
    assert_eq!(
        log.uris(),
        [
            "https://api.host/v1/customers?size=40",
            "https://api.host/v1/customers?size=40&seekOperation=Next",
            "https://api.host/v1/customers?size=40&seekOperation=Next",
        ]
    );
}

#[tokio::test]
async fn sends_the_token_with_the_link() {
    let seek = "/customers?size=40&seekOperation=Next";
    // In the headers of the link, beside the link, in both.
    let beside = r#","continuationToken":"t1""#;
    let in_headers = format!(
        r#","links":{{"next":{{"uri":"{seek}","headers":[{{"key":"MS-ContinuationToken","value":"t1"}}]}}}}"#
    );
    for rest in [in_headers.clone(), format!("{}{beside}", link(seek)), format!("{in_headers}{beside}")] {
        let (client, log) = service(move |_, number| match number {
            0 => json(200, page("a", &rest)),
            _ => json(200, page("b", "")),
        });
        let pages: Vec<Customers> = list(&client).pages().try_collect().await.unwrap();
        assert_eq!(ids(&pages), ["a", "b"]);
        assert_eq!(log.header("MS-ContinuationToken"), [None, Some("t1".to_owned())]);
        assert_eq!(log.requests()[1].headers().get_all("MS-ContinuationToken").iter().count(), 1);
        assert_eq!(log.uris()[1], format!("https://api.host/v1{seek}"));
    }
}

#[tokio::test]
async fn reads_tokens_from_response_headers_where_the_rule_says_so() {
    static HEADER: Paging = Paging {
        token: Some(TokenRule {
            from: TokenFrom::Header("MS-ContinuationToken"),
            to: TokenTo::Header("MS-ContinuationToken"),
            query: &[],
        }),
        ..Paging::NONE
    };
    let (client, log) = service(|_, number| {
        let mut response = json(200, page("a", &link("/ignored")));
        if number < 2 {
            response.headers_mut().insert("MS-ContinuationToken", format!("t{number}").parse().unwrap());
        }
        response
    });
    assert_eq!(list(&client).size(9).paging(&HEADER).pages().count().await, 3);
    let tokens: Vec<_> = log.header("MS-ContinuationToken").into_iter().flatten().collect();
    assert_eq!(tokens, ["t0", "t1"]);
    assert_eq!(log.uris()[2], "https://api.host/v1/customers?size=9");
}

#[tokio::test]
async fn gives_items_across_pages_and_goes_on_after_an_empty_one() {
    let (client, _) = service(|_, number| match number {
        0 => json(200, page("a", &link("/customers?p=1"))),
        1 => json(200, format!(r#"{{"totalCount":0,"items":null{}}}"#, link("/customers?p=2"))),
        2 => json(200, format!("{{{}}}", link("/customers?p=3").trim_start_matches(','))),
        _ => json(200, r#"{"items":[{"id":"b"},{"id":"c"}]}"#),
    });
    let mut items = list(&client).items();
    let mut ids = Vec::new();
    while let Some(item) = items.next().await {
        ids.push(item.unwrap().id.unwrap());
    }
    assert_eq!(ids, ["a", "b", "c"]);
    assert!(items.next().await.is_none());
    let items: Vec<_> = list(&client).items().try_collect().await.unwrap();
    assert_eq!(items.len(), 2, "the service is at its last page now");
}

#[tokio::test]
async fn a_page_that_was_there_before_is_an_error() {
    for (rest, good) in [
        (link("/customers?p=1"), 2),
        (link("/v1/customers"), 1),
        (link("https://api.host:443/v1/customers"), 1),
        (r#","continuationToken":"t""#.to_owned(), 2),
        (
            r#","links":{"next":{"uri":"/customers","headers":[{"key":"MS-ContinuationToken","value":"t"}]}}"#.to_owned(),
            2,
        ),
    ] {
        let (client, log) = service(move |_, _| json(200, page("a", &rest)));
        let pages: Vec<_> = list(&client).pages().collect().await;
        assert_eq!(pages.len(), good + 1);
        assert!(pages[..good].iter().all(Result::is_ok));
        let Err(error @ Error::Paging(_)) = &pages[good] else { panic!("{:?}", pages[good]) };
        assert_eq!(
            error.to_string(),
            "GET /v1/customers: no way to the next page: the page that comes next has been read already"
        );
        assert_eq!(log.requests().len(), good);
    }
}

#[tokio::test]
async fn detects_longer_circles() {
    let (client, log) =
        service(|_, number| json(200, page("a", &link(&format!("/customers?p={}", number % 3)))));
    let pages: Vec<_> = list(&client).pages().collect().await;
    assert_eq!(pages.len(), 5);
    assert!(matches!(pages[4], Err(Error::Paging(_))));
    assert_eq!(log.requests().len(), 4);
}

#[tokio::test]
async fn each_page_is_a_call_of_its_own() {
    let (client, log) = service(|_, number| match number {
        0 => json(200, page("a", &link("/customers?p=1"))),
        1 => json(200, page("b", r#","continuationToken":"t""#)),
        _ => json(200, page("c", "")),
    });
    let client = client.with_header("X-Locale", "de-DE");
    let pages = list(&client).size(7).request_id("r1").correlation_id("c1").pages();
    assert_eq!(pages.count().await, 3);
    let requests = log.requests();
    let ids: Vec<_> = log.header("MS-RequestId").into_iter().flatten().collect();
    assert_eq!((ids[0].as_str(), ids.len()), ("r1", 3));
    assert!(ids[1] != "r1" && ids[2] != "r1" && ids[1] != ids[2], "{ids:?}");
    for request in &requests {
        assert_eq!(request.method(), Method::GET);
        assert_eq!(header(request, "MS-CorrelationId").unwrap(), "c1", "the group stays");
        assert_eq!(header(request, "MS-Contract-Version").unwrap(), "v1");
        assert_eq!(header(request, "X-Locale").unwrap(), "de-DE");
        assert_eq!(header(request, "Authorization").unwrap(), "Bearer s3cret");
    }
    assert_eq!(log.uris()[2], "https://api.host/v1/customers?size=7&seekOperation=Next");
}

#[tokio::test]
async fn gives_the_response_of_a_page() {
    let (client, _) = service(|_, number| {
        let mut response = json(200, page("a", if number == 0 { r#","continuationToken":"t""# } else { "" }));
        response.headers_mut().insert("MS-RequestId", format!("served-{number}").parse().unwrap());
        response
    });
    let mut pages = list(&client).pages();
    for number in 0..2 {
        let page = pages.next_response().await.unwrap().unwrap();
        assert_eq!(page.request_id(), Some(format!("served-{number}").as_str()));
        assert_eq!(page.value().items.len(), 1);
    }
    assert!(pages.next_response().await.is_none());
}

#[tokio::test]
async fn an_error_ends_the_list() {
    let (client, log) = service(|_, number| match number {
        0 => json(200, page("a", r#","continuationToken":"t""#)),
        _ => json(503, ""),
    });
    let mut items = list(&client).items();
    assert!(items.next().await.unwrap().is_ok());
    let error = items.next().await.unwrap().unwrap_err();
    assert_eq!(error.status().unwrap(), 503);
    assert_eq!(error.operation().unwrap().id, "Customers_List");
    assert!(items.next().await.is_none());
    assert!(items.next().await.is_none());
    assert_eq!(log.requests().len(), 2);
}

#[tokio::test]
async fn a_request_that_cannot_be_built_is_the_first_error() {
    let (client, log) = service(|_, _| json(200, "{}"));
    let mut pages = list(&client).request_id("a\nb").pages();
    assert_eq!(pages.position(), None);
    assert!(matches!(pages.next().await, Some(Err(Error::Request(_)))));
    assert!(pages.next().await.is_none());
    assert!(log.requests().is_empty());
}

#[tokio::test]
async fn bad_headers_of_a_link_are_an_error() {
    let rest = r#","links":{"next":{"uri":"/customers?p=2","headers":[{"key":"X-A","value":"a\r\nb"}]}}"#;
    let (client, log) = service(move |_, _| json(200, page("a", rest)));
    let mut pages = list(&client).pages();
    assert!(pages.next().await.unwrap().is_ok());
    let error = pages.next().await.unwrap().unwrap_err();
    assert!(error.to_string().ends_with("a header of the link is malformed: `X-A`"), "{error}");
    assert_eq!(log.requests().len(), 1);
}

#[tokio::test]
async fn bounds_the_headers_of_a_link() {
    let headers: Vec<String> = (0..40_000).map(|n| format!(r#"{{"key":"X-{n}","value":"1"}}"#)).collect();
    let rest = format!(r#","links":{{"next":{{"uri":"/x","headers":[{}]}}}}"#, headers.join(","));
    let (client, _) = service(move |_, _| json(200, page("a", &rest)));
    let mut pages = list(&client).pages();
    assert!(pages.next().await.unwrap().is_ok());
    let error = pages.next().await.unwrap().unwrap_err();
    assert!(error.to_string().ends_with("the link has more than 64 headers"), "{error}");
}
