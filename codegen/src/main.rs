//! The command line: `clientgen generate` and `clientgen check`.

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use clientgen::{Calls, Config, Generated, Lint, Package, Report, Settings, Severity};

/// Generates Rust clients from OpenAPI documents.
#[derive(Parser)]
#[command(version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// Treats warnings as errors.
    #[arg(long, global = true)]
    strict: bool,
    /// Silences the warnings of a rule, by the name in brackets.
    #[arg(long, global = true, value_name = "RULE")]
    allow: Vec<String>,
    /// How callers reach operations of which the document does not say it: by areas, or as paths have it.
    #[arg(long, global = true, value_name = "areas|paths")]
    calls: Option<Calls>,
    /// Lets models check ranges, lengths, counts and patterns when `validate()` is called.
    #[arg(long, global = true)]
    validation: bool,
    /// Recognises lists in pages by the usual names of parameters and properties.
    #[arg(long, global = true)]
    infer_paging: bool,
    /// Leaves an area out, with the models that only it needs. May be there more than once.
    #[arg(long, global = true, value_name = "AREA")]
    without: Vec<String>,
    /// Asks more of the document than a client needs. May be there more than once.
    #[arg(long, global = true, value_name = "docs|examples|unreachable")]
    lint: Vec<Lint>,
    /// The file of choices; `clientgen.toml` beside the document by default.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Command {
    /// Writes a crate: manifest, README and sources.
    Generate {
        /// The OpenAPI document.
        document: PathBuf,
        /// The folder to write to. It is made if it is not there.
        #[arg(long)]
        out: PathBuf,
        /// The name of the crate. Comes from the document's title by default.
        #[arg(long)]
        name: Option<String>,
        /// The version of the crate; 0.1.0 by default.
        #[arg(long)]
        crate_version: Option<String>,
        /// The folder of clientgen-runtime, to depend on it by path.
        #[arg(long)]
        runtime: Option<PathBuf>,
    },
    /// Reports what is wrong with a document, and writes nothing.
    Check {
        /// The OpenAPI document.
        document: PathBuf,
        /// Prints the name of everything in the client, too.
        #[arg(long)]
        names: bool,
    },
}

fn main() -> ExitCode {
    let Arguments { command, strict, allow, calls, validation, infer_paging, without, lint, config } =
        Arguments::parse();
    let mut settings = Settings::default();
    settings.strict = strict;
    settings.allow = allow;
    settings.calls = calls;
    settings.validation = validation;
    settings.infer_paging = infer_paging;
    settings.without = without;
    settings.lints = lint;
    match run(command, settings, config.as_deref()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command, settings: Settings, config: Option<&Path>) -> Result<(), Box<dyn Error>> {
    let (Command::Generate { document, .. } | Command::Check { document, .. }) = &command;
    let config = match config {
        Some(path) => Config::read(path)?,
        None => Config::beside(document)?.unwrap_or_default(),
    };
    if config.features_per_tag {
        eprintln!("warning: `features-per-tag` has no meaning here: it is for build scripts");
    }
    let settings = &settings.or(config.settings);
    match command {
        Command::Generate { document, out, name, crate_version, runtime } => {
            let generated = report(clientgen::generate_with(&document, settings))?;
            let mut package: Package = config.package;
            package.name = name.or(package.name);
            package.version = crate_version.or(package.version);
            package.runtime = runtime.map(std::path::absolute).transpose()?.or_else(source_tree_runtime);
            let files = generated.package(&package);
            clientgen::write(&out, &files)
                .map_err(|error| format!("cannot write to {}: {error}", out.display()))?;
            println!("{} files in {}", files.len(), out.display());
        }
        Command::Check { document, names } => {
            let generated = report(clientgen::generate_with(&document, settings))?;
            if names {
                print!("{}", generated.names());
            }
        }
    }
    Ok(())
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
        eprintln!("{warnings} warnings");
    }
    result.map_err(|_| format!("no client: {errors} errors, {warnings} warnings").into())
}

/// The runtime beside this program's own sources, if they are still there: until the runtime is published,
/// that is where an emitted crate finds it.
fn source_tree_runtime() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?.join("runtime");
    folder.join("Cargo.toml").exists().then_some(folder)
}
