//! Which variant a union becomes, and how it is written again.

use clientgen_runtime::{Json, Value, decode, encode};
use serde_json::json;

use crate::models::{CompoundFilter, Created, CustomerFilter, Event, Fish, Shark, SimpleFilter, Tree};
use crate::written;

fn filter(json: &Json) -> CustomerFilter {
    decode(json.to_string().as_bytes()).unwrap()
}

fn event(json: &str) -> Event {
    decode(json.as_bytes()).unwrap()
}

#[test]
fn scalars_by_kind() {
    assert_eq!(filter(&json!("a")), CustomerFilter::Text("a".to_owned()));
    assert_eq!(filter(&json!(1)), CustomerFilter::Count(1));
    assert_eq!(filter(&json!(1.5)), CustomerFilter::Ratio(1.5));
    assert_eq!(filter(&json!(1.0)), CustomerFilter::Ratio(1.0));
    assert_eq!(filter(&json!(u64::MAX)), CustomerFilter::Ratio(18_446_744_073_709_551_615.0));
    assert_eq!(filter(&json!(["a"])), CustomerFilter::Names(vec!["a".to_owned()]));
    assert_eq!(filter(&json!([1])), CustomerFilter::Unrecognized(json!([1])));
    assert_eq!(filter(&json!(true)), CustomerFilter::Unrecognized(json!(true)));
}

#[test]
fn objects_by_their_properties() {
    let simple = json!({"Field": "Domain", "Value": "x", "Operator": "starts_with"});
    assert!(matches!(filter(&simple), CustomerFilter::Simple(_)));
    let compound = json!({"Operator": "and", "LeftFilter": simple, "RightFilter": "x"});
    let CustomerFilter::Compound(read) = filter(&compound) else { panic!() };
    assert!(matches!(read.left_filter, CustomerFilter::Simple(_)));
    assert_eq!(read.right_filter, Some(Box::new(CustomerFilter::Text("x".to_owned()))));
    // What is required decides before what is known.
    assert!(matches!(filter(&json!({"Operator": "and", "RightFilter": 1})), CustomerFilter::Simple(_)));
    // What does not fit a property does not fit the variant.
    let unfit = json!({"Field": {}});
    assert_eq!(filter(&unfit), CustomerFilter::Unrecognized(unfit.clone()));
    assert_eq!(written(&filter(&unfit)), unfit.to_string());
}

#[test]
fn untagged_unions_round_trip() {
    let value = CustomerFilter::Compound(Box::new(CompoundFilter {
        left_filter: SimpleFilter { field: Some("a".to_owned()), ..SimpleFilter::default() }.into(),
        right_filter: Some(Box::new(CustomerFilter::Count(3))),
        operator: None,
    }));
    let json = written(&value);
    assert_eq!(json, r#"{"LeftFilter":{"Field":"a"},"RightFilter":3}"#);
    assert_eq!(decode(json.as_bytes()), Ok(value.clone()));
    assert_eq!(serde_json::to_string(&value).unwrap(), json);
    assert_eq!(serde_json::from_str::<CustomerFilter>(&json).unwrap(), value);
}

#[test]
fn nested_unions_do_not_take_forever() {
    let deep = (0..100).fold(json!(1), |inner, _| json!({"LeftFilter": inner, "RightFilter": {"x": 1}}));
    assert_eq!(written(&filter(&deep)).len(), deep.to_string().len() - 100 * r#""x":1"#.len());
}

#[test]
fn the_tag_selects() {
    let created =
        Created { at: Some("now".to_owned()), kind: Some("created".to_owned()), ..Created::default() };
    for json in [r#"{"kind":"created","at":"now"}"#, r#"{"at":"now","kind":"created"}"#] {
        assert_eq!(event(json), Event::Created(created.clone()));
        assert_eq!(written(&event(json)), r#"{"kind":"created","at":"now"}"#);
    }
    for json in [r#"{"kind":"tree","size":1,"x":2}"#, r#"{"size":1,"x":2,"kind":"tree"}"#] {
        let Event::Tree(tree) = event(json) else { panic!() };
        assert_eq!(tree.size, 1);
        assert_eq!(tree.additional_properties.keys().collect::<Vec<_>>(), ["x"]);
        assert_eq!(written(&event(json)), r#"{"kind":"tree","size":1,"x":2}"#);
    }
}

#[test]
fn a_variant_may_have_several_tags() {
    let event = event(r#"{"at":"now","kind":"recreated"}"#);
    assert!(matches!(event, Event::Created(_)));
    assert_eq!(written(&event), r#"{"kind":"recreated","at":"now"}"#);
}

#[test]
fn the_tag_is_written_even_if_nobody_set_it() {
    assert_eq!(written(&Event::Created(Created::default())), r#"{"kind":"created"}"#);
    let astray = Created { kind: Some("tree".to_owned()), ..Created::default() };
    assert_eq!(written(&Event::Created(astray)), r#"{"kind":"created"}"#);
    let mut tree = Tree { size: 1, children: vec![], events: vec![], additional_properties: [].into() };
    tree.additional_properties.insert("kind".to_owned(), json!("x"));
    let tree = Event::Tree(Box::new(tree));
    assert_eq!(written(&tree), r#"{"kind":"tree","size":1}"#);
    assert_eq!(serde_json::to_string(&tree).unwrap(), written(&tree));
}

#[test]
fn what_no_tag_selects_is_kept() {
    for json in [
        r#"{"kind":"new","a":[1]}"#,
        r#"{"a":1}"#,
        r#"{"kind":7}"#,
        r#"{"kind":null}"#,
        "{}",
        "[1,{}]",
        "\"created\"",
        "null",
        "true",
        "-1",
        "1",
        "1.5",
    ] {
        let event = event(json);
        assert_eq!(event, Event::Unrecognized(serde_json::from_str(json).unwrap()), "{json}");
        let again: Json = serde_json::from_str(&written(&event)).unwrap();
        assert_eq!(again, serde_json::from_str::<Json>(json).unwrap());
    }
}

#[test]
fn the_last_tag_that_selects_counts_once() {
    let json = r#"{"kind":"x","size":1,"kind":"tree"}"#;
    assert_eq!(written(&event(json)), r#"{"kind":"tree","size":1}"#);
}

#[test]
fn tags_can_be_looked_up() {
    let tree = event(r#"{"kind":"tree","size":1,"events":[{"kind":"created"}]}"#);
    assert_eq!(tree.view().property("kind").as_str(), Some("tree"));
    assert_eq!(
        tree.view().walk(&["events"]).items().next().unwrap().property("kind").as_str(),
        Some("created")
    );
}

#[test]
fn a_tagged_union_in_a_tagged_union_reads_both_tags() {
    let text =
        r#"{"age":1,"kind":"shark","sharktype":"saw","partner":{"age":2,"sharktype":"saw","kind":"shark"}}"#;
    let fish: Fish = decode(text.as_bytes()).unwrap();
    let Fish::Shark(Shark::Saw(saw)) = &fish else { panic!("{fish:?}") };
    assert_eq!((saw.age, saw.kind.as_str(), saw.sharktype.as_str()), (1, "shark", "saw"));
    assert!(matches!(saw.partner.as_deref(), Some(Fish::Shark(Shark::Saw(saw))) if saw.age == 2), "{fish:?}");
    let (written, read): (Json, Json) =
        (serde_json::from_slice(&encode(fish.view())).unwrap(), serde_json::from_str(text).unwrap());
    assert_eq!(written, read);
    // Without text to read again, as from any other format.
    assert_eq!(serde_json::from_value::<Fish>(read).unwrap(), fish);
    let hammer: Fish = decode(br#"{"kind":"shark","sharktype":"hammer","age":1}"#).unwrap();
    assert!(matches!(hammer, Fish::Shark(Shark::Unrecognized(_))), "{hammer:?}");
    let error = decode::<Fish>(br#"{"kind":"shark","sharktype":"saw","age":"old"}"#).unwrap_err();
    assert_eq!(error.path(), "age");
    let deep = r#"{"kind":"shark","sharktype":"saw","age":1,"partner":"#.repeat(10_000)
        + "null"
        + &"}".repeat(10_000);
    assert!(decode::<Fish>(deep.as_bytes()).is_err());
}
