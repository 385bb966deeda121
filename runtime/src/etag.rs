//! `ETag`s: which state of a resource a change is meant for.

use std::borrow::Cow;

use http::header::{HeaderName, IF_MATCH, IF_NONE_MATCH};

use crate::facts::Path;
use crate::value::{Value, View};

/// The `ETag` that a resource holds in its body: the first text at the end of one of the paths that is not empty.
///
/// For emitted code; see `x-clientgen.etag`.
pub fn etag(resource: &impl Value, paths: &[Path]) -> Option<String> {
    let text = |path: &Path| {
        let end = path.iter().fold(resource.view(), |view: View<'_>, name| view.property(name));
        end.to_text().filter(|text| !text.trim().is_empty())
    };
    paths.iter().find_map(text).map(Cow::into_owned)
}

/// Whether a header takes `ETag`s.
pub(crate) fn is_condition(name: &HeaderName) -> bool {
    *name == IF_MATCH || *name == IF_NONE_MATCH
}

/// An `ETag` as a header takes it ([RFC 9110 §8.8.3]), in quotes: services put it into their bodies without, or
/// with. `None` for one that is empty, by which nothing could be told from anything.
///
/// [RFC 9110 §8.8.3]: https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3
pub(crate) fn quoted(text: &str) -> Option<Cow<'_, str>> {
    match text.trim() {
        "" => None,
        text if text == "*" || text.starts_with('"') || text.starts_with("W/\"") => Some(Cow::Borrowed(text)),
        text => Some(Cow::Owned(format!("\"{text}\""))),
    }
}
