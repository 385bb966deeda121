//! Pages from their addresses: one at a time with a pause between them, as copies that are asked for again only to see
//! whether they have changed, and where a run that was interrupted left off.

mod address;
mod cache;
mod client;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use etcetera::BaseStrategy as _;
use indicatif::{ProgressBar, ProgressStyle};

use crate::difference::{Difference, Kind};
use crate::files::Place;
use crate::page::Page;
use crate::pages::page;
use crate::read::Form;
use crate::report::Unfetched;
use crate::spec::Docs;

use cache::{Cache, Entry, Run};
use client::{Answer, Client, Failure};

/// After how many servers in a row that cannot be reached the rest is not tried.
const UNREACHED: usize = 3;

/// How pages are fetched.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder of copies.
    pub cache: PathBuf,
    /// The time between two pages.
    pub pause: Duration,
    /// Where whoever runs the server can ask who fetches: an address or a mailbox.
    pub contact: Option<String>,
    /// Whether `http` is good enough for addresses on this machine.
    pub loopback: bool,
    /// How long a page may take.
    pub timeout: Duration,
    /// How many bytes a page may have.
    pub limit: u64,
    /// The longest wait that a server may ask for; one that asks for more is left alone for this run.
    pub patience: Duration,
    /// The wait before the second try, if the server does not say. It doubles with each try.
    pub backoff: Duration,
}

impl Options {
    /// What is usual, with a folder for the copies.
    #[must_use]
    pub fn new(cache: PathBuf) -> Options {
        Options {
            cache,
            pause: Duration::from_secs(1),
            contact: None,
            loopback: false,
            timeout: Duration::from_secs(60),
            limit: 16 << 20,
            patience: Duration::from_secs(300),
            backoff: Duration::from_secs(2),
        }
    }

    fn user_agent(&self) -> String {
        let about = self.contact.as_ref().map_or_else(
            || "compares API documentation with its OpenAPI description".to_owned(),
            |contact| format!("+{contact}"),
        );
        format!("docdrift/{} ({about})", env!("CARGO_PKG_VERSION"))
    }
}

/// The folder for copies that is usual on this system.
///
/// # Errors
///
/// If there is no home folder.
pub fn usual_cache() -> Result<PathBuf, FetchError> {
    let folders = etcetera::choose_base_strategy().map_err(|error| FetchError(error.to_string()))?;
    Ok(folders.cache_dir().join("docdrift"))
}

/// Why pages cannot be fetched at all.
#[derive(Debug)]
pub struct FetchError(String);

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for FetchError {}

/// What came of fetching.
#[derive(Clone, Debug, Default)]
pub struct Fetched {
    /// The pages that are there.
    pub pages: Vec<Page>,
    /// Pages that are gone, or have moved for good.
    pub differences: Vec<Difference>,
    /// Pages of which nothing can be said now.
    pub unfetched: Vec<Unfetched>,
}

/// Fetches pages.
///
/// If some could not be fetched, or the run is interrupted, the next one within a day goes on with the others.
///
/// # Errors
///
/// If the folder of copies cannot be used.
pub fn fetch(docs: &[Docs], options: &Options) -> Result<Fetched, FetchError> {
    let failed = |error: io::Error| FetchError(format!("{}: {error}", options.cache.display()));
    let cache = Cache::open(&options.cache).map_err(failed)?;
    let run = cache.run().map_err(failed)?;
    let mut fetching = Fetching {
        client: Client::new(options),
        options,
        cache,
        run,
        bar: bar(docs.len()),
        asked: false,
        unreached: 0,
        stopped: None,
        fetched: Fetched::default(),
    };
    for one in docs {
        fetching.bar.set_message(one.address.clone());
        fetching.one(one).map_err(failed)?;
        fetching.bar.inc(1);
    }
    fetching.bar.finish_and_clear();
    if fetching.fetched.unfetched.is_empty() {
        fetching.run.finish().map_err(failed)?;
    }
    Ok(fetching.fetched)
}

/// A bar on a terminal, and nothing elsewhere.
fn bar(pages: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {wide_msg}");
    let bar = ProgressBar::new(pages as u64);
    if let Ok(style) = style {
        bar.set_style(style);
    }
    bar
}

/// A run.
struct Fetching<'o> {
    client: Client<'o>,
    options: &'o Options,
    cache: Cache,
    run: Run,
    bar: ProgressBar,
    /// Whether a server has been asked for anything.
    asked: bool,
    /// How many pages in a row were at servers that could not be reached.
    unreached: usize,
    /// Why no more are asked for.
    stopped: Option<String>,
    fetched: Fetched,
}

impl Fetching<'_> {
    fn one(&mut self, docs: &Docs) -> io::Result<()> {
        let known = self.cache.get(&docs.address);
        if let Some(entry) = known.as_ref().filter(|_| self.run.has(&docs.address)) {
            self.take(docs, entry);
            return Ok(());
        }
        if let Some(reason) = self.stopped.clone() {
            self.unfetched(docs, reason);
            return Ok(());
        }
        if std::mem::replace(&mut self.asked, true) {
            sleep(self.options.pause);
        }
        let told = |wait: Duration, reason: &str| {
            self.bar.set_message(format!("{reason}: waiting {} s", wait.as_secs()));
        };
        let usable = known.filter(|entry| entry.gone.is_none());
        let entry = match self.client.get(&docs.address, usable.as_ref(), told) {
            Ok(Answer::New(entry)) => {
                self.cache.put(&entry)?;
                *entry
            }
            Ok(Answer::Same) => usable.unwrap_or_default(),
            Err(failure) => {
                self.failed(docs, failure);
                return Ok(());
            }
        };
        self.unreached = 0;
        self.run.add(&docs.address)?;
        self.take(docs, &entry);
        Ok(())
    }

    fn failed(&mut self, docs: &Docs, failure: Failure) {
        let Failure { reason, stop, unreached } = failure;
        self.unreached = if unreached { self.unreached + 1 } else { 0 };
        if stop || self.unreached == UNREACHED {
            self.stopped = Some(format!("not tried, since of {} {reason}", docs.address));
        }
        self.unfetched(docs, reason);
    }

    fn unfetched(&mut self, docs: &Docs, reason: String) {
        let (address, spec) = (docs.address.clone(), docs.place.clone());
        self.fetched.unfetched.push(Unfetched { address, spec, reason });
    }

    /// Makes a page, or a difference, of what is known of an address.
    fn take(&mut self, docs: &Docs, entry: &Entry) {
        if let Some(status) = entry.gone {
            self.differ(docs, Kind::PageGone, format!("the server answers {status}"));
            return;
        }
        if let Some(moved) = &entry.moved {
            self.differ(docs, Kind::PageMoved, format!("it is now at {moved}"));
        }
        match form(entry) {
            Ok(form) => {
                let page = page(&docs.address, form, &entry.body);
                if page.title.is_empty() {
                    self.unfetched(docs, "the page has no text".to_owned());
                } else {
                    self.fetched.pages.push(page);
                }
            }
            Err(media) => self.unfetched(docs, format!("it is no page, but {media}")),
        }
    }

    fn differ(&mut self, docs: &Docs, kind: Kind, detail: String) {
        let name = if docs.title.is_empty() { &docs.address } else { &docs.title };
        self.fetched.differences.push(Difference {
            kind,
            subject: format!("page \"{name}\""),
            detail,
            page: Place { file: docs.address.clone(), line: 1 },
            spec: Some(docs.place.clone()),
            declared: None,
        });
    }
}

/// The form that the server says a page has, or that its address does; or the media type, if that is of no page.
fn form(entry: &Entry) -> Result<Option<Form>, String> {
    let media = entry.content_type.as_deref().unwrap_or_default();
    let media = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let named = || Form::of(Path::new(entry.answered.split('?').next().unwrap_or_default()));
    match media.as_str() {
        "text/html" | "application/xhtml+xml" => Ok(Some(Form::Html)),
        "text/markdown" => Ok(Some(Form::Markdown)),
        "" | "text/plain" => Ok(named()),
        _ => Err(media),
    }
}
