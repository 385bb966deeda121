//! Reports: for people, for programs, and for pull requests.

use std::fmt::Write as _;

use serde::Serialize;

use crate::difference::Difference;
use crate::files::Place;
use crate::page::{Page, Said};

/// What has come of a comparison.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// Differences that nobody has declared.
    pub open: Vec<Difference>,
    /// Differences that the description declares.
    pub declared: Vec<Difference>,
    /// What looks as if it described something, and was not understood.
    pub unread: Vec<Unread>,
    /// Pages that could not be fetched.
    pub unfetched: Vec<Unfetched>,
    /// How many pages were read.
    pub pages: usize,
    /// How many of them describe an operation or a definition.
    pub understood: usize,
}

/// A part of a page that was not understood.
#[derive(Clone, Debug, Serialize)]
pub struct Unread {
    /// The page.
    pub file: String,
    /// What stands there, and where.
    #[serde(flatten)]
    pub said: Said,
}

/// A page that could not be fetched, so that nothing is known of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unfetched {
    /// Its address.
    pub address: String,
    /// The place in the description that names it.
    pub spec: Place,
    /// Why.
    pub reason: String,
}

impl Report {
    /// Adds a page and its differences.
    pub fn add(&mut self, page: &Page, differences: Vec<Difference>) {
        self.pages += 1;
        self.understood += usize::from(!page.operations.is_empty() || !page.definitions.is_empty());
        let unread = page.unread.iter().map(|said| Unread { file: page.source.clone(), said: said.clone() });
        self.unread.extend(unread);
        let (declared, open): (Vec<_>, Vec<_>) =
            differences.into_iter().partition(|one| one.declared.is_some());
        self.open.extend(open);
        self.declared.extend(declared);
    }

    /// Lines for people. Declared differences are counted, or listed too if asked for.
    #[must_use]
    pub fn text(&self, declared: bool) -> String {
        let mut text = String::new();
        for one in &self.open {
            line(&mut text, one);
        }
        for one in self.declared.iter().filter(|_| declared) {
            line(&mut text, one);
            if let Some(deviation) = &one.declared {
                let _ = writeln!(text, "  = declared at {}: {}", deviation.place, deviation.takes.trim());
            }
        }
        for Unread { file, said } in &self.unread {
            let _ = writeln!(text, "not understood: {}\n  --> {file}:{}", said.text, said.line);
        }
        for Unfetched { address, spec, reason } in &self.unfetched {
            let _ = writeln!(text, "not fetched: {address}: {reason}\n  ::: {spec}");
        }
        let _ = writeln!(text, "{}", self.summary());
        text
    }

    /// One line of numbers.
    #[must_use]
    pub fn summary(&self) -> String {
        let Report { open, declared, unread, unfetched, pages, understood } = self;
        let (open, declared, unread) = (open.len(), declared.len(), unread.len());
        let unfetched = match unfetched.len() {
            0 => String::new(),
            unfetched => format!(", {unfetched} pages not fetched"),
        };
        format!(
            "{pages} pages, {understood} of them about the API: {open} differences, {declared} declared ones, \
             {unread} parts not understood{unfetched}"
        )
    }

    /// The report in Markdown, for an issue or a pull request.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut text = format!("# What the documentation says otherwise\n\n{}.\n", self.summary());
        let mut kinds: Vec<_> = self.open.iter().map(|one| one.kind).collect();
        kinds.sort();
        kinds.dedup();
        for kind in kinds {
            let _ = write!(text, "\n## {kind}\n\n| what | how | page | description |\n|---|---|---|---|\n");
            for one in self.open.iter().filter(|one| one.kind == kind) {
                let spec = one.spec.as_ref().map_or_else(String::new, |place| format!("`{place}`"));
                let page = page(&one.page);
                let cell = |text: &str| text.replace('|', "\\|");
                let _ =
                    writeln!(text, "| {} | {} | {page} | {spec} |", cell(&one.subject), cell(&one.detail));
            }
        }
        if !self.unread.is_empty() {
            text.push_str("\n## Not understood\n\n");
            for Unread { file, said } in &self.unread {
                let _ = writeln!(text, "- `{file}:{}`: {}", said.line, said.text);
            }
        }
        if !self.unfetched.is_empty() {
            text.push_str("\n## Not fetched\n\n");
            for Unfetched { address, spec, reason } in &self.unfetched {
                let _ = writeln!(text, "- <{address}> (`{spec}`): {reason}");
            }
        }
        text
    }
}

/// A place on a page; one that was fetched can be followed.
fn page(place: &Place) -> String {
    match place.file.as_str() {
        "" => String::new(),
        file if file.contains("://") => format!("[line {}]({file})", place.line),
        _ => format!("`{place}`"),
    }
}

fn line(text: &mut String, one: &Difference) {
    let _ = writeln!(text, "{}: {}: {}", one.kind, one.subject, one.detail);
    if !one.page.file.is_empty() {
        let _ = writeln!(text, "  --> {}", one.page);
    }
    if let Some(place) = &one.spec {
        let _ = writeln!(text, "  ::: {place}");
    }
}
