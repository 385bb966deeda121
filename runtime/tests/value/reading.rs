//! Every kind of value, `null`, what is missing, unknown or there twice.

use std::collections::BTreeMap;
use std::fmt::Debug;

use clientgen_runtime::{Json, JsonError, Secret, Value, decode};
use serde_json::json;

use crate::models::{Customer, KeyValuePair, RelationshipToPartner, ResourceCollection, Tree};

fn reads<T: Value + Debug + PartialEq>(json: &str, expected: &T) {
    assert_eq!(decode::<T>(json.as_bytes()).as_ref(), Ok(expected), "{json}");
}

fn refuses<T: Value + Debug>(json: &str, message: &str) {
    let error: JsonError = decode::<T>(json.as_bytes()).unwrap_err();
    assert_eq!(error.message(), message, "{json}");
}

#[test]
fn scalars() {
    reads("true", &true);
    reads("\"a\\u00e4\"", &"aä".to_owned());
    reads("\"hunter2\"", &Secret::from("hunter2"));
    reads("1.5", &1.5);
    reads("1", &1.0);
    reads("-1", &-1.0);
    reads("0.1", &0.1_f32);
    reads("\"reseller\"", &RelationshipToPartner::Reseller);
    reads(r#"{"a":[1,null]}"#, &json!({"a": [1, null]}));
    refuses::<bool>("1", "invalid type: integer, expected a boolean");
    refuses::<String>("1", "invalid type: integer, expected a string");
    refuses::<f64>("\"1\"", "invalid type: string, expected a number");
    refuses::<f32>("1e39", "invalid value: floating point, expected a number of single precision");
}

#[test]
fn whole_numbers() {
    reads("-2147483648", &i32::MIN);
    reads("2147483647", &i32::MAX);
    reads("4294967295", &u32::MAX);
    reads("-9223372036854775808", &i64::MIN);
    reads("18446744073709551615", &u64::MAX);
    reads("1.0", &1_i32);
    reads("1e3", &1000_u64);
    reads("-0.0", &0_u32);
    refuses::<i32>("2147483648", "invalid value: integer, expected a 32-bit whole number");
    refuses::<i32>("1.5", "invalid value: floating point, expected a 32-bit whole number");
    refuses::<i64>("1e300", "invalid value: floating point, expected a 64-bit whole number");
    refuses::<i64>("9223372036854775808", "invalid value: integer, expected a 64-bit whole number");
    refuses::<u32>("-1", "invalid value: integer, expected a 32-bit whole number that is not negative");
    refuses::<u64>(
        "-1.0",
        "invalid value: floating point, expected a 64-bit whole number that is not negative",
    );
}

#[test]
fn secrets_are_not_quoted() {
    refuses::<Secret>("4711", "invalid type: number, expected a string");
    refuses::<Secret>("false", "invalid type: boolean, expected a string");
}

#[test]
fn null() {
    reads("null", &None::<String>);
    reads("null", &None::<i32>);
    reads("null", &None::<Customer>);
    reads("null", &None::<Box<Customer>>);
    reads("null", &Vec::<i32>::new());
    reads("null", &BTreeMap::<String, i32>::new());
    reads("null", &Json::Null);
    reads("null", &Some(Json::Null));
    reads("[null, \"a\"]", &vec![None, Some("a".to_owned())]);
    reads(
        r#"{"id": null, "companyProfile": null, "customDomains": null, "seats": null}"#,
        &Customer::default(),
    );
    refuses::<String>("null", "invalid type: null, expected a string");
    refuses::<i32>("null", "invalid type: null, expected a 32-bit whole number");
    refuses::<RelationshipToPartner>("null", "invalid type: null, expected a string");
    refuses::<Customer>("null", "invalid type: null, expected an object");
    refuses::<Customer>("[]", "invalid type: sequence, expected an object");
}

#[test]
fn lists_and_maps() {
    reads("[[1], [], null]", &vec![vec![1], vec![], vec![]]);
    reads(
        r#"{"b": [2], "a\n": [1], "b": [3]}"#,
        &BTreeMap::from([("a\n".to_owned(), vec![1]), ("b".to_owned(), vec![3])]),
    );
    refuses::<Vec<i32>>("{}", "invalid type: map, expected an array");
    refuses::<BTreeMap<String, i32>>("[]", "invalid type: sequence, expected an object");
}

#[test]
fn models_in_any_order() {
    let customer: Customer = decode(
        br#"{"seats": 3.0, "password": "p", "id": "a", "relationshipToPartner": "moon",
             "companyProfile": {"tenantId": "t", "unknown": [{}], "domain": "d"},
             "allowDelegatedAccess": false, "customDomains": ["x", "y"]}"#,
    )
    .unwrap();
    assert_eq!(customer.id.as_deref(), Some("a"));
    assert_eq!(customer.seats, Some(3));
    assert_eq!(customer.allow_delegated_access, Some(false));
    assert_eq!(customer.custom_domains, ["x", "y"]);
    assert_eq!(customer.password.unwrap().expose(), "p");
    let company = customer.company_profile.unwrap();
    assert_eq!((company.domain.as_str(), company.tenant_id.as_deref()), ("d", Some("t")));
    let relationship = customer.relationship_to_partner.unwrap();
    assert!(matches!(relationship, RelationshipToPartner::Unrecognized(_)));
    assert_eq!(relationship.as_str(), "moon");
}

#[test]
fn unknown_properties_are_kept_or_read_over() {
    let customer: Customer = decode(br#"{"x\t": {"y": [1, null]}, "id": "a", "z": null}"#).unwrap();
    let rest = BTreeMap::from([("x\t".to_owned(), json!({"y": [1, null]})), ("z".to_owned(), Json::Null)]);
    assert_eq!(customer.additional_properties, rest);
    let pair: KeyValuePair<String, bool> = decode(br#"{"n": 1, "key": "k", "m": 2, "value": true}"#).unwrap();
    assert_eq!(pair.additional_properties, BTreeMap::from([("m".to_owned(), 2), ("n".to_owned(), 1)]));
    let page: ResourceCollection<i32> = decode(br#"{"unknown": {"a": [{}]}, "totalCount": 1}"#).unwrap();
    assert_eq!(page, ResourceCollection { total_count: Some(1), items: vec![] });
}

#[test]
fn the_last_of_two_properties_counts() {
    let customer: Customer = decode(
        br#"{"id": "a", "customDomains": ["x", "y"], "x": {"a": 1},
             "companyProfile": {"domain": "d", "tenantId": "t"},
             "id": null, "customDomains": ["z"], "x": {"b": 2}, "companyProfile": {"domain": "e"}}"#,
    )
    .unwrap();
    assert_eq!(customer.id, None);
    assert_eq!(customer.custom_domains, ["z"]);
    assert_eq!(customer.additional_properties, BTreeMap::from([("x".to_owned(), json!({"b": 2}))]));
    assert_eq!(customer.company_profile.unwrap().tenant_id, None);
}

#[test]
fn nothing_is_left_of_a_model_that_is_there_twice() {
    type Pair = KeyValuePair<Customer, KeyValuePair<Tree, i32>>;
    let pair: Pair = decode(
        br#"{"value": null,
             "key": {"id": "a", "seats": 1, "customDomains": ["x"], "companyProfile": {"domain": "d"}, "x": 1},
             "key": {"seats": 2}}"#,
    )
    .unwrap();
    assert_eq!(pair.key, { decode(br#"{"seats": 2}"#).unwrap() });
    refuses::<KeyValuePair<KeyValuePair<i32, i32>, i32>>(
        r#"{"key": {"key": 1, "value": 1}, "key": {"value": 2}, "value": 3}"#,
        "missing property `key`",
    );
}

#[test]
fn required_and_nullable() {
    let pair: KeyValuePair<String, bool> = decode(br#"{"key": "k", "value": null}"#).unwrap();
    assert_eq!(pair.value, None);
    refuses::<KeyValuePair<String, bool>>(r#"{"key": "k"}"#, "missing property `value`");
}

#[test]
fn recursion() {
    let tree: Tree =
        decode(br#"{"size": 1, "children": [{"size": 2, "children": [{"size": 3}]}, {"size": 4}]}"#).unwrap();
    assert_eq!(tree.children.len(), 2);
    assert_eq!(tree.children[0].children[0].size, 3);
}

#[test]
fn depth_is_limited() {
    let nested = |open: &str, close: &str| format!("{}{}", open.repeat(100_000), close.repeat(100_000));
    refuses::<Tree>(&nested(r#"{"size":1,"children":["#, "]}"), "recursion limit exceeded");
    refuses::<Tree>(&nested(r#"{"size":1,"unknown":["#, "]}"), "recursion limit exceeded");
    refuses::<Json>(&nested("[", "]"), "recursion limit exceeded");
    refuses::<crate::models::CustomerFilter>(
        &nested(r#"{"LeftFilter":"#, "}").replace(":}", ":1}"),
        "recursion limit exceeded",
    );
    refuses::<crate::models::Event>(
        &nested(r#"{"kind":"tree","events":["#, "]}"),
        "recursion limit exceeded",
    );
}

#[derive(serde::Deserialize)]
struct Own {
    customer: Customer,
    relationship: RelationshipToPartner,
    password: Secret,
}

#[test]
fn serde_reads_the_same() {
    let json = json!({"totalCount": 1.0, "items": [{"id": "a", "customDomains": null, "x": 1}], "y": 2});
    let page: ResourceCollection<Customer> = serde_json::from_value(json.clone()).unwrap();
    assert_eq!(page, decode(json.to_string().as_bytes()).unwrap());
    assert_eq!(page, serde_json::from_reader(json.to_string().as_bytes()).unwrap());
    assert_eq!(page.items[0].additional_properties["x"], 1);
    let own = json!({"customer": {"id": "a"}, "relationship": "advisor", "password": "p"});
    let own: Own = serde_json::from_value(own).unwrap();
    assert_eq!(own.customer.id.as_deref(), Some("a"));
    assert_eq!(own.relationship, RelationshipToPartner::Advisor);
    assert_eq!(own.password, Secret::from("p".to_owned()));
}

#[test]
fn enums() {
    let advisor = RelationshipToPartner::from("advisor".to_owned());
    assert_eq!(advisor, RelationshipToPartner::Advisor);
    assert_eq!(format!("{advisor:>9}"), "  advisor");
    assert_eq!(AsRef::<str>::as_ref(&advisor), "advisor");
    assert_eq!(RelationshipToPartner::from("x"), RelationshipToPartner::from("x"));
}
