//! What an import is put together from, page by page.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::definitions::has_shape;
use super::known::{Known, Target};
use super::{Note, Settings, names};
use crate::files::Place;
use crate::page::{Definition, Page};
use crate::write::{About, Map};

/// What has been made of the pages so far.
pub(super) struct Builder<'p> {
    pub(super) settings: &'p Settings,
    pub(super) pages: &'p [Page],
    pub(super) parts: Parts,
    /// Where the definitions are that pages name, by the names on the pages.
    pub(super) resolved: BTreeMap<String, Target>,
    /// The new enumerations: key, values, and where they are.
    pub(super) values: Vec<(String, Vec<String>, Target)>,
    notes: Vec<Note>,
}

/// What is to be written.
#[derive(Default)]
pub(super) struct Parts {
    pub(super) known: Known,
    /// New keys at the top of files.
    pub(super) entries: BTreeMap<PathBuf, Vec<(String, Map)>>,
    pub(super) items: Vec<Item>,
    pub(super) methods: Vec<Method>,
    pub(super) tags: Vec<String>,
    /// Whether operations take a token that the description has no word for.
    pub(super) bearer: bool,
    pub(super) server: Option<String>,
}

/// A new path.
pub(super) struct Item {
    pub(super) path: String,
    pub(super) key: String,
    pub(super) file: PathBuf,
    pub(super) operations: Vec<Operation>,
}

/// An operation of a new path.
pub(super) struct Operation {
    pub(super) verb: String,
    /// Parameters that stand at the path if all its operations have them.
    pub(super) shared: Vec<super::parameters::Written>,
    pub(super) map: Map,
}

/// A new operation of a path that is there.
pub(super) struct Method {
    /// The file and line of the path item.
    pub(super) item: Place,
    pub(super) verb: String,
    pub(super) operation: Map,
}

impl<'p> Builder<'p> {
    pub(super) fn new(pages: &'p [Page], known: Known, settings: &'p Settings) -> Builder<'p> {
        Builder {
            settings,
            pages,
            parts: Parts { known, ..Parts::default() },
            resolved: BTreeMap::new(),
            values: Vec::new(),
            notes: Vec::new(),
        }
    }

    pub(super) fn done(self) -> (Parts, Vec<Note>) {
        (self.parts, self.notes)
    }

    /// Adds the operations of a page.
    pub(super) fn page(&mut self, page: &Page) {
        for said in &page.unread {
            self.note(page, said.line, format!("not understood: {}", said.text));
        }
        for one in &page.operations {
            self.operation(page, one);
        }
        for definition in &page.definitions {
            self.left_over(page, definition);
        }
    }

    /// Says of a definition that no operation leads to it, or that what it leads to is not the same.
    fn left_over(&mut self, page: &Page, definition: &Definition) {
        match &definition.name {
            Some(name) if self.resolved.contains_key(name) || self.parts.known.schema(name).is_some() => {
                if self.differs(name, definition) {
                    let text = format!("`{name}` is there with other properties or values: compare the page");
                    self.note(page, definition.line, text);
                }
            }
            Some(name) => {
                self.note(
                    page,
                    definition.line,
                    format!("`{name}` is not written: no new operation leads to it"),
                );
            }
            None => {
                let names = definition.candidates.join("`, `");
                let text = format!("a definition without a heading is not written: it is one of `{names}`");
                self.note(page, definition.line, text);
            }
        }
    }

    /// Whether what is there under the name of a definition has other properties or values.
    fn differs(&self, name: &str, definition: &Definition) -> bool {
        if let Some((schema, _)) = self.parts.known.schema(name) {
            return !has_shape(schema, definition);
        }
        let shape = |one: &Definition| {
            let properties = one.properties.iter().map(|one| format!("{} {}", one.name, one.kind));
            let values = one.values.iter().map(|value| value.text.clone());
            properties.chain(values).collect::<Vec<_>>()
        };
        let mut all = self.pages.iter().flat_map(|page| &page.definitions);
        let first = all.find(|one| one.name.as_deref() == Some(name));
        first.is_some_and(|first| shape(first) != shape(definition))
    }

    pub(super) fn note(&mut self, page: &Page, line: usize, text: String) {
        let note = Note { place: Place { file: page.source.clone(), line }, text };
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// The reference to a definition from a file.
    pub(super) fn reference(&self, name: &str, file: &Path) -> Option<String> {
        self.resolved.get(name).map(|target| target.from(file))
    }

    /// Whether a file has a key at its top, or is to have it.
    pub(super) fn has_key(&self, file: &Path, key: &str) -> bool {
        let known = self.parts.known.keys.get(file).is_some_and(|keys| keys.iter().any(|known| known == key));
        let new = self.parts.entries.get(file).is_some_and(|new| new.iter().any(|(known, _)| known == key));
        known || new || self.parts.items.iter().any(|item| item.file == file && item.key == key)
    }

    /// The address of a page, if it is known.
    pub(super) fn address(&self, page: &Page) -> Option<String> {
        if page.source.starts_with("https://") || page.source.starts_with("http://") {
            return Some(page.source.clone());
        }
        let known = self.parts.known.spec.pages.iter().find(|known| known.title == page.short_title());
        if let Some(known) = known {
            return Some(known.address.clone());
        }
        let titles = page.title.split(" - ").map(names::slug);
        let base = self.settings.address.as_ref()?.trim_end_matches('/');
        Some(titles.fold(base.to_owned(), |address, part| format!("{address}/{part}")))
    }

    /// Says where something is taken from, with an address from [`Builder::address`].
    pub(super) fn about<'a>(page: &'a Page, address: Option<&'a String>) -> About<'a> {
        About { page: page.short_title(), url: address.map(String::as_str) }
    }
}
