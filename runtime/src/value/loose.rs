//! Finds the listed spelling of an enum's value.

/// The value of `listed` that a text spells: the same, or else the first that differs in ASCII case and in
/// underscores alone. The text itself, if there is none.
// What an enum that is declared to be compared loosely calls.
#[doc(hidden)]
#[must_use]
pub fn listed<'a>(text: &'a str, listed: &[&'a str]) -> &'a str {
    if listed.contains(&text) {
        return text;
    }
    listed.iter().copied().find(|value| alike(value, text)).unwrap_or(text)
}

/// Whether two texts differ in ASCII case and in underscores alone.
pub(super) fn alike(one: &str, other: &str) -> bool {
    letters(one).eq(letters(other))
}

fn letters(text: &str) -> impl Iterator<Item = u8> {
    text.bytes().filter(|byte| *byte != b'_').map(|byte| byte.to_ascii_lowercase())
}
