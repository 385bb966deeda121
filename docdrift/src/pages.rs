//! Pages from files, folders and standard input.

use std::error::Error;
use std::fmt;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use crate::files::SpecError;
use crate::page::Page;
use crate::read::{self, Form};
use crate::spec::Spec;
use crate::understand::understand;

/// Why pages cannot be read.
#[derive(Debug)]
pub enum PagesError {
    /// A file or folder could not be read.
    Unreadable(PathBuf, io::Error),
    /// A folder has no page, or its pages have no text.
    Empty(PathBuf),
    /// A description that is to be compared like pages could not be read.
    Description(SpecError),
}

impl fmt::Display for PagesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PagesError::Unreadable(path, error) => write!(f, "{}: {error}", path.display()),
            PagesError::Empty(path) => write!(f, "{}: there is no page", path.display()),
            PagesError::Description(error) => error.fmt(f),
        }
    }
}

impl Error for PagesError {}

/// Reads pages: a file is a page, a folder holds pages, and `-` is one from standard input. A file of YAML is a
/// description, which is taken for the pages that would say the same.
///
/// # Errors
///
/// If a file or folder cannot be read, or there is no page.
pub fn read(paths: &[PathBuf]) -> Result<Vec<Page>, PagesError> {
    let mut pages = Vec::new();
    for path in paths {
        let before = pages.len();
        if path.as_os_str() == "-" {
            let mut bytes = Vec::new();
            let read = io::stdin().read_to_end(&mut bytes);
            read.map_err(|error| PagesError::Unreadable(path.clone(), error))?;
            pages.push(page("<stdin>", None, &bytes));
        } else if path.is_dir() {
            folder(path, &mut pages)?;
        } else if path.extension().is_some_and(|end| end == "yaml" || end == "yml") {
            pages.extend(Spec::read(path).map_err(PagesError::Description)?.as_pages());
        } else {
            pages.push(file(path)?);
        }
        if pages.len() == before || pages.last().is_some_and(|page| page.title.is_empty()) {
            return Err(PagesError::Empty(path.clone()));
        }
    }
    Ok(pages)
}

fn folder(path: &Path, pages: &mut Vec<Page>) -> Result<(), PagesError> {
    let unreadable = |error| PagesError::Unreadable(path.to_owned(), error);
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(path).map_err(unreadable)? {
        paths.push(entry.map_err(unreadable)?.path());
    }
    paths.sort();
    for path in paths {
        if path.is_dir() {
            folder(&path, pages)?;
        } else if Form::of(&path).is_some() {
            pages.push(file(&path)?);
        }
    }
    Ok(())
}

fn file(path: &Path) -> Result<Page, PagesError> {
    let bytes = fs::read(path).map_err(|error| PagesError::Unreadable(path.to_owned(), error))?;
    Ok(page(&path.display().to_string(), Form::of(path), &bytes))
}

/// A page from bytes, in the form that it is said to have, or that it looks like.
pub(crate) fn page(source: &str, form: Option<Form>, bytes: &[u8]) -> Page {
    let text = String::from_utf8_lossy(bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    understand(source, &read::read(form.unwrap_or_else(|| Form::guess(text)), text))
}
