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
        let Some(at) = schema.at else { return self.usage(schema, hint) };
        if let Some(usage) = self.shared.get(&at) {
            return usage.clone();
        }
        let usage = self.usage(schema, hint);
        self.shared.insert(at, usage.clone());
        usage
    }

    /// The words for what a component holds that is no schema, and may be called as one.
    pub(super) fn words_of(&self, component: &str) -> Vec<String> {
        let sources = self.reader.sources();
        let taken = self.components.iter().any(|&at| sources.name(at) == component);
        let words = [component.to_owned(), "parameter".to_owned()];
        words.into_iter().take(if taken { 2 } else { 1 }).collect()
    }
}
