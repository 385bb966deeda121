//! Writes what pages describe into a description: new operations, with the definitions that they need.
//!
//! What is there already is referred to. What a page does not say, and names, which are somebody's choice, come with a
//! note each.

mod area;
mod build;
mod definitions;
mod edit;
mod known;
mod names;
mod operation;
mod parameters;

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use crate::files::{Place, SpecError};
use crate::page::Page;

pub(crate) use names::key;
pub(crate) use operation::reason;

/// What somebody has decided before an import.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The area of all operations, which is their tag and folder. That of the nearest path otherwise.
    pub area: Option<String>,
    /// The address below which the pages are published. Without it, files do not tell where they came from.
    pub address: Option<String>,
}

/// What an import comes to.
#[derive(Clone, Debug, Default)]
pub struct Import {
    /// The files that are new or have more in them, by path.
    pub files: Vec<File>,
    /// What needs somebody's judgement.
    pub notes: Vec<Note>,
}

/// A file of the description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Where it is, or is to be.
    pub path: PathBuf,
    /// All of it.
    pub text: String,
    /// What is new in it.
    pub added: String,
}

/// Something that needs somebody's judgement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Where on a page it comes from.
    pub place: Place,
    /// What it is.
    pub text: String,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n  --> {}", self.text, self.place)
    }
}

/// The root of the description that an import goes to: the one that is named, or else the only one in the folder. A
/// folder without one is to have `openapi.yaml`.
///
/// # Errors
///
/// If the folder has several.
pub fn root(spec: Option<&Path>, into: Option<&Path>) -> Result<PathBuf, SpecError> {
    let (Some(folder), None) = (into, spec) else {
        return Ok(spec.unwrap_or(Path::new("spec/partner-center.yaml")).to_owned());
    };
    let files = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let yaml = files.filter(|path| path.extension().is_some_and(|end| end == "yaml" || end == "yml"));
    let is_root = |path: &PathBuf| {
        fs::read_to_string(path).is_ok_and(|text| text.lines().any(|line| line.starts_with("openapi:")))
    };
    let roots: Vec<PathBuf> = yaml.filter(is_root).collect();
    match roots.as_slice() {
        [] => Ok(folder.join("openapi.yaml")),
        [one] => Ok(one.clone()),
        _ => Err(SpecError::new(folder, "there are several descriptions: name one with --spec".to_owned())),
    }
}

/// Makes YAML of the operations of pages that a description does not have. A root that does not exist is a description
/// that has none.
///
/// # Errors
///
/// If the description cannot be read, or a file of it is written in a way in which nothing can be added.
pub fn import(pages: &[Page], root: &Path, settings: &Settings) -> Result<Import, SpecError> {
    let mut builder = build::Builder::new(pages, known::Known::read(root)?, settings);
    for page in pages {
        builder.page(page);
    }
    let (parts, notes) = builder.done();
    Ok(Import { files: edit::files(parts)?, notes })
}
