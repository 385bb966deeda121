//! What emitted unions need besides their definitions, written out once.

/// States the variants of an enum: makes it a [`Union`](crate::Union) and a [`Value`](crate::Value), lets serde read and
/// write it, and makes it [`From`] what each variant holds.
///
/// Takes the name of the type and its variants by number, each with what it is made from: the type that it holds, or
/// the one in its `Box`. `_` is the variant that keeps what fits none of them, as [`Json`](crate::Json). With a `tag`,
/// the values of this property stand beside the variants, the one that is written first; after them come
/// methods of [`Variant`](crate::Variant). What comes after `by` are [`Rules`](crate::Rules) that it is read by.
///
/// ```
/// use clientgen_runtime::{Json, model, union};
///
/// # #[derive(Clone, Debug, PartialEq)]
/// # struct Cat { lives: i32 }
/// # model! { Cat { 0 => lives: required("lives"), } }
/// # #[derive(Clone, Debug, PartialEq)]
/// # struct Dog { name: String }
/// # model! { Dog { 0 => name: required("name"), } }
/// #[derive(Clone, Debug, PartialEq)]
/// enum Pet {
///     Cat(Cat),
///     Dog(Box<Dog>),
///     Unrecognized(Json),
/// }
///
/// union! {
///     Pet: tag("kind") {
///         0 => Cat(Cat): "cat",
///         1 => Dog(Dog): "dog" | "hound",
///         _ => Unrecognized,
///     }
/// }
///
/// let pet: Pet = serde_json::from_str(r#"{"kind":"hound","name":"Rex"}"#)?;
/// assert_eq!(pet, Pet::from(Dog { name: "Rex".to_owned() }));
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// With the name alone, [`Union`](crate::Union) is implemented by hand, and the variant is `Unrecognized`.
#[macro_export]
macro_rules! union {
    ($name:ident) => {
        $crate::__value!([] $name, Union, Self::Unrecognized($crate::Json::Null));
    };
    ($name:ident < $($param:ident),+ $(,)? >) => {
        $crate::__value!([$($param),+] $name<$($param),+>, Union, Self::Unrecognized($crate::Json::Null));
    };
    (
        $name:ident $(: tag($tag:literal))? {
            $($index:literal => $variant:ident($held:ty) $(: $($value:literal)|+ $(.$fact:ident())*)?,)*
            _ => $rest:ident,
        } $(by $rules:expr)?
    ) => {
        impl $crate::Union for $name {
            $(
                #[inline]
                fn tag(&self) -> ::core::option::Option<&'static str> {
                    ::core::option::Option::Some($tag)
                }
            )?

            #[inline]
            fn variants(&self) -> &'static [$crate::Variant] {
                const {
                    $crate::__variants!(
                        [$($rules)?],
                        $($crate::Variant::tagged(&[$($($value),+)?]) $($(.$fact())*)?),*
                    )
                }
            }

            #[inline]
            fn choose(&mut self, variant: usize) -> $crate::Slot<'_> {
                *self = match variant {
                    $($index => Self::$variant($crate::Value::blank()),)*
                    _ => Self::$rest($crate::Json::Null),
                };
                match self {
                    $(Self::$variant(value) => $crate::Value::slot(value),)*
                    Self::$rest(value) => $crate::Value::slot(value),
                }
            }

            #[inline]
            fn chosen(&self) -> (usize, $crate::View<'_>) {
                match self {
                    $(Self::$variant(value) => ($index, $crate::Value::view(value)),)*
                    Self::$rest(value) => ($crate::Union::variants(self).len(), $crate::Value::view(value)),
                }
            }
        }

        $(
            impl ::core::convert::From<$held> for $name {
                #[inline]
                fn from(value: $held) -> Self {
                    Self::$variant(value.into())
                }
            }
        )*

        $crate::__value!([] $name, Union, Self::$rest($crate::Json::Null));
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __variants {
    ([$rules:expr], $($variant:expr),*) => {
        &$rules.variants([$($variant),*])
    };
    ([], $($variant:expr),*) => {
        &[$($variant),*]
    };
}
