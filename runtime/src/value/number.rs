//! The numbers that an open enum can list.

use super::shape::View;

/// A number that an open enum can list.
pub trait Number: Copy {
    /// What is said where it is not one.
    const EXPECTED: &'static str;

    /// Reads it from the digits of a number in JSON; whole numbers may be written as `1.0`.
    fn read(text: &str) -> Option<Self>;

    /// Lends it for reading.
    fn view_of<'a>(self) -> View<'a>;
}

impl Number for i64 {
    const EXPECTED: &'static str = "a 64-bit whole number";

    fn read(text: &str) -> Option<Self> {
        text.parse().ok().or_else(|| whole(text))
    }

    fn view_of<'a>(self) -> View<'a> {
        View::I64(self)
    }
}

impl Number for u64 {
    const EXPECTED: &'static str = "a 64-bit whole number that is not negative";

    fn read(text: &str) -> Option<Self> {
        text.parse().ok().or_else(|| Self::try_from(whole(text)?).ok())
    }

    fn view_of<'a>(self) -> View<'a> {
        View::U64(self)
    }
}

impl Number for f64 {
    const EXPECTED: &'static str = "a number";

    fn read(text: &str) -> Option<Self> {
        number(text)
    }

    fn view_of<'a>(self) -> View<'a> {
        View::F64(self)
    }
}

fn whole(text: &str) -> Option<i64> {
    number(text).and_then(exact)
}

/// The number that a string spells, if it begins and ends as one in JSON does: `inf` is none.
pub(super) fn number(text: &str) -> Option<f64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit());
    text.parse().ok().filter(|value: &f64| is_number && value.is_finite())
}

/// The whole number that a floating point number is, if it is one and if no other is as near.
pub(super) fn exact(value: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    #[expect(clippy::cast_possible_truncation, reason = "there is nothing to cut off: it was checked")]
    (value.fract() == 0.0 && value.abs() <= EXACT).then_some(value as i64)
}
