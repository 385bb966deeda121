//! Events, and what they can be read as.

use std::time::Duration;

use serde_json::json;

use crate::body::Text;
use crate::transport::BoxError;
use crate::value::{Value, decode};

/// The data by which services say that no event will come any more, where all other data is JSON. No specification
/// has it, and most of those that stream answers of language models send it.
const DONE: &str = "[DONE]";

/// An event, as a service sends it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RawEvent {
    /// Its name; `message`, if it has none.
    pub name: String,
    /// Its data, without the line feed at the end.
    pub data: String,
    /// The id of the last event that had one, this one included; empty, if none had.
    pub id: String,
    /// How long to wait before connecting again, as said last.
    pub retry: Option<Duration>,
}

/// An event with its data.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T> {
    /// Its name; `message`, if it has none.
    pub name: String,
    /// The id of the last event that had one, this one included; empty, if none had.
    pub id: String,
    /// What it holds.
    pub data: T,
}

/// What the data of an event can be read as: every [`Value`], from JSON, and [`Text`], as it is.
pub trait EventData: Sized {
    /// Reads the data of an event; `None`, if it says that there are no more.
    ///
    /// # Errors
    ///
    /// If the data is not what it should be.
    fn from_data(data: &str) -> Result<Option<Self>, BoxError>;
}

impl<T: Value> EventData for T {
    fn from_data(data: &str) -> Result<Option<Self>, BoxError> {
        if data.trim() == DONE { Ok(None) } else { Ok(Some(decode(data.as_bytes())?)) }
    }
}

impl EventData for Text {
    fn from_data(data: &str) -> Result<Option<Self>, BoxError> {
        Ok(Some(Self::from(data.to_owned())))
    }
}

/// What an event can be read as.
///
/// - [`Event<T>`], if the specification says what its data is;
/// - every [`Value`], if it says what the event is: an object of the strings `event` and `data`, of the string `id`
///   if an event had one, and of the number `retry` if there was one.
pub trait FromEvent: Sized {
    /// Reads an event; `None`, if it says that there are no more.
    ///
    /// # Errors
    ///
    /// If the event is not what it should be.
    fn from_event(event: RawEvent) -> Result<Option<Self>, BoxError>;
}

impl<T: EventData> FromEvent for Event<T> {
    fn from_event(event: RawEvent) -> Result<Option<Self>, BoxError> {
        let data = T::from_data(&event.data)?;
        Ok(data.map(|data| Self { name: event.name, id: event.id, data }))
    }
}

impl<T: Value> FromEvent for T {
    fn from_event(event: RawEvent) -> Result<Option<Self>, BoxError> {
        let mut whole = json!({"event": event.name, "data": event.data});
        if let Some(object) = whole.as_object_mut() {
            if !event.id.is_empty() {
                object.insert("id".to_owned(), event.id.into());
            }
            if let Some(retry) = event.retry.and_then(|retry| u64::try_from(retry.as_millis()).ok()) {
                object.insert("retry".to_owned(), retry.into());
            }
        }
        Ok(Some(decode(whole.to_string().as_bytes())?))
    }
}
