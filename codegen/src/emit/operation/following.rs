//! What is said of the operations that can follow.

use super::super::calls::Place;
use super::super::docs;
use super::Builder;
use crate::ir::{Following, Given, Next, Taken};

impl Builder<'_> {
    /// A list of what can follow, with what it takes of this exchange.
    pub(super) fn following_docs(&self, place: Place<'_>) -> Vec<String> {
        let following = &self.operation.following;
        if following.is_empty() {
            return Vec::new();
        }
        let items = following.iter().flat_map(|following| self.followed_by(place, following));
        ["What can follow:".to_owned(), String::new()].into_iter().chain(items).collect()
    }

    fn followed_by(&self, place: Place<'_>, following: &Following) -> Vec<String> {
        let (next, called) = match &following.operation {
            Next::Operation(index) => {
                let next = Builder::of(self.facts, *index);
                let called = next.as_ref().map(|next| self.called(place, next));
                (next, called.unwrap_or_default())
            }
            Next::Elsewhere(name) => (None, docs::code(name)),
        };
        let takes: Vec<String> = following
            .takes
            .iter()
            .map(|(taken, given)| format!("{} {}", self::taken(next.as_ref(), taken), origin(given)))
            .collect();
        let after = match following.statuses.as_slice() {
            [] => String::new(),
            statuses => format!(", after {}", docs::either(statuses)),
        };
        let mut text = format!("{}{after}: {called}", docs::code(&following.name));
        if !takes.is_empty() {
            text.extend([" with ", &takes.join(", ")]);
        }
        if let Some(server) = &following.server {
            text.extend(["; sent to ", &docs::code(server)]);
        }
        docs::item(&format!("{text}."), following.description.as_deref().unwrap_or_default())
    }

    /// Another operation, with a link to its method where that is there whenever this one is.
    fn called(&self, place: Place<'_>, next: &Builder<'_>) -> String {
        let gates = self.facts.gates;
        let (own, other) = (gates.area(self.operation.area), gates.area(next.operation.area));
        if gates.features(other, own).is_empty() {
            return next.link(place);
        }
        let holder = next.node.map_or_else(|| "Client".to_owned(), |node| node.ty.to_string());
        docs::code(&format!("{holder}::{}", docs::word(&next.name.method)))
    }
}

/// What an operation takes, as its builder calls it.
fn taken(next: Option<&Builder<'_>>, taken: &Taken) -> String {
    let ident = next.and_then(|next| match taken {
        Taken::Parameter(index) => next.name.parameters.get(*index),
        Taken::Body => next.name.body.as_ref(),
        Taken::Other(_) => None,
    });
    match (ident, taken) {
        (Some(ident), _) => docs::code(&docs::word(ident)),
        (None, Taken::Other(name)) => docs::code(name),
        (None, Taken::Parameter(_) | Taken::Body) => "a body".to_owned(),
    }
}

fn origin(given: &Given) -> String {
    let name = if given.name.is_empty() { String::new() } else { docs::code(&given.name) };
    let words = [given.before, &name, given.after];
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
