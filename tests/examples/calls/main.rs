//! Writes a program that makes the calls of a call table through generated clients.
//!
//! `suite FOLDER VERSION OUT [WITHOUT…]` takes a conformance suite (`calls.json`, `scenarios.json`,
//! `openapi/<version>`), the version, the folder for the program, and the documents to leave out; `document TABLE
//! DOCUMENT OUT NAME` the calls of one document, and what the program is called. No call is written by hand: what a
//! call looks like in Rust comes from [`clientgen::Generated::signatures`], what it says from the table, and the
//! program reads that while it runs. `tests/conformance/run` and `tests/corpus/calls` do the rest.

mod program;

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::{env, fs};

use clientgen::{Generated, Settings};
use clientgen_runtime::{Json, decode};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// A document of the table, and what the generator makes of it.
struct Client {
    name: String,
    module: String,
    generated: std::result::Result<Generated, String>,
}

const USAGE: &str = "usage: suite FOLDER VERSION OUT [WITHOUT…] | document TABLE DOCUMENT OUT NAME";

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["suite", folder, version, out, ref without @ ..] => {
            suite(Path::new(folder), version, Path::new(out), without)
        }
        ["document", table, path, out, name] => {
            document(Path::new(table), Path::new(path), Path::new(out), name)
        }
        _ => Err(USAGE.into()),
    }
}

/// All calls of a suite, through a client for each of its documents.
fn suite(folder: &Path, version: &str, out: &Path, without: &[&str]) -> Result<()> {
    let calls: Json = decode(&fs::read(folder.join("calls.json"))?)?;
    let mut clients = BTreeMap::new();
    for document in documents(&calls) {
        let path = folder.join("openapi").join(version).join(format!("{document}.yaml"));
        let module = module(document);
        let generated = if without.contains(&module.as_str()) {
            Err("the client does not compile".to_owned())
        } else {
            clientgen::generate(&path).map_err(|report| format!("no client: {report}"))
        };
        let client = Client { name: document.to_owned(), module, generated };
        clients.insert(document.to_owned(), client);
    }
    program::write(out, &program::CONFORMANCE, &calls, &clients)
}

/// The calls of one document, through a client that has no more operations than these.
fn document(table: &Path, path: &Path, out: &Path, name: &str) -> Result<()> {
    let table: Json = decode(&fs::read(table)?)?;
    let mut settings = Settings::default();
    let chosen = table["chosen"].as_array().into_iter().flatten().filter_map(Json::as_str);
    settings.include.operations = chosen.map(str::to_owned).collect();
    let generated = clientgen::generate_with(path, &settings).map_err(|report| report.to_string())?;
    let client = Client { name: "document".to_owned(), module: module("document"), generated: Ok(generated) };
    let clients = BTreeMap::from([(client.name.clone(), client)]);
    program::write(out, &program::Program { name, ..program::DOCUMENT }, &table["calls"], &clients)
}

/// The documents that the calls name.
fn documents(calls: &Json) -> Vec<&str> {
    let scenarios = calls.as_object().into_iter().flat_map(|calls| calls.values());
    let calls = scenarios.filter_map(|scenario| scenario["calls"].as_array()).flatten();
    calls.filter_map(|call| call["doc"].as_str()).collect()
}

fn module(document: &str) -> String {
    let letters = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' };
    "doc_".chars().chain(document.chars().map(letters)).collect()
}
