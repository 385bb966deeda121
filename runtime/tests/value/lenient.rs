//! What is read leniently where the specification says so, and strictly everywhere else.

use clientgen_runtime::{Json, Nullable, Value, decode};

use crate::models::careless::{Filter, Inner, Left, Right, Status, Subscription, Tagged};
use crate::models::{Customer, ResourceCollection};
use crate::written;

fn read(json: &str) -> Subscription {
    decode(json.as_bytes()).unwrap()
}

#[test]
fn numbers_and_booleans_come_as_strings() {
    let read = read(
        r#"{"enabled": "True", "seats": "5", "total": "18446744073709551615", "rate": "1e-2", "share": "0.5",
            "counts": ["1", 2, " 3.0 "]}"#,
    );
    assert_eq!(
        written(&read),
        r#"{"enabled":true,"seats":5,"total":18446744073709551615,"rate":0.01,"share":0.5,"counts":[1,2,3]}"#
    );
}

#[test]
fn strings_come_as_numbers_and_booleans() {
    let read = read(
        r#"{"webhookUrl": 3000, "status": true, "password": -7, "names": {"a": 1.5, "b": false}, "nickname": 1}"#,
    );
    assert_eq!(
        written(&read),
        r#"{"webhookUrl":"3000","password":"-7","status":"true","names":{"a":"1.5","b":"false"},"nickname":"1"}"#
    );
}

#[test]
fn what_is_no_number_is_refused() {
    for (json, path) in [
        (r#"{"seats": "five"}"#, "seats"),
        (r#"{"seats": ""}"#, "seats"),
        (r#"{"seats": "4294967296"}"#, "seats"),
        (r#"{"seats": "1.5"}"#, "seats"),
        (r#"{"seats": true}"#, "seats"),
        (r#"{"rate": "NaN"}"#, "rate"),
        (r#"{"rate": "inf"}"#, "rate"),
        (r#"{"rate": "1e999"}"#, "rate"),
        (r#"{"enabled": "yes"}"#, "enabled"),
        (r#"{"enabled": 1}"#, "enabled"),
        (r#"{"webhookUrl": {}}"#, "webhookUrl"),
        (r#"{"counts": [1, "x"]}"#, "counts[1]"),
    ] {
        let error = decode::<Subscription>(json.as_bytes()).unwrap_err();
        assert_eq!(error.path(), path, "{json}");
        assert!(!error.to_string().contains("five"), "{error}");
    }
}

#[test]
fn models_without_the_rule_are_strict() {
    assert!(decode::<Customer>(br#"{"seats": "5"}"#).is_err());
    assert!(decode::<Customer>(br#"{"id": 5}"#).is_err());
    assert!(decode::<Customer>(br#"{"allowDelegatedAccess": "true"}"#).is_err());
    let customer: Customer = decode(br#"{"Seats": 5}"#).unwrap();
    assert_eq!(customer.seats, None);
    // One property of a strict model; the rule of the outer one does not reach into it.
    let read: Subscription = decode(br#"{"nested": {"number": "5"}}"#).unwrap();
    assert_eq!(read.nested, Some(Inner { number: Some(5), ..Inner::default() }));
    assert!(decode::<Subscription>(br#"{"nested": {"text": 5}}"#).is_err());
}

#[test]
fn keys_come_in_any_case() {
    let read = read(r#"{"WebhookUrl": "a", "SEATS": 5, "Other": 1}"#);
    assert_eq!(written(&read), r#"{"webhookUrl":"a","seats":5,"Other":1}"#);
    assert_eq!(read.view().walk(&["WEBHOOKurl"]).as_str(), Some("a"));
    assert_eq!(read.view().walk(&["other"]).as_str(), None);
}

#[test]
fn an_exact_key_comes_first() {
    for json in [
        r#"{"WebhookUrl": "a", "webhookUrl": "b"}"#,
        r#"{"webhookUrl": "a", "WebhookUrl": "c", "webhookUrl": "b"}"#,
    ] {
        assert_eq!(read(json).webhook_url.as_deref(), Some("b"));
    }
    // Nothing is lost where there is room for it.
    let read = read(r#"{"WebhookUrl": "a", "WEBHOOKURL": "b", "webhookurl": "c"}"#);
    assert_eq!(written(&read), r#"{"webhookUrl":"a","WEBHOOKURL":"b","webhookurl":"c"}"#);
}

#[test]
fn unions_are_as_lenient_as_their_models() {
    let read = read(r#"{"filter": {"RIGHT": "5"}}"#);
    assert_eq!(read.filter, Some(Filter::Right(Right { count: 5, ..Right::default() })));
    let read: Subscription = decode(br#"{"filter": {"left": 1, "right": 2}}"#).unwrap();
    assert!(matches!(read.filter, Some(Filter::Left(_))));
    let read: Subscription = decode(br#"{"filter": {"LEFT": "x"}}"#).unwrap();
    assert!(matches!(read.filter, Some(Filter::Unrecognized(_))));
}

#[test]
fn the_name_of_a_tag_comes_in_any_case() {
    for json in [r#"{"KIND": "left", "Left": "5"}"#, r#"{"Left": "5", "KIND": "left"}"#] {
        let read: Tagged = decode(json.as_bytes()).unwrap();
        let kind = Some("left".to_owned());
        assert_eq!(read, Tagged::Left(Left { kind, count: 5, ..Left::default() }), "{json}");
        assert_eq!(written(&read), r#"{"kind":"left","left":5}"#);
    }
    let read: Tagged = decode(br#"{"Kind": "right", "Right": 1}"#).unwrap();
    assert_eq!(written(&read), r#"{"kind":"right","right":1}"#);
}

#[test]
fn the_value_of_a_tag_is_compared_loosely_where_the_variant_says_so() {
    for tag in ["RIGHT", "RightHand", "right_hand"] {
        let read: Tagged = decode(format!(r#"{{"kind": {tag:?}, "right": 1}}"#).as_bytes()).unwrap();
        assert_eq!(written(&read), r#"{"kind":"right","right":1}"#);
    }
    for tag in ["LEFT", "lefts", "rights"] {
        let json = format!(r#"{{"kind":{tag:?},"right":1}}"#);
        let read: Tagged = decode(json.as_bytes()).unwrap();
        assert!(matches!(read, Tagged::Unrecognized(_)), "{json}");
    }
}

#[test]
fn enums_are_compared_loosely() {
    for text in ["NotRegistered", "notregistered", "not_registered", "NOT_REGISTERED_"] {
        assert_eq!(Status::from(text), Status::NotRegistered, "{text}");
    }
    for text in ["one_time", "onetime", "OneTime"] {
        let status: Status = decode(format!("{text:?}").as_bytes()).unwrap();
        assert_eq!(written(&status), r#""one_time""#);
    }
    for text in ["", "one time", "onetimes"] {
        assert_eq!(Status::from(text).as_str(), text);
    }
}

#[test]
fn null_and_absent_are_told_apart() {
    for json in ["{}", r#"{"nickname":null,"tags":null}"#, r#"{"nickname":"","tags":[]}"#] {
        let read = read(json);
        assert_eq!(written(&read), json, "{json}");
    }
    let mut read = read(r#"{"nickname":"Bo","tags":["a",null,1]}"#.replace("null,", "").as_str());
    assert_eq!(read.tags.as_ref().value().map(Vec::len), Some(2));
    read.nickname = Nullable::Null;
    read.tags = Nullable::Absent;
    assert_eq!(written(&read), r#"{"nickname":null}"#);
    // What comes twice counts once, and leaves nothing behind.
    let read: Json = serde_json::to_value(
        decode::<Subscription>(
            br#"{"nested": {"text": "a"}, "nested": {}, "nickname": "a", "nickname": null}"#,
        )
        .unwrap(),
    )
    .unwrap();
    assert_eq!(read, serde_json::json!({"nested": {}, "nickname": null}));
}

#[test]
fn other_formats_are_read_by_the_same_rules() {
    let value = serde_json::json!({"WebhookUrl": 5, "seats": "5", "filter": {"RIGHT": "5"}});
    let read: Subscription = serde_json::from_value(value).unwrap();
    assert_eq!(written(&read), r#"{"webhookUrl":"5","seats":5,"filter":{"right":5}}"#);
}

#[test]
fn a_page_is_read_without_its_bad_items() {
    let json = r#"{
  "totalCount": 3,
  "items": [
    {"seats": 1},
    {"seats": "many", "password": "hunter2"},
    7,
    {"companyProfile": {"tenantId": "a"}},
    {"seats": 2}
  ]
}"#;
    let (page, rejected) =
        clientgen_runtime::salvage::<ResourceCollection<Customer>>(json.as_bytes()).unwrap();
    let seats: Vec<_> = page.items.iter().map(|customer| customer.seats).collect();
    assert_eq!((page.total_count, seats), (Some(3), vec![Some(1), Some(2)]));
    let found: Vec<_> = rejected.iter().map(|rejected| (rejected.json(), rejected.to_string())).collect();
    assert_eq!(
        found,
        [
            (
                r#"{"seats": "many", "password": "hunter2"}"#,
                "items[1].seats: invalid type: string, expected a 32-bit whole number at line 5 column 20"
                    .to_owned()
            ),
            ("7", "items[2]: invalid type: integer, expected an object at line 6 column 5".to_owned()),
            (
                r#"{"companyProfile": {"tenantId": "a"}}"#,
                "items[3].companyProfile: missing property `domain` at line 7 column 40".to_owned()
            ),
        ]
    );
    assert!(!format!("{rejected:?}").contains("hunter2"));
    // The same without asking for it.
    let error = decode::<ResourceCollection<Customer>>(json.as_bytes()).unwrap_err();
    assert_eq!((error.path(), error.line()), ("items[1].seats", 5));
}

#[test]
fn only_items_of_outermost_lists_are_left_out() {
    let (list, rejected) = clientgen_runtime::salvage::<Vec<Customer>>(
        br#"[{"customDomains": ["a", 1]}, {"customDomains": ["b"]}]"#,
    )
    .unwrap();
    assert_eq!(list.len(), 1);
    assert_eq!(rejected[0].error().path(), "[0].customDomains[1]");
    let (list, rejected) = clientgen_runtime::salvage::<Customer>(br#"{"customDomains": ["a", 1]}"#).unwrap();
    assert_eq!(list.custom_domains, ["a"]);
    assert_eq!(rejected[0].error().path(), "customDomains[1]");
    // What is no JSON, and what is wrong outside of lists, is still an error.
    for json in
        [r#"{"items": [{"seats": }]}"#, r#"{"items": [] "#, r#"{"items": {}}"#, r#"{"totalCount": "a"}"#]
    {
        assert!(
            clientgen_runtime::salvage::<ResourceCollection<Customer>>(json.as_bytes()).is_err(),
            "{json}"
        );
    }
}
