//! Compares a page with the description, by full names and addresses.

mod addition;
mod answers;
mod body;
mod declared;
mod definitions;
mod lists;
mod media;
mod operations;
mod renames;
mod typed;
mod types;

use crate::difference::{Declared, Difference, Kind};
use crate::files::Place;
use crate::page::Page;
use crate::spec::{Deviation, Spec};

pub(crate) use addition::Addition;

/// The differences between a page and the description, those that are declared among them.
#[must_use]
pub fn compare(page: &Page, spec: &Spec) -> Vec<Difference> {
    differences(page, spec).into_iter().map(|(difference, _)| difference).collect()
}

/// The differences, and what of them could be added to the description.
pub(crate) fn differences<'c>(page: &'c Page, spec: &'c Spec) -> Vec<(Difference, Option<Addition<'c>>)> {
    let mut comparison = Comparison { page, spec, found: Vec::new() };
    operations::compare(&mut comparison);
    definitions::compare(&mut comparison);
    comparison
        .found
        .sort_by(|(a, _), (b, _)| (&a.page, a.kind, &a.subject).cmp(&(&b.page, b.kind, &b.subject)));
    comparison.found
}

struct Comparison<'c> {
    page: &'c Page,
    spec: &'c Spec,
    found: Vec<(Difference, Option<Addition<'c>>)>,
}

/// What is said of a difference beside its kind.
struct Found<'c> {
    subject: String,
    detail: String,
    /// The line on the page.
    line: usize,
    spec: Option<&'c Place>,
    declared: Option<&'c Deviation>,
}

impl<'c> Comparison<'c> {
    fn add(&mut self, kind: Kind, found: Found<'c>) {
        self.lacks(kind, found, None);
    }

    /// Adds what the description lacks.
    fn lacks(&mut self, kind: Kind, found: Found<'c>, addition: Option<Addition<'c>>) {
        let Found { subject, detail, line, spec, declared } = found;
        let page = Place { file: self.page.source.clone(), line };
        let declared = declared.map(Declared::from);
        let difference = Difference { kind, subject, detail, page, spec: spec.cloned(), declared };
        // Two requests of one page share their tables.
        if !self.found.iter().any(|(known, _)| *known == difference) {
            self.found.push((difference, addition));
        }
    }
}
