//! The values of the standard library, and JSON itself.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde_json::Value as Json;

use super::shape::{List, Map, Optional, Slot, Value, View};

/// Scalars whose slot and view are variants of the same shape.
macro_rules! scalars {
    ($($kind:ty: $slot:ident, $view:ident as $wide:ty;)+) => { $(
        impl Value for $kind {
            fn blank() -> Self {
                Self::default()
            }

            fn slot(&mut self) -> Slot<'_> {
                Slot::$slot(self)
            }

            fn view(&self) -> View<'_> {
                View::$view(<$wide>::from(*self))
            }
        }
    )+ };
}

scalars! {
    bool: Bool, Bool as bool;
    i32: I32, I64 as i64;
    i64: I64, I64 as i64;
    u32: U32, U64 as u64;
    u64: U64, U64 as u64;
    f32: F32, F32 as f32;
    f64: F64, F64 as f64;
}

impl Value for String {
    fn blank() -> Self {
        Self::new()
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Text(self)
    }

    fn view(&self) -> View<'_> {
        View::Text(self)
    }

    fn slot_of_option(option: &mut Option<Self>) -> Slot<'_> {
        Slot::OptionalText(option)
    }
}

impl Value for Json {
    fn blank() -> Self {
        Self::Null
    }

    fn null() -> Option<Self> {
        Some(Self::Null)
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Json(self)
    }

    fn view(&self) -> View<'_> {
        View::Json(self)
    }
}

impl<T: Value> Value for Option<T> {
    fn blank() -> Self {
        None
    }

    fn slot(&mut self) -> Slot<'_> {
        T::slot_of_option(self)
    }

    fn view(&self) -> View<'_> {
        match self {
            Some(value) => value.view(),
            None => View::Absent,
        }
    }
}

impl<T: Value> Optional for Option<T> {
    fn set_absent(&mut self) {
        *self = None;
    }

    fn set_null(&mut self) {
        *self = T::null();
    }

    fn set_blank(&mut self) -> Slot<'_> {
        self.insert(T::blank()).slot()
    }
}

impl<T: Value> Value for Box<T> {
    fn blank() -> Self {
        Self::new(T::blank())
    }

    fn slot(&mut self) -> Slot<'_> {
        (**self).slot()
    }

    fn view(&self) -> View<'_> {
        (**self).view()
    }
}

impl<T: Value> Value for Vec<T> {
    fn blank() -> Self {
        Self::new()
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::List(self)
    }

    fn view(&self) -> View<'_> {
        View::List(self)
    }
}

impl<T: Value> List for Vec<T> {
    fn clear(&mut self) {
        Vec::clear(self);
    }

    fn push(&mut self) -> Slot<'_> {
        Vec::push(self, T::blank());
        self.last_mut().map_or(Slot::Ignore, Value::slot)
    }

    fn pop(&mut self) {
        Vec::pop(self);
    }

    fn len(&self) -> usize {
        Vec::len(self)
    }

    fn get(&self, index: usize) -> View<'_> {
        <[T]>::get(self, index).map_or(View::Absent, Value::view)
    }
}

impl<T: Value> Value for BTreeMap<String, T> {
    fn blank() -> Self {
        Self::new()
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Map(self)
    }

    fn view(&self) -> View<'_> {
        View::Map(self)
    }
}

impl<T: Value> Map for BTreeMap<String, T> {
    fn clear(&mut self) {
        BTreeMap::clear(self);
    }

    fn insert(&mut self, key: &str) -> Slot<'_> {
        match self.entry(key.to_owned()) {
            Entry::Vacant(entry) => entry.insert(T::blank()).slot(),
            Entry::Occupied(entry) => {
                let value = entry.into_mut();
                *value = T::blank();
                value.slot()
            }
        }
    }

    fn len(&self) -> usize {
        BTreeMap::len(self)
    }

    fn get(&self, key: &str) -> View<'_> {
        BTreeMap::get(self, key).map_or(View::Absent, Value::view)
    }

    fn each<'a>(&'a self, visit: &mut dyn FnMut(&'a str, View<'a>)) {
        for (key, value) in self {
            visit(key, value.view());
        }
    }
}
