//! Server-sent events, as a stream.

use std::fmt;
use std::marker::PhantomData;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;

use super::event::{FromEvent, RawEvent};
use super::sse::{Parser, TooLong};
use crate::body::FromResponse;
use crate::error::{Error, ResponseError, Result};
use crate::live::{Again, Live, tapped};
use crate::response::Response;
use crate::transport::{BoxError, BoxFuture};

/// How long to wait before connecting again, unless the service says something else.
const RECONNECT: Duration = Duration::from_secs(3);

/// The events of a response (`text/event-stream`), one by one.
///
/// An event that is not what the specification says is an [`Error::Decode`] with its data as the body, and the
/// events go on. Data `[DONE]` where JSON should be is the end. So is the end of the response, unless the
/// stream is a [`reconnecting`](Self::reconnecting) one; of errors see [`Download`](super::Download).
pub struct Events<T> {
    head: Response<()>,
    state: State,
    parser: Parser,
    again: Option<Again>,
    reconnects: bool,
    event: PhantomData<fn() -> T>,
}

enum State {
    Open(Live),
    Waiting(BoxFuture<'static, ()>),
    Connecting(BoxFuture<'static, Result<Response<Bytes>>>),
    Done,
}

impl<T: FromEvent> Events<T> {
    /// The id of the last event that had one; empty, if none had.
    #[must_use]
    pub fn last_id(&self) -> &str {
        self.parser.id()
    }

    /// The same events, going on when the connection ends, well or badly: after a wait of three seconds, or as long
    /// as the service says, the call is made again, with the id of the last event in `Last-Event-ID`.
    ///
    /// That goes on until the service answers 204, or anything but a success. It needs a
    /// [`Timer`](crate::Timer); without one the events end with the connection.
    #[must_use]
    pub fn reconnecting(mut self) -> Self {
        self.reconnects = true;
        self
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        loop {
            if let Some(event) = self.parser.next() {
                match self.read(event) {
                    Some(event) => return Poll::Ready(Some(event)),
                    None => self.state = State::Done,
                }
            }
            match &mut self.state {
                State::Open(live) => match ready!(live.poll_chunk(cx)) {
                    Some(Ok(chunk)) => {
                        if self.parser.push(&chunk).is_err() {
                            self.state = State::Done;
                            return Poll::Ready(Some(Err(self.refuse(Bytes::new(), TooLong))));
                        }
                    }
                    end => {
                        let ended = self.wait_to_reconnect();
                        if let (true, Some(Err(error))) = (ended, end) {
                            return Poll::Ready(Some(Err(error)));
                        }
                    }
                },
                State::Waiting(sleep) => {
                    ready!(sleep.as_mut().poll(cx));
                    self.connect();
                }
                State::Connecting(response) => match ready!(response.as_mut().poll(cx)) {
                    Ok(response) => self.enter(&response),
                    Err(error) => {
                        self.state = State::Done;
                        return Poll::Ready(Some(Err(error)));
                    }
                },
                State::Done => return Poll::Ready(None),
            }
        }
    }

    /// Reads an event; `None`, if it is the end.
    fn read(&self, event: RawEvent) -> Option<Result<T>> {
        let data = Bytes::from(event.data.clone());
        T::from_event(event).map_err(|error| self.refuse(data, error)).transpose()
    }

    fn refuse(&self, data: Bytes, flaw: impl Into<BoxError>) -> Error {
        Error::Decode(ResponseError::new(self.head.holding(data), Some(flaw.into())))
    }

    /// Begins to wait; whether the events are over instead.
    fn wait_to_reconnect(&mut self) -> bool {
        let next = match &self.state {
            State::Open(live) if self.reconnects && self.again.is_some() => {
                let wait = self.parser.retry().unwrap_or(RECONNECT);
                live.timer().map(|timer| State::Waiting(timer.sleep(wait)))
            }
            _ => None,
        };
        let ended = next.is_none();
        self.state = next.unwrap_or(State::Done);
        ended
    }

    fn connect(&mut self) {
        let id = Some(self.parser.id()).filter(|id| !id.is_empty());
        self.state = self.again.as_ref().map_or(State::Done, |again| State::Connecting(again(id)));
    }

    fn enter(&mut self, response: &Response<Bytes>) {
        self.head = response.with(());
        self.parser = self.parser.after();
        self.state = match response.status() {
            StatusCode::NO_CONTENT => State::Done,
            _ => State::Open(tapped(response).0),
        };
    }
}

impl<T: FromEvent> FromResponse for Events<T> {
    const LIVE: bool = true;

    fn from_response(response: &Response<Bytes>) -> Result<Self> {
        let (live, again) = tapped(response);
        Ok(Self {
            head: response.with(()),
            state: State::Open(live),
            parser: Parser::default(),
            again,
            reconnects: false,
            event: PhantomData,
        })
    }
}

pulled! {
    /// The next event; `None` after the last one and after an error of the transport.
    Events<T: FromEvent> => T
}

impl<T> fmt::Debug for Events<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events").field("head", &self.head).finish_non_exhaustive()
    }
}

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an event is too long")
    }
}

impl std::error::Error for TooLong {}
