//! `type`: what a value is in JSON.

use super::{Kind, Schema};
use crate::diagnostic::{Pointer, nearest};
use crate::openapi::read::{Dialect, Object};
use crate::source::Value;

const KINDS: &[(&str, Kind)] = &[
    ("boolean", Kind::Boolean),
    ("integer", Kind::Integer),
    ("number", Kind::Number),
    ("string", Kind::String),
    ("array", Kind::Array),
    ("object", Kind::Object),
];

pub(super) fn kinds(object: &mut Object<'_, '_>, schema: &mut Schema) {
    let Some(at) = object.get("type") else { return };
    let names = match object.within(|reader| reader.sources().value(at)) {
        Value::List(names) => names,
        _ => &[at][..],
    };
    for &at in names {
        if object.within(|reader| *reader.sources().value(at) == Value::Null) {
            object.within(|reader| {
                reader.mistyped(at, "a string", "`null` is taken").help("put it in quotes");
            });
            schema.nullable = true;
            continue;
        }
        let Some(name) = object.word_at(at) else { continue };
        if name == "null" {
            schema.nullable = true;
        } else if name == "file" && object.dialect() == Dialect::Swagger2 {
            schema.format = Some("binary".to_owned());
            schema.kinds.push((Kind::String, at));
        } else {
            schema.kinds.extend(kind(object, at, &name).map(|kind| (kind, at)));
        }
    }
    schema.kinds.shrink_to_fit();
}

/// The kind of a name; one in other letters (`String`) is taken as it is meant.
fn kind(object: &mut Object<'_, '_>, at: Pointer, name: &str) -> Option<Kind> {
    let known = KINDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    if let Some((_, kind)) = known.filter(|(known, _)| *known == name) {
        return Some(*kind);
    }
    let message = format!("`{name}` is not a type of JSON Schema");
    if let Some((known, kind)) = known {
        let found = object.warn("unknown-type", at, format!("{message}: `{known}` is taken"));
        found.help(format!("write `{known}`"));
        return Some(*kind);
    }
    let near = nearest(name, KINDS.iter().map(|(known, _)| *known));
    let found = object.warn("unknown-type", at, format!("{message}: any JSON is taken"));
    found.help(match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "the types are null, boolean, integer, number, string, array and object".to_owned(),
    });
    None
}
