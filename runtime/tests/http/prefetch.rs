//! Pages that are under way before they are asked for.

use std::future::Future;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use clientgen_runtime::{
    BoxError, Client, Counting, Error, Paging, PositionRule, RawResponse, Request, TokioTimer,
};
use futures_util::TryStreamExt;

use crate::support::{builder, json, list};

static LINKS: Paging = Paging { items: &["items"], next_link: &["links", "next", "uri"], ..Paging::NONE };

static NUMBERED: Paging = Paging {
    items: &["items"],
    position: Some(PositionRule {
        parameter: "offset",
        counting: Counting::Items,
        first: 0,
        size: Some("size"),
        total: &["totalCount"],
    }),
    ..Paging::NONE
};

/// What a slow service has seen.
#[derive(Default)]
struct Seen {
    begun: AtomicUsize,
    ended: AtomicUsize,
    most: AtomicUsize,
    queries: Mutex<Vec<String>>,
}

impl Seen {
    fn begun(&self) -> usize {
        self.begun.load(Ordering::SeqCst)
    }

    fn ended(&self) -> usize {
        self.ended.load(Ordering::SeqCst)
    }

    fn most(&self) -> usize {
        self.most.load(Ordering::SeqCst)
    }
}

/// A service of some items in pages of two, each of which takes a second of the paused clock.
fn slow(all: usize, by_link: bool) -> (impl Fn(Request) -> Answer + Send + Sync + 'static, Arc<Seen>) {
    let seen = Arc::new(Seen::default());
    let noted = Arc::clone(&seen);
    let transport = move |request: Request| -> Answer {
        let seen = Arc::clone(&noted);
        Box::pin(async move {
            let begun = seen.begun.fetch_add(1, Ordering::SeqCst) + 1;
            seen.most.fetch_max(begun - seen.ended(), Ordering::SeqCst);
            let query = request.uri().query().unwrap_or("").to_owned();
            seen.queries.lock().unwrap().push(query.clone());
            tokio::time::sleep(Duration::from_secs(1)).await;
            seen.ended.fetch_add(1, Ordering::SeqCst);
            let offset = query.split("offset=").nth(1).map_or(0, |offset| offset.parse().unwrap());
            let ids: Vec<_> = (offset..all.min(offset + 2))
                .map(|id: usize| serde_json::json!({"id": id.to_string()}))
                .collect();
            let mut page = serde_json::json!({"totalCount": all, "items": ids});
            if by_link && offset + 2 < all {
                let next = format!("/customers?offset={}", offset + 2);
                page["links"] = serde_json::json!({"next": {"uri": next}});
            }
            Ok(json(200, page.to_string()))
        })
    };
    (transport, seen)
}

type Answer = std::pin::Pin<Box<dyn Future<Output = Result<RawResponse, BoxError>> + Send>>;

fn client(transport: impl clientgen_runtime::Transport, tasks: bool) -> Client {
    let builder = builder().transport(transport);
    if tasks { builder.timer(TokioTimer::new()).build().unwrap() } else { builder.build().unwrap() }
}

#[tokio::test(start_paused = true)]
async fn nothing_is_fetched_in_advance_unasked() {
    let (transport, seen) = slow(6, true);
    let mut pages = list(&client(transport, true)).paging(&LINKS).pages();
    pages.next().await.unwrap().unwrap();
    tokio::time::sleep(Duration::from_secs(5)).await;
    assert_eq!(seen.begun(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_next_page_arrives_while_the_caller_is_at_work() {
    let (transport, seen) = slow(6, true);
    let start = tokio::time::Instant::now();
    let mut pages = list(&client(transport, true)).paging(&LINKS).pages().prefetch(1);
    for page in 1..=3 {
        assert_eq!(pages.next().await.unwrap().unwrap().items.len(), 2);
        assert_eq!(seen.begun(), 3.min(page + 1), "the next request is out before the page is handed out");
        tokio::time::sleep(Duration::from_secs(1)).await;
        tokio::task::yield_now().await;
        assert_eq!(seen.ended(), 3.min(page + 1), "nobody polls the list, and yet the page arrives");
    }
    assert!(pages.next().await.is_none());
    // A second for the first page, and three at work: without prefetch it would be six.
    assert_eq!(start.elapsed().as_secs(), 4);
    assert_eq!(seen.most(), 1, "one link leads to one page");
}

#[tokio::test(start_paused = true)]
async fn without_tasks_items_keep_the_next_page_going() {
    let (transport, seen) = slow(6, true);
    let mut items = list(&client(transport, false)).paging(&LINKS).items().prefetch(1);
    items.next().await.unwrap().unwrap();
    assert_eq!((seen.begun(), seen.ended()), (2, 1), "the request is out");
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(seen.ended(), 1, "nobody polls the list");
    items.next().await.unwrap().unwrap();
    assert_eq!(seen.ended(), 2, "an item of the first page moves the second one on");
    assert_eq!(items.try_collect::<Vec<_>>().await.unwrap().len(), 4);
    assert_eq!(seen.begun(), 3);
}

#[tokio::test(start_paused = true)]
async fn pages_with_known_positions_come_at_the_same_time_and_in_order() {
    for tasks in [true, false] {
        let (transport, seen) = slow(21, false);
        let start = tokio::time::Instant::now();
        let items = list(&client(transport, tasks)).size(2).paging(&NUMBERED).items().prefetch(5);
        let ids: Vec<String> = items.map_ok(|item| item.id.unwrap()).try_collect().await.unwrap();
        assert_eq!(ids, (0..21).map(|id| id.to_string()).collect::<Vec<_>>());
        assert_eq!((seen.begun(), seen.most()), (11, 5), "each page once, five at a time");
        // The first, which has the total, and the other ten by fives.
        assert_eq!(start.elapsed().as_secs(), 3);
    }
}

#[tokio::test(start_paused = true)]
async fn no_page_beyond_the_total_is_asked_for() {
    let (transport, seen) = slow(4, false);
    let pages = list(&client(transport, true)).size(2).paging(&NUMBERED).pages().prefetch(50);
    assert_eq!(pages.try_collect::<Vec<_>>().await.unwrap().len(), 2);
    assert_eq!(*seen.queries.lock().unwrap(), ["size=2", "size=2&offset=2"]);
}

#[tokio::test(start_paused = true)]
async fn pages_that_come_otherwise_than_expected_are_asked_for_again() {
    // The third page has one item instead of two, so that all after it begin elsewhere.
    let counts = Arc::new(Mutex::new(Vec::new()));
    let asked = Arc::clone(&counts);
    let transport = move |request: Request| {
        let query = request.uri().query().unwrap_or("").to_owned();
        let offset = query.split("offset=").nth(1).map_or(0, |offset| offset.parse::<usize>().unwrap());
        asked.lock().unwrap().push(offset);
        async move {
            tokio::time::sleep(Duration::from_secs(1)).await;
            let end = if offset == 4 { 5 } else { 9.min(offset + 2) };
            let ids: Vec<_> = (offset..end).map(|id| serde_json::json!({"id": id.to_string()})).collect();
            Ok::<_, Error>(json(200, serde_json::json!({"totalCount": 9, "items": ids}).to_string()))
        }
    };
    let items = list(&client(transport, true)).size(2).paging(&NUMBERED).items().prefetch(3);
    let ids: Vec<String> = items.map_ok(|item| item.id.unwrap()).try_collect().await.unwrap();
    assert_eq!(ids, (0..9).map(|id| id.to_string()).collect::<Vec<_>>(), "each item once");
    assert_eq!(*counts.lock().unwrap(), [0, 2, 4, 6, 8, 5, 7]);
}

#[tokio::test(start_paused = true)]
async fn dropping_the_list_gives_its_requests_up() {
    let (transport, seen) = slow(20, false);
    let mut pages = list(&client(transport, true)).size(2).paging(&NUMBERED).pages().prefetch(4);
    pages.next().await.unwrap().unwrap();
    assert_eq!((seen.begun(), seen.ended()), (5, 1));
    drop(pages);
    tokio::time::sleep(Duration::from_secs(5)).await;
    assert_eq!((seen.begun(), seen.ended()), (5, 1));
}

#[tokio::test(start_paused = true)]
async fn an_error_comes_where_its_page_would_and_ends_the_list() {
    let transport = |request: Request| async move {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let query = request.uri().query().unwrap_or("").to_owned();
        let page = r#"{"totalCount":8,"items":[{"id":"a"},{"id":"b"}]}"#;
        Ok::<_, Error>(if query.ends_with("offset=4") {
            json(404, "")
        } else {
            json(200, format!("{page} {}", " ".repeat(query.len() % 7)))
        })
    };
    let transport = move |request: Request| {
        let offset =
            request.uri().query().and_then(|query| query.split("offset=").nth(1)).unwrap_or("0").to_owned();
        let answer = transport(request);
        async move {
            let response: RawResponse = answer.await?;
            let body = String::from_utf8(response.body().to_vec())
                .unwrap()
                .replace("\"a\"", &format!("\"{offset}\""));
            Ok::<_, Error>(json(response.status().as_u16(), body))
        }
    };
    let mut pages = list(&client(transport, true)).size(2).paging(&NUMBERED).pages().prefetch(3);
    assert!(pages.next().await.unwrap().is_ok());
    assert!(pages.next().await.unwrap().is_ok());
    let position = pages.position().unwrap();
    assert_eq!(pages.next().await.unwrap().unwrap_err().status().unwrap(), 404);
    assert!(pages.next().await.is_none());
    assert_eq!(pages.position().unwrap(), position, "the page that failed");
}

#[test]
fn waiting_fetches_nothing_in_advance() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let transport = move |_: Request| {
        let number = count.fetch_add(1, Ordering::SeqCst);
        let next =
            format!(r#"{{"items":[{{"id":"a"}}],"links":{{"next":{{"uri":"/customers?p={number}"}}}}}}"#);
        std::future::ready(Ok::<_, Error>(json(200, next)))
    };
    let mut pages = list(&client(transport, false)).paging(&LINKS).pages().prefetch(3).wait();
    pages.next().unwrap().unwrap();
    assert_eq!(asked.load(Ordering::SeqCst), 1);
}

/// A runtime that ends takes its tasks along: the list goes on by itself.
#[test]
fn a_task_that_goes_away_leaves_its_request_to_the_list() {
    struct Lost;
    impl clientgen_runtime::Timer for Lost {
        fn sleep(&self, _: Duration) -> clientgen_runtime::BoxFuture<'static, ()> {
            Box::pin(std::future::pending())
        }
        fn elapsed(&self) -> Option<Duration> {
            None
        }
        fn spawn(
            &self,
            task: clientgen_runtime::BoxFuture<'static, ()>,
        ) -> Result<(), clientgen_runtime::BoxFuture<'static, ()>> {
            drop(task);
            Ok(())
        }
    }
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    runtime.block_on(async {
        let (transport, _) = slow(6, true);
        let client = builder().transport(transport).timer(Lost).build().unwrap();
        let pages = list(&client).paging(&LINKS).pages().prefetch(1);
        assert_eq!(pages.try_collect::<Vec<_>>().await.unwrap().len(), 3);
    });
}
