//! Arrays whose items are known by their place: what emitted ones share.

use super::field::Field;
use super::shape::{Model, View};

/// The number of items, up to the last that is there or has to be.
#[must_use]
pub fn tuple_len(tuple: &dyn Model) -> usize {
    let fields = tuple.fields();
    if let View::List(rest) = tuple.view_at(fields.len())
        && !rest.is_empty()
    {
        return fields.len() + rest.len();
    }
    let is_there = |index: &usize| {
        fields.get(*index).is_some_and(Field::is_required) || !matches!(tuple.view_at(*index), View::Absent)
    };
    (0..fields.len()).rev().find(is_there).map_or(0, |last| last + 1)
}

/// The item at a place.
#[must_use]
pub fn tuple_item(tuple: &dyn Model, index: usize) -> View<'_> {
    let count = tuple.fields().len();
    match (index.checked_sub(count), tuple.view_at(count)) {
        (None, _) => tuple.view_at(index),
        (Some(index), View::List(rest)) => rest.get(index),
        (Some(_), _) => View::Absent,
    }
}
