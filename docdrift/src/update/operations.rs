//! Operations that only pages have. An import writes them, before anything else is added.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Desk, name, open};
use crate::compare::Addition;
use crate::difference::Difference;
use crate::files::SpecError;
use crate::import::{File, Settings, import};
use crate::page::Page;
use crate::spec::Spec;

impl Desk {
    /// Adds the operations that the description does not have. Those that cannot be added are left with the reason.
    pub(super) fn operations(&mut self, root: &Path, pages: &[Page]) -> Result<(), SpecError> {
        let spec = Spec::of(&self.files);
        let (mut sources, mut found): (Vec<Page>, Vec<Difference>) = (Vec::new(), Vec::new());
        for page in pages {
            let mut operations = Vec::new();
            for (difference, addition) in open(page, &spec) {
                if let Some(Addition::Operation(one)) = addition {
                    operations.push(one.clone());
                    found.push(difference);
                }
            }
            if !operations.is_empty() {
                sources.push(Page { operations, ..page.clone() });
            }
        }
        if sources.is_empty() {
            return Ok(());
        }
        let import = match import(&sources, root, &Settings::default()) {
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
        let spec = Spec::of(&self.files);
        let still: Vec<_> = pages
            .iter()
            .flat_map(|page| open(page, &spec))
            .map(|(difference, _)| name(&difference))
            .collect();
        self.update.done.extend(found.into_iter().filter(|one| !still.contains(&name(one))));
        self.update.notes = import.notes;
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
