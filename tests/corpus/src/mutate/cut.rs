//! A small document out of a large one: a few of its paths, and what they refer to.

use std::collections::{BTreeSet, VecDeque};

use serde_json::{Map, Value, json};

use crate::random::Random;

/// The most components that a cut document keeps as they are.
const MOST: usize = 60;
const GROUPS: &[&str] = &["definitions", "parameters", "responses"];

pub(crate) fn cut(document: &Value, random: &mut Random) -> Value {
    let mut small = document.clone();
    if let Some(paths) = small.get_mut("paths").and_then(Value::as_object_mut) {
        let names: Vec<String> = paths.keys().cloned().collect();
        let count = 1 + random.below(8);
        let kept = random.some(&names, count);
        paths.retain(|name, _| kept.contains(name));
    }
    let (kept, simple) = reached(document, &small, random);
    for group in GROUPS {
        retain(small.get_mut(*group), &format!("#/{group}/"), &kept, &simple);
    }
    if let Some(components) = small.get_mut("components").and_then(Value::as_object_mut) {
        for (name, group) in components.iter_mut().filter(|(name, _)| *name != "securitySchemes") {
            retain(Some(group), &format!("#/components/{name}/"), &kept, &simple);
        }
    }
    small
}

/// The components that are referred to, as far as they are kept, and those for which something simple will do.
fn reached(document: &Value, small: &Value, random: &mut Random) -> (BTreeSet<String>, BTreeSet<String>) {
    let mut found = BTreeSet::new();
    let mut queue = VecDeque::new();
    for (key, part) in small.as_object().into_iter().flatten() {
        if key != "components" && !GROUPS.contains(&key.as_str()) {
            references(part, &mut queue);
        }
    }
    // Without an operation that refers to any, some schemas.
    let schemas = document.pointer("/components/schemas").or_else(|| document.get("definitions"));
    let group = if document.get("definitions").is_some() { "definitions" } else { "components/schemas" };
    let names: Vec<String> =
        schemas.and_then(Value::as_object).into_iter().flatten().map(|(name, _)| name.clone()).collect();
    let names = random.some(&names, 3);
    queue
        .extend(names.iter().map(|name| format!("#/{group}/{}", name.replace('~', "~0").replace('/', "~1"))));
    let mut simple = BTreeSet::new();
    while let Some(reference) = queue.pop_front() {
        if found.contains(&reference) || simple.contains(&reference) {
            continue;
        }
        let target = reference.strip_prefix('#').and_then(|pointer| document.pointer(pointer));
        if found.len() >= MOST && reference.contains(group) {
            simple.insert(reference);
        } else if let Some(target) = target {
            references(target, &mut queue);
            found.insert(reference);
        }
    }
    (found, simple)
}

/// The references in a part of a document, and the names in mappings.
fn references(value: &Value, into: &mut VecDeque<String>) {
    match value {
        Value::String(text) if text.starts_with("#/") => into.push_back(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| references(item, into)),
        Value::Object(members) => members.values().for_each(|member| references(member, into)),
        _ => {}
    }
}

fn retain(group: Option<&mut Value>, prefix: &str, kept: &BTreeSet<String>, simple: &BTreeSet<String>) {
    let Some(members) = group.and_then(Value::as_object_mut) else { return };
    let reference = |name: &str| format!("{prefix}{}", name.replace('~', "~0").replace('/', "~1"));
    let mut cut = Map::new();
    for (name, member) in std::mem::take(members) {
        let reference = reference(&name);
        if kept.contains(&reference) {
            cut.insert(name, member);
        } else if simple.contains(&reference) {
            cut.insert(name, json!({ "type": "object" }));
        }
    }
    *members = cut;
}
