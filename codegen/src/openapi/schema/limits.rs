//! Keywords that narrow a value further.

use super::{Kind, Schema};
use crate::diagnostic::Pointer;
use crate::openapi::read::Object;
use crate::source::Value;

/// A keyword that narrows a value further, with what it says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Limit {
    pub(crate) at: Pointer,
    pub(crate) keyword: &'static str,
    pub(crate) bound: Bound,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Bound {
    Number(f64),
    Count(usize),
    Pattern(String),
    Unique,
}

/// What narrows a value further, as the documentation says it, and to be checked.
#[derive(Default)]
pub(super) struct Limits {
    pub(super) words: Vec<String>,
    pub(super) checks: Vec<Limit>,
}

/// The keywords, and their words.
const LIMITS: &[(&str, &str)] = &[
    ("minimum", "at least"),
    ("maximum", "at most"),
    ("exclusiveMinimum", "greater than"),
    ("exclusiveMaximum", "less than"),
    ("multipleOf", "a multiple of"),
    ("minLength", "length at least"),
    ("maxLength", "length at most"),
    ("pattern", "matches"),
    ("minItems", "item count at least"),
    ("maxItems", "item count at most"),
    ("uniqueItems", "items all different"),
    ("minProperties", "property count at least"),
    ("maxProperties", "property count at most"),
];

pub(super) fn limits(object: &mut Object<'_, '_>) -> Limits {
    let mut limits = Limits::default();
    for &(key, words) in LIMITS {
        let Some(at) = object.get(key) else { continue };
        let (key, words) = exclusive(object, key).unwrap_or((key, words));
        let value = object.within(|reader| reader.sources().value(at));
        let spelled = match value {
            Value::Int(number) => number.to_string(),
            Value::Big(number) => number.to_string(),
            Value::Float(number) => number.to_string(),
            Value::Text(text) if key == "pattern" => text.replace('`', "'"),
            // Before OpenAPI 3.1 these were said with `minimum` and `maximum`.
            Value::Bool(_) if key.starts_with("exclusive") => continue,
            Value::Bool(false) => continue,
            Value::Bool(true) if key == "uniqueItems" => String::new(),
            Value::Null | Value::Bool(_) | Value::Text(_) | Value::List(_) | Value::Map(_) => {
                object.wrong_type(at, if key == "pattern" { "a string" } else { "a number" });
                continue;
            }
        };
        if is_count(key) && !is_whole(value) {
            object.wrong_type(at, "a whole number that is not negative");
            continue;
        }
        let bound = bound(key, value);
        limits.words.push(match spelled.as_str() {
            "" if key == "uniqueItems" => words.to_owned(),
            spelled => format!("{words} `{spelled}`"),
        });
        limits.checks.extend(bound.map(|bound| Limit { at, keyword: key, bound }));
    }
    limits
}

/// The ranges of formats whose type holds more.
const WIDTHS: &[(&str, i32, i32)] =
    &[("int8", -128, 127), ("uint8", 0, 255), ("int16", -32768, 32767), ("uint16", 0, 65535)];

/// What the format of an integer says of its range, unless it says so itself.
pub(super) fn width(object: &mut Object<'_, '_>, schema: &mut Schema) {
    let ([(Kind::Integer, at)], Some(format)) = (schema.kinds.as_slice(), object.get("format")) else {
        return;
    };
    let width = WIDTHS.iter().find(|(name, ..)| schema.format.as_deref() == Some(name));
    let Some(&(_, least, most)) = width else { return };
    let bounds = [
        (*at, "minimum", "exclusiveMinimum", "at least", least),
        (format, "maximum", "exclusiveMaximum", "at most", most),
    ];
    for (at, keyword, other, words, bound) in bounds {
        if schema.checks.iter().any(|check| [keyword, other].contains(&check.keyword)) {
            continue;
        }
        schema.limits.push(format!("{words} `{bound}`"));
        schema.checks.push(Limit { at, keyword, bound: Bound::Number(bound.into()) });
    }
}

/// `minimum` and `maximum` as they are meant beside `exclusiveMinimum: true` and `exclusiveMaximum: true`.
fn exclusive(object: &mut Object<'_, '_>, key: &str) -> Option<(&'static str, &'static str)> {
    let (flag, words) = match key {
        "minimum" => ("exclusiveMinimum", "greater than"),
        "maximum" => ("exclusiveMaximum", "less than"),
        _ => return None,
    };
    let at = object.get(flag)?;
    object.within(|reader| *reader.sources().value(at) == Value::Bool(true)).then_some((flag, words))
}

/// Whether a keyword counts letters, items or properties.
fn is_count(key: &str) -> bool {
    (key.starts_with("min") || key.starts_with("max")) && !matches!(key, "minimum" | "maximum")
}

fn is_whole(value: &Value) -> bool {
    match value {
        Value::Int(count) => *count >= 0,
        Value::Float(count) => *count >= 0.0 && count.fract() == 0.0,
        _ => true,
    }
}

#[allow(clippy::cast_precision_loss, reason = "the bound is compared with a floating point number")]
fn bound(key: &str, value: &Value) -> Option<Bound> {
    let number = match value {
        Value::Int(number) => Some(*number as f64),
        Value::Big(number) => Some(*number as f64),
        Value::Float(number) => Some(*number),
        _ => None,
    };
    match (key, value) {
        ("uniqueItems", _) => Some(Bound::Unique),
        ("pattern", Value::Text(pattern)) => Some(Bound::Pattern(pattern.to_string())),
        (_, Value::Int(count)) if is_count(key) => usize::try_from(*count).ok().map(Bound::Count),
        ("minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf", _) => {
            number.filter(|number| number.is_finite()).map(Bound::Number)
        }
        _ => None,
    }
}
