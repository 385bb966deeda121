//! Lists that come in pages.

use std::fmt;
use std::future;
use std::marker::PhantomData;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use crate::body::{self, FromResponse};
use crate::client::Client;
use crate::error::Result;
use crate::facts::Paging;
use crate::response::Response;
use crate::transport::{BoxFuture, Request};
use crate::value::{Rejected, Value};

mod items;
mod lenient;
mod position;
mod wait;
mod walk;

pub use items::Items;
pub use lenient::LenientItems;
pub use position::Position;
pub use wait::Waiting;
use walk::Walk;

/// A list, page by page. Each page is fetched when it is asked for.
///
/// The request for a page has the headers of the first, except for the caller's own request id: that is
/// spent, and each further page gets a new one. An id for a group of calls stays.
///
/// A page without items is not the last one as long as it has a link or a token; counts do not matter. An
/// error ends the list. [`position`](Self::position) then still points at the page that failed, so that it
/// can be tried again. A link or token that was there before is an error, not the end.
///
/// Links are followed by the rules of the API, only to the origin of the base URL, and by `GET`, whatever
/// the method of the first request is. With a token the first request is sent again.
#[must_use = "nothing is sent until the first page is asked for"]
pub struct Pages<P> {
    walk: Walk,
    state: State,
    /// What the page read last was handed out without, if that is no error.
    rejected: Option<Vec<Rejected>>,
    page: PhantomData<fn() -> P>,
}

enum State {
    Idle,
    InFlight(BoxFuture<'static, Result<Response<Bytes>>>),
    Done,
}

impl<P: Value> Pages<P> {
    /// Starts at the first page. A request that could not be built is the first error.
    pub fn new(client: &Client, first: Result<Request>, paging: &'static Paging) -> Self {
        Self {
            walk: Walk::new(client.clone(), first, paging),
            state: State::Idle,
            rejected: None,
            page: PhantomData,
        }
    }

    /// Fetches the next page; `None` after the last one and after an error.
    pub async fn next(&mut self) -> Option<Result<P>> {
        Some(self.next_response().await?.map(Response::into_value))
    }

    /// Fetches the next page, with the status, headers and body beside it.
    pub async fn next_response(&mut self) -> Option<Result<Response<P>>> {
        future::poll_fn(|cx| self.poll_response(cx)).await
    }

    /// Where the list goes on: at the page that is fetched next, is under way or has failed; `None` after
    /// the last one.
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
        self.state = State::Idle;
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
        loop {
            match &mut self.state {
                State::Done => return Poll::Ready(None),
                State::Idle => match self.walk.start() {
                    Ok(Some(response)) => self.state = State::InFlight(response),
                    Ok(None) => self.state = State::Done,
                    Err(error) => {
                        self.state = State::Done;
                        return Poll::Ready(Some(Err(error)));
                    }
                },
                State::InFlight(response) => {
                    let response = ready!(response.as_mut().poll(cx));
                    let page = response.and_then(|response| match &mut self.rejected {
                        None => Response::<P>::from_response(&response),
                        Some(rejected) => {
                            let page;
                            (page, *rejected) = body::salvaged(&response)?;
                            Ok(response.with(page))
                        }
                    });
                    let goes_on =
                        page.as_ref().is_ok_and(|page| self.walk.turn(page.value().view(), page.headers()));
                    self.state = if goes_on { State::Idle } else { State::Done };
                    return Poll::Ready(Some(page));
                }
            }
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
