//! Models, read and written: nothing is lost, nothing is guessed.

use clientgen_runtime::{Json, Value, decode, encode};
use serde_json::json;
use tests::{
    all_of, beside, discriminators, enums, free_objects, generics, nullable, recursive, several_types,
    structs, unions, yaml,
};

/// Reads a value, and expects to write the same again.
fn same<T: Value>(value: &Json) -> T {
    let read: T = decode(value.to_string().as_bytes()).unwrap_or_else(|error| panic!("{value}: {error}"));
    let written: Json = serde_json::from_slice(&encode(read.view())).unwrap();
    assert_eq!(&written, value);
    read
}

fn refused<T: Value>(value: &Json) -> String {
    match decode::<T>(value.to_string().as_bytes()) {
        Ok(_) => panic!("{value} is taken"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn unknown_properties_survive() {
    let order: structs::models::Order =
        same(&json!({ "id": "1", "note": null, "lines": [], "new": { "deep": [1, null] }, "count": 3 }));
    assert_eq!((order.count, order.note, order.lines.len()), (Some(3), None, 0));
    assert_eq!(order.additional_properties["new"]["deep"][0], 1);
}

#[test]
fn what_one_part_knows_another_does_not_hide() {
    let narrowed: all_of::models::Narrowed =
        same(&json!({ "pet": { "name": "Rex", "age": 1.5 }, "pets": [{ "name": "Tom", "chip": "7" }] }));
    assert_eq!(narrowed.pets.unwrap()[0].name, "Tom");
    let details: beside::models::Details = same(&json!({ "note": "n", "radius": 1.5 }));
    assert_eq!(details.radius, Some(1.5));
    assert_eq!(same::<beside::models::Details>(&json!({ "note": "n" })).radius, None);
    assert!(refused::<beside::models::Ring>(&json!({ "stone": "n" })).contains("radius"));
}

#[test]
fn required_properties_have_to_be_there() {
    for flawed in [json!({ "note": null, "lines": [] }), json!({ "id": null, "note": null, "lines": [] })] {
        let error = refused::<structs::models::Order>(&flawed);
        assert!(error.contains("id"), "{error}");
    }
    assert!(refused::<structs::models::Order>(&json!({ "id": "1", "lines": [] })).contains("note"));
}

#[test]
fn absent_null_and_empty_are_told_apart() {
    let draft = structs::models::Draft::default();
    assert_eq!(encode(draft.view()), b"{}");
    assert_eq!(encode(draft.tags(Vec::<String>::new()).view()), br#"{"tags":[]}"#);
    let read: structs::models::Receipt = decode(br#"{"number":"1","pages":null,"unknown":1}"#).unwrap();
    assert_eq!(read.pages, Vec::<String>::new());
}

#[test]
fn every_kind_of_null() {
    let all_null = json!({
        "byType": null, "byOneOf": null, "byAnyOf": null, "byEnum": null, "byReference": null, "byChain": null,
        "list": null, "map": null, "items": ["a", null], "values": { "a": null, "b": { "id": "1" } },
        "byUnion": null
    });
    let read: nullable::models::Nullable = same(&all_null);
    assert_eq!(read.items, [Some("a".to_owned()), None]);
    assert!(read.values["a"].is_none() && read.values["b"].is_some());
}

#[test]
fn enums_are_open() {
    use enums::models::{Colour, Odd};
    let values = ["red", "dark-green", "#0000ff", "NONE", "ultraviolet", ""];
    for value in values {
        assert_eq!(same::<Colour>(&json!(value)).as_str(), value);
    }
    assert_eq!(Colour::from("#0000ff"), Colour::PureBlue);
    assert!(matches!(Colour::from("RED"), Colour::Unrecognized(_)));
    for value in ["", " ", "a", "A", "+1", "-1", "1", "<=", "🎉", "日本", "\n", "\"", "self", "null"] {
        assert!(!matches!(same::<Odd>(&json!(value)), Odd::Unrecognized(_)), "{value:?}");
    }
}

#[test]
fn enums_of_numbers_are_open() {
    use tests::number_enums::models::{Job, Large, Level, Priority, Ratio};
    assert_eq!(same::<Priority>(&json!(-1)), Priority::Low);
    assert_eq!(same::<Priority>(&json!(7)).value(), 7);
    assert_eq!(Priority::from(1), Priority::High);
    assert_eq!((i64::from(Priority::High), Priority::High.to_string()), (1, "1".to_owned()));
    assert_eq!(decode::<Priority>(b"1.0").unwrap(), Priority::High);
    assert!(matches!(decode::<Priority>(b"1.0e0"), Ok(Priority::High)));
    for odd in [json!(1.5), json!(true), json!("high"), json!(null), json!([1])] {
        assert!(refused::<Priority>(&odd).contains("number"), "{odd}");
    }
    assert_eq!(same::<Large>(&json!(u64::MAX)).value(), u64::MAX);
    assert!(refused::<Large>(&json!(-1)).contains("not negative"));
    assert_eq!(same::<Ratio>(&json!(-2.25)), Ratio::from(-2.25));
    assert!(!matches!(Ratio::from(1.0), Ratio::Unrecognized(_)));
    assert!(matches!(same::<Ratio>(&json!(0.75)), Ratio::Unrecognized(_)));
    assert!(matches!(same::<Level>(&json!(1)), Level::Priority(Priority::High)));
    assert!(matches!(same::<Level>(&json!("1")), Level::Text(_)));
    let job: Job = same(&json!({ "priority": 0, "ratio": 0.5, "maybe": null, "levels": [1, 9], "fixed": 7 }));
    assert_eq!(job.levels.unwrap()[0], Priority::High);
    assert!(refused::<Job>(&json!({ "priority": 0, "ratio": "x", "maybe": 1 })).contains("ratio"));
}

#[test]
fn arrays_whose_items_have_places() {
    use tests::tuples::models::{Line, LogLine, PointOrName, Position, Shape, Tree};
    let point: Position = same(&json!([7.5, 51.25]));
    assert_eq!((point.longitude, point.latitude, point.altitude), (7.5, 51.25, None));
    assert_eq!(point, Position::new(7.5, 51.25));
    let rest: Position = same(&json!([7.5, 51.25, 3.5, "m", { "a": 1 }]));
    assert_eq!((rest.altitude, rest.further_items.len()), (Some(3.5), 2));
    let error = decode::<Position>(br#"[1, "x"]"#).unwrap_err();
    assert_eq!(error.path(), "[1]");
    assert!(refused::<Position>(&json!([7.5])).contains("missing item 1"));
    assert!(refused::<Position>(&json!({})).contains("array"));
    let line: Line = same(&json!([[0.5, 0.5], [1.5, 1.5], [2.5, 2.5]]));
    assert_eq!(line.further_items.len(), 2);
    same::<Tree>(&json!(["a", ["b", ["c"]]]));
    let log: LogLine = same(&json!([1, "info", {}, null]));
    assert_eq!(log.item_3.unwrap().code, None);
    assert_eq!(same::<LogLine>(&json!([1, "new"])).item_2.as_str(), "new");
    assert!(matches!(same::<PointOrName>(&json!([0.5, 0.5])), PointOrName::Position(_)));
    assert!(matches!(same::<PointOrName>(&json!(["a", "b"])), PointOrName::List(_)));
    assert!(matches!(same::<PointOrName>(&json!([true])), PointOrName::Unrecognized(_)));
    same::<Shape>(
        &json!({ "at": [0.5, 0.5], "tree": ["a"], "pairs": { "a": ["b", true], "c": ["d", false, 1] } }),
    );
}

#[test]
fn bytes_in_texts() {
    use tests::formats::models::{Thing, ThingEither};
    let thing: Thing = same(&json!({
        "bytes": "+/8=", "encoded": "Zm9v", "url": "-_8", "maybe": null, "pictures": ["Zm8="],
        "byName": { "a": "Zg==" }, "either": "Zm9v", "digits": "9007199254740993", "binary": "ab"
    }));
    assert_eq!((&*thing.bytes, &thing.pictures.unwrap()[0][..]), (&[0xfb, 0xff][..], &b"fo"[..]));
    assert!(matches!(thing.either, Some(ThingEither::Text(_))));
    assert_eq!(encode(Thing::new(b"foo").view()), br#"{"bytes":"Zm9v"}"#);
    assert!(refused::<Thing>(&json!({ "bytes": "none!" })).contains("base64"));
}

#[test]
fn unions_choose_by_what_is_there() {
    use unions::models::{Filter, ListOrItem, Scalar, Titled};
    let simple = json!({ "field": "name", "value": "x" });
    let compound = json!({ "left": simple, "right": { "left": simple, "right": simple }, "operator": "and" });
    assert!(matches!(same::<Filter>(&simple), Filter::Simple(_)));
    assert!(matches!(same::<Filter>(&compound), Filter::Compound(_)));
    for stranger in [json!({ "nothing": "known" }), json!([1]), json!("text"), json!(null)] {
        assert!(matches!(same::<Filter>(&stranger), Filter::Unrecognized(_)), "{stranger}");
    }
    assert!(matches!(same::<Scalar>(&json!("1")), Scalar::Text(_)));
    assert!(matches!(same::<Scalar>(&json!(1)), Scalar::Integer(1)));
    assert!(matches!(same::<Scalar>(&json!(1.5)), Scalar::Number(_)));
    assert!(matches!(same::<Scalar>(&json!(true)), Scalar::Boolean(true)));
    assert!(matches!(same::<Scalar>(&json!(["a"])), Scalar::List(_)));
    assert!(matches!(same::<Scalar>(&json!({ "a": "b" })), Scalar::Object(_)));
    assert!(matches!(same::<ListOrItem>(&json!([simple])), ListOrItem::List(_)));
    assert!(matches!(same::<ListOrItem>(&simple), ListOrItem::SimpleFilter(_)));
    assert!(matches!(same::<Titled>(&json!({ "id": 1 })), Titled::ById(_)));
    assert!(matches!(same::<Titled>(&json!({ "name": "x" })), Titled::ByName(_)));
    for _ in 0..10 {
        assert!(matches!(same::<Titled>(&json!({ "name": "x", "id": 1 })), Titled::ByName(_)));
    }
}

#[test]
fn discriminators_choose_by_name() {
    use discriminators::models::{Cat, Created, Event, Inline, Node, Pet};
    assert!(matches!(same::<Pet>(&json!({ "petType": "Cat", "lives": 9 })), Pet::Cat(_)));
    assert!(matches!(same::<Pet>(&json!({ "petType": "Dog" })), Pet::Dog(_)));
    assert!(matches!(same::<Pet>(&json!({ "petType": "Fish", "fins": 2 })), Pet::Unrecognized(_)));
    assert!(matches!(same::<Pet>(&json!({ "lives": 9 })), Pet::Unrecognized(_)));
    assert!(refused::<Pet>(&json!({ "petType": "Cat", "lives": "nine" })).contains("lives"));
    let event: Event = decode(br#"{"kind":"recreated","by":"me"}"#).unwrap();
    assert!(matches!(event, Event::Created(_)));
    let written = encode(Event::from(Created::default().by("me")).view());
    assert_eq!(written, br#"{"kind":"created","by":"me"}"#);
    let written = encode(Pet::from(Cat::new("whatever")).view());
    assert_eq!(written, br#"{"petType":"Cat"}"#);
    let tree =
        json!({ "type": "branch", "children": [{ "type": "leaf", "colour": "red" }, { "type": "branch" }] });
    assert!(matches!(same::<Node>(&tree), Node::Branch(_)));
    assert!(matches!(same::<Inline>(&json!({ "kind": "circle", "radius": 1.0 })), Inline::Circle(_)));
    assert!(matches!(same::<Inline>(&json!({ "kind": "square", "side": 2.0 })), Inline::Square(_)));
}

#[test]
fn several_types_keep_their_kind() {
    use several_types::models::{Id, Thing};
    assert!(matches!(same::<Id>(&json!("1")), Id::Text(_)));
    assert!(matches!(same::<Id>(&json!(1)), Id::Integer(1)));
    same::<Thing>(&json!({ "id": 1, "code": "none", "fields": "text", "tags": ["a"] }));
    same::<Thing>(&json!({ "id": "1", "code": 3, "maybe": 4, "fields": { "a": "b" }, "tags": "a" }));
    same::<several_types::models::Value>(&json!({ "a": [1, null] }));
}

#[test]
fn what_contains_itself() {
    use recursive::models::{Expression, Forest, Inline, Json as Document, Nullable, Person};
    same::<Expression>(&json!([{ "left": 1.0, "right": { "left": 2.0, "right": [] } }]));
    same::<Forest>(&json!([{ "value": "a", "left": { "value": "b" }, "named": { "x": { "value": "c" } } }]));
    same::<Person>(&json!({ "name": "a", "address": { "tenant": { "name": "b", "address": {} } } }));
    same::<Nullable>(&json!({ "next": { "next": null } }));
    same::<Document>(&json!({ "a": ["b", { "c": "d" }] }));
    same::<Inline>(&json!({ "child": { "parent": { "child": {} } } }));
}

#[test]
fn maps_and_lists_of_themselves() {
    let folder: recursive::models::Folder = same(&json!({ "a": { "b": {} }, "c": {} }));
    assert_eq!(folder.properties["a"].properties["b"].properties.len(), 0);
    same::<recursive::models::Nested>(&json!([[[]], null]));
    same::<recursive::models::Chart>(&json!({ "a": [{ "b": [] }] }));
    assert!(refused::<recursive::models::Folder>(&json!({ "a": 1 })).contains('1'));
}

#[test]
fn one_type_for_all_instances() {
    use generics::models::{Customer, KeyValuePair, Node, Order, ResourceCollection};
    let page: ResourceCollection<Customer> = same(&json!({ "totalCount": 1, "items": [{ "id": "1" }] }));
    assert_eq!(page.items[0].id.as_deref(), Some("1"));
    same::<ResourceCollection<Order>>(&json!({ "items": [{ "lines": { "items": [{ "text": "x" }] } }] }));
    same::<KeyValuePair<i32, Customer>>(&json!({ "key": 1, "value": {} }));
    same::<Node<String>>(&json!({ "value": "a", "next": { "value": "b", "next": {} } }));
}

#[test]
fn free_objects_and_odd_names() {
    use free_objects::models::{Closed, Deep, Open, Typed};
    assert_eq!(same::<Typed>(&json!({ "id": "1", "a": 2 })).additional_properties["a"], 2);
    same::<Open>(&json!({ "id": "1", "a": { "b": null } }));
    same::<Deep>(&json!({ "a": { "x": 1.5, "y": 2 } }));
    let closed: Closed = decode(br#"{"id":"1","a":2}"#).unwrap();
    assert_eq!(encode(closed.view()), br#"{"id":"1"}"#);
    same::<yaml::models::Thing>(
        &json!({ "name": "a", "on": "b", "12": 1.0, "~": "t", "1.5": "v", "tab\there": "x" }),
    );
}

#[test]
fn what_is_secret_is_not_shown() {
    use tests::secrets::models::Login;
    let login = Login::new("me", "s3cret").old("s3cret").answers(["s3cret"]);
    let shown = format!("{login:?}");
    assert!(shown.contains("me") && !shown.contains("s3cret"), "{shown}");
    assert_eq!(
        encode(login.view()),
        br#"{"user":"me","password":"s3cret","old":"s3cret","answers":["s3cret"]}"#
    );
}
