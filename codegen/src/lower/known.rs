//! Inline schemas that are written several times over: once for each media type, or for each status.

use std::rc::Rc;

use super::Lowering;
use super::schema::Usage;
use crate::openapi::Schema;

/// The schemas met so far in some place, and their types.
#[derive(Default)]
pub(super) struct Known(Vec<(Rc<Schema>, Usage)>);

impl Lowering<'_> {
    /// The type of a schema where it is used, which is the same as that of an earlier one which says the same.
    pub(super) fn known_usage(&mut self, known: &mut Known, schema: &Rc<Schema>, hint: &[String]) -> Usage {
        let sources = self.reader.sources();
        let alike = |(other, _): &&(Rc<Schema>, Usage)| {
            Rc::ptr_eq(other, schema)
                || other.at.zip(schema.at).is_some_and(|(one, other)| sources.alike(one, other))
        };
        if let Some((_, usage)) = known.0.iter().find(alike) {
            return usage.clone();
        }
        let usage = self.usage(schema, hint);
        known.0.push((Rc::clone(schema), usage.clone()));
        usage
    }

    /// The type of a schema inside a component that is no schema: the same one wherever something refers to that.
    pub(super) fn shared_usage(&mut self, schema: &Rc<Schema>, hint: &[String]) -> Usage {
        let known = schema.at.and_then(|at| self.shared.get(&at));
        if let Some(usage) = known {
            return usage.clone();
        }
        // What is inside is met in it alone.
        let outer = std::mem::replace(&mut self.sharing, false);
        let usage = self.usage(schema, hint);
        self.sharing = outer;
        self.shared.extend(schema.at.map(|at| (at, usage.clone())));
        usage
    }

    /// Lowers what stands in a component, if it does: its types are the same wherever something refers to that, and are
    /// called after it. `hint` are the words for them otherwise.
    pub(super) fn in_component<T>(
        &mut self,
        component: Option<&str>,
        kind: &str,
        hint: &[String],
        lower: impl FnOnce(&mut Self, &[String]) -> T,
    ) -> T {
        let Some(name) = component else { return lower(self, hint) };
        let words = self.words_of(name, kind);
        let outer = std::mem::replace(&mut self.sharing, true);
        let lowered = lower(self, &words);
        self.sharing = outer;
        lowered
    }

    /// The words for what a component holds that is no schema: its name, and what it is where that is not said by the name,
    /// or where it may be called as a schema is.
    pub(super) fn words_of(&self, component: &str, kind: &str) -> Vec<String> {
        let sources = self.reader.sources();
        let words = vec![component.to_owned(), kind.to_owned()];
        let lower = component.to_ascii_lowercase();
        let said: &[&str] = match kind {
            "body" => &["body", "payload", "request"],
            "response" | "error" => &["response", "error", "fault", "failure"],
            _ if self.components.iter().any(|&at| sources.name(at) == component) => return words,
            _ => &[""],
        };
        match component.chars().next() {
            Some('0'..='9') => vec![kind.to_owned(), component.to_owned()],
            _ if said.iter().any(|word| lower.ends_with(word)) => vec![component.to_owned()],
            _ => words,
        }
    }
}
