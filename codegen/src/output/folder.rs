//! What is in a folder already, beside what is to be there.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::Path;
use std::{fmt, fs, io};

use super::{File, LIBRARY, MANIFEST, MARK, MODULE, README};

/// What is to change in a folder, by paths relative to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Changes {
    /// The files that are not there.
    pub missing: Vec<String>,
    /// The files that are there with another text.
    pub different: Vec<String>,
    /// The files that an earlier run wrote, and that belong to the client no more.
    pub left_over: Vec<String>,
    /// The files that are somebody's own, and stay as they are.
    pub own: Vec<String>,
}

impl Changes {
    /// Whether everything is as it should be.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.missing.is_empty() && self.different.is_empty() && self.left_over.is_empty()
    }
}

/// One line for each file that is not as it should be.
impl fmt::Display for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (what, paths) in
            [("missing", &self.missing), ("different", &self.different), ("left over", &self.left_over)]
        {
            for path in paths {
                writeln!(f, "{what}: {path}")?;
            }
        }
        Ok(())
    }
}

/// Says what [`write()`] would do.
///
/// # Errors
///
/// If a file cannot be read, or is in the way: a source that no run wrote.
pub fn compare(folder: &Path, files: &[File]) -> io::Result<Changes> {
    let mut changes = Changes::default();
    for file in files {
        let path = folder.join(&file.path);
        let text = match fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                changes.missing.push(file.path.clone());
                continue;
            }
            Err(error) => return Err(at(&path, &error)),
        };
        let list = match file.path.as_str() {
            _ if text == file.text.as_bytes() => continue,
            _ if is_ours(&text) => &mut changes.different,
            // These a user may write instead.
            MANIFEST | README | LIBRARY => &mut changes.own,
            _ => {
                let message = "it is in the way, and no run wrote it: move it, or choose another folder";
                return Err(io::Error::new(
                    io::ErrorKind::AlreadyExists,
                    format!("{}: {message}", path.display()),
                ));
            }
        };
        list.push(file.path.clone());
    }
    changes.left_over = left_over(folder, files)?;
    Ok(changes)
}

/// Writes files below a folder, and says what has changed. One that is there already with the same text is left alone,
/// so that its time does not change. Sources of earlier runs that are not among them are removed, with the folders that
/// are empty then; what no run wrote never is. A manifest, a `README.md` or a `src/lib.rs` without the first line that
/// a run gives it is somebody's own, and stays as it is.
///
/// # Errors
///
/// If a folder cannot be made, a file not be read or written, or if one is in the way: then nothing is written.
pub fn write(folder: &Path, files: &[File]) -> io::Result<Changes> {
    let changes = compare(folder, files)?;
    fs::create_dir_all(folder).map_err(|error| at(folder, &error))?;
    for path in &changes.left_over {
        remove(folder, &folder.join(path))?;
    }
    let new: BTreeSet<&String> = changes.missing.iter().chain(&changes.different).collect();
    for file in files.iter().filter(|file| new.contains(&file.path)) {
        let path = folder.join(&file.path);
        let around = path.parent().unwrap_or(folder);
        fs::create_dir_all(around).map_err(|error| at(around, &error))?;
        fs::write(&path, &file.text).map_err(|error| at(&path, &error))?;
    }
    Ok(changes)
}

/// Sources of earlier runs, below the folder that the root of the client is in. A folder in it with a root of its own
/// is another client.
fn left_over(folder: &Path, files: &[File]) -> io::Result<Vec<String>> {
    let root = files.iter().map(|file| file.path.as_str()).find(|path| [MODULE, LIBRARY].contains(path));
    let Some(sources) = root.and_then(|root| Path::new(root).parent()) else { return Ok(Vec::new()) };
    let known: BTreeSet<&Path> = files.iter().map(|file| Path::new(&file.path)).collect();
    let mut found = Vec::new();
    let mut open = vec![sources.to_owned()];
    while let Some(inner) = open.pop() {
        let path = folder.join(&inner);
        let entries = match fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(at(&path, &error)),
        };
        for entry in entries {
            let entry = entry?;
            let (path, inner) = (entry.path(), inner.join(entry.file_name()));
            // Links are neither: what is behind them is elsewhere.
            let kind = entry.file_type()?;
            let others = || ["mod.rs", "lib.rs", MANIFEST].iter().any(|root| path.join(root).exists());
            if kind.is_dir() && !others() {
                open.push(inner);
            } else if kind.is_file()
                && inner.extension() == Some(OsStr::new("rs"))
                && !known.contains(&*inner)
            {
                let ours = fs::read(&path).is_ok_and(|text| is_ours(&text));
                found.extend(ours.then(|| slashed(&inner)));
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Removes a file, and the folders around it that are empty then.
fn remove(folder: &Path, path: &Path) -> io::Result<()> {
    fs::remove_file(path).map_err(|error| at(path, &error))?;
    let around = path.ancestors().skip(1).take_while(|around| *around != folder);
    for around in around {
        // It is not if there is something in it.
        if fs::remove_dir(around).is_err() {
            break;
        }
    }
    Ok(())
}

/// Whether an earlier run wrote a file: its first line says so.
fn is_ours(text: &[u8]) -> bool {
    let first = text.split(|&byte| byte == b'\n').next().unwrap_or_default();
    first.windows(MARK.len()).any(|part| part == MARK.as_bytes())
}

/// A relative path as emitted files have it.
fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

fn at(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
