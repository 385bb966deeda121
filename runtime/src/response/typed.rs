//! Headers that the specification declares, read as what they are.

use std::marker::PhantomData;

use crate::transport::RawResponse;
use crate::value::{Json, Slot, Value, loosely};

/// A header of responses, and what it holds.
///
/// ```
/// use clientgen_runtime::ResponseHeader;
///
/// const TOTAL: ResponseHeader<i64> = ResponseHeader::new("X-Total-Count");
/// ```
#[derive(Debug)]
pub struct ResponseHeader<V> {
    name: &'static str,
    value: PhantomData<fn() -> V>,
}

impl<V> Clone for ResponseHeader<V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<V> Copy for ResponseHeader<V> {}

impl<V> ResponseHeader<V> {
    /// A header of some name.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name, value: PhantomData }
    }

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.name
    }
}

impl<V: Value> ResponseHeader<V> {
    /// Reads it: a list from its values and what stands between their commas, anything else from the first value.
    pub(super) fn read(self, response: &RawResponse) -> Option<V> {
        let mut lines =
            response.headers().get_all(self.name).iter().filter_map(|line| line.to_str().ok()).peekable();
        lines.peek()?;
        let mut value = V::blank();
        let json = match value.slot() {
            Slot::List(_) => {
                let items =
                    lines.flat_map(|line| line.split(',')).map(str::trim).filter(|item| !item.is_empty());
                Json::Array(items.map(Json::from).collect())
            }
            _ => Json::from(lines.next()?.trim()),
        };
        loosely(json, value.slot()).ok()?;
        Some(value)
    }
}
