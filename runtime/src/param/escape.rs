//! Texts with what has a meaning in addresses encoded, or left as it is.

use percent_encoding::{AsciiSet, utf8_percent_encode};

/// A text with all but the characters outside of a set encoded. Where reserved characters stay as they are, so does
/// what is encoded already (RFC 6570 §3.2.3).
pub(super) fn encoded(text: &str, set: &'static AsciiSet, reserved: bool) -> String {
    let is_triple =
        |rest: &str| rest.len() > 2 && rest.bytes().skip(1).take(2).all(|byte| byte.is_ascii_hexdigit());
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%').filter(|_| reserved) {
        let (before, after) = rest.split_at(at);
        out.extend(utf8_percent_encode(before, set));
        let (kept, next) = after.split_at(if is_triple(after) { 3 } else { 1 });
        out.push_str(if kept.len() == 3 { kept } else { "%25" });
        rest = next;
    }
    out.extend(utf8_percent_encode(rest, set));
    out
}

/// Whether a segment is taken for a step, however its dots are written.
pub(super) fn is_step(segment: &str) -> bool {
    let plain = segment.replace("%2e", ".").replace("%2E", ".");
    matches!(plain.as_str(), "." | "..")
}
