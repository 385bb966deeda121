//! Errors say where: path, line and column.

use std::collections::BTreeMap;

use clientgen_runtime::{JsonError, Value, decode};

use crate::models::{CompanyProfile, Customer, Event, KeyValuePair, ResourceCollection, Tree};

fn error<T: Value>(json: &str) -> JsonError {
    decode::<T>(json.as_bytes()).map(|_| ()).unwrap_err()
}

#[test]
fn in_a_model_in_a_list() {
    let error = error::<ResourceCollection<Customer>>(
        "{\"items\": [\n  {\"id\": \"a\"},\n  {\"companyProfile\": {\"domain\": 17, \"tenantId\": \"t\"}}\n]}",
    );
    assert_eq!(error.path(), "items[1].companyProfile.domain");
    assert_eq!(error.message(), "invalid type: integer, expected a string");
    assert_eq!((error.line(), error.column()), (3, 34));
    assert_eq!(
        error.to_string(),
        "items[1].companyProfile.domain: invalid type: integer, expected a string at line 3 column 34"
    );
}

#[test]
fn where_something_is_missing() {
    let error = error::<Vec<Customer>>(r#"[{}, {"companyProfile": {"tenantId": "t"}}]"#);
    assert_eq!(error.path(), "[1].companyProfile");
    assert_eq!(error.message(), "missing property `domain`");
    assert_eq!((error.line(), error.column()), (1, 41));
}

#[test]
fn at_the_top() {
    assert_eq!(
        error::<i32>("true").to_string(),
        "invalid type: boolean, expected a 32-bit whole number at line 1 column 4"
    );
    assert_eq!(error::<Customer>("").to_string(), "EOF while parsing a value at line 1 column 0");
    assert_eq!(error::<Customer>("{} {}").message(), "trailing characters");
    assert_eq!(error::<Customer>("{\"id\": \"a\",\n}").to_string(), "trailing comma at line 2 column 1");
    assert_eq!(error::<Customer>("{\"id\": \"\u{1}\"}").path(), "id");
    assert!(decode::<String>(b"\"\xff\"").is_err());
}

#[test]
fn bytes_that_are_no_text_matter_where_they_are_read() {
    let error = decode::<Customer>(b"{\n\"id\": \"\xff\"}").unwrap_err();
    assert_eq!(error.path(), "id");
    assert_eq!(error.to_string(), "id: invalid unicode code point at line 2 column 8");
    let passed_over = decode::<CompanyProfile>(b"{\"x\": \"\xff\", \"domain\": \"a\"}").unwrap();
    assert_eq!(passed_over.domain, "a");
}

#[test]
fn in_maps_and_unknown_properties() {
    let deep = error::<BTreeMap<String, BTreeMap<String, i32>>>(r#"{"a b": {"c": 1, "d.e": "x"}}"#);
    assert_eq!(deep.path(), r#"["a b"]["d.e"]"#);
    let rest = error::<KeyValuePair<String, String>>(r#"{"n": "x"}"#);
    assert_eq!(rest.path(), "n");
    let cut_off = error::<Customer>(r#"{"x": {"y": [1,"#);
    assert_eq!(cut_off.path(), "x");
    assert_eq!(cut_off.message(), "EOF while parsing a value");
}

#[test]
fn in_unions() {
    let streamed = error::<Vec<Event>>(r#"[{"kind": "tree", "size": 1, "children": [{"size": "big"}]}]"#);
    assert_eq!(streamed.path(), "[0].children[0].size");
    assert_eq!((streamed.line(), streamed.column()), (1, 56));
    let buffered = error::<Vec<Event>>(r#"[{"size": 1, "children": [{"size": "big"}], "kind": "tree"}]"#);
    assert_eq!(buffered.path(), "[0].children[0].size");
    assert_eq!(buffered.message(), "invalid type: string, expected a 64-bit whole number");
    assert_eq!(buffered.line(), 1);
    let missing = error::<Event>(r#"{"kind": "tree"}"#);
    assert_eq!(missing.to_string(), "missing property `size` at line 1 column 16");
}

#[test]
fn after_a_failed_attempt_at_a_union() {
    use crate::models::CustomerFilter;
    let error = error::<Vec<KeyValuePair<CustomerFilter, i32>>>(
        r#"[{"key": {"LeftFilter": {"Field": [1]}, "Operator": 1}, "value": "x"}]"#,
    );
    assert_eq!(error.path(), "[0].value");
}

#[test]
fn through_serde() {
    let error = serde_json::from_str::<ResourceCollection<Tree>>("{\"items\":\n[{}]}").unwrap_err();
    assert_eq!(error.to_string(), "missing property `size` at line 2 column 3");
}
