//! Dates as values of `jiff`, for clients that are generated so: what is no date is an error.

use jiff::Timestamp;
use jiff::civil;

use super::read::{date, moment};
use crate::value::shape::{Fit, Scalar, Slot, Value, View};

/// Read from any form of a moment that [`DateTime`](crate::DateTime) reads, written in UTC.
impl Value for Timestamp {
    fn blank() -> Self {
        Self::UNIX_EPOCH
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Scalar(self)
    }

    fn view(&self) -> View<'_> {
        View::Printed(self)
    }
}

impl Scalar for Timestamp {
    fn set(&mut self, text: &str) -> Fit {
        match moment(text.trim()) {
            Some(moment) => {
                *self = moment;
                Fit::Taken
            }
            None => Fit::Refused("a date and time"),
        }
    }
}

/// Read from any form of a date that [`Date`](crate::Date) reads.
impl Value for civil::Date {
    fn blank() -> Self {
        Self::ZERO
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Scalar(self)
    }

    fn view(&self) -> View<'_> {
        View::Printed(self)
    }
}

impl Scalar for civil::Date {
    fn set(&mut self, text: &str) -> Fit {
        match date(text.trim()) {
            Some(date) => {
                *self = date;
                Fit::Taken
            }
            None => Fit::Refused("a date"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::{decode, encode};

    #[test]
    fn a_moment_is_read_in_any_zone_and_written_in_utc() {
        for text in ["2020-07-09T10:30:00Z", "2020-07-09T12:30:00.0000000+02:00", "2020-07-09T10:30:00"] {
            let moment: Timestamp = decode(format!("\"{text}\"").as_bytes()).unwrap();
            assert_eq!(encode(moment.view()), b"\"2020-07-09T10:30:00Z\"");
        }
        let none: Option<Timestamp> = decode(b"null").unwrap();
        assert_eq!(none, None);
    }

    #[test]
    fn a_date_is_read_with_and_without_a_time() {
        for text in ["2020-07-09", "2020-07-09T10:30:00Z", "07/09/2020"] {
            let date: civil::Date = decode(format!("\"{text}\"").as_bytes()).unwrap();
            assert_eq!(encode(date.view()), b"\"2020-07-09\"");
        }
    }

    #[test]
    fn what_is_no_date_is_an_error() {
        let moment = decode::<Timestamp>(b"\"soon\"").unwrap_err();
        assert!(moment.to_string().contains("a date and time"), "{moment}");
        let date = decode::<civil::Date>(b"\"\"").unwrap_err();
        assert!(date.to_string().contains("a date"), "{date}");
    }
}
