//! Headers that the specification declares, read as what they are.

use std::marker::PhantomData;

use serde_json::Map as Object;

use crate::transport::RawResponse;
use crate::value::{Json, Slot, Value, decode, loosely};

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
    way: Way,
    value: PhantomData<fn() -> V>,
}

/// How a header is written.
#[derive(Clone, Copy, Debug)]
enum Way {
    /// `R,100,G,200`
    Simple,
    /// `R=100,G=200`
    Exploded,
    /// `{"R":100,"G":200}`
    Json,
}

impl<V> Clone for ResponseHeader<V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<V> Copy for ResponseHeader<V> {}

impl<V> ResponseHeader<V> {
    /// A header of some name. An object in it is written as `R,100,G,200`.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name, way: Way::Simple, value: PhantomData }
    }

    /// One in which an object is written as `R=100,G=200`: `explode` in OpenAPI.
    #[must_use]
    pub const fn exploded(name: &'static str) -> Self {
        Self { way: Way::Exploded, ..Self::new(name) }
    }

    /// One that holds JSON.
    #[must_use]
    pub const fn json(name: &'static str) -> Self {
        Self { way: Way::Json, ..Self::new(name) }
    }

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.name
    }
}

impl<V: Value> ResponseHeader<V> {
    /// Reads it: a list or an object from its values and what stands between their commas, anything else from the
    /// first value.
    pub(super) fn read(self, response: &RawResponse) -> Option<V> {
        let lines = response.headers().get_all(self.name).iter();
        let lines: Vec<&str> = lines.filter_map(|line| line.to_str().ok()).map(str::trim).collect();
        let first = *lines.first()?;
        if matches!(self.way, Way::Json) {
            // Commas in JSON part no values, but lines can be joined by them.
            return decode(lines.join(",").as_bytes()).ok();
        }
        let mut value = V::blank();
        let items = lines.iter().flat_map(|line| line.split(',')).map(str::trim);
        let items = items.filter(|item| !item.is_empty());
        let json = match value.slot() {
            Slot::List(_) => Json::Array(items.map(Json::from).collect()),
            Slot::Model(_) | Slot::Map(_) => Json::Object(self.entries(items)?),
            _ => Json::from(first),
        };
        loosely(json, value.slot()).ok()?;
        Some(value)
    }

    /// The names and values of an object; `None`, if a name has no value.
    fn entries<'t>(self, mut items: impl Iterator<Item = &'t str>) -> Option<Object<String, Json>> {
        let mut object = Object::new();
        while let Some(item) = items.next() {
            let (name, value) = match self.way {
                Way::Exploded => item.split_once('=')?,
                Way::Simple | Way::Json => (item, items.next()?),
            };
            object.insert(name.trim().to_owned(), value.trim().into());
        }
        Some(object)
    }
}
