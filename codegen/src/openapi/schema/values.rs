//! `enum` and `const`, and the words that documents have for each of the values.

use super::{NamedValue, Schema, ValueWords, notes};
use crate::diagnostic::Pointer;
use crate::openapi::read::Object;
use crate::source::Value;

pub(super) fn values(object: &mut Object<'_, '_>, schema: &mut Schema) {
    schema.values = listed(object).map(Into::into);
    schema.constant = object.get("const");
    null_alone(object, schema);
    plain_values(object, schema);
    schema.words = value_words(object, schema.values.as_deref()).into();
}

/// The values of `enum`; a map is no list of any.
fn listed(object: &mut Object<'_, '_>) -> Option<Vec<Pointer>> {
    let at = object.get("enum")?;
    let is_text = |value: &Value| matches!(value, Value::Text(_));
    let values = object.list("enum", is_text);
    let some = object.within(|reader| matches!(reader.sources().value(at), Value::List(_)));
    (some || !values.is_empty()).then_some(values)
}

/// What lists `null` and nothing else says what `type: "null"` says.
fn null_alone(object: &mut Object<'_, '_>, schema: &mut Schema) {
    let mut listed = schema.values.iter().flatten().chain(&schema.constant).peekable();
    let some = listed.peek().is_some();
    if some && object.within(|reader| listed.all(|&at| *reader.sources().value(at) == Value::Null)) {
        schema.nullable = true;
        (schema.values, schema.constant) = (None, None);
    }
}

/// Flags, and values that make no enum: the documentation lists them.
fn plain_values(object: &mut Object<'_, '_>, schema: &mut Schema) {
    let listed: Vec<Pointer> = schema.values.iter().flatten().chain(&schema.constant).copied().collect();
    let all = |object: &mut Object<'_, '_>, of: fn(&Value) -> bool| {
        object.within(|reader| listed.iter().all(|&at| of(reader.sources().value(at))))
    };
    let is_text = |value: &Value| matches!(value, Value::Text(_) | Value::Null);
    let is_number =
        |value: &Value| matches!(value, Value::Int(_) | Value::Big(_) | Value::Float(_) | Value::Null);
    if all(object, is_text) || all(object, is_number) {
        return;
    }
    let spell = |at| notes::spelled(object, at).unwrap_or_else(|| "a value too long to show".to_owned());
    let values: Vec<String> = listed.iter().copied().map(spell).collect();
    match values.as_slice() {
        [] => {}
        [only] => schema.limits.push(format!("always {only}")),
        several => schema.limits.push(format!("one of {}", several.join(", "))),
    }
}

/// What the values are called, and what is said of each, in the words of several families of tools.
fn value_words(object: &mut Object<'_, '_>, values: Option<&[Pointer]>) -> ValueWords {
    let count = values.map_or(1, <[Pointer]>::len);
    let mut words = ValueWords {
        value_names: each_value(object, count, &["x-enum-varnames", "x-enumNames"]),
        value_docs: each_value(object, count, &["x-enum-descriptions", "x-enumDescriptions"]),
        old_values: old_values(object, values.unwrap_or_default()),
        ..ValueWords::default()
    };
    words.enum_name = enum_name(object, &mut words.named_values);
    words
}

/// `x-enum-deprecated`: a list of values, a flag for each in their order, or flags by the names of values.
fn old_values(object: &mut Object<'_, '_>, values: &[Pointer]) -> Vec<Pointer> {
    let Some(at) = object.get("x-enum-deprecated") else { return Vec::new() };
    let sources = object.within(|reader| reader.sources());
    let is_flag = |at: &Pointer| matches!(sources.value(*at), Value::Bool(_));
    let is_on = |at: Pointer| *sources.value(at) == Value::Bool(true);
    let called = |name: &str| {
        let spells = |at: &&Pointer| match sources.value(**at) {
            Value::Text(text) => &**text == name,
            Value::Int(number) => number.to_string() == name,
            _ => false,
        };
        values.iter().find(spells).copied()
    };
    match sources.value(at) {
        Value::List(flags) if flags.iter().all(is_flag) => {
            let old = values.iter().zip(flags).filter(|(_, flag)| is_on(**flag));
            old.map(|(value, _)| *value).collect()
        }
        Value::List(named) => {
            let find =
                |at: &Pointer| values.iter().copied().find(|own| sources.value(*own) == sources.value(*at));
            named.iter().filter_map(find).collect()
        }
        Value::Map(_) => sources
            .members(at)
            .filter(|(_, flag)| is_on(*flag))
            .filter_map(|(name, _)| called(name))
            .collect(),
        _ => {
            object.wrong_type(at, "a list of values, or a map of flags");
            Vec::new()
        }
    }
}

/// One text for each value.
fn each_value(object: &mut Object<'_, '_>, count: usize, keys: &[&'static str]) -> Vec<String> {
    let mut texts = Vec::new();
    for &key in keys {
        let Some(at) = object.get(key) else { continue };
        if !texts.is_empty() {
            continue;
        }
        texts = object.texts(key);
        if texts.len() != count {
            let given = texts.len();
            let message =
                format!("the values are {count}, and `{key}` has {given}: they are matched in order");
            let found = object.warn("enum-names", at, message).at_key();
            found.help("give one text for each value; a value without a name is called what it is");
        }
    }
    texts
}

/// `x-ms-enum`: the name of the type, and those of its values.
fn enum_name(object: &mut Object<'_, '_>, values: &mut Vec<NamedValue>) -> Option<String> {
    let at = object.get("x-ms-enum")?;
    object.within(|reader| {
        let mut extension = reader.object(at, "the `x-ms-enum` object")?;
        extension.ignore(&["modelAsString"]);
        let name = extension.text("name");
        *values = extension.each("values", |reader, at| {
            let mut value = reader.object(at, "a value of `x-ms-enum`")?;
            value.ignore(&["allowedValues"]);
            let (name, docs) = (value.text("name"), value.text("description"));
            let node = value.required("value");
            value.finish();
            Some(NamedValue { at: node?, name, docs })
        });
        extension.finish();
        name
    })
}
