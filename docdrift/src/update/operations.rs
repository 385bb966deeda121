//! Operations that only pages have. An import writes them, before anything else is added.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::{Desk, name, open};
use crate::compare::Addition;
use crate::difference::Difference;
use crate::files::{At, SpecError};
use crate::import::{File, Settings, import};
use crate::page::{Operation, Page};
use crate::spec::Spec;

impl Desk {
    /// Adds the operations that the descriptions do not have. Those that cannot be added are left with the reason.
    pub(super) fn operations(&mut self, pages: &[Page]) -> Result<(), SpecError> {
        let spec = Spec::of(&self.files);
        let mut found: Vec<Difference> = Vec::new();
        let mut sources: BTreeMap<PathBuf, Vec<Page>> = BTreeMap::new();
        for page in pages {
            let mut operations: BTreeMap<PathBuf, Vec<Operation>> = BTreeMap::new();
            for (difference, addition) in open(page, &spec) {
                if let Some(Addition::Operation(one)) = addition {
                    operations.entry(self.root(one)).or_default().push(one.clone());
                    found.push(difference);
                }
            }
            for (root, operations) in operations {
                sources.entry(root).or_default().push(Page { operations, ..page.clone() });
            }
        }
        for (root, sources) in sources {
            self.import(&root, &sources)?;
        }
        if !found.is_empty() {
            let spec = Spec::of(&self.files);
            let still =
                pages.iter().flat_map(|page| open(page, &spec)).map(|(difference, _)| name(&difference));
            let still: Vec<_> = still.collect();
            self.update.done.extend(found.into_iter().filter(|one| !still.contains(&name(one))));
        }
        Ok(())
    }

    /// The root of the description that an operation belongs to: the one with its server, or with the paths nearest to
    /// its own; the first one if nothing tells.
    fn root(&self, one: &Operation) -> PathBuf {
        let of_server = |top: At<'_>| {
            let mut urls = top.list("servers").map(|server| server.node.text_of("url"));
            one.server.as_ref().is_some_and(|server| urls.any(|url| url.starts_with(server.as_str())))
        };
        let common = |path: &str| {
            let parts = path.split('/').zip(one.path.split('/'));
            parts.take_while(|(own, other)| own == other).count()
        };
        let nearest = |top: At<'_>| {
            let paths = top.get("paths").into_iter().flat_map(At::entries);
            paths.map(|(path, _)| common(path)).max()
        };
        let tops = self.files.tops().enumerate();
        let best = tops.max_by_key(|(at, top)| (of_server(*top), nearest(*top), Reverse(*at)));
        best.map(|(_, top)| top.file.to_owned()).unwrap_or_default()
    }

    /// Adds operations to one description.
    fn import(&mut self, root: &Path, sources: &[Page]) -> Result<(), SpecError> {
        let import = match import(sources, root, &Settings::default()) {
            Ok(import) => import,
            Err(error) => {
                self.no_import = Some(error.to_string());
                return Ok(());
            }
        };
        let mut files = Vec::new();
        for File { path, text, .. } in import.files {
            let before = self.files.text(&path).map(str::to_owned);
            let before = before.or_else(|| fs::read_to_string(&path).ok()).unwrap_or_default();
            if !only_adds(&before, &text) {
                self.no_import = Some(format!("{} would not stay as it is", path.display()));
                return Ok(());
            }
            files.push((path, before, text));
        }
        self.take(files)?;
        self.update.notes.extend(import.notes);
        Ok(())
    }

    /// Takes over texts of files, of which some are new.
    fn take(&mut self, files: Vec<(PathBuf, String, String)>) -> Result<(), SpecError> {
        for (path, before, after) in files {
            self.files.put(&path, after)?;
            self.changed(path, before);
        }
        Ok(())
    }
}

/// Whether every line of a text is in another, in the same order and with the same end.
fn only_adds(before: &str, after: &str) -> bool {
    let mut lines = after.split_inclusive('\n');
    before.split_inclusive('\n').all(|line| lines.any(|other| other == line))
}
