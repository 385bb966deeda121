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
const OF: &str = "GET /v1/libraries/{library_id}/shelves/{shelf_id}";
const BOOK: &str = "Library.Contracts.V1.Book";
const LINK: &str = "Library.Contracts.V1.Link";
const PAGE: &str = "Library.Contracts.V1.Page[Library.Contracts.V1.Book]";
const SHELF: &str = "Library.Contracts.V1.Shelf";
const PAIR: &str = "System.Collections.Generic.KeyValuePair[System.String,System.String]";

/// A page to be written out. Values separated by `|` are those of an enumeration.
#[derive(Clone)]
struct Draft {
    path: String,
    about: String,
    parameters: Vec<[String; 5]>,
    headers: Vec<[String; 4]>,
    statuses: Vec<[String; 3]>,
    media: Vec<String>,
    /// Name, whether the heading is there, and name and type of each property.
    definitions: Vec<(String, bool, Vec<[String; 2]>)>,
}

fn draft() -> Draft {
    let definition = |name: &str, heading: bool, properties: &[[&str; 2]]| {
        (name.to_owned(), heading, properties.iter().map(|one| one.map(str::to_owned)).collect())
    };
    let pairs = format!("{PAIR}[]");
    let books = format!("{BOOK}[]");
    Draft {
        path: "/libraries/{library_id}/shelves/{shelf_id}".to_owned(),
        about: "Gives one shelf of a library.".to_owned(),
        parameters: [
            ["library_id", "path", "True", "string", "The library."],
            ["shelf_id", "path", "True", "string", ""],
            ["version", "path", "True", "string", ""],
            ["depth", "query", "", "integer", "How many levels to follow."],
        ]
        .map(|row| row.map(str::to_owned))
        .to_vec(),
        headers: [
            ["Authorization", "True", "string", "Authorization Bearer token"],
            ["x-trace", "", "string", "Ties calls together."],
        ]
        .map(|row| row.map(str::to_owned))
        .to_vec(),
        statuses: [["200 OK", SHELF, "The shelf."], ["404 Not Found", "", "There is no such shelf."]]
            .map(|row| row.map(str::to_owned))
            .to_vec(),
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
                self.out += &format!("{} enum:\n{points}", row[0]);
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

fn write(draft: &Draft, form: Form) -> String {
    let mut writer = Writer { form, out: String::new() };
    let w = &mut writer;
    if form == Form::Html {
        w.out += "<!DOCTYPE html><html><head><title>x</title><script>if (a < b) {}</script></head><body><nav>Docs</nav><main>\n";
    }
    w.heading(1, "Manage libraries - Get shelf by shelf ID");
    w.paragraph(&draft.about);
    let url = format!("https://api.library.example/v{{version}}{}", draft.path);
    w.code(&format!("GET {url}\nGET {url}?depth={{depth}}"));
    w.heading(2, "URI Parameters");
    let rows: Vec<Vec<String>> = draft.parameters.iter().map(|row| row.to_vec()).collect();
    w.table(&["Name", "In", "Required", "Type", "Description"], &rows, 3);
    w.heading(2, "Request Header");
    let rows: Vec<Vec<String>> = draft.headers.iter().map(|row| row.to_vec()).collect();
    w.table(&["Name", "Required", "Type", "Description"], &rows, 2);
    w.heading(2, "Responses");
    let rows: Vec<Vec<String>> = draft.statuses.iter().map(|row| row.to_vec()).collect();
    w.table(&["Name", "Type", "Description"], &rows, 1);
    let media: Vec<String> = draft.media.iter().map(|name| format!("\"{name}\"")).collect();
    w.out += "\n";
    w.paragraph(&format!("Media Types: {}", media.join(", ")));
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
    let (page, spec) = (page(&draft(), form), spec());
    let mut baseline = Baseline::default();
    baseline.record(&page, &compare(&page, &spec));
    baseline
}

#[test]
fn the_three_forms_of_a_page_say_the_same() {
    let mut pages = FORMS.map(|form| serde_json::to_value(page(&draft(), form)).expect("a page is JSON"));
    pages.iter_mut().for_each(without_lines);
    assert_eq!(pages[0], pages[1]);
    assert_eq!(pages[0], pages[2]);
    for form in FORMS {
        let page = page(&draft(), form);
        assert_eq!(page.definitions.len(), 5, "{form:?}");
        assert_eq!(found(&recorded(form), &page, &spec()), [], "{form:?}");
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

/// Changes a draft in the way of a number, and says what has to be found.
fn mutate(draft: &mut Draft, seed: usize) -> Option<(Kind, String)> {
    let (way, pick) = (seed % 14, seed / 14);
    let at = pick % draft.definitions.len();
    let (name, _, properties) = &mut draft.definitions[at];
    let which = (pick / 5) % properties.len();
    let property = |one: &str| format!("property `{one}` of `{name}`");
    let parameter = |one: &str| format!("parameter `{one}` of {OF}");
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
            let row = &mut draft.parameters[[0, 1, 3][pick % 3]];
            row[3] = if row[3] == "string" { "boolean" } else { "string" }.to_owned();
            (Kind::Type, parameter(&row[0]))
        }
        7 => {
            let row = &mut draft.parameters[[0, 1, 3][pick % 3]];
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
            draft.path = draft.path.replace("shelves", &format!("shelf{pick}"));
            (Kind::Renamed, format!("path of {OF}"))
        }
        12 => {
            draft.about += &format!(" It is shelf number {pick}.");
            (Kind::Wording, "page \"Manage libraries - Get shelf by shelf ID\"".to_owned())
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
        _ => return None,
    })
}

/// Changes what is said of answers.
fn answer(draft: &mut Draft, pick: usize) -> (Kind, String) {
    match pick % 4 {
        0 => {
            draft.statuses.push([format!("5{:02} Failed", pick % 100), String::new(), "Failed.".to_owned()]);
            (Kind::Added, format!("status 5{:02} of {OF}", pick % 100))
        }
        1 => {
            draft.statuses.remove(1);
            (Kind::Removed, format!("status 404 of {OF}"))
        }
        2 => {
            draft.statuses[0][1] = [BOOK, LINK, PAGE, PAIR][pick / 4 % 4].to_owned();
            (Kind::Type, format!("body of status 200 of {OF}"))
        }
        _ => {
            let gone = draft.media.remove(pick / 4 % 2);
            (Kind::Removed, format!("media type `{gone}` of {OF}"))
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
        for seed in 0..14 * 25 {
            let mut draft = draft();
            let Some(expected) = mutate(&mut draft, seed) else { continue };
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
    assert_eq!(gone.iter().map(|one| one.kind).collect::<Vec<_>>(), [Kind::PageGone]);
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
    let page = page(&draft(), Form::Text);
    let before = recorded(Form::Text);
    for (at, line) in schemas.lines().enumerate() {
        owner = line.strip_prefix("  title: ").unwrap_or(owner);
        let mut check = |change: &str, kind: Kind, subject: String| {
            changes += 1;
            let found = found(&before, &page, &changed(at, change));
            if found != [(kind, subject.clone())] {
                wrong.push(format!("{}: {change:?}: {kind:?} {subject} expected, {found:?} found", at + 1));
            }
        };
        if let Some((name, kind)) = line.strip_prefix("    ").and_then(|line| line.split_once(": { type: ")) {
            if name.starts_with(' ') || name == "items" {
                continue;
            }
            let of = |name: &str| format!("property `{name}` of `{owner}`");
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
