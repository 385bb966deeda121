//! What two lists of parameters or properties do not have in common: added, removed, renamed.

use super::{Comparison, Found, declared, renames, types};
use crate::difference::Kind;
use crate::files::Place;
use crate::page::Type as PageType;
use crate::spec::{Deviation, Type};

/// What only the page has.
pub(super) struct Theirs<'c> {
    pub(super) name: &'c str,
    pub(super) line: usize,
    pub(super) kind: &'c PageType,
}

/// What only the description has.
pub(super) struct Ours<'c> {
    pub(super) name: &'c str,
    pub(super) place: &'c Place,
    pub(super) kind: &'c Type,
    pub(super) deviations: &'c [Deviation],
}

/// What the lists are lists of, and where they are.
pub(super) struct Of<'c> {
    /// `property`, `parameter`.
    pub(super) what: &'static str,
    pub(super) owner: String,
    /// The line of the list on the page.
    pub(super) line: usize,
    pub(super) place: &'c Place,
    pub(super) deviations: &'c [Deviation],
}

pub(super) fn compare<'c>(
    comparison: &mut Comparison<'c>,
    of: &Of<'c>,
    added: &[Theirs<'c>],
    removed: &[Ours<'c>],
) {
    let spec = comparison.spec;
    let subject = |name: &str| format!("{} `{name}` of {}", of.what, of.owner);
    let fits = |new: &Theirs<'_>, old: &Ours<'_>| types::same(new.kind, old.kind, spec);
    let pairs = renames::pairs(
        &added.iter().map(|new| new.name).collect::<Vec<_>>(),
        &removed.iter().map(|old| old.name).collect::<Vec<_>>(),
        |at, other| added.get(at).zip(removed.get(other)).is_some_and(|(new, old)| fits(new, old)),
    );
    for (at, new) in added.iter().enumerate() {
        let pair = pairs.iter().find(|pair| pair.0 == at).and_then(|pair| removed.get(pair.1));
        let found = match pair {
            Some(old) => Found {
                subject: subject(old.name),
                detail: format!("the page calls it `{}`", new.name),
                line: new.line,
                spec: Some(old.place),
                declared: declared::find(spec, old.deviations, of.deviations, &[new.name]),
            },
            None => Found {
                subject: subject(new.name),
                detail: format!("the page types it as {}", new.kind),
                line: new.line,
                spec: Some(of.place),
                declared: declared::named(spec, of.deviations, &[new.name]),
            },
        };
        comparison.add(if pair.is_some() { Kind::Renamed } else { Kind::Added }, found);
    }
    for (_, old) in removed.iter().enumerate().filter(|(at, _)| !pairs.iter().any(|pair| pair.1 == *at)) {
        comparison.add(
            Kind::Removed,
            Found {
                subject: subject(old.name),
                detail: "the page does not list it".to_owned(),
                line: of.line,
                spec: Some(old.place),
                declared: declared::find(spec, old.deviations, of.deviations, &[old.name]),
            },
        );
    }
}
