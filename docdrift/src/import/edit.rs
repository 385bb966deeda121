//! Adds what is new to the files of a description, and leaves all else in them as it is.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::File;
use super::build::{Item, Operation, Parts};
use super::known::Target;
use super::operation::BEARER;
use super::parameters::Written;
use crate::edit::{self, Insertion, Spot, Way, way};
use crate::files::SpecError;
use crate::write::{self, Map, Yaml};
use crate::yaml::{self, Node, Style};

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
    // From the end of a file to its beginning, so that the lines of what comes before stay the same.
    parts.methods.sort_by_key(|method| Reverse(method.item.line));
    for method in &parts.methods {
        let path = PathBuf::from(&method.item.file);
        let operation = Yaml::Map(vec![write::map(&method.verb, method.operation.clone())]);
        edits.method(&path, method.item.line, operation)?;
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

/// A path item: the parameters that all its operations have, and the operations with the rest of theirs.
fn path_item(item: Item) -> (PathBuf, String, Map) {
    let Item { key, file, operations, .. } = item;
    let has = |shared: &[Written], one: &Written| shared.iter().any(|other| other.yaml == one.yaml);
    let everywhere = |one: &Written| operations.iter().all(|operation| has(&operation.shared, one));
    let first = operations.first().into_iter().flat_map(|operation| &operation.shared);
    let common: Vec<Written> = first.filter(|one| everywhere(one)).cloned().collect();
    let mut map = Map::new();
    if !common.is_empty() {
        map.push(write::list("parameters", common.iter().map(|one| one.yaml.clone()).collect()));
    }
    for Operation { verb, shared, map: mut operation } in operations {
        let own = shared.into_iter().filter(|one| !has(&common, one)).map(|one| one.yaml);
        prepend(&mut operation, own.collect());
        map.push(write::map(&verb, operation));
    }
    (file, key, map)
}

/// Adds parameters in front of those that an operation has.
fn prepend(operation: &mut Map, mut new: Vec<Yaml>) {
    if new.is_empty() {
        return;
    }
    if let Some((_, Yaml::List(own))) = operation.iter_mut().find(|(key, _)| key == "parameters") {
        new.append(own);
        *own = new;
        return;
    }
    let after = operation.iter().position(|(key, _)| key == "requestBody" || key == "responses");
    operation.insert(after.unwrap_or(operation.len()), write::list("parameters", new));
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
        if file.text.lines().all(|line| line.trim().is_empty() || line.starts_with('#')) {
            let block =
                |(key, map): &(String, Map)| write::entry(key, &Yaml::Map(map.clone()), 0).join("\n") + "\n";
            file.added = new.iter().map(block).collect::<Vec<_>>().join("\n");
            let heading = if file.text.is_empty() { heading(path) } else { file.text.clone() };
            file.text = format!("{heading}\n{}", file.added);
            return Ok(());
        }
        let new = new.iter().map(|(key, map)| Yaml::Map(vec![write::map(key, map.clone())]));
        new.into_iter().try_for_each(|one| self.insert(path, Way::new(), Spot::Last, one))
    }

    /// Adds to a map or a list.
    fn insert(&mut self, path: &Path, into: Way, spot: Spot, addition: Yaml) -> Result<(), SpecError> {
        let file = self.file(path)?;
        let new = edit::insert(&file.text, &Insertion { into, spot, addition });
        let new = new.map_err(|refusal| SpecError::new(path, refusal.to_string()))?;
        let added = added(&file.text, &new);
        file.added.push_str(&added);
        file.text = new;
        Ok(())
    }

    /// Adds an operation to the path item whose key is at a line.
    fn method(&mut self, path: &Path, line: usize, operation: Yaml) -> Result<(), SpecError> {
        let tree = self.tree(path)?;
        let item = at_line(&tree, line).filter(|item| item.style == Style::Block);
        let Some(way) = item.and_then(|item| way(&tree, item)) else {
            let reason =
                format!("line {line}: nothing can be added here, since it is not a block of its own");
            return Err(SpecError::new(path, reason));
        };
        self.insert(path, way, Spot::Last, operation)
    }

    /// Adds a path to the root, beside those of the same file if there are any.
    fn path(&mut self, root: &Path, path: &str, reference: &str) -> Result<(), SpecError> {
        let tree = self.tree(root)?;
        let map = vec![write::map(path, vec![write::text("$ref", reference)])];
        let Some(paths) = tree.entry("paths") else {
            return self.insert(root, Way::new(), Spot::Last, Yaml::Map(vec![write::map("paths", map)]));
        };
        let style = paths.value.style;
        if style == Style::Flow && paths.value.entries().is_empty() {
            self.open(root, paths.line)?;
        } else if style == Style::Flow {
            let reason = format!("line {}: nothing can be added here, since it is in brackets", paths.line);
            return Err(SpecError::new(root, reason));
        }
        let file = |reference: &str| reference.split('#').next().unwrap_or_default().to_owned();
        let mut entries = paths.value.entries().iter();
        let beside = entries.rposition(|entry| file(entry.value.text_of("$ref")) == file(reference));
        let into = way(&tree, &paths.value).unwrap_or_default();
        self.insert(root, into, beside.map_or(Spot::Last, Spot::After), Yaml::Map(map))
    }

    /// Lets a key that has an empty map in one line have lines below it.
    fn open(&mut self, path: &Path, line: usize) -> Result<(), SpecError> {
        let file = self.file(path)?;
        let open = |(at, text): (usize, &str)| match text.trim_end().strip_suffix("{}") {
            Some(key) if at + 1 == line => {
                format!("{}{}", key.trim_end(), text.get(text.trim_end().len()..).unwrap_or_default())
            }
            _ => text.to_owned(),
        };
        file.text = file.text.split_inclusive('\n').enumerate().map(open).collect();
        Ok(())
    }

    fn tag(&mut self, root: &Path, tag: &str) -> Result<(), SpecError> {
        let tree = self.tree(root)?;
        let new = Yaml::List(vec![Yaml::Map(vec![write::text("name", tag)])]);
        if let Some(tags) = tree.get("tags").and_then(|tags| way(&tree, tags)) {
            return self.insert(root, tags, Spot::Last, new);
        }
        let paths = tree.entries().iter().position(|entry| entry.key == "paths");
        let spot = match paths {
            Some(0) => Spot::First,
            Some(at) => Spot::After(at - 1),
            None => Spot::Last,
        };
        self.insert(root, Way::new(), spot, Yaml::Map(vec![("tags".to_owned(), new)]))
    }

    /// Adds the way to sign in that a token is.
    fn bearer(&mut self, root: &Path) -> Result<(), SpecError> {
        let tree = self.tree(root)?;
        let mut addition = vec![write::map(BEARER, bearer())];
        let mut into = tree.get("components").and_then(|components| components.get("securitySchemes"));
        if into.is_none() {
            addition = vec![write::map("securitySchemes", addition)];
            into = tree.get("components");
        }
        if into.is_none() {
            addition = vec![write::map("components", addition)];
        }
        let into = into.and_then(|into| way(&tree, into)).unwrap_or_default();
        self.insert(root, into, Spot::Last, Yaml::Map(addition))
    }

    fn tree(&mut self, path: &Path) -> Result<Node, SpecError> {
        let read = yaml::read(&self.file(path)?.text);
        read.map_err(|error| SpecError::new(path, error.to_string()))
    }
}

/// The value of the first key at a line.
fn at_line(node: &Node, line: usize) -> Option<&Node> {
    let own = node.entries().iter().find(|entry| entry.line == line).map(|entry| &entry.value);
    let inside = node.entries().iter().map(|entry| &entry.value).chain(node.items());
    own.or_else(|| inside.into_iter().find_map(|child| at_line(child, line)))
}

/// The lines that one text has more than another.
fn added(before: &str, after: &str) -> String {
    let mut old = before.lines().peekable();
    let new: Vec<&str> = after.lines().filter(|line| old.next_if(|known| known == line).is_none()).collect();
    new.join("\n") + "\n"
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
