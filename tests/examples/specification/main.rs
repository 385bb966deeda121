//! Holds the specification against what is known of the API: see `spec/README.md`.

mod catalogue;
mod coverage;
mod document;
mod program;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, io};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const USAGE: &str = "usage: specification coverage CATALOGUE-FOLDER FLOOR DOCUMENT... | \
                     specification driver FOLDER DOCUMENT MODULE...";

fn main() -> ExitCode {
    match run(&env::args().skip(1).collect::<Vec<_>>()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &[String]) -> Result<bool> {
    match arguments {
        [command, folder, floor, documents @ ..] if command == "coverage" => {
            let floor: usize = floor.parse()?;
            let (entries, later) = catalogue::read(&PathBuf::from(folder))?;
            let mut operations = Vec::new();
            for document in documents {
                operations.extend(document::operations(&PathBuf::from(document))?);
            }
            let covered = coverage::print(&entries, &later, &operations);
            if covered < floor {
                eprintln!("fewer than {floor} operations are covered");
            }
            Ok(covered >= floor)
        }
        [command, out, rest @ ..] if command == "driver" => {
            let (documents, _) = rest.as_chunks::<2>();
            let documents: Vec<(&Path, &str)> =
                documents.iter().map(|[document, module]| (Path::new(document), module.as_str())).collect();
            program::write(Path::new(out), &documents)?;
            Ok(true)
        }
        _ => Err(io::Error::other(USAGE).into()),
    }
}
