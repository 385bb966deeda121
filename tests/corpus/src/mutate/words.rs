//! What documents have in the wrong place, or wrongly: names, keywords and values.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::random::Random;

static WORDS: LazyLock<BTreeMap<String, Vec<String>>> =
    LazyLock::new(|| serde_json::from_str(include_str!("words.json")).unwrap_or_default());

/// The words of a kind.
pub(crate) fn of(kind: &str) -> &'static [String] {
    WORDS.get(kind).map_or(&[], Vec::as_slice)
}

/// One of the words of a kind.
pub(crate) fn pick(kind: &str, random: &mut Random) -> &'static str {
    let words = of(kind);
    words.get(random.below(words.len())).map_or("", String::as_str)
}
