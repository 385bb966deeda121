//! What comes back: values, streams, and the headers beside them.

use super::{Docs, Encoding, Type};

/// What an answer holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Answer {
    Empty,
    Json(Type),
    Text,
    Bytes,
}

impl Answer {
    pub(crate) fn ty(&self) -> Option<&Type> {
        match self {
            Self::Json(ty) => Some(ty),
            Self::Empty | Self::Text | Self::Bytes => None,
        }
    }
}

/// What answers hold by status: one (`404`), a range (`4XX`), or all that are not said otherwise (`default`).
pub(crate) type ByStatus = Vec<(String, Answer)>;

/// A success that is read as it comes. Beside it, the media type to ask for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Live {
    Bytes,
    /// Events whose data is text.
    Texts(String),
    /// Events whose data is JSON.
    Data(String, Type),
    /// Events of which the document says what they are as a whole.
    Events(String, Type),
    /// JSON values one after the other.
    Lines(String, Type),
}

impl Live {
    /// What callers call it.
    pub(crate) fn method(&self) -> &'static str {
        match self {
            Self::Bytes => "download",
            Self::Texts(_) | Self::Data(..) | Self::Events(..) => "events",
            Self::Lines(..) => "lines",
        }
    }

    pub(crate) fn ty(&self) -> Option<&Type> {
        match self {
            Self::Data(_, ty) | Self::Events(_, ty) | Self::Lines(_, ty) => Some(ty),
            Self::Bytes | Self::Texts(_) => None,
        }
    }

    pub(crate) fn ty_mut(&mut self) -> Option<&mut Type> {
        match self {
            Self::Data(_, ty) | Self::Events(_, ty) | Self::Lines(_, ty) => Some(ty),
            Self::Bytes | Self::Texts(_) => None,
        }
    }
}

/// A header of answers. Written as a style has it, its type is that of a scalar, or a list or an object of scalars.
#[derive(Debug)]
pub(crate) struct AnswerHeader {
    pub(crate) name: String,
    pub(crate) hint: Vec<String>,
    pub(crate) docs: Docs,
    pub(crate) ty: Type,
    /// How it is written: in the style `simple`, or as JSON.
    pub(crate) encoding: Encoding,
    /// How many operations have it.
    pub(crate) uses: usize,
}
