//! One page in three forms, and what becomes of the comparison when the page or the description changes: each change has
//! to be found and named, and nothing else.

#![expect(
    clippy::assigning_clones,
    clippy::format_push_string,
    clippy::format_collect,
    reason = "pages are small, and read best as one text"
)]

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use docdrift::page::Page;
use docdrift::read::{Form, read};
use docdrift::spec::Spec;
use docdrift::understand::understand;
use docdrift::{Baseline, Kind, compare};

const FORMS: [Form; 3] = [Form::Text, Form::Markdown, Form::Html];
const BOOK: &str = "Library.Contracts.V1.Book";
const NEW_SHELF: &str = "Library.Contracts.V1.NewShelf";
const LINK: &str = "Library.Contracts.V1.Link";
const PAGE: &str = "Library.Contracts.V1.Page[Library.Contracts.V1.Book]";
const SHELF: &str = "Library.Contracts.V1.Shelf";
const PAIR: &str = "System.Collections.Generic.KeyValuePair[System.String,System.String]";

/// A page to be written out. Values separated by `|` are those of an enumeration.
#[derive(Clone)]
struct Draft {
    title: &'static str,
    /// The method and the path in the description.
    of: &'static str,
    /// The method and path of the request; nothing where the page has lost it.
    request: Option<(&'static str, String)>,
    query: &'static str,
    about: String,
    parameters: Vec<[String; 5]>,
    headers: Vec<[String; 4]>,
    statuses: Vec<[String; 3]>,
    media: Vec<String>,
    body: Option<Vec<[String; 4]>>,
    body_media: Vec<String>,
    /// Name, whether the heading is there, and name and type of each property.
    definitions: Vec<(String, bool, Vec<[String; 2]>)>,
}

impl Draft {
    fn path(&mut self) -> &mut String {
        &mut self.request.as_mut().expect("the page has its request").1
    }
}

fn rows<const N: usize>(rows: &[[&str; N]]) -> Vec<[String; N]> {
    rows.iter().map(|row| row.map(str::to_owned)).collect()
}

fn drafts() -> [Draft; 2] {
    [draft(), post()]
}

/// The page of an operation that takes a body.
fn post() -> Draft {
    Draft {
        title: "Create shelf",
        of: "POST /v1/libraries/{library_id}/shelves",
        request: Some(("POST", "/libraries/{library_id}/shelves".to_owned())),
        query: "",
        about: "Puts up a shelf.".to_owned(),
        parameters: rows(&[
            ["library_id", "path", "True", "string", ""],
            ["version", "path", "True", "string", ""],
        ]),
        statuses: rows(&[["201 Created", SHELF, "The shelf."], ["409 Conflict", "", "There is one."]]),
        body: Some(rows(&[
            ["height", "True", "number", "From the ground."],
            ["books", "", PAGE, ""],
            ["material", "", "oak|steel|pine_wood", ""],
            ["room", "True", "string", "Where it is."],
            ["tags", "", "string[]", ""],
        ])),
        body_media: vec!["application/json".to_owned(), "text/json".to_owned()],
        ..draft()
    }
}

fn draft() -> Draft {
    let definition = |name: &str, heading: bool, properties: &[[&str; 2]]| {
        (name.to_owned(), heading, properties.iter().map(|one| one.map(str::to_owned)).collect())
    };
    let pairs = format!("{PAIR}[]");
    let books = format!("{BOOK}[]");
    Draft {
        title: "Get shelf by shelf ID",
        of: "GET /v1/libraries/{library_id}/shelves/{shelf_id}",
        request: Some(("GET", "/libraries/{library_id}/shelves/{shelf_id}".to_owned())),
        query: "?depth={depth}",
        about: "Gives one shelf of a library.".to_owned(),
        parameters: rows(&[
            ["library_id", "path", "True", "string", "The library."],
            ["shelf_id", "path", "True", "string", ""],
            ["version", "path", "True", "string", ""],
            ["depth", "query", "", "integer", "How many levels to follow."],
        ]),
        headers: rows(&[
            ["Authorization", "True", "string", "Authorization Bearer token"],
            ["x-trace", "", "string", "Ties calls together."],
        ]),
        statuses: rows(&[["200 OK", SHELF, "The shelf."], ["404 Not Found", "", "There is no such shelf."]]),
        body: None,
        body_media: Vec::new(),
        media: vec!["application/json".to_owned(), "text/json".to_owned()],
        definitions: vec![
            definition(
                BOOK,
                false,
                &[
                    ["binding", "hard_cover|paperback|unknown"],
                    ["isbn", "string"],
                    ["lent", "boolean"],
                    ["pages", "integer"],
                    ["tags", "string[]"],
                ],
            ),
            definition(LINK, true, &[["headers", &pairs], ["method", "string"], ["uri", "string"]]),
            definition(PAGE, true, &[["items", &books], ["next", LINK], ["totalCount", "integer"]]),
            definition(SHELF, true, &[["books", PAGE], ["height", "number"], ["id", "string"]]),
            definition(PAIR, false, &[["key", "string"], ["value", "string"]]),
        ],
    }
}

/// How a form writes the parts of a page.
struct Writer {
    form: Form,
    out: String,
}

impl Writer {
    fn heading(&mut self, level: usize, text: &str) {
        self.out += &match self.form {
            Form::Text => format!("\n{text}\n\n"),
            Form::Markdown => format!("\n{} {text}\n\n", "#".repeat(level)),
            Form::Html => format!("<h{level} id=\"x\">{text}</h{level}>\n"),
        };
    }

    fn paragraph(&mut self, text: &str) {
        self.out += &match self.form {
            Form::Html => format!("<p>{text}</p>\n"),
            _ => format!("{text}\n\n"),
        };
    }

    fn code(&mut self, text: &str) {
        self.out += &match self.form {
            Form::Text => format!("{text}\n\n"),
            Form::Markdown => format!("```http\n{text}\n```\n\n"),
            Form::Html => format!("<pre><code class=\"lang-http\">{text}\n</code></pre>\n"),
        };
    }

    /// A table; `first` says how many cells a copied text has in the line of the name.
    fn table(&mut self, columns: &[&str], rows: &[Vec<String>], first: usize) {
        match self.form {
            Form::Text => self.loose(columns, rows, first),
            Form::Markdown => {
                self.out += &format!("\n| {} |\n|{}\n", columns.join(" | "), "---|".repeat(columns.len()));
                for row in rows {
                    let row: Vec<String> = row.iter().map(|cell| listed(cell)).collect();
                    self.out += &format!("| {} |\n", row.join(" | "));
                }
            }
            Form::Html => {
                let head: String = columns.iter().map(|name| format!("<th>{name}</th>")).collect();
                self.out += &format!("<table><thead><tr>{head}</tr></thead>\n<tbody>\n");
                for row in rows {
                    let cells: String = row.iter().map(|cell| format!("<td>{}</td>", listed(cell))).collect();
                    self.out += &format!("<tr>{cells}</tr>\n");
                }
                self.out += "</tbody></table>\n";
            }
        }
    }

    fn loose(&mut self, columns: &[&str], rows: &[Vec<String>], first: usize) {
        self.out += &format!("{}\n", columns.join(" "));
        for row in rows {
            if let Some(cell) = row.iter().find(|cell| cell.contains('|')) {
                let points: String = cell.split('|').map(|value| format!("  • {value}\n")).collect();
                self.out += &format!("{} enum:\n{points}", row[..first].join(" ").trim());
                continue;
            }
            let (name, rest) = row.split_at(first);
            self.out += &format!(
                "{}\n",
                name.join(if first == 3 { "\n" } else { " " }).replacen("\nTrue", " True", 1).trim()
            );
            if columns.len() == 2 {
                continue;
            }
            rest.iter().filter(|cell| !cell.is_empty()).for_each(|cell| self.out += &format!("\n{cell}\n"));
            self.out += "\n";
        }
    }
}

fn listed(cell: &str) -> String {
    if !cell.contains('|') {
        return cell.to_owned();
    }
    format!("enum:<ul>{}</ul>", cell.split('|').map(|one| format!("<li>{one}</li>")).collect::<String>())
}

fn media_types(w: &mut Writer, names: &[String]) {
    if !names.is_empty() {
        let names: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
        w.out += "\n";
        w.paragraph(&format!("Media Types: {}", names.join(", ")));
    }
}

fn write(draft: &Draft, form: Form) -> String {
    let mut writer = Writer { form, out: String::new() };
    let w = &mut writer;
    if form == Form::Html {
        w.out += "<!DOCTYPE html><html><head><title>x</title><script>if (a < b) {}</script></head><body><nav>Docs</nav><main>\n";
    }
    w.heading(1, &format!("Manage libraries - {}", draft.title));
    w.paragraph(&draft.about);
    if let Some((method, path)) = &draft.request {
        let line = format!("{method} https://api.library.example/v{{version}}{path}");
        w.code(&if draft.query.is_empty() { line } else { format!("{line}\n{line}{}", draft.query) });
    }
    w.heading(2, "URI Parameters");
    let rows: Vec<Vec<String>> = draft.parameters.iter().map(|row| row.to_vec()).collect();
    w.table(&["Name", "In", "Required", "Type", "Description"], &rows, 3);
    w.heading(2, "Request Header");
    let rows: Vec<Vec<String>> = draft.headers.iter().map(|row| row.to_vec()).collect();
    w.table(&["Name", "Required", "Type", "Description"], &rows, 2);
    if let Some(body) = &draft.body {
        w.heading(2, "Request Body");
        media_types(w, &draft.body_media);
        let rows: Vec<Vec<String>> = body.iter().map(|row| row.to_vec()).collect();
        w.table(&["Name", "Required", "Type", "Description"], &rows, 2);
    }
    w.heading(2, "Responses");
    let rows: Vec<Vec<String>> = draft.statuses.iter().map(|row| row.to_vec()).collect();
    w.table(&["Name", "Type", "Description"], &rows, 1);
    media_types(w, &draft.media);
    w.heading(2, "Definitions");
    let names: Vec<Vec<String>> =
        draft.definitions.iter().map(|(name, ..)| vec![name.clone(), String::new()]).collect();
    w.table(&["Name", "Description"], &names, 1);
    for (name, heading, properties) in &draft.definitions {
        if *heading {
            w.heading(3, name);
        }
        let rows: Vec<Vec<String>> =
            properties.iter().map(|[name, kind]| vec![name.clone(), kind.clone(), String::new()]).collect();
        w.table(&["Name", "Type", "Description"], &rows, 1);
    }
    writer.out
}

fn page(draft: &Draft, form: Form) -> Page {
    understand("page", &read(form, &write(draft, form)))
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/spec")
}

fn spec() -> Spec {
    Spec::read(&folder().join("library.yaml")).expect("the description can be read")
}

/// What a comparison finds that is new since the page was recorded.
fn found(before: &Baseline, page: &Page, spec: &Spec) -> Vec<(Kind, String)> {
    let all = before.against(page, compare(page, spec));
    all.into_iter().filter(|one| one.declared.is_none()).map(|one| (one.kind, one.subject)).collect()
}

fn recorded(form: Form) -> Baseline {
    let spec = spec();
    let mut baseline = Baseline::default();
    for draft in drafts() {
        let page = page(&draft, form);
        baseline.record(&page, &compare(&page, &spec));
    }
    baseline
}

#[test]
fn the_three_forms_of_a_page_say_the_same() {
    for draft in drafts() {
        let mut pages = FORMS.map(|form| serde_json::to_value(page(&draft, form)).expect("a page is JSON"));
        pages.iter_mut().for_each(without_lines);
        assert_eq!(pages[0], pages[1]);
        assert_eq!(pages[0], pages[2]);
        for form in FORMS {
            let page = page(&draft, form);
            assert_eq!(page.definitions.len(), 5, "{form:?}");
            assert_eq!(found(&recorded(form), &page, &spec()), [], "{form:?}");
        }
    }
}

fn without_lines(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(map) => {
            map.remove("line");
            map.values_mut().for_each(without_lines);
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(without_lines),
        _ => {}
    }
}

/// How many ways there are to change a draft.
const WAYS: usize = 18;

/// Changes a draft in the way of a number, and says what has to be found.
fn mutate(draft: &mut Draft, seed: usize) -> Option<(Kind, String)> {
    let (way, pick, of) = (seed % WAYS, seed / WAYS, draft.of);
    let listed: Vec<usize> =
        (0..draft.parameters.len()).filter(|&at| draft.parameters[at][0] != "version").collect();
    let at = pick % draft.definitions.len();
    let (name, _, properties) = &mut draft.definitions[at];
    let which = (pick / 5) % properties.len();
    let property = |one: &str| format!("property `{one}` of `{name}`");
    let parameter = |one: &str| format!("parameter `{one}` of {of}");
    Some(match way {
        0 => {
            let new = format!("zone{pick}");
            let subject = property(&new);
            properties.push([new, "string".to_owned()]);
            (Kind::Added, subject)
        }
        1 if properties.len() > 1 => (Kind::Removed, property(&properties.remove(which)[0])),
        2 => {
            let subject = property(&properties[which][0]);
            properties[which][0] += "s";
            (Kind::Renamed, subject)
        }
        3 => {
            let [name, kind] = &mut properties[which];
            *kind = if *kind == "string" { "boolean" } else { "string" }.to_owned();
            (Kind::Type, property(name))
        }
        4 => {
            let values = &mut draft.definitions[0].2[0][1];
            *values += &format!("|cloth{pick}");
            (Kind::NewValue, format!("value `cloth{pick}` of property `binding` of `{BOOK}`"))
        }
        5 => {
            let values = &mut draft.definitions[0].2[0][1];
            let gone = ["hard_cover|", "paperback|", "|unknown"][pick % 3];
            *values = values.replace(gone, "");
            (Kind::Removed, format!("value `{}` of property `binding` of `{BOOK}`", gone.trim_matches('|')))
        }
        6 => {
            let row = &mut draft.parameters[listed[pick % listed.len()]];
            row[3] = if row[3] == "string" { "boolean" } else { "string" }.to_owned();
            (Kind::Type, parameter(&row[0]))
        }
        7 => {
            let row = &mut draft.parameters[listed[pick % listed.len()]];
            row[2] = if row[2].is_empty() { "True" } else { "" }.to_owned();
            (Kind::Requiredness, parameter(&row[0]))
        }
        8 => {
            let row = draft.parameters.remove(pick % draft.parameters.len());
            let kind = if row[0] == "version" { Kind::CameRound } else { Kind::Removed };
            (kind, parameter(&row[0]))
        }
        9 => {
            let new = format!("sort{pick}");
            let subject = parameter(&new);
            draft.parameters.push([&new, "query", "", "string", ""].map(str::to_owned));
            (Kind::Added, subject)
        }
        10 => answer(draft, pick),
        11 => {
            *draft.path() = draft.path().replace("shelves", &format!("shelf{pick}"));
            (Kind::Renamed, format!("path of {of}"))
        }
        12 => {
            draft.about += &format!(" It is shelf number {pick}.");
            (Kind::Wording, format!("page \"Manage libraries - {}\"", draft.title))
        }
        13 => match pick % 3 {
            0 => {
                draft.headers[1][1] = "True".to_owned();
                (Kind::Requiredness, parameter("X-Trace"))
            }
            1 => {
                draft.headers.remove(0);
                (Kind::CameRound, parameter("Authorization"))
            }
            _ => {
                let new = format!("Library.Contracts.V1.Zone{pick}");
                let subject = format!("definition `{new}`");
                draft.definitions.insert(3, (new, true, vec![["id", "string"].map(str::to_owned)]));
                (Kind::Added, subject)
            }
        },
        14 if pick == 0 => {
            draft.request = None;
            (Kind::Removed, of.to_owned())
        }
        14 if pick < draft.definitions.len() => {
            let (name, ..) = draft.definitions.remove(pick);
            (Kind::Removed, format!("definition `{name}`"))
        }
        15..=17 => body(draft, way - 15, pick),
        _ => return None,
    })
}

/// Changes what is said of the body of the request.
fn body(draft: &mut Draft, way: usize, pick: usize) -> (Kind, String) {
    let of = draft.of;
    let row = |one: &str| format!("property `{one}` of the request body of {of}");
    let Some(rows) = &mut draft.body else {
        let subject = format!("request body of {of}");
        draft.body = Some(vec![["reason", "", "string", &pick.to_string()].map(str::to_owned)]);
        return (Kind::Added, subject);
    };
    let which = pick % rows.len();
    match (way, pick % 6) {
        (0, 0) => {
            draft.body = None;
            (Kind::Removed, format!("request body of {of}"))
        }
        (0, 1) => {
            let new = format!("application/vnd.shelf{pick}+json");
            let subject = format!("media type `{new}` of request body of {of}");
            draft.body_media.push(new);
            (Kind::Added, subject)
        }
        (0, 2) => {
            let gone = draft.body_media.remove(pick / 6 % 2);
            (Kind::Removed, format!("media type `{gone}` of request body of {of}"))
        }
        (0, 3) => {
            rows[2][2] += &format!("|birch{pick}");
            (Kind::NewValue, format!("value `birch{pick}` of {}", row("material")))
        }
        (0, _) => {
            let gone = ["oak|", "steel|", "|pine_wood"][pick % 3];
            rows[2][2] = rows[2][2].replace(gone, "");
            (Kind::Removed, format!("value `{}` of {}", gone.trim_matches('|'), row("material")))
        }
        (1, 0 | 1) => {
            let [name, _, kind, _] = &mut rows[which];
            *kind = if *kind == "string" { "boolean" } else { "string" }.to_owned();
            (Kind::Type, row(name))
        }
        (1, _) => {
            let [name, needed, ..] = &mut rows[which];
            *needed = if needed.is_empty() { "True" } else { "" }.to_owned();
            (Kind::Requiredness, row(name))
        }
        (_, 0 | 1) => (Kind::Removed, row(&rows.remove(which)[0])),
        (_, 2 | 3) => {
            let subject = row(&rows[which][0]);
            rows[which][0] += "s";
            (Kind::Renamed, subject)
        }
        _ => {
            let new = format!("zone{pick}");
            let subject = row(&new);
            rows.push([&new, "", "string", ""].map(str::to_owned));
            (Kind::Added, subject)
        }
    }
}

/// Changes what is said of answers.
fn answer(draft: &mut Draft, pick: usize) -> (Kind, String) {
    let of = draft.of;
    let code = |row: &[String; 3]| row[0].split(' ').next().unwrap_or_default().to_owned();
    match pick % 4 {
        0 => {
            draft.statuses.push([format!("5{:02} Failed", pick % 100), String::new(), "Failed.".to_owned()]);
            (Kind::Added, format!("status 5{:02} of {of}", pick % 100))
        }
        1 => {
            let gone = draft.statuses.remove(1);
            (Kind::Removed, format!("status {} of {of}", code(&gone)))
        }
        2 => {
            draft.statuses[0][1] = [BOOK, LINK, PAGE, PAIR][pick / 4 % 4].to_owned();
            (Kind::Type, format!("body of status {} of {of}", code(&draft.statuses[0])))
        }
        _ => {
            let gone = draft.media.remove(pick / 4 % draft.media.len());
            (Kind::Removed, format!("media type `{gone}` of {of}"))
        }
    }
}

#[test]
fn every_change_to_a_page_is_found_and_nothing_else() {
    let spec = spec();
    let (mut changes, mut wrong) = (0, Vec::new());
    let mut seen = HashSet::new();
    for form in FORMS {
        let before = recorded(form);
        for seed in 0..WAYS * 30 * 2 {
            let mut draft = drafts()[seed % 2].clone();
            let Some(expected) = mutate(&mut draft, seed / 2) else { continue };
            if !seen.insert(write(&draft, form)) {
                continue;
            }
            changes += 1;
            let found = found(&before, &page(&draft, form), &spec);
            if found != [expected.clone()] {
                wrong.push(format!("{form:?} {seed}: {expected:?} expected, {found:?} found"));
            }
        }
    }
    println!("{changes} changes to pages, {} not found or not found alone", wrong.len());
    assert!(changes >= 500 && wrong.is_empty(), "{changes} changes\n{}", wrong.join("\n"));
}

#[test]
fn a_page_that_is_not_there_any_more_is_gone() {
    let gone = recorded(Form::Text).gone(&[]);
    assert_eq!(gone.iter().map(|one| one.kind).collect::<Vec<_>>(), [Kind::PageGone; 2]);
}

/// The description with one line of its schemas changed.
fn changed(line: usize, change: &str) -> Spec {
    let temporary = tempfile::tempdir().expect("a folder can be made");
    let root = fs::read_to_string(folder().join("library.yaml")).expect("the description can be read");
    let schemas = fs::read_to_string(folder().join("schemas.yaml")).expect("the schemas can be read");
    let lines = schemas.lines().enumerate().map(|(at, text)| if at == line { change } else { text });
    fs::write(temporary.path().join("library.yaml"), root).expect("a file can be written");
    let text = lines.collect::<Vec<_>>().join("\n");
    fs::write(temporary.path().join("schemas.yaml"), text).expect("a file can be written");
    Spec::read(&temporary.path().join("library.yaml")).expect("the changed description can be read")
}

#[test]
fn every_change_to_the_description_is_found_and_nothing_else() {
    let schemas = fs::read_to_string(folder().join("schemas.yaml")).expect("the schemas can be read");
    let (mut changes, mut wrong, mut owner) = (0, Vec::new(), "");
    let (get, post) = (page(&draft(), Form::Text), page(&post(), Form::Text));
    let before = recorded(Form::Text);
    for (at, line) in schemas.lines().enumerate() {
        owner = line.strip_prefix("  title: ").unwrap_or(owner);
        // What is sent is described as the body of its request.
        let sent = owner == NEW_SHELF;
        let of = if sent { format!("the request body of {}", drafts()[1].of) } else { format!("`{owner}`") };
        let mut check = |change: &str, kind: Kind, subject: String| {
            changes += 1;
            let page = if sent { &post } else { &get };
            let found = found(&before, page, &changed(at, change));
            if found != [(kind, subject.clone())] {
                wrong.push(format!("{}: {change:?}: {kind:?} {subject} expected, {found:?} found", at + 1));
            }
        };
        if let Some((name, kind)) = line.strip_prefix("    ").and_then(|line| line.split_once(": { type: ")) {
            if name.starts_with(' ') || name == "items" {
                continue;
            }
            let of = |name: &str| format!("property `{name}` of {of}");
            if kind.contains("readOnly") {
                check(&line.replace(", readOnly: true", ""), Kind::Removed, of(name));
                continue;
            }
            let other = if kind.starts_with("string") { "integer" } else { "string" };
            check("", Kind::Added, of(name));
            check(&format!("    {name}s: {{ type: {kind}"), Kind::Renamed, of(&format!("{name}s")));
            check(&format!("    {name}: {{ type: {other} }}"), Kind::Type, of(name));
        } else if let Some(value) = line.strip_prefix("    - ").filter(|value| !value.starts_with("page")) {
            let of = |value: &str| format!("value `{value}` of property `binding` of `{BOOK}`");
            check("", Kind::NewValue, of(value));
            check(&format!("{line}\n    - cloth"), Kind::Removed, of("cloth"));
        }
    }
    println!("{changes} changes to the description, {} not found or not found alone", wrong.len());
    assert!(changes >= 30 && wrong.is_empty(), "{changes} changes\n{}", wrong.join("\n"));
}
