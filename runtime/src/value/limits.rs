//! Checks values against what the specification says of them beyond their types.

mod pattern;

use std::fmt;

use serde_json::Value as Json;

use super::embedded;
use super::shape::{Model, Value, View};

/// What the specification says of the values of a property.
///
/// ```
/// use clientgen_runtime::Limits;
///
/// // A list of one to three codes, all different.
/// const CODES: Limits = Limits::of(0).min_items(1).max_items(3).unique().each(&CODE);
/// const CODE: Limits = Limits::EACH.min_length(2).pattern("^[A-Z]+$");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    field: usize,
    least: Option<f64>,
    most: Option<f64>,
    above: Option<f64>,
    below: Option<f64>,
    step: Option<f64>,
    lengths: (Option<usize>, Option<usize>),
    pattern: Option<&'static str>,
    items: (Option<usize>, Option<usize>),
    unique: bool,
    properties: (Option<usize>, Option<usize>),
    each: Option<&'static Limits>,
}

impl Limits {
    /// For the items of a list, or the values of a map.
    pub const EACH: Self = Self::of(0);

    /// For the property at `field` in [`Model::fields`].
    #[must_use]
    pub const fn of(field: usize) -> Self {
        Self {
            field,
            least: None,
            most: None,
            above: None,
            below: None,
            step: None,
            lengths: (None, None),
            pattern: None,
            items: (None, None),
            unique: false,
            properties: (None, None),
            each: None,
        }
    }

    /// `minimum`
    #[must_use]
    pub const fn at_least(self, number: f64) -> Self {
        Self { least: Some(number), ..self }
    }

    /// `maximum`
    #[must_use]
    pub const fn at_most(self, number: f64) -> Self {
        Self { most: Some(number), ..self }
    }

    /// `exclusiveMinimum`
    #[must_use]
    pub const fn above(self, number: f64) -> Self {
        Self { above: Some(number), ..self }
    }

    /// `exclusiveMaximum`
    #[must_use]
    pub const fn below(self, number: f64) -> Self {
        Self { below: Some(number), ..self }
    }

    /// `multipleOf`
    #[must_use]
    pub const fn multiple_of(self, number: f64) -> Self {
        Self { step: Some(number), ..self }
    }

    /// `minLength`, in characters
    #[must_use]
    pub const fn min_length(self, count: usize) -> Self {
        Self { lengths: (Some(count), self.lengths.1), ..self }
    }

    /// `maxLength`, in characters
    #[must_use]
    pub const fn max_length(self, count: usize) -> Self {
        Self { lengths: (self.lengths.0, Some(count)), ..self }
    }

    /// `pattern`, a regular expression. Checked with the feature `regex`.
    #[must_use]
    pub const fn pattern(self, pattern: &'static str) -> Self {
        Self { pattern: Some(pattern), ..self }
    }

    /// `minItems`
    #[must_use]
    pub const fn min_items(self, count: usize) -> Self {
        Self { items: (Some(count), self.items.1), ..self }
    }

    /// `maxItems`
    #[must_use]
    pub const fn max_items(self, count: usize) -> Self {
        Self { items: (self.items.0, Some(count)), ..self }
    }

    /// `uniqueItems`
    #[must_use]
    pub const fn unique(self) -> Self {
        Self { unique: true, ..self }
    }

    /// `minProperties`, of a map
    #[must_use]
    pub const fn min_properties(self, count: usize) -> Self {
        Self { properties: (Some(count), self.properties.1), ..self }
    }

    /// `maxProperties`, of a map
    #[must_use]
    pub const fn max_properties(self, count: usize) -> Self {
        Self { properties: (self.properties.0, Some(count)), ..self }
    }

    /// What goes for each item of a list, or each value of a map.
    #[must_use]
    pub const fn each(self, limits: &'static Limits) -> Self {
        Self { each: Some(limits), ..self }
    }
}

/// Checks a value, and all that is in it, against what the specification says beyond types: ranges, lengths, counts
/// and patterns of properties.
///
/// Models say so if their client was generated with `validation`; without it there is nothing to check. What is
/// absent is not checked.
pub trait Validate: Value {
    /// Checks the value.
    ///
    /// # Errors
    ///
    /// Everything that does not hold, with the way to it.
    fn validate(&self) -> Result<(), Violations> {
        let mut check = Check::default();
        check.view(self.view(), None);
        if check.found.is_empty() { Ok(()) } else { Err(Violations(check.found)) }
    }
}

impl<T: Value + ?Sized> Validate for T {}

/// What does not hold of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violations(Vec<Violation>);

impl Violations {
    /// Each of them, in the order of the properties.
    pub fn iter(&self) -> impl Iterator<Item = &Violation> {
        self.0.iter()
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.0.iter().enumerate() {
            let separator = if index > 0 { "; " } else { "" };
            write!(f, "{separator}{violation}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Violations {}

/// Something that does not hold of a value. It does not quote the value, which may be a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    path: String,
    expected: String,
}

impl Violation {
    /// The way to the value, such as `items[3].name`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What was expected there, such as ``at most `64` characters``.
    #[must_use]
    pub fn expected(&self) -> &str {
        &self.expected
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: expected {}", self.path, self.expected)
    }
}

/// A check on its way through a value.
#[derive(Default)]
struct Check {
    path: String,
    found: Vec<Violation>,
}

impl Check {
    fn view(&mut self, view: View<'_>, limits: Option<&Limits>) {
        if let Some(limits) = limits {
            self.limits(view, limits);
        }
        let each = limits.and_then(|limits| limits.each);
        match view {
            View::Model(model) => self.model(model),
            View::Union(union) => self.view(union.chosen().1, limits),
            View::List(list) => {
                let places = list.as_model().map_or(&[][..], Model::limits);
                for index in 0..list.len() {
                    let own = places.iter().find(|limits| limits.field == index).or(each);
                    self.within(&format!("[{index}]"), list.get(index), own);
                }
            }
            View::Map(map) => map.each(&mut |key, value| self.within(&step(key), value, each)),
            _ => {}
        }
    }

    fn model(&mut self, model: &dyn Model) {
        let (fields, limits) = (model.fields(), model.limits());
        for (index, field) in fields.iter().enumerate() {
            let own = limits.iter().find(|limits| limits.field == index);
            self.within(&step(field.name()), model.view_at(index), own);
        }
        self.view(model.view_at(fields.len()), None);
    }

    fn within(&mut self, step: &str, view: View<'_>, limits: Option<&Limits>) {
        let length = self.path.len();
        self.path.push_str(if length == 0 { step.trim_start_matches('.') } else { step });
        self.view(view, limits);
        self.path.truncate(length);
    }

    fn limits(&mut self, view: View<'_>, limits: &Limits) {
        match view {
            View::List(list) => {
                self.count(list.len(), limits.items, "items");
                if limits.unique && has_twins(view) {
                    self.add("no item twice");
                }
            }
            View::Map(map) => self.count(map.len(), limits.properties, "properties"),
            View::Text(text) | View::Secret(text) => self.text(text, limits),
            View::Printed(text) => self.text(&text.to_string(), limits),
            View::Embedded(value) => self.text(&embedded::text(value), limits),
            View::I64(_) | View::U64(_) | View::F32(_) | View::F64(_) | View::Digits(_) => {
                let number = view.to_text().and_then(|digits| digits.parse().ok());
                if let Some(number) = number {
                    self.number(number, limits);
                }
            }
            View::Absent | View::Null | View::Bool(_) | View::Json(_) | View::Model(_) | View::Union(_) => {}
        }
    }

    fn text(&mut self, text: &str, limits: &Limits) {
        self.count(text.chars().count(), limits.lengths, "characters");
        if let Some(pattern) = limits.pattern.filter(|pattern| !pattern::matches(pattern, text)) {
            self.add(format!("a match of `{pattern}`"));
        }
    }

    fn number(&mut self, number: f64, limits: &Limits) {
        let bounds = [
            (limits.least, number < limits.least.unwrap_or(number), "at least"),
            (limits.most, number > limits.most.unwrap_or(number), "at most"),
            (limits.above, limits.above.is_some_and(|above| number <= above), "more than"),
            (limits.below, limits.below.is_some_and(|below| number >= below), "less than"),
        ];
        for (bound, broken, words) in bounds {
            if let Some(bound) = bound.filter(|_| broken) {
                self.add(format!("{words} `{bound}`"));
            }
        }
        if let Some(step) = limits.step.filter(|step| !is_multiple(number, *step)) {
            self.add(format!("a multiple of `{step}`"));
        }
    }

    fn count(&mut self, count: usize, (least, most): (Option<usize>, Option<usize>), what: &str) {
        if let Some(least) = least.filter(|least| count < *least) {
            self.add(format!("at least `{least}` {what}"));
        }
        if let Some(most) = most.filter(|most| count > *most) {
            self.add(format!("at most `{most}` {what}"));
        }
    }

    fn add(&mut self, expected: impl Into<String>) {
        self.found.push(Violation { path: self.path.clone(), expected: expected.into() });
    }
}

fn step(key: &str) -> String {
    let plain =
        !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '$' | '@'));
    if plain { format!(".{key}") } else { format!("[{key:?}]") }
}

/// Whether a number is so many steps, as far as floating point can tell.
fn is_multiple(number: f64, step: f64) -> bool {
    let count = number / step;
    step == 0.0 || (count - count.round()).abs() <= count.abs().max(1.0) * 1e-9
}

fn has_twins(list: View<'_>) -> bool {
    let items: Vec<Json> = list.items().map(|item| serde_json::to_value(item).unwrap_or_default()).collect();
    items.iter().enumerate().any(|(index, item)| items.iter().skip(index + 1).any(|other| other == item))
}
