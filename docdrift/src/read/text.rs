//! Plain text, as it is copied from a browser: headings are lines like others, and the cells of a table stand in
//! lines of their own or side by side, depending on what was in them.

use crate::document::{Cell, Content, Document, Item, Row, Table, squeeze};
use crate::words::{
    MEDIA_TYPES, column_names, enumeration, is_label, is_name, is_section, is_status, is_type, method_of,
    required,
};

/// Reads a page from plain text.
#[must_use]
pub fn read(text: &str) -> Document {
    let lines = text.lines().map(str::trim_end).collect();
    let mut reader = Reader { lines, next: 0, document: Document::default() };
    while reader.next < reader.lines.len() {
        reader.block();
    }
    reader.document
}

struct Reader<'t> {
    lines: Vec<&'t str>,
    next: usize,
    document: Document,
}

impl<'t> Reader<'t> {
    fn line(&self, index: usize) -> &'t str {
        self.lines.get(index).copied().unwrap_or_default()
    }

    fn is_blank(&self, index: usize) -> bool {
        self.line(index).trim().is_empty()
    }

    /// The first line from an index on that is not blank.
    fn filled(&self, from: usize) -> usize {
        (from..self.lines.len()).find(|&index| !self.is_blank(index)).unwrap_or(self.lines.len())
    }

    fn block(&mut self) {
        let start = self.next;
        let line = self.line(start);
        if line.trim().is_empty() {
            self.next += 1;
        } else if let Some(columns) = column_names(line) {
            self.next += 1;
            let rows = self.rows(&columns);
            self.document.push(start + 1, Content::Table(Table { columns, rows }));
        } else if is_label(line) {
            self.next += 1;
        } else if point(line).is_some() {
            let items = self.points();
            self.document.push(start + 1, Content::List(items));
        } else if self.is_heading(start) {
            self.next += 1;
            self.document.push(start + 1, Content::Heading(squeeze(line)));
        } else {
            self.text();
        }
    }

    /// Whether a line is a heading: the title, a section that pages have, or what stands alone over a table.
    fn is_heading(&self, index: usize) -> bool {
        let line = self.line(index).trim();
        let apart = index == 0 || self.is_blank(index - 1);
        let alone = apart && self.is_blank(index + 1);
        alone
            && !is_label(line)
            && (self.document.blocks.is_empty()
                || is_section(line)
                || is_name(line)
                || enumeration(line).is_some()
                || (title(line) && !line.starts_with(MEDIA_TYPES) && self.is_over_table(index)))
    }

    /// Lines up to the next blank one, as code if they look like it.
    fn text(&mut self) {
        let start = self.next;
        let stops = |index: usize| self.is_blank(index) || column_names(self.line(index)).is_some();
        let end = (start + 1..self.lines.len()).find(|&index| stops(index)).unwrap_or(self.lines.len());
        let lines = &self.lines[start..end];
        let content = if looks_like_code(lines) {
            Content::Code(lines.join("\n"))
        } else {
            Content::Paragraph(squeeze(&lines.join(" ")))
        };
        self.document.push(start + 1, content);
        self.next = end;
    }

    fn points(&mut self) -> Vec<Item> {
        let mut items = Vec::new();
        while let Some(text) = point(self.line(self.next)) {
            items.push(Item { line: self.next + 1, text: squeeze(text) });
            self.next += 1;
        }
        items
    }

    fn rows(&mut self, columns: &[String]) -> Vec<Row> {
        let mut rows: Vec<Row> = Vec::new();
        let tabs = self.line(self.next - 1).contains('\t');
        loop {
            let at = self.filled(self.next);
            let line = self.line(at);
            let ends = at == self.lines.len() || column_names(line).is_some() || self.ends_table(at, &rows);
            let row = (!ends).then(|| self.row(columns, at)).flatten();
            // Whether the line is too far from the last row to belong to the table.
            let dense = if tabs { !line.contains('\t') } else { is_dense(columns) };
            let apart = at > self.next && dense;
            match row {
                Some((row, next)) if rows.is_empty() || !apart => {
                    rows.push(row);
                    self.next = next;
                }
                // What is no row goes on with the text of the last one.
                None if !(ends || apart) && self.goes_on(&mut rows, at) => {
                    self.next = at + 1;
                }
                _ => return rows,
            }
        }
    }

    /// Whether a line ends the table above it: a section, or the heading of the next table. Media types belong to the
    /// answer above them, and to no other row.
    fn ends_table(&self, at: usize, rows: &[Row]) -> bool {
        let line = self.line(at).trim();
        let answers = rows.last().is_some_and(|row| is_status(row.text(Some(0))));
        is_section(line)
            || (line.starts_with(MEDIA_TYPES) && !answers)
            || (at > 0 && self.is_blank(at - 1) && self.is_blank(at + 1) && self.is_over_table(at))
    }

    /// Whether a table follows on a line, but for what says what it is.
    fn is_over_table(&self, at: usize) -> bool {
        let mut below = self.filled(at + 1);
        while is_label(self.line(below)) {
            below = self.filled(below + 1);
        }
        column_names(self.line(below)).is_some()
    }

    fn goes_on(&self, rows: &mut [Row], at: usize) -> bool {
        let Some(cell) = rows.last_mut().and_then(|row| row.cells.last_mut()) else { return false };
        match point(self.line(at)) {
            Some(text) => cell.items.push(Item { line: at + 1, text: squeeze(text) }),
            None => cell.text = squeeze(&format!("{} {}", cell.text, self.line(at))),
        }
        true
    }

    /// The row that begins at a line, and the line after it.
    fn row(&self, columns: &[String], at: usize) -> Option<(Row, usize)> {
        let line = self.line(at).trim();
        if self.line(at).contains('\t') {
            return Some((
                Row { line: at + 1, cells: self.line(at).split('\t').map(cell).collect() },
                at + 1,
            ));
        }
        let names: Vec<&str> = columns.iter().map(String::as_str).collect();
        let found = match names.as_slice() {
            ["method", "request uri"] => {
                let (method, rest) = line.split_once(' ')?;
                method_of(method).map(|_| (vec![method.to_owned(), rest.to_owned()], at + 1))
            }
            [_, "description" | "meaning"] => {
                let (name, rest) = line.split_once(' ').unwrap_or((line, ""));
                Some((vec![name.to_owned(), rest.to_owned()], at + 1))
            }
            [_, "type", "required", "description"] => side_by_side(line).map(|cells| (cells, at + 1)),
            [_, "type", "description"] if is_status(line) => Some(self.answer(line, at)),
            [_, "in", "required", "type", "description"] => self.parameter(line, at),
            [_, "required", "type", "description"] => return self.header(line, at),
            [_, "type", "description"] => return self.property(line, at),
            _ => None,
        };
        let (cells, next) = found?;
        Some((Row { line: at + 1, cells: cells.iter().map(|text| cell(text)).collect() }, next))
    }

    /// A status, and below it the type of the body if there is one.
    fn answer(&self, status: &str, at: usize) -> (Vec<String>, usize) {
        let below = self.filled(at + 1);
        let kind = self.line(below).trim();
        let (kind, next) = if is_type(kind) { (kind, below + 1) } else { ("", at + 1) };
        (vec![status.to_owned(), kind.to_owned(), String::new()], next)
    }

    /// A name, below it the place and whether it is required, and the type.
    fn parameter(&self, line: &str, at: usize) -> Option<(Vec<String>, usize)> {
        let mut place = self.line(at + 1).split_whitespace();
        let within = place.next().filter(|word| ["path", "query", "header", "body"].contains(word))?;
        let needed = place.next().unwrap_or_default();
        let (kind, next) = self.kind(self.filled(at + 2))?;
        let cells = [line, within, needed, kind, ""].map(str::to_owned).to_vec();
        (!line.contains(' ')).then_some((cells, next))
    }

    /// A name and whether it is required, and below it the type; or `enum:` beside them, and the values as points.
    fn header(&self, line: &str, at: usize) -> Option<(Row, usize)> {
        let (said, values) = line.strip_suffix(" enum:").map_or((line, false), |said| (said, true));
        let (name, needed) = said.split_once(' ').unwrap_or((said, ""));
        if !(needed.is_empty() || required(needed).is_some()) {
            return None;
        }
        let (kind, next) = if values {
            self.values(at)
        } else {
            let (kind, next) = self.kind(self.filled(at + 1))?;
            (cell(kind), next)
        };
        Some((Row { line: at + 1, cells: vec![cell(name), cell(needed), kind, cell("")] }, next))
    }

    /// The values below a line that ends with `enum:`.
    fn values(&self, at: usize) -> (Cell, usize) {
        let values = (at + 1..self.lines.len()).map_while(|index| Some((index, point(self.line(index))?)));
        let items: Vec<Item> =
            values.map(|(index, text)| Item { line: index + 1, text: squeeze(text) }).collect();
        let next = at + 1 + items.len();
        (Cell { text: "enum:".to_owned(), items }, next)
    }

    fn kind(&self, at: usize) -> Option<(&'t str, usize)> {
        let line = self.line(at).trim();
        is_type(line).then_some((line, at + 1))
    }

    /// A name and below it the type; or a name, `enum:` and the values as points; or all in one line.
    fn property(&self, line: &str, at: usize) -> Option<(Row, usize)> {
        let row = |name: &str, kind: Cell, rest: &str| Row {
            line: at + 1,
            cells: vec![cell(name), kind, cell(rest)],
        };
        if let Some(name) = line.strip_suffix(" enum:") {
            let (kind, next) = self.values(at);
            return Some((row(name, kind, ""), next));
        }
        if let Some((name, rest)) = line.split_once(' ') {
            let (kind, rest) = rest.split_once(' ').unwrap_or((rest, ""));
            let fits = is_name(name) && is_type(kind) && !self.is_blank(at - 1);
            return fits.then(|| (row(name, cell(kind), rest), at + 1));
        }
        let (kind, next) = self.kind(self.filled(at + 1))?;
        Some((row(line, cell(kind), ""), next))
    }
}

fn cell(text: &str) -> Cell {
    Cell { text: squeeze(text), items: Vec::new() }
}

/// Whether the rows of a table stand in one line each, so that a blank line ends it.
fn is_dense(columns: &[String]) -> bool {
    let kind = columns.iter().position(|column| column == "type");
    kind.is_none() || (kind == Some(1) && columns.len() == 4)
}

/// `size int No How many there are.`
fn side_by_side(line: &str) -> Option<Vec<String>> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let at = (2..words.len()).find(|&index| words.get(index).is_some_and(|word| required(word).is_some()))?;
    let (before, after) = words.split_at(at);
    let (needed, rest) = after.split_first()?;
    let (name, kind) = before.split_first()?;
    Some(vec![(*name).to_owned(), kind.join(" "), (*needed).to_owned(), rest.join(" ")])
}

/// The text of a point of a list.
fn point(line: &str) -> Option<&str> {
    let line = line.trim_start();
    ["• ", "- ", "* ", "· "].iter().find_map(|mark| line.strip_prefix(mark))
}

/// Whether a line could be a title: short, and no sentence.
fn title(line: &str) -> bool {
    line.len() <= 240 && !line.ends_with(['.', ':', ';', ',']) && line.split_whitespace().count() <= 8
}

/// Whether lines are a message or a program: they begin with a request, a status, a header or a bracket.
fn looks_like_code(lines: &[&str]) -> bool {
    let Some(first) = lines.first() else { return false };
    let word = first.split([' ', '{']).next().unwrap_or_default();
    let header = first.split_once(": ").is_some_and(|(name, _)| {
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    });
    method_of(word).is_some()
        || header
        || first.starts_with("HTTP/")
        || first.starts_with([' ', '{', '[', '\t'])
}
