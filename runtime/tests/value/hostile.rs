//! A document that makes every variant of every nested union fail only at the very end.

use clientgen_runtime::{Field, Json, Model, Slot, Union, Value, Variant, View, decode, model, union};
use serde_json::json;

use crate::written;

/// Untagged, with two variants that look the same.
#[derive(Debug, PartialEq)]
enum Either {
    Left(Box<Holder>),
    Right(Box<Holder>),
    Unrecognized(Json),
}

impl Union for Either {
    fn variants(&self) -> &'static [Variant] {
        const { &[Variant::untagged(); 2] }
    }

    fn choose(&mut self, variant: usize) -> Slot<'_> {
        *self = match variant {
            0 => Self::Left(Value::blank()),
            1 => Self::Right(Value::blank()),
            _ => Self::Unrecognized(Value::blank()),
        };
        match self {
            Self::Left(value) | Self::Right(value) => value.slot(),
            Self::Unrecognized(value) => value.slot(),
        }
    }

    fn chosen(&self) -> (usize, View<'_>) {
        match self {
            Self::Left(value) => (0, value.view()),
            Self::Right(value) => (1, value.view()),
            Self::Unrecognized(value) => (2, value.view()),
        }
    }
}

union!(Either);

#[derive(Debug, PartialEq)]
struct Holder {
    step: Step,
}

impl Model for Holder {
    fn blank() -> Self {
        Self { step: Value::blank() }
    }

    fn fields(&self) -> &'static [Field] {
        const { &[Field::required("step")] }
    }

    fn slot_at(&mut self, field: usize) -> Slot<'_> {
        match field {
            0 => self.step.slot(),
            _ => Slot::Ignore,
        }
    }

    fn view_at(&self, field: usize) -> View<'_> {
        match field {
            0 => self.step.view(),
            _ => View::Absent,
        }
    }
}

model!(Holder);

/// Tagged: takes its variant or fails.
#[derive(Debug, PartialEq)]
enum Step {
    Body(Body),
    Unrecognized(Json),
}

impl Union for Step {
    fn tag(&self) -> Option<&'static str> {
        Some("kind")
    }

    fn variants(&self) -> &'static [Variant] {
        const { &[Variant::tagged(&["body"])] }
    }

    fn choose(&mut self, variant: usize) -> Slot<'_> {
        *self = match variant {
            0 => Self::Body(Value::blank()),
            _ => Self::Unrecognized(Value::blank()),
        };
        match self {
            Self::Body(value) => value.slot(),
            Self::Unrecognized(value) => value.slot(),
        }
    }

    fn chosen(&self) -> (usize, View<'_>) {
        match self {
            Self::Body(value) => (0, value.view()),
            Self::Unrecognized(value) => (1, value.view()),
        }
    }
}

union!(Step);

#[derive(Debug, PartialEq)]
struct Body {
    inner: Either,
    number: i32,
}

impl Model for Body {
    fn blank() -> Self {
        Self { inner: Value::blank(), number: Value::blank() }
    }

    fn fields(&self) -> &'static [Field] {
        const { &[Field::required("inner"), Field::required("number")] }
    }

    fn slot_at(&mut self, field: usize) -> Slot<'_> {
        match field {
            0 => self.inner.slot(),
            1 => self.number.slot(),
            _ => Slot::Ignore,
        }
    }

    fn view_at(&self, field: usize) -> View<'_> {
        match field {
            0 => self.inner.view(),
            1 => self.number.view(),
            _ => View::Absent,
        }
    }
}

model!(Body);

fn nested(depth: usize, number: &Json) -> Json {
    (0..depth)
        .fold(json!("end"), |inner, _| json!({"step": {"kind": "body", "inner": inner, "number": number}}))
}

#[test]
fn is_given_up_in_time_and_lost_nothing_of() {
    let json = nested(60, &json!("not a number"));
    let value: Either = decode(json.to_string().as_bytes()).unwrap();
    let again: Json = serde_json::from_str(&written(&value)).unwrap();
    assert_eq!(again, json);
}

#[test]
fn honest_ones_are_read_to_the_end() {
    let json = nested(60, &json!(7));
    let mut value: Either = decode(json.to_string().as_bytes()).unwrap();
    for _ in 0..60 {
        let Either::Left(holder) = value else { panic!("{value:?}") };
        let Step::Body(body) = holder.step else { panic!("{:?}", holder.step) };
        assert_eq!(body.number, 7);
        value = body.inner;
    }
    assert_eq!(value, Either::Unrecognized(json!("end")));
}
