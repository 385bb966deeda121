//! Forms in parts, and answers of a chosen media type.

use std::collections::BTreeMap;

use clientgen_runtime::{Bytes, Draft, File, Method, Operation, Text};

use crate::support::{Log, builder, header, json};

const OPERATION: &Operation = &Operation { id: "Send", method: Method::POST, path: "/v1/x", headers: &[] };

fn body(draft: Draft) -> String {
    String::from_utf8(draft.finish().unwrap().body().to_vec()).unwrap()
}

/// The heads and bodies of a form, without its boundaries.
fn parts(draft: Draft) -> Vec<String> {
    let body = body(draft);
    let (boundary, _) = body.split_once("\r\n").unwrap();
    let parts = body.split(boundary).map(|part| part.trim_matches(['\r', '\n', '-']).to_owned());
    parts.filter(|part| !part.is_empty()).collect()
}

#[test]
fn each_part_has_the_media_type_that_the_operation_says() {
    let text = |text: &str| text.to_owned();
    let object = BTreeMap::from([(text("city"), text("X"))]);
    let list = vec![object.clone(), object.clone()];
    let draft = Draft::new(OPERATION, "/v1/x")
        .part("id", &text("1"))
        .part("each", &list)
        .part_as("whole", "application/json", &list)
        .part_as("note", "text/markdown", &text("# Hi"))
        .part_as("texts", "text/plain", &vec![text("a"), text("b")])
        .part_as("absent", "application/json", &None::<String>);
    let disposition = |name: &str| format!("Content-Disposition: form-data; name=\"{name}\"");
    let typed = |name: &str, media: &str, body: &str| {
        format!("{}\r\nContent-Type: {media}\r\n\r\n{body}", disposition(name))
    };
    let city = r#"{"city":"X"}"#;
    let expected = [
        format!("{}\r\n\r\n1", disposition("id")),
        typed("each", "application/json", city),
        typed("each", "application/json", city),
        typed("whole", "application/json", &format!("[{city},{city}]")),
        typed("note", "text/markdown", "# Hi"),
        typed("texts", "text/plain", "a"),
        typed("texts", "text/plain", "b"),
    ];
    assert_eq!(parts(draft), expected);
}

#[test]
fn a_file_says_its_media_type_before_the_operation_does() {
    let draft = Draft::new(OPERATION, "/v1/x")
        .file("plain", &File::new("a"))
        .file_as("said", "image/png", &File::new("b").named("b.png"))
        .file_as("own", "image/png", &vec![File::new("c").of_type("image/gif")]);
    let types: Vec<String> = parts(draft)
        .iter()
        .filter_map(|part| Some(part.split("Content-Type: ").nth(1)?.replace("\r\n\r\n", " ")))
        .collect();
    assert_eq!(types, ["application/octet-stream a", "image/png b", "image/gif c"]);
}

#[tokio::test]
async fn a_call_can_ask_for_another_media_type() {
    let log = Log::default();
    let client: clientgen_runtime::Client =
        builder().transport(log.transport(|_, _| json(200, "id,name"))).build().unwrap();
    let request = || Draft::new(OPERATION, "/v1/x").accept("text/json").finish();
    let bytes: Bytes = client.call_as(request(), "image/png").await.unwrap();
    let text: Text = client.call_as(request(), "text/csv").await.unwrap();
    assert_eq!((bytes.as_ref(), &*text), (&b"id,name"[..], "id,name"));
    let asked: Vec<_> = log.requests().iter().map(|request| header(request, "Accept").unwrap()).collect();
    assert_eq!(asked, ["image/png", "text/csv"]);
    let error = client.call_as::<Bytes>(request(), "a\nb").await.unwrap_err();
    assert!(matches!(error, clientgen_runtime::Error::Request(_)), "{error}");
}
