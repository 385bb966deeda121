//! JSON values one after the other, as a stream.

use std::fmt;
use std::marker::PhantomData;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};

use crate::body::FromResponse;
use crate::error::{Error, ResponseError, Result, strip_bom};
use crate::live::{Live, tapped};
use crate::response::Response;
use crate::transport::BoxError;
use crate::value::{Value, decode};

/// The longest value.
const LIMIT: usize = 64 << 20;

/// The values of a response, one by one: each in a line (`application/jsonl`, `application/x-ndjson`), or each after
/// a record separator (`application/json-seq`, [RFC 7464]).
///
/// A value that is not what the specification says is an [`Error::Decode`] with its text as the body, and the
/// values go on. Of errors of the transport see [`Download`](super::Download).
///
/// [RFC 7464]: https://www.rfc-editor.org/rfc/rfc7464
pub struct Lines<T> {
    head: Response<()>,
    live: Live,
    separator: u8,
    /// What has come of values that were not handed out.
    buffer: BytesMut,
    /// How much of it is known to hold no separator.
    searched: usize,
    started: bool,
    ended: bool,
    value: PhantomData<fn() -> T>,
}

impl<T: Value> Lines<T> {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        loop {
            while let Some(record) = self.record() {
                if let Some(value) = self.read(&record) {
                    return Poll::Ready(Some(value));
                }
            }
            if self.ended {
                return Poll::Ready(None);
            }
            match ready!(self.live.poll_chunk(cx)) {
                Some(Ok(chunk)) if self.buffer.len() + chunk.len() > LIMIT => {
                    self.ended = true;
                    self.buffer.clear();
                    return Poll::Ready(Some(Err(self.refuse(&[], "a value is too long"))));
                }
                Some(Ok(chunk)) => self.buffer.extend_from_slice(&chunk),
                Some(Err(error)) => {
                    self.ended = true;
                    self.buffer.clear();
                    return Poll::Ready(Some(Err(error)));
                }
                None => self.ended = true,
            }
        }
    }

    /// The next record, which is empty before the first separator and after the last one.
    fn record(&mut self) -> Option<Bytes> {
        let rest = self.buffer.get(self.searched..).unwrap_or_default();
        let end = match rest.iter().position(|byte| *byte == self.separator) {
            Some(at) => self.searched + at + 1,
            None if self.ended && !self.buffer.is_empty() => self.buffer.len(),
            None => {
                self.searched = self.buffer.len();
                return None;
            }
        };
        self.searched = 0;
        Some(self.buffer.split_to(end).freeze())
    }

    /// Reads a record, unless it is empty.
    fn read(&mut self, record: &[u8]) -> Option<Result<T>> {
        let record = record.strip_suffix(&[self.separator]).unwrap_or(record);
        let record = if std::mem::replace(&mut self.started, true) { record } else { strip_bom(record) };
        let text = record.trim_ascii();
        (!text.is_empty()).then(|| decode(text).map_err(|error| self.refuse(text, error)))
    }

    fn refuse(&self, text: &[u8], flaw: impl Into<BoxError>) -> Error {
        let response = self.head.holding(Bytes::copy_from_slice(text));
        Error::Decode(ResponseError::new(response, Some(flaw.into())))
    }
}

impl<T: Value> FromResponse for Lines<T> {
    const LIVE: bool = true;

    fn from_response(response: &Response<Bytes>) -> Result<Self> {
        let media_type = response.header("content-type").unwrap_or("").to_ascii_lowercase();
        let essence = media_type.split(';').next().unwrap_or("").trim();
        Ok(Self {
            head: response.with(()),
            live: tapped(response).0,
            separator: if essence.ends_with("json-seq") { 0x1E } else { b'\n' },
            buffer: BytesMut::new(),
            searched: 0,
            started: false,
            ended: false,
            value: PhantomData,
        })
    }
}

pulled! {
    /// The next value; `None` after the last one and after an error of the transport.
    Lines<T: Value> => T
}

impl<T> fmt::Debug for Lines<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lines").field("head", &self.head).finish_non_exhaustive()
    }
}
