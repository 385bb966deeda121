//! The writer: compact JSON straight into bytes, and one `Serialize` for whatever else serde can write.
//!
//! Both write the same, but for numbers with more digits than serde has a number for. The first is the one
//! that requests go through: without the generality of the second it makes up for what the calls through
//! `dyn Model` cost.

use std::convert::Infallible;
use std::fmt::Display;
use std::io::Write;

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::Value as Json;

use super::embedded;
use super::shape::View;
use super::view::{Name, properties, tag};

/// Writes compact JSON.
pub(super) fn document(view: View<'_>) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(128);
    write(&mut bytes, &view);
    bytes
}

fn write(out: &mut Vec<u8>, view: &View<'_>) {
    match *view {
        View::Absent | View::Null => out.extend_from_slice(b"null"),
        View::Bool(true) => out.extend_from_slice(b"true"),
        View::Bool(false) => out.extend_from_slice(b"false"),
        View::I64(value) => serialize(out, &value),
        View::U64(value) => serialize(out, &value),
        View::F32(value) => serialize(out, &value),
        View::F64(value) => serialize(out, &value),
        View::Text(text) | View::Secret(text) => string(out, text),
        View::Printed(value) => string(out, &value.to_string()),
        View::Embedded(value) => string(out, &embedded::text(value)),
        // A `Vec` takes every byte.
        View::Digits(value) => drop(write!(out, "{value}")),
        View::Json(json) => serialize(out, json),
        View::List(list) => {
            out.push(b'[');
            for index in 0..list.len() {
                if index > 0 {
                    out.push(b',');
                }
                write(out, &list.get(index));
            }
            out.push(b']');
        }
        View::Union(union) if tag(union).is_none() => write(out, &union.chosen().1),
        View::Model(_) | View::Map(_) | View::Union(_) => {
            out.push(b'{');
            let start = out.len();
            let Ok(()) = match *view {
                View::Model(model) => properties(model, None, |name, view| property(out, start, name, view)),
                view => view
                    .each_property(|text, view| property(out, start, Name { text, is_plain: false }, &view)),
            };
            out.push(b'}');
        }
    }
}

/// Writes a property of the object whose properties begin at `start`.
#[expect(clippy::unnecessary_wraps, reason = "it is called for each property, which may fail")]
fn property(out: &mut Vec<u8>, start: usize, name: Name<'_>, view: &View<'_>) -> Result<(), Infallible> {
    if out.len() > start {
        out.push(b',');
    }
    if name.is_plain {
        quoted(out, name.text);
    } else {
        string(out, name.text);
    }
    out.push(b':');
    match view {
        // Most are text: spares them the way through `write`.
        View::Text(text) => string(out, text),
        view => write(out, view),
    }
    Ok(())
}

/// Leaves to `serde_json` what it does best: digits, and its own values.
fn serialize(out: &mut Vec<u8>, value: &impl Serialize) {
    // A `Vec` takes every byte, and neither numbers nor JSON values refuse to be written.
    let _ = serde_json::to_writer(out, value);
}

fn string(out: &mut Vec<u8>, text: &str) {
    if has_special(text.as_bytes()) {
        serialize(out, &text);
        return;
    }
    quoted(out, text);
}

/// Writes a string without anything special in it.
fn quoted(out: &mut Vec<u8>, text: &str) {
    out.reserve(text.len() + 2);
    out.push(b'"');
    out.extend_from_slice(text.as_bytes());
    out.push(b'"');
}

/// Whether a string has bytes that cannot stand in JSON as they are.
fn has_special(bytes: &[u8]) -> bool {
    const CHUNK: usize = 8;
    let special = |byte: &u8| *byte < b' ' || *byte == b'"' || *byte == b'\\';
    // Without a way out of the middle of a chunk the compiler looks at all its bytes at once.
    let any = |chunk: &[u8; CHUNK]| chunk.iter().fold(false, |found, byte| found | special(byte));
    match bytes.last_chunk() {
        Some(last) => bytes.as_chunks().0.iter().any(any) || any(last),
        None => bytes.iter().any(special),
    }
}

impl Serialize for View<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Self::Absent | Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(value),
            Self::I64(value) => serializer.serialize_i64(value),
            Self::U64(value) => serializer.serialize_u64(value),
            Self::F32(value) => serializer.serialize_f32(value),
            Self::F64(value) => serializer.serialize_f64(value),
            Self::Text(text) | Self::Secret(text) => serializer.serialize_str(text),
            Self::Printed(value) => serializer.serialize_str(&value.to_string()),
            Self::Embedded(value) => serializer.serialize_str(&embedded::text(value)),
            Self::Digits(value) => digits(value, serializer),
            Self::Json(json) => Json::serialize(json, serializer),
            Self::List(list) => {
                let mut seq = serializer.serialize_seq(Some(list.len()))?;
                (0..list.len()).try_for_each(|index| seq.serialize_element(&list.get(index)))?;
                seq.end()
            }
            Self::Union(union) if tag(union).is_none() => union.chosen().1.serialize(serializer),
            Self::Model(_) | Self::Map(_) | Self::Union(_) => {
                let mut map = serializer.serialize_map(None)?;
                self.each_property(|name, view| map.serialize_entry(name, &view))?;
                map.end()
            }
        }
    }
}

/// Writes a number as the one of serde's that has the same digits, or else as a string: none is lost.
fn digits<S: Serializer>(value: &dyn Display, serializer: S) -> Result<S::Ok, S::Error> {
    let text = value.to_string();
    if let Ok(whole) = text.parse() {
        return serializer.serialize_i64(whole);
    }
    let significant = match text.split_once('.') {
        Some(_) => text.trim_end_matches('0').trim_end_matches('.'),
        None => &text,
    };
    match text.parse::<f64>() {
        Ok(number) if number.to_string() == significant => serializer.serialize_f64(number),
        _ => serializer.serialize_str(&text),
    }
}
