//! What the generator prints for a document whose service is careless.

use std::collections::BTreeMap;

use clientgen_runtime::{
    Date, DateTime, Field, Json, Model, Nullable, Rules, Secret, Slot, Union, Unrecognized, Value, Variant,
    View, model, string_enum, union,
};

const RULES: Rules = Rules::new().lenient_scalars().ignore_case();

macro_rules! lenient {
    ($name:ident { $($index:literal $field:ident: $type:ty = $property:expr,)+ } $rules:expr) => {
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name {
            $(pub $field: $type,)+
            pub additional_properties: BTreeMap<String, Json>,
        }

        impl Model for $name {
            fn blank() -> Self {
                Self::default()
            }

            fn fields(&self) -> &'static [Field] {
                const { &$rules.fields([$($property),+]) }
            }

            fn slot_at(&mut self, field: usize) -> Slot<'_> {
                match field {
                    $($index => self.$field.slot(),)+
                    _ => self.additional_properties.slot(),
                }
            }

            fn view_at(&self, field: usize) -> View<'_> {
                match field {
                    $($index => self.$field.view(),)+
                    _ => self.additional_properties.view(),
                }
            }
        }

        model!($name);
    };
}

lenient! { Subscription {
    0 webhook_url: Option<String> = Field::optional("webhookUrl"),
    1 enabled: Option<bool> = Field::optional("enabled"),
    2 seats: Option<i32> = Field::optional("seats"),
    3 total: Option<u64> = Field::optional("total"),
    4 rate: Option<f64> = Field::optional("rate"),
    5 share: Option<f32> = Field::optional("share"),
    6 password: Option<Secret> = Field::optional("password"),
    7 status: Option<Status> = Field::optional("status"),
    8 counts: Vec<i64> = Field::optional("counts"),
    9 names: BTreeMap<String, String> = Field::optional("names"),
    10 start: Option<DateTime> = Field::optional("start"),
    11 day: Option<Date> = Field::optional("day"),
    12 nickname: Nullable<String> = Field::optional("nickname"),
    13 tags: Nullable<Vec<String>> = Field::optional("tags").keep_empty(),
    14 nested: Option<Inner> = Field::optional("nested"),
    15 filter: Option<Filter> = Field::optional("filter"),
} RULES }

// Strict but for one property.
lenient! { Inner {
    0 text: Option<String> = Field::optional("text"),
    1 number: Option<i32> = Field::optional("number").lenient(),
} Rules::new() }

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    NotRegistered,
    OneTime,
    Unrecognized(Unrecognized),
}

string_enum! {
    Status: loose {
        NotRegistered = "NotRegistered",
        OneTime = "one_time",
        _ = Unrecognized,
    }
}

lenient! { Left {
    0 kind: Option<String> = Field::optional("kind"),
    1 count: i64 = Field::required("left"),
} RULES }

lenient! { Right {
    0 count: i64 = Field::required("right"),
} RULES }

/// A union, tagged or not.
macro_rules! either {
    ($name:ident $variants:expr, $tag:expr) => {
        #[derive(Clone, Debug, PartialEq)]
        pub enum $name {
            Left(Left),
            Right(Right),
            Unrecognized(Json),
        }

        impl Union for $name {
            fn tag(&self) -> Option<&'static str> {
                $tag
            }

            fn variants(&self) -> &'static [Variant] {
                const { &RULES.variants($variants) }
            }

            fn choose(&mut self, variant: usize) -> Slot<'_> {
                *self = match variant {
                    0 => Self::Left(Value::blank()),
                    1 => Self::Right(Value::blank()),
                    _ => Self::Unrecognized(Value::blank()),
                };
                match self {
                    Self::Left(value) => value.slot(),
                    Self::Right(value) => value.slot(),
                    Self::Unrecognized(value) => value.slot(),
                }
            }

            fn chosen(&self) -> (usize, View<'_>) {
                match self {
                    Self::Left(value) => (0, value.view()),
                    Self::Right(value) => (1, value.view()),
                    Self::Unrecognized(value) => (2, value.view()),
                }
            }
        }

        union!($name);
    };
}

either!(Filter [Variant::untagged(), Variant::untagged()], None);
either!(Tagged [Variant::tagged(&["left"]), Variant::tagged(&["right", "right_hand"]).loose()], Some("kind"));
