//! Regular expressions, each compiled once.

#[cfg(feature = "regex")]
use std::collections::HashMap;
#[cfg(feature = "regex")]
use std::sync::{LazyLock, Mutex, PoisonError};

#[cfg(feature = "regex")]
use regex::Regex;

/// Whether a pattern is found in a text. One that is no regular expression here is found everywhere.
#[cfg(feature = "regex")]
pub(super) fn matches(pattern: &'static str, text: &str) -> bool {
    static KNOWN: LazyLock<Mutex<HashMap<&'static str, Option<Regex>>>> = LazyLock::new(Mutex::default);
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let regex = known.entry(pattern).or_insert_with(|| Regex::new(pattern).ok()).clone();
    drop(known);
    regex.is_none_or(|regex| regex.is_match(text))
}

#[cfg(not(feature = "regex"))]
pub(super) const fn matches(_: &'static str, _: &str) -> bool {
    true
}
