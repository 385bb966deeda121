//! What one reading of a document shares between its levels.

use std::cell::{Cell, RefCell};
use std::fmt::Write;

use serde::de::Error;
use serde_json::Value as Json;

use crate::value::error::JsonError;
use crate::value::rejected::Rejected;

/// How many times over the nested unions of a document may be gone through.
///
/// An honest document goes through each level of itself a few times, and `serde_json` allows 128 levels. A
/// hostile one could double the work at each level.
const FUEL: usize = 1024;

/// What one reading of a document shares between its levels.
#[derive(Default)]
pub(super) struct Context<'d> {
    /// The document, if it is JSON text. All that is read is then a part of it.
    text: Option<&'d [u8]>,
    /// Whether all scalars may be written as what they are not.
    lenient: bool,
    /// The way to the error, from the inside out.
    trail: RefCell<Vec<Step>>,
    /// Whether the error on its way out says where in the whole document it is.
    placed: Cell<bool>,
    /// How many JSON values the untagged unions may still look at; none outside of them.
    fuel: Cell<Option<usize>>,
    /// Whether an item of a list may be left out if it cannot be read.
    salvages: Cell<bool>,
    /// The items that were left out, with the way to each from the inside out.
    rejected: RefCell<Vec<(Vec<Step>, Rejected)>>,
}

/// What the reading of one value goes by.
#[derive(Clone, Copy)]
pub(super) struct Scope<'c> {
    pub(super) context: &'c Context<'c>,
    /// Whether scalars may be written as what they are not.
    pub(super) lenient: bool,
}

impl<'c> Scope<'c> {
    /// Scalars are what they are, unless all of the document is text.
    pub(super) fn strict(context: &'c Context<'c>) -> Self {
        Self { context, lenient: context.lenient }
    }
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

impl<'d> Context<'d> {
    /// For a document in JSON text. With `salvages`, the outermost lists are read without the items that
    /// cannot be read.
    pub(super) fn of(text: &'d [u8], salvages: bool) -> Self {
        Self { text: Some(text), salvages: Cell::new(salvages), ..Self::default() }
    }

    /// For what is text throughout, such as XML and headers.
    pub(super) fn lenient() -> Self {
        Self { lenient: true, ..Self::default() }
    }

    /// Whether all scalars may be written as what they are not.
    pub(super) fn is_lenient(&self) -> bool {
        self.lenient
    }

    /// Whether all that is read is JSON text, so that a `&RawValue` can be read.
    pub(super) fn is_text(&self) -> bool {
        self.text.is_some()
    }

    /// Whether the items of a list may be left out here.
    pub(super) fn salvages(&self) -> bool {
        self.salvages.get()
    }

    /// Does something in which no item may be left out.
    pub(super) fn whole<T>(&self, read: impl FnOnce() -> T) -> T {
        let before = self.salvages.replace(false);
        let result = read();
        self.salvages.set(before);
        result
    }

    /// Takes note of an item that is left out, and of the error on its way out of it.
    #[cold]
    pub(super) fn reject(&self, index: usize, json: &str, error: &serde_json::Error) {
        let error = JsonError::new(self.take_path(), error);
        let rejected = Rejected::new(json, error);
        self.rejected.borrow_mut().push((vec![Step::Item(index)], rejected));
    }

    /// The number of items that were left out.
    pub(super) fn rejections(&self) -> usize {
        self.rejected.borrow().len()
    }

    /// Notes the property through which the way to all left out items after the first `before` goes.
    #[cold]
    pub(super) fn enclose(&self, before: usize, key: &str) {
        for (trail, _) in self.rejected.borrow_mut().iter_mut().skip(before) {
            trail.push(Step::key(key));
        }
    }

    /// The items that were left out.
    pub(super) fn into_rejected(self) -> Vec<Rejected> {
        let rejected = self.rejected.into_inner().into_iter();
        rejected.map(|(trail, rejected)| rejected.within(&path(&trail))).collect()
    }

    /// Says where in the whole document an error in a part of it is.
    #[cold]
    pub(super) fn placed<E: Error>(&self, part: &str, error: &serde_json::Error) -> E {
        let start = self.text.and_then(|text| {
            let offset = part.as_ptr().addr().checked_sub(text.as_ptr().addr())?;
            text.get(..offset)
        });
        match start {
            Some(start) if !self.placed.replace(true) => {
                let lines = start.split(|byte| *byte == b'\n');
                let (before, column) = lines.fold((0, 0), |(count, _), line| (count + 1, line.len()));
                // An error of our own has no place yet.
                let column = match error.line() {
                    0 => column + part.len(),
                    1 => column + error.column(),
                    _ => error.column(),
                };
                // serde_json takes the place from the end of the message.
                let (message, line) = (JsonError::message_of(error), before + error.line().saturating_sub(1));
                E::custom(format_args!("{message} at line {line} column {column}"))
            }
            _ => E::custom(error),
        }
    }

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
        self.placed.set(false);
        result
    }

    /// Reads an untagged union with `read`, which learns whether there is fuel for so many readings of `json`.
    pub(super) fn fueled<T>(&self, json: &Json, readings: usize, read: impl FnOnce(bool) -> T) -> T {
        let before = self.fuel.get();
        let size = size(json);
        let left = before.unwrap_or(size.saturating_mul(FUEL)).checked_sub(size.saturating_mul(readings));
        self.fuel.set(Some(left.unwrap_or(0)));
        let result = read(left.is_some());
        if before.is_none() {
            self.fuel.set(None);
        }
        result
    }

    /// The way to the error, such as `items[3].companyProfile.domain`. The next one starts anew.
    pub(super) fn take_path(&self) -> String {
        self.placed.set(false);
        path(&self.trail.take())
    }
}

/// How much of a key that the service has made up an error shows.
const KEY_LENGTH: usize = 80;

/// The way from the inside out as text.
fn path(trail: &[Step]) -> String {
    let mut path = String::new();
    for step in trail.iter().rev() {
        // A `String` takes everything that is written to it.
        let _ = match step {
            Step::Item(index) => write!(path, "[{index}]"),
            Step::Key(key) if key.len() > KEY_LENGTH => {
                let start: String = key.chars().take(KEY_LENGTH).collect();
                write!(path, "[{:?}]", start + "…")
            }
            Step::Key(key) if !is_plain(key) => write!(path, "[{key:?}]"),
            Step::Key(key) if path.is_empty() => write!(path, "{key}"),
            Step::Key(key) => write!(path, ".{key}"),
        };
    }
    path
}

/// Whether a key can stand in a path without quotes.
fn is_plain(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '$' | '@'))
}

/// The number of values in a JSON value.
fn size(json: &Json) -> usize {
    match json {
        Json::Array(items) => items.iter().map(size).sum::<usize>() + 1,
        Json::Object(entries) => entries.values().map(size).sum::<usize>() + 1,
        _ => 1,
    }
}
