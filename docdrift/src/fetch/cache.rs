//! The folder of pages that were fetched: one file for each address, with what the server said of it in its first line,
//! and the list of the addresses that an unfinished run has been to.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::address::file_name;

/// How long a run that was interrupted can be gone on with.
const RUN_LASTS: Duration = Duration::from_secs(24 * 60 * 60);

/// What is remembered of an address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    /// The address.
    pub(super) address: String,
    /// The address that answered, after redirects.
    pub(super) answered: String,
    /// The address that it has moved to for good.
    pub(super) moved: Option<String>,
    /// The status, if there is no page any more.
    pub(super) gone: Option<u16>,
    pub(super) etag: Option<String>,
    pub(super) last_modified: Option<String>,
    pub(super) content_type: Option<String>,
    /// How many bytes the page has.
    pub(super) length: usize,
    /// The page.
    #[serde(skip)]
    pub(super) body: Vec<u8>,
}

/// The folder, which is one run's alone.
pub(super) struct Cache {
    folder: PathBuf,
    /// What keeps others out, until it is dropped.
    lock: File,
}

impl Drop for Cache {
    fn drop(&mut self) {
        // Closing the file is not enough: a program that is being started meanwhile has it open, too, for a moment.
        let _ = self.lock.unlock();
    }
}

impl Cache {
    /// Opens a folder, which is made if it is not there.
    pub(super) fn open(folder: &Path) -> io::Result<Cache> {
        fs::create_dir_all(folder)?;
        let lock = OpenOptions::new().create(true).truncate(false).write(true).open(folder.join("lock"))?;
        lock.try_lock().map_err(|_| io::Error::other("another run is at work in it"))?;
        Ok(Cache { folder: folder.to_owned(), lock })
    }

    /// What is remembered of an address; nothing if the file is not whole.
    pub(super) fn get(&self, address: &str) -> Option<Entry> {
        let bytes = fs::read(self.folder.join(file_name(address))).ok()?;
        let end = bytes.iter().position(|&byte| byte == b'\n')?;
        let (head, body) = bytes.split_at(end);
        let mut entry: Entry = serde_json::from_slice(head).ok()?;
        entry.body = body.get(1..).unwrap_or_default().to_vec();
        (entry.address == address && entry.body.len() == entry.length).then_some(entry)
    }

    /// Remembers what is known of an address, all of it or nothing.
    pub(super) fn put(&self, entry: &Entry) -> io::Result<()> {
        let entry = Entry { length: entry.body.len(), ..entry.clone() };
        let mut bytes = serde_json::to_vec(&entry)?;
        bytes.push(b'\n');
        bytes.extend(&entry.body);
        let path = self.folder.join(file_name(&entry.address));
        let part = path.with_extension("part");
        fs::write(&part, bytes)?;
        fs::rename(part, path)
    }

    /// The run that was interrupted here, or a new one.
    pub(super) fn run(&self) -> io::Result<Run> {
        let path = self.folder.join("run");
        if let Some(done) = fs::read_to_string(&path).ok().and_then(|text| unfinished(&text)) {
            let mut file = OpenOptions::new().append(true).open(&path)?;
            // The last line may lack its end.
            writeln!(file)?;
            return Ok(Run { path, file, done });
        }
        let mut file = File::create(&path)?;
        writeln!(file, "{}", now())?;
        Ok(Run { path, file, done: BTreeSet::new() })
    }
}

/// What a run that was not finished has done, unless it is too old.
fn unfinished(text: &str) -> Option<BTreeSet<String>> {
    let mut lines = text.lines();
    let age = now().checked_sub(lines.next()?.parse().ok()?)?;
    (age <= RUN_LASTS.as_secs()).then(|| lines.map(str::to_owned).collect())
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}

/// The addresses that a run has been to.
pub(super) struct Run {
    path: PathBuf,
    file: File,
    done: BTreeSet<String>,
}

impl Run {
    pub(super) fn has(&self, address: &str) -> bool {
        self.done.contains(address)
    }

    pub(super) fn add(&mut self, address: &str) -> io::Result<()> {
        writeln!(self.file, "{address}")
    }

    /// Ends the run: the next one begins anew.
    pub(super) fn finish(self) -> io::Result<()> {
        drop(self.file);
        fs::remove_file(self.path)
    }
}
