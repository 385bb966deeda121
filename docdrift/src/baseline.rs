//! What the pages said when they were last compared, in numbers: enough to see that words have changed, that a page is
//! gone, and that a declared deviation is a different one now, or none any more.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::difference::{Declared, Difference, Kind};
use crate::files::Place;
use crate::page::Page;
use crate::understand::fingerprint;

/// What is remembered of all pages: of those with an address by that, of others by title.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Baseline {
    pages: BTreeMap<String, Remembered>,
}

/// What is remembered of one page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Remembered {
    /// Changes with any word.
    wording: String,
    /// Changes with anything that the page says of the API.
    meaning: String,
    /// The names of the definitions.
    definitions: Vec<String>,
    /// The differences that were declared.
    declared: Vec<Known>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Known {
    kind: String,
    subject: String,
    detail: String,
}

impl Known {
    fn of(difference: &Difference) -> Known {
        let Difference { kind, subject, detail, .. } = difference;
        Known { kind: kind.to_string(), subject: subject.clone(), detail: detail.clone() }
    }
}

impl Baseline {
    /// Remembers a page and its differences.
    pub fn record(&mut self, page: &Page, differences: &[Difference]) {
        let declared = differences.iter().filter(|one| one.declared.is_some()).map(Known::of).collect();
        let (wording, meaning) = (format!("{:016x}", page.wording), meaning(page));
        let definitions = names(page).map(str::to_owned).collect();
        self.pages.insert(key(page).to_owned(), Remembered { wording, meaning, definitions, declared });
    }

    /// Adds to the differences of a page what only shows beside what the page said before.
    ///
    /// A declared difference that is not among those remembered counts as undeclared: a deviation stands there, but
    /// for something else.
    #[must_use]
    pub fn against(&self, page: &Page, mut differences: Vec<Difference>) -> Vec<Difference> {
        let Some(before) = self.pages.get(key(page)).or_else(|| self.pages.get(&page.title)) else {
            return differences;
        };
        let first = Place { file: page.source.clone(), line: 1 };
        let new = |kind, subject, detail| Difference {
            kind,
            subject,
            detail,
            page: first.clone(),
            spec: None,
            declared: None::<Declared>,
        };
        let lost = before.definitions.iter().filter(|name| !names(page).any(|other| other == *name));
        let lost = lost.map(|name| {
            let detail = "the page described it when it was last compared".to_owned();
            new(Kind::Removed, format!("definition `{name}`"), detail)
        });
        differences.extend(lost);
        let all = &differences;
        let gone: Vec<Difference> = before
            .declared
            .iter()
            .filter(|known| !all.iter().any(|one| one.subject == known.subject || is_owner(one, known)))
            .map(|known| {
                let detail = format!("was declared: {}: {}", known.kind, known.detail);
                new(Kind::CameRound, known.subject.clone(), detail)
            })
            .collect();
        for one in &mut differences {
            if one.declared.is_some() && !before.declared.contains(&Known::of(one)) {
                one.declared = None;
            }
        }
        differences.extend(gone);
        // A page says more around it in a browser than in a copy of its text.
        let same_form = self.pages.contains_key(key(page));
        if same_form && before.meaning == meaning(page) && before.wording != format!("{:016x}", page.wording)
        {
            let detail = "the page says the same in other words".to_owned();
            differences.push(new(Kind::Wording, format!("page \"{}\"", page.title), detail));
        }
        differences
    }

    /// The pages that are remembered and not there any more.
    #[must_use]
    pub fn gone(&self, pages: &[Page]) -> Vec<Difference> {
        let missing = self.pages.keys().filter(|title| !pages.iter().any(|page| key(page) == *title));
        let gone = missing.map(|title| Difference {
            kind: Kind::PageGone,
            subject: format!("page \"{title}\""),
            detail: "it was there when the pages were last compared".to_owned(),
            page: Place::default(),
            spec: None,
            declared: None,
        });
        gone.collect()
    }
}

/// What a page is remembered by.
fn key(page: &Page) -> &str {
    if page.source.contains("://") { &page.source } else { &page.title }
}

fn names(page: &Page) -> impl Iterator<Item = &str> {
    page.definitions.iter().filter_map(|one| one.name.as_deref())
}

/// Whether the page lost the very thing that a remembered difference was about a part of: of that part it says neither
/// one thing nor the other.
fn is_owner(lost: &Difference, known: &Known) -> bool {
    let owner = lost.subject.strip_prefix("definition ").unwrap_or(&lost.subject);
    lost.kind == Kind::Removed && known.subject.strip_suffix(owner).is_some_and(|part| part.ends_with(' '))
}

/// A number for all that a page says of the API, wherever on the page it says so.
fn meaning(page: &Page) -> String {
    let mut value = serde_json::to_value(page).unwrap_or_default();
    strip(&mut value);
    format!("{:016x}", fingerprint(&value.to_string()))
}

fn strip(value: &mut Value) {
    match value {
        Value::Object(map) => {
            for key in ["line", "source", "wording"] {
                map.remove(key);
            }
            map.values_mut().for_each(strip);
        }
        Value::Array(items) => items.iter_mut().for_each(strip),
        _ => {}
    }
}
