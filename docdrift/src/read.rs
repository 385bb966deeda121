//! Reads pages, each form by itself, to one kind of document.

mod text;

use std::path::Path;

use crate::document::Document;

/// The form that a page has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Plain text, as copied from a browser.
    Text,
}

impl Form {
    /// The form of a file by its name; none if it is no page.
    #[must_use]
    pub fn of(path: &Path) -> Option<Form> {
        match path.extension()?.to_str()? {
            "txt" | "text" => Some(Form::Text),
            _ => None,
        }
    }

    /// The form that a text looks like.
    #[must_use]
    pub fn guess(_: &str) -> Form {
        Form::Text
    }
}

/// Reads a page.
#[must_use]
pub fn read(form: Form, text: &str) -> Document {
    match form {
        Form::Text => text::read(text),
    }
}
