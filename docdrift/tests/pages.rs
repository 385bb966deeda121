//! Pages in the layout of the documentation against a description that says the same.

use std::fs;
use std::path::{Path, PathBuf};

use docdrift::page::{Page, Type};
use docdrift::read::{Form, read};
use docdrift::spec::Spec;
use docdrift::understand::understand;
use docdrift::{Kind, compare, pages};

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(path)
}

fn page(name: &str) -> Page {
    pages::read(&[here("pages").join(name)]).expect("the page can be read").remove(0)
}

fn spec() -> Spec {
    Spec::read(&here("spec/library.yaml")).expect("the description can be read")
}

/// The undeclared differences, without places.
fn open(page: &Page) -> Vec<String> {
    let found = compare(page, &spec()).into_iter().filter(|one| one.declared.is_none());
    found.map(|one| format!("{}: {}: {}", one.kind, one.subject, one.detail)).collect()
}

#[test]
fn a_reference_page_that_says_the_same_differs_in_nothing() {
    let page = page("get-shelf.txt");
    assert_eq!(open(&page), Vec::<String>::new());
    let declared: Vec<_> = compare(&page, &spec()).into_iter().map(|one| (one.kind, one.page.line)).collect();
    assert_eq!(declared, [(Kind::Added, 23), (Kind::Added, 39), (Kind::Removed, 112)]);
}

#[test]
fn tables_without_headings_get_the_names_that_are_left() {
    let page = page("get-shelf.txt");
    let names: Vec<&str> = page.definitions.iter().filter_map(|one| one.name.as_deref()).collect();
    assert_eq!(
        names,
        [
            "Library.Contracts.V1.Book",
            "Library.Contracts.V1.Link",
            "Library.Contracts.V1.Page[Library.Contracts.V1.Book]",
            "Library.Contracts.V1.Shelf",
            "System.Collections.Generic.KeyValuePair[System.String,System.String]",
        ]
    );
}

#[test]
fn a_page_is_understood_with_its_lines() {
    let page = page("get-shelf.txt");
    let operation = &page.operations[0];
    assert_eq!((operation.method.as_str(), operation.line), ("GET", 5));
    assert_eq!(operation.path, "/v1/libraries/{library_id}/shelves/{shelf_id}");
    assert_eq!(operation.query[0].text, "depth");
    let statuses: Vec<_> =
        operation.statuses.iter().flatten().map(|one| (one.line, one.code.as_str())).collect();
    assert_eq!(statuses, [(54, "200"), (60, "404")]);
    let Type::Values(values) = &page.definitions[0].properties[0].kind else { panic!("no values") };
    assert_eq!(values.iter().map(|value| value.line).collect::<Vec<_>>(), [76, 77, 78]);
}

#[test]
fn a_how_to_page_says_the_same_as_markdown_and_as_html() {
    for name in ["get-books.md", "get-books.html"] {
        let page = page(name);
        assert_eq!(page.operations.len(), 1, "{name}");
        let operation = &page.operations[0];
        assert_eq!(
            (operation.method.as_str(), operation.path.as_str()),
            ("GET", "/v1/libraries/{library-id}/books")
        );
        assert_eq!(operation.parameters.as_ref().map(Vec::len), Some(3), "{name}");
        assert_eq!(operation.example_statuses[0].text, "200", "{name}");
        // The page requires less than the description, and shows a header that the description does not have.
        let mut found = open(&page);
        found.sort();
        assert_eq!(
            found,
            [
                "added: parameter `X-Locale` of GET /v1/libraries/{library_id}/books: the request on the page has it",
                "requiredness changed: parameter `filter` of GET /v1/libraries/{library_id}/books: the page does not \
             require it, the description does",
            ]
        );
    }
}

#[test]
fn a_page_of_which_nothing_is_understood_says_so() {
    let page = understand("page", &read(Form::Text, "Shelves\n\nThey hold books.\n"));
    assert_eq!(page.unread.len(), 1);
}

#[test]
fn definitions_are_read_where_the_heading_over_them_is_lost() {
    let text = fs::read_to_string(here("pages/get-shelf.txt")).expect("the page can be read");
    let page = understand("page", &read(Form::Text, &text.replace("\nDefinitions\n", "\n")));
    assert_eq!(page.definitions.iter().filter(|one| one.name.is_some()).count(), 3);
}

#[test]
fn an_operation_is_known_by_its_address_below_the_server_whatever_its_parameters_are_called() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = folder.path().join("api.yaml");
    let text = "openapi: 3.1.0
info: { title: Prices, version: '1' }
servers: [{ url: 'https://prices.example/v2.0/' }]
paths:
  \"/sheets(Market='{market}',View='{view}')/$value\":
    get: { responses: { '200': { description: A sheet. } } }
";
    fs::write(&path, text).expect("a file can be written");
    let spec = Spec::read(&path).expect("the description can be read");
    let found = |request: &str| {
        let page =
            understand("page", &read(Form::Markdown, &format!("# Sheets\n\n```\nGET {request}\n```\n")));
        compare(&page, &spec).iter().map(|one| one.kind).collect::<Vec<_>>()
    };
    let other = "https://prices.example/V2.0/Sheets(Market='{country}',View='{name}')/$value";
    assert_eq!(found(other), []);
    assert_eq!(found(&other.replace("2.0", "3.0")), [Kind::NewOperation]);
    assert_eq!(found(&other.replace("View", "Kind")), [Kind::NewOperation]);
}
