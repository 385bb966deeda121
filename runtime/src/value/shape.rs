//! The vocabulary of the value layer: what a value can be asked for.
//!
//! A [`Value`] lends itself for writing as a [`Slot`] and for reading as a [`View`]. Both are small enums
//! over the kinds of value there are; what has parts is behind one of the object-safe traits [`Model`],
//! [`Union`], [`List`], [`Map`] and [`Optional`]. The reader and the writer know these and no concrete
//! type, so they are compiled once and not once for each model.

use std::fmt;

use serde_json::Value as Json;

use super::field::{Field, Variant};
use super::limits::Limits;
use super::xml::XmlField;

/// Something that a JSON document can hold.
pub trait Value {
    /// The value to start reading into: empty where that is possible.
    ///
    /// The blank of a required property never reaches anyone: a document without the property is refused.
    fn blank() -> Self
    where
        Self: Sized;

    /// Lends the value for writing.
    fn slot(&mut self) -> Slot<'_>;

    /// Lends the value for reading.
    fn view(&self) -> View<'_>;

    /// What `null` is, where that is a value like any other: an `Option` keeps it then.
    #[must_use]
    #[inline]
    fn null() -> Option<Self>
    where
        Self: Sized,
    {
        None
    }

    /// Lends an `Option` of the value for writing.
    ///
    /// A hook for types whose `Option` has a slot of its own, such as [`Slot::OptionalText`].
    #[inline]
    fn slot_of_option(option: &mut Option<Self>) -> Slot<'_>
    where
        Self: Sized,
    {
        Slot::Optional(option)
    }
}

/// A place for a value of some kind, lent for writing.
#[non_exhaustive]
pub enum Slot<'a> {
    /// `true` or `false`.
    Bool(&'a mut bool),
    /// A whole number.
    I32(&'a mut i32),
    /// A whole number.
    I64(&'a mut i64),
    /// A whole number that is not negative.
    U32(&'a mut u32),
    /// A whole number that is not negative.
    U64(&'a mut u64),
    /// A number.
    F32(&'a mut f32),
    /// A number.
    F64(&'a mut f64),
    /// Any string.
    Text(&'a mut String),
    /// Any string, or none. The same as [`Slot::Optional`] around [`Slot::Text`], only faster.
    OptionalText(&'a mut Option<String>),
    /// What is made from a string: an enum, for example.
    Scalar(&'a mut dyn Scalar),
    /// What is made from the digits of a number, which may be written as a string.
    Digits(&'a mut dyn Scalar),
    /// Anything at all.
    Json(&'a mut Json),
    /// An object with known properties.
    Model(&'a mut dyn Model),
    /// An array whose items are known by their place, as fields of a model.
    Tuple(&'a mut dyn Model),
    /// One of several kinds of value.
    Union(&'a mut dyn Union),
    /// An array; `null` empties it.
    List(&'a mut dyn List),
    /// An object with free keys; `null` empties it.
    Map(&'a mut dyn Map),
    /// What may be `null`.
    Optional(&'a mut dyn Optional),
    /// No place at all: the value is read over.
    Ignore,
}

/// A value of some kind, lent for reading.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum View<'a> {
    /// Nothing was set. As a property it is left out; where something has to stand it is `null`.
    Absent,
    /// An explicit `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    I64(i64),
    /// A whole number that is not negative.
    U64(u64),
    /// A number. JSON has no infinities and no NaN: they are written as `null`.
    F64(f64),
    /// A number of single precision, which has fewer digits to write.
    F32(f32),
    /// A number with more digits than a float keeps. What it prints is its JSON.
    Digits(&'a dyn fmt::Display),
    /// A string.
    Text(&'a str),
    /// A string that has yet to be printed.
    Printed(&'a dyn fmt::Display),
    /// A string with the JSON of another value.
    Embedded(&'a dyn Value),
    /// A string that `Debug` does not show.
    Secret(&'a str),
    /// Anything at all.
    Json(&'a Json),
    /// An object with known properties.
    Model(&'a dyn Model),
    /// One of several kinds of value.
    Union(&'a dyn Union),
    /// An array.
    List(&'a dyn List),
    /// An object with free keys.
    Map(&'a dyn Map),
}

/// An object with known properties.
///
/// [`model!`](crate::model) makes it a [`Value`].
pub trait Model {
    /// The value to start reading into; see [`Value::blank`].
    fn blank() -> Self
    where
        Self: Sized;

    /// The properties, in the order in which they are written.
    fn fields(&self) -> &'static [Field];

    /// Lends the property at `field` in [`fields`](Self::fields) for writing.
    ///
    /// Any other index stands for the unknown properties: a [`Slot::Map`] keeps them, [`Slot::Ignore`]
    /// reads over them.
    fn slot_at(&mut self, field: usize) -> Slot<'_>;

    /// Lends the property at `field` in [`fields`](Self::fields) for reading.
    ///
    /// Any other index stands for the unknown properties: a [`View::Map`], or [`View::Absent`] where they
    /// are not kept.
    fn view_at(&self, field: usize) -> View<'_>;

    /// What the specification says of properties beyond their types, for those of which it says anything.
    #[inline]
    fn limits(&self) -> &'static [Limits] {
        &[]
    }

    /// Where properties are in XML that are not elements of their own names, by their numbers in
    /// [`fields`](Self::fields).
    #[inline]
    fn xml(&self) -> &'static [(usize, XmlField)] {
        &[]
    }
}

/// One of several kinds of value, or anything else as JSON.
///
/// [`union!`](crate::union) makes it a [`Value`].
pub trait Union {
    /// The property whose value selects the variant, if there is one.
    #[inline]
    fn tag(&self) -> Option<&'static str> {
        None
    }

    /// The variants, in the order of the document.
    fn variants(&self) -> &'static [Variant];

    /// Becomes the blank of a variant and lends it for writing.
    ///
    /// Any other index than one of [`variants`](Self::variants) stands for the catch-all, whose slot is a
    /// [`Slot::Json`].
    fn choose(&mut self, variant: usize) -> Slot<'_>;

    /// The variant that the value is, and what it holds. The catch-all has the index after the last variant.
    fn chosen(&self) -> (usize, View<'_>);
}

/// An array.
pub trait List {
    /// Removes all items.
    fn clear(&mut self);

    /// Adds a blank item and lends it for writing.
    fn push(&mut self) -> Slot<'_>;

    /// Removes the last item.
    fn pop(&mut self);

    /// The number of items.
    fn len(&self) -> usize;

    /// Whether there are no items.
    #[inline]
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The item at `index`; [`View::Absent`] past the end.
    fn get(&self, index: usize) -> View<'_>;

    /// The fields that the items are, if they are known by their place.
    #[inline]
    fn as_model(&self) -> Option<&dyn Model> {
        None
    }
}

/// An object with free keys.
pub trait Map {
    /// Removes all entries.
    fn clear(&mut self);

    /// Puts a blank value at `key` and lends it for writing.
    fn insert(&mut self, key: &str) -> Slot<'_>;

    /// The number of entries.
    fn len(&self) -> usize;

    /// Whether there are no entries.
    #[inline]
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value at `key`; [`View::Absent`] if there is none.
    fn get(&self, key: &str) -> View<'_>;

    /// Calls `visit` with each entry.
    fn each<'a>(&'a self, visit: &mut dyn FnMut(&'a str, View<'a>));
}

/// What may be `null`.
pub trait Optional {
    /// Becomes what it is before anything is read.
    fn set_absent(&mut self);

    /// Takes a `null`.
    fn set_null(&mut self);

    /// Becomes a blank value and lends it for writing.
    fn set_blank(&mut self) -> Slot<'_>;
}

/// What is made from a string, or from the digits of a number.
pub trait Scalar {
    /// Takes the string, if it can.
    fn set(&mut self, text: &str) -> Fit;
}

/// How well a string suits a [`Scalar`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fit {
    /// It is one of the values that the specification lists.
    Listed,
    /// It was taken, as any other would have been.
    Taken,
    /// It was taken, though the specification lists others.
    Unlisted,
    /// It was taken, though any text would suit it better.
    Kept,
    /// It was not taken; the words say what was expected.
    Refused(&'static str),
}
