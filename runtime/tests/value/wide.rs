//! A model with more fields than a machine word has bits.

use std::sync::LazyLock;

use clientgen_runtime::{Field, Model, Slot, Value, View, decode, model};

use crate::written;

const COUNT: usize = 200;

static FIELDS: LazyLock<Vec<Field>> = LazyLock::new(|| {
    let names = (0..COUNT).map(|n| &*format!("field{n}").leak());
    // Every fifth is required.
    names
        .enumerate()
        .map(|(n, name)| if n % 5 == 0 { Field::required(name) } else { Field::optional(name) })
        .collect()
});

#[derive(Clone, Debug, PartialEq)]
struct Wide([Option<i32>; COUNT]);

impl Model for Wide {
    fn blank() -> Self {
        Self([None; COUNT])
    }

    fn fields(&self) -> &'static [Field] {
        &FIELDS
    }

    fn slot_at(&mut self, field: usize) -> Slot<'_> {
        self.0.get_mut(field).map_or(Slot::Ignore, Value::slot)
    }

    fn view_at(&self, field: usize) -> View<'_> {
        self.0.get(field).map_or(View::Absent, Value::view)
    }
}

model!(Wide);

fn json(numbers: impl Iterator<Item = usize>) -> String {
    let properties: Vec<_> = numbers.map(|n| format!("\"field{n}\":{n}")).collect();
    format!("{{{}}}", properties.join(","))
}

#[test]
fn in_any_order() {
    for numbers in [json(0..COUNT), json((0..COUNT).rev()), json((0..COUNT).map(|n| n * 7 % COUNT))] {
        let wide: Wide = decode(numbers.as_bytes()).unwrap();
        assert!(wide.0.iter().enumerate().all(|(n, value)| value.is_some_and(|value| value as usize == n)));
        assert_eq!(written(&wide), json(0..COUNT));
    }
}

#[test]
fn every_required_one_is_missed() {
    for missing in (0..COUNT).step_by(5) {
        let error = decode::<Wide>(json((0..COUNT).filter(|n| *n != missing)).as_bytes()).unwrap_err();
        assert_eq!(error.message(), format!("missing property `field{missing}`"));
    }
    assert!(decode::<Wide>(json((0..COUNT).step_by(5)).as_bytes()).is_ok());
}
