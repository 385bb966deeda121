//! Ways that follow from the paths: `/v1/users/{user_id}/posts` is `users().by_id(user_id).posts()`.
//!
//! What comes before the first resource (versions, the prefix of links, the path of the server) is left out unless
//! it is all that tells two operations apart.

use std::collections::{HashMap, HashSet};

use super::{Ways, key};
use crate::ir::{Answer, Api, Call, Operation, Piece, Type};
use crate::openapi::Document;

/// A part of a path that says something.
#[derive(Clone, Debug)]
enum Part {
    Fixed(String),
    /// The position of a parameter.
    Value(usize),
}

impl Part {
    fn key(&self) -> String {
        match self {
            Self::Fixed(text) => key(std::slice::from_ref(text)),
            Self::Value(_) => "{}".to_owned(),
        }
    }
}

/// How many operations there are at a path, and below it.
type Counts = HashMap<Vec<String>, usize>;

impl Ways<'_> {
    pub(super) fn by_paths(&mut self, operations: &[usize], document: &Document) {
        let prefixes = prefixes(self.api, document);
        let mut taken = HashSet::new();
        let mut counts = Counts::new();
        let mut outlines = Vec::new();
        for &index in operations {
            let Some(operation) = self.api.operations.get(index) else { continue };
            let whole = parts(operation);
            let short = without_prefix(&whole, &prefixes);
            let keys = |parts: &[Part]| parts.iter().map(Part::key).collect::<Vec<_>>();
            let parts = if taken.insert((&operation.method, keys(&short))) { short } else { whole };
            let keys = keys(&parts);
            for length in 0..=keys.len() {
                *counts.entry(keys.iter().take(length).cloned().collect()).or_default() += 1;
            }
            outlines.push((index, parts, keys));
        }
        for (index, parts, keys) in outlines {
            self.by_path(index, &parts, &keys, &counts);
        }
    }

    fn by_path(&mut self, index: usize, parts: &[Part], keys: &[String], counts: &Counts) {
        let Some(operation) = self.api.operations.get(index) else { return };
        let (parts, hint) = match action(operation, parts, counts.get(keys)) {
            Some((steps, word)) => (steps, word),
            None => (parts, verb(operation, parts, keys, counts)),
        };
        let mut node = None;
        let mut values = Vec::new();
        for part in parts {
            node = Some(match part {
                Part::Fixed(text) => self.step(node, std::slice::from_ref(text), index),
                Part::Value(position) => {
                    values.push(*position);
                    let words = self.value_words(index, *position);
                    self.value_step(node, &words, index, vec![*position])
                }
            });
        }
        self.set(index, Call { node, hint: vec![hint], values });
    }

    /// `by_id` for a parameter that is an id, `by_name` for others.
    fn value_words(&self, operation: usize, position: usize) -> Vec<String> {
        let operation = self.api.operations.get(operation);
        let parameter = operation.and_then(|operation| operation.parameters.get(position));
        let words = parameter.map(|parameter| parameter.hint.join("_")).unwrap_or_default();
        let end = words.get(words.len().saturating_sub(2)..).unwrap_or_default();
        let before = words.get(..words.len().saturating_sub(2)).unwrap_or_default();
        let apart = before.chars().next_back().is_none_or(|c| !c.is_alphabetic())
            || end.starts_with('I') && before.ends_with(|c: char| c.is_lowercase());
        let is_id = end.eq_ignore_ascii_case("id") && apart;
        vec!["by".to_owned(), if is_id { "id".to_owned() } else { words }]
    }
}

/// The parts of a path. What has no letter and no digit says nothing, and a value is taken once.
fn parts(operation: &Operation) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut taken = HashSet::new();
    for piece in &operation.path {
        match piece {
            Piece::Text(text) => {
                let path = text.split('?').next().unwrap_or_default();
                let words = path.split('/').map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
                let words = words.filter(|word| !word.is_empty());
                parts.extend(words.map(|word| Part::Fixed(word.to_owned())));
                if path.len() < text.len() {
                    break;
                }
            }
            Piece::Parameter(position) => {
                let open = operation.parameters.get(*position).is_some_and(|p| p.constant.is_none());
                if open && taken.insert(*position) {
                    parts.push(Part::Value(*position));
                }
            }
        }
    }
    parts
}

/// First parts that name no resource: what stands in every path of the server's address or before links.
fn prefixes(api: &Api, document: &Document) -> HashSet<String> {
    let addresses = document.servers.iter().filter_map(|server| {
        let behind = server.url.split_once("://").map_or(server.url.as_str(), |(_, rest)| rest);
        behind.split_once('/').map(|(_, path)| path)
    });
    let words = addresses.flat_map(|path| path.split('/')).chain(api.links.prefix.as_deref());
    let words = words.filter(|word| !word.is_empty() && !word.contains('{'));
    words.chain(["api", "rest"]).map(|word| key(&[word.to_owned()])).collect()
}

fn without_prefix(parts: &[Part], prefixes: &HashSet<String>) -> Vec<Part> {
    let is_prefix = |part: &&Part| match part {
        Part::Fixed(text) => is_version(text) || prefixes.contains(&part.key()),
        Part::Value(_) => false,
    };
    parts.iter().skip_while(is_prefix).cloned().collect()
}

/// `v1`, `v1.0`, `v2beta1`, `2024-01-31`.
fn is_version(text: &str) -> bool {
    let text = text.to_lowercase();
    let date = text.len() == 10 && text.chars().all(|c| c.is_ascii_digit() || c == '-');
    let Some(number) = text.strip_prefix('v') else { return date };
    let number: Vec<&str> = number.split(['.', '_', '-']).collect();
    let digits = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    let stage = |part: &str| {
        let plain = part.replacen("alpha", "", 1).replacen("beta", "", 1);
        plain.is_empty() || digits(&plain)
    };
    let first = number.first().is_some_and(|first| first.starts_with(|c: char| c.is_ascii_digit()));
    first && number.iter().all(|part| stage(part))
}

/// A path that ends with what is done, as in `/users/{id}/suspend`: the steps before it, and that word.
///
/// The last part is a method if no other operation is at the path or below it, and if the operation is called so.
fn action<'p>(
    operation: &Operation,
    parts: &'p [Part],
    count: Option<&usize>,
) -> Option<(&'p [Part], String)> {
    let (Part::Fixed(last), steps) = parts.split_last()? else { return None };
    let own = key(std::slice::from_ref(last));
    let called = match last_part(&operation.id) {
        Some(name) => key(&[name.to_owned()]) == own,
        None => {
            let whole = key(std::slice::from_ref(&operation.id));
            operation.method == "POST" && !steps.is_empty() && whole.starts_with(&own)
        }
    };
    (called && count == Some(&1)).then(|| (steps, last.clone()))
}

/// The word for what an operation does: the last part of its id, or else what its method means here.
fn verb(operation: &Operation, parts: &[Part], keys: &[String], counts: &Counts) -> String {
    if let Some(name) = last_part(&operation.id) {
        return name.to_owned();
    }
    let below: Vec<String> = keys.iter().cloned().chain(["{}".to_owned()]).collect();
    let is_list = matches!(parts.last(), Some(Part::Fixed(_)))
        && (operation.paging.is_some()
            || matches!(operation.answer, Answer::Json(Type::List(_)))
            || operation.id.to_lowercase().starts_with("list")
            || counts.contains_key(&below));
    let word = match &*operation.method {
        "GET" if is_list => "list",
        "POST" => "create",
        "PUT" => "replace",
        "PATCH" => "update",
        other => return other.to_lowercase(),
    };
    word.to_owned()
}

/// The name in `Area_Name`, `area.name` or `area/name`; `None` for an id that is one name.
fn last_part(id: &str) -> Option<&str> {
    // An operation without an id is known by its method and path.
    if id.contains(' ') {
        return None;
    }
    let (before, name) = id.rsplit_once(['.', '/', ':']).or_else(|| {
        // `list_pets` is one name in snake case.
        let (area, name) = id.split_once('_')?;
        let capital = |text: &str| text.starts_with(|c: char| c.is_uppercase());
        (!name.contains('_') && (capital(area) || capital(name))).then_some((area, name))
    })?;
    let has_letters = |text: &str| text.contains(|c: char| c.is_ascii_alphabetic());
    (has_letters(before) && has_letters(name)).then_some(name)
}
