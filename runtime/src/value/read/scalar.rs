//! Reads numbers and strings.

use std::fmt;
use std::str::FromStr;

use serde::de::{Deserializer, Error, IgnoredAny, Unexpected, Visitor};

use super::raw::take;
use crate::value::number::{exact, number};
use crate::value::shape::{Scalar, Slot};

/// Whether a slot is that of a scalar which JSON has a kind for.
pub(super) fn is_plain(slot: &Slot<'_>) -> bool {
    matches!(
        slot,
        Slot::Bool(_)
            | Slot::I32(_)
            | Slot::I64(_)
            | Slot::U32(_)
            | Slot::U64(_)
            | Slot::F32(_)
            | Slot::F64(_)
            | Slot::Text(_)
            | Slot::OptionalText(_)
    )
}

/// Reads a plain scalar that may be written as what it is not.
// Asked for a number, serde_json refuses all else; asked for anything, it leaves that to the visitor.
pub(super) fn lenient<'de, D: Deserializer<'de>>(slot: Slot<'_>, deserializer: D) -> Result<(), D::Error> {
    match slot {
        Slot::Bool(place) => deserializer.deserialize_any(Truth(place)),
        Slot::I32(place) => deserializer.deserialize_any(Whole(place)),
        Slot::I64(place) => deserializer.deserialize_any(Whole(place)),
        Slot::U32(place) => deserializer.deserialize_any(Whole(place)),
        Slot::U64(place) => deserializer.deserialize_any(Whole(place)),
        Slot::F32(place) => deserializer.deserialize_any(Single(place)),
        Slot::F64(place) => deserializer.deserialize_any(Double(place)),
        Slot::Text(place) => deserializer.deserialize_any(Text(place)),
        Slot::OptionalText(place) => deserializer.deserialize_any(Text(place)),
        _ => deserializer.deserialize_any(IgnoredAny).map(|_| ()),
    }
}

/// Reads `true` or `false`.
pub(super) struct Truth<'s>(pub(super) &'s mut bool);

impl Visitor<'_> for Truth<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a boolean")
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        *self.0 = value;
        Ok(())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        match text.trim() {
            truth if truth.eq_ignore_ascii_case("true") => *self.0 = true,
            truth if truth.eq_ignore_ascii_case("false") => *self.0 = false,
            _ => return Err(E::invalid_value(Unexpected::Other("string"), &self)),
        }
        Ok(())
    }
}

/// Reads a whole number, which may be written as `1.0`.
pub(super) struct Whole<'s, T>(pub(super) &'s mut T);

/// The whole numbers that there are slots for.
pub(super) trait Integer: TryFrom<i64> + TryFrom<u64> + FromStr {
    const EXPECTED: &str;
}

impl Integer for i32 {
    const EXPECTED: &str = "a 32-bit whole number";
}

impl Integer for i64 {
    const EXPECTED: &str = "a 64-bit whole number";
}

impl Integer for u32 {
    const EXPECTED: &str = "a 32-bit whole number that is not negative";
}

impl Integer for u64 {
    const EXPECTED: &str = "a 64-bit whole number that is not negative";
}

impl<T: Integer> Visitor<'_> for Whole<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        match T::try_from(value) {
            Ok(value) => *self.0 = value,
            Err(_) => return Err(E::invalid_value(Unexpected::Signed(value), &self)),
        }
        Ok(())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        match T::try_from(value) {
            Ok(value) => *self.0 = value,
            Err(_) => return Err(E::invalid_value(Unexpected::Unsigned(value), &self)),
        }
        Ok(())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        match exact(value).map(T::try_from) {
            Some(Ok(value)) => *self.0 = value,
            _ => return Err(E::invalid_value(Unexpected::Float(value), &self)),
        }
        Ok(())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        let text = text.trim();
        match (T::from_str(text), number(text)) {
            (Ok(value), _) => *self.0 = value,
            (Err(_), Some(value)) => return self.visit_f64(value),
            (Err(_), None) => return Err(E::invalid_value(Unexpected::Other("string"), &self)),
        }
        Ok(())
    }
}

/// Reads a number of double precision.
pub(super) struct Double<'s>(pub(super) &'s mut f64);

impl Visitor<'_> for Double<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    #[expect(clippy::cast_precision_loss, reason = "as every reader of JSON that has floating point only")]
    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        *self.0 = value as f64;
        Ok(())
    }

    #[expect(clippy::cast_precision_loss, reason = "as every reader of JSON that has floating point only")]
    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        *self.0 = value as f64;
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        *self.0 = value;
        Ok(())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        match number(text.trim()) {
            Some(value) => self.visit_f64(value),
            None => Err(E::invalid_value(Unexpected::Other("string"), &self)),
        }
    }
}

/// Reads a number of single precision.
pub(super) struct Single<'s>(pub(super) &'s mut f32);

impl Visitor<'_> for Single<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number of single precision")
    }

    #[expect(clippy::cast_precision_loss, reason = "what fits is rounded")]
    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.visit_f64(value as f64)
    }

    #[expect(clippy::cast_precision_loss, reason = "what fits is rounded")]
    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        #[expect(clippy::cast_possible_truncation, reason = "what fits is rounded")]
        let single = value as f32;
        if single.is_infinite() && value.is_finite() {
            return Err(E::invalid_value(Unexpected::Float(value), &self));
        }
        *self.0 = single;
        Ok(())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        match number(text.trim()) {
            Some(value) => self.visit_f64(value),
            None => Err(E::invalid_value(Unexpected::Other("string"), &self)),
        }
    }
}

/// Reads any string, and `null` where the place is an option.
pub(super) struct Text<'s, T>(pub(super) &'s mut T);

/// The places of strings.
pub(super) trait Textual: From<String> {
    /// What `null` is there, if it is anything.
    const NULL: Option<Self>;
}

impl Textual for String {
    const NULL: Option<Self> = None;
}

impl Textual for Option<String> {
    const NULL: Option<Self> = Some(None);
}

impl<'de, T: Textual> Visitor<'de> for Text<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        match T::NULL {
            Some(null) => *self.0 = null,
            None => return Err(E::invalid_type(Unexpected::Unit, &self)),
        }
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.visit_none()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_string(self)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.visit_string(text.to_owned())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<(), E> {
        *self.0 = T::from(text);
        Ok(())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.visit_str(if value { "true" } else { "false" })
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.visit_string(value.to_string())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.visit_string(value.to_string())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.visit_string(value.to_string())
    }
}

/// Reads what is made from a string. It may be a secret, so errors do not quote it.
pub(super) struct Parsed<'s> {
    pub(super) place: &'s mut dyn Scalar,
    /// Whether numbers and booleans will do.
    pub(super) lenient: bool,
}

impl Parsed<'_> {
    fn other<E: Error>(self, what: &str, text: impl fmt::Display) -> Result<(), E> {
        if self.lenient {
            take(self.place, &text.to_string())
        } else {
            Err(E::invalid_type(Unexpected::Other(what), &self))
        }
    }
}

impl Visitor<'_> for Parsed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.lenient { "a number or a string" } else { "a string" })
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        take(self.place, text)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.other("boolean", value)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.other("number", value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.other("number", value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.other("number", value)
    }
}
