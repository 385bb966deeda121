//! A model with a decimal, and a tagged union around it.

use clientgen_runtime::{Decimal, Field, Json, Model, Slot, Value, View, model, union};

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

union! {
    Charge: tag("kind") {
        0 => Priced(Priced): "priced",
        _ => Unrecognized,
    }
}
