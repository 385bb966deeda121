//! What stands beside a `$ref` to something that is no schema.
//!
//! Beside one to a path item anything can stand (and beside one to an operation, which is how some split documents,
//! though the specification has no such reference); beside any other there can be words of its own.

use super::{Object, Reader};
use crate::diagnostic::Pointer;

/// What a reference to anything can have words for.
const WORDS: &[&str] = &["summary", "description"];
/// What each of two operations needs that are written once.
const OWN: &[&str] = &["operationId"];

/// The nodes with a reference on the way to an object, outermost first.
#[derive(Debug, Default)]
pub(super) struct Beside {
    way: Vec<Pointer>,
    /// Whether all that they say counts, rather than words alone.
    whole: bool,
}

impl Beside {
    fn counts(&self, key: &str) -> bool {
        self.whole || WORDS.contains(&key)
    }
}

impl<'a> Reader<'a> {
    /// Begins to read the object that stands at a place, or where a reference there leads to, with the words beside it.
    pub(in crate::openapi) fn referred(&mut self, at: Pointer, what: &'static str) -> Option<Object<'_, 'a>> {
        self.followed_by(at, what, false)
    }

    /// The same with all that stands beside it.
    pub(in crate::openapi) fn joined(&mut self, at: Pointer, what: &'static str) -> Option<Object<'_, 'a>> {
        self.followed_by(at, what, true)
    }

    fn followed_by(&mut self, at: Pointer, what: &'static str, whole: bool) -> Option<Object<'_, 'a>> {
        let target = self.follow(at)?;
        let way = self.way(at, Some(target));
        let mut object = self.object_at(target, what)?;
        object.beside = Beside { way, whole };
        Some(object)
    }

    /// The nodes with a reference on the way from a node to where that leads, if it leads anywhere.
    pub(super) fn way(&self, at: Pointer, target: Option<Pointer>) -> Vec<Pointer> {
        let Some(target) = target else { return vec![at] };
        let mut way = Vec::new();
        let mut node = at;
        while let Some(reference) = self.sources.member(node, "$ref").filter(|_| node != target) {
            way.push(node);
            let next =
                self.sources.text(reference).and_then(|text| self.sources.resolve(reference, text).ok());
            let Some(next) = next else { break };
            node = next;
        }
        way
    }
}

impl Object<'_, '_> {
    /// The first member of that name, from what stands beside references on.
    pub(super) fn member(&self, key: &str) -> Option<Pointer> {
        let sources = self.reader.sources;
        let beside = self.beside.way.iter().filter(|_| self.beside.counts(key));
        beside.chain([&self.at]).find_map(|&node| sources.member(node, key))
    }

    /// Reports what stands beside references and does not count, or says otherwise than what they lead to.
    pub(in crate::openapi) fn finish_beside(&mut self) {
        let sources = self.reader.sources;
        let Beside { way, whole } = std::mem::take(&mut self.beside);
        let end = self.at;
        let below = |place: usize| way.iter().skip(place + 1).chain([&end]);
        for (place, &node) in way.iter().enumerate() {
            for (name, at) in sources.members(node).filter(|(name, _)| *name != "$ref") {
                if WORDS.contains(&name) || whole && OWN.contains(&name) {
                    continue;
                }
                if !whole && !name.starts_with("x-") {
                    let message = format!("`{name}` does not count beside a `$ref`: it is ignored");
                    let found = self.reader.diagnostics.warning("reference-siblings", at, message).at_key();
                    found.help("say it where the reference leads to; only `summary` and `description` can stand here");
                } else if whole && below(place).any(|&other| sources.member(other, name).is_some()) {
                    let message =
                        format!("`{name}` stands here and where the `$ref` leads to: what is here counts");
                    let found = self.reader.diagnostics.warning("reference-siblings", at, message).at_key();
                    found.help("remove one of the two");
                } else {
                    self.check_known(name, at);
                }
            }
        }
    }
}
