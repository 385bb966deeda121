//! A difference between a page and the description.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::files::Place;
use crate::spec::Deviation;

/// What kind of difference it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The page describes an operation that the description does not have.
    NewOperation,
    /// The page has something that the description does not have.
    Added,
    /// The description has something that the page does not have.
    Removed,
    /// Both have something under names that resemble each other.
    Renamed,
    /// The types differ.
    Type,
    /// One requires what the other does not.
    Requiredness,
    /// The page has a value that the description does not have.
    NewValue,
    /// The page was there before and is there no more.
    PageGone,
    /// The page is at another address now.
    PageMoved,
    /// A declared deviation is not needed any more: both say the same.
    CameRound,
    /// The page says the same as before in other words.
    Wording,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Kind::NewOperation => "new operation",
            Kind::Added => "added",
            Kind::Removed => "removed",
            Kind::Renamed => "renamed (guessed)",
            Kind::Type => "type changed",
            Kind::Requiredness => "requiredness changed",
            Kind::NewValue => "new value",
            Kind::PageGone => "page gone",
            Kind::PageMoved => "page moved",
            Kind::CameRound => "deviation not needed any more",
            Kind::Wording => "wording only",
        })
    }
}

/// A difference between a page and the description, or between a page and what it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// What kind of difference it is.
    pub kind: Kind,
    /// What it is about: `` parameter `size` of GET /v1/customers ``.
    pub subject: String,
    /// What both sides say.
    pub detail: String,
    /// The place on the page; its first line if it is the page that lacks something.
    pub page: Place,
    /// The place in the description, if there is one.
    pub spec: Option<Place>,
    /// The deviation that declares it.
    pub declared: Option<Declared>,
}

/// A deviation, as far as a report needs it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Declared {
    /// Where it is declared.
    pub place: Place,
    /// What the description has instead, and why.
    pub takes: String,
}

impl From<&Deviation> for Declared {
    fn from(deviation: &Deviation) -> Self {
        Declared { place: deviation.place.clone(), takes: deviation.takes.clone() }
    }
}
