//! Pages imported into a description: what is written, what is left as it is, and what is left to people.

use std::fs;
use std::path::{Path, PathBuf};

use docdrift::import::{Import, Settings, import, root};
use docdrift::page::Page;
use docdrift::read::{Form, read};
use docdrift::spec::Spec;
use docdrift::understand::understand;
use docdrift::{compare, pages};
use tempfile::TempDir;

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(path)
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn page(form: &str) -> Vec<Page> {
    pages::read(&[here("import").join(format!("start-loan.{form}"))]).expect("the page can be read")
}

/// The page with something else in place of a text, of which it has at least one.
fn changed(changes: &[(&str, &str)]) -> Vec<Page> {
    let mut text = text(&here("import/start-loan.txt"));
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    vec![understand("changed", &read(Form::Text, &text))]
}

fn settings() -> Settings {
    Settings { address: Some("https://docs.library.example/".to_owned()), ..Settings::default() }
}

/// A folder with a description in it, or an empty one.
fn folder(spec: Option<&str>) -> TempDir {
    let folder = TempDir::new().expect("a folder can be made");
    for name in spec.iter().flat_map(|spec| [*spec, "schemas.yaml"]) {
        fs::copy(here("spec").join(name), folder.path().join(name)).expect("the description can be copied");
    }
    folder
}

fn write(import: &Import) {
    for file in &import.files {
        fs::create_dir_all(file.path.parent().expect("a file is in a folder")).expect("a folder can be made");
        fs::write(&file.path, &file.text).expect("a file can be written");
    }
}

fn new(import: &Import, name: &str) -> String {
    let file = import.files.iter().find(|file| file.path.ends_with(name));
    file.unwrap_or_else(|| panic!("no {name} among {:?}", import.files)).added.clone()
}

/// The undeclared differences between pages and a description, and how many are declared.
fn differences(pages: &[Page], root: &Path) -> (Vec<String>, usize) {
    let spec = Spec::read(root).expect("what was written can be read");
    let all: Vec<_> = pages.iter().flat_map(|page| compare(page, &spec)).collect();
    let open = all.iter().filter(|one| one.declared.is_none());
    let open: Vec<String> =
        open.map(|one| format!("{}: {}: {}", one.kind, one.subject, one.detail)).collect();
    let declared = all.len() - open.len();
    (open, declared)
}

#[test]
fn every_form_of_a_page_becomes_the_same_description() {
    let expected = here("import/expected");
    let names = [
        "openapi.yaml",
        "common/parameters.yaml",
        "libraries/parameters.yaml",
        "libraries/paths.yaml",
        "libraries/schemas.yaml",
    ];
    for form in ["txt", "md", "html"] {
        let folder = folder(None);
        let import =
            import(&page(form), &folder.path().join("openapi.yaml"), &settings()).expect("it is imported");
        assert_eq!(import.files.len(), names.len(), "{form}");
        write(&import);
        for name in names {
            assert_eq!(text(&folder.path().join(name)), text(&expected.join(name)), "{name} from {form}");
        }
    }
}

#[test]
fn what_is_imported_says_what_the_page_says_and_nothing_is_imported_twice() {
    for form in ["txt", "md", "html"] {
        let folder = folder(None);
        let root = folder.path().join("openapi.yaml");
        write(&import(&page(form), &root, &settings()).expect("it is imported"));
        // The version in the path, the header with the token, and the type that the page does not describe.
        assert_eq!(differences(&page(form), &root), (Vec::new(), 3), "{form}");
        let again = import(&page(form), &root, &settings()).expect("it is imported");
        assert_eq!(again.files, [], "{form}");
        assert!(again.notes[0].text.contains("is there already"), "{form}");
    }
}

#[test]
fn what_needs_judgement_is_listed_with_its_line() {
    let folder = folder(None);
    let import = import(&page("md"), &folder.path().join("openapi.yaml"), &Settings::default())
        .expect("it is imported");
    let notes: Vec<(usize, &str)> =
        import.notes.iter().map(|note| (note.place.line, note.text.as_str())).collect();
    let expected = [
        (9, "Libraries_CreateLoan: the name, the way to it"),
        (9, "the page has no address"),
        (9, "how callers get the token is to be described"),
        (32, "the properties of the body are a type of their own, called `CreateLoanRequest`"),
        (62, "the values at `Book.binding` are a type of their own, called `Binding`"),
        (38, "no page describes `Library.Contracts.V1.Reader`"),
        (81, "the values at `Loan.state` are a type of their own, called `State`"),
        (9, "the tag `Libraries` is new"),
    ];
    assert_eq!(notes.len(), expected.len(), "{notes:#?}");
    for ((line, text), (expected_line, start)) in notes.into_iter().zip(expected) {
        assert!(line == expected_line && text.starts_with(start), "{line}: {text}, not {start}");
    }
    assert!(!new(&import, "paths.yaml").contains("externalDocs"));
}

#[test]
fn what_the_description_has_is_referred_to_and_stays_as_it_is() {
    let folder = folder(Some("library.yaml"));
    let root = folder.path().join("library.yaml");
    let before = text(&root);
    let import = import(&page("txt"), &root, &settings()).expect("it is imported");
    write(&import);
    let schemas = new(&import, "libraries/schemas.yaml");
    assert!(!schemas.contains("\nBook:") && !schemas.contains("KeyValuePair:"), "{schemas}");
    assert!(schemas.contains("$ref: ../schemas.yaml#/Book\n"), "{schemas}");
    let paths = new(&import, "libraries/paths.yaml");
    assert!(!paths.contains("x-clientgen-call"), "the description has none: {paths}");
    let after = text(&root);
    let mut lines = after.lines();
    assert!(before.lines().all(|line| lines.any(|other| other == line)), "a line of it is gone:\n{after}");
    assert!(
        after.contains("  /v1/libraries/{library_id}/loans:\n    $ref: libraries/paths.yaml#/loans\n"),
        "{after}"
    );
    // Book differs between the page and the description, which is for a comparison to say.
    let (open, _) = differences(&page("txt"), &root);
    assert!(open.iter().all(|one| one.contains("Library.Contracts.V1.Book`")), "{open:#?}");
}

#[test]
fn an_operation_of_a_path_that_is_there_joins_the_others() {
    let folder = folder(None);
    let root = folder.path().join("openapi.yaml");
    write(&import(&page("txt"), &root, &settings()).expect("it is imported"));
    let pages = changed(&[("POST http", "DELETE http"), ("Start loan", "End loans")]);
    let import = import(&pages, &root, &settings()).expect("it is imported");
    write(&import);
    let added = new(&import, "libraries/paths.yaml");
    assert!(added.starts_with("  delete:\n    operationId: Libraries_DeleteLoan\n"), "{added}");
    assert!(!added.contains("x-trace") && !added.contains("library_id\n"), "the path has them: {added}");
    let paths = text(&folder.path().join("libraries/paths.yaml"));
    assert_eq!(paths, text(&here("import/expected/libraries/paths.yaml")) + &added);
    assert_eq!(differences(&pages, &root).0, Vec::<String>::new());
}

#[test]
fn parameters_that_one_operation_of_a_path_has_stand_at_that_operation() {
    let folder = folder(None);
    let root = folder.path().join("openapi.yaml");
    let clerk = "x-clerk True\n\ninteger (int64)\n\nWho lends.\n\n";
    let mut pages = changed(&[("POST http", "DELETE http"), ("Start loan", "End loans"), (clerk, "")]);
    pages.extend(page("txt"));
    let import = import(&pages, &root, &settings()).expect("it is imported");
    write(&import);
    let paths = new(&import, "paths.yaml");
    let (before, after) = paths.split_once("\n  post:").expect("it has both");
    assert!(!before.contains("XClerk") && before.contains("XTrace"), "{paths}");
    assert!(
        after.contains(
            "    parameters:\n      - $ref: ../common/parameters.yaml#/XClerk\n      - name: notify"
        ),
        "{paths}"
    );
    assert_eq!(differences(&pages, &root).0, Vec::<String>::new());
}

#[test]
fn names_with_arguments_are_titles_whether_they_have_dots_or_not() {
    let pages =
        changed(&[("Library.Contracts.V1.Collection[Library.Contracts.V1.Loan]", "Collection[Loan]")]);
    let folder = folder(None);
    let root = folder.path().join("openapi.yaml");
    let import = import(&pages, &root, &settings()).expect("it is imported");
    write(&import);
    assert!(
        new(&import, "schemas.yaml").contains("\nLoanCollection:\n  title: Collection[Loan]\n"),
        "{import:#?}"
    );
    assert_eq!(differences(&pages, &root).0, Vec::<String>::new());
}

#[test]
fn paths_take_the_names_that_the_description_has_for_their_parameters() {
    let folder = folder(Some("library.yaml"));
    let pages = pages::read(&[here("pages/get-books.md")]).expect("the page can be read");
    let mut page = pages[0].clone();
    page.title = "Get the lost books of a library".to_owned();
    page.operations[0].path = "/v1/libraries/{library-id}/books/lost".to_owned();
    let root = folder.path().join("library.yaml");
    let import = import(&[page.clone()], &root, &settings()).expect("it is imported");
    assert!(new(&import, "library.yaml").contains("/v1/libraries/{library_id}/books/lost:"), "{import:#?}");
    write(&import);
    assert_eq!(differences(&[page], &root).0, Vec::<String>::new());
}

#[test]
fn an_area_can_be_named() {
    let folder = folder(None);
    let settings = Settings { area: Some("open-loans".to_owned()), ..settings() };
    let import =
        import(&page("txt"), &folder.path().join("openapi.yaml"), &settings).expect("it is imported");
    let paths = new(&import, "open-loans/paths.yaml");
    assert!(
        paths.contains("    tags: [OpenLoans]\n") && paths.contains("operationId: OpenLoans_CreateLoan\n"),
        "{paths}"
    );
}

#[test]
fn what_is_shown_and_not_listed_is_written_and_declared() {
    let pages = changed(&[("notify\nquery\n\nboolean\n\nWhether to tell the reader.\n\n", "")]);
    let folder = folder(None);
    let root = folder.path().join("openapi.yaml");
    let import = import(&pages, &root, &settings()).expect("it is imported");
    write(&import);
    assert!(
        new(&import, "paths.yaml").contains("- name: notify\n        in: query\n        required: false\n")
    );
    assert_eq!(differences(&pages, &root), (Vec::new(), 4));
}

#[test]
fn a_place_that_takes_no_addition_is_refused_with_its_line() {
    let folder = folder(None);
    let root = folder.path().join("api.yaml");
    fs::write(&root, "openapi: 3.1.0\ninfo: { title: T, version: \"1\" }\npaths: 12\n")
        .expect("it is written");
    let error = import(&page("txt"), &root, &settings()).expect_err("nothing can be added");
    assert!(
        error.to_string().contains("api.yaml: line 3: what stands here cannot take the addition"),
        "{error}"
    );
}

#[test]
fn a_root_without_paths_gets_some() {
    for paths in ["", "paths: {}\n", "paths:\n"] {
        let folder = folder(None);
        let root = folder.path().join("api.yaml");
        fs::write(&root, format!("openapi: 3.1.0\n{paths}info: {{ title: T, version: \"1\" }}\n"))
            .expect("it is written");
        write(&import(&page("txt"), &root, &settings()).expect("it is imported"));
        assert_eq!(differences(&page("txt"), &root), (Vec::new(), 3), "{}", text(&root));
    }
}

#[test]
fn ends_of_lines_stay_as_they_are() {
    let folder = folder(Some("library.yaml"));
    let root = folder.path().join("library.yaml");
    fs::write(&root, text(&root).replace('\n', "\r\n")).expect("it is written");
    write(&import(&page("txt"), &root, &settings()).expect("it is imported"));
    let after = text(&root);
    assert!(after.contains("libraries/paths.yaml#/loans\r\n"), "{after}");
    assert_eq!(after.matches('\n').count(), after.matches("\r\n").count());
}

#[test]
fn operations_join_several_paths_of_one_file() {
    let folder = folder(None);
    let root = folder.path().join("openapi.yaml");
    let returns = [("/loans", "/returns"), ("Start loan", "Start return")];
    let mut both = page("txt");
    both.extend(changed(&returns));
    write(&import(&both, &root, &settings()).expect("it is imported"));
    let end = [("POST http", "DELETE http"), ("Start ", "End ")];
    let mut ends = changed(&end);
    ends.extend(changed(&[&returns[..], &end[..]].concat()));
    write(&import(&ends, &root, &settings()).expect("it is imported"));
    both.extend(ends);
    assert_eq!(differences(&both, &root).0, Vec::<String>::new());
}

#[test]
fn the_sign_in_of_the_neighbours_is_taken_with_its_scopes() {
    let folder = folder(None);
    let root = folder.path().join("openapi.yaml");
    write(&import(&page("txt"), &root, &settings()).expect("it is imported"));
    let paths = folder.path().join("libraries/paths.yaml");
    let scoped = text(&paths).replace("      - bearer: []\n", "      - bearer: [lend]\n        key: []\n");
    fs::write(&paths, scoped).expect("it is written");
    let import = import(&changed(&[("POST http", "PUT http")]), &root, &settings()).expect("it is imported");
    let added = new(&import, "paths.yaml");
    assert!(added.contains("    security:\n      - bearer: [lend]\n        key: []\n"), "{added}");
}

#[test]
fn definitions_on_which_pages_do_not_agree_are_listed() {
    let mut pages = page("txt");
    pages.extend(changed(&[("POST http", "PUT http"), ("isbn", "number")]));
    let folder = folder(None);
    let import = import(&pages, &folder.path().join("openapi.yaml"), &settings()).expect("it is imported");
    let found = import.notes.iter().filter(|note| note.text.contains("is there with other properties"));
    let found: Vec<String> = found.map(|note| format!("{}: {}", note.place.file, note.text)).collect();
    assert_eq!(
        found,
        ["changed: `Library.Contracts.V1.Book` is there with other properties or values: compare the page"]
    );
}

#[test]
fn the_root_is_the_only_description_in_the_folder() {
    let folder = folder(Some("library.yaml"));
    let name = |root: PathBuf| root.file_name().expect("it has a name").to_owned();
    assert_eq!(name(root(None, Some(folder.path())).expect("there is one")), "library.yaml");
    fs::write(folder.path().join("second.yaml"), "openapi: 3.1.0\n").expect("it is written");
    let error = root(None, Some(folder.path())).expect_err("there are two");
    assert!(error.to_string().contains("name one with --spec"), "{error}");
    assert_eq!(name(root(None, Some(&folder.path().join("new"))).expect("it is to be")), "openapi.yaml");
}

#[test]
fn a_description_compares_with_itself_like_pages() {
    let root = here("spec/library.yaml");
    let pages = pages::read(std::slice::from_ref(&root)).expect("a description is taken for pages");
    assert_eq!(differences(&pages, &root).0, Vec::<String>::new());
    let folder = folder(Some("library.yaml"));
    let changed = folder.path().join("library.yaml");
    fs::write(&changed, text(&root).replace("name: depth", "name: reach")).expect("it is written");
    let (open, _) = differences(&pages, &changed);
    assert_eq!(open.len(), 2, "one is new and one is gone: {open:#?}");
}
