//! Writes a program that makes the calls of a call table through generated clients.
//!
//! Takes the folder of the suite (`calls.json`, `scenarios.json`, `openapi/<version>`), the version, and the
//! folder for the program; then the documents to leave out. No call is written by hand: what a call looks like
//! in Rust comes from [`clientgen::Generated::signatures`], what it says from the table, and the program reads
//! that while it runs. `tests/conformance/run` does the rest.

mod program;

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use clientgen::Generated;
use clientgen_runtime::{Json, decode};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// A document of the suite, and what the generator makes of it.
struct Client {
    name: String,
    module: String,
    generated: std::result::Result<Generated, String>,
}

fn main() -> Result<()> {
    let mut arguments = env::args().skip(1);
    let mut next = |what| arguments.next().ok_or_else(|| format!("{what} is missing"));
    let (suite, version, out) =
        (PathBuf::from(next("the suite")?), next("the version")?, next("the folder")?);
    let out = PathBuf::from(out);
    let without: Vec<String> = arguments.collect();
    let calls: Json = decode(&fs::read(suite.join("calls.json"))?)?;
    let mut clients = BTreeMap::new();
    for document in documents(&calls) {
        let path = suite.join("openapi").join(&version).join(format!("{document}.yaml"));
        clients.insert(document.to_owned(), client(document, &path, &without));
    }
    program::write(&out, &calls, &clients)
}

/// The documents that the calls name.
fn documents(calls: &Json) -> Vec<&str> {
    let scenarios = calls.as_object().into_iter().flat_map(|calls| calls.values());
    let calls = scenarios.filter_map(|scenario| scenario["calls"].as_array()).flatten();
    calls.filter_map(|call| call["doc"].as_str()).collect()
}

fn client(name: &str, path: &Path, without: &[String]) -> Client {
    let letters = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' };
    let module: String = "doc_".chars().chain(name.chars().map(letters)).collect();
    let generated = if without.contains(&module) {
        Err("the client does not compile".to_owned())
    } else {
        clientgen::generate(path).map_err(|report| format!("no client: {report}"))
    };
    Client { name: name.to_owned(), module, generated }
}
