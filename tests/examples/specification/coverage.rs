//! What of a catalogue the specification has, and where the two differ.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::catalogue::{Entry, Status};
use super::document::Operation;

/// The operations of an area: documented ones, and with those that only libraries have; each as how many there
/// are, and how many the specification has.
#[derive(Clone, Copy, Default)]
struct Counts {
    documented: [usize; 2],
    all: [usize; 2],
}

impl Counts {
    fn add(&mut self, entry: &Entry, covered: bool) {
        let covered = usize::from(covered);
        if entry.status == Status::Documented {
            self.documented = [self.documented[0] + 1, self.documented[1] + covered];
        }
        self.all = [self.all[0] + 1, self.all[1] + covered];
    }
}

/// Prints the tables. Gives how many operations are covered.
pub(super) fn print(entries: &[Entry], later: &[String], operations: &[Operation]) -> usize {
    let mut areas: BTreeMap<&str, Counts> = BTreeMap::new();
    let mut total = Counts::default();
    let (mut missing, mut different, mut known) = (Vec::new(), Vec::new(), BTreeSet::new());
    for entry in entries {
        let found = find(entry, operations);
        known.extend(found.iter().map(|operation| operation.id.as_str()));
        different.extend(differences(entry, &found).map(|what| format!("{}: {what}", entry.area)));
        if entry.status == Status::Gone {
            continue;
        }
        areas.entry(&entry.area).or_default().add(entry, !found.is_empty());
        total.add(entry, !found.is_empty());
        if found.is_empty() {
            let note = if entry.status == Status::Library { " (libraries only)" } else { "" };
            missing.push(format!("{}: {} {}{note}", entry.area, entry.method, entry.path));
        }
    }
    println!(
        "{:<28} {:>10} {:>8} {:>14} {:>8}",
        "area", "documented", "covered", "with libraries", "covered"
    );
    for (area, counts) in areas.iter().map(|(area, counts)| (*area, counts)).chain([("total", &total)]) {
        let (documented, all) = (counts.documented, counts.all);
        println!("{area:<28} {:>10} {:>8} {:>14} {:>8}", documented[0], documented[1], all[0], all[1]);
    }
    list("missing", &missing);
    list("parameters that differ", &different);
    let beyond = operations.iter().filter(|operation| !known.contains(operation.id.as_str()));
    list("not in the catalogue", &beyond.map(|operation| beyond_text(operation, later)).collect::<Vec<_>>());
    let [documented, all] = [total.documented, total.all];
    println!("\n{} of {} documented operations are covered,", documented[1], documented[0]);
    println!("{} of {} with those that only libraries have", all[1], all[0]);
    all[1]
}

fn list(title: &str, lines: &[String]) {
    if !lines.is_empty() {
        println!("\n{title}: {}", lines.len());
        for line in lines {
            println!("- {line}");
        }
    }
}

/// The operations that an entry stands for: those at its path, or else those at a path by which it is known, too.
fn find<'o>(entry: &Entry, operations: &'o [Operation]) -> Vec<&'o Operation> {
    let paths = [&entry.path].into_iter().chain(&entry.variants).map(|path| plain(path));
    let at = |path: String| -> Vec<&Operation> {
        let same = operations.iter().filter(|operation| operation.method == entry.method);
        same.filter(|operation| plain(&operation.address()) == path || plain(&operation.path) == path)
            .collect()
    };
    paths.map(at).find(|found| !found.is_empty()).unwrap_or_default()
}

/// A path in lower case, with nothing in its braces.
fn plain(path: &str) -> String {
    let outside =
        |part: &str| part.split_once('}').map_or_else(|| part.to_owned(), |(_, rest)| format!("{{}}{rest}"));
    let path: String = path.split('?').next().unwrap_or_default().split('{').map(outside).collect();
    path.trim_end_matches('/').to_lowercase()
}

/// The names in braces, in order.
fn braced(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|part| part.split('}').next())
}

fn differences(entry: &Entry, found: &[&Operation]) -> impl Iterator<Item = String> {
    let mut texts = Vec::new();
    let place = format!("{} {}", entry.method, entry.path);
    for operation in found.iter().filter(|operation| plain(&operation.address()) == plain(&entry.path)) {
        let pairs = braced(&entry.path).zip(braced(&operation.path));
        let renamed = pairs.filter(|(theirs, ours)| theirs != ours);
        texts.extend(renamed.map(|(theirs, ours)| format!("{place}: path `{theirs}` is `{ours}`")));
    }
    let names = |place| found.iter().flat_map(|operation| operation.names(place)).collect::<BTreeSet<_>>();
    let paged = found.iter().flat_map(|operation| paged(&operation.paging)).collect::<BTreeSet<_>>();
    let mut query = names("query");
    query.extend(found.iter().flat_map(|operation| operation.fixed_query()));
    for (kind, theirs, ours) in
        [("query", entry.query.clone(), query), ("header", singles(&entry.headers), names("header"))]
    {
        if found.is_empty() {
            continue;
        }
        let is_same = |name: &str, spellings: &[String]| {
            spellings
                .iter()
                .any(|theirs| theirs == name || (kind == "header" && theirs.eq_ignore_ascii_case(name)))
        };
        for spellings in theirs.iter().filter(|spellings| !spellings.iter().any(|name| name == "Accept")) {
            let has = |names: &BTreeSet<&str>| names.iter().any(|name| is_same(name, spellings));
            if !has(&ours) && !has(&paged) {
                texts.push(format!("{place}: {kind} `{}` is missing", spellings.join("` or `")));
            }
        }
        // Headers that go with every operation are not in the entries.
        let extra = ours.iter().filter(|name| !theirs.iter().any(|spellings| is_same(name, spellings)));
        let extra = extra.filter(|name| kind == "query" && !paged.contains(*name));
        texts.extend(extra.map(|name| format!("{place}: {kind} `{name}` is not in the catalogue")));
    }
    texts.into_iter()
}

fn singles(names: &[String]) -> Vec<Vec<String>> {
    names.iter().map(|name| vec![name.clone()]).collect()
}

/// What the client says on its own from the second page on: the header and the query of a token.
fn paged(paging: &Json) -> Vec<&str> {
    let token = &paging["continuationToken"];
    let query = token["query"].as_object().into_iter().flatten().map(|(name, _)| name.as_str());
    let text = |key: &str| token[key].as_str();
    query.chain(text("header")).chain(text("query")).collect()
}

fn beyond_text(operation: &Operation, later: &[String]) -> String {
    let text = format!("{} {}", operation.method, operation.address());
    let is_later = later.iter().any(|later| later.contains(&operation.address().to_lowercase()));
    let undocumented = if operation.is_undocumented { ", undocumented" } else { "" };
    let note = if is_later { ", later than the catalogue" } else { undocumented };
    format!("{} ({text}{note})", operation.id)
}
