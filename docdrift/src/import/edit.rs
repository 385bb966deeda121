//! Adds what is new to the files of a description, and leaves all else in them as it is.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::File;
use super::build::{Item, Parts};
use super::known::Target;
use super::operation::BEARER;
use crate::files::SpecError;
use crate::write::{self, Map, Yaml};
use crate::yaml::{self, Node};

/// The files that an import changes.
pub(super) fn files(mut parts: Parts) -> Result<Vec<File>, SpecError> {
    let mut edits = Edits::default();
    let items = std::mem::take(&mut parts.items);
    let paths: Vec<(String, Target)> = items
        .iter()
        .map(|item| {
            (item.path.clone(), Target { file: item.file.clone(), pointer: format!("/{}", item.key) })
        })
        .collect();
    for item in items {
        let (file, key, map) = path_item(item);
        parts.entries.entry(file).or_default().push((key, map));
    }
    for (path, new) in &parts.entries {
        edits.append(path, new)?;
    }
    for method in &parts.methods {
        let path = PathBuf::from(&method.item.file);
        let map = [(method.verb.clone(), Yaml::Map(method.operation.clone()))];
        edits.below(&path, method.item.line, |indent| write::entries(&map, indent + 2))?;
    }
    if parts.known.exists {
        let root = &parts.known.root;
        for (path, target) in &paths {
            edits.path(root, path, &target.from(root))?;
        }
        if parts.bearer {
            edits.bearer(root)?;
        }
        for tag in &parts.tags {
            edits.tag(root, tag)?;
        }
    } else if !paths.is_empty() {
        let text = new_root(&parts, &paths);
        let added = text.clone();
        edits.files.insert(parts.known.root.clone(), File { path: parts.known.root.clone(), text, added });
    }
    Ok(edits.files.into_values().collect())
}

fn path_item(item: Item) -> (PathBuf, String, Map) {
    let mut map = Map::new();
    if !item.parameters.is_empty() {
        map.push(write::list("parameters", item.parameters.into_iter().map(|one| one.yaml).collect()));
    }
    map.extend(item.operations.into_iter().map(|(method, operation)| write::map(&method, operation)));
    (item.file, item.key, map)
}

/// The files as they are to be.
#[derive(Default)]
struct Edits {
    files: BTreeMap<PathBuf, File>,
}

impl Edits {
    /// A file as it is by now.
    fn file(&mut self, path: &Path) -> Result<&mut File, SpecError> {
        if !self.files.contains_key(path) {
            let text = if path.exists() {
                fs::read_to_string(path).map_err(|error| SpecError::new(path, error.to_string()))?
            } else {
                String::new()
            };
            let file = File { path: path.to_owned(), text, added: String::new() };
            self.files.insert(path.to_owned(), file);
        }
        self.files.get_mut(path).ok_or_else(|| SpecError::new(path, "it cannot be read".to_owned()))
    }

    /// Adds keys at the end of a file, with a line of what it holds if it is new.
    fn append(&mut self, path: &Path, new: &[(String, Map)]) -> Result<(), SpecError> {
        let file = self.file(path)?;
        let block =
            |(key, map): &(String, Map)| write::entry(key, &Yaml::Map(map.clone()), 0).join("\n") + "\n";
        let added = new.iter().map(block).collect::<Vec<_>>().join("\n");
        let before = match file.text.trim_end() {
            "" => heading(path),
            text => format!("{text}\n"),
        };
        file.text = format!("{before}\n{added}");
        file.added = added;
        Ok(())
    }

    /// Adds lines at the end of what is below a line. They are made for the indentation of that line.
    fn below(
        &mut self,
        path: &Path,
        line: usize,
        new: impl Fn(usize) -> Vec<String>,
    ) -> Result<(), SpecError> {
        let lines: Vec<String> = self.file(path)?.text.lines().map(str::to_owned).collect();
        let key = lines.get(line - 1).map(String::as_str).unwrap_or_default();
        if !key.split(" #").next().unwrap_or_default().trim_end().ends_with(':') {
            let reason =
                format!("line {line}: nothing can be added here, since it is not a block of its own");
            return Err(SpecError::new(path, reason));
        }
        self.insert(path, end(&lines, line), &new(indentation(key)))
    }

    /// Adds lines after so many others.
    fn insert(&mut self, path: &Path, after: usize, new: &[String]) -> Result<(), SpecError> {
        let file = self.file(path)?;
        let mut lines: Vec<&str> = file.text.lines().collect();
        let at = after.min(lines.len());
        lines.splice(at..at, new.iter().map(String::as_str));
        file.text = lines.join("\n") + "\n";
        file.added = format!("{}{}\n", file.added, new.join("\n"));
        Ok(())
    }

    /// Adds a path to the root, beside those of the same file if there are any.
    fn path(&mut self, root: &Path, path: &str, reference: &str) -> Result<(), SpecError> {
        let tree = self.tree(root)?;
        let map = [write::map(path, vec![write::text("$ref", reference)])];
        let Some(paths) = tree.entry("paths") else {
            let mut lines = vec![String::new(), "paths:".to_owned()];
            lines.extend(write::entries(&map, 2));
            return self.insert(root, usize::MAX, &lines);
        };
        if paths.value.entries().is_empty() {
            self.open(root, paths.line)?;
        }
        let file = |reference: &str| reference.split('#').next().unwrap_or_default().to_owned();
        let mut entries = paths.value.entries().iter();
        let beside = entries.rfind(|entry| file(entry.value.text_of("$ref")) == file(reference));
        match beside {
            Some(entry) => {
                let lines: Vec<String> = self.file(root)?.text.lines().map(str::to_owned).collect();
                let depth = indentation(lines.get(entry.line - 1).map(String::as_str).unwrap_or_default());
                self.insert(root, end(&lines, entry.line), &write::entries(&map, depth))
            }
            None => self.below(root, paths.line, |indent| write::entries(&map, indent + 2)),
        }
    }

    /// Lets a key that has an empty map in one line have lines below it.
    fn open(&mut self, path: &Path, line: usize) -> Result<(), SpecError> {
        let file = self.file(path)?;
        let open = |(at, text): (usize, &str)| match text.trim_end().strip_suffix("{}") {
            Some(key) if at + 1 == line => format!("{}\n", key.trim_end()),
            _ => format!("{text}\n"),
        };
        file.text = file.text.lines().enumerate().map(open).collect();
        Ok(())
    }

    fn tag(&mut self, root: &Path, tag: &str) -> Result<(), SpecError> {
        let tree = self.tree(root)?;
        let new = Yaml::Map(vec![write::text("name", tag)]);
        match tree.entry("tags") {
            Some(tags) => self.below(root, tags.line, |indent| write::item(&new, indent + 2)),
            None => {
                let mut lines = write::entry("tags", &Yaml::List(vec![new]), 0);
                lines.push(String::new());
                let before = tree.entry("paths").map_or(usize::MAX, |paths| paths.line - 1);
                self.insert(root, before, &lines)
            }
        }
    }

    /// Adds the way to sign in that a token is.
    fn bearer(&mut self, root: &Path) -> Result<(), SpecError> {
        let tree = self.tree(root)?;
        let way = [write::map(BEARER, bearer())];
        let components = tree.entry("components");
        match components.and_then(|components| components.value.entry("securitySchemes")) {
            Some(ways) => self.below(root, ways.line, |indent| write::entries(&way, indent + 2)),
            None => {
                let ways = write::map("securitySchemes", way.to_vec());
                match components {
                    Some(components) => self.below(root, components.line, |indent| {
                        write::entries(std::slice::from_ref(&ways), indent + 2)
                    }),
                    None => {
                        let mut lines = vec![String::new()];
                        lines.extend(write::entry("components", &Yaml::Map(vec![ways]), 0));
                        self.insert(root, usize::MAX, &lines)
                    }
                }
            }
        }
    }

    fn tree(&mut self, path: &Path) -> Result<Node, SpecError> {
        let read = yaml::read(&self.file(path)?.text);
        read.map_err(|error| SpecError::new(path, error.to_string()))
    }
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// How many lines there are up to the end of the block that begins below a line.
fn end(lines: &[String], line: usize) -> usize {
    let depth = indentation(lines.get(line - 1).map(String::as_str).unwrap_or_default());
    let inside = |text: &str| {
        indentation(text) > depth || (indentation(text) == depth && text.trim_start().starts_with("- "))
    };
    let mut end = line;
    for (at, text) in lines.iter().enumerate().skip(line) {
        if text.trim().is_empty() {
            continue;
        }
        if !inside(text) {
            break;
        }
        end = at + 1;
    }
    end
}

/// The line above what a new file holds.
fn heading(path: &Path) -> String {
    let area = path.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
    let area = area.unwrap_or_default();
    let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    match (area.as_str(), name.as_str()) {
        ("common", "parameters") => "# Parameters that operations of several areas share.\n".to_owned(),
        (_, "parameters") => format!("# Parameters that operations of the {area} area share.\n"),
        (_, "paths") => format!("# Operations of the {area} area, one path item a key.\n"),
        _ => format!("# Models of the {area} area.\n"),
    }
}

/// A root for a description that has none.
fn new_root(parts: &Parts, paths: &[(String, Target)]) -> String {
    let root = &parts.known.root;
    let info = vec![write::text("title", "API"), ("version".to_owned(), Yaml::Word("0.1.0".to_owned()))];
    let reference =
        |(path, target): &(String, Target)| write::map(path, vec![write::text("$ref", &target.from(root))]);
    let mut blocks =
        vec![vec![("openapi".to_owned(), Yaml::Word("3.1.0".to_owned()))], vec![write::map("info", info)]];
    if let Some(server) = &parts.server {
        blocks.push(vec![write::list("servers", vec![Yaml::Map(vec![write::text("url", server)])])]);
    }
    let tags = parts.tags.iter().map(|tag| Yaml::Map(vec![write::text("name", tag)])).collect();
    blocks.push(vec![write::list("tags", tags)]);
    blocks.push(vec![write::map("paths", paths.iter().map(reference).collect())]);
    if parts.bearer {
        let ways = write::map("securitySchemes", vec![write::map(BEARER, bearer())]);
        blocks.push(vec![write::map("components", vec![ways])]);
    }
    let blocks: Vec<String> = blocks.iter().map(|block| write::entries(block, 0).join("\n") + "\n").collect();
    blocks.join("\n")
}

/// The way to sign in that a token is.
fn bearer() -> Map {
    let deviation =
        write::deviation("Lists `Authorization` as a header.", "A way to sign in, as OpenAPI has it.");
    vec![
        write::text("type", "http"),
        write::text("scheme", "bearer"),
        write::list("x-deviation", vec![deviation]),
    ]
}
