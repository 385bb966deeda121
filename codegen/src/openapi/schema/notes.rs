//! Defaults and examples: said in the documentation of the emitted code.

use std::fmt::Write;

use crate::diagnostic::Pointer;
use crate::openapi::read::Object;
use crate::source::{Sources, Value};

/// What is longer belongs on a page of its own.
const LENGTH: usize = 80;

pub(super) fn notes(object: &mut Object<'_, '_>) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(default) = object.get("default") {
        notes.extend(spelled(object, default).map(|default| format!("By default {default}.")));
    }
    let mut examples: Vec<Pointer> = object.get("example").into_iter().collect();
    if let Some(at) = object.get("examples") {
        let listed = object.within(|reader| match reader.sources().value(at) {
            Value::List(items) => items.to_vec(),
            _ => reader.sources().members(at).map(|(_, example)| example).collect(),
        });
        examples.extend(listed);
    }
    notes.extend(shown(object, examples));
    notes
}

/// The examples of what is no schema, each with words of its own.
pub(in crate::openapi) fn examples(object: &mut Object<'_, '_>) -> Option<String> {
    let mut values: Vec<Pointer> = object.get("example").into_iter().collect();
    values.extend(object.all_entries("examples", |reader, at| {
        let target = reader.follow(at)?;
        let member = |key| reader.sources().member(target, key);
        member("value").or_else(|| member("dataValue")).or_else(|| member("serializedValue"))
    }));
    shown(object, values)
}

fn shown(object: &mut Object<'_, '_>, examples: Vec<Pointer>) -> Option<String> {
    let examples: Vec<String> = examples.into_iter().filter_map(|at| spelled(object, at)).collect();
    let shown: Vec<&str> = examples.iter().take(3).map(String::as_str).collect();
    (!shown.is_empty()).then(|| format!("For example {}.", shown.join(", ")))
}

/// A value as JSON in code type, if it is short.
pub(super) fn spelled(object: &mut Object<'_, '_>, at: Pointer) -> Option<String> {
    let text = object.within(|reader| json(reader.sources(), at))?;
    let plain = !text.contains('`') && !text.contains(char::is_control);
    plain.then(|| format!("`{text}`"))
}

/// A value as JSON, if it is short.
pub(crate) fn json(sources: &Sources, at: Pointer) -> Option<String> {
    let mut text = String::new();
    spell(sources, at, &mut text)?;
    Some(text)
}

fn spell(sources: &Sources, at: Pointer, out: &mut String) -> Option<()> {
    match sources.value(at) {
        Value::Null => out.push_str("null"),
        Value::Bool(flag) => out.push_str(&flag.to_string()),
        Value::Int(number) => out.push_str(&number.to_string()),
        Value::Big(number) => out.push_str(&number.to_string()),
        Value::Float(number) => out.push_str(&number.to_string()),
        Value::Text(text) => write!(out, "{text:?}").ok()?,
        Value::List(items) => {
            out.push('[');
            for (index, &item) in items.iter().enumerate() {
                out.push_str(if index > 0 { ", " } else { "" });
                spell(sources, item, out)?;
            }
            out.push(']');
        }
        Value::Map(members) => {
            out.push('{');
            for (index, &member) in members.iter().enumerate() {
                out.push_str(if index > 0 { ", " } else { "" });
                write!(out, "{:?}: ", sources.name(member)).ok()?;
                spell(sources, member, out)?;
            }
            out.push('}');
        }
    }
    (out.len() <= LENGTH).then_some(())
}
