//! Changes to the structure of a document.

use serde_json::{Map, Value, json};

use crate::place::{self, Place, Step, key, node, outer, reference, rename};
use crate::random::Random;
use crate::words;

type Change = fn(&mut Value, &[Place], &mut Random);

/// Changes one thing, and says what.
pub(crate) fn change(document: &mut Value, random: &mut Random) -> &'static str {
    const CHANGES: &[(&str, Change)] = &[
        ("rename a schema", rename_schema),
        ("rename a schema", rename_schema),
        ("names that collide", collide),
        ("rename a property", |document, places, random| {
            rename_in(document, places, random, "properties", "properties");
        }),
        ("rename a property", |document, places, random| {
            rename_in(document, places, random, "properties", "properties");
        }),
        ("rename a parameter", |document, places, random| {
            text(document, places, random, "name", "parameters");
        }),
        ("rename an operation", |document, places, random| {
            text(document, places, random, "operationId", "operations");
        }),
        ("rename a tag", tag),
        ("rename a path", |document, places, random| rename_in(document, places, random, "paths", "paths")),
        ("rename a media type", |document, places, random| {
            rename_in(document, places, random, "content", "media");
        }),
        ("rename a header", |document, places, random| {
            rename_in(document, places, random, "headers", "parameters");
        }),
        ("rename a keyword", keyword),
        ("enum values", enum_values),
        ("an enum", make_enum),
        ("deep nesting", nest),
        ("refer", refer),
        ("refer", refer),
        ("compose", compose),
        ("compose", compose),
        ("discriminate", discriminate),
        ("delete", delete),
        ("duplicate", duplicate),
        ("swap", swap),
        ("replace", replace),
        ("replace", replace),
        ("replace a schema", replace_schema),
        ("wrap", wrap),
    ];
    let places = place::all(document);
    let (name, change) = CHANGES[random.below(CHANGES.len())];
    change(document, &places, random);
    name
}

fn at<'p>(places: &'p [Place], random: &mut Random, wanted: impl Fn(&Place) -> bool) -> Option<&'p Place> {
    let found: Vec<&Place> = places.iter().filter(|place| wanted(place)).collect();
    (!found.is_empty()).then(|| found[random.below(found.len())])
}

fn is_named_schema(place: &Place) -> bool {
    let place: Vec<Option<&str>> = place.iter().map(|step| key(std::slice::from_ref(step))).collect();
    matches!(place[..], [Some("definitions"), _] | [Some("components"), Some("schemas"), _])
}

/// Where a schema is to be expected.
fn is_schema(place: &Place) -> bool {
    let above = outer(place).unwrap_or_default();
    is_named_schema(place)
        || matches!(above, "properties" | "patternProperties")
        || matches!(key(place), Some("schema" | "items" | "additionalProperties"))
        || matches!(place.as_slice(), [.., Step::Key(of), Step::At(_)] if of.ends_with("Of"))
}

fn rename_schema(document: &mut Value, places: &[Place], random: &mut Random) {
    let Some(place) = at(places, random, is_named_schema) else { return };
    rename_with_references(document, place, words::pick("schemas", random), random);
}

fn rename_with_references(document: &mut Value, place: &Place, to: &str, random: &mut Random) {
    let mut renamed = place.clone();
    renamed.pop();
    renamed.push(Step::Key(to.to_owned()));
    if node(document, &renamed).is_some() {
        return;
    }
    rename(document, place, to);
    if !random.once_in(8) {
        let plain = place.last().and_then(|step| key(std::slice::from_ref(step))).unwrap_or_default();
        let from =
            [reference(place), format!("#/components/schemas/{plain}"), format!("#/definitions/{plain}")];
        redirect(document, &from, &reference(&renamed));
    }
}

fn redirect(value: &mut Value, from: &[String], to: &str) {
    match value {
        Value::String(text) if from.contains(text) => to.clone_into(text),
        Value::Array(items) => items.iter_mut().for_each(|item| redirect(item, from, to)),
        Value::Object(members) => members.values_mut().for_each(|member| redirect(member, from, to)),
        _ => {}
    }
}

/// Gives a member almost the name that another one has.
fn collide(document: &mut Value, places: &[Place], random: &mut Random) {
    let groups = ["properties", "schemas", "definitions", "paths", "securitySchemes", "headers"];
    let within = random.pick(&groups);
    let Some(place) = at(places, random, |place| outer(place) == Some(within)) else { return };
    let same = |other: &Place| outer(other) == Some(within) && other != place && other.len() == place.len();
    let Some(other) = at(places, random, same).and_then(|other| key(other)) else { return };
    let name = match random.below(7) {
        0 => other.to_lowercase(),
        1 => other.to_uppercase(),
        2 => format!("{other}_"),
        3 => format!("-{other}"),
        4 => other.replace(['_', '-', '.'], ""),
        5 => format!("{other}2"),
        _ => format!("{other}Request"),
    };
    if is_named_schema(place) {
        rename_with_references(document, place, &name, random);
    } else {
        rename(document, place, &name);
    }
}

fn rename_in(document: &mut Value, places: &[Place], random: &mut Random, within: &str, names: &str) {
    let Some(place) = at(places, random, |place| outer(place) == Some(within)) else { return };
    let name = words::pick(names, random);
    // What is required stays required.
    if let (Some(old), Some(schema)) =
        (key(place).map(str::to_owned), node(document, &place[..place.len() - 2]))
    {
        for required in schema.get_mut("required").and_then(Value::as_array_mut).into_iter().flatten() {
            if required == old.as_str() {
                *required = name.into();
            }
        }
    }
    rename(document, place, name);
}

fn text(document: &mut Value, places: &[Place], random: &mut Random, wanted: &str, names: &str) {
    let Some(place) = at(places, random, |place| key(place) == Some(wanted)) else { return };
    if let Some(value @ Value::String(_)) = node(document, place) {
        *value = words::pick(names, random).into();
    }
}

fn tag(document: &mut Value, places: &[Place], random: &mut Random) {
    let in_tags = |place: &Place| outer(place) == Some("tags");
    let Some(place) = at(places, random, in_tags) else { return };
    let Some(old @ Value::String(_)) = node(document, place).cloned() else { return };
    let name = Value::from(words::pick("tags", random));
    let all = random.once_in(2);
    for other in places.iter().filter(|other| in_tags(other)) {
        let value = node(document, other).filter(|value| **value == old && (all || other == place));
        if let Some(value) = value {
            *value = name.clone();
        }
    }
}

fn keyword(document: &mut Value, places: &[Place], random: &mut Random) {
    let Some(place) = at(places, random, |place| key(place).is_some()) else { return };
    let name = words::pick("keys", random);
    rename(document, place, name);
}

fn enum_values(document: &mut Value, places: &[Place], random: &mut Random) {
    let Some(place) = at(places, random, |place| key(place) == Some("enum")) else { return };
    let Some(Value::Array(values)) = node(document, place) else { return };
    for _ in 0..=random.below(6) {
        let value = if random.once_in(8) {
            json(words::pick("values", random))
        } else {
            words::pick("enums", random).into()
        };
        values.push(value);
    }
}

fn make_enum(document: &mut Value, places: &[Place], random: &mut Random) {
    let Some(place) = at(places, random, is_schema) else { return };
    let count = 1 + random.below(12);
    let values: Vec<Value> = (0..count).map(|_| words::pick("enums", random).into()).collect();
    if let Some(schema) = node(document, place) {
        *schema = json!({ "type": "string", "enum": values });
    }
}

fn nest(document: &mut Value, places: &[Place], random: &mut Random) {
    let Some(place) = at(places, random, is_schema) else { return };
    let depth = [3, 10, 30, 60][random.below(4)];
    let kind = random.below(6);
    let Some(schema) = node(document, place) else { return };
    for _ in 0..depth {
        let inner = schema.take();
        *schema = match kind {
            0 => json!({ "type": "array", "items": inner }),
            1 => json!({ "type": "object", "properties": { "inner": inner } }),
            2 => json!({ "type": "object", "required": ["inner"], "properties": { "inner": inner } }),
            3 => json!({ "oneOf": [inner, { "type": "integer" }] }),
            4 => json!({ "allOf": [inner, { "properties": { "more": { "type": "string" } } }] }),
            _ => json!({ "type": "object", "additionalProperties": inner }),
        };
    }
}

/// Puts a reference in the place of something.
fn refer(document: &mut Value, places: &[Place], random: &mut Random) {
    let Some(place) = at(places, random, is_schema) else { return };
    let to = match random.below(4) {
        0 => at(places, random, |_| true),
        1 => places.iter().find(|other| place.starts_with(other) && is_schema(other)),
        _ => at(places, random, is_named_schema),
    };
    let to = to.map(|to| reference(to)).unwrap_or_default();
    if let Some(schema) = node(document, place) {
        *schema = json!({ "$ref": to });
    }
}

/// Makes a schema of others.
fn compose(document: &mut Value, places: &[Place], random: &mut Random) {
    let Some(place) = at(places, random, is_schema) else { return };
    let mut parts = Vec::new();
    for _ in 0..=random.below(4) {
        let Some(other) = at(places, random, is_schema) else { return };
        let copy = random.once_in(3);
        parts.push(match node(document, other) {
            Some(schema) if copy => schema.clone(),
            _ => json!({ "$ref": reference(other) }),
        });
    }
    let keyword = random.pick(&["allOf", "oneOf", "anyOf"]);
    let Some(schema) = node(document, place) else { return };
    match schema.as_object_mut() {
        Some(members) if random.once_in(2) => drop(members.insert(keyword.to_owned(), parts.into())),
        _ => *schema = Map::from_iter([(keyword.to_owned(), parts.into())]).into(),
    }
}

fn discriminate(document: &mut Value, places: &[Place], random: &mut Random) {
    let Some(place) = at(places, random, |place| key(place).is_some_and(|key| key.ends_with("Of"))) else {
        return;
    };
    let property = words::pick("properties", random);
    let tag = words::pick("enums", random);
    let to = at(places, random, is_named_schema).map(|to| reference(to)).unwrap_or_default();
    let above = &place[..place.len() - 1];
    if let Some(Value::Object(members)) = node(document, above) {
        let mapping = if random.once_in(2) { json!({ tag: to }) } else { json!({}) };
        members.insert("discriminator".into(), json!({ "propertyName": property, "mapping": mapping }));
    }
}

fn delete(document: &mut Value, places: &[Place], random: &mut Random) {
    let Some((last, above)) =
        at(places, random, |place| place.len() > 1).and_then(|place| place.split_last())
    else {
        return;
    };
    match (node(document, above), last) {
        (Some(Value::Array(items)), Step::At(at)) => drop(items.remove(*at)),
        (Some(Value::Object(members)), Step::Key(key)) => drop(members.remove(key)),
        _ => {}
    }
}

fn duplicate(document: &mut Value, places: &[Place], random: &mut Random) {
    let Some(place) = at(places, random, |place| place.len() > 1) else { return };
    let Some(taken) = node(document, place).cloned() else { return };
    match node(document, &place[..place.len() - 1]) {
        Some(Value::Array(items)) => items.push(taken),
        Some(Value::Object(members)) => {
            let key = key(place).unwrap_or_default();
            members.insert(format!("{key}{}", random.pick(&["2", "_", "-", " ", "/", "{a}"])), taken);
        }
        _ => {}
    }
}

fn swap(document: &mut Value, places: &[Place], random: &mut Random) {
    let (Some(one), Some(other)) = (at(places, random, |_| true), at(places, random, |_| true)) else {
        return;
    };
    let (Some(first), Some(second)) = (node(document, one).cloned(), node(document, other).cloned()) else {
        return;
    };
    if let Some(value) = node(document, one) {
        *value = second;
    }
    if let Some(value) = node(document, other) {
        *value = first;
    }
}

fn replace(document: &mut Value, places: &[Place], random: &mut Random) {
    let Some(place) = at(places, random, |place| place.len() > 1) else { return };
    if let Some(value) = node(document, place) {
        *value = json(words::pick("values", random));
    }
}

fn replace_schema(document: &mut Value, places: &[Place], random: &mut Random) {
    let Some(place) = at(places, random, is_schema) else { return };
    if let Some(value) = node(document, place) {
        *value = json(words::pick("values", random));
    }
}

fn wrap(document: &mut Value, places: &[Place], random: &mut Random) {
    let Some(place) = at(places, random, |place| place.len() > 1) else { return };
    let around = random.pick(&[
        "allOf",
        "oneOf",
        "items",
        "schema",
        "additionalProperties",
        "not",
        "content",
        "properties",
    ]);
    if let Some(value) = node(document, place) {
        let inner = if around.ends_with("Of") { json!([value.take()]) } else { value.take() };
        *value = Map::from_iter([(around.to_owned(), inner)]).into();
    }
}

/// The value that a text is; what is no value for this parser, such as `1e400`, is a text.
fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| text.into())
}
