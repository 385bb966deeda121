//! Generates Rust clients from OpenAPI documents.
//!
//! From a build script:
//!
//! ```no_run
//! clientgen::Build::new("spec/api.yaml").run();
//! ```
//!
//! and in the crate, which depends on `clientgen-runtime`:
//!
//! ```ignore
//! include!(concat!(env!("OUT_DIR"), "/mod.rs"));
//! ```
//!
//! The program of the same name (feature `cli`) writes whole crates instead. Both call [`generate`], which is
//! the compiler on one page: read, mirror, lower, name, analyze, emit, print. Each stage ends in a barrier, so
//! that a run shows every error of a stage, each with its place in the document.

mod analyze;
mod build;
mod choose;
#[cfg(feature = "config")]
mod config;
mod diagnostic;
mod emit;
mod gates;
mod ir;
mod lint;
mod lower;
mod name;
mod openapi;
mod output;
mod print;
mod select;
mod settings;
mod source;
mod walk;

use std::path::Path;

pub use build::Build;
#[cfg(feature = "config")]
pub use config::Config;
pub use diagnostic::{Diagnostic, Report, Severity};
pub use emit::{Input, Signature};
pub use output::{Changes, File, Generated, Package, compare, write};
pub use settings::{Calls, Dates, Decimals, Layout, Lint, Selection, Settings};

use analyze::Analysis;
use diagnostic::{Diagnostics, Pointer, Stop};
use emit::Facts;
use gates::Gates;
use ir::Api;
use name::Names;
use openapi::Reader;
use print::Printer;
use source::Sources;

/// Generates a client from the document at a path.
///
/// # Errors
///
/// If no right client can be generated: the report says why, and where. It also holds the warnings.
pub fn generate(document: &Path) -> Result<Generated, Report> {
    generate_with(document, &Settings::default())
}

/// Generates a client from the document at a path, reading it as the settings say.
///
/// # Errors
///
/// The same as of [`generate`].
pub fn generate_with(document: &Path, settings: &Settings) -> Result<Generated, Report> {
    let mut diagnostics = Diagnostics::new(settings.clone());
    let (mut sources, root) = Sources::load(document, &mut diagnostics);
    if let Some(origin) = &settings.origin {
        diagnostics.choices_in(sources.add_choices(origin.path.clone(), origin.text.clone()));
    }
    let compiled = compile(&mut sources, root, settings, &mut diagnostics);
    let inputs = sources.paths().map(Path::to_owned).collect();
    let warnings = diagnostics.render(&sources);
    // What is emitted comes from the API alone.
    drop(sources);
    let Ok(compiled) = compiled else { return Err(warnings) };
    let mut failures = Diagnostics::new(settings.clone());
    let mut generated = output::print(compiled.facts(&Printer::default()), &mut failures);
    if failures.barrier().is_err() {
        return Err(warnings.and(failures.render(&Sources::default())));
    }
    generated.origin.clone_from(&settings.origin);
    (generated.inputs, generated.warnings) = (inputs, warnings);
    Ok(generated)
}

/// The API, and all that is decided of the code for it.
struct Compiled {
    api: Api,
    names: Names,
    analysis: Analysis,
    gates: Gates,
}

impl Compiled {
    fn facts<'f>(&'f self, printer: &'f Printer) -> Facts<'f> {
        Facts { api: &self.api, names: &self.names, analysis: &self.analysis, gates: &self.gates, printer }
    }
}

fn compile(
    sources: &mut Sources,
    root: Option<Pointer>,
    settings: &Settings,
    diagnostics: &mut Diagnostics,
) -> Result<Compiled, Stop> {
    diagnostics.barrier()?;
    let root = root.ok_or(Stop)?;
    choose::mark(sources, root, diagnostics);
    let document = openapi::document(&mut Reader::new(sources, diagnostics), root);
    diagnostics.barrier()?;
    let mut document = document.ok_or(Stop)?;
    select::part(sources, root, &mut document, diagnostics);
    document.calls = settings.calls.unwrap_or(document.calls);
    let api = lower::lower(sources, &document, diagnostics);
    choose::check(sources, diagnostics);
    lint::run(sources, root, &document, &settings.lints, diagnostics);
    diagnostics.barrier()?;
    drop(document);
    let names = Names::of(&api, settings.layout.unwrap_or_default(), settings.features_per_tag);
    choose::check_names(sources, &names.moved(&api), diagnostics);
    let analysis = Analysis::of(&api, sources, diagnostics);
    let gates = if settings.features_per_tag { Gates::of(&api, &names) } else { Gates::default() };
    diagnostics.barrier()?;
    Ok(Compiled { api, names, analysis, gates })
}
