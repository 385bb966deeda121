//! Pages of an invented API, written out in three forms.

#![allow(dead_code, reason = "each test uses what it needs of them")]
#![expect(
    clippy::format_push_string,
    clippy::format_collect,
    reason = "pages are small, and read best as one text"
)]

use std::path::{Path, PathBuf};

use docdrift::page::Page;
use docdrift::read::{Form, read};
use docdrift::understand::understand;

pub const FORMS: [Form; 3] = [Form::Text, Form::Markdown, Form::Html];
pub const BOOK: &str = "Library.Contracts.V1.Book";
pub const NEW_SHELF: &str = "Library.Contracts.V1.NewShelf";
pub const LINK: &str = "Library.Contracts.V1.Link";
pub const PAGE: &str = "Library.Contracts.V1.Page[Library.Contracts.V1.Book]";
pub const SHELF: &str = "Library.Contracts.V1.Shelf";
pub const PAIR: &str = "System.Collections.Generic.KeyValuePair[System.String,System.String]";

/// A page to be written out. Values separated by `|` are those of an enumeration.
#[derive(Clone)]
pub struct Draft {
    pub title: &'static str,
    /// The method and the path in the description.
    pub of: &'static str,
    /// The method and path of the request; nothing where the page has lost it.
    pub request: Option<(&'static str, String)>,
    pub query: &'static str,
    /// A request beside it.
    pub other: Option<String>,
    pub about: String,
    pub parameters: Vec<[String; 5]>,
    pub headers: Vec<[String; 4]>,
    pub statuses: Vec<[String; 3]>,
    pub media: Vec<String>,
    pub body: Option<Vec<[String; 4]>>,
    pub body_media: Vec<String>,
    /// Name, whether the heading is there, and name and type of each property.
    pub definitions: Vec<(String, bool, Vec<[String; 2]>)>,
}

impl Draft {
    pub fn path(&mut self) -> &mut String {
        &mut self.request.as_mut().expect("the page has its request").1
    }
}

pub fn rows<const N: usize>(rows: &[[&str; N]]) -> Vec<[String; N]> {
    rows.iter().map(|row| row.map(str::to_owned)).collect()
}

pub fn drafts() -> [Draft; 2] {
    [draft(), post()]
}

/// The page of an operation that takes a body.
pub fn post() -> Draft {
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
            ["code", "", "integer", ""],
            ["tags", "", "string[]", ""],
        ])),
        body_media: vec!["application/json".to_owned(), "text/json".to_owned()],
        ..draft()
    }
}

pub fn draft() -> Draft {
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
        other: None,
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

pub fn write(draft: &Draft, form: Form) -> String {
    let mut writer = Writer { form, out: String::new() };
    let w = &mut writer;
    if form == Form::Html {
        w.out += "<!DOCTYPE html><html><head><title>x</title><script>if (a < b) {}</script></head><body><nav>Docs</nav><main>\n";
    }
    w.heading(1, &format!("Manage libraries - {}", draft.title));
    w.paragraph(&draft.about);
    if let Some((method, path)) = &draft.request {
        let line = format!("{method} https://api.library.example/v{{version}}{path}");
        let mut lines = vec![line.clone()];
        if !draft.query.is_empty() {
            lines.push(format!("{line}{}", draft.query));
        }
        lines.extend(draft.other.clone());
        w.code(&lines.join("\n"));
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

pub fn page(draft: &Draft, form: Form) -> Page {
    understand("page", &read(form, &write(draft, form)))
}

pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/spec")
}
