//! Puts a document together from what markup opens and closes. Ends that are left out, as HTML allows, are taken from
//! what begins next.

use crate::document::{Cell, Content, Document, Item, Row, Table, squeeze};
use crate::words::column;

/// What is open.
#[derive(Default)]
pub(super) struct Builder {
    document: Document,
    text: Option<Open>,
    /// The list outside a table that is open, and how deep lists are open at all.
    items: Vec<Item>,
    list: Option<usize>,
    depth: usize,
    table: Option<Building>,
}

/// Text that is open, and the line of its first word.
struct Open {
    line: usize,
    what: What,
    text: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Heading,
    Paragraph,
    Code,
}

/// A table that is open.
struct Building {
    line: usize,
    table: Table,
    head: bool,
    /// How many tables are open inside of a cell. They are part of its text.
    inner: usize,
    /// Whether what follows belongs to a point of a list in the cell.
    point: bool,
}

impl Builder {
    pub(super) fn heading(&mut self, line: usize) {
        self.open(line, What::Heading);
    }

    pub(super) fn paragraph(&mut self, line: usize) {
        self.open(line, What::Paragraph);
    }

    pub(super) fn code(&mut self, line: usize) {
        self.open(line, What::Code);
    }

    fn open(&mut self, line: usize, what: What) {
        // A paragraph in a cell or a point is part of it.
        if self.table.is_some() || self.depth > 0 {
            self.text(" ", line);
        } else {
            self.end_text();
            self.text = Some(Open { line, what, text: String::new() });
        }
    }

    pub(super) fn list(&mut self, line: usize) {
        self.depth += 1;
        if self.table.is_none() && self.depth == 1 {
            self.end_text();
            self.list = Some(line);
        }
    }

    pub(super) fn item(&mut self, line: usize) {
        let item = Item { line, text: String::new() };
        if let Some(building) = &mut self.table {
            building.point = true;
            if let Some(cell) = building.table.rows.last_mut().and_then(|row| row.cells.last_mut()) {
                cell.items.push(item);
            }
        } else {
            self.items.push(item);
        }
    }

    pub(super) fn table(&mut self, line: usize) {
        if let Some(building) = &mut self.table {
            building.inner += 1;
            return;
        }
        self.end_text();
        self.table = Some(Building { line, table: Table::default(), head: false, inner: 0, point: false });
    }

    pub(super) fn row(&mut self, line: usize, head: bool) {
        if let Some(building) = self.outer() {
            building.head = head;
            building.table.rows.push(Row { line, cells: Vec::new() });
        }
    }

    /// Says that the row that is open is the one of the column names.
    pub(super) fn head(&mut self) {
        if let Some(building) = self.outer() {
            building.head = building.table.rows.len() <= 1 && building.table.columns.is_empty();
        }
    }

    pub(super) fn cell(&mut self) {
        if self.outer().is_none() {
            self.text(" ", 0);
        } else if let Some(building) = self.outer() {
            building.point = false;
            if let Some(row) = building.table.rows.last_mut() {
                row.cells.push(Cell::default());
            }
        }
    }

    pub(super) fn text(&mut self, text: &str, line: usize) {
        if let Some(building) = &mut self.table {
            let Some(cell) = building.table.rows.last_mut().and_then(|row| row.cells.last_mut()) else {
                return;
            };
            match cell.items.last_mut().filter(|_| building.point) {
                Some(item) => item.text.push_str(text),
                None => cell.text.push_str(text),
            }
        } else if self.depth > 0 {
            if let Some(item) = self.items.last_mut() {
                item.text.push_str(text);
            }
        } else if let Some(open) = &mut self.text {
            open.text.push_str(text);
        } else if !text.trim().is_empty() {
            // Text outside of everything is a paragraph.
            self.text = Some(Open { line, what: What::Paragraph, text: text.to_owned() });
        }
    }

    pub(super) fn end_text(&mut self) {
        if let Some(Open { line, what, text }) = self.text.take() {
            let content = match what {
                What::Heading => Content::Heading(squeeze(&text)),
                What::Paragraph => Content::Paragraph(squeeze(&text)),
                What::Code => Content::Code(text.trim_end().to_owned()),
            };
            self.document.push(line, content);
        }
    }

    pub(super) fn end_list(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        if let Some(building) = &mut self.table {
            building.point = false;
        } else if self.depth == 0
            && let Some(line) = self.list.take()
        {
            let mut items = std::mem::take(&mut self.items);
            for item in &mut items {
                item.text = squeeze(&item.text);
            }
            self.document.push(line, Content::List(items));
        }
    }

    /// The first row of a table names its columns.
    pub(super) fn end_row(&mut self) {
        if let Some(building) = self.outer().filter(|building| building.head) {
            building.head = false;
            if let Some(row) = building.table.rows.pop() {
                let name = |cell: &Cell| column(&cell.text);
                building.table.columns = row.cells.iter().map(name).collect();
            }
        }
    }

    pub(super) fn end_table(&mut self) {
        if let Some(building) = self.table.as_mut().filter(|building| building.inner > 0) {
            building.inner -= 1;
            return;
        }
        self.end_row();
        if let Some(Building { line, mut table, .. }) = self.table.take() {
            for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
                cell.text = squeeze(&cell.text);
                cell.items.iter_mut().for_each(|item| item.text = squeeze(&item.text));
            }
            self.document.push(line, Content::Table(table));
        }
    }

    /// The table that is open, unless there is another one open inside of it.
    fn outer(&mut self) -> Option<&mut Building> {
        self.table.as_mut().filter(|building| building.inner == 0)
    }

    pub(super) fn finish(mut self) -> Document {
        if let Some(building) = &mut self.table {
            building.inner = 0;
        }
        self.end_table();
        while self.depth > 0 {
            self.end_list();
        }
        self.end_text();
        self.document
    }
}
