//! An untagged union and its variants.

use clientgen_runtime::{Field, Json, Model, Slot, Value, View, model, union};

/// An untagged union, recursive through a variant.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum CustomerFilter {
    Simple(SimpleFilter),
    Compound(Box<CompoundFilter>),
    Text(String),
    Count(i64),
    Ratio(f64),
    Names(Vec<String>),
    Unrecognized(Json),
}

union! {
    CustomerFilter {
        0 => Simple(SimpleFilter),
        1 => Compound(CompoundFilter),
        2 => Text(String),
        3 => Count(i64),
        4 => Ratio(f64),
        5 => Names(Vec<String>),
        _ => Unrecognized,
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct SimpleFilter {
    pub field: Option<String>,
    pub value: Option<String>,
    pub operator: Option<String>,
}

impl Model for SimpleFilter {
    fn blank() -> Self {
        Self::default()
    }

    fn fields(&self) -> &'static [Field] {
        const { &[Field::optional("Field"), Field::optional("Value"), Field::optional("Operator")] }
    }

    fn slot_at(&mut self, field: usize) -> Slot<'_> {
        match field {
            0 => self.field.slot(),
            1 => self.value.slot(),
            2 => self.operator.slot(),
            _ => Slot::Ignore,
        }
    }

    fn view_at(&self, field: usize) -> View<'_> {
        match field {
            0 => self.field.view(),
            1 => self.value.view(),
            2 => self.operator.view(),
            _ => View::Absent,
        }
    }
}

model!(SimpleFilter);

/// A recursive model.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CompoundFilter {
    pub left_filter: CustomerFilter,
    pub right_filter: Option<Box<CustomerFilter>>,
    pub operator: Option<String>,
}

impl Model for CompoundFilter {
    fn blank() -> Self {
        Self { left_filter: Value::blank(), right_filter: Value::blank(), operator: Value::blank() }
    }

    fn fields(&self) -> &'static [Field] {
        const { &[Field::required("LeftFilter"), Field::optional("RightFilter"), Field::optional("Operator")] }
    }

    fn slot_at(&mut self, field: usize) -> Slot<'_> {
        match field {
            0 => self.left_filter.slot(),
            1 => self.right_filter.slot(),
            2 => self.operator.slot(),
            _ => Slot::Ignore,
        }
    }

    fn view_at(&self, field: usize) -> View<'_> {
        match field {
            0 => self.left_filter.view(),
            1 => self.right_filter.view(),
            2 => self.operator.view(),
            _ => View::Absent,
        }
    }
}

model!(CompoundFilter);
