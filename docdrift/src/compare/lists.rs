//! Lists that both sides have, of parameters or of properties: what is added, removed or renamed, and what is said
//! otherwise of those that both have.

use super::addition::{self, Entry, Home};
use super::typed::{Typed, kind};
use super::{Comparison, Found, declared, renames, types};
use crate::difference::Kind;
use crate::files::Place;
use crate::page::Type as PageType;
use crate::spec::{Deviation, Type};

/// An entry of the list on the page.
pub(super) struct Theirs<'c> {
    pub(super) name: &'c str,
    pub(super) line: usize,
    /// `path`, `query` or `header`, if the page says so.
    pub(super) within: Option<&'c str>,
    pub(super) required: Option<bool>,
    pub(super) kind: &'c PageType,
    /// The entry itself.
    pub(super) entry: Entry<'c>,
}

/// An entry of the list in the description.
pub(super) struct Ours<'c> {
    pub(super) name: &'c str,
    pub(super) place: &'c Place,
    /// `path`, `query` or `header`; nothing for properties.
    pub(super) within: &'c str,
    pub(super) required: bool,
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
    /// What takes entries that it lacks.
    pub(super) home: Home<'c>,
    pub(super) deviations: Vec<&'c Deviation>,
}

impl<'c> Of<'c> {
    fn subject(&self, name: &str) -> String {
        format!("{} `{name}` of {}", self.what, self.owner)
    }

    fn around(&self) -> impl Iterator<Item = &'c Deviation> {
        self.deviations.iter().copied()
    }
}

/// Compares two lists, of which `is` says which entries are the same one.
pub(super) fn compare<'c>(
    comparison: &mut Comparison<'c>,
    of: &Of<'c>,
    listed: &[Theirs<'c>],
    described: &[Ours<'c>],
    is: impl Fn(&Theirs<'c>, &Ours<'c>) -> bool,
) {
    let added: Vec<_> = listed.iter().filter(|one| !described.iter().any(|other| is(one, other))).collect();
    let removed: Vec<_> = described.iter().filter(|other| !listed.iter().any(|one| is(one, other))).collect();
    unpaired(comparison, of, listed, &added, &removed);
    for one in listed {
        if let Some(other) = described.iter().find(|other| is(one, other)) {
            entry(comparison, of, one, other);
        }
    }
}

/// What one side alone has.
fn unpaired<'c>(
    comparison: &mut Comparison<'c>,
    of: &Of<'c>,
    listed: &[Theirs<'c>],
    added: &[&Theirs<'c>],
    removed: &[&Ours<'c>],
) {
    let spec = comparison.spec;
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
                subject: of.subject(old.name),
                detail: format!("the page calls it `{}`", new.name),
                line: new.line,
                spec: Some(old.place),
                declared: declared::find(spec, old.deviations, of.around(), &[new.name]),
            },
            None => Found {
                subject: of.subject(new.name),
                detail: format!("the page types it as {}", new.kind),
                line: new.line,
                spec: Some(of.place),
                declared: declared::named(spec, of.around(), &[new.name]),
            },
        };
        if pair.is_some() {
            comparison.add(Kind::Renamed, found);
        } else {
            let before = listed.iter().map(|one| one.name).take_while(|name| *name != new.name).collect();
            comparison.lacks(Kind::Added, found, addition::entry(of.home, new.entry, before));
        }
    }
    for (_, old) in removed.iter().enumerate().filter(|(at, _)| !pairs.iter().any(|pair| pair.1 == *at)) {
        comparison.add(
            Kind::Removed,
            Found {
                subject: of.subject(old.name),
                detail: "the page does not list it".to_owned(),
                line: of.line,
                spec: Some(old.place),
                declared: declared::find(spec, old.deviations, of.around(), &[old.name]),
            },
        );
    }
}

/// An entry that both have: its type, its place, and whether it is required.
fn entry<'c>(comparison: &mut Comparison<'c>, of: &Of<'c>, one: &Theirs<'c>, other: &Ours<'c>) {
    let (line, place) = (one.line, other.place);
    let beside = declared::find(comparison.spec, other.deviations, of.around(), &[other.name]);
    let subject = of.subject(other.name);
    kind(comparison, one.kind, other.kind, Typed { subject: subject.clone(), line, place, beside });
    let mut add = |kind: Kind, detail: String| {
        let subject = subject.clone();
        comparison.add(kind, Found { subject, detail, line, spec: Some(place), declared: beside });
    };
    if let Some(within) = one.within.filter(|within| *within != other.within) {
        let detail = format!("the page has it in the {within}, the description in the {}", other.within);
        add(Kind::Type, detail);
    }
    if let Some(needed) = one.required.filter(|needed| *needed != other.required) {
        add(Kind::Requiredness, requires(needed));
    }
}

/// What to say where the page and the description do not require the same.
pub(super) fn requires(needed: bool) -> String {
    let (page, spec) = if needed { ("requires it", "does not") } else { ("does not require it", "does") };
    format!("the page {page}, the description {spec}")
}
