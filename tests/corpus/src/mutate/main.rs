//! Generates clients for documents that were changed at random, and compiles some of them.
//!
//! Takes the generator, the workspace, and what `tests/corpus/mutate` is given.

mod arguments;
mod batch;
mod change;
mod cut;
mod generate;
#[path = "../given.rs"]
mod given;
mod place;
mod random;
mod words;

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use arguments::Arguments;
use batch::Batch;
use clap::Parser as _;
use generate::Outcome;
use random::Random;
use serde_json::Value;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The largest document that is read: time goes into many small ones.
const LARGEST: u64 = 8_000_000;

fn main() -> ExitCode {
    match run() {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

/// The number of failures.
fn run() -> Result<usize> {
    let arguments = Arguments::parse();
    let documents = documents(&arguments)?;
    fs::create_dir_all(&arguments.given.work)?;
    let mut totals: BTreeMap<&str, usize> = BTreeMap::new();
    let mut refusals: BTreeMap<String, usize> = BTreeMap::new();
    let mut batch = Batch::new(&arguments);
    for number in 0..arguments.count {
        let mut random = Random(arguments.seed.wrapping_mul(1_000_003).wrapping_add(number as u64));
        let (name, original) = &documents[random.below(documents.len())];
        let mut mutant = cut::cut(original, &mut random);
        let changes: Vec<&str> =
            (0..=random.below(10)).map(|_| change::change(&mut mutant, &mut random)).collect();
        let path = arguments.given.work.join(format!("{}-{number}.json", arguments.seed));
        fs::write(&path, written(&mutant))?;
        let out = batch.folder(number);
        let outcome = generate::generate(&arguments, &path, &out)?;
        *totals.entry(outcome.word()).or_default() += 1;
        match &outcome {
            Outcome::Generated => batch.add(number, path.clone()),
            Outcome::Refused(rules) => {
                for rule in rules {
                    *refusals.entry(rule.clone()).or_default() += 1;
                }
            }
            Outcome::Failed(why) => println!("{}: {why} ({name}: {})", path.display(), changes.join(", ")),
        }
        let is_needed = arguments.keep || matches!(outcome, Outcome::Failed(_) | Outcome::Generated);
        if !is_needed {
            fs::remove_file(&path)?;
        }
    }
    let refusals: Vec<String> = refusals.iter().map(|(rule, count)| format!("{rule} {count}")).collect();
    println!("{totals:?} of {}; refused for: {}", arguments.count, refusals.join(", "));
    let failed = totals.get("failed").copied().unwrap_or_default();
    Ok(failed + batch.check()?)
}

/// The documents that are one file, by their names.
fn documents(arguments: &Arguments) -> Result<Vec<(String, Value)>> {
    let mut files = Vec::new();
    for folder in [
        arguments.given.folder.clone(),
        arguments.given.folder.join("docs"),
        arguments.given.folder.join("giant"),
    ] {
        let entries = fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path());
        files.extend(entries.filter(|path| path.is_file() && !path.ends_with("corpus.json")));
    }
    files.retain(|path| arguments.given.only.iter().all(|only| path.to_string_lossy().contains(only)));
    files.retain(|path| fs::metadata(path).is_ok_and(|file| file.len() <= LARGEST));
    files.sort();
    let documents: Vec<(String, Value)> = files.iter().filter_map(read).collect();
    if documents.is_empty() { Err("there are no documents in the folder".into()) } else { Ok(documents) }
}

fn read(path: &PathBuf) -> Option<(String, Value)> {
    let text = fs::read_to_string(path).ok()?;
    let text = text.trim_start_matches('\u{feff}');
    let value: Value = serde_json::from_str(text).or_else(|_| serde_yaml::from_str(text)).ok()?;
    let is_document = value.get("openapi").or_else(|| value.get("swagger")).is_some();
    let name = Path::new(path).file_name()?.to_string_lossy().into_owned();
    is_document.then_some((name, value))
}

/// As text, with numbers that are too large for the writer.
fn written(mutant: &Value) -> String {
    let is_huge =
        |text: &str| text.len() > 4 && text.starts_with(['9', '1', '-']) && !text.contains(['.', '{']);
    let huge = words::of("values").iter().filter(|text| is_huge(text));
    huge.fold(mutant.to_string(), |text, number| text.replace(&format!("\"{number}\""), number))
}
