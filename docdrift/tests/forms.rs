//! Pages in the three layouts of documentation, each as HTML with all that browsers save, as Markdown and as copied text:
//! whatever the form, the same is understood, and the same differs.

use std::path::{Path, PathBuf};

use docdrift::page::{Page, Type};
use docdrift::spec::Spec;
use docdrift::{compare, pages};

const FORMS: [&str; 3] = ["html", "md", "txt"];

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(path)
}

fn forms(name: &str) -> [Page; 3] {
    FORMS.map(|form| {
        let path = here("pages").join(format!("{name}.{form}"));
        pages::read(&[path]).expect("the page can be read").remove(0)
    })
}

/// What is understood of a page, but for where it stands and in which words.
fn meaning(page: &Page) -> String {
    let mut value = serde_json::to_value(page).expect("a page is JSON");
    strip(&mut value);
    serde_json::to_string_pretty(&value).expect("a page is JSON")
}

fn strip(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(map) => {
            for key in ["line", "source", "wording"] {
                map.remove(key);
            }
            map.values_mut().for_each(strip);
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(strip),
        _ => {}
    }
}

/// What differs, and is not declared.
fn open(page: &Page) -> Vec<String> {
    let spec = Spec::read(&here("spec/library.yaml")).expect("the description can be read");
    let open = compare(page, &spec).into_iter().filter(|one| one.declared.is_none());
    open.map(|one| format!("{}: {}", one.kind, one.subject)).collect()
}

fn same(name: &str) -> Page {
    let pages = forms(name);
    for (form, page) in FORMS.iter().zip(&pages) {
        check(form, &meaning(&pages[0]), &meaning(page));
        assert_eq!(open(page), open(&pages[0]), "{form}");
    }
    let [page, ..] = pages;
    page
}

/// Fails at the first line that differs.
fn check(form: &str, one: &str, other: &str) {
    let differs = one.lines().zip(other.lines()).enumerate().find(|(_, (one, other))| one != other);
    if let Some((at, (this, that))) = differs {
        let before: Vec<&str> = one.lines().skip(at.saturating_sub(12)).take(12).collect();
        panic!("{form}: `{that}` instead of `{this}` after\n{}", before.join("\n"));
    }
    assert_eq!(one.len(), other.len(), "{form}");
}

fn names(page: &Page) -> Vec<&str> {
    page.definitions.iter().filter_map(|one| one.name.as_deref()).collect()
}

#[test]
fn a_page_of_the_reference() {
    let page = same("create-shelf");
    assert_eq!(open(&page), [""; 0]);
    assert_eq!(page.title, "Manage libraries - Create shelf");
    let [operation] = &page.operations[..] else { panic!("{:?}", page.operations) };
    assert_eq!(
        (operation.method.as_str(), operation.path.as_str()),
        ("POST", "/v1/libraries/{library_id}/shelves")
    );
    assert_eq!(operation.parameters.as_ref().map(Vec::len), Some(2));
    assert_eq!(operation.headers.as_ref().map(Vec::len), Some(2));
    let body = operation.body.as_ref().expect("there is a body");
    assert_eq!(body.media_types.as_ref().map(|said| said.text.as_str()), Some("application/json, text/json"));
    assert_eq!(body.properties.len(), 6);
    assert!(matches!(&body.properties[4].kind, Type::Values(values) if values.len() == 3));
    assert_eq!(body.properties[5].kind, Type::List(Box::new(Type::Base("string".to_owned()))));
    let codes: Vec<&str> = operation.statuses.iter().flatten().map(|one| one.code.as_str()).collect();
    assert_eq!(codes, ["201", "409"]);
    assert_eq!(
        operation.media_types.as_ref().map(|said| said.text.as_str()),
        Some("application/json, text/json")
    );
    assert_eq!(
        names(&page),
        [
            "Library.Contracts.V1.Link",
            "Library.Contracts.V1.Shelf",
            "System.Collections.Generic.KeyValuePair[System.String,System.String]"
        ]
    );
    assert_eq!(page.unread, []);
}

#[test]
fn a_page_that_tells_how_to() {
    let page = same("create-book");
    assert_eq!(open(&page), [""; 0]);
    let [operation] = &page.operations[..] else { panic!("{:?}", page.operations) };
    assert_eq!(
        (operation.method.as_str(), operation.path.as_str()),
        ("POST", "/v1/libraries/{library-id}/books")
    );
    assert_eq!(
        operation.query.iter().map(|said| said.text.as_str()).collect::<Vec<_>>(),
        ["notify", "dry-run"]
    );
    let required: Vec<_> = operation.parameters.iter().flatten().map(|one| one.required).collect();
    assert_eq!(required, [Some(true), Some(false), Some(false)]);
    let body = operation.body.as_ref().expect("there is a body");
    let required: Vec<_> = body.properties.iter().map(|one| one.required).collect();
    assert_eq!(required, [Some(true), Some(false), None, Some(false), Some(false)]);
    assert_eq!(operation.example_statuses[0].text, "201");
    assert_eq!(operation.example_headers.len(), 3);
    assert_eq!(names(&page), ["Link"]);
    assert_eq!(page.unread, []);
}

#[test]
fn a_page_of_resources() {
    let page = same("book-resources");
    // The description has no type for the material.
    assert_eq!(open(&page), ["added: definition `Material`"]);
    assert_eq!(names(&page), ["Book", "Link", "Binding", "Material"]);
    let sizes: Vec<_> = page.definitions.iter().map(|one| (one.properties.len(), one.values.len())).collect();
    assert_eq!(sizes, [(5, 0), (3, 0), (0, 3), (0, 3)]);
    assert_eq!(
        page.definitions[1].properties[2].kind,
        Type::List(Box::new(Type::Named("KeyValuePair".to_owned())))
    );
    assert_eq!(page.unread, []);
}
