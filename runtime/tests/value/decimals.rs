//! Decimals: every digit counts.

use std::collections::BTreeMap;

use clientgen_runtime::{Decimal, DecimalText, Value, decode, encode};

use crate::written;

fn decimal(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap()
}

#[test]
fn numbers_keep_their_digits() {
    for text in [
        "0",
        "-0.1",
        "1.10",
        "100.00",
        "12345678901234567890.12345678",
        "79228162514264337593543950335",
        "0.0000000000000000000000000001",
        "18446744073709551616",
    ] {
        let number: Decimal = decode(text.as_bytes()).unwrap();
        assert_eq!(number.to_string(), text);
        assert_eq!(written(&number), text);
        // As the other kind, which is written the other way.
        let quoted: DecimalText = decode(text.as_bytes()).unwrap();
        assert_eq!(written(&quoted), format!("{text:?}"));
        let number: Decimal = decode(written(&quoted).as_bytes()).unwrap();
        assert_eq!(written(&number), text);
    }
}

#[test]
fn exponents_and_escapes_are_read() {
    for (json, text) in
        [("1e2", "100"), ("12.5E-3", "0.0125"), ("1.25e1", "12.5"), ("0e99", "0"), (r#"" \u0031.5 ""#, "1.5")]
    {
        assert_eq!(decode::<Decimal>(json.as_bytes()).unwrap(), decimal(text), "{json}");
    }
}

#[test]
fn what_does_not_fit_is_refused() {
    for json in [
        "79228162514264337593543950336",
        "0.00000000000000000000000000001",
        "1e29",
        "1e-29",
        "1e99999999999",
        "1e2147483647",
        "1e-2147483648",
        r#""""#,
        r#""1_000""#,
        r#""1,5""#,
        r#""NaN""#,
        "true",
        "[]",
        "null",
    ] {
        assert!(decode::<Decimal>(json.as_bytes()).is_err(), "{json}");
    }
    let error = decode::<Vec<Decimal>>(b"[1,\n true]").unwrap_err();
    assert_eq!((error.path(), error.line()), ("[1]", 2));
}

#[test]
fn they_stand_wherever_a_value_can() {
    let prices: BTreeMap<String, Vec<Option<Decimal>>> = decode(br#"{"a": [1.50, null, "2"]}"#).unwrap();
    assert_eq!(written(&prices), r#"{"a":[1.50,null,2]}"#);
    assert_eq!(prices["a"][0].view().to_text().as_deref(), Some("1.50"));
    assert_eq!(format!("{:?}", prices.view()), r#"{"a": [1.50, absent, 2]}"#);
}

#[test]
fn digits_outlive_a_union() {
    // The tag comes last, so that all else is kept until then.
    let json = br#"{"price":1234567890.12345678901,"kind":"priced"}"#;
    let read: crate::models::Charge = decode(json).unwrap();
    assert_eq!(encode(read.view()), br#"{"kind":"priced","price":1234567890.12345678901}"#);
    let error = decode::<crate::models::Charge>(b"{\"price\":\n  1e99, \"kind\":\"priced\"}").unwrap_err();
    assert_eq!((error.path(), error.line(), error.column()), ("price", 2, 6));
}

#[test]
fn serde_has_them_too() {
    let json =
        |text: &str| serde_json::to_string(&crate::models::Priced { price: Some(decimal(text)) }).unwrap();
    assert_eq!(json("12"), r#"{"price":12}"#);
    assert_eq!(json("1.50"), r#"{"price":1.5}"#);
    // No float has these digits.
    assert_eq!(json("1234567890.12345678901"), r#"{"price":"1234567890.12345678901"}"#);
    let read: crate::models::Priced = serde_json::from_value(serde_json::json!({"price": "1.5"})).unwrap();
    assert_eq!(read.price, Some(decimal("1.5")));
    assert_eq!(serde_json::to_string(&DecimalText::from(decimal("1.50"))).unwrap(), r#""1.50""#);
}
