//! Places in a document, as the steps from its root.

use serde_json::Value;

pub(crate) type Place = Vec<Step>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Key(String),
    At(usize),
}

/// All places but the root.
pub(crate) fn all(document: &Value) -> Vec<Place> {
    let mut places = Vec::new();
    collect(document, &mut Vec::new(), &mut places);
    places
}

fn collect(value: &Value, place: &mut Place, into: &mut Vec<Place>) {
    let below: Vec<(Step, &Value)> = match value {
        Value::Array(items) => items.iter().enumerate().map(|(at, item)| (Step::At(at), item)).collect(),
        Value::Object(members) => {
            members.iter().map(|(key, member)| (Step::Key(key.clone()), member)).collect()
        }
        _ => Vec::new(),
    };
    for (step, value) in below {
        place.push(step);
        into.push(place.clone());
        collect(value, place, into);
        place.pop();
    }
}

pub(crate) fn node<'v>(document: &'v mut Value, place: &[Step]) -> Option<&'v mut Value> {
    place.iter().try_fold(document, |value, step| match step {
        Step::Key(key) => value.get_mut(key),
        Step::At(at) => value.get_mut(at),
    })
}

/// The key at a place, where it has one.
pub(crate) fn key(place: &[Step]) -> Option<&str> {
    match place.last() {
        Some(Step::Key(key)) => Some(key),
        _ => None,
    }
}

/// The key of what is around a place.
pub(crate) fn outer(place: &[Step]) -> Option<&str> {
    key(place.get(..place.len().checked_sub(1)?)?)
}

/// The reference to a place.
pub(crate) fn reference(place: &[Step]) -> String {
    let mut text = String::from("#");
    for step in place {
        text.push('/');
        match step {
            Step::Key(key) => text.push_str(&escaped(key)),
            Step::At(at) => text.push_str(&at.to_string()),
        }
    }
    text
}

pub(crate) fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1").replace('%', "%25").replace('#', "%23")
}

/// Gives a member another key, at the same position.
pub(crate) fn rename(document: &mut Value, place: &[Step], to: &str) {
    let Some((Step::Key(from), above)) = place.split_last() else { return };
    let Some(Value::Object(members)) = node(document, above) else { return };
    if members.contains_key(to) {
        return;
    }
    let renamed = std::mem::take(members).into_iter();
    *members = renamed.map(|(key, value)| (if key == *from { to.to_owned() } else { key }, value)).collect();
}
