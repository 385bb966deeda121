//! Makes a page of a document: which table lists parameters, which one a definition, and whose it is.

mod body;
mod headless;
mod kind;
mod request;

use crate::document::{Block, Content, Document, Item, Row, Table};
use crate::page::{Definition, Operation, Page, Parameter, Property, Said, Status};
use crate::words::{MEDIA_TYPES, enumeration, is_name, is_section, is_status, required};

/// What a document says of an API.
#[must_use]
pub fn understand(source: &str, document: &Document) -> Page {
    let wording = fingerprint(&document.words());
    let page = Page { source: source.to_owned(), wording, ..Page::default() };
    let mut understanding = Understanding { page, section: String::new(), heading: None, listed: Vec::new() };
    for block in &document.blocks {
        understanding.block(block);
    }
    let Understanding { mut page, listed, .. } = understanding;
    if page.operations.is_empty() && page.definitions.is_empty() {
        page.unread.push(Said { line: 1, text: "a page with neither a request nor a definition".to_owned() });
    }
    headless::name(&mut page.definitions, &listed);
    page.operations.iter_mut().for_each(body::missing);
    page
}

/// FNV-1a, which stays the same from one release to the next.
#[must_use]
pub fn fingerprint(text: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, step)
}

struct Understanding {
    page: Page,
    /// The section that the block is in, in lower case.
    section: String,
    /// A heading that no table has taken yet.
    heading: Option<Said>,
    /// The definitions that the page lists, in order.
    listed: Vec<String>,
}

impl Understanding {
    fn block(&mut self, block: &Block) {
        match &block.content {
            Content::Heading(text) => self.heading(block.line, text),
            Content::Paragraph(text) => self.paragraph(block.line, text),
            Content::Code(text) => self.code(block.line, text),
            Content::List(items) => self.list(items),
            Content::Table(table) => self.table(block.line, table),
        }
    }

    fn heading(&mut self, line: usize, text: &str) {
        if self.page.title.is_empty() {
            text.clone_into(&mut self.page.title);
        } else if is_section(text) {
            self.section = text.to_lowercase();
            self.heading = None;
        } else {
            let name = enumeration(text).unwrap_or(text);
            self.heading = Some(Said { line, text: name.to_owned() });
        }
    }

    fn paragraph(&mut self, line: usize, text: &str) {
        let of_body = self.section == body::SECTION;
        if let Some(said) = media_types(line, text).filter(|_| text.starts_with(MEDIA_TYPES)) {
            self.each(|operation| {
                let media = if of_body {
                    &mut body::of(operation, line).media_types
                } else {
                    &mut operation.media_types
                };
                *media = Some(said.clone());
            });
        } else if of_body && body::is_none(text) {
            self.each(|operation| {
                body::of(operation, line);
            });
        }
    }

    fn code(&mut self, line: usize, text: &str) {
        let example = self.section.contains("example") || self.section.starts_with("sample");
        if example {
            request::example(&mut self.page.operations, line, text);
        } else {
            for (index, text) in text.lines().enumerate() {
                if let Some((method, uri)) = text.split_once(' ') {
                    request::add(&mut self.page.operations, line + index, method, uri);
                }
            }
        }
    }

    /// Values under the heading of an enumeration.
    fn list(&mut self, items: &[Item]) {
        let values = items.iter().all(|item| is_name(&item.text));
        if let Some(heading) = self.heading.take_if(|heading| values && is_name(&heading.text)) {
            let values = items.iter().map(|item| Said { line: item.line, text: item.text.clone() }).collect();
            let name = Some(heading.text);
            self.page.definitions.push(Definition {
                line: heading.line,
                name,
                values,
                ..Definition::default()
            });
        }
    }

    fn table(&mut self, line: usize, table: &Table) {
        let section = self.section.split(" (").next().unwrap_or_default();
        let columns: Vec<&str> = table.columns.iter().map(String::as_str).collect();
        let answers = table.rows.first().is_some_and(|row| is_status(row.text(Some(0))));
        if table.column(&["request uri"]).is_some() {
            self.requests(table);
        } else if answers {
            let statuses = table.rows.iter().map(|row| status(table, row)).collect();
            let types = table
                .rows
                .iter()
                .find_map(|row| row.cells.iter().find_map(|cell| media_types(row.line, &cell.text)));
            self.each(|operation| {
                operation.statuses = Some(Vec::clone(&statuses));
                operation.media_types = types.clone().or(operation.media_types.take());
            });
        } else if table.column(&["in"]).is_some() || section.contains("parameter") {
            let listed = table.rows.iter().map(|row| parameter(table, row));
            let (bodies, parameters): (Vec<_>, Vec<_>) =
                listed.partition(|one| one.within.as_deref() == Some("body"));
            self.each(|operation| {
                operation.parameters.get_or_insert_default().extend(parameters.iter().cloned());
                for one in &bodies {
                    body::parameter(operation, one);
                }
            });
        } else if section.starts_with("request header") {
            let headers: Vec<_> = table.rows.iter().map(|row| parameter(table, row)).collect();
            self.each(|operation| operation.headers.get_or_insert_default().extend(headers.iter().cloned()));
        } else if section == "definitions" && columns == ["name", "description"] {
            self.listed.extend(table.rows.iter().map(|row| row.text(Some(0)).to_owned()));
        } else if table.column(&["type"]).is_some() {
            let properties = table.rows.iter().map(|row| property(table, row)).collect();
            if section == body::SECTION && self.page.operations.iter().all(body::is_open) {
                // The first table of the section; those below describe what is in it.
                self.heading = None;
                self.each(|operation| body::of(operation, line).properties.clone_from(&properties));
            } else {
                self.define(line, Definition { properties, ..Definition::default() });
            }
        } else if let Some(column) = table.column(&["value", "member"]) {
            let value = |row: &Row| Said { line: row.line, text: row.text(Some(column)).to_owned() };
            let values = table.rows.iter().map(value).collect();
            self.define(line, Definition { values, ..Definition::default() });
        } else {
            self.page
                .unread
                .push(Said { line, text: format!("a table with the columns {}", columns.join(", ")) });
        }
    }

    /// A definition, whose name is the heading that no other table has taken.
    fn define(&mut self, line: usize, definition: Definition) {
        let heading = self.heading.take().filter(|heading| is_name(&heading.text));
        let line = heading.as_ref().map_or(line, |heading| heading.line);
        self.page.definitions.push(Definition {
            line,
            name: heading.map(|heading| heading.text),
            ..definition
        });
    }

    fn each(&mut self, change: impl FnMut(&mut Operation)) {
        self.page.operations.iter_mut().for_each(change);
    }

    fn requests(&mut self, table: &Table) {
        let (method, uri) = (table.column(&["method"]), table.column(&["request uri"]));
        for row in &table.rows {
            request::add(&mut self.page.operations, row.line, row.text(method), row.text(uri));
        }
    }
}

/// The media types that a text lists.
fn media_types(line: usize, text: &str) -> Option<Said> {
    let (_, types) = text.split_once(MEDIA_TYPES)?;
    let types: Vec<&str> = types.split(',').map(|kind| kind.trim().trim_matches('"')).collect();
    Some(Said { line, text: types.join(", ") })
}

fn parameter(table: &Table, row: &Row) -> Parameter {
    let text = |names: &[&str]| row.text(table.column(names));
    // A table that has a column for it leaves it empty where nothing is required.
    let needed = table.column(&["required"]).map(|_| text(&["required"]));
    let needed = needed.and_then(|word| if word.is_empty() { Some(false) } else { required(word) });
    Parameter {
        line: row.line,
        name: text(&["name", "parameter"]).to_owned(),
        within: table.column(&["in"]).map(|_| text(&["in"]).to_owned()),
        required: needed,
        kind: kind::of(row.cell(table.column(&["type"]))),
        format: kind::format(text(&["type"])),
    }
}

fn property(table: &Table, row: &Row) -> Property {
    let Parameter { line, name, required, kind, format, .. } = parameter(table, row);
    let name = if name.is_empty() { row.text(table.column(&["property"])).to_owned() } else { name };
    Property { line, name, required, kind, format }
}

fn status(table: &Table, row: &Row) -> Status {
    let name = row.text(Some(0));
    let word = name.split_whitespace().next().unwrap_or_default();
    let code = if word.chars().all(|c| c.is_ascii_digit()) { word } else { "default" };
    let body = row.cell(table.column(&["type"])).filter(|cell| !cell.text.is_empty());
    Status { line: row.line, code: code.to_owned(), body: body.map(|cell| kind::of(Some(cell))) }
}
