//! Reads pages, each form by itself, to one kind of document.

mod build;
mod html;
mod markdown;
mod text;

use std::path::Path;

use crate::document::Document;

/// The form that a page has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Plain text, as copied from a browser.
    Text,
    /// Markdown, with tables.
    Markdown,
    /// HTML, as a browser saves it.
    Html,
}

impl Form {
    /// The form of a file by its name; none if it is no page.
    #[must_use]
    pub fn of(path: &Path) -> Option<Form> {
        match path.extension()?.to_str()? {
            "txt" | "text" => Some(Form::Text),
            "md" | "markdown" => Some(Form::Markdown),
            "html" | "htm" => Some(Form::Html),
            _ => None,
        }
    }

    /// The form that a text looks like.
    #[must_use]
    pub fn guess(text: &str) -> Form {
        if text.trim_start().starts_with('<') {
            Form::Html
        } else if text.lines().any(|line| line.starts_with("# ") || line.starts_with("---")) {
            Form::Markdown
        } else {
            Form::Text
        }
    }
}

/// Reads a page.
#[must_use]
pub fn read(form: Form, text: &str) -> Document {
    match form {
        Form::Text => text::read(text),
        Form::Markdown => markdown::read(text),
        Form::Html => html::read(text),
    }
}
