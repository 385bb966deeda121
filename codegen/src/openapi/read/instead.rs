//! References where the specification has none: in place of a whole map of responses or properties, of a list, or of an
//! object that is always written where it belongs. What they mean is plain, so they are followed, with a warning.

use std::collections::HashSet;

use super::{Object, Reader};
use crate::diagnostic::Pointer;
use crate::source::Value;

/// How many of them are followed: each is what it leads to once more, and what is in that can be such references again.
const MOST: usize = 10_000;

/// How many maps and lists can be one within the other. What is written so far in cannot be parsed.
const DEEP: usize = 100;

/// What is being read, so that it ends.
#[derive(Debug, Default)]
pub(super) struct UnderWay {
    /// The maps and lists whose members are being read.
    open: HashSet<Pointer>,
    /// How many references were followed where there can be none.
    followed: usize,
}

impl<'a> Reader<'a> {
    /// Begins to read an object that has to be written where it belongs; `what` names it in findings.
    pub(in crate::openapi) fn object(&mut self, at: Pointer, what: &'static str) -> Option<Object<'_, 'a>> {
        if !self.is_reference(at) {
            return self.object_at(at, what);
        }
        self.misplaced(at, what)?;
        self.joined(at, what)
    }

    /// Whether a map refers to another one. A member that is only called `$ref` is no text.
    fn is_reference(&self, at: Pointer) -> bool {
        let reference = self.sources.member(at, "$ref");
        reference.is_some_and(|reference| self.sources.text(reference).is_some())
    }

    /// Where a reference leads that stands where there can be none.
    fn misplaced(&mut self, at: Pointer, what: &str) -> Option<Pointer> {
        let end = self.follow(at)?;
        let place = self.sources.member(at, "$ref").unwrap_or(at);
        let followed = &mut self.under_way.followed;
        *followed += 1;
        if *followed > MOST {
            let message = format!("more than {MOST} references stand where there can be none");
            if *followed == MOST + 1 {
                self.diagnostics.error("too-large", place, message).help("write here what they lead to");
            }
            return None;
        }
        let message = format!("a `$ref` cannot stand in place of {what}: what it leads to is taken");
        let found = self.diagnostics.warning("misplaced-reference", place, message).at_key();
        found.help("other tools may not follow it: write here what it leads to");
        Some(end)
    }

    /// The members of a map, and of the one that it refers to. What stands beside the reference comes first, and counts.
    pub(super) fn members_of(&mut self, at: Pointer, key: &str) -> Vec<Pointer> {
        let sources = self.sources;
        if !self.is_reference(at) {
            return sources.members(at).map(|(_, member)| member).collect();
        }
        let end = self.misplaced(at, &format!("`{key}`"));
        if let Some(end) = end.filter(|&end| !matches!(sources.value(end), Value::Map(_))) {
            self.wrong_type(end, "a map");
        }
        let nodes = self.way(at, end).into_iter().chain(end);
        let mut known = HashSet::from(["$ref"]);
        let members = nodes.flat_map(|node| sources.members(node));
        members.filter(|(name, _)| known.insert(name)).map(|(_, member)| member).collect()
    }

    /// Reads each member of the map or list at a place, unless that is under way: a reference led back to it.
    pub(super) fn each_of<T>(
        &mut self,
        at: Pointer,
        members: Vec<Pointer>,
        mut read: impl FnMut(&mut Self, Pointer) -> Option<T>,
    ) -> Vec<T> {
        if self.under_way.open.len() >= DEEP {
            let message = format!("references lead more than {DEEP} levels down to this: it is left out");
            let found = self.diagnostics.warning("deep-reference", at, message);
            found.help("write what they lead to where one of them stands");
            return Vec::new();
        }
        if !self.under_way.open.insert(at) {
            self.circular(at);
            return Vec::new();
        }
        let read = super::kept(members.into_iter().filter_map(|member| read(self, member)));
        self.under_way.open.remove(&at);
        read
    }

    /// The items of the list that a map refers to in place of being one.
    pub(super) fn items_behind(&mut self, at: Pointer, key: &str) -> Option<Vec<Pointer>> {
        let sources = self.sources;
        let end = self.is_reference(at).then(|| self.follow(at)).flatten()?;
        let Value::List(items) = sources.value(end) else { return None };
        self.misplaced(at, &format!("`{key}`")).map(|_| items.to_vec())
    }
}
