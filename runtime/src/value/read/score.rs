//! How well a JSON value suits a variant of an untagged union.

use std::cmp::Reverse;
use std::ops::AddAssign;

use serde_json::Value as Json;

use super::context::{Context, Scope};
use super::fill;
use super::scalar::is_plain;
use super::tuple::place;
use crate::value::field::Field;
use crate::value::number::exact;
use crate::value::shape::{Fit, List, Map, Model, Scalar, Slot};

/// How well a value suits a slot. The least score is the best.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Score {
    /// Strings that an enum does not list.
    unlisted: usize,
    /// Properties that the slot has a place for, and values of exactly the slot's kind.
    known: Reverse<usize>,
    /// Properties that it has no place for.
    unknown: usize,
}

impl Score {
    const KNOWN: Self = Self { unlisted: 0, known: Reverse(1), unknown: 0 };
    const LISTED: Self = Self { unlisted: 0, known: Reverse(2), unknown: 0 };
    const UNLISTED: Self = Self { unlisted: 1, known: Reverse(1), unknown: 0 };
    const UNKNOWN: Self = Self { unlisted: 0, known: Reverse(0), unknown: 1 };
    const NEUTRAL: Self = Self { unlisted: 0, known: Reverse(0), unknown: 0 };
}

impl AddAssign for Score {
    fn add_assign(&mut self, other: Self) {
        self.unlisted += other.unlisted;
        self.known.0 += other.known.0;
        self.unknown += other.unknown;
    }
}

/// Scores a value for a slot; `None` if it does not fit. Leaves traces in the slot.
///
/// A nested union takes anything, so it says nothing about the variant that holds it. A scalar that is read
/// leniently fits where it can be read, only not in the first place.
pub(super) fn score(slot: Slot<'_>, json: &Json, lenient: bool) -> Option<Score> {
    if lenient && is_odd(&slot, json) {
        return fill(slot, json, Scope { context: &Context::default(), lenient })
            .ok()
            .map(|()| Score::NEUTRAL);
    }
    match slot {
        Slot::Bool(_) => json.is_boolean().then_some(Score::KNOWN),
        Slot::I32(_) => whole_number(json, |value| i32::try_from(value).is_ok()),
        Slot::U32(_) => whole_number(json, |value| u32::try_from(value).is_ok()),
        Slot::I64(_) => whole_number(json, |value| i64::try_from(value).is_ok()),
        Slot::U64(_) => whole_number(json, |value| u64::try_from(value).is_ok()),
        Slot::F32(_) | Slot::F64(_) if json.is_f64() => Some(Score::KNOWN),
        Slot::F32(_) | Slot::F64(_) => json.is_number().then_some(Score::NEUTRAL),
        Slot::Text(_) => json.is_string().then_some(Score::KNOWN),
        Slot::OptionalText(_) => (json.is_string() || json.is_null()).then_some(Score::KNOWN),
        Slot::Scalar(scalar) => fits(scalar.set(json.as_str()?), Score::KNOWN),
        Slot::Digits(digits) => match json {
            Json::Number(number) => fits(digits.set(&number.to_string()), Score::KNOWN),
            Json::String(text) => digits_in(digits, text),
            _ => None,
        },
        Slot::Optional(_) | Slot::List(_) | Slot::Map(_) if json.is_null() => Some(Score::KNOWN),
        Slot::Optional(option) => score(option.set_blank(), json, lenient),
        Slot::Model(model) => properties(model, json),
        Slot::Tuple(model) => places(model, json),
        Slot::List(list) => items(list, json, lenient),
        Slot::Map(map) => entries(map, json, lenient),
        Slot::Json(_) | Slot::Union(_) | Slot::Ignore => Some(Score::NEUTRAL),
    }
}

/// Whether a scalar is written as what it is not.
fn is_odd(slot: &Slot<'_>, json: &Json) -> bool {
    match slot {
        Slot::Text(_) | Slot::OptionalText(_) | Slot::Scalar(_) => json.is_number() || json.is_boolean(),
        _ => is_plain(slot) && json.is_string(),
    }
}

fn fits(fit: Fit, taken: Score) -> Option<Score> {
    match fit {
        Fit::Listed => Some(Score::LISTED),
        Fit::Unlisted => Some(Score::UNLISTED),
        Fit::Taken => Some(taken),
        Fit::Kept => Some(Score::NEUTRAL),
        Fit::Refused(_) => None,
    }
}

/// A string of digits is a number too, only not in the first place.
fn digits_in(digits: &mut dyn Scalar, text: &str) -> Option<Score> {
    fits(digits.set(text), Score::NEUTRAL).map(|score| score.max(Score::NEUTRAL))
}

/// A number written as `1.0` is a whole number too, only not in the first place.
fn whole_number(json: &Json, fits: impl FnOnce(i128) -> bool) -> Option<Score> {
    if let Some(value) = json.as_i64().map(i128::from).or(json.as_u64().map(i128::from)) {
        return fits(value).then_some(Score::KNOWN);
    }
    let value = json.as_f64().and_then(exact)?;
    fits(value.into()).then_some(Score::NEUTRAL)
}

fn properties(model: &mut dyn Model, json: &Json) -> Option<Score> {
    let object = json.as_object()?;
    let fields = model.fields();
    let find = |name: &str| Field::find(fields, 0, name).or_else(|| Field::find_in_any_case(fields, name));
    let is_there = |(index, field): (usize, &Field)| {
        object.contains_key(field.name()) || object.keys().any(|name| find(name) == Some(index))
    };
    let mut required = fields.iter().enumerate().filter(|(_, field)| field.is_required());
    if !required.all(is_there) {
        return None;
    }
    let mut total = Score::default();
    for (name, value) in object {
        match find(name) {
            Some(index) => {
                total += Score::KNOWN;
                let lenient = fields.get(index).is_some_and(Field::is_lenient);
                total += score(model.slot_at(index), value, lenient)?;
            }
            None => total += Score::UNKNOWN,
        }
    }
    Some(total)
}

fn items(list: &mut dyn List, json: &Json, lenient: bool) -> Option<Score> {
    let mut total = Score::KNOWN;
    for item in json.as_array()? {
        list.clear();
        total += score(list.push(), item, lenient)?;
    }
    Some(total)
}

fn places(model: &mut dyn Model, json: &Json) -> Option<Score> {
    let (items, fields) = (json.as_array()?, model.fields());
    if fields.iter().skip(items.len()).any(Field::is_required) {
        return None;
    }
    let mut total = Score::KNOWN;
    for (index, item) in items.iter().enumerate() {
        let lenient = fields.get(index).is_some_and(Field::is_lenient);
        total += match place(model, index) {
            Slot::Ignore => Score::UNKNOWN,
            slot => score(slot, item, lenient)?,
        };
    }
    Some(total)
}

fn entries(map: &mut dyn Map, json: &Json, lenient: bool) -> Option<Score> {
    let mut total = Score::KNOWN;
    for (key, value) in json.as_object()? {
        map.clear();
        total += score(map.insert(key), value, lenient)?;
    }
    Some(total)
}
