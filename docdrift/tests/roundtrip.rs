//! Additions to pages, taken over into the description: afterwards both say the same, and nothing else has changed.
//!
//! The descriptions that come of it are left below the target folder, where `tests/docs/roundtrip` compiles them.

mod draft;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use docdrift::page::Page;
use docdrift::read::Form;
use docdrift::spec::Spec;
use docdrift::update::{Update, update};
use docdrift::{Kind, compare};
use draft::{BOOK, Draft, FORMS, LINK, PAGE, PAIR, SHELF, drafts, page};
use serde_yaml::Value;

const NOTE: &str = "Library.Contracts.V1.Note";
const AUTHOR: &str = "Library.Contracts.V1.Author";
/// The types of what is added. Both of the last are new, and the first of them refers to the other.
const TYPES: &[&str] =
    &["string", "integer", "boolean", "number[]", "red|deep_blue", LINK, PAIR, "BOOK[]", NOTE, "AUTHOR[]"];

/// A type of the list above in full.
fn full(kind: &str) -> String {
    kind.replace("BOOK", BOOK).replace("AUTHOR", AUTHOR)
}

/// Adds the definitions that a type needs to a page, in front of one without a heading or behind all others.
fn define(draft: &mut Draft, kind: &str) {
    let rows = |rows: &[[&str; 2]]| rows.iter().map(|row| row.map(str::to_owned)).collect();
    if kind.contains(NOTE) {
        let properties = rows(&[["author", AUTHOR], ["notes", &format!("{NOTE}[]")], ["text", "string"]]);
        draft.definitions.insert(3, (NOTE.to_owned(), true, properties));
    }
    if kind.contains(NOTE) || kind.contains(AUTHOR) {
        let properties = rows(&[["book", BOOK], ["kind", "person|company"], ["names", "string[]"]]);
        draft.definitions.insert(1, (AUTHOR.to_owned(), true, properties));
    }
}

/// Makes the addition with a number, and says what it is; nothing if there are no more.
fn add(draft: &mut Draft, number: usize) -> Option<(Kind, String)> {
    let (of, kind) = (draft.of, full(TYPES[number % TYPES.len()]));
    let mut number = number;
    // A property of each definition, at each place.
    for at in 0..draft.definitions.len() {
        let (name, _, properties) = &mut draft.definitions[at];
        if number <= properties.len() {
            let subject = format!("property `zone` of `{name}`");
            properties.insert(number, ["zone".to_owned(), kind.clone()]);
            define(draft, &kind);
            return Some((Kind::Added, subject));
        }
        number -= properties.len() + 1;
    }
    // A value at each place.
    if number < 4 {
        let values = &mut draft.definitions[0].2[0][1];
        *values = with_value(values, number);
        return Some((Kind::NewValue, format!("value `cloth` of property `binding` of `{BOOK}`")));
    }
    number -= 4;
    // A property and a value of the body.
    if let Some(body) = &mut draft.body {
        let owner = format!("the request body of {of}");
        if number <= body.len() {
            body.insert(number, ["zone".to_owned(), String::new(), kind.clone(), String::new()]);
            define(draft, &kind);
            return Some((Kind::Added, format!("property `zone` of {owner}")));
        }
        number -= body.len() + 1;
        if number < 4 {
            body[2][2] = with_value(&body[2][2], number);
            return Some((Kind::NewValue, format!("value `cloth` of property `material` of {owner}")));
        }
        number -= 4;
        if number <= draft.body_media.len() {
            draft.body_media.insert(number, "text/xml".to_owned());
            return Some((Kind::Added, format!("media type `text/xml` of request body of {of}")));
        }
        number -= draft.body_media.len() + 1;
    }
    answer_or_parameter(draft, number, &kind)
}

/// The values with one more at a place.
fn with_value(values: &str, at: usize) -> String {
    let mut values: Vec<&str> = values.split('|').collect();
    values.insert(at.min(values.len()), "cloth");
    values.join("|")
}

fn answer_or_parameter(draft: &mut Draft, number: usize, kind: &str) -> Option<(Kind, String)> {
    let (of, simple) = (draft.of, if kind.contains('|') { "string" } else { kind });
    let added = |what: &str| Some((Kind::Added, format!("{what} of {of}")));
    let mut number = number;
    if number <= draft.parameters.len() {
        let row = ["zone", "query", "", if simple.contains('.') { "integer" } else { simple }, ""];
        draft.parameters.insert(number, row.map(str::to_owned));
        return added("parameter `zone`");
    }
    number -= draft.parameters.len() + 1;
    if number <= draft.headers.len() {
        draft.headers.insert(number, ["x-zone", "", "string", ""].map(str::to_owned));
        return added("parameter `x-zone`");
    }
    number -= draft.headers.len() + 1;
    if number <= draft.media.len() {
        draft.media.insert(number, "text/xml".to_owned());
        return added("media type `text/xml`");
    }
    number -= draft.media.len() + 1;
    let codes = [
        "202 Accepted",
        "204 No Content",
        "400 Bad Request",
        "503 Service Unavailable",
        "Other Status Codes",
    ];
    let kinds = ["", LINK, SHELF, PAGE, NOTE, "string"];
    let (code, kind) = (codes.get(number / kinds.len())?, kinds[number % kinds.len()]);
    let at = draft.statuses.iter().position(|row| row[0].as_str() > *code).unwrap_or(draft.statuses.len());
    draft.statuses.insert(at, [code, kind, "Something else."].map(str::to_owned));
    define(draft, kind);
    let word = code.split(' ').next().filter(|word| word.starts_with(char::is_numeric)).unwrap_or("default");
    added(&format!("status {word}"))
}

/// The description in different clothes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Clothes {
    /// In two files.
    Files,
    /// With line breaks of two characters.
    Windows,
    /// In one file, its lists as far in as their keys.
    Single,
    /// As JSON.
    Json,
}

impl Clothes {
    fn store(self, folder: &Path, name: &str) -> PathBuf {
        let source =
            |name: &str| fs::read_to_string(draft::folder().join(name)).expect("the description is there");
        let root = folder.join(name);
        let (library, schemas) = (source("library.yaml"), source("schemas.yaml"));
        let store = |path: &Path, text: &str| fs::write(path, text).expect("a file can be written");
        match self {
            Clothes::Files => {
                store(&root, &library);
                store(&folder.join("schemas.yaml"), &schemas);
            }
            Clothes::Windows => {
                store(&root, &library.replace('\n', "\r\n"));
                store(&folder.join("schemas.yaml"), schemas.trim_end().replace('\n', "\r\n").as_str());
            }
            _ => {
                let value = single(&library, &schemas);
                let text = match self {
                    Clothes::Json => serde_json::to_string_pretty(&value).expect("it can be JSON"),
                    _ => serde_yaml::to_string(&value).expect("it can be YAML"),
                };
                store(&root, &text);
            }
        }
        root
    }
}

/// The description in one file.
fn single(library: &str, schemas: &str) -> Value {
    let [mut value, schemas] =
        [library, schemas].map(|text| serde_yaml::from_str::<Value>(text).expect("it is YAML"));
    value["components"]["schemas"] = schemas;
    local(&mut value);
    value
}

/// Has all references lead to the components.
fn local(value: &mut Value) {
    match value {
        Value::Mapping(map) => {
            for (key, value) in map {
                match value {
                    Value::String(target) if key == "$ref" => {
                        *target = target
                            .split('/')
                            .next_back()
                            .map(|key| format!("#/components/schemas/{key}"))
                            .unwrap_or_default();
                    }
                    value => local(value),
                }
            }
        }
        Value::Sequence(items) => items.iter_mut().for_each(local),
        _ => {}
    }
}

/// The differences that nobody has declared.
fn open(page: &Page, root: &Path) -> Vec<(Kind, String)> {
    let spec = Spec::read(root).expect("the description can be read");
    let open = compare(page, &spec).into_iter().filter(|one| one.declared.is_none());
    open.map(|one| (one.kind, one.subject)).collect()
}

/// Whether all lines of a text are in another in this order. Those in brackets may have got something in between.
fn keeps(before: &str, after: &str) -> bool {
    let mut rest = after.chars();
    before.chars().all(|one| rest.any(|other| one == other))
}

/// Updates a copy of the description, and holds it against the page and against what it was.
fn turn(page: &Page, clothes: Clothes, folder: &Path, expected: &(Kind, String)) -> Update {
    let root = clothes.store(folder, "library.yaml");
    let mut found = open(page, &root);
    // Definitions that come with it are found as well.
    found.retain(|(kind, subject)| *kind != Kind::Added || !subject.starts_with("definition"));
    assert_eq!(found, std::slice::from_ref(expected), "{clothes:?}");
    let made =
        update(std::slice::from_ref(&root), std::slice::from_ref(page)).expect("the description can be read");
    let left: Vec<String> =
        made.left.iter().map(|one| format!("{}: {}", one.difference.subject, one.reason)).collect();
    assert_eq!(left, [""; 0], "{clothes:?}: {expected:?}");
    made.save().expect("the files can be written");
    assert_eq!(open(page, &root), [], "{clothes:?}: {expected:?}\n{}", made.diff());
    for (path, change) in &made.files {
        assert!(keeps(&change.before, &change.after), "{}", made.diff());
        let windows = change.before.contains("\r\n");
        assert_eq!(windows, change.after.matches('\n').count() == change.after.matches("\r\n").count());
        assert_eq!(change.before.ends_with('\n'), change.after.ends_with('\n'));
        let stored = fs::read_to_string(path).expect("the file is there");
        assert_eq!(stored, change.after);
        if matches!(clothes, Clothes::Json) {
            serde_json::from_str::<serde_json::Value>(&stored).expect("JSON stays JSON");
        }
    }
    let again = update(&[root], std::slice::from_ref(page)).expect("the description can be read");
    assert!(again.files.is_empty() && again.done.is_empty());
    made
}

/// Pages of operations that the description does not have: other methods of its paths, and other paths.
fn operations() -> Vec<(Draft, (Kind, String))> {
    let mut found = Vec::new();
    for whole in drafts() {
        for (method, path) in [
            ("PUT", "/libraries/{library_id}/shelves/{shelf_id}"),
            ("DELETE", "/libraries/{library_id}/shelves"),
            ("GET", "/libraries/{library_id}/rooms/{room_id}"),
            ("POST", "/readers"),
        ] {
            let mut draft = Draft {
                title: "Something new",
                request: Some((method, path.to_owned())),
                query: "",
                ..whole.clone()
            };
            // The table has what the path has, and all other kinds of parameters.
            draft.parameters.retain(|row| {
                row[1] == "query" || row[0] == "version" || path.contains(&format!("{{{}}}", row[0]))
            });
            if path.contains("room_id") {
                draft.parameters.push(["room_id", "path", "True", "string", ""].map(str::to_owned));
            }
            define(&mut draft, NOTE);
            NOTE.clone_into(&mut draft.statuses[0][1]);
            found.push((draft, (Kind::NewOperation, format!("{method} /v1{path}"))));
        }
    }
    found
}

#[test]
fn new_operations_are_taken_over_with_their_definitions() {
    let results = results("operations");
    let (mut operations_, mut notes) = (0, 0);
    for (number, (draft, expected)) in operations().into_iter().enumerate() {
        for (form, clothes) in
            [(Form::Text, Clothes::Files), (Form::Html, Clothes::Windows), (Form::Markdown, Clothes::Single)]
        {
            let folder = results.join(format!("case_{number}_{form:?}").to_lowercase());
            fs::create_dir_all(&folder).expect("a folder can be made");
            let root = clothes.store(&folder, "library.yaml");
            let page = page(&draft, form);
            let made =
                update(std::slice::from_ref(&root), std::slice::from_ref(&page)).expect("it can be read");
            let done: Vec<_> = made.done.iter().map(|one| (one.kind, one.subject.clone())).collect();
            assert_eq!(done, std::slice::from_ref(&expected), "{form:?} {:?}", made.left);
            assert!(made.left.is_empty(), "{:?}", made.left);
            made.save().expect("the files can be written");
            assert_eq!(open(&page, &root), [], "{form:?} {expected:?}\n{}", made.diff());
            for change in made.files.values() {
                assert!(keeps(&change.before, &change.after), "{}", made.diff());
            }
            notes += made.notes.len();
            operations_ += 1;
        }
    }
    println!("{operations_} new operations, {notes} notes about their names and the like");
    assert!(operations_ >= 24);
}

/// An empty folder below the target folder.
fn results(name: &str) -> PathBuf {
    let results = Path::new(env!("CARGO_TARGET_TMPDIR")).join("roundtrip").join(name);
    let _ = fs::remove_dir_all(&results);
    results
}

#[test]
fn every_addition_to_a_page_is_taken_over() {
    let results = results("additions");
    let others = tempfile::tempdir().expect("a folder can be made");
    let (mut additions, mut turns, mut by_kind) = (0, 0, BTreeMap::new());
    for (which, whole) in drafts().into_iter().enumerate() {
        for number in 0.. {
            let mut draft = whole.clone();
            let Some(expected) = add(&mut draft, number) else { break };
            additions += 1;
            let what = expected.1.split([' ', '`']).next().unwrap_or_default().to_owned();
            *by_kind.entry(what).or_insert(0) += 1;
            let folder = results.join(format!("case_{which}_{number}"));
            fs::create_dir_all(&folder).expect("a folder can be made");
            let made = turn(&page(&draft, Form::Text), Clothes::Files, &folder, &expected);
            // In turn, for each way of adding something is there several times.
            let form = FORMS[1 + number % 2];
            let other = turn(&page(&draft, form), Clothes::Files, others.path(), &expected);
            let texts = |made: &Update| made.files.values().map(|one| one.after.clone()).collect::<Vec<_>>();
            assert_eq!(texts(&made), texts(&other), "{form:?}");
            let clothes = [Clothes::Windows, Clothes::Single, Clothes::Json][number % 3];
            turn(&page(&draft, form), clothes, others.path(), &expected);
            turns += 3;
        }
    }
    println!(
        "{additions} additions {by_kind:?}, {turns} round trips in three forms of pages and four of descriptions"
    );
    assert!(additions > 100, "{additions}");
}
