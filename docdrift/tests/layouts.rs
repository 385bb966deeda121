//! Changes to pages that tell how to, and to pages of resources: each row of their tables is removed, doubled under another
//! name, renamed, typed and required otherwise, in every form of the page; each change has to be found and named, and
//! nothing else.

use std::fs;
use std::path::{Path, PathBuf};

use docdrift::page::Page;
use docdrift::read::{Form, read};
use docdrift::spec::Spec;
use docdrift::understand::understand;
use docdrift::{Baseline, Kind, compare};

const FORMS: [(Form, &str); 3] = [(Form::Html, "html"), (Form::Markdown, "md"), (Form::Text, "txt")];

/// A row: its name on the page, what it is in the description, and its type and whether it is required on the page.
struct Row {
    name: &'static str,
    what: &'static str,
    of: &'static str,
    kind: &'static str,
    required: &'static str,
}

const fn row(
    name: &'static str,
    what: &'static str,
    of: &'static str,
    kind: &'static str,
    required: &'static str,
) -> Row {
    Row { name, what, of, kind, required }
}

const ADD: &str = "POST /v1/libraries/{library_id}/books";
const BODY: &str = "the request body of POST /v1/libraries/{library_id}/books";
const BOOK: &str = "`Library.Contracts.V1.Book`";
const LINK: &str = "`Library.Contracts.V1.Link`";

const HOW_TO: &[Row] = &[
    row("notify", "parameter", ADD, "bool", "N"),
    row("dry-run", "parameter", ADD, "bool", "No"),
    row("Isbn", "property", BODY, "string", "Yes"),
    row("Pages", "property", BODY, "int", "No"),
    row("Lent", "property", BODY, "boolean", ""),
    row("Tags", "property", BODY, "array of strings", "No"),
    row("uri", "property", LINK, "string", ""),
    row("method", "property", LINK, "string", ""),
];

const RESOURCES: &[Row] = &[
    row("isbn", "property", BOOK, "string", ""),
    row("pages", "property", BOOK, "integer", ""),
    row("lent", "property", BOOK, "boolean", ""),
    row("tags", "property", BOOK, "array of strings", ""),
    row("uri", "property", LINK, "string", ""),
    row("method", "property", LINK, "string", ""),
    row("hard_cover", "value", "`Binding`", "", ""),
    row("paperback", "value", "`Binding`", "", ""),
    row("unknown", "value", "`Binding`", "", ""),
];

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(path)
}

/// The place of a row among the lines of a page.
fn line_of(lines: &[String], form: Form, row: &Row) -> usize {
    let name = row.name;
    let starts = |line: &String| match form {
        Form::Html => {
            let bare = line.replace("<code>", "").replace("</code>", "").replace("<a id=\"isbn\"></a>", "");
            bare.starts_with(&format!("<tr><td>{name}</td>"))
        }
        Form::Markdown => {
            line.replace('`', "").strip_prefix("| ").is_some_and(|rest| rest.split(' ').next() == Some(name))
        }
        Form::Text => line.split('\t').next() == Some(name) && line.contains('\t'),
    };
    let mut found = (0..lines.len()).filter(|&at| starts(&lines[at]));
    let at = found.next().unwrap_or_else(|| panic!("{form:?} has no row for {name}"));
    assert_eq!(found.next(), None, "{form:?} has two rows for {name}");
    at
}

/// The words between the marks of a row that are a whole cell.
fn with_cell(line: &str, form: Form, from: &str, to: &str) -> String {
    let marks = match form {
        Form::Html => {
            [("<td>", "</td>"), ("<td><code>", "</code></td>"), ("<td><a id=\"isbn\"></a>", "</td>")]
        }
        Form::Markdown => [("| ", " "), ("| `", "` "), ("| ", " |")],
        Form::Text => [("\t", "\t"), ("", "\t"), ("", "\t")],
    };
    for (before, after) in marks {
        let cell = format!("{before}{from}{after}");
        let at_start = form != Form::Text || !before.is_empty() || line.starts_with(&cell);
        if line.contains(&cell) && at_start {
            return line.replacen(&cell, &format!("{before}{to}{after}"), 1);
        }
    }
    panic!("{form:?}: no cell {from} in {line}")
}

/// Every way to change a row: the lines in its place, and what has to be found.
fn changes(row: &Row, line: &str, form: Form) -> Vec<(Vec<String>, Kind, String)> {
    let Row { name, what, of, kind, required } = row;
    let subject = |name: &str| format!("{what} `{name}` of {of}");
    let named = |to: &str| with_cell(line, form, name, to);
    let new = if *what == "value" { Kind::NewValue } else { Kind::Added };
    let mut changes = vec![
        (vec![], Kind::Removed, subject(name)),
        (vec![line.to_owned(), named("zonecode")], new, subject("zonecode")),
    ];
    if *what != "value" {
        changes.push((vec![named(&format!("{name}s"))], Kind::Renamed, subject(name)));
    }
    if !kind.is_empty() {
        for other in ["number", "object"] {
            changes.push((vec![with_cell(line, form, kind, other)], Kind::Type, subject(name)));
        }
    }
    if !required.is_empty() {
        let other = if required.starts_with('Y') { "No" } else { "Yes" };
        changes.push((vec![with_cell(line, form, required, other)], Kind::Requiredness, subject(name)));
    }
    changes
}

#[test]
fn every_change_to_a_row_is_found_and_nothing_else() {
    let spec = Spec::read(&here("spec/library.yaml")).expect("the description can be read");
    let (mut all, mut wrong) = (0, Vec::new());
    for (name, rows) in [("create-book", HOW_TO), ("book-resources", RESOURCES)] {
        for (form, extension) in FORMS {
            let path = here("pages").join(format!("{name}.{extension}"));
            let text = fs::read_to_string(path).expect("the page can be read");
            let lines: Vec<String> = text.lines().map(str::to_owned).collect();
            let page = |lines: &[String]| understand("page", &read(form, &lines.join("\n")));
            let open = |page: &Page| -> Vec<(Kind, String)> {
                let open = compare(page, &spec).into_iter().filter(|one| one.declared.is_none());
                open.map(|one| (one.kind, one.subject.to_lowercase())).collect()
            };
            let before = open(&page(&lines));
            for row in rows {
                let at = line_of(&lines, form, row);
                for (instead, kind, subject) in changes(row, &lines[at], form) {
                    all += 1;
                    let changed = [&lines[..at], &instead, &lines[at + 1..]].concat();
                    let mut found = open(&page(&changed));
                    found.retain(|one| !before.contains(one));
                    if found != [(kind, subject.to_lowercase())] {
                        wrong.push(format!(
                            "{name}.{extension}: {instead:?}: {kind:?} {subject} expected, {found:?} found"
                        ));
                    }
                }
            }
        }
    }
    println!("{all} changes to rows, {} not found or not found alone", wrong.len());
    assert!(all >= 200 && wrong.is_empty(), "{all} changes\n{}", wrong.join("\n"));
}

#[test]
fn every_change_to_a_message_is_found_and_nothing_else() {
    let spec = Spec::read(&here("spec/library.yaml")).expect("the description can be read");
    let changes = [
        ("X-Trace: 1", "X-Trail: 1\nX-Trace: 1", Kind::Added, format!("parameter `X-Trail` of {ADD}")),
        ("201 Created", "202 Accepted", Kind::Added, format!("status 202 of {ADD}")),
        ("/books?notify", "/tomes?notify", Kind::Renamed, format!("path of {ADD}")),
        ("POST", "PUT", Kind::NewOperation, String::new()),
        (
            "How to add a",
            "This is how to add a",
            Kind::Wording,
            "page \"Add a book to a library\"".to_owned(),
        ),
    ];
    let (mut all, mut wrong) = (0, Vec::new());
    for (form, extension) in FORMS {
        let path = here("pages").join(format!("create-book.{extension}"));
        let text = fs::read_to_string(path).expect("the page can be read");
        let page = understand("page", &read(form, &text));
        let mut baseline = Baseline::default();
        baseline.record(&page, &compare(&page, &spec));
        for (from, to, kind, subject) in &changes {
            assert!(text.contains(from), "{extension}: {from}");
            all += 1;
            let page = understand("page", &read(form, &text.replacen(from, to, 1)));
            let open = baseline.against(&page, compare(&page, &spec));
            let found: Vec<_> = open.iter().filter(|one| one.declared.is_none()).collect();
            let fits =
                found.iter().any(|one| one.kind == *kind && (subject.is_empty() || one.subject == *subject));
            // Without its request, the operation is gone as well.
            let others = if *kind == Kind::NewOperation { 2 } else { 1 };
            if !fits || found.len() != others {
                wrong.push(format!("{extension}: {to}: {kind:?} {subject} expected, {found:?} found"));
            }
        }
    }
    println!("{all} changes to messages, {} not found or not found alone", wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
