//! Looking into values without knowing their types.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::mem::size_of;

use clientgen_runtime::{Embedded, Json, Secret, Slot, Value, View, decode};
use serde_json::json;

use crate::models::{Customer, CustomerFilter, Event, RelationshipToPartner, ResourceCollection};

fn customer() -> Customer {
    decode(br#"{"id": "a", "companyProfile": {"domain": "d"}, "customDomains": ["x", "y"], "password": "p", "new": {"n": [1, 2]}}"#)
        .unwrap()
}

#[test]
fn slots_and_views_are_small() {
    assert!(size_of::<Slot<'_>>() <= 24);
    assert!(size_of::<View<'_>>() <= 24);
}

#[test]
fn walks() {
    let page = ResourceCollection { total_count: Some(1), items: vec![customer()] };
    let first = page.view().property("items").items().next().unwrap();
    assert_eq!(first.walk(&["companyProfile", "domain"]).as_str(), Some("d"));
    assert_eq!(
        first.walk(&["new", "n"]).items().map(|n| n.to_text().unwrap()).collect::<Vec<_>>(),
        ["1", "2"]
    );
    assert!(first.walk(&["companyProfile", "nothing", "here"]).is_absent());
    assert!(first.walk(&["seats"]).is_absent());
    assert_eq!(first.walk(&[]).property("id").as_str(), Some("a"));
    let map = BTreeMap::from([("k".to_owned(), Some("v".to_owned()))]);
    assert_eq!(map.view().walk(&["k"]).as_str(), Some("v"));
    let filter: CustomerFilter = decode(br#"{"Field": "f"}"#).unwrap();
    assert_eq!(filter.view().walk(&["Field"]).as_str(), Some("f"));
}

#[test]
fn text() {
    assert_eq!(Some("a".to_owned()).view().to_text().as_deref(), Some("a"));
    assert_eq!(Secret::from("s").view().to_text().as_deref(), Some("s"));
    assert_eq!(RelationshipToPartner::Advisor.view().to_text().as_deref(), Some("advisor"));
    assert_eq!(false.view().to_text().as_deref(), Some("false"));
    assert_eq!((-3).view().to_text().as_deref(), Some("-3"));
    assert_eq!(1.5.view().to_text().as_deref(), Some("1.5"));
    assert_eq!(0.1_f32.view().to_text().as_deref(), Some("0.1"));
    assert_eq!(json!("a").view().to_text().as_deref(), Some("a"));
    assert_eq!(json!(7).view().to_text().as_deref(), Some("7"));
    assert_eq!(CustomerFilter::Count(3).view().to_text().as_deref(), Some("3"));
    assert_eq!(f64::NAN.view().to_text(), None);
    assert_eq!(Json::Null.view().to_text(), None);
    assert_eq!(None::<i32>.view().to_text(), None);
    assert_eq!(vec![1].view().to_text(), None);
}

#[test]
fn properties() {
    let names = |view: View<'_>| {
        let mut names = Vec::new();
        let Ok(()) = view.each_property(|name, _| {
            names.push(name.to_owned());
            Ok::<_, Infallible>(())
        });
        names
    };
    assert_eq!(names(customer().view()), ["id", "companyProfile", "customDomains", "password", "new"]);
    assert_eq!(names(json!({"b": 1, "a": 2}).view()), ["a", "b"]);
    assert_eq!(names(Event::Unrecognized(json!({"a": 1})).view()), ["a"]);
    assert_eq!(names(decode::<Event>(br#"{"size": 1, "kind": "tree"}"#).unwrap().view()), ["kind", "size"]);
    assert!(names(1.view()).is_empty());
    assert_eq!(
        customer().view().each_property(|name, _| if name == "id" { Err(name.len()) } else { Ok(()) }),
        Err(2)
    );
}

#[test]
fn debug_shows_no_secrets() {
    assert_eq!(
        format!("{:?}", customer().view()),
        r#"{"id": "a", "companyProfile": {"domain": "d"}, "customDomains": ["x", "y"], "password": [redacted], "new": Object {"n": Array [Number(1), Number(2)]}}"#
    );
    assert!(!format!("{:?}", customer()).contains("\"p\""));
    assert_eq!(format!("{:?}", CustomerFilter::Count(1).view()), "1");
    assert_eq!(format!("{:?}", vec![Some(true), None].view()), "[true, absent]");

    let embedded: Embedded<Customer> = decode(br#""{\"password\": \"hunter2\"}""#).unwrap();
    assert_eq!(embedded.password.as_ref().map(Secret::expose), Some("hunter2"));
    assert_eq!(format!("{:?}", embedded.view()), r#"{"password": [redacted]}"#);
    assert!(!format!("{embedded:?}").contains("hunter2"));
    assert_eq!(embedded.view().to_text().as_deref(), Some(r#"{"password":"hunter2"}"#));
}
