//! What is to be checked of a property beyond its type.

use std::rc::Rc;

use super::Lowering;
use crate::ir::{Check, Limits};
use crate::openapi::{Bound, Limit, Schema};

impl Lowering<'_> {
    /// What is to be checked of a property, if the client is to check at all.
    pub(super) fn limits(&mut self, schema: &Rc<Schema>) -> Limits {
        // Lists in lists in lists go further than anyone looks.
        const DEPTH: usize = 4;
        if self.validation { self.limits_to(schema, DEPTH) } else { Limits::default() }
    }

    fn limits_to(&mut self, schema: &Rc<Schema>, depth: usize) -> Limits {
        let Some(resolved) = self.resolved(schema) else { return Limits::default() };
        let mut checks: Vec<Check> = Vec::new();
        let beside = schema.reference.iter().flat_map(|_| schema.checks.iter());
        for limit in resolved.checks.iter().chain(beside) {
            checks.extend(self.check(limit));
        }
        let inner = resolved.items.as_ref().or(resolved.additional.as_ref());
        let inner =
            inner.filter(|inner| depth > 0 && inner.trivial.is_none() && resolved.properties.is_empty());
        let each = inner.cloned().map(|inner| self.limits_to(&inner, depth - 1));
        Limits { checks, each: each.filter(|each| !each.is_empty()).map(Box::new) }
    }

    fn check(&mut self, limit: &Limit) -> Option<Check> {
        Some(match (&limit.bound, limit.keyword) {
            (Bound::Number(number), "minimum") => Check::Number("at_least", *number),
            (Bound::Number(number), "maximum") => Check::Number("at_most", *number),
            (Bound::Number(number), "exclusiveMinimum") => Check::Number("above", *number),
            (Bound::Number(number), "exclusiveMaximum") => Check::Number("below", *number),
            (Bound::Number(number), "multipleOf") => Check::Number("multiple_of", *number),
            (Bound::Count(count), "minLength") => Check::Count("min_length", *count),
            (Bound::Count(count), "maxLength") => Check::Count("max_length", *count),
            (Bound::Count(count), "minItems") => Check::Count("min_items", *count),
            (Bound::Count(count), "maxItems") => Check::Count("max_items", *count),
            (Bound::Count(count), "minProperties") => Check::Count("min_properties", *count),
            (Bound::Count(count), "maxProperties") => Check::Count("max_properties", *count),
            (Bound::Unique, _) => Check::Unique,
            (Bound::Pattern(pattern), _) if looks_around(pattern) => {
                let message = "this pattern looks around or back, which is not checked: any text will do";
                let found = self.reader.diagnostics().warning("unchecked-pattern", limit.at, message);
                found.help("say it without `(?=`, `(?!`, `(?<` and `\\1`");
                return None;
            }
            (Bound::Pattern(pattern), _) => {
                self.api.patterns = true;
                Check::Pattern(pattern.clone())
            }
            _ => return None,
        })
    }
}

/// Whether a pattern has what takes more than linear time to match.
fn looks_around(pattern: &str) -> bool {
    let around = ["(?=", "(?!", "(?<=", "(?<!"].iter().any(|mark| pattern.contains(mark));
    let mut escaped = false;
    let back = pattern.chars().any(|c| {
        let found = escaped && matches!(c, '1'..='9' | 'k');
        escaped = c == '\\' && !escaped;
        found
    });
    around || back
}
