//! An untagged union and its variants.

use clientgen_runtime::{Field, Json, Model, Slot, Union, Value, Variant, View, model, union};

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

impl Union for CustomerFilter {
    fn variants(&self) -> &'static [Variant] {
        const { &[Variant::untagged(); 6] }
    }

    fn choose(&mut self, variant: usize) -> Slot<'_> {
        *self = match variant {
            0 => Self::Simple(Value::blank()),
            1 => Self::Compound(Value::blank()),
            2 => Self::Text(Value::blank()),
            3 => Self::Count(Value::blank()),
            4 => Self::Ratio(Value::blank()),
            5 => Self::Names(Value::blank()),
            _ => Self::Unrecognized(Value::blank()),
        };
        match self {
            Self::Simple(value) => value.slot(),
            Self::Compound(value) => value.slot(),
            Self::Text(value) => value.slot(),
            Self::Count(value) => value.slot(),
            Self::Ratio(value) => value.slot(),
            Self::Names(value) => value.slot(),
            Self::Unrecognized(value) => value.slot(),
        }
    }

    fn chosen(&self) -> (usize, View<'_>) {
        match self {
            Self::Simple(value) => (0, value.view()),
            Self::Compound(value) => (1, value.view()),
            Self::Text(value) => (2, value.view()),
            Self::Count(value) => (3, value.view()),
            Self::Ratio(value) => (4, value.view()),
            Self::Names(value) => (5, value.view()),
            Self::Unrecognized(value) => (6, value.view()),
        }
    }
}

union!(CustomerFilter);

impl From<SimpleFilter> for CustomerFilter {
    fn from(value: SimpleFilter) -> Self {
        Self::Simple(value)
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
