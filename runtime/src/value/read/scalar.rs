//! Reads numbers and strings.

use std::fmt;

use serde::de::{Deserializer, Error, Unexpected, Visitor};

use crate::value::shape::{Fit, Scalar};

/// Reads a whole number, which may be written as `1.0`.
pub(super) struct Whole<'s, T>(pub(super) &'s mut T);

/// The whole numbers that there are slots for.
pub(super) trait Integer: TryFrom<i64> + TryFrom<u64> {
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
        match whole(value).map(T::try_from) {
            Some(Ok(value)) => *self.0 = value,
            _ => return Err(E::invalid_value(Unexpected::Float(value), &self)),
        }
        Ok(())
    }
}

/// The whole number that a floating point number is, if it is one and if no other is as near.
pub(super) fn whole(value: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "there is nothing to cut off: it was checked"
    )]
    (value.fract() == 0.0 && value.abs() <= EXACT).then_some(value as i64)
}

/// Reads a number of double precision.
pub(super) struct Double<'s>(pub(super) &'s mut f64);

impl Visitor<'_> for Double<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "as every reader of JSON that has floating point only"
    )]
    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        *self.0 = value as f64;
        Ok(())
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "as every reader of JSON that has floating point only"
    )]
    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        *self.0 = value as f64;
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        *self.0 = value;
        Ok(())
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
}

/// Reads any string.
pub(super) struct Text<'s>(pub(super) &'s mut String);

impl Visitor<'_> for Text<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        *self.0 = String::from(text);
        Ok(())
    }

    fn visit_string<E>(self, text: String) -> Result<(), E> {
        *self.0 = text;
        Ok(())
    }
}

/// Reads any string, or `null`.
pub(super) struct OptionalText<'s>(pub(super) &'s mut Option<String>);

impl<'de> Visitor<'de> for OptionalText<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string or null")
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        *self.0 = None;
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.visit_none()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_string(Text(self.0.insert(String::new())))
    }
}

/// Reads what is made from a string. It may be a secret, so errors do not quote it.
pub(super) struct Parsed<'s>(pub(super) &'s mut dyn Scalar);

impl Visitor<'_> for Parsed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        match self.0.set(text) {
            Fit::Listed | Fit::Taken => Ok(()),
            Fit::Refused(expected) => Err(E::invalid_value(Unexpected::Other("string"), &expected)),
        }
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Err(E::invalid_type(Unexpected::Other("boolean"), &self))
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Err(E::invalid_type(Unexpected::Other("number"), &self))
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Err(E::invalid_type(Unexpected::Other("number"), &self))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Err(E::invalid_type(Unexpected::Other("number"), &self))
    }
}
