//! A tagged union and its variants.

use std::collections::BTreeMap;

use clientgen_runtime::{Field, Json, Model, Slot, Value, View, model, union};

/// A tagged union.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Event {
    Created(Created),
    Tree(Box<Tree>),
    Unrecognized(Json),
}

union! {
    Event: tag("kind") {
        0 => Created(Created): "created" | "recreated",
        1 => Tree(Tree): "tree",
        _ => Unrecognized,
    }
}

/// A variant that has the tag as a property.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Created {
    pub at: Option<String>,
    pub kind: Option<String>,
    pub additional_properties: BTreeMap<String, Json>,
}

impl Model for Created {
    fn blank() -> Self {
        Self::default()
    }

    fn fields(&self) -> &'static [Field] {
        const { &[Field::optional("at"), Field::optional("kind")] }
    }

    fn slot_at(&mut self, field: usize) -> Slot<'_> {
        match field {
            0 => self.at.slot(),
            1 => self.kind.slot(),
            _ => self.additional_properties.slot(),
        }
    }

    fn view_at(&self, field: usize) -> View<'_> {
        match field {
            0 => self.at.view(),
            1 => self.kind.view(),
            _ => self.additional_properties.view(),
        }
    }
}

model!(Created);

/// A variant that does not have the tag as a property; recursive through a list.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Tree {
    pub size: i64,
    pub children: Vec<Tree>,
    pub events: Vec<Event>,
    pub additional_properties: BTreeMap<String, Json>,
}

impl Model for Tree {
    fn blank() -> Self {
        Self {
            size: Value::blank(),
            children: Value::blank(),
            events: Value::blank(),
            additional_properties: Value::blank(),
        }
    }

    fn fields(&self) -> &'static [Field] {
        const { &[Field::required("size"), Field::optional("children"), Field::optional("events")] }
    }

    fn slot_at(&mut self, field: usize) -> Slot<'_> {
        match field {
            0 => self.size.slot(),
            1 => self.children.slot(),
            2 => self.events.slot(),
            _ => self.additional_properties.slot(),
        }
    }

    fn view_at(&self, field: usize) -> View<'_> {
        match field {
            0 => self.size.view(),
            1 => self.children.view(),
            2 => self.events.view(),
            _ => self.additional_properties.view(),
        }
    }
}

model!(Tree);
