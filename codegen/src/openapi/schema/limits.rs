//! Keywords that narrow a value further.

use crate::openapi::read::Object;
use crate::source::Value;

/// What narrows a value further: said in the documentation of the emitted code.
pub(super) fn limits(object: &mut Object<'_, '_>) -> Vec<String> {
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
        ("uniqueItems", "items all different:"),
        ("minProperties", "property count at least"),
        ("maxProperties", "property count at most"),
    ];
    let mut limits = Vec::new();
    for &(key, words) in LIMITS {
        let Some(at) = object.get(key) else { continue };
        match object.within(|reader| reader.sources().value(at)) {
            Value::Int(number) => limits.push(format!("{words} `{number}`")),
            Value::Big(number) => limits.push(format!("{words} `{number}`")),
            Value::Float(number) => limits.push(format!("{words} `{number}`")),
            Value::Bool(flag) => limits.push(format!("{words} `{flag}`")),
            Value::Text(pattern) => limits.push(format!("{words} `{}`", pattern.replace('`', "'"))),
            Value::Null | Value::List(_) | Value::Map(_) => {
                object.wrong_type(at, "a number, a string or a flag");
            }
        }
    }
    limits
}
