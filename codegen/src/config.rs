//! Choices in a file: `clientgen.toml`, beside the document.
//!
//! Whatever the file says goes into the same [`Settings`] and [`Package`] that can be filled by hand. A key or a value
//! that has no meaning is an error, with its place.

mod table;

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use crate::diagnostic::{Diagnostics, Report, Spot};
use crate::output::{Package, wrong_text};
use crate::settings::{Calls, Dates, Decimals, Layout, Lint, Origin, Selection, Settings};
use crate::source::Sources;
use table::{Finding, Table};

/// What a file of choices says.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Config {
    /// How the document is read, and what the client is like.
    pub settings: Settings,
    /// How a package is written around the client.
    pub package: Package,
}

impl Config {
    /// Reads a file of choices.
    ///
    /// # Errors
    ///
    /// If it cannot be read, or says something that has no meaning: the report says what, and where.
    pub fn read(path: &Path) -> Result<Self, Report> {
        let text = fs::read_to_string(path);
        Self::of(path, text)
    }

    /// Reads `clientgen.toml` in the folder of a document; `None` if there is none.
    ///
    /// # Errors
    ///
    /// The same as of [`read`](Self::read).
    pub fn beside(document: &Path) -> Result<Option<Self>, Report> {
        let path = document.with_file_name("clientgen.toml");
        match fs::read_to_string(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            text => Self::of(&path, text).map(Some),
        }
    }

    fn of(path: &Path, text: io::Result<String>) -> Result<Self, Report> {
        let mut diagnostics = Diagnostics::default();
        let mut sources = Sources::default();
        let text = text.map_err(|error| {
            let message = format!("cannot read {}: {error}", path.display());
            diagnostics.unreadable("file", None, message).help("give the path of a file of choices, in TOML");
        });
        let Ok(text) = text else { return Err(diagnostics.render(&sources)) };
        let file = sources.add_choices(path.to_owned(), text.clone());
        let (config, places, mut findings) = read(&text);
        findings.sort_by_key(|finding| finding.offset);
        for Finding { offset, message, help } in findings {
            let (line, column) = position(&text, offset);
            let found = diagnostics.unreadable("choice", Some(Spot::Text { file, line, column }), message);
            if let Some(help) = help {
                found.help(help);
            }
        }
        if diagnostics.barrier().is_err() {
            return Err(diagnostics.render(&sources));
        }
        let mut config = config;
        let places = places.into_iter().map(|(choice, offset)| (choice, position(&text, offset))).collect();
        config.settings.origin = Some(Origin { path: path.to_owned(), text, places });
        Ok(config)
    }
}

/// Choices by key and name, each with its place as bytes from the beginning.
type Offsets = BTreeMap<(String, String), usize>;

fn read(text: &str) -> (Config, Offsets, Vec<Finding>) {
    let mut config = Config::default();
    let (root, mut table) = Table::parse(text);
    let Some(root) = root else { return (config, Offsets::new(), table.findings) };
    let Config { settings, package } = &mut config;
    for (key, value) in table.entries(&root, "", KEYS) {
        match key.as_str() {
            "strict" => settings.strict = table.flag(value),
            "allow" => settings.allow = table.texts("allow", value),
            "calls" => settings.calls = table.word::<Calls>(value),
            "validation" => settings.validation = table.flag(value),
            "infer-paging" => settings.infer_paging = table.flag(value),
            "without" => settings.without = table.texts("without", value),
            "lints" => settings.lints = table.words::<Lint>(value),
            "include" => settings.include = selection(&mut table, "include", value),
            "exclude" => settings.exclude = selection(&mut table, "exclude", value),
            "rename" => settings.rename = table.named_texts("rename", value),
            "replace" => settings.replace = table.named_texts("replace", value),
            "derive" => settings.derive = table.named_lists("derive", value),
            "layout" => settings.layout = table.word::<Layout>(value),
            "dates" => settings.dates = table.word::<Dates>(value),
            "decimals" => settings.decimals = table.word::<Decimals>(value),
            "features-per-tag" => settings.features_per_tag = table.flag(value),
            "package" => *package = self::package(&mut table, value),
            _ => {}
        }
    }
    (config, table.places, table.findings)
}

const KEYS: &[&str] = &[
    "strict",
    "allow",
    "calls",
    "validation",
    "infer-paging",
    "without",
    "lints",
    "include",
    "exclude",
    "rename",
    "replace",
    "derive",
    "layout",
    "dates",
    "decimals",
    "features-per-tag",
    "package",
];

fn selection(table: &mut Table<'_>, name: &str, value: table::Value<'_>) -> Selection {
    let mut selection = Selection::default();
    let Some(members) = table.table(value) else { return selection };
    for (key, value) in table.entries(members, name, &["operations", "tags", "paths"]) {
        let texts = table.texts(&format!("{name}.{key}"), value);
        match key.as_str() {
            "operations" => selection.operations = texts,
            "tags" => selection.tags = texts,
            _ => selection.paths = texts,
        }
    }
    selection
}

fn package(table: &mut Table<'_>, value: table::Value<'_>) -> Package {
    const KEYS: &[&str] = &[
        "name",
        "version",
        "edition",
        "license",
        "description",
        "repository",
        "dependencies",
        "default-features",
    ];
    let mut package = Package::default();
    let Some(members) = table.table(value) else { return package };
    for (key, value) in table.entries(members, "package", KEYS) {
        let place = match key.as_str() {
            "name" => &mut package.name,
            "version" => &mut package.version,
            "edition" => &mut package.edition,
            "license" => &mut package.license,
            "description" => &mut package.description,
            "repository" => &mut package.repository,
            "default-features" => {
                package.default_features = Some(table.texts("package.default-features", value));
                continue;
            }
            _ => {
                package.dependencies = table.dependencies(value);
                continue;
            }
        };
        *place = table.text(value);
        if let Some(wrong) = place.as_deref().and_then(|text| wrong_text(key.as_str(), text)) {
            table.wrong(value, format!("this is {wrong}"));
        }
    }
    package
}

/// Line and column, both from 1, of a byte.
fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line, column)
}
