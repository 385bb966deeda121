//! Reading JSON as a type, writing it again, and what got lost between the two.

use partner_center::runtime::{Value, View, decode, encode};
use serde_json::Value as Json;

/// What a document became.
pub struct Seen {
    /// Why it is not the same as before; nothing, if it is.
    pub lost: Vec<String>,
    /// Properties that the models do not know. They are kept.
    pub unknown: Vec<String>,
}

pub type Read = fn(&[u8]) -> Result<Seen, String>;

pub fn reread<T: Value>(bytes: &[u8]) -> Result<Seen, String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let before: Json = serde_json::from_slice(bytes).map_err(|error| format!("is no JSON: {error}"))?;
    let value: T = decode(bytes).map_err(|error| format!("is not read: {error}"))?;
    let after: Json = serde_json::from_slice(&encode(value.view())).map_err(|error| error.to_string())?;
    let mut seen = Seen { lost: Vec::new(), unknown: Vec::new() };
    compare("", &before, &after, &mut seen.lost);
    unknown("", value.view(), &mut seen.unknown);
    Ok(seen)
}

/// For operations that answer without a body.
pub fn nothing(_: &[u8]) -> Result<Seen, String> {
    Err("has a body, and the client drops it".to_owned())
}

/// For operations that answer with bytes.
pub fn raw(_: &[u8]) -> Result<Seen, String> {
    Ok(Seen { lost: Vec::new(), unknown: Vec::new() })
}

/// Names in any case, scalars by their text, and in no order. What is null or empty may be missing: the models have
/// one value for all of these.
fn compare(at: &str, before: &Json, after: &Json, lost: &mut Vec<String>) {
    match (before, after) {
        (Json::Object(before), Json::Object(after)) => {
            let find = |object: &serde_json::Map<String, Json>, name: &str| {
                object
                    .get(name)
                    .or_else(|| {
                        object
                            .iter()
                            .find(|(other, _)| other.eq_ignore_ascii_case(name))
                            .map(|(_, value)| value)
                    })
                    .cloned()
            };
            for (name, value) in before {
                match find(after, name) {
                    Some(after) => compare(&format!("{at}/{name}"), value, &after, lost),
                    None if is_empty(value) => {}
                    None => lost.push(format!("{at}/{name} is lost")),
                }
            }
            let added = after.iter().filter(|(name, value)| find(before, name).is_none() && !is_empty(value));
            lost.extend(added.map(|(name, value)| format!("{at}/{name} is added, as {value}")));
        }
        (Json::Array(before), Json::Array(after)) if before.len() == after.len() => {
            for (index, (before, after)) in before.iter().zip(after).enumerate() {
                compare(&format!("{at}/{index}"), before, after, lost);
            }
        }
        (before, after) if is_same(before, after) || (is_empty(before) && is_empty(after)) => {}
        (before, after) => lost.push(format!("{at} was {before} and is {after}")),
    }
}

fn is_empty(json: &Json) -> bool {
    match json {
        Json::Null => true,
        Json::Array(list) => list.is_empty(),
        Json::Object(object) => object.is_empty(),
        _ => false,
    }
}

fn is_same(a: &Json, b: &Json) -> bool {
    let text = |json: &Json| match json {
        Json::String(text) => Some(text.clone()),
        Json::Number(_) | Json::Bool(_) => Some(json.to_string()),
        _ => None,
    };
    match (text(a), text(b)) {
        (Some(a), Some(b)) => {
            let number = |text: &str| text.parse::<f64>().ok();
            word(&a) == word(&b) || number(&a).is_some_and(|a| number(&b) == Some(a))
        }
        _ => a == b,
    }
}

/// A word without what its spelling in `PascalCase` or `snake_case` tells: values of enums are read in any.
fn word(text: &str) -> String {
    let is_word = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if is_word { text.replace('_', "").to_ascii_lowercase() } else { text.to_ascii_lowercase() }
}

/// Collects what is in no model.
fn unknown(at: &str, view: View<'_>, found: &mut Vec<String>) {
    match view {
        View::Model(model) => {
            for (index, field) in model.fields().iter().enumerate() {
                unknown(&format!("{at}/{}", field.name()), model.view_at(index), found);
            }
            if let View::Map(rest) = model.view_at(model.fields().len()) {
                rest.each(&mut |name, _| found.push(format!("{at}/{name}")));
            }
        }
        View::Union(union) => {
            let (variant, view) = union.chosen();
            if variant == union.variants().len() {
                found.push(format!("{at} (no variant)"));
            } else {
                unknown(at, view, found);
            }
        }
        View::List(list) => {
            (0..list.len()).for_each(|index| unknown(&format!("{at}/*"), list.get(index), found))
        }
        View::Map(map) => map.each(&mut |_, view| unknown(&format!("{at}/*"), view, found)),
        _ => {}
    }
}
