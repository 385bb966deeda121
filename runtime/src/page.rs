//! Lists that come in pages.

use std::collections::VecDeque;
use std::fmt;
use std::future;
use std::marker::PhantomData;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use crate::body::{self, FromResponse};
use crate::client::Client;
use crate::error::Result;
use crate::facts::Paging;
use crate::response::Response;
use crate::transport::Request;
use crate::value::{Rejected, Value};

mod flight;
mod items;
mod lenient;
mod pace;
mod position;
mod wait;
mod walk;

use flight::Flight;
pub use items::Items;
pub use lenient::LenientItems;
pub use position::Position;
pub use wait::Waiting;
use walk::{Read, Walk};

/// A list, page by page. Each page is fetched when it is asked for, unless some are
/// [fetched in advance](Self::prefetch).
///
/// The request for a page has the headers of the first, except for the caller's own request id: that is
/// spent, and each further page gets a new one. An id for a group of calls stays.
///
/// A page without items is not the last one as long as it has a link or a token; only lists by position
/// ([`PositionRule`](crate::PositionRule)) end with it. An error ends the list. [`position`](Self::position)
/// then still points at the page that failed, so that it can be tried again. A link or token that was there
/// before is an error, not the end.
///
/// Links are followed by the rules of the API, only to the origin of the base URL, and by `GET`, whatever
/// the method of the first request is. With a token or a position the first request is sent again.
#[must_use = "nothing is sent until the first page is asked for"]
pub struct Pages<P> {
    walk: Walk,
    /// Pages under way, in their order.
    flights: VecDeque<Flight>,
    /// How many may be under way while the caller has a page in hand.
    ahead: usize,
    /// Whether an error ended the list.
    over: bool,
    /// What the page read last was handed out without, if that is no error.
    rejected: Option<Vec<Rejected>>,
    page: PhantomData<fn() -> P>,
}

impl<P: Value> Pages<P> {
    /// Starts at the first page. A request that could not be built is the first error.
    pub fn new(client: &Client, first: Result<Request>, paging: &'static Paging) -> Self {
        Self {
            walk: Walk::new(client.clone(), first, paging),
            flights: VecDeque::new(),
            ahead: 0,
            over: false,
            rejected: None,
            page: PhantomData,
        }
    }

    /// Has up to `pages` pages under way while the caller is at work with one. The default is 0.
    ///
    /// How many can be depends on the list. A link or a token is known once the page before it has arrived:
    /// one page at most. Where pages have positions and the first says how many items there are in all, any
    /// number: they are then fetched at the same time, and still handed out in their order.
    ///
    /// The next request is sent before a page is handed out. What happens meanwhile is a question of who does
    /// it. With a [`Timer`](crate::Timer) that runs tasks, as `TokioTimer` and so `ReqwestTransport` do, the
    /// pages arrive whatever the caller does. Without one they arrive as far as the transport works by itself;
    /// decoding, retries and time limits go on each time the caller asks for an item or a page. A transport
    /// that blocks has nothing to gain, so `wait` fetches no page in advance.
    ///
    /// A page that was fetched in vain, because the caller stops before it, is dropped: no memory is kept
    /// beyond these pages. [`position`](Self::position) is where the caller is, not where the requests are.
    pub fn prefetch(mut self, pages: usize) -> Self {
        self.ahead = pages;
        self
    }

    /// Fetches the next page; `None` after the last one and after an error.
    pub async fn next(&mut self) -> Option<Result<P>> {
        Some(self.next_response().await?.map(Response::into_value))
    }

    /// Fetches the next page, with the status, headers and body beside it.
    pub async fn next_response(&mut self) -> Option<Result<Response<P>>> {
        future::poll_fn(|cx| self.poll_response(cx)).await
    }

    /// Where the list goes on: at the page that is handed out next or has failed; `None` after the last one.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        self.walk.position()
    }

    /// Goes on where another run over the same list was.
    ///
    /// # Errors
    ///
    /// [`Error::Paging`](crate::Error::Paging), if the position is one in another list, or leads to another
    /// origin: positions may have been stored where others can write.
    pub fn resume(mut self, position: Position) -> Result<Self> {
        self.walk.resume(position)?;
        self.flights.clear();
        self.over = false;
        Ok(self)
    }

    /// Hands out a page even if items of it are not what the specification says: without those, which
    /// [`rejected`](Self::rejected) has then.
    ///
    /// That goes for every outermost list of a page. Anything else that is wrong with it is still an error.
    pub fn lenient(mut self) -> Self {
        self.rejected = Some(Vec::new());
        self
    }

    /// The items that the page handed out last lacks, as they arrived and with what is wrong with them.
    /// None, unless this list is [`lenient`](Self::lenient).
    #[must_use]
    pub fn rejected(&self) -> &[Rejected] {
        self.rejected.as_deref().unwrap_or_default()
    }

    fn take_rejected(&mut self) -> Vec<Rejected> {
        self.rejected.as_mut().map(mem::take).unwrap_or_default()
    }

    /// The list, item by item. `items` takes them out of a page.
    pub fn into_items<T>(self, items: fn(P) -> Vec<T>) -> Items<P, T> {
        Items::new(self, items)
    }

    fn poll_response(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Response<P>>>> {
        if self.over {
            return Poll::Ready(None);
        }
        if let Some(flaw) = self.walk.take_flaw() {
            self.over = true;
            return Poll::Ready(Some(Err(flaw)));
        }
        self.set_out(self.ahead.max(1), cx);
        self.advance(cx);
        let Some(flight) = self.flights.front_mut() else { return Poll::Ready(None) };
        if !flight.advance(cx) {
            return Poll::Pending;
        }
        let page = self.land();
        if page.as_ref().is_some_and(Result::is_err) {
            self.flights.clear();
            self.over = true;
        } else {
            self.set_out(self.ahead, cx);
        }
        Poll::Ready(page)
    }

    /// Takes in the page that has arrived, and finds out where the list goes on.
    fn land(&mut self) -> Option<Result<Response<P>>> {
        let flight = self.flights.pop_front()?;
        self.walk.arrived(flight.key);
        let response = flight.land()?;
        let page = response.and_then(|response| match &mut self.rejected {
            None => Response::<P>::from_response(&response),
            Some(rejected) => {
                let page;
                (page, *rejected) = body::salvaged(&response)?;
                Ok(response.with(page))
            }
        });
        Some(page.and_then(|page| {
            let rejected = self.rejected.as_ref().map_or(0, Vec::len);
            let read =
                Read { page: page.value().view(), headers: page.headers(), body: page.body(), rejected };
            self.walk.turn(read)?;
            Ok(page)
        }))
    }

    /// Sends the requests for the pages to come, at most so many. Those that turn out not to come are given up.
    fn set_out(&mut self, pages: usize, cx: &mut Context<'_>) {
        if pages == 0 {
            return;
        }
        let places = self.walk.upcoming(pages);
        let right = self.flights.iter().zip(&places).take_while(|(flight, place)| flight.place == **place);
        let right = right.count();
        self.flights.truncate(right);
        for place in places.into_iter().skip(right) {
            let mut flight = self.walk.flight(place);
            if self.ahead > 0 {
                flight.launch(self.walk.timer(), cx);
            }
            self.flights.push_back(flight);
        }
    }

    /// Moves on what is under way, as far as possible without waiting.
    fn advance(&mut self, cx: &mut Context<'_>) {
        for flight in &mut self.flights {
            flight.advance(cx);
        }
    }
}

impl<P: Value> Stream for Pages<P> {
    type Item = Result<P>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_response(cx).map(|page| Some(page?.map(Response::into_value)))
    }
}

impl<P> fmt::Debug for Pages<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("position", &self.walk.position()).finish_non_exhaustive()
    }
}
