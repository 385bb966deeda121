//! Adds to the description what pages have and it does not have, and tells what it leaves to people.
//!
//! One addition after the other is made in the texts of the files and compared with the page again. It stays only if the
//! difference is gone and no other one has come. Nothing is stored before [`Update::save`].

mod definitions;
mod operations;
mod plan;
mod save;
mod sites;

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::compare::{Addition, differences};
use crate::difference::{Difference, Kind};
use crate::edit;
use crate::files::{Files, SpecError};
use crate::import::Note;
use crate::page::Page;
use crate::spec::Spec;

use plan::{Placed, Plan};

/// What has come of an update.
#[derive(Clone, Debug, Default)]
pub struct Update {
    /// The differences that additions have removed.
    pub done: Vec<Difference>,
    /// What is left to people.
    pub left: Vec<Left>,
    /// What people have to decide about new operations: names above all.
    pub notes: Vec<Note>,
    /// The files that have changed: what they said, and what they are to say.
    pub files: BTreeMap<PathBuf, Change>,
}

/// A difference that is left to people.
#[derive(Clone, Debug)]
pub struct Left {
    /// The difference.
    pub difference: Difference,
    /// Why it is left.
    pub reason: String,
}

/// A text before and after.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// What the file says.
    pub before: String,
    /// What it is to say.
    pub after: String,
}

impl Change {
    /// Whether the file is new.
    fn is_new(&self) -> bool {
        self.before.is_empty()
    }
}

/// Works out what to add to descriptions, of which the roots are named, so that they have what pages have.
///
/// # Errors
///
/// If a file of the description cannot be read, or is no YAML that can be read here.
pub fn update(roots: &[PathBuf], pages: &[Page]) -> Result<Update, SpecError> {
    let mut desk = Desk { files: Files::load(roots)?, update: Update::default(), no_import: None };
    desk.operations(pages)?;
    for page in pages {
        desk.page(page)?;
    }
    Ok(desk.update)
}

/// The files as they are to be, and what has been done so far.
struct Desk {
    files: Files,
    update: Update,
    /// Why new operations could not be added.
    no_import: Option<String>,
}

/// Additions that did not do, each with the reason.
type Tried = BTreeMap<Name, String>;

/// What tells one difference from the others.
type Name = (Kind, String);

impl Desk {
    fn page(&mut self, page: &Page) -> Result<(), SpecError> {
        let mut tried = Tried::new();
        while self.step(page, &mut tried)? {}
        let spec = Spec::of(&self.files);
        let left = open(page, &spec).into_iter().map(|(difference, _)| {
            let reason = tried.get(&name(&difference)).cloned();
            Left { reason: reason.unwrap_or_else(|| judgement(&difference)), difference }
        });
        self.update.left.extend(left);
        Ok(())
    }

    /// Makes one addition, or finds that it does not do; says whether there was one.
    fn step(&mut self, page: &Page, tried: &mut Tried) -> Result<bool, SpecError> {
        let spec = Spec::of(&self.files);
        let open = open(page, &spec);
        let mut untried = open.iter().filter(|(one, _)| !tried.contains_key(&name(one)));
        let next = untried.find_map(|(one, addition)| Some((one.clone(), addition.as_ref()?)));
        let Some((one, addition)) = next else { return Ok(false) };
        let known: Vec<Name> = open.iter().map(|(one, _)| name(one)).collect();
        let planned = Plan { files: &self.files, spec: &spec, page, no_import: self.no_import.as_deref() }
            .insertions(addition);
        let edited = planned.and_then(|planned| Ok((self.edited(&planned.insertions)?, planned.note)));
        let refused = match edited {
            Err(reason) => Some(reason),
            Ok((edited, note)) => {
                let refused = self.accept(page, &one, &known, edited)?;
                if refused.is_none() {
                    let note = note.map(|reason| Left { difference: one.clone(), reason });
                    self.update.left.extend(note);
                    self.update.done.push(one.clone());
                }
                refused
            }
        };
        if let Some(reason) = refused {
            tried.insert(name(&one), reason);
        }
        Ok(true)
    }

    /// The texts of files with insertions.
    fn edited(&self, insertions: &[Placed]) -> Result<BTreeMap<PathBuf, String>, String> {
        let mut edited: BTreeMap<PathBuf, String> = BTreeMap::new();
        for Placed { file, insertion } in insertions {
            let text = match edited.get(file) {
                Some(text) => text.as_str(),
                None => self.files.text(file).unwrap_or_default(),
            };
            let new =
                edit::insert(text, insertion).map_err(|refusal| format!("{}: {refusal}", file.display()))?;
            edited.insert(file.clone(), new);
        }
        Ok(edited)
    }

    /// Takes texts over if they remove a difference and bring no other; says why not otherwise.
    fn accept(
        &mut self,
        page: &Page,
        difference: &Difference,
        known: &[Name],
        edited: BTreeMap<PathBuf, String>,
    ) -> Result<Option<String>, SpecError> {
        let mut before: Vec<(PathBuf, String)> = Vec::new();
        for (path, text) in edited {
            before.push((path.clone(), self.files.text(&path).unwrap_or_default().to_owned()));
            self.files.put(&path, text)?;
        }
        let spec = Spec::of(&self.files);
        // Whether what is new is required is a question of its own.
        let may = |one: &Difference| {
            (known.contains(&name(one)) && name(one) != name(difference))
                || (one.kind == Kind::Requiredness && one.subject == difference.subject)
        };
        if let Some((other, _)) = open(page, &spec).into_iter().find(|(one, _)| !may(one)) {
            for (path, text) in before {
                self.files.put(&path, text)?;
            }
            return Ok(Some(format!("with it: {}: {}: {}", other.kind, other.subject, other.detail)));
        }
        for (path, text) in before {
            self.changed(path, text);
        }
        Ok(None)
    }

    /// Notes that a file says something else by now than before.
    fn changed(&mut self, path: PathBuf, before: String) {
        let after = self.files.text(&path).unwrap_or_default().to_owned();
        let change = self.update.files.entry(path);
        change.or_insert_with(|| Change { before, after: String::new() }).after = after;
    }
}

/// The differences that nobody has declared, and what of them could be added.
fn open<'c>(page: &'c Page, spec: &'c Spec) -> Vec<(Difference, Option<Addition<'c>>)> {
    differences(page, spec).into_iter().filter(|(one, _)| one.declared.is_none()).collect()
}

fn name(difference: &Difference) -> Name {
    (difference.kind, difference.subject.clone())
}

/// Why a difference that is no addition is left.
fn judgement(difference: &Difference) -> String {
    let reason = match difference.kind {
        Kind::Removed => "what callers may use is not taken away without a look at the service",
        Kind::Renamed => "the name is a guess",
        Kind::Type => "another type changes what callers write",
        Kind::Requiredness => "what is required changes what callers write",
        Kind::Added if difference.subject.starts_with("definition") => {
            "nothing that is described refers to it"
        }
        Kind::Added => "an example has it, and no table says what it is",
        _ => "this is for people to decide",
    };
    reason.to_owned()
}
