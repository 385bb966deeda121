//! The command line: `clientgen generate` and `clientgen check`.

mod options;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

use std::error::Error;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use clientgen::{Changes, Config, File, Generated, Package, Report, Severity};
use options::{Choices, Manifest};

/// Generates Rust clients from OpenAPI documents.
#[derive(Parser)]
#[command(version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Writes a crate: manifest, README and sources.
    ///
    /// What is there already with the same text is not touched. Sources of an earlier run that do not belong to the
    /// client any more are removed; what no run wrote is never removed or written over.
    #[command(after_help = "docs/choices.md explains each choice, and how a file makes it.")]
    Generate {
        /// The OpenAPI document.
        document: PathBuf,
        /// The folder to write to. It is made if it is not there.
        #[arg(long, value_name = "FOLDER")]
        out: PathBuf,
        /// Writes nothing, and fails if the folder is not as it would be written.
        #[arg(long)]
        check: bool,
        #[command(flatten)]
        choices: Box<Choices>,
        #[command(flatten)]
        manifest: Manifest,
    },
    /// Reports what is wrong with a document or with what is chosen for it, and writes nothing.
    Check {
        /// The OpenAPI document.
        document: PathBuf,
        /// Prints the name of everything in the client, too.
        #[arg(long)]
        names: bool,
        #[command(flatten)]
        choices: Box<Choices>,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}", error.to_string().trim_end());
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<(), Box<dyn Error>> {
    match command {
        Command::Generate { document, out, check, choices, manifest } => {
            let (generated, package) = generate(&document, *choices)?;
            let mut package = manifest.or(package);
            let runtime = package.runtime.map(|given| seen_from(&out, given)).transpose();
            let runtime = runtime.map_err(|error| format!("cannot find the runtime: {error}"))?;
            package.runtime = runtime.or_else(source_tree_runtime);
            let files = generated.package(&package)?;
            if check { compare(&out, &files) } else { write(&out, &files) }
        }
        Command::Check { document, names, choices } => {
            let (generated, package) = generate(&document, *choices)?;
            generated.package(&package)?;
            if names {
                print!("{}", generated.names());
            }
            Ok(())
        }
    }
}

/// The client, and what the file of choices says of the package around it.
fn generate(document: &Path, choices: Choices) -> Result<(Generated, Package), Box<dyn Error>> {
    let config = match &choices.reading.config {
        Some(path) => Config::read(path)?,
        None => Config::beside(document)?.unwrap_or_default(),
    };
    let settings = choices.settings().or(config.settings);
    Ok((report(clientgen::generate_with(document, &settings))?, config.package))
}

fn write(out: &Path, files: &[File]) -> Result<(), Box<dyn Error>> {
    let changes = clientgen::write(out, files).map_err(|error| format!("cannot write: {error}"))?;
    show_own(&changes);
    let (written, removed) = (changes.missing.len() + changes.different.len(), changes.left_over.len());
    println!("{} files in {}: {written} written, {removed} removed", files.len(), out.display());
    Ok(())
}

/// Fails if the folder is not as it should be.
fn compare(out: &Path, files: &[File]) -> Result<(), Box<dyn Error>> {
    let changes = clientgen::compare(out, files).map_err(|error| format!("cannot compare: {error}"))?;
    show_own(&changes);
    if changes.is_empty() {
        println!("{} files in {}: all as they should be", files.len(), out.display());
        return Ok(());
    }
    Err(format!("{changes}{} is not up to date: generate it again", out.display()).into())
}

/// Says which files a run would write if they were not somebody's own.
fn show_own(changes: &Changes) {
    for path in &changes.own {
        eprintln!("note: {path} is not by clientgen, and stays as it is; remove it to have it generated");
    }
}

/// Shows all findings, and how many there are.
fn report(result: Result<Generated, Report>) -> Result<Generated, Box<dyn Error>> {
    let findings = match &result {
        Ok(generated) => generated.warnings(),
        Err(report) => report,
    };
    eprint!("{findings}");
    let (errors, warnings) = (findings.count(Severity::Error), findings.count(Severity::Warning));
    if warnings > 0 && errors == 0 {
        eprintln!("{}", counted(warnings, "warning"));
    }
    let counts = [counted(errors, "error"), counted(warnings, "warning")];
    result.map_err(|_| format!("no client: {}", counts.join(", ")).into())
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// A path as it is seen from a folder, so that both can be moved together; one that is absolute stays so.
fn seen_from(folder: &Path, path: PathBuf) -> io::Result<PathBuf> {
    if path.is_absolute() {
        return Ok(path);
    }
    let (there, here) = (path.canonicalize()?, std::path::absolute(folder)?);
    // What of the folder is not there yet has no links in it.
    let known = here.ancestors().find_map(|known| Some((known, known.canonicalize().ok()?)));
    let here = match known {
        Some((known, real)) => real.join(here.strip_prefix(known).unwrap_or(Path::new(""))),
        None => here,
    };
    Ok(pathdiff::diff_paths(&there, &here).unwrap_or(there))
}

/// The runtime beside this program's own sources, if they are still there: until the runtime is published,
/// that is where an emitted crate finds it.
fn source_tree_runtime() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?.join("runtime");
    folder.join("Cargo.toml").exists().then_some(folder)
}
