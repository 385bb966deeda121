//! What emitted models need besides their definitions, written out once.

/// States the properties of a struct: makes it a [`Model`](crate::Model) and a [`Value`](crate::Value), and lets
/// serde read and write it.
///
/// Takes the name of the type, with its parameters if it is generic, and its fields by number, each with what
/// makes its [`Field`](crate::Field). `_` is the map that keeps other properties. `: Default` takes the blank from
/// there. What comes after `by` are [`Rules`](crate::Rules) that it is read by, and `within` stand its
/// [`Limits`](crate::Limits), by the number of the field: `within { 0 => min_length(1).max_length(5), }`. Then come those that are not elements of their own names in XML, as
/// the methods of [`XmlField`](crate::XmlField) say it: `xml { 0 => attribute("id"), }`.
///
/// ```
/// use clientgen_runtime::{Json, model};
/// use std::collections::BTreeMap;
///
/// #[derive(Clone, Debug, PartialEq, Default)]
/// struct Company {
///     name: String,
///     branches: Vec<String>,
///     other: BTreeMap<String, Json>,
/// }
///
/// model! {
///     Company: Default {
///         0 => name: required("companyName"),
///         1 => branches: optional("branches").keep_empty(),
///         _ => other,
///     }
/// }
///
/// let company: Company = serde_json::from_str(r#"{"companyName":"Harbour","since":1990}"#)?;
/// assert_eq!(company.name, "Harbour");
/// assert_eq!(serde_json::to_string(&company)?, r#"{"companyName":"Harbour","branches":[],"since":1990}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// With the name alone, [`Model`](crate::Model) is implemented by hand: `model!(Page<T>);`.
#[macro_export]
macro_rules! model {
    ($name:ident) => {
        $crate::__value!([] $name, Model, $crate::Model::blank());
    };
    ($name:ident < $($param:ident),+ $(,)? >) => {
        $crate::__value!([$($param),+] $name<$($param),+>, Model, $crate::Model::blank());
    };
    ($name:ident: Default { $($fields:tt)* } $(within { $($limits:tt)* })? $(xml { $($xml:tt)* })? $(by $rules:expr)?) => {
        $crate::__model!([] $name, [::core::default::Default::default()], [$($rules)?], [$($($limits)*)?], [$($($xml)*)?], $($fields)*);
        $crate::model!($name);
    };
    ($name:ident { $($fields:tt)* } $(within { $($limits:tt)* })? $(xml { $($xml:tt)* })? $(by $rules:expr)?) => {
        $crate::__model!([] $name, [], [$($rules)?], [$($($limits)*)?], [$($($xml)*)?], $($fields)*);
        $crate::model!($name);
    };
    ($name:ident < $($param:ident),+ > { $($fields:tt)* } $(within { $($limits:tt)* })? $(xml { $($xml:tt)* })? $(by $rules:expr)?) => {
        $crate::__model!([$($param),+] $name<$($param),+>, [], [$($rules)?], [$($($limits)*)?], [$($($xml)*)?], $($fields)*);
        $crate::model!($name<$($param),+>);
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __model {
    (
        [$($param:ident),*] $type:ty, [$($default:expr)?], [$($rules:expr)?], [$($limits:tt)*], [$($xml:tt)*],
        $($index:literal => $field:ident: $kind:ident($wire:literal) $(.$fact:ident())*,)*
        $(_ => $rest:ident,)?
    ) => {
        impl<$($param: $crate::Value),*> $crate::Model for $type {
            #[inline]
            fn blank() -> Self {
                $crate::__blank!([$($default)?], $($field,)* $($rest)?)
            }

            #[inline]
            fn fields(&self) -> &'static [$crate::Field] {
                const {
                    $crate::__fields!([$($rules)?], $($crate::Field::$kind($wire) $(.$fact())*),*)
                }
            }

            #[inline]
            fn slot_at(&mut self, field: usize) -> $crate::Slot<'_> {
                match field {
                    $($index => $crate::Value::slot(&mut self.$field),)*
                    _ => $crate::__rest!(self, slot, $crate::Slot::Ignore, [&mut], $($rest)?),
                }
            }

            #[inline]
            fn view_at(&self, field: usize) -> $crate::View<'_> {
                match field {
                    $($index => $crate::Value::view(&self.$field),)*
                    _ => $crate::__rest!(self, view, $crate::View::Absent, [&], $($rest)?),
                }
            }

            $crate::__limits!($($limits)*);
            $crate::__xml!($($xml)*);
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __blank {
    ([$default:expr], $($field:ident),* $(,)?) => {
        $default
    };
    ([], $($field:ident),* $(,)?) => {
        Self { $($field: $crate::Value::blank()),* }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __fields {
    ([$rules:expr], $($field:expr),*) => {
        &$rules.fields([$($field),*])
    };
    ([], $($field:expr),*) => {
        &[$($field),*]
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __limits {
    () => {};
    ($($index:literal => $($check:ident($($value:tt)*)).+,)+) => {
        #[inline]
        fn limits(&self) -> &'static [$crate::Limits] {
            const { &[$($crate::__checks!($crate::Limits::of($index), $($check($($value)*)).+)),+] }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __xml {
    () => {};
    ($($index:literal => $($place:ident($($value:tt)*)).+,)+) => {
        #[inline]
        fn xml(&self) -> &'static [(usize, $crate::XmlField)] {
            const { &[$(($index, $crate::XmlField::$($place($($value)*)).+)),+] }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __checks {
    ($limits:expr, each($($each:tt)+) $(. $($rest:tt)+)?) => {
        $crate::__checks!(
            $limits.each(const { &$crate::__checks!($crate::Limits::EACH, $($each)+) }) $(, $($rest)+)?
        )
    };
    ($limits:expr, $check:ident($($value:tt)*) $(. $($rest:tt)+)?) => {
        $crate::__checks!($limits.$check($($value)*) $(, $($rest)+)?)
    };
    ($limits:expr) => {
        $limits
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __rest {
    ($self:ident, $method:ident, $none:expr, [$($borrow:tt)+], $rest:ident) => {
        $crate::Value::$method($($borrow)+ $self.$rest)
    };
    ($self:ident, $method:ident, $none:expr, [$($borrow:tt)+],) => {
        $none
    };
}

/// Makes a [`Model`](crate::Model) the [`Value`](crate::Value) of an array whose items are its fields, in their
/// order, and lets serde read and write it.
///
/// Items past the last field go to a [`List`](crate::List) in the place of the unknown properties. Takes the same as
/// [`model!`](crate::model).
#[macro_export]
macro_rules! tuple {
    ($name:ident: Default { $($fields:tt)* } $(within { $($limits:tt)* })? $(xml { $($xml:tt)* })? $(by $rules:expr)?) => {
        $crate::__model!([] $name, [::core::default::Default::default()], [$($rules)?], [$($($limits)*)?], [$($($xml)*)?], $($fields)*);
        $crate::tuple!($name);
    };
    ($name:ident { $($fields:tt)* } $(within { $($limits:tt)* })? $(xml { $($xml:tt)* })? $(by $rules:expr)?) => {
        $crate::__model!([] $name, [], [$($rules)?], [$($($limits)*)?], [$($($xml)*)?], $($fields)*);
        $crate::tuple!($name);
    };
    ($name:ident) => {
        impl $crate::List for $name {
            #[inline]
            fn clear(&mut self) {
                *self = $crate::Model::blank();
            }

            #[inline]
            fn push(&mut self) -> $crate::Slot<'_> {
                $crate::Slot::Ignore
            }

            #[inline]
            fn pop(&mut self) {}

            #[inline]
            fn len(&self) -> usize {
                $crate::value::tuple_len(self)
            }

            #[inline]
            fn get(&self, index: usize) -> $crate::View<'_> {
                $crate::value::tuple_item(self, index)
            }

            #[inline]
            fn as_model(&self) -> ::core::option::Option<&dyn $crate::Model> {
                ::core::option::Option::Some(self)
            }
        }

        impl $crate::Value for $name {
            #[inline]
            fn blank() -> Self {
                $crate::Model::blank()
            }

            #[inline]
            fn slot(&mut self) -> $crate::Slot<'_> {
                $crate::Slot::Tuple(self)
            }

            #[inline]
            fn view(&self) -> $crate::View<'_> {
                $crate::View::List(self)
            }
        }

        $crate::__serde!([] $name);
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __value {
    ([$($param:ident),*] $type:ty, $kind:ident, $blank:expr) => {
        impl<$($param: $crate::Value),*> $crate::Value for $type {
            #[inline]
            fn blank() -> Self {
                $blank
            }

            #[inline]
            fn slot(&mut self) -> $crate::Slot<'_> {
                $crate::Slot::$kind(self)
            }

            #[inline]
            fn view(&self) -> $crate::View<'_> {
                $crate::View::$kind(self)
            }
        }

        $crate::__serde!([$($param),*] $type);
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
    ([$($param:ident),*] $type:ty) => {
        impl<$($param: $crate::Value),*> $crate::value::serde::Serialize for $type {
            fn serialize<S>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error>
            where
                S: $crate::value::serde::Serializer,
            {
                $crate::value::serde::Serialize::serialize(&$crate::Value::view(self), serializer)
            }
        }

        impl<'de, $($param: $crate::Value),*> $crate::value::serde::Deserialize<'de> for $type {
            fn deserialize<D>(deserializer: D) -> ::core::result::Result<Self, D::Error>
            where
                D: $crate::value::serde::Deserializer<'de>,
            {
                $crate::value::deserialize(deserializer)
            }
        }
    };
}
pub(crate) use __serde as serde_impls;
