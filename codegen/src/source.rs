//! The documents as text and as one tree.
//!
//! Takes the path of a document; reads it and every file that it refers to; gives an arena of nodes in which
//! a [`Pointer`] is an index. A pointer finds its way back to file, line and column ([`Locate`]), and
//! [`Sources::resolve`] follows a `$ref` from one node to another, across files.

mod excerpt;
mod files;
mod identity;
mod json;
mod marks;
mod spelling;
mod tree;
mod walk;
mod yaml;

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostics, Excerpt, Locate, Pointer, Spot};
use excerpt::excerpt;
use identity::Identities;
pub(crate) use marks::{Mark, Marks};
use tree::Tree;
pub(crate) use tree::Value;
use walk::Target;

/// The files of a document, read.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    tree: Tree,
    files: Vec<File>,
    identities: Identities,
    spellings: spelling::Spellings,
    /// Where files are that are referred to, by the paths that references spell: their places in `files`, or why they
    /// cannot be used.
    spelled: HashMap<PathBuf, Result<usize, String>>,
    pub(crate) marks: Marks,
}

#[derive(Debug)]
struct File {
    /// As the first reference to it spells it.
    path: PathBuf,
    /// What it is called by the system, if anything.
    real: Option<PathBuf>,
    text: String,
    format: Format,
    root: Option<Pointer>,
}

impl File {
    /// A line by its number, from 1.
    fn line(&self, number: usize) -> &str {
        self.text.lines().nth(number.saturating_sub(1)).unwrap_or_default()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Json,
    Yaml,
    YamlInParts,
    /// What is no document: it has no nodes.
    Toml,
}

/// Why a text could not be read, and where.
struct SyntaxError {
    message: String,
    /// From 1.
    line: usize,
    /// From 1, in characters.
    column: usize,
}

impl SyntaxError {
    fn too_large() -> Self {
        Self { message: "the document is too large".to_owned(), line: 1, column: 1 }
    }
}

impl Sources {
    /// Reads a document and every file that it refers to.
    pub(crate) fn load(path: &Path, diagnostics: &mut Diagnostics) -> (Self, Option<Pointer>) {
        let mut sources = Self::default();
        match fs::read_to_string(path) {
            Ok(text) => sources.add(path.to_owned(), text, diagnostics),
            Err(error) => {
                let message = format!("cannot read {}: {error}", path.display());
                diagnostics
                    .unreadable("file", None, message)
                    .help("give the path of an OpenAPI document in YAML or JSON");
            }
        }
        let root = sources.files.first().and_then(|file| file.root);
        sources.load_references(diagnostics);
        sources.identities.update(&sources.tree);
        sources.tree.sort();
        (sources, root)
    }

    /// Takes in the file that choices come from, so that it can be shown; gives its number.
    pub(crate) fn add_choices(&mut self, path: PathBuf, text: String) -> usize {
        self.files.push(File { path, real: None, text, format: Format::Toml, root: None });
        self.files.len() - 1
    }

    /// The files that were read, in the order in which they were met.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.files.iter().map(|file| file.path.as_path())
    }

    /// The roots of the files that could be read.
    pub(crate) fn roots(&self) -> impl Iterator<Item = Pointer> {
        self.files.iter().filter_map(|file| file.root)
    }

    /// Whether two nodes of a file say the same, whatever the order of their members.
    pub(crate) fn alike(&self, a: Pointer, b: Pointer) -> bool {
        if a == b {
            return true;
        }
        let each = |one: &[Pointer], other: &[Pointer]| {
            one.len() == other.len() && one.iter().zip(other).all(|(&one, &other)| self.alike(one, other))
        };
        self.tree.file(a) == self.tree.file(b)
            && match (self.value(a), self.value(b)) {
                (Value::List(one), Value::List(other)) => each(one, other),
                (Value::Map(one), Value::Map(other)) => {
                    one.len() == other.len()
                        && self.members(a).all(|(name, one)| {
                            self.member(b, name).is_some_and(|other| self.alike(one, other))
                        })
                }
                (one, other) => one == other,
            }
    }

    pub(crate) fn value(&self, at: Pointer) -> &Value {
        &self.tree.node(at).value
    }

    /// The name under which a node stands in its parent; for the root of a file, the stem of the file's name.
    pub(crate) fn name(&self, at: Pointer) -> &str {
        match self.tree.name(at) {
            Some(key) => key,
            None => {
                self.file_of(at).and_then(|(_, file)| file.path.file_stem()?.to_str()).unwrap_or_default()
            }
        }
    }

    /// The members of a map, in the order of the document; none if the node is not a map.
    pub(crate) fn members(&self, at: Pointer) -> impl Iterator<Item = (&str, Pointer)> {
        let children = match self.value(at) {
            Value::Map(children) => &**children,
            _ => &[],
        };
        children.iter().map(|&child| (self.name(child), child))
    }

    pub(crate) fn member(&self, at: Pointer, name: &str) -> Option<Pointer> {
        self.tree.member(at, name)
    }

    pub(crate) fn text(&self, at: Pointer) -> Option<&str> {
        match self.value(at) {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// How many schemas a name stands for, by `$anchor` or `$dynamicAnchor`.
    pub(crate) fn anchors(&self, name: &str) -> usize {
        self.identities.count(name)
    }

    fn add(&mut self, path: PathBuf, text: String, diagnostics: &mut Diagnostics) {
        let file = self.files.len();
        // Editors on Windows put a byte order mark in front; it belongs to no node.
        let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
        let (format, read) = self.parse(&path, &text, file);
        let root = read
            .map_err(|error| {
                let spot = Spot::Text { file, line: error.line, column: error.column };
                let line = text.lines().nth(error.line.saturating_sub(1)).unwrap_or_default();
                let found = diagnostics.unreadable("syntax", Some(spot), error.message);
                if line.len() > line.trim_start().len() && line.trim_start_matches(' ').starts_with('\t') {
                    found.help("indent with spaces: YAML does not take tabs");
                }
            })
            .ok();
        for key in self.tree.take_duplicates() {
            let message = format!(
                "`{}` stands here a second time in the same map: the last one counts",
                self.name(key)
            );
            diagnostics
                .warning("duplicate-key", key, message)
                .at_key()
                .help("remove or rename one of the two");
        }
        let own_name = fs::canonicalize(&path).ok();
        self.files.push(File { path, real: own_name, text, format, root });
    }

    /// Reads a text as JSON if it begins like JSON, else as YAML. What begins like JSON and is none may still be
    /// YAML in flow style, or JSON with the commas and comments that only YAML allows.
    fn parse(&mut self, path: &Path, text: &str, file: usize) -> (Format, Result<Pointer, SyntaxError>) {
        // Prose in a file of its own, for a `description`.
        if path
            .extension()
            .is_some_and(|extension| ["md", "txt", "html"].iter().any(|prose| extension == *prose))
        {
            return (Format::Yaml, self.tree.text(file, text).ok_or_else(SyntaxError::too_large));
        }
        if !text.trim_start().starts_with(['{', '[']) {
            return yaml::read_file(text, &mut self.tree, file);
        }
        let nodes = self.tree.len();
        match json::read(text, &mut self.tree, file) {
            Ok(root) => (Format::Json, Ok(root)),
            Err(error) => {
                self.tree.truncate(nodes);
                let (format, root) = yaml::read_file(text, &mut self.tree, file);
                (format, root.map_err(|_| error))
            }
        }
    }

    fn file_of(&self, at: Pointer) -> Option<(usize, &File)> {
        let index = self.tree.file(at);
        self.files.get(index).map(|file| (index, file))
    }
}

impl Locate for Sources {
    fn locate(&self, spots: &[Spot]) -> Vec<Option<Excerpt>> {
        let mut excerpts = vec![None; spots.len()];
        // Each file is read once for all its places.
        let mut by_file: BTreeMap<usize, Vec<(usize, Target)>> = BTreeMap::new();
        let mut wanted = |file, index, target| by_file.entry(file).or_default().push((index, target));
        for (index, &spot) in spots.iter().enumerate() {
            match spot {
                Spot::Text { file, line, column } => {
                    let shown = |file: &File| excerpt(file, (line, file.line(line)), column, false);
                    excerpts[index] = self.files.get(file).map(shown);
                }
                Spot::Node(at) => match self.anchor(at) {
                    Some(target) => wanted(self.tree.file(at), index, target),
                    // Nothing in the whole file can be found.
                    None => {
                        let file = self.files.get(self.tree.file(at));
                        excerpts[index] = file.map(|file| excerpt(file, (1, file.line(1)), 1, false));
                    }
                },
                Spot::Key(at) => wanted(self.tree.file(at), index, self.target(at, true)),
            }
        }
        for (file, wanted) in by_file {
            let Some(file) = self.files.get(file) else { continue };
            let (indices, targets): (Vec<usize>, Vec<Target>) = wanted.into_iter().unzip();
            let places = match file.format {
                Format::Json => json::locate(&file.text, &targets),
                Format::Yaml => yaml::locate(&file.text, &targets),
                Format::YamlInParts => yaml::locate_in_parts(&file.text, &targets),
                Format::Toml => Vec::new(),
            };
            let lines: Vec<&str> = file.text.lines().collect();
            for ((index, place), target) in indices.into_iter().zip(places).zip(&targets) {
                excerpts[index] = place.map(|(line, column)| {
                    let text = lines.get(line.saturating_sub(1)).copied().unwrap_or_default();
                    excerpt(file, (line, text), column, target.key)
                });
            }
        }
        excerpts
    }
}

impl Sources {
    /// The scalar or key that stands for a node: itself, its key, where what is in it begins, or if it is
    /// empty, what stands for the node around it. A walk cannot go on after anything else.
    fn anchor(&self, at: Pointer) -> Option<Target> {
        self.own_anchor(at).or_else(|| self.anchor(self.tree.parent(at)?))
    }

    fn own_anchor(&self, at: Pointer) -> Option<Target> {
        let node = self.tree.node(at);
        match &node.value {
            Value::Map(_) | Value::List(_) if node.key.is_some() => Some(self.target(at, true)),
            Value::Map(members) => members.first().map(|&first| self.target(first, true)),
            Value::List(items) => items.iter().find_map(|&item| self.own_anchor(item)),
            _ => Some(self.target(at, false)),
        }
    }

    fn target(&self, at: Pointer, key: bool) -> Target {
        Target { path: self.tree.path(at), key }
    }
}
