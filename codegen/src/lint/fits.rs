//! Whether a value fits a schema: the keywords of JSON Schema that say what a value is. Patterns and formats are
//! not compared, and neither are conditions.

use crate::diagnostic::Pointer;
use crate::openapi::describe;
use crate::source::{Sources, Value};

/// How deep schemas are followed: recursive ones end with the value, and broken ones here.
const DEPTH: usize = 100;

/// Where a value is something else than its schema says.
pub(super) struct Mismatch {
    pub(super) at: Pointer,
    pub(super) message: String,
}

type Outcome = Result<(), Mismatch>;

pub(super) struct Fits<'s> {
    sources: &'s Sources,
}

impl<'s> Fits<'s> {
    pub(super) fn new(sources: &'s Sources) -> Self {
        Self { sources }
    }

    pub(super) fn check(&self, schema: Pointer, value: Pointer) -> Outcome {
        self.fits(schema, value, 0)
    }

    fn fits(&self, schema: Pointer, value: Pointer, depth: usize) -> Outcome {
        if depth > DEPTH {
            return Ok(());
        }
        if *self.sources.value(schema) == Value::Bool(false) {
            return wrong(value, "there can be nothing here");
        }
        let nullable = self.sources.member(schema, "nullable").map(|at| self.sources.value(at));
        if nullable == Some(&Value::Bool(true)) && *self.sources.value(value) == Value::Null {
            return Ok(());
        }
        if let Some(target) = self.target(schema) {
            self.fits(target, value, depth + 1)?;
        }
        self.is_of_type(schema, value)?;
        self.is_listed(schema, value)?;
        self.is_in_limits(schema, value)?;
        match self.sources.value(value) {
            Value::List(items) => self.items(schema, items, depth)?,
            Value::Map(_) => self.members(schema, value, depth)?,
            _ => {}
        }
        for part in self.list(schema, "allOf") {
            self.fits(part, value, depth + 1)?;
        }
        self.is_one_of(schema, value, depth)
    }

    fn target(&self, at: Pointer) -> Option<Pointer> {
        let reference = self.sources.member(at, "$ref")?;
        self.sources.resolve(reference, self.sources.text(reference)?).ok()
    }

    fn list(&self, schema: Pointer, key: &str) -> Vec<Pointer> {
        match self.sources.member(schema, key).map(|at| self.sources.value(at)) {
            Some(Value::List(items)) => items.to_vec(),
            _ => Vec::new(),
        }
    }

    fn is_of_type(&self, schema: Pointer, value: Pointer) -> Outcome {
        let Some(at) = self.sources.member(schema, "type") else { return Ok(()) };
        let names: Vec<&str> = match self.sources.value(at) {
            Value::List(items) => items.iter().filter_map(|&at| self.sources.text(at)).collect(),
            _ => self.sources.text(at).into_iter().collect(),
        };
        let found = self.sources.value(value);
        if names.is_empty() || names.iter().any(|name| is_a(name, found)) {
            return Ok(());
        }
        wrong(value, &format!("expected {}, found {}", names.join(" or "), describe(found)))
    }

    fn is_listed(&self, schema: Pointer, value: Pointer) -> Outcome {
        let constant = self.sources.member(schema, "const");
        if constant.is_some_and(|constant| !self.equal(constant, value)) {
            return wrong(value, "this is not the only value that is allowed");
        }
        let listed = self.list(schema, "enum");
        if listed.is_empty() || listed.iter().any(|&listed| self.equal(listed, value)) {
            return Ok(());
        }
        let text = self.sources.text(value).map(|text| format!("`{text}` is none"));
        wrong(value, &format!("{} of the values listed", text.unwrap_or_else(|| "this is none".to_owned())))
    }

    fn is_in_limits(&self, schema: Pointer, value: Pointer) -> Outcome {
        let (size, what, least, most) = match self.sources.value(value) {
            Value::Text(text) => (count(text.chars().count()), "its length", "minLength", "maxLength"),
            Value::List(items) => (count(items.len()), "the number of its items", "minItems", "maxItems"),
            found => match number(found) {
                Some(number) => (number, "it", "minimum", "maximum"),
                None => return Ok(()),
            },
        };
        let is_number = what == "it";
        let limit =
            |key: &str| self.sources.member(schema, key).and_then(|at| number(self.sources.value(at)));
        // OpenAPI 3.0 has a flag where there is a limit of its own in 3.1.
        let flag = |key: &str| {
            self.sources.member(schema, key).is_some_and(|at| *self.sources.value(at) == Value::Bool(true))
        };
        let below = |key: &str| limit(key).filter(|_| is_number);
        let exclusive_least = below("exclusiveMinimum").or(below(least).filter(|_| flag("exclusiveMinimum")));
        let exclusive_most = below("exclusiveMaximum").or(below(most).filter(|_| flag("exclusiveMaximum")));
        let broken = [
            (limit(least).filter(|&limit| size < limit), "at least"),
            (limit(most).filter(|&limit| size > limit), "at most"),
            (exclusive_least.filter(|&limit| size <= limit), "more than"),
            (exclusive_most.filter(|&limit| size >= limit), "less than"),
        ];
        match broken.into_iter().find_map(|(limit, words)| Some((limit?, words))) {
            Some((limit, words)) => wrong(value, &format!("{what} is {size}, and has to be {words} {limit}")),
            None => Ok(()),
        }
    }

    fn items(&self, schema: Pointer, items: &[Pointer], depth: usize) -> Outcome {
        let first = self.list(schema, "prefixItems");
        for (&schema, &item) in first.iter().zip(items) {
            self.fits(schema, item, depth + 1)?;
        }
        let Some(rest) = self.sources.member(schema, "items") else { return Ok(()) };
        items.iter().skip(first.len()).try_for_each(|&item| self.fits(rest, item, depth + 1))
    }

    fn members(&self, schema: Pointer, value: Pointer, depth: usize) -> Outcome {
        let properties = self.sources.member(schema, "properties");
        let property = |name: &str| properties.and_then(|at| self.sources.member(at, name));
        for name in self.list(schema, "required").into_iter().filter_map(|at| self.sources.text(at)) {
            // One side need not say what the other one sets.
            if self.sources.member(value, name).is_none()
                && !property(name).is_some_and(|at| self.is_one_sided(at))
            {
                return wrong(value, &format!("`{name}` is required, and missing"));
            }
        }
        let rest = self.sources.member(schema, "additionalProperties");
        let has_patterns = self.sources.member(schema, "patternProperties").is_some();
        for (name, member) in self.sources.members(value) {
            match (property(name), rest) {
                (Some(property), _) => self.fits(property, member, depth + 1)?,
                (None, Some(_)) if has_patterns => {}
                (None, Some(rest)) if *self.sources.value(rest) == Value::Bool(false) => {
                    return wrong(member, &format!("`{name}` is no property of it"));
                }
                (None, Some(rest)) => self.fits(rest, member, depth + 1)?,
                (None, None) => {}
            }
        }
        Ok(())
    }

    fn is_one_sided(&self, schema: Pointer) -> bool {
        let says = |schema: Pointer, key| {
            self.sources.member(schema, key).is_some_and(|at| *self.sources.value(at) == Value::Bool(true))
        };
        let schemas = [Some(schema), self.target(schema)];
        schemas.into_iter().flatten().any(|schema| says(schema, "readOnly") || says(schema, "writeOnly"))
    }

    /// One that fits is enough: more than one would be for another rule to say.
    fn is_one_of(&self, schema: Pointer, value: Pointer, depth: usize) -> Outcome {
        for key in ["oneOf", "anyOf"] {
            let alternatives = self.list(schema, key);
            let mut failed = Vec::new();
            for &alternative in &alternatives {
                match self.fits(alternative, value, depth + 1) {
                    Ok(()) => break,
                    Err(mismatch) => failed.push(mismatch),
                }
            }
            if failed.is_empty() || failed.len() < alternatives.len() {
                continue;
            }
            // What is wrong inside of it says more than that it is wrong.
            let deeper = failed.into_iter().filter(|mismatch| mismatch.at != value);
            let mut deeper: Vec<Mismatch> = deeper.collect();
            return match (deeper.pop(), deeper.is_empty()) {
                (Some(only), true) => Err(only),
                _ => wrong(value, "it fits none of the alternatives"),
            };
        }
        Ok(())
    }

    fn equal(&self, a: Pointer, b: Pointer) -> bool {
        match (self.sources.value(a), self.sources.value(b)) {
            (Value::List(one), Value::List(other)) => {
                one.len() == other.len() && one.iter().zip(other).all(|(&a, &b)| self.equal(a, b))
            }
            (Value::Map(one), Value::Map(other)) => {
                let same = |(name, at): (&str, Pointer)| {
                    self.sources.member(b, name).is_some_and(|other| self.equal(at, other))
                };
                one.len() == other.len() && self.sources.members(a).all(same)
            }
            (one, other) => one == other || number(one).is_some_and(|one| Some(one) == number(other)),
        }
    }
}

fn is_a(name: &str, value: &Value) -> bool {
    match name {
        "null" => *value == Value::Null,
        "boolean" => matches!(value, Value::Bool(_)),
        "integer" => match value {
            Value::Int(_) | Value::Big(_) => true,
            Value::Float(number) => number.fract() == 0.0,
            _ => false,
        },
        "number" => number(value).is_some(),
        "string" => matches!(value, Value::Text(_)),
        "array" => matches!(value, Value::List(_)),
        "object" => matches!(value, Value::Map(_)),
        // `file` of Swagger 2.0, and what is no type: that is said elsewhere.
        _ => true,
    }
}

#[allow(clippy::cast_precision_loss, reason = "limits are compared, not computed with")]
fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Int(number) => Some(*number as f64),
        Value::Big(number) => Some(*number as f64),
        Value::Float(number) => Some(*number),
        _ => None,
    }
}

#[allow(clippy::cast_precision_loss, reason = "no example is that long")]
fn count(number: usize) -> f64 {
    number as f64
}

fn wrong(at: Pointer, message: &str) -> Outcome {
    Err(Mismatch { at, message: message.to_owned() })
}
