//! Lists whose pages follow each other by numbers, and tokens that go into the query.

use clientgen_runtime::{
    Client, Counting, Error, Json, Paging, Position, PositionRule, Request, TokenFrom, TokenRule, TokenTo,
};
use futures_util::{StreamExt, TryStreamExt};

use crate::support::{Customers, Log, json, list, service};

const BY_ITEM: PositionRule =
    PositionRule { parameter: "offset", counting: Counting::Items, first: 0, size: Some("size"), total: &[] };

static ITEMS: Paging = Paging {
    items: &["items"],
    next_link: &["links", "next", "uri"],
    position: Some(BY_ITEM),
    ..Paging::NONE
};

static TOTAL: Paging = Paging {
    items: &["items"],
    position: Some(PositionRule { total: &["totalCount"], ..BY_ITEM }),
    ..Paging::NONE
};

static NUMBERED: Paging = Paging {
    items: &["items"],
    position: Some(PositionRule { counting: Counting::Pages, first: 1, ..BY_ITEM }),
    ..Paging::NONE
};

static NUMBERED_TOTAL: Paging = Paging {
    items: &["items"],
    position: Some(PositionRule { counting: Counting::Pages, first: 1, total: &["totalCount"], ..BY_ITEM }),
    ..Paging::NONE
};

fn number(request: &Request, name: &str) -> Option<usize> {
    let pairs = request.uri().query()?.split('&').filter_map(|pair| pair.split_once('='));
    pairs.filter(|(own, _)| *own == name).map(|(_, value)| value.parse().unwrap()).next()
}

/// A page of `0..all`: `size` of them as asked, but at most `most`, from the item `offset` on.
fn slice(request: &Request, all: usize, most: usize, page_numbers: bool) -> String {
    let size = number(request, "size").unwrap_or(most).min(most);
    let offset = number(request, "offset");
    let begin = if page_numbers { (offset.unwrap_or(1) - 1) * size } else { offset.unwrap_or(0) };
    let items: Vec<Json> =
        (begin..all.min(begin + size)).map(|id| serde_json::json!({"id": id.to_string()})).collect();
    serde_json::json!({"totalCount": all, "items": items}).to_string()
}

fn serving(all: usize, most: usize, page_numbers: bool) -> (Client, Log) {
    service(move |request, _| json(200, slice(request, all, most, page_numbers)))
}

fn queries(log: &Log) -> Vec<String> {
    let query = |uri: String| uri.split_once('?').map_or_else(String::new, |(_, query)| query.to_owned());
    log.uris().into_iter().map(query).collect()
}

async fn ids(pages: impl futures_util::Stream<Item = clientgen_runtime::Result<Customers>>) -> Vec<usize> {
    let pages: Vec<Customers> = pages.try_collect().await.unwrap();
    let items = pages.into_iter().flat_map(|page| page.items);
    items.map(|item| item.id.unwrap().parse().unwrap()).collect()
}

fn whole(all: usize) -> Vec<usize> {
    (0..all).collect()
}

#[tokio::test]
async fn a_short_page_after_a_full_one_is_the_last() {
    let (client, log) = serving(5, 100, false);
    assert_eq!(ids(list(&client).size(2).paging(&ITEMS).pages()).await, whole(5));
    assert_eq!(queries(&log), ["size=2", "size=2&offset=2", "size=2&offset=4"]);
}

#[tokio::test]
async fn an_empty_page_is_the_last() {
    let (client, log) = serving(4, 100, false);
    assert_eq!(ids(list(&client).size(2).paging(&ITEMS).pages()).await, whole(4));
    assert_eq!(queries(&log), ["size=2", "size=2&offset=2", "size=2&offset=4"]);
    let (client, log) = serving(3, 2, false);
    assert_eq!(ids(list(&client).paging(&ITEMS).pages()).await, whole(3));
    assert_eq!(queries(&log), ["", "offset=2", "offset=3"]);
}

#[tokio::test]
async fn a_service_that_gives_fewer_than_asked_for_loses_nothing() {
    let (client, log) = serving(7, 3, false);
    assert_eq!(ids(list(&client).size(500).paging(&ITEMS).pages()).await, whole(7));
    assert_eq!(queries(&log).last().unwrap(), "size=500&offset=7");
}

#[tokio::test]
async fn the_total_spares_the_last_request() {
    for (all, size, requests) in [(4, 2, 2), (5, 2, 3), (1, 9, 1), (0, 9, 1)] {
        let (client, log) = serving(all, 100, false);
        assert_eq!(ids(list(&client).size(size).paging(&TOTAL).pages()).await, whole(all));
        assert_eq!(log.requests().len(), requests, "{all} by {size}");
    }
}

#[tokio::test]
async fn begins_where_the_caller_says() {
    for paging in [&ITEMS, &TOTAL] {
        let (client, log) = serving(7, 100, false);
        assert_eq!(ids(list(&client).size(3).offset(2).paging(paging).pages()).await, [2, 3, 4, 5, 6]);
        assert_eq!(queries(&log), ["size=3&offset=2", "size=3&offset=5"]);
    }
}

#[tokio::test]
async fn pages_can_be_counted_too() {
    for (paging, requests) in [(&NUMBERED, 3), (&NUMBERED_TOTAL, 2)] {
        let (client, log) = serving(4, 100, true);
        assert_eq!(ids(list(&client).size(2).paging(paging).pages()).await, whole(4));
        assert_eq!(queries(&log), ["size=2", "size=2&offset=2", "size=2&offset=3"][..requests]);
    }
}

#[tokio::test]
async fn a_link_comes_before_the_position_and_its_absence_is_the_end() {
    let (client, log) = service(|_, number| match number {
        0 => json(200, r#"{"items":[{"id":"0"},{"id":"1"}],"links":{"next":{"uri":"/customers?after=1"}}}"#),
        _ => json(200, r#"{"items":[{"id":"2"},{"id":"3"}]}"#),
    });
    assert_eq!(ids(list(&client).size(2).paging(&ITEMS).pages()).await, whole(4));
    assert_eq!(queries(&log), ["size=2", "after=1"]);
}

#[tokio::test]
async fn a_service_that_ignores_the_position_is_an_error() {
    let (client, log) = service(|_, _| json(200, r#"{"items":[{"id":"0"}]}"#));
    let pages: Vec<_> = list(&client).paging(&ITEMS).pages().collect().await;
    assert_eq!((pages.len(), log.requests().len()), (2, 2));
    let Err(error @ Error::Paging(_)) = &pages[1] else { panic!("{:?}", pages[1]) };
    assert!(error.to_string().contains("the same as the one before"), "{error}");
}

#[tokio::test]
async fn items_that_cannot_be_read_count() {
    let (client, log) = service(|_, number| match number {
        0 => json(200, r#"{"items":[{"id":"0"},{"id":{}}]}"#),
        1 => json(200, r#"{"items":[{"id":"2"}]}"#),
        _ => json(200, r#"{"items":[]}"#),
    });
    let items = list(&client).size(2).paging(&ITEMS).items().lenient();
    assert_eq!(items.count().await, 3);
    assert_eq!(queries(&log), ["size=2", "size=2&offset=2"]);
}

#[tokio::test]
async fn goes_on_from_every_position() {
    for (paging, page_numbers) in
        [(&ITEMS, false), (&TOTAL, false), (&NUMBERED, true), (&NUMBERED_TOTAL, true)]
    {
        let (client, _) = serving(6, 100, page_numbers);
        let mut pages = list(&client).size(2).paging(paging).pages();
        let mut seen = 0;
        while let Some(page) = pages.next().await {
            seen += page.unwrap().items.len();
            let Some(position) = pages.position() else { break };
            assert!(position.to_string().contains(r#""number":"#), "{position}");
            let position: Position = position.to_string().parse().unwrap();
            let rest = list(&client).size(2).paging(paging).pages().resume(position).unwrap();
            assert_eq!(ids(rest).await, (seen..6).collect::<Vec<_>>());
        }
        assert_eq!(seen, 6);
    }
    let (client, _) = serving(6, 100, false);
    let position: Position = r#"{"operation":"Customers_List","number":4}"#.parse().unwrap();
    let error = list(&client).pages().resume(position).unwrap_err();
    assert!(error.to_string().ends_with("the list has no positions"), "{error}");
    for text in [r#"{"operation":"a","number":-1}"#, r#"{"operation":"a","number":1,"token":"t"}"#] {
        assert!(text.parse::<Position>().is_err(), "{text}");
    }
}

#[tokio::test]
async fn a_total_that_is_not_there_ends_nothing() {
    let (client, log) = service(|_, number| match number {
        0 => json(200, r#"{"items":[{"id":"0"},{"id":"1"}],"totalCount":3}"#),
        1 => json(200, r#"{"items":[{"id":"2"}],"totalCount":null}"#),
        _ => json(200, r#"{"items":[]}"#),
    });
    assert_eq!(ids(list(&client).paging(&TOTAL).pages()).await, whole(3));
    assert_eq!(log.requests().len(), 3);
}

#[tokio::test]
async fn tokens_go_from_a_header_into_the_query() {
    static CURSOR: Paging = Paging {
        token: Some(TokenRule {
            from: TokenFrom::Header("X-Next"),
            to: TokenTo::Query("offset"),
            query: &[("mode", "more")],
        }),
        ..Paging::NONE
    };
    let (client, log) = service(|_, number| {
        let mut response = json(200, r#"{"items":[{"id":"0"}]}"#);
        if number < 2 {
            response.headers_mut().insert("X-Next", format!("t/={number}&").parse().unwrap());
        }
        response
    });
    let mut pages = list(&client).size(9).paging(&CURSOR).pages();
    pages.next().await.unwrap().unwrap();
    let position = pages.position().unwrap();
    assert_eq!(pages.count().await, 2);
    let second = "size=9&mode=more&offset=t%2F%3D0%26";
    assert_eq!(queries(&log), ["size=9", second, "size=9&mode=more&offset=t%2F%3D1%26"]);
    let mut again = list(&client).size(9).paging(&CURSOR).pages().resume(position).unwrap();
    again.next().await.unwrap().unwrap();
    assert_eq!(queries(&log)[3], second);
}
