//! What emitted enums need besides their definitions, written out once.

/// Makes an open enum of strings a [`Value`](crate::Value), and lets serde read, write and print it.
///
/// Takes the name of the type and its values. `_` is the variant that keeps other values, which holds an
/// [`Unrecognized`](crate::Unrecognized). With `: loose`, values may differ in case and in `_`; see
/// [`listed`](crate::listed).
///
/// ```
/// use clientgen_runtime::{Unrecognized, string_enum};
///
/// #[derive(Clone, Debug, PartialEq)]
/// enum Status {
///     Active,
///     Suspended,
///     Unrecognized(Unrecognized),
/// }
///
/// string_enum! {
///     Status {
///         Active = "active",
///         Suspended = "suspended",
///         _ = Unrecognized,
///     }
/// }
///
/// assert_eq!(Status::from("active"), Status::Active);
/// assert_eq!(Status::from("deleted").as_str(), "deleted");
/// assert_eq!("suspended".parse(), Ok(Status::Suspended));
/// ```
#[macro_export]
macro_rules! string_enum {
    ($name:ident { $($variant:ident = $wire:literal,)* _ = $rest:ident, }) => {
        $crate::__string_enum!($name, [$($variant $wire)*], $rest, value => value);
    };
    ($name:ident: loose { $($variant:ident = $wire:literal,)* _ = $rest:ident, }) => {
        $crate::__string_enum!($name, [$($variant $wire)*], $rest, value => $crate::listed(value, &[$($wire),*]));
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __string_enum {
    ($name:ident, [$($variant:ident $wire:literal)*], $rest:ident, $value:ident => $listed:expr) => {
        impl $name {
            /// The value as the service spells it.
            #[must_use]
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::$rest(value) => value.as_str(),
                }
            }
        }

        impl ::core::convert::From<&str> for $name {
            #[inline]
            fn from($value: &str) -> Self {
                match $listed {
                    $($wire => Self::$variant,)*
                    _ => Self::$rest($crate::Unrecognized::new($value)),
                }
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::core::convert::AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            #[inline]
            fn from(value: ::std::string::String) -> Self {
                Self::from(value.as_str())
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            #[inline]
            fn from_str(value: &str) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                ::core::result::Result::Ok(Self::from(value))
            }
        }

        impl $crate::value::Scalar for $name {
            #[inline]
            fn set(&mut self, text: &str) -> $crate::value::Fit {
                *self = Self::from(text);
                match self {
                    Self::$rest(_) => $crate::value::Fit::Unlisted,
                    _ => $crate::value::Fit::Listed,
                }
            }
        }

        impl $crate::Value for $name {
            #[inline]
            fn blank() -> Self {
                Self::$rest($crate::Unrecognized::new(""))
            }

            #[inline]
            fn slot(&mut self) -> $crate::Slot<'_> {
                $crate::Slot::Scalar(self)
            }

            #[inline]
            fn view(&self) -> $crate::View<'_> {
                $crate::View::Text(self.as_str())
            }
        }

        $crate::__serde!([] $name);
    };
}

/// Makes an open enum of numbers a [`Value`](crate::Value), and lets serde read, write and print it.
///
/// Takes the name of the type, the type of the numbers, which is `i64`, `u64` or `f64`, and its values. `_` is the
/// variant that keeps other numbers, which holds an [`Unrecognized`](crate::Unrecognized).
#[macro_export]
macro_rules! number_enum {
    ($name:ident: $number:ty { $($variant:ident = $wire:literal,)* _ = $rest:ident, }) => {
        impl $name {
            /// The number as the service writes it.
            #[must_use]
            #[inline]
            pub fn value(self) -> $number {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::$rest(other) => other.value(),
                }
            }
        }

        impl ::core::convert::From<$number> for $name {
            #[inline]
            fn from(value: $number) -> Self {
                match value {
                    $($wire => Self::$variant,)*
                    _ => Self::$rest($crate::Unrecognized::of(value)),
                }
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.value(), f)
            }
        }

        impl ::core::convert::From<$name> for $number {
            #[inline]
            fn from(value: $name) -> Self {
                value.value()
            }
        }

        impl $crate::value::Scalar for $name {
            #[inline]
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
            #[inline]
            fn blank() -> Self {
                Self::$rest($crate::Unrecognized::of(<$number>::default()))
            }

            #[inline]
            fn slot(&mut self) -> $crate::Slot<'_> {
                $crate::Slot::Digits(self)
            }

            #[inline]
            fn view(&self) -> $crate::View<'_> {
                $crate::value::Number::view_of(self.value())
            }
        }

        $crate::__serde!([] $name);
    };
}
