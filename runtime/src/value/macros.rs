//! The thin part of every emitted type: what cannot be shared because Rust wants an impl for each type.

/// Makes a [`Model`](crate::Model) a [`Value`](crate::Value), and lets serde read and write it.
///
/// Takes the name of the type, with its parameters if it is generic: `model!(Page<T>);`.
#[macro_export]
macro_rules! model {
    ($name:ident) => {
        $crate::__value!([] $name, Model, $crate::Model::blank());
    };
    ($name:ident < $($param:ident),+ $(,)? >) => {
        $crate::__value!([$($param),+] $name<$($param),+>, Model, $crate::Model::blank());
    };
}

/// Makes a [`Model`](crate::Model) the [`Value`](crate::Value) of an array whose items are its fields, in their
/// order, and lets serde read and write it.
///
/// Items past the last field go to a [`List`](crate::List) in the place of the unknown properties.
#[macro_export]
macro_rules! tuple {
    ($name:ident) => {
        impl $crate::List for $name {
            fn clear(&mut self) {
                *self = $crate::Model::blank();
            }

            fn push(&mut self) -> $crate::Slot<'_> {
                $crate::Slot::Ignore
            }

            fn pop(&mut self) {}

            fn len(&self) -> usize {
                $crate::value::tuple_len(self)
            }

            fn get(&self, index: usize) -> $crate::View<'_> {
                $crate::value::tuple_item(self, index)
            }

            fn as_model(&self) -> ::core::option::Option<&dyn $crate::Model> {
                ::core::option::Option::Some(self)
            }
        }

        impl $crate::Value for $name {
            fn blank() -> Self {
                $crate::Model::blank()
            }

            fn slot(&mut self) -> $crate::Slot<'_> {
                $crate::Slot::Tuple(self)
            }

            fn view(&self) -> $crate::View<'_> {
                $crate::View::List(self)
            }
        }

        $crate::__serde!([] $name);
    };
}

/// Makes a [`Union`](crate::Union) a [`Value`](crate::Value), and lets serde read and write it.
///
/// Takes the name of the type, with its parameters if it is generic. The catch-all is its variant
/// `Unrecognized(Json)`, or the one named second.
#[macro_export]
macro_rules! union {
    ($name:ident) => {
        $crate::union!($name, Unrecognized);
    };
    ($name:ident, $rest:ident) => {
        $crate::__value!([] $name, Union, Self::$rest($crate::Json::Null));
    };
    ($name:ident < $($param:ident),+ $(,)? >) => {
        $crate::__value!([$($param),+] $name<$($param),+>, Union, Self::Unrecognized($crate::Json::Null));
    };
}

/// Makes an open enum of strings a [`Value`](crate::Value), and lets serde read, write and print it.
///
/// The enum has `fn as_str(&self) -> &str`, `From<&str>`, and the variant
/// [`Unrecognized(Unrecognized)`](crate::Unrecognized), or one of that kind named second.
#[macro_export]
macro_rules! string_enum {
    ($name:ident) => {
        $crate::string_enum!($name, Unrecognized);
    };
    ($name:ident, $rest:ident) => {
        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::core::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            fn from(value: ::std::string::String) -> Self {
                Self::from(value.as_str())
            }
        }

        impl $crate::value::Scalar for $name {
            fn set(&mut self, text: &str) -> $crate::value::Fit {
                *self = Self::from(text);
                match self {
                    Self::$rest(_) => $crate::value::Fit::Unlisted,
                    _ => $crate::value::Fit::Listed,
                }
            }
        }

        impl $crate::Value for $name {
            fn blank() -> Self {
                Self::$rest($crate::Unrecognized::new(""))
            }

            fn slot(&mut self) -> $crate::Slot<'_> {
                $crate::Slot::Scalar(self)
            }

            fn view(&self) -> $crate::View<'_> {
                $crate::View::Text(self.as_str())
            }
        }

        $crate::__serde!([] $name);
    };
}

/// Makes an open enum of numbers a [`Value`](crate::Value), and lets serde read, write and print it.
///
/// The enum has `fn value(self) -> N` and `From<N>`, N being `i64`, `u64` or `f64`, and the variant
/// [`Unrecognized(Unrecognized<N>)`](crate::Unrecognized), or one of that kind named third.
#[macro_export]
macro_rules! number_enum {
    ($name:ident, $number:ty) => {
        $crate::number_enum!($name, $number, Unrecognized);
    };
    ($name:ident, $number:ty, $rest:ident) => {
        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.value(), f)
            }
        }

        impl ::core::convert::From<$name> for $number {
            fn from(value: $name) -> Self {
                value.value()
            }
        }

        impl $crate::value::Scalar for $name {
            fn set(&mut self, text: &str) -> $crate::value::Fit {
                match <$number as $crate::value::Number>::read(text) {
                    ::core::option::Option::Some(number) => *self = Self::from(number),
                    ::core::option::Option::None => {
                        return $crate::value::Fit::Refused(<$number as $crate::value::Number>::EXPECTED);
                    }
                }
                match self {
                    Self::$rest(_) => $crate::value::Fit::Unlisted,
                    _ => $crate::value::Fit::Listed,
                }
            }
        }

        impl $crate::Value for $name {
            fn blank() -> Self {
                Self::$rest($crate::Unrecognized::of(<$number>::default()))
            }

            fn slot(&mut self) -> $crate::Slot<'_> {
                $crate::Slot::Digits(self)
            }

            fn view(&self) -> $crate::View<'_> {
                $crate::value::Number::view_of(self.value())
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
            fn blank() -> Self {
                $blank
            }

            fn slot(&mut self) -> $crate::Slot<'_> {
                $crate::Slot::$kind(self)
            }

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
