//! The entry for build scripts.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, error, fs, process};

use crate::output::{self, Generated};
use crate::settings::{Calls, Settings};

/// Generates a client while a crate is built, as a module in `OUT_DIR`.
///
/// ```no_run
/// clientgen::Build::new("spec/api.yaml").run();
/// ```
///
/// A crate can have clients of several documents. Each but one gets a folder of its own, and may depend on a feature:
///
/// ```no_run
/// clientgen::Build::new("spec/api.yaml").run();
/// if std::env::var_os("CARGO_FEATURE_REPORTS").is_some() {
///     clientgen::Build::new("spec/reports.yaml").module("reports").run();
/// }
/// ```
///
/// ```ignore
/// include!(concat!(env!("OUT_DIR"), "/mod.rs"));
///
/// /// The reports.
/// #[cfg(feature = "reports")]
/// pub mod reports {
///     include!(concat!(env!("OUT_DIR"), "/reports/mod.rs"));
/// }
/// ```
#[derive(Clone, Debug)]
pub struct Build {
    document: PathBuf,
    out_dir: Option<PathBuf>,
    module: Option<String>,
    settings: Settings,
}

impl Build {
    /// For the document at a path, which is relative to the crate.
    pub fn new(document: impl Into<PathBuf>) -> Self {
        Self { document: document.into(), out_dir: None, module: None, settings: Settings::default() }
    }

    /// Writes somewhere else than to `OUT_DIR`.
    #[must_use]
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(folder.into());
        self
    }

    /// Writes into a folder of this name in `OUT_DIR`, beside the clients of other documents.
    #[must_use]
    pub fn module(mut self, name: impl Into<String>) -> Self {
        self.module = Some(name.into());
        self
    }

    /// Makes warnings errors: right for a document that is one's own.
    #[must_use]
    pub fn strict(mut self) -> Self {
        self.settings.strict = true;
        self
    }

    /// Silences the warnings of a rule, by its short name, such as `unknown-keyword`.
    #[must_use]
    pub fn allow(mut self, rule: impl Into<String>) -> Self {
        self.settings.allow.push(rule.into());
        self
    }

    /// Says how callers reach operations of which the document does not say it.
    #[must_use]
    pub fn calls(mut self, calls: Calls) -> Self {
        self.settings.calls = Some(calls);
        self
    }

    /// Lets models check what the document says beyond types, when `validate()` is called. Patterns take the feature
    /// `regex` of the runtime.
    #[must_use]
    pub fn validation(mut self) -> Self {
        self.settings.validation = true;
        self
    }

    /// Leaves an area out, with the models that only it needs.
    #[must_use]
    pub fn without(mut self, area: impl Into<String>) -> Self {
        self.settings.without.push(area.into());
        self
    }

    /// Leaves out each area that the crate has a feature for which is not on: for the tag `Service Requests` that
    /// is the feature `service-requests`. What there is no feature for is always there.
    #[must_use]
    pub fn features_per_tag(mut self) -> Self {
        let manifest =
            env::var_os("CARGO_MANIFEST_DIR").map(|folder| PathBuf::from(folder).join("Cargo.toml"));
        let manifest = manifest.and_then(|path| fs::read_to_string(path).ok()).unwrap_or_default();
        println!("cargo::rerun-if-changed=Cargo.toml");
        let is_off = |name: &&str| {
            let variable = format!("CARGO_FEATURE_{}", name.replace('-', "_").to_uppercase());
            env::var_os(variable).is_none()
        };
        self.settings.without.extend(features(&manifest).filter(is_off).map(str::to_owned));
        self
    }

    /// Generates the client. Tells cargo which files the result depends on, shows warnings as cargo's, and on
    /// errors shows them and ends the build.
    pub fn run(self) {
        if let Err(error) = self.try_run() {
            eprintln!("{error}");
            process::exit(1);
        }
    }

    /// The same, with errors for the caller.
    ///
    /// # Errors
    ///
    /// A [`Report`](crate::Report), if the document has errors; an I/O error, if the files cannot be written.
    pub fn try_run(self) -> Result<Generated, Box<dyn error::Error>> {
        // The document's folder comes first, so that a mended document is seen after a failed build.
        watch(&self.document, []);
        let generated = crate::generate_with(&self.document, &self.settings)?;
        watch(&self.document, generated.inputs());
        for line in generated.warnings().lines() {
            println!("cargo::warning={line}");
        }
        let folder = match self.out_dir {
            Some(folder) => folder,
            None => env::var_os("OUT_DIR")
                .map(PathBuf::from)
                .ok_or("OUT_DIR is not set: this is no build script")?,
        };
        let folder = self.module.map(|name| folder.join(name)).unwrap_or(folder);
        output::write(&folder, &generated.module())?;
        Ok(generated)
    }
}

/// The names of the features in a manifest.
fn features(manifest: &str) -> impl Iterator<Item = &str> {
    let lines = manifest.lines().map(str::trim).skip_while(|line| *line != "[features]").skip(1);
    let lines = lines.take_while(|line| !line.starts_with('['));
    let names = lines.filter_map(|line| line.split_once('=')).map(|(name, _)| name.trim().trim_matches('"'));
    names.filter(|name| !name.starts_with('#'))
}

/// Names the files of the document, and their folders, in which new files may appear. The folder of the crate
/// itself is not watched: everything is in there.
fn watch<'p>(document: &'p Path, inputs: impl IntoIterator<Item = &'p Path>) {
    let files: BTreeSet<&Path> = inputs.into_iter().chain([document]).collect();
    let folders: BTreeSet<&Path> = files.iter().filter_map(|file| file.parent()).collect();
    for path in files.iter().chain(folders.iter().filter(|folder| !folder.as_os_str().is_empty())) {
        println!("cargo::rerun-if-changed={}", path.display());
    }
}
