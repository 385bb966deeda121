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
}
