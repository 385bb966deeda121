//! Where a list goes on, to be kept and taken up again.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Value as Json, json};

use crate::error::{CallError, Error};

/// Where a list goes on: a page that has not been read yet.
///
/// It can be stored, as text or with serde, and taken up again with [`Pages::resume`](super::Pages::resume)
/// of the same operation with the same parameters. It holds the link or token that the service gave, or
/// the number of the page, and no credential. `Debug` shows neither link nor token.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Position {
    pub(super) operation: Cow<'static, str>,
    pub(super) place: Place,
}

/// What leads to a page. Links and headers are as the service wrote them: they are checked on each use.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) enum Place {
    First,
    Link { link: String, headers: Vec<(String, String)> },
    Token(String),
    Number(u64),
}

/// As compact JSON.
impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = &*self.operation;
        match &self.place {
            Place::First => json!({ "operation": operation }),
            Place::Link { link, headers } => {
                json!({ "operation": operation, "link": link, "headers": headers })
            }
            Place::Token(token) => json!({ "operation": operation, "token": token }),
            Place::Number(number) => json!({ "operation": operation, "number": number }),
        }
        .fmt(f)
    }
}

impl FromStr for Position {
    type Err = Error;

    /// Reads what [`Display`](fmt::Display) wrote.
    fn from_str(text: &str) -> Result<Self, Error> {
        read(text).ok_or_else(|| Error::Paging(CallError::new(None, "this is not a position in a list")))
    }
}

fn read(text: &str) -> Option<Position> {
    let Ok(Json::Object(mut object)) = serde_json::from_str(text) else {
        return None;
    };
    let mut take = |name| match object.remove(name) {
        Some(Json::String(text)) => Some(text),
        _ => None,
    };
    let (operation, link, token) = (take("operation")?, take("link"), take("token"));
    let number = match object.remove("number") {
        None => None,
        Some(number) => Some(number.as_u64()?),
    };
    let place = match (link, token, number) {
        (Some(link), None, None) => {
            let headers = object.remove("headers").unwrap_or_else(|| Json::Array(Vec::new()));
            Place::Link { link, headers: serde_json::from_value(headers).ok()? }
        }
        (None, Some(token), None) => Place::Token(token),
        (None, None, Some(number)) => Place::Number(number),
        (None, None, None) => Place::First,
        _ => return None,
    };
    Some(Position { operation: operation.into(), place })
}

impl Serialize for Position {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Position {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl fmt::Debug for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = match self.place {
            Place::First => "first",
            Place::Link { .. } => "link",
            Place::Token(_) => "token",
            Place::Number(_) => "number",
        };
        f.debug_struct("Position").field("operation", &self.operation).field("at", &place).finish()
    }
}
