//! Decimal numbers, with all their digits.

use std::fmt;
use std::ops::Deref;

use rust_decimal::Decimal;

use super::macros::serde_impls;
use super::shape::{Fit, Scalar, Slot, Value, View};

/// What is expected where a decimal stands. The bounds are those of `System.Decimal` too.
const EXPECTED: &str = "a decimal number of at most 28 digits";

/// Reads a decimal of JSON, digit by digit.
fn exact(text: &str) -> Option<Decimal> {
    let text = text.trim();
    // The library would take `1_000`.
    if text.contains('_') {
        return None;
    }
    let (digits, exponent) = match text.split_once(['e', 'E']) {
        Some((digits, exponent)) => (digits, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let mut number = Decimal::from_str_exact(digits).ok()?;
    if number.is_zero() {
        return Some(number);
    }
    let scale = i64::from(number.scale()) - i64::from(exponent);
    number.set_scale(u32::try_from(scale.max(0)).ok()?).ok()?;
    for _ in 0..scale.min(0).unsigned_abs() {
        number = number.checked_mul(Decimal::TEN)?;
    }
    Some(number)
}

/// Read from a number or a string, written as a number.
impl Value for Decimal {
    fn blank() -> Self {
        Self::ZERO
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Digits(self)
    }

    fn view(&self) -> View<'_> {
        View::Digits(self)
    }
}

impl Scalar for Decimal {
    fn set(&mut self, text: &str) -> Fit {
        match exact(text) {
            Some(number) => {
                *self = number;
                Fit::Taken
            }
            None => Fit::Refused(EXPECTED),
        }
    }
}

/// A [`Decimal`] that stands in JSON as a string. It can be used as the decimal that it is.
///
/// ```
/// use clientgen_runtime::{Decimal, DecimalText, Value, decode, encode};
///
/// let price: DecimalText = decode(br#""12.50""#)?;
/// assert_eq!(*price * Decimal::from(2), Decimal::from(25));
/// assert_eq!(encode(price.view()), br#""12.50""#);
/// # Ok::<(), clientgen_runtime::JsonError>(())
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DecimalText(Decimal);

impl Deref for DecimalText {
    type Target = Decimal;

    fn deref(&self) -> &Decimal {
        &self.0
    }
}

impl From<Decimal> for DecimalText {
    fn from(number: Decimal) -> Self {
        Self(number)
    }
}

impl From<DecimalText> for Decimal {
    fn from(text: DecimalText) -> Self {
        text.0
    }
}

impl fmt::Display for DecimalText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for DecimalText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Read from a string or a number, written as a string.
impl Value for DecimalText {
    fn blank() -> Self {
        Self::default()
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Digits(&mut self.0)
    }

    fn view(&self) -> View<'_> {
        View::Printed(&self.0)
    }
}

serde_impls!([] DecimalText);
