//! Where to ask for the outcome of an operation, to be kept and taken up again.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value as Json};

use crate::error::{CallError, Error};

/// Where to ask for the outcome of an operation that goes on at the service.
///
/// It can be stored, as text or with serde, and taken up again with [`Poller::resume`](super::Poller::resume) of
/// the same call with the same values. It holds the link that the service gave, and no credential. `Debug` does
/// not show the link.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Ticket {
    pub(super) operation: Cow<'static, str>,
    pub(super) at: At,
    /// Where the outcome will be, if an answer said so.
    pub(super) outcome: Option<String>,
}

/// A place to ask at. Links are as the service wrote them: they are checked on each use. Without one it is the
/// address of the first request.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) enum At {
    /// How far it is, at the link of a header.
    Monitor { header: Option<String>, link: Option<String> },
    /// What came of it.
    Outcome(Option<String>),
}

/// As compact JSON.
impl fmt::Display for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (done, header, link) = match &self.at {
            At::Monitor { header, link } => (None, header.as_deref(), link.as_deref()),
            At::Outcome(link) => (Some(true), None, link.as_deref()),
        };
        let mut object = Map::new();
        object.insert("operation".to_owned(), Json::from(&*self.operation));
        let texts = [("header", header), ("link", link), ("outcome", self.outcome.as_deref())];
        for (name, text) in texts.into_iter().filter_map(|(name, text)| Some((name, text?))) {
            object.insert(name.to_owned(), Json::from(text));
        }
        if let Some(done) = done {
            object.insert("done".to_owned(), Json::Bool(done));
        }
        Json::Object(object).fmt(f)
    }
}

impl FromStr for Ticket {
    type Err = Error;

    /// Reads what [`Display`](fmt::Display) wrote.
    fn from_str(text: &str) -> Result<Self, Error> {
        read(text).ok_or_else(|| Error::Polling(CallError::new(None, "this is not a ticket of an operation")))
    }
}

fn read(text: &str) -> Option<Ticket> {
    let Ok(Json::Object(mut object)) = serde_json::from_str(text) else {
        return None;
    };
    let mut take = |name| match object.remove(name) {
        None => Some(None),
        Some(Json::String(text)) => Some(Some(text)),
        Some(_) => None,
    };
    let operation = take("operation")??;
    let (header, link, outcome) = (take("header")?, take("link")?, take("outcome")?);
    let at = match object.remove("done") {
        Some(Json::Bool(true)) => At::Outcome(link),
        None => At::Monitor { header, link },
        Some(_) => return None,
    };
    Some(Ticket { operation: operation.into(), at, outcome })
}

impl Serialize for Ticket {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Ticket {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl fmt::Debug for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ticket").field("operation", &self.operation).finish_non_exhaustive()
    }
}
