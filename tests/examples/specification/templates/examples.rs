//! Holds examples of messages against the operations that they belong to.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::Value as Json;

use crate::compare::Read;
use crate::table::{OPERATIONS, Operation};

/// What came of the examples of an operation: how many there are, and how many are read whole.
#[derive(Default)]
struct Row {
    answers: [usize; 2],
    bodies: [usize; 2],
}

/// An example, and whose it is.
struct Example<'e> {
    id: &'e str,
    operation: &'static Operation,
    is_body: bool,
    read: Option<Read>,
    bytes: Vec<u8>,
}

/// Prints the table, and everything that is not as it should be; whether as many examples are read as asked for.
pub fn run(folder: &str, floor: usize) -> bool {
    let index = fs::read(format!("{folder}/index.json")).expect("there is an index");
    let index: Json = serde_json::from_slice(&index).expect("the index is JSON");
    let mut rows: BTreeMap<&str, Row> = BTreeMap::new();
    let mut total = Row::default();
    let (examples, apart) = assigned(folder, index.as_array().expect("the index is a list"));
    let (mut failures, mut unknown) = (Vec::new(), BTreeMap::<String, BTreeSet<String>>::new());
    for example in &examples {
        let read = example.read.ok_or_else(|| "the operation has no such message".to_owned());
        let seen = read.and_then(|read| read(&example.bytes));
        let is_whole = seen.as_ref().is_ok_and(|seen| seen.lost.is_empty());
        let row = rows.entry(example.operation.id).or_default();
        for row in [row, &mut total] {
            let counts = if example.is_body { &mut row.bodies } else { &mut row.answers };
            *counts = [counts[0] + 1, counts[1] + usize::from(is_whole)];
        }
        let id = format!("{} ({})", example.operation.id, example.id);
        match seen {
            Ok(seen) => {
                unknown.entry(id.clone()).or_default().extend(seen.unknown);
                if !seen.lost.is_empty() {
                    failures.push(format!("{id}: {}", seen.lost.join("; ")));
                }
            }
            Err(reason) => failures.push(format!("{id} {reason}")),
        }
    }
    println!("{:<52} {:>9} {:>6} {:>8} {:>6}", "operation", "answers", "whole", "bodies", "whole");
    for (id, row) in rows.iter().map(|(id, row)| (*id, row)).chain([("total", &total)]) {
        println!(
            "{id:<52} {:>9} {:>6} {:>8} {:>6}",
            row.answers[0], row.answers[1], row.bodies[0], row.bodies[1]
        );
    }
    println!("What is null or empty counts as what is missing: models have one value for these.");
    list("examples of no operation of the specification, or no message of one", &apart);
    let unknown = unknown.iter().filter(|(_, names)| !names.is_empty());
    let unknown =
        unknown.map(|(id, names)| format!("{id}: {}", names.iter().cloned().collect::<Vec<_>>().join(", ")));
    list("kept, though no model knows them", &unknown.collect::<Vec<_>>());
    list("failures", &failures);
    let whole = total.answers[1] + total.bodies[1];
    println!(
        "\n{whole} of {} examples are read and written again with nothing lost",
        total.answers[0] + total.bodies[0]
    );
    whole >= floor
}

fn list(title: &str, lines: &[String]) {
    println!("\n{title}: {}", lines.len());
    lines.iter().for_each(|line| println!("- {line}"));
}

/// The examples with their operations; and those that have none, with the reason.
fn assigned<'e>(folder: &str, index: &'e [Json]) -> (Vec<Example<'e>>, Vec<String>) {
    let (mut examples, mut apart) = (Vec::new(), Vec::new());
    // The last request of a page, which the messages after it belong to.
    let mut last: (&str, Option<(&str, &str)>) = ("", None);
    for entry in index {
        let text = |key: &str| entry[key].as_str();
        let (id, source) = (text("id").unwrap_or(""), text("source").unwrap_or(""));
        let own = text("method").zip(text("url"));
        if own.is_some() || last.0 != source {
            last = (source, own);
        }
        let Some(bytes) = text("file").and_then(|file| read(folder, file)) else {
            continue;
        };
        let headings = entry["headings"].as_array().into_iter().flatten().filter_map(Json::as_str);
        let is_message = text("kind") != Some("body")
            || headings.last().is_some_and(|last| last.to_lowercase().contains("response"));
        let Some((method, url)) = last.1.filter(|_| is_message) else {
            apart.push(format!("{id}: a fragment, or no request is shown with it"));
            continue;
        };
        let Some(operation) = find(method, url) else {
            apart.push(format!("{id}: {method} {url}"));
            continue;
        };
        let is_body = text("kind") == Some("request");
        let read = if is_body {
            operation.body
        } else {
            of_status(operation, entry["status"].as_u64().unwrap_or(200))
        };
        examples.push(Example { id, operation, is_body, read, bytes });
    }
    (examples, apart)
}

/// The bytes of an example: repaired ones, if they had to be.
fn read(folder: &str, file: &str) -> Option<Vec<u8>> {
    let file = file.strip_prefix("examples/").unwrap_or(file);
    match file.strip_prefix("invalid/") {
        Some(name) => fs::read(format!("{folder}/repaired/{name}")).ok(),
        None => fs::read(format!("{folder}/{file}")).ok(),
    }
}

fn of_status(operation: &'static Operation, status: u64) -> Option<Read> {
    let types = if status < 400 { operation.answers } else { operation.faults };
    let range = format!("{}XX", status / 100);
    let find = |name: &str| types.iter().find(|(status, _)| *status == name);
    find(&status.to_string()).or_else(|| find(&range)).or_else(|| find("default")).map(|(_, read)| *read)
}

/// The operation that a request is for: the one whose path says most of it literally.
fn find(method: &str, url: &str) -> Option<&'static Operation> {
    let url = url.split(['?', ' ']).next().unwrap_or("");
    let (is_whole, path) = match url.split_once("://") {
        Some((_, rest)) => (true, rest.split_once('/').map_or("", |(_, path)| path)),
        None => (url.starts_with('/'), url),
    };
    let wanted: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let score = |operation: &Operation| {
        let own: Vec<&str> = operation.path.split('/').filter(|part| !part.is_empty()).collect();
        // What a page does not begin at the root is known by its end.
        let skipped = own.len().checked_sub(wanted.len()).filter(|skipped| *skipped == 0 || !is_whole)?;
        let is_same = |(own, wanted): (&&str, &&str)| own.contains('{') || own.eq_ignore_ascii_case(wanted);
        let literal = own.iter().filter(|part| !part.contains('{')).count();
        own[skipped..].iter().zip(&wanted).all(is_same).then_some((usize::MAX - skipped, literal))
    };
    let with_score = |operation: &'static Operation| Some((score(operation)?, operation));
    let same = OPERATIONS.iter().filter(|operation| operation.verb == method);
    same.filter_map(with_score).max_by_key(|(score, _)| *score).map(|(_, operation)| operation)
}
