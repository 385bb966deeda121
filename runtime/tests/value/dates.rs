//! Dates in every form that services have been seen to write.

use clientgen_runtime::jiff::{Timestamp, civil};
use clientgen_runtime::{Date, DateTime, When, decode};

use crate::written;

#[test]
fn every_form_is_read_and_none_is_changed() {
    let second = "2020-07-09T10:30:00Z";
    let midnight = "2020-07-09T00:00:00Z";
    for (text, moment) in [
        ("2020-07-09T10:30:00Z", second),
        ("2020-07-09t10:30:00z", second),
        ("2020-07-09T10:30:00", second),
        ("2020-07-09 10:30:00", second),
        ("2020-07-09T10:30:00.0000000Z", second),
        ("2020-07-09T10:30:00.1234567Z", "2020-07-09T10:30:00.1234567Z"),
        ("2020-07-09T10:30:00.1234567", "2020-07-09T10:30:00.1234567Z"),
        ("2020-07-09T10:30:00+00:00", second),
        ("2020-07-09T02:30:00-08:00", second),
        ("2020-07-09T16:00:00.00+05:30", second),
        ("2020-07-09", midnight),
        ("07/09/2020 10:30:00", second),
        ("7/9/2020 10:30:00 AM", second),
        ("07/09/2020: 00:00:00", midnight),
        ("6/1/2017 12:00:00 AM", "2017-06-01T00:00:00Z"),
        ("07/09/2020", midnight),
        (" 2020-07-09T10:30:00Z ", second),
    ] {
        let json = format!("{text:?}");
        let date: DateTime = decode(json.as_bytes()).unwrap();
        let moment: Timestamp = moment.parse().unwrap();
        assert_eq!(date.when(), Ok(When::At(moment)), "{text}");
        assert_eq!(written(&date), json);
        let day: Date = decode(json.as_bytes()).unwrap();
        let civil = day.when().unwrap().at().unwrap();
        assert_eq!((civil.day(), written(&day)), (if text.starts_with("6/1") { 1 } else { 9 }, json));
    }
}

#[test]
fn some_years_are_no_dates() {
    for text in ["0001-01-01T00:00:00", "0001-01-01T00:00:00Z", "0001-01-01", "01/01/0001 00:00:00", "", " "]
    {
        assert_eq!(DateTime::from(text).when(), Ok(When::Unset), "{text}");
        assert_eq!(Date::from(text).when(), Ok(When::Unset), "{text}");
    }
    for text in ["9999-12-10T00:00:00Z", "9999-12-31T23:59:59.9999999Z", "9999-12-31", "12/31/9999 23:59:59"]
    {
        assert_eq!(DateTime::from(text).when(), Ok(When::Never), "{text}");
        assert_eq!(Date::from(text).when(), Ok(When::Never), "{text}");
    }
    let now = When::At(Timestamp::now());
    assert!(When::Unset < now && now < When::Never);
}

#[test]
fn what_is_no_date_is_kept() {
    for text in
        ["soon", "2020-13-01T00:00:00Z", "2020-07-09T25:00:00", "13/13/2020", "2020", "1594290600", "/"]
    {
        let date: DateTime = decode(format!("{text:?}").as_bytes()).unwrap();
        let error = date.when().unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("a text of {} bytes is no date in any form that is known", text.len())
        );
        assert!(Date::from(text).when().is_err(), "{text}");
        assert_eq!(date.as_str(), text);
    }
}

#[test]
fn dates_are_made_from_those_of_the_library() {
    let moment: Timestamp = "2020-07-09T10:30:00.5Z".parse().unwrap();
    assert_eq!(DateTime::from(moment).as_str(), "2020-07-09T10:30:00.5Z");
    assert_eq!(DateTime::from(moment).when(), Ok(When::At(moment)));
    let day = civil::date(2020, 7, 9);
    assert_eq!(Date::from(day).as_str(), "2020-07-09");
    assert_eq!(Date::from(day).when(), Ok(When::At(day)));
}
