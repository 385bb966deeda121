//! Tells of an update, and stores it.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use similar::TextDiff;
use tempfile::NamedTempFile;

use super::{Left, Update};

impl Update {
    /// What is added and what is left to people, line by line.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        for one in &self.done {
            let _ = writeln!(text, "{}: {}\n  --> {}", one.kind, one.subject, one.page);
        }
        if !self.is_complete() {
            text.push_str("\nleft to you:\n");
        }
        for Left { difference, reason } in &self.left {
            let _ = writeln!(text, "{}: {}: {}", difference.kind, difference.subject, difference.detail);
            let _ = writeln!(text, "  --> {}", difference.page);
            if let Some(place) = &difference.spec {
                let _ = writeln!(text, "  ::: {place}");
            }
            let _ = writeln!(text, "  = {reason}");
        }
        for note in &self.notes {
            let _ = writeln!(text, "to decide: {note}");
        }
        let (done, files, left) = (self.done.len(), self.files.len(), self.left.len() + self.notes.len());
        let _ = writeln!(text, "added {done}, left {left}, changed files {files}");
        text
    }

    /// Whether nothing is left to people.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.left.is_empty() && self.notes.is_empty()
    }

    /// The changes as a unified diff.
    #[must_use]
    pub fn diff(&self) -> String {
        let mut text = String::new();
        for (path, change) in &self.files {
            let diff = TextDiff::from_lines(&change.before, &change.after);
            let old = if change.is_new() { "/dev/null".to_owned() } else { format!("a/{}", path.display()) };
            let new = format!("b/{}", path.display());
            let _ = write!(text, "{}", diff.unified_diff().header(&old, &new));
        }
        text
    }

    /// Stores the changed files: each as a whole or not at all, and none before all are written beside their places.
    ///
    /// # Errors
    ///
    /// If a file has changed since it was read, or cannot be written.
    pub fn save(&self) -> Result<(), Box<dyn Error>> {
        let (mut ready, mut new) = (Vec::new(), Vec::new());
        for (path, change) in &self.files {
            let failed = |error: &dyn Error| format!("{}: {error}", path.display());
            if change.is_new() && !path.exists() {
                new.push((path, change));
                continue;
            }
            if fs::read_to_string(path).map_err(|error| failed(&error))? != change.before {
                return Err(
                    format!("{}: has changed in the meantime; nothing is written", path.display()).into()
                );
            }
            // A link stays a link.
            let path = path.canonicalize().map_err(|error| failed(&error))?;
            let mut file = NamedTempFile::new_in(path.parent().unwrap_or(Path::new(".")))?;
            file.write_all(change.after.as_bytes())?;
            file.as_file().set_permissions(fs::metadata(&path)?.permissions())?;
            file.as_file().sync_all()?;
            ready.push((file, path));
        }
        for (path, change) in new {
            fs::create_dir_all(path.parent().unwrap_or(Path::new("")))?;
            fs::File::create_new(path)?.write_all(change.after.as_bytes())?;
        }
        for (file, path) in ready {
            file.persist(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        }
        Ok(())
    }
}
