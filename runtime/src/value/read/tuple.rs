//! Reads an array whose items are known by their place.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, SeqAccess, Visitor};

use super::context::{Scope, Step};
use super::fill;
use crate::value::field::Field;
use crate::value::shape::{Model, Slot};

/// Reads the items into the fields of a model, and those past the last into what it has for them.
pub(super) struct Items<'s, 'c> {
    pub(super) model: &'s mut dyn Model,
    pub(super) scope: Scope<'c>,
}

impl<'de> Visitor<'de> for Items<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let Self { model, scope } = self;
        let fields = model.fields();
        if let Slot::List(rest) = model.slot_at(fields.len()) {
            rest.clear();
        }
        let mut index = 0;
        loop {
            let lenient = scope.context.is_lenient() || fields.get(index).is_some_and(Field::is_lenient);
            let item = Item { model: &mut *model, index, scope: Scope { lenient, ..scope } };
            match items.next_element_seed(item) {
                Ok(Some(())) => index += 1,
                Ok(None) => break,
                Err(error) => {
                    scope.context.note(Step::Item(index));
                    return Err(error);
                }
            }
        }
        match fields.iter().skip(index).position(Field::is_required) {
            Some(missing) => Err(A::Error::custom(format_args!("missing item {}", index + missing))),
            None => Ok(()),
        }
    }
}

/// Reads one item, if there is one.
struct Item<'s, 'c> {
    model: &'s mut dyn Model,
    index: usize,
    scope: Scope<'c>,
}

impl<'de> DeserializeSeed<'de> for Item<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        fill(place(self.model, self.index), deserializer, self.scope)
    }
}

/// Where the next item goes; one past the last field is added to the rest.
pub(super) fn place(model: &mut dyn Model, index: usize) -> Slot<'_> {
    let count = model.fields().len();
    if index < count {
        return model.slot_at(index);
    }
    match model.slot_at(count) {
        Slot::List(rest) => rest.push(),
        _ => Slot::Ignore,
    }
}
