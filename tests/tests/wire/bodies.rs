//! What goes into requests.

use serde_json::json;
use tests::bodies::Client;
use tests::bodies::models::Thing;
use tests::{body_choices, media};

use crate::service::{always, body, header};

fn bodies() -> tests::bodies::bodies::Bodies {
    always(Client::builder(), "null").0.bodies()
}

fn media() -> media::media::Media {
    always(media::Client::builder(), "null").0.media()
}

#[test]
fn json_bodies() {
    let bodies = bodies();
    let request = bodies.required(Thing::new("x").size(3)).to_request().unwrap();
    assert_eq!((request.method().as_str(), request.uri().path()), ("POST", "/required"));
    assert_eq!(header(&request, "Content-Type"), Some("application/json"));
    assert_eq!(body(&request), json!({ "name": "x", "size": 3 }));
    let request = bodies.list([Thing::new("x"), Thing::new("y")]).to_request().unwrap();
    assert_eq!(body(&request), json!([{ "name": "x" }, { "name": "y" }]));
    assert_eq!(body(&bodies.text("x").to_request().unwrap()), json!("x"));
    assert_eq!(body(&bodies.any(json!({ "a": [null] })).to_request().unwrap()), json!({ "a": [null] }));
    let request = bodies.shared("path", Thing::new("x")).value("v").to_request().unwrap();
    assert_eq!(request.uri().to_string(), "/shared/path?value=v");
    assert_eq!(body(&request), json!({ "name": "x" }));
}

#[test]
fn an_optional_body_may_be_left_out() {
    let request = bodies().optional().to_request().unwrap();
    assert!(request.body().is_empty() && request.headers().get("Content-Type").is_none());
    let request = bodies().optional().body(Thing::new("x")).to_request().unwrap();
    assert_eq!(body(&request), json!({ "name": "x" }));
}

#[test]
fn json_with_a_name_of_its_own() {
    let request = bodies().patch(Thing::new("x")).to_request().unwrap();
    assert_eq!(header(&request, "Content-Type"), Some("application/merge-patch+json"));
    let request = media().named(media::models::Thing::default().id("1")).to_request().unwrap();
    assert_eq!(header(&request, "Content-Type"), Some("application/merge-patch+json"));
    assert_eq!(header(&request, "Accept"), Some("application/vnd.acme.thing+json"));
    assert_eq!(body(&request), json!({ "id": "1" }));
}

#[test]
fn other_media_types() {
    let media = media();
    let request = media.xml(&b"<a/>"[..]).to_request().unwrap();
    assert_eq!(header(&request, "Content-Type"), Some("application/xml"));
    assert_eq!(request.body(), "<a/>");
    assert_eq!(header(&media.either().to_request().unwrap(), "Accept"), Some("image/png, image/jpeg"));
    let request = media.path().to_request().unwrap();
    assert_eq!(request.uri().to_string(), "/gr%C3%B6%C3%9Fe/%22quoted%22/a%20b");
    let form = media::models::Form::new("a&b").tags(["x".to_owned(), "y".to_owned()]).size(2);
    let request = media.form(form).to_request().unwrap();
    assert_eq!(header(&request, "Content-Type"), Some("application/x-www-form-urlencoded"));
    assert_eq!(request.body(), "name=a%26b&tags=x&tags=y&size=2");
    let request = media.text().body("plain").to_request().unwrap();
    assert!(header(&request, "Content-Type").is_some_and(|media| media.starts_with("text/plain")));
    assert_eq!(request.body(), "plain");
    assert!(media.nothing().to_request().unwrap().body().is_empty());
}

#[test]
fn one_of_several_media_types() {
    let things = always(body_choices::Client::builder(), "null").0.things();
    let thing = body_choices::models::Thing::new("x y");
    let request = things.create(thing.clone()).to_request().unwrap();
    assert_eq!(header(&request, "Content-Type"), Some("application/json"));
    assert_eq!(body(&request), json!({ "name": "x y" }));
    let request = things.create_form_2(thing.clone()).to_request().unwrap();
    assert_eq!(header(&request, "Content-Type"), Some("application/x-www-form-urlencoded"));
    assert_eq!(request.body(), "name=x%20y");
    let request = things.create_multipart(&b"PNG"[..]).to_request().unwrap();
    assert!(header(&request, "Content-Type").is_some_and(|media| media.starts_with("multipart/form-data")));
    let request = things.create_text("x").to_request().unwrap();
    assert_eq!(header(&request, "Content-Type"), Some("text/plain"));
    let request = things.create_bytes(&b"x"[..]).to_request().unwrap();
    assert_eq!(header(&request, "Content-Type"), Some("application/octet-stream"));
    let merge = body_choices::models::ThingsPatchBodyMergePatch::default().name("x");
    let request = things.patch_form("1", merge).to_request().unwrap();
    assert_eq!(request.body(), "name=x");
}

#[test]
fn one_body_under_several_media_types() {
    let things = always(body_choices::Client::builder(), "null").0.things();
    let request = things.update("1").body(body_choices::models::Thing::new("x"));
    assert_eq!(header(&request.to_request().unwrap(), "Content-Type"), Some("application/json"));
    let request = request.content_type("application/json-patch+json").to_request().unwrap();
    assert_eq!(header(&request, "Content-Type"), Some("application/json-patch+json"));
    let request = things.update("1").content_type("application/json-patch+json").to_request().unwrap();
    assert_eq!(header(&request, "Content-Type"), None, "there is no body");
    let request = things.set_picture("1", &b"x"[..]).content_type("image/jpeg").to_request().unwrap();
    assert_eq!(header(&request, "Content-Type"), Some("image/jpeg"));
    assert!(things.set_picture("1", &b"x"[..]).content_type("a\nb").to_request().is_err());
}
