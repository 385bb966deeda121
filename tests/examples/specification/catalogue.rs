//! A list of the operations that an API is known to have.

use std::fs;
use std::path::Path;

use serde_json::Value as Json;

use super::Result;

/// An operation of the catalogue.
pub(super) struct Entry {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) area: String,
    pub(super) status: Status,
    /// Other paths by which it is known.
    pub(super) variants: Vec<String>,
    /// Each with the other ways in which it is spelled.
    pub(super) query: Vec<Vec<String>>,
    pub(super) headers: Vec<String>,
}

/// How an operation is known.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    /// From pages, or from a description that the service gives of itself.
    Documented,
    /// From libraries alone.
    Library,
    /// It was documented once, or is not for callers.
    Gone,
}

/// Reads the catalogue in a folder, with what is said to have come after it was made.
pub(super) fn read(folder: &Path) -> Result<(Vec<Entry>, Vec<String>)> {
    let catalogue: Json = serde_json::from_slice(&fs::read(folder.join("catalogue.json"))?)?;
    let entries = catalogue["operations"].as_array().ok_or("the catalogue has no operations")?;
    let later = catalogue["post_snapshot"].as_array().into_iter().flatten();
    let later = later.filter_map(|entry| entry["operation"].as_str()).map(str::to_lowercase).collect();
    Ok((entries.iter().map(entry).collect(), later))
}

fn entry(entry: &Json) -> Entry {
    let text = |key: &str| entry[key].as_str().unwrap_or_default().to_owned();
    let header = |text: &str| text.split([' ', ':']).next().unwrap_or_default().to_owned();
    Entry {
        method: text("method"),
        path: text("path"),
        area: text("area"),
        status: match entry["status"].as_str() {
            _ if entry["internal"] == true => Status::Gone,
            Some("documented" | "swagger-only") => Status::Documented,
            Some("sdk-only") => Status::Library,
            _ => Status::Gone,
        },
        variants: texts(&entry["path_variants"]).map(str::to_owned).collect(),
        query: entry["query"].as_array().into_iter().flatten().map(spellings).collect(),
        headers: texts(&entry["headers"]).map(header).collect(),
    }
}

fn spellings(parameter: &Json) -> Vec<String> {
    let own = parameter["name"].as_str().into_iter();
    own.chain(texts(&parameter["other_spellings"])).map(str::to_owned).collect()
}

fn texts(list: &Json) -> impl Iterator<Item = &str> {
    list.as_array().into_iter().flatten().filter_map(Json::as_str)
}
