//! What one reading of a document shares between its levels.

use std::cell::{Cell, RefCell};
use std::fmt::Write;

use serde_json::Value as Json;

/// How many times over the nested unions of a document may be gone through.
///
/// An honest document goes through each level of itself a few times, and `serde_json` allows 128 levels. A
/// hostile one could double the work at each level.
const FUEL: usize = 1024;

/// What one reading of a document shares between its levels.
#[derive(Default)]
pub(super) struct Context {
    /// The way to the error, from the inside out.
    trail: RefCell<Vec<Step>>,
    /// How many JSON values the untagged unions may still look at; none outside of them.
    fuel: Cell<Option<usize>>,
}

/// One part of the way to an error.
pub(super) enum Step {
    /// A property or key.
    Key(Box<str>),
    /// An index.
    Item(usize),
}

impl Step {
    pub(super) fn key(key: &str) -> Self {
        Self::Key(key.into())
    }
}

impl Context {
    /// Notes that the error on its way out came through a part of the document.
    #[cold]
    pub(super) fn note(&self, step: Step) {
        self.trail.borrow_mut().push(step);
    }

    /// Tries something whose error nobody will see.
    pub(super) fn attempt<T, E>(&self, attempt: impl FnOnce() -> Result<T, E>) -> Option<T> {
        let length = self.trail.borrow().len();
        let result = attempt().ok();
        self.trail.borrow_mut().truncate(length);
        result
    }

    /// Reads an untagged union with `read`, which learns whether there is fuel for so many readings of `json`.
    pub(super) fn fueled<T>(&self, json: &Json, readings: usize, read: impl FnOnce(bool) -> T) -> T {
        let before = self.fuel.get();
        let size = size(json);
        let left = before
            .unwrap_or(size.saturating_mul(FUEL))
            .checked_sub(size.saturating_mul(readings));
        self.fuel.set(Some(left.unwrap_or(0)));
        let result = read(left.is_some());
        if before.is_none() {
            self.fuel.set(None);
        }
        result
    }

    /// The way to the error, such as `items[3].companyProfile.domain`.
    pub(super) fn path(&self) -> String {
        let mut path = String::new();
        for step in self.trail.borrow().iter().rev() {
            // A `String` takes everything that is written to it.
            let _ = match step {
                Step::Item(index) => write!(path, "[{index}]"),
                Step::Key(key) if !is_plain(key) => write!(path, "[{key:?}]"),
                Step::Key(key) if path.is_empty() => write!(path, "{key}"),
                Step::Key(key) => write!(path, ".{key}"),
            };
        }
        path
    }
}

/// Whether a key can stand in a path without quotes.
fn is_plain(key: &str) -> bool {
    !key.is_empty()
        && key
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '$' | '@'))
}

/// The number of values in a JSON value.
fn size(json: &Json) -> usize {
    match json {
        Json::Array(items) => items.iter().map(size).sum::<usize>() + 1,
        Json::Object(entries) => entries.values().map(size).sum::<usize>() + 1,
        _ => 1,
    }
}
