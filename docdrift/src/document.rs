//! What every form of a page becomes first: headings, paragraphs, tables, lists and code, each with its line.

use crate::words::is_label;

/// A page as it was read, before anything is made of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// What there is on the page, from top to bottom.
    pub blocks: Vec<Block>,
}

/// A part of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The line at which it begins, from 1.
    pub line: usize,
    /// What it is.
    pub content: Content,
}

/// What a part of a page can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// A heading of any level.
    Heading(String),
    /// Running text.
    Paragraph(String),
    /// A table.
    Table(Table),
    /// A list of points.
    List(Vec<Item>),
    /// Code, with its line breaks.
    Code(String),
}

/// A table with a row of column names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The names of the columns, in lower case.
    pub columns: Vec<String>,
    /// The rows below.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The line at which it begins, from 1.
    pub line: usize,
    /// As many cells as the row has; a short row lacks the last ones.
    pub cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// The text, with single spaces between words.
    pub text: String,
    /// The points of a list inside the cell.
    pub items: Vec<Item>,
}

/// A point of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// The line at which it stands, from 1.
    pub line: usize,
    /// Its text.
    pub text: String,
}

impl Table {
    /// The index of the first column that has one of the names.
    #[must_use]
    pub fn column(&self, names: &[&str]) -> Option<usize> {
        self.columns.iter().position(|column| names.contains(&column.as_str()))
    }
}

impl Row {
    /// The text of a cell; empty if the row has no such cell.
    #[must_use]
    pub fn text(&self, column: Option<usize>) -> &str {
        self.cell(column).map_or("", |cell| &cell.text)
    }

    /// A cell, if the row has it.
    #[must_use]
    pub fn cell(&self, column: Option<usize>) -> Option<&Cell> {
        self.cells.get(column?)
    }
}

impl Document {
    /// Adds a part, unless it is empty.
    pub fn push(&mut self, line: usize, content: Content) {
        let empty = match &content {
            Content::Paragraph(text) => text.trim().is_empty() || is_label(text),
            Content::Heading(text) | Content::Code(text) => text.trim().is_empty(),
            Content::Table(table) => table.columns.is_empty() && table.rows.is_empty(),
            Content::List(items) => items.is_empty(),
        };
        if !empty {
            self.blocks.push(Block { line, content });
        }
    }

    /// Every word on the page without the space between, which differs from one form of a page to the next.
    #[must_use]
    pub fn words(&self) -> String {
        let mut words = String::new();
        let mut add = |text: &str| words.extend(text.split_whitespace());
        for block in &self.blocks {
            match &block.content {
                Content::Heading(text) | Content::Paragraph(text) | Content::Code(text) => add(text),
                Content::List(items) => items.iter().for_each(|item| add(&item.text)),
                Content::Table(table) => {
                    table.columns.iter().for_each(|column| add(column));
                    for cell in table.rows.iter().flat_map(|row| &row.cells) {
                        add(&cell.text);
                        cell.items.iter().for_each(|item| add(&item.text));
                    }
                }
            }
        }
        words
    }
}

/// A text with single spaces between its words, and none around it. What only says where a word may be broken goes.
#[must_use]
pub fn squeeze(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    words.replace(['\u{ad}', '\u{200b}', '\u{2060}', '\u{feff}'], "")
}
