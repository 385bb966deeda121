//! A tagged union in a tagged union.

use clientgen_runtime::{Field, Json, Model, Slot, Value, View, model, union};

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Fish {
    Shark(Shark),
    Unrecognized(Json),
}

union! {
    Fish: tag("kind") {
        0 => Shark(Shark): "shark",
        _ => Unrecognized,
    }
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Shark {
    Saw(Saw),
    Unrecognized(Json),
}

union! {
    Shark: tag("sharktype") {
        0 => Saw(Saw): "saw",
        _ => Unrecognized,
    }
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Saw {
    pub kind: String,
    pub sharktype: String,
    pub age: i32,
    pub partner: Option<Box<Fish>>,
}

impl Model for Saw {
    fn blank() -> Self {
        Self { kind: Value::blank(), sharktype: Value::blank(), age: Value::blank(), partner: Value::blank() }
    }

    fn fields(&self) -> &'static [Field] {
        const {
            &[
                Field::required("kind"),
                Field::required("sharktype"),
                Field::required("age"),
                Field::optional("partner"),
            ]
        }
    }

    fn slot_at(&mut self, field: usize) -> Slot<'_> {
        match field {
            0 => self.kind.slot(),
            1 => self.sharktype.slot(),
            2 => self.age.slot(),
            3 => self.partner.slot(),
            _ => Slot::Ignore,
        }
    }

    fn view_at(&self, field: usize) -> View<'_> {
        match field {
            0 => self.kind.view(),
            1 => self.sharktype.view(),
            2 => self.age.view(),
            3 => self.partner.view(),
            _ => View::Absent,
        }
    }
}

model!(Saw);
