//! A tagged union in a tagged union.

use clientgen_runtime::{Field, Json, Model, Slot, Union, Value, Variant, View, model, union};

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Fish {
    Shark(Shark),
    Unrecognized(Json),
}

impl Union for Fish {
    fn tag(&self) -> Option<&'static str> {
        Some("kind")
    }

    fn variants(&self) -> &'static [Variant] {
        const { &[Variant::tagged(&["shark"])] }
    }

    fn choose(&mut self, variant: usize) -> Slot<'_> {
        *self = match variant {
            0 => Self::Shark(Value::blank()),
            _ => Self::Unrecognized(Value::blank()),
        };
        match self {
            Self::Shark(value) => value.slot(),
            Self::Unrecognized(value) => value.slot(),
        }
    }

    fn chosen(&self) -> (usize, View<'_>) {
        match self {
            Self::Shark(value) => (0, value.view()),
            Self::Unrecognized(value) => (1, value.view()),
        }
    }
}

union!(Fish);

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Shark {
    Saw(Saw),
    Unrecognized(Json),
}

impl Union for Shark {
    fn tag(&self) -> Option<&'static str> {
        Some("sharktype")
    }

    fn variants(&self) -> &'static [Variant] {
        const { &[Variant::tagged(&["saw"])] }
    }

    fn choose(&mut self, variant: usize) -> Slot<'_> {
        *self = match variant {
            0 => Self::Saw(Value::blank()),
            _ => Self::Unrecognized(Value::blank()),
        };
        match self {
            Self::Saw(value) => value.slot(),
            Self::Unrecognized(value) => value.slot(),
        }
    }

    fn chosen(&self) -> (usize, View<'_>) {
        match self {
            Self::Saw(value) => (0, value.view()),
            Self::Unrecognized(value) => (1, value.view()),
        }
    }
}

union!(Shark);

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
