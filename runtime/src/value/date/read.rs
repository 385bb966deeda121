//! Reads dates, by the library `jiff`.
//!
//! Chosen over `time` and `chrono`: reading leniently is to try a moment first and a date without a zone next,
//! and `jiff` has a type for either that reads its forms of ISO 8601 by itself, with a fraction of any length
//! up to the nanosecond. `time` wants a format description for each form. Without its time zone database
//! `jiff` brings nothing but its own core.

use std::fmt;

use jiff::Timestamp;
use jiff::civil;
use jiff::tz::TimeZone;

use super::{Date, DateTime};

/// When something is, in the words of a service that has dates for "not set" and for "never".
///
/// In order: what is not set, all moments, never.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum When<T> {
    /// No date at all: the text is empty, or in the year 1.
    Unset,
    /// A date.
    At(T),
    /// The end of time: the text is in the year 9999.
    Never,
}

impl<T> When<T> {
    /// The date, if it is one.
    #[must_use]
    pub fn at(self) -> Option<T> {
        match self {
            Self::At(at) => Some(at),
            Self::Unset | Self::Never => None,
        }
    }
}

/// A text that is no date in any form that is known. Neither `Display` nor `Debug` shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct DateError {
    text: String,
}

impl DateError {
    fn new(text: &str) -> Self {
        Self { text: text.to_owned() }
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl fmt::Debug for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DateError").finish_non_exhaustive()
    }
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a text of {} bytes is no date in any form that is known", self.text.len())
    }
}

impl std::error::Error for DateError {}

impl DateTime {
    /// Reads the text. Where it has no zone it is in UTC; where it has no time it is midnight.
    ///
    /// ```
    /// use clientgen_runtime::{DateTime, When, jiff::Timestamp};
    ///
    /// let second: Timestamp = "2020-07-09T10:30:00Z".parse()?;
    /// for text in ["2020-07-09T10:30:00", "2020-07-09T12:30:00.0000000+02:00", "07/09/2020 10:30:00"] {
    ///     assert_eq!(DateTime::from(text).when()?, When::At(second));
    /// }
    /// assert_eq!(DateTime::from("0001-01-01T00:00:00").when()?, When::Unset);
    /// assert_eq!(DateTime::from("9999-12-31T23:59:59.9999999Z").when()?, When::Never);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If it is no date in ISO 8601, nor in the American form with slashes.
    pub fn when(&self) -> Result<When<Timestamp>, DateError> {
        let text = self.0.trim();
        if let Some(when) = bounds(text) {
            return Ok(when);
        }
        moment(text).map(When::At).ok_or_else(|| DateError::new(&self.0))
    }
}

impl Date {
    /// Reads the text. A time and a zone, where there are any, are passed over.
    ///
    /// # Errors
    ///
    /// If it is no date in ISO 8601, nor in the American form with slashes.
    pub fn when(&self) -> Result<When<civil::Date>, DateError> {
        let text = self.0.trim();
        if let Some(when) = bounds(text) {
            return Ok(when);
        }
        date(text).map(When::At).ok_or_else(|| DateError::new(&self.0))
    }
}

impl From<Timestamp> for DateTime {
    fn from(moment: Timestamp) -> Self {
        Self(moment.to_string())
    }
}

impl From<civil::Date> for Date {
    fn from(date: civil::Date) -> Self {
        Self(date.to_string())
    }
}

/// The two years that are no dates, whatever follows. `jiff` could not hold the last hours of the year 9999.
fn bounds<T>(text: &str) -> Option<When<T>> {
    if text.is_empty() {
        return Some(When::Unset);
    }
    let date = leading(text).or_else(|| Some(civil_of(text)?.date()))?;
    match date.year() {
        1 => Some(When::Unset),
        9999 => Some(When::Never),
        _ => None,
    }
}

/// The moment that a text names; in UTC if it has no zone.
pub(super) fn moment(text: &str) -> Option<Timestamp> {
    let zoned = || Some(civil_of(text)?.to_zoned(TimeZone::UTC).ok()?.timestamp());
    text.parse().ok().or_else(zoned)
}

/// The day that a text names.
pub(super) fn date(text: &str) -> Option<civil::Date> {
    // With a zone it has to be all right as a whole.
    let has_zone = || text.parse::<Timestamp>().is_ok();
    match civil_of(text) {
        Some(civil) => Some(civil.date()),
        None => leading(text).filter(|_| has_zone()),
    }
}

/// The date that an ISO 8601 text begins with.
fn leading(text: &str) -> Option<civil::Date> {
    text.get(..10)?.parse().ok()
}

/// A date and time without a zone.
fn civil_of(text: &str) -> Option<civil::DateTime> {
    const SLASHES: &[&str] = &["%m/%d/%Y %H:%M:%S", "%m/%d/%Y: %H:%M:%S", "%m/%d/%Y %I:%M:%S %p"];
    if !text.contains('/') {
        return text.parse().ok();
    }
    let day = || civil::Date::strptime("%m/%d/%Y", text).ok();
    SLASHES.iter().find_map(|form| civil::DateTime::strptime(form, text).ok()).or_else(|| Some(day()?.into()))
}
