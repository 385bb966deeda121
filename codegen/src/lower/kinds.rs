//! What `type` says beside something else that says what a value is: a `$ref`, alternatives, other parts of an `allOf`.
//! That no value is both is a warning.

use std::collections::HashSet;
use std::rc::Rc;

use super::Lowering;
use super::schema::is_null;
use crate::diagnostic::Pointer;
use crate::openapi::{Kind, Schema};
use crate::source::{Sources, Value};

impl Lowering<'_> {
    /// Complains of a `type` beside a `$ref` that nothing is which the reference leads to.
    pub(super) fn compare_with_target(&mut self, schema: &Schema, target: Pointer) {
        let Some(&(first, at)) = schema.kinds.first() else { return };
        if self.merging.contains(&target) {
            return;
        }
        let Some(whole) = self.merged_at(target) else { return };
        let Some(kinds) = self.kinds_of(&whole) else { return };
        if meet(&kinds_in(schema), &kinds) {
            return;
        }
        let message = format!(
            "this is {}, and the `$ref` beside it leads to {}: the `$ref` counts",
            said(schema),
            words(&kinds)
        );
        let found = self.reader.diagnostics().warning("conflict", at, message);
        found.help(match first {
            Kind::Array => "no value is both: remove `type`, or write `items: {$ref: …}` for a list",
            _ => "no value is both: remove `type`, or refer to another schema",
        });
    }

    /// Complains of a `type` beside alternatives that none of them is.
    pub(super) fn compare_with_alternatives(&mut self, schema: &Schema, alternatives: &[Rc<Schema>]) {
        let Some(&(_, at)) = schema.kinds.first() else { return };
        let Some(kinds) = self.kinds_of_all(alternatives) else { return };
        if !meet(&kinds_in(schema), &kinds) {
            let message = format!(
                "this is {}, and each of the alternatives beside it {}: the alternatives count",
                said(schema),
                words(&kinds)
            );
            let found = self.reader.diagnostics().warning("conflict", at, message);
            found.help("no value is both: remove `type`, or list other alternatives");
        }
    }

    /// Complains of a part of an `allOf` that is of another type than those before it, if an author has put them together. `by` is the part as
    /// it is written.
    pub(super) fn compare_with_parts(
        &mut self,
        schema: &Schema,
        merged: &Schema,
        part: &Schema,
        by: &Schema,
    ) {
        let Some(&(_, at)) = part.kinds.first() else { return };
        let at = by.reference.as_ref().map_or(at, |reference| reference.at);
        let Some(kinds) = own_kinds(merged, self.reader.sources()) else { return };
        if !meet(&kinds_in(part), &kinds) && is_written(schema, self.reader.sources()) {
            let message = format!(
                "this is {}, and another part of the `allOf` {}: one of the two is taken",
                said(part),
                words(&kinds)
            );
            let found = self.reader.diagnostics().warning("conflict", at, message);
            found.help("no value is both: let both say the same, or leave one of them out");
        }
    }

    /// What a merged schema is, if it says so: by its type, or by what else only values of one type have.
    fn kinds_of(&mut self, schema: &Schema) -> Option<Vec<Kind>> {
        own_kinds(schema, self.reader.sources()).or_else(|| self.kinds_of_all(&schema.any_of))
    }

    fn kinds_of_all(&mut self, alternatives: &[Rc<Schema>]) -> Option<Vec<Kind>> {
        let mut kinds = Vec::new();
        for branch in alternatives.iter().filter(|branch| !is_null(branch)) {
            let whole = self.resolved(branch)?;
            for kind in own_kinds(&whole, self.reader.sources())? {
                if !kinds.contains(&kind) {
                    kinds.push(kind);
                }
            }
        }
        (!kinds.is_empty()).then_some(kinds)
    }
}

/// Whether the parts of an `allOf` stand there in the document, or beside it with a `$ref`.
fn is_written(schema: &Schema, sources: &Sources) -> bool {
    let Some(at) = schema.at else { return false };
    let listed = match sources.member(at, "allOf").map(|list| sources.value(list)) {
        Some(Value::List(parts)) => parts,
        _ => &[][..],
    };
    let listed: HashSet<Pointer> = listed.iter().copied().chain([at]).collect();
    schema.all_of.iter().all(|part| part.at.is_some_and(|at| listed.contains(&at)))
}

fn own_kinds(schema: &Schema, sources: &Sources) -> Option<Vec<Kind>> {
    let text = |at: &Pointer| matches!(sources.value(*at), Value::Text(_));
    let values = schema.values.as_deref().unwrap_or(schema.constant.as_slice());
    if !schema.kinds.is_empty() {
        Some(kinds_in(schema))
    } else if !values.is_empty() && values.iter().all(text) {
        Some(vec![Kind::String])
    } else if !schema.properties.is_empty() && schema.any_of.is_empty() {
        Some(vec![Kind::Object])
    } else {
        None
    }
}

fn kinds_in(schema: &Schema) -> Vec<Kind> {
    schema.kinds.iter().map(|&(kind, _)| kind).collect()
}

/// Whether a value can be of both. What is a number may be an integer.
fn meet(some: &[Kind], others: &[Kind]) -> bool {
    let number = |kind: Kind| if kind == Kind::Integer { Kind::Number } else { kind };
    some.iter().any(|&one| others.iter().any(|&other| number(one) == number(other)))
}

fn said(schema: &Schema) -> String {
    words(&kinds_in(schema))
}

fn words(kinds: &[Kind]) -> String {
    let words: Vec<&str> = kinds.iter().map(|kind| kind.words()).collect();
    words.join(" or ")
}
