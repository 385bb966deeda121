//! Values of the types that a caller has chosen, as they are read and written.

use clientgen_runtime::{Json, Value, decode, encode};
use tests::chosen_types::models::Order;

const ORDER: &str = r#"{"at":"2020-07-09T12:30:00+02:00","day":"2020-07-09","total":"12.50 EUR","shares":["1 EUR"],
    "weight":0.5,"size":"12.0","code":"abc"}"#;

#[test]
fn types_of_ones_own_and_dates_are_read_and_written() {
    let order: Order = decode(ORDER.as_bytes()).expect("an order");
    assert_eq!(order.at.as_second(), 1_594_290_600);
    assert_eq!(order.day.value().map(clientgen_runtime::CivilDate::year), Some(2020));
    assert_eq!(order.total.0, "12.50 EUR");
    assert_eq!(order.code.map(|code| code.to_string()).as_deref(), Some("abc"));
    let written: Json = decode(&encode(order.view())).expect("JSON");
    let mut expected: Json = decode(ORDER.as_bytes()).expect("JSON");
    expected["at"] = "2020-07-09T10:30:00Z".into();
    assert_eq!(written, expected);
}

#[test]
fn what_they_do_not_take_is_an_error_with_its_place() {
    for (from, to, place) in [("abc", "abcd", "code"), ("2020-07-09T12:30:00+02:00", "soon", "at")] {
        let error = decode::<Order>(ORDER.replace(from, to).as_bytes()).expect_err("no order").to_string();
        assert!(error.contains(place), "{error}");
    }
}
