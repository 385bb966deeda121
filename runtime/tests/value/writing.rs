//! What is written, what is left out, in which order.

use std::collections::BTreeMap;

use clientgen_runtime::{Json, Secret, View, decode, encode};
use serde_json::json;

use crate::models::{
    CompanyProfile, Customer, KeyValuePair, RelationshipToPartner, ResourceCollection, Tree,
};
use crate::written;

#[test]
fn scalars() {
    assert_eq!(written(&true), "true");
    assert_eq!(written(&false), "false");
    assert_eq!(written(&-7), "-7");
    assert_eq!(written(&u64::MAX), "18446744073709551615");
    assert_eq!(written(&0.1), "0.1");
    assert_eq!(written(&0.1_f32), "0.1");
    assert_eq!(written(&1e300), "1e+300");
    assert_eq!(written(&Secret::from("p")), "\"p\"");
    assert_eq!(written(&RelationshipToPartner::from("x")), "\"x\"");
    assert_eq!(written(&vec![Some(1), None]), "[1,null]");
    assert_eq!(written(&None::<String>), "null");
    assert_eq!(encode(View::Null), b"null");
}

#[test]
fn json_has_no_infinities() {
    assert_eq!(written(&vec![f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1.0]), "[null,null,null,1.0]");
    assert_eq!(written(&f32::NAN), "null");
}

#[test]
fn strings_are_escaped() {
    for text in
        ["", "a", "a\"b", "back\\slash", "\u{1}", "line\nfeed", "tab\tin the middle of it", "aä€𝄞", "\u{7f}"]
    {
        for text in [text.to_owned(), format!("12345678{text}"), format!("{text}12345678"), text.repeat(5)] {
            assert_eq!(written(&text), serde_json::to_string(&text).unwrap());
            let map = BTreeMap::from([(text.clone(), text.clone())]);
            assert_eq!(written(&map), serde_json::to_string(&map).unwrap());
        }
    }
}

#[test]
fn what_is_not_set_is_left_out() {
    assert_eq!(written(&Customer::default()), "{}");
    let pair =
        KeyValuePair::<String, i32> { key: String::new(), value: None, additional_properties: [].into() };
    assert_eq!(written(&pair), r#"{"key":"","value":null}"#);
    let page = ResourceCollection::<i32> { total_count: None, items: vec![] };
    assert_eq!(written(&page), "{}");
}

#[test]
fn in_the_order_of_the_model() {
    let customer: Customer = decode(
        br#"{"z": 1, "seats": 1, "customDomains": ["x"], "a": null, "companyProfile": {"tenantId": "t", "domain": "d"}, "id": "i"}"#,
    )
    .unwrap();
    let expected = r#"{"id":"i","companyProfile":{"domain":"d","tenantId":"t"},"customDomains":["x"],"seats":1,"a":null,"z":1}"#;
    assert_eq!(written(&customer), expected);
    assert_eq!(serde_json::to_string(&customer).unwrap(), expected);
    assert_eq!(serde_json::to_value(&customer).unwrap(), serde_json::from_str::<Json>(expected).unwrap());
}

#[test]
fn no_property_twice() {
    let mut customer = Customer { id: Some("a".to_owned()), ..Customer::default() };
    let rest = [("id", json!("b")), ("seats", json!("many")), ("customDomains", json!([]))];
    customer.additional_properties.extend(rest.map(|(name, value)| (name.to_owned(), value)));
    // A property that is not set leaves its name to the unknown ones.
    assert_eq!(written(&customer), r#"{"id":"a","customDomains":[],"seats":"many"}"#);
    assert_eq!(serde_json::to_string(&customer).unwrap(), written(&customer));
}

#[test]
fn read_change_write_loses_nothing() {
    let json = r#"{"id":"a","companyProfile":{"domain":"d"},"new":{"n":12345678901234567890,"price":0.30000000000000004}}"#;
    let mut customer: Customer = decode(json.as_bytes()).unwrap();
    customer.company_profile = Some(CompanyProfile::new("e"));
    assert_eq!(written(&customer), json.replace("\"d\"", "\"e\""));
}

#[test]
fn trees() {
    let tree: Tree = decode(br#"{"size":1,"children":[{"size":2,"children":[]}],"events":null}"#).unwrap();
    assert_eq!(written(&tree), r#"{"size":1,"children":[{"size":2}]}"#);
}
