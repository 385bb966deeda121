//! A part of a document: the operations that are wanted, without the schemas that only others need.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostics, Pointer, nearest};
use crate::openapi::{Document, Operation, PathItem};
use crate::settings::{INCOMING, Selection, Settings};
use crate::source::Sources;
use crate::walk::Walk;

/// Leaves out what the settings do not ask for.
pub(crate) fn part(sources: &Sources, root: Pointer, document: &mut Document, diagnostics: &mut Diagnostics) {
    let settings = diagnostics.settings().clone();
    unknown(document, &settings, diagnostics);
    let unwanted: Vec<String> =
        settings.without.iter().chain(&settings.features_off).map(|area| key(area)).collect();
    if unwanted.is_empty() && !settings.is_partial() {
        return;
    }
    let (include, exclude) = (Chosen::of(&settings.include), Chosen::of(&settings.exclude));
    let (mut kept, mut dropped) = (Walk::new(sources), Walk::new(sources));
    for item in &mut document.paths {
        let mut any = false;
        let path = item.path_words();
        item.operations.retain(|operation| {
            let included = settings.include.is_empty() || include.has(operation, &path);
            let excluded = unwanted.contains(&key(operation.area())) || exclude.has(operation, &path);
            let wanted = included && !excluded;
            any |= wanted;
            let walk = if wanted { &mut kept } else { &mut dropped };
            walk.part(operation.at);
            wanted
        });
        let walk = if any { &mut kept } else { &mut dropped };
        item.parameters.iter().for_each(|parameter| walk.part(parameter.at));
    }
    document.paths.retain(|item| !item.operations.is_empty());
    let sent = ["webhooks", "x-webhooks"].into_iter().filter_map(|key| sources.member(root, key));
    if unwanted.iter().any(|area| area == INCOMING) && !has_area(document, INCOMING) {
        sent.for_each(|at| dropped.part(at));
        document.webhooks.clear();
        operations(document).for_each(|operation| operation.callbacks.clear());
    } else {
        sent.for_each(|at| kept.part(at));
    }
    kept.heirs(&document.schemas);
    dropped.heirs(&document.schemas);
    // Who names operations wants these. Who leaves an area out wants all the rest, be it used or not.
    let partial = settings.is_partial();
    document.schemas.retain(|&at| kept.has_seen(at) || !partial && !dropped.has_seen(at));
}

/// Whether operations have an area of this name.
fn has_area(document: &Document, name: &str) -> bool {
    document.paths.iter().flat_map(|item| &item.operations).any(|operation| key(operation.area()) == name)
}

fn operations(document: &mut Document) -> impl Iterator<Item = &mut Operation> {
    document.paths.iter_mut().flat_map(|item| &mut item.operations)
}

/// A selection, ready to be compared with.
struct Chosen<'s> {
    operations: &'s [String],
    tags: Vec<String>,
    paths: Vec<Vec<&'s str>>,
}

impl<'s> Chosen<'s> {
    fn of(selection: &'s Selection) -> Self {
        Self {
            operations: &selection.operations,
            tags: selection.tags.iter().map(|tag| key(tag)).collect(),
            paths: selection.paths.iter().map(|path| words(path)).collect(),
        }
    }

    fn has(&self, operation: &Operation, path: &[String]) -> bool {
        let name = operation.name(path);
        let tags = || operation.tags.iter().map(|tag| key(&tag.name));
        let area = (!self.tags.is_empty()).then(|| key(operation.area()));
        self.operations.contains(&name)
            || tags().chain(area).any(|tag| self.tags.contains(&tag))
            || self.paths.iter().any(|glob| fits(glob, path))
    }
}

/// Warns of names that nothing has.
fn unknown(document: &Document, settings: &Settings, diagnostics: &mut Diagnostics) {
    let mut operations = BTreeSet::new();
    let mut tags = BTreeSet::new();
    let mut paths = Vec::new();
    for item in &document.paths {
        let path = item.path_words();
        for operation in &item.operations {
            operations.insert(operation.name(&path));
            tags.insert(operation.area().to_owned());
            tags.extend(operation.tags.iter().map(|tag| tag.name.clone()));
        }
        paths.push(path);
    }
    let known_tag = |name: &String| tags.iter().any(|tag| key(tag) == key(name));
    let mut missing = |choice: &str, name: &str, what: &str, known: &BTreeSet<String>| {
        let message = format!("no operation of the document has the {what} `{name}`");
        let found = diagnostics.choice("unknown-choice", (choice, name), message);
        if let Some(near) = nearest(name, known.iter().map(String::as_str)) {
            found.help(format!("did you mean `{near}`?"));
        }
    };
    for (part, selection) in [("include", &settings.include), ("exclude", &settings.exclude)] {
        for name in selection.operations.iter().filter(|name| !operations.contains(*name)) {
            missing(&format!("{part}.operations"), name, "id", &operations);
        }
        for name in selection.tags.iter().filter(|name| !known_tag(name)) {
            missing(&format!("{part}.tags"), name, "tag", &tags);
        }
        let templates = document.paths.iter().map(|item| item.template.clone()).collect();
        for glob in &selection.paths {
            if !paths.iter().any(|path| fits(&words(glob), path)) {
                missing(&format!("{part}.paths"), glob, "path", &templates);
            }
        }
    }
    let callbacks = document.paths.iter().flat_map(|item| &item.operations);
    let sends = !document.webhooks.is_empty()
        || callbacks.flat_map(|operation| &operation.callbacks).next().is_some();
    let known = |name: &String| known_tag(name) || sends && key(name) == INCOMING;
    for name in settings.without.iter().filter(|name| !known(name)) {
        missing("without", name, "tag", &tags);
    }
}

impl PathItem {
    /// The segments of the path.
    fn path_words(&self) -> Vec<String> {
        words(&self.template).into_iter().map(str::to_owned).collect()
    }
}

impl Operation {
    /// The id, or else method and path.
    fn name(&self, path: &[String]) -> String {
        let id = self.id.as_ref().map(|id| id.name.clone());
        id.unwrap_or_else(|| format!("{} /{}", self.method.to_uppercase(), path.join("/")))
    }
}

fn words(path: &str) -> Vec<&str> {
    path.trim_start_matches('/').split('/').collect()
}

/// Whether a path fits a pattern, segment by segment. `**` is any number of segments.
fn fits(glob: &[&str], path: &[String]) -> bool {
    match (glob.split_first(), path.split_first()) {
        (None, None) => true,
        (Some((&"**", rest)), next) => fits(rest, path) || next.is_some_and(|(_, behind)| fits(glob, behind)),
        (Some((&glob, globs)), Some((word, words))) => segment(glob, word) && fits(globs, words),
        _ => false,
    }
}

/// Whether a segment fits a pattern, in which `*` is any text.
fn segment(glob: &str, text: &str) -> bool {
    let Some((before, behind)) = glob.split_once('*') else { return glob == text };
    let Some(rest) = text.strip_prefix(before) else { return false };
    (0..=rest.len()).any(|at| rest.get(at..).is_some_and(|rest| segment(behind, rest)))
}

fn key(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
