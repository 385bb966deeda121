//! Finds the deviation that declares a difference.
//!
//! A deviation beside the very place declares every difference there. One further out, at the operation, the schema
//! or the document, declares what it names in backticks: `` `version` ``.

use crate::spec::{Deviation, Spec};

/// The deviation that declares a difference about one of the names.
pub(super) fn find<'c>(
    spec: &'c Spec,
    beside: &'c [Deviation],
    around: impl IntoIterator<Item = &'c Deviation>,
    names: &[&str],
) -> Option<&'c Deviation> {
    beside.first().or_else(|| named(spec, around, names))
}

/// The deviation around a place that names one of the names.
pub(super) fn named<'c>(
    spec: &'c Spec,
    around: impl IntoIterator<Item = &'c Deviation>,
    names: &[&str],
) -> Option<&'c Deviation> {
    around.into_iter().chain(&spec.deviations).find(|deviation| {
        let mut quoted = quoted(&deviation.page).chain(quoted(&deviation.takes));
        quoted.any(|word| names.iter().any(|name| name.eq_ignore_ascii_case(word)))
    })
}

/// The words between backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}
