//! The files of descriptions: the roots and all that their references lead to.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::fs;
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::yaml::{self, Node};

/// A line of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The file, as it was named or found from there, or the address.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// Why a description cannot be read.
#[derive(Debug)]
pub struct SpecError {
    place: String,
    reason: String,
}

impl fmt::Display for SpecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.reason)
    }
}

impl Error for SpecError {}

impl SpecError {
    pub(crate) fn new(path: &Path, reason: String) -> SpecError {
        SpecError { place: path.display().to_string(), reason }
    }
}

/// The files, by path.
pub(crate) struct Files {
    roots: Vec<PathBuf>,
    trees: BTreeMap<PathBuf, Node>,
    texts: BTreeMap<PathBuf, String>,
}

/// A value and the file that it stands in.
#[derive(Clone, Copy)]
pub(crate) struct At<'f> {
    pub(crate) file: &'f Path,
    pub(crate) line: usize,
    pub(crate) node: &'f Node,
}

impl Files {
    /// Reads the roots and every file that a reference names.
    pub(crate) fn load(roots: &[PathBuf]) -> Result<Files, SpecError> {
        let roots: Vec<PathBuf> = roots.iter().map(|root| clean(root)).collect();
        let mut waiting = roots.clone();
        let mut files = Files { roots, trees: BTreeMap::new(), texts: BTreeMap::new() };
        while let Some(path) = waiting.pop() {
            if files.trees.contains_key(&path) {
                continue;
            }
            let failed = |reason: String| SpecError { place: path.display().to_string(), reason };
            let text = fs::read_to_string(&path).map_err(|error| failed(error.to_string()))?;
            let tree = yaml::read(&text).map_err(|error| failed(error.to_string()))?;
            references(&tree, &mut |reference| {
                let file = reference.split('#').next().unwrap_or_default();
                if !file.is_empty() && !file.contains("://") {
                    waiting.push(clean(&path.with_file_name("").join(file)));
                }
            });
            files.trees.insert(path.clone(), tree);
            files.texts.insert(path, text);
        }
        Ok(files)
    }

    /// The text of a file.
    pub(crate) fn text(&self, path: &Path) -> Option<&str> {
        self.texts.get(path).map(String::as_str)
    }

    /// What a file says, from its first line on.
    pub(crate) fn file(&self, path: &Path) -> Option<At<'_>> {
        self.trees.get_key_value(path).map(|(file, node)| At { file, line: 1, node })
    }

    /// Gives a file another text, here and not where it is stored. It may refer to files that are here already.
    pub(crate) fn put(&mut self, path: &Path, text: String) -> Result<(), SpecError> {
        let failed = |reason: String| SpecError { place: path.display().to_string(), reason };
        let tree = yaml::read(&text).map_err(|error| failed(error.to_string()))?;
        self.trees.insert(path.to_owned(), tree);
        self.texts.insert(path.to_owned(), text);
        Ok(())
    }

    /// The roots of the descriptions.
    pub(crate) fn tops(&self) -> impl Iterator<Item = At<'_>> {
        let trees = self.roots.iter().filter_map(|root| self.trees.get_key_value(root));
        trees.map(|(file, node)| At { file, line: 1, node })
    }

    /// Every file.
    pub(crate) fn all(&self) -> impl Iterator<Item = At<'_>> {
        self.trees.iter().map(|(file, node)| At { file, line: 1, node })
    }

    /// Every value that refers to another one, in the order of the files.
    pub(crate) fn each_reference(&self, found: &mut impl FnMut(At<'_>)) {
        self.all().for_each(|at| below(at, found));
    }

    /// What a value refers to, as far as references lead; the value itself if it is none.
    pub(crate) fn resolve<'f>(&'f self, at: At<'f>) -> At<'f> {
        let mut at = at;
        // A chain that is longer than there are files and keys goes round in a circle.
        for _ in 0..64 {
            match self.target(at) {
                Some(target) => at = target,
                None => break,
            }
        }
        at
    }

    /// What a value refers to, one step on.
    pub(crate) fn target<'f>(&'f self, at: At<'f>) -> Option<At<'f>> {
        let (file, pointer) = at.node.get("$ref")?.text().split_once('#')?;
        let path =
            if file.is_empty() { at.file.to_owned() } else { clean(&at.file.with_file_name("").join(file)) };
        let (file, tree) = self.trees.get_key_value(&path)?;
        let mut found = At { file, line: 1, node: tree };
        for part in pointer.split('/').filter(|part| !part.is_empty()) {
            let entry = found.node.entry(&part.replace("~1", "/").replace("~0", "~"))?;
            found = At { file, line: entry.line, node: &entry.value };
        }
        Some(found)
    }
}

impl<'f> At<'f> {
    pub(crate) fn place(self) -> Place {
        Place { file: self.file.display().to_string(), line: self.line }
    }

    /// The value of a key.
    pub(crate) fn get(self, key: &str) -> Option<At<'f>> {
        self.node.entry(key).map(|entry| At { line: entry.line, node: &entry.value, ..self })
    }

    /// The values of a map, each with its key.
    pub(crate) fn entries(self) -> impl Iterator<Item = (&'f str, At<'f>)> {
        let entries = self.node.entries().iter();
        entries.map(move |entry| (entry.key.as_str(), At { line: entry.line, node: &entry.value, ..self }))
    }

    /// The values of a list under a key.
    pub(crate) fn list(self, key: &str) -> impl Iterator<Item = At<'f>> {
        let items = self.node.get(key).map_or(&[][..], Node::items).iter();
        items.map(move |node| At { line: node.line, node, ..self })
    }
}

/// The values at and below one that refer to others.
fn below(at: At<'_>, found: &mut impl FnMut(At<'_>)) {
    if at.node.get("$ref").is_some() {
        found(at);
    }
    for (_, value) in at.entries() {
        below(value, found);
    }
    for node in at.node.items() {
        below(At { line: node.line, node, ..at }, found);
    }
}

fn references(node: &Node, found: &mut impl FnMut(&str)) {
    for entry in node.entries() {
        if entry.key == "$ref" {
            found(entry.value.text());
        }
        references(&entry.value, found);
    }
    for item in node.items() {
        references(item, found);
    }
}

/// A reference from one file to a place in another.
pub(crate) fn reference(from: &Path, to: &Path, pointer: &str) -> String {
    if from == to {
        return format!("#{pointer}");
    }
    let own: Vec<_> = from.parent().into_iter().flat_map(Path::components).collect();
    let other: Vec<_> = to.components().collect();
    let same = own.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", own.len() - same).map(str::to_owned);
    let down = other.iter().skip(same).map(|part| part.as_os_str().to_string_lossy().into_owned());
    format!("{}#{pointer}", up.chain(down).collect::<Vec<_>>().join("/"))
}

/// A path without `.` and `..` where they can be worked out.
fn clean(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(clean.components().next_back(), Some(Component::Normal(_))) => {
                clean.pop();
            }
            _ => clean.push(part),
        }
    }
    clean
}
