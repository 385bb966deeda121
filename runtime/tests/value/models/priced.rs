//! A model with a decimal, and a tagged union around it.

use clientgen_runtime::{Decimal, Field, Json, Model, Slot, Union, Value, Variant, View, model, union};

#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Priced {
    pub price: Option<Decimal>,
}

impl Model for Priced {
    fn blank() -> Self {
        Self::default()
    }

    fn fields(&self) -> &'static [Field] {
        const { &[Field::optional("price")] }
    }

    fn slot_at(&mut self, field: usize) -> Slot<'_> {
        match field {
            0 => self.price.slot(),
            _ => Slot::Ignore,
        }
    }

    fn view_at(&self, field: usize) -> View<'_> {
        match field {
            0 => self.price.view(),
            _ => View::Absent,
        }
    }
}

model!(Priced);

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Charge {
    Priced(Priced),
    Unrecognized(Json),
}

impl Union for Charge {
    fn tag(&self) -> Option<&'static str> {
        Some("kind")
    }

    fn variants(&self) -> &'static [Variant] {
        const { &[Variant::tagged(&["priced"])] }
    }

    fn choose(&mut self, variant: usize) -> Slot<'_> {
        *self = match variant {
            0 => Self::Priced(Value::blank()),
            _ => Self::Unrecognized(Value::blank()),
        };
        match self {
            Self::Priced(value) => value.slot(),
            Self::Unrecognized(value) => value.slot(),
        }
    }

    fn chosen(&self) -> (usize, View<'_>) {
        match self {
            Self::Priced(value) => (0, value.view()),
            Self::Unrecognized(value) => (1, value.view()),
        }
    }
}

union!(Charge);
