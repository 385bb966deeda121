//! Media types of bodies.

use super::addition::Addition;
use super::{Comparison, Found, declared};
use crate::difference::Kind;
use crate::files::Place;
use crate::page::Said;
use crate::spec::Deviation;

/// The media types that the description has, and what of.
pub(super) struct Media<'c> {
    pub(super) of: String,
    pub(super) place: &'c Place,
    pub(super) known: &'c [String],
    pub(super) beside: &'c [Deviation],
    pub(super) around: &'c [Deviation],
}

/// Compares them with those that a page lists.
pub(super) fn media_types<'c>(comparison: &mut Comparison<'c>, said: &'c Said, media: &Media<'c>) {
    let spec = comparison.spec;
    let listed: Vec<&str> = said.text.split(", ").collect();
    let found = |name: &str, detail: &str| Found {
        subject: format!("media type `{name}` of {}", media.of),
        detail: detail.to_owned(),
        line: said.line,
        spec: Some(media.place),
        declared: declared::find(spec, media.beside, media.around, &[name]),
    };
    for (at, &new) in listed.iter().enumerate() {
        if !media.known.iter().any(|known| known == new) {
            let before = listed.iter().copied().take(at).collect();
            let addition = Addition::MediaType { of: media.place, new, before };
            comparison.lacks(Kind::Added, found(new, "the description does not have it"), Some(addition));
        }
    }
    for name in media.known {
        if !listed.contains(&name.as_str()) {
            comparison.add(Kind::Removed, found(name, "the page does not list it"));
        }
    }
}
