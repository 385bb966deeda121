//! Generates a client for every document of a folder, checks that it compiles, and prints a table.
//!
//! Takes the generator, the workspace, and what `tests/corpus/run` is given. Each row is kept in the work
//! folder together with a hash of the generator, so that an interrupted run goes on where it was.

mod arguments;
mod count;
mod document;
mod given;
mod measure;
mod row;

use std::collections::hash_map::DefaultHasher;
use std::error::Error;
use std::hash::{Hash, Hasher};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Mutex;
use std::{fs, thread};

use arguments::Arguments;
use clap::Parser as _;
use document::Document;
use measure::Bench;
use row::{Row, Totals};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

/// Whether every document that has a client has one that compiles.
fn run() -> Result<bool> {
    let arguments = Arguments::parse();
    let mut documents = document::all(&arguments.given.folder)?;
    documents.retain(|document| arguments.given.only.iter().all(|only| document.name.contains(only)));
    documents.sort_by_key(|document| (document.giant, document.name.clone()));
    if arguments.list {
        for document in documents {
            println!("{}\t{}", document.name, document.root.display());
        }
        return Ok(true);
    }
    fs::create_dir_all(arguments.given.work.join("rows"))?;
    let hash = hash(&arguments.given.generator)?;
    println!("{}", row::HEADER);
    let queue = Mutex::new(documents.iter());
    let totals = Mutex::new(Totals::default());
    thread::scope(|scope| {
        for job in 0..arguments.jobs {
            let (arguments, queue, totals, hash) = (&arguments, &queue, &totals, &hash);
            scope.spawn(move || {
                let bench = Bench::new(arguments, job);
                while let Some(document) = queue.lock().ok().and_then(|mut queue| queue.next()) {
                    let row = one(arguments, &bench, document, hash);
                    println!("{row}");
                    if let Ok(mut totals) = totals.lock() {
                        totals.add(&row);
                    }
                }
            });
        }
    });
    let totals = totals.into_inner()?;
    println!("{totals}");
    Ok(totals.good())
}

/// The row of a document: the one that is kept, if it was made by the same generator.
fn one(arguments: &Arguments, bench: &Bench<'_>, document: &Document, hash: &str) -> Row {
    let path = arguments.given.work.join("rows").join(format!("{}.json", document.name));
    let kept = fs::read(&path).ok().and_then(|bytes| Row::from_bytes(&bytes, hash));
    if let Some(row) =
        kept.filter(|row| !arguments.again && (row.compiles.is_some() || !row.generated || !arguments.check))
    {
        return row;
    }
    let row = bench.measure(document);
    if let Err(error) = fs::write(&path, row.to_text(hash)) {
        eprintln!("cannot write {}: {error}", path.display());
    }
    row
}

fn hash(path: &Path) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    fs::read(path)?.hash(&mut hasher);
    Ok(format!("{:016x}", hasher.finish()))
}
