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

/// What other languages call a type, and the kind and format that it has here.
const FOREIGN: &[(&str, Kind, Option<&str>)] = &[
    ("bool", Kind::Boolean, None),
    ("date", Kind::String, Some("date")),
    ("date-time", Kind::String, Some("date-time")),
    ("datetime", Kind::String, Some("date-time")),
    ("dict", Kind::Object, None),
    ("double", Kind::Number, Some("double")),
    ("file", Kind::String, Some("binary")),
    ("float", Kind::Number, None),
    ("guid", Kind::String, Some("uuid")),
    ("int", Kind::Integer, None),
    ("int32", Kind::Integer, Some("int32")),
    ("int64", Kind::Integer, Some("int64")),
    ("list", Kind::Array, None),
    ("long", Kind::Integer, Some("int64")),
    ("map", Kind::Object, None),
    ("str", Kind::String, None),
    ("text", Kind::String, None),
    ("uuid", Kind::String, Some("uuid")),
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
            let Some((kind, format)) = kind(object, at, &name) else { continue };
            schema.kinds.push((kind, at));
            schema.format = schema.format.take().or(format.map(str::to_owned));
        }
    }
    schema.kinds.shrink_to_fit();
}

/// The kind of a name, and the format that goes with it; one in other letters (`String`), or in the words of another
/// language, is taken as it is meant.
fn kind(object: &mut Object<'_, '_>, at: Pointer, name: &str) -> Option<(Kind, Option<&'static str>)> {
    let known = KINDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    if let Some((_, kind)) = known.filter(|(known, _)| *known == name) {
        return Some((*kind, None));
    }
    let foreign = FOREIGN.iter().find(|(word, ..)| word.eq_ignore_ascii_case(name));
    let meant = known.map(|&(_, kind)| (kind, None)).or(foreign.map(|&(_, kind, format)| (kind, format)));
    let message = format!("`{name}` is not a type of JSON Schema");
    let Some((kind, format)) = meant else {
        let near = nearest(name, KINDS.iter().map(|(known, _)| *known));
        let found = object.warn("unknown-type", at, format!("{message}: any JSON is taken"));
        found.help(match near {
            Some(near) => format!("did you mean `{near}`?"),
            None if name == "any" => "leave `type` out where anything is right".to_owned(),
            None => "the types are null, boolean, integer, number, string, array and object".to_owned(),
        });
        return None;
    };
    let word = KINDS.iter().find(|(_, known)| *known == kind).map_or(name, |(word, _)| word);
    let found = object.warn("unknown-type", at, format!("{message}: `{word}` is taken"));
    found.help(match format {
        Some(format) => format!("write `type: {word}` and `format: {format}`"),
        None => format!("write `{word}`"),
    });
    Some((kind, format))
}
