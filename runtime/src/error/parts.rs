//! What errors are made of: a call without a response, and a response that is not the one hoped for.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;

use crate::response::{CallInfo, Response};
use crate::transport::BoxError;
use crate::value::{Json, Value, decode};

/// A call without a response.
pub struct CallError {
    call: Option<Arc<CallInfo>>,
    source: BoxError,
}

impl CallError {
    pub(crate) fn new(call: Option<Arc<CallInfo>>, source: impl Into<BoxError>) -> Self {
        Self { call, source: source.into() }
    }

    /// What went wrong, as the transport, the credential or the builder says it.
    #[must_use]
    pub fn cause(&self) -> &(dyn StdError + Send + Sync + 'static) {
        &*self.source
    }

    pub(super) fn call(&self) -> Option<&CallInfo> {
        self.call.as_deref()
    }
}

impl fmt::Debug for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallError").field("call", &self.call).field("source", &self.source).finish()
    }
}

/// A response that is not the one hoped for.
pub struct ResponseError {
    // Boxed, as all results carry the size of an error.
    response: Box<Response<Bytes>>,
    source: Option<BoxError>,
    faults: Box<[Json]>,
}

impl ResponseError {
    pub(crate) fn new(response: Response<Bytes>, source: Option<BoxError>) -> Self {
        Self { response: Box::new(response), source, faults: Box::default() }
    }

    /// A response that holds errors although its status is a success.
    pub(crate) fn with_faults(response: Response<Bytes>, faults: Vec<Json>) -> Self {
        Self { faults: faults.into(), ..Self::new(response, None) }
    }

    /// The whole response.
    #[must_use]
    pub fn response(&self) -> &Response<Bytes> {
        &self.response
    }

    /// The body, read as the error model of the specification; `None` if it is no `T`.
    #[must_use]
    pub fn fault<T: Value>(&self) -> Option<T> {
        match self.response.xml() {
            Some(fault) => fault.ok(),
            None => decode(strip_bom(self.response.body())).ok(),
        }
    }

    /// The errors in the body of an [`Error::Business`](super::Error::Business), at least one; of other errors
    /// none.
    #[must_use]
    pub fn faults(&self) -> &[Json] {
        &self.faults
    }

    pub(super) fn cause(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|error| error as _)
    }
}

/// Shows no body: what is in there may be personal.
impl fmt::Debug for ResponseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseError")
            .field("response", &self.response)
            .field("source", &self.source)
            .field("faults", &self.faults.len())
            .finish()
    }
}

/// A body without the UTF-8 byte order mark that some services put before JSON.
pub(crate) fn strip_bom(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body)
}
