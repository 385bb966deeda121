//! Media types of bodies.

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
    let mut add = |kind: Kind, name: &str, detail: &str| {
        comparison.add(
            kind,
            Found {
                subject: format!("media type `{name}` of {}", media.of),
                detail: detail.to_owned(),
                line: said.line,
                spec: Some(media.place),
                declared: declared::find(spec, media.beside, media.around, &[name]),
            },
        );
    };
    for name in &listed {
        if !media.known.iter().any(|known| known == name) {
            add(Kind::Added, name, "the description does not have it");
        }
    }
    for name in media.known {
        if !listed.contains(&name.as_str()) {
            add(Kind::Removed, name, "the page does not list it");
        }
    }
}
