//! Media types: what their names say.

pub(super) use crate::openapi::{essence, is_json, is_plain};

pub(super) fn is_xml(media: &str) -> bool {
    let essence = essence(media);
    matches!(essence.as_str(), "application/xml" | "text/xml") || essence.ends_with("+xml")
}

pub(super) fn is_form(media: &str) -> bool {
    essence(media) == "application/x-www-form-urlencoded"
}

/// Whether a body is in parts that have names: `multipart/form-data`, or a range that allows it.
pub(super) fn is_form_data(media: &str) -> bool {
    matches!(essence(media).as_str(), "multipart/form-data" | "multipart/*")
}

pub(super) fn is_multipart(media: &str) -> bool {
    essence(media).starts_with("multipart/")
}

/// A word for a media type that tells it from others of its kind: `mixed` for `multipart/mixed`.
pub(super) fn own_word(media: &str) -> String {
    let essence = essence(media);
    match essence.split_once('/') {
        Some(("multipart", kind)) if !kind.contains('*') => kind.to_owned(),
        _ => word(media),
    }
}

/// A word for a media type, to tell operations apart that take several.
pub(super) fn word(media: &str) -> String {
    let essence = essence(media);
    let (kind, rest) = essence.split_once('/').unwrap_or(("", &essence));
    let word = match (kind, rest) {
        ("multipart", _) => "multipart",
        ("text", "plain") => "text",
        (_, "x-www-form-urlencoded") => "form",
        (_, "octet-stream") => "bytes",
        (_, "*") => kind,
        (_, rest) => rest.strip_prefix("vnd.").or_else(|| rest.strip_prefix("x-")).unwrap_or(rest),
    };
    let word = word.strip_suffix("+json").unwrap_or(word);
    if word.chars().any(char::is_alphanumeric) { word.to_owned() } else { "other".to_owned() }
}
