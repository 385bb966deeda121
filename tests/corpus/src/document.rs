//! The documents of a folder.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::Result;

/// A document, and what is said of it in `corpus.json`.
pub(crate) struct Document {
    pub(crate) name: String,
    pub(crate) root: PathBuf,
    pub(crate) giant: bool,
    pub(crate) operations: Option<u64>,
    pub(crate) schemas: Option<u64>,
}

/// All documents of a folder, or of its `docs` and `giant`.
pub(crate) fn all(folder: &Path) -> Result<Vec<Document>> {
    let parts: Vec<PathBuf> = ["docs", "giant"].iter().map(|part| folder.join(part)).collect();
    let parts: Vec<PathBuf> = parts.into_iter().filter(|part| part.is_dir()).collect();
    let parts = if parts.is_empty() { vec![folder.to_owned()] } else { parts };
    let known = known(folder);
    let mut documents = Vec::new();
    for part in parts {
        for entry in fs::read_dir(&part)? {
            let path = entry?.path();
            let Some(root) = root(&path) else { continue };
            let fact =
                known.iter().find(|fact| fact["file"].as_str().is_some_and(|file| path.ends_with(file)));
            let number = |key: &str| fact.and_then(|fact| fact[key].as_u64());
            documents.push(Document {
                name: path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
                giant: part.ends_with("giant"),
                operations: number("operations"),
                schemas: number("schemas"),
                root: fact.and_then(|fact| fact["root"].as_str()).map_or(root, |file| path.join(file)),
            });
        }
    }
    Ok(documents)
}

/// The entries of `corpus.json` in or beside the folder.
fn known(folder: &Path) -> Vec<Value> {
    let places = [folder.join("corpus.json"), folder.join("../corpus.json")];
    let text = places.iter().find_map(|place| fs::read(place).ok());
    text.and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default()
}

/// The file to begin with: the path itself, or the first file below it that says `openapi` or `swagger`.
fn root(path: &Path) -> Option<PathBuf> {
    if !path.is_dir() {
        let named = path.file_name()?.to_str()?;
        return (is_text(path) && named != "corpus.json").then(|| path.to_owned());
    }
    let mut entries: Vec<PathBuf> = fs::read_dir(path).ok()?.flatten().map(|entry| entry.path()).collect();
    entries.sort_by_key(|entry| (entry.is_dir(), entry.clone()));
    let mut files = entries.iter().filter(|entry| !entry.is_dir());
    if let Some(file) = files.find(|file| is_text(file) && is_root(file)) {
        return Some(file.clone());
    }
    entries.iter().filter(|entry| entry.is_dir()).find_map(|folder| root(folder))
}

fn is_text(path: &Path) -> bool {
    path.extension().is_some_and(|extension| ["yaml", "yml", "json"].iter().any(|known| extension == *known))
}

fn is_root(path: &Path) -> bool {
    let text = fs::read_to_string(path).unwrap_or_default();
    text.lines().any(|line| {
        let line = line.trim_start_matches(['{', '\u{feff}']);
        let depth = line.len() - line.trim_start().len();
        let key = line.trim_start().trim_start_matches(['"', '\'']);
        depth <= 4 && (key.starts_with("openapi") || key.starts_with("swagger")) && key.contains(':')
    })
}
