//! The entry for build scripts.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, error, fs, mem, process};

#[cfg(feature = "config")]
use crate::config::Config;
use crate::diagnostic::Report;
use crate::output::{self, Generated};
use crate::settings::{Calls, Dates, Decimals, Layout, Lint, Settings};

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
    #[cfg(feature = "config")]
    config: Option<PathBuf>,
}

impl Build {
    /// For the document at a path, which is relative to the crate.
    pub fn new(document: impl Into<PathBuf>) -> Self {
        Self {
            document: document.into(),
            out_dir: None,
            module: None,
            settings: Settings::default(),
            #[cfg(feature = "config")]
            config: None,
        }
    }

    /// Reads choices from a file, instead of from `clientgen.toml` beside the document. What the methods say comes
    /// first. Without the feature `config` no file is read.
    #[cfg(feature = "config")]
    #[must_use]
    pub fn config(mut self, path: impl Into<PathBuf>) -> Self {
        self.config = Some(path.into());
        self
    }

    /// Makes all choices at once: those of other methods that were called before count too.
    #[must_use]
    pub fn settings(mut self, settings: Settings) -> Self {
        self.settings = self.settings.or(settings);
        self
    }

    /// Takes but some operations, with the models that they need: those of a tag. The same as
    /// [`include_operation`](Self::include_operation) and [`include_path`](Self::include_path), which add to these.
    #[must_use]
    pub fn include_tag(mut self, tag: impl Into<String>) -> Self {
        self.settings.include.tags.push(tag.into());
        self
    }

    /// Takes an operation by its id; one without an id as `GET /pets`.
    #[must_use]
    pub fn include_operation(mut self, id: impl Into<String>) -> Self {
        self.settings.include.operations.push(id.into());
        self
    }

    /// Takes the operations of paths. `*` is anything in one segment, `**` any segments.
    #[must_use]
    pub fn include_path(mut self, glob: impl Into<String>) -> Self {
        self.settings.include.paths.push(glob.into());
        self
    }

    /// Leaves out the operations of a tag, be it their only one or not, with the models that only they need.
    #[must_use]
    pub fn exclude_tag(mut self, tag: impl Into<String>) -> Self {
        self.settings.exclude.tags.push(tag.into());
        self
    }

    /// Leaves out an operation, by its id.
    #[must_use]
    pub fn exclude_operation(mut self, id: impl Into<String>) -> Self {
        self.settings.exclude.operations.push(id.into());
        self
    }

    /// Leaves out the operations of paths. `*` is anything in one segment, `**` any segments.
    #[must_use]
    pub fn exclude_path(mut self, glob: impl Into<String>) -> Self {
        self.settings.exclude.paths.push(glob.into());
        self
    }

    /// Calls a thing otherwise: `Pet.name`, `listPets.limit`, `#/components/schemas/Pet`. See [`Settings::rename`].
    #[must_use]
    pub fn rename(mut self, name: impl Into<String>, to: impl Into<String>) -> Self {
        self.settings.rename.insert(name.into(), to.into());
        self
    }

    /// Takes a type of one's own for a schema or a property, by its path. See [`Settings::replace`].
    #[must_use]
    pub fn replace(mut self, name: impl Into<String>, path: impl Into<String>) -> Self {
        self.settings.replace.insert(name.into(), path.into());
        self
    }

    /// Lets a model derive more traits; `*` are all models. See [`Settings::derive`].
    #[must_use]
    pub fn derive<T: Into<String>>(
        mut self,
        model: impl Into<String>,
        traits: impl IntoIterator<Item = T>,
    ) -> Self {
        let all = self.settings.derive.entry(model.into()).or_default();
        all.extend(traits.into_iter().map(Into::into));
        self
    }

    /// Says which models share a file.
    #[must_use]
    pub fn layout(mut self, layout: Layout) -> Self {
        self.settings.layout = Some(layout);
        self
    }

    /// Says what dates are.
    #[must_use]
    pub fn dates(mut self, dates: Dates) -> Self {
        self.settings.dates = Some(dates);
        self
    }

    /// Says what decimal numbers are.
    #[must_use]
    pub fn decimals(mut self, decimals: Decimals) -> Self {
        self.settings.decimals = Some(decimals);
        self
    }

    /// Asks more of the document than a client needs; what is found are warnings.
    #[must_use]
    pub fn lint(mut self, lint: Lint) -> Self {
        self.settings.lints.push(lint);
        self
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

    /// Recognises lists in pages that the document does not declare, where the names of parameters and properties leave
    /// no doubt. Such operations get `pages()` and `items()`.
    #[must_use]
    pub fn infer_paging(mut self) -> Self {
        self.settings.infer_paging = true;
        self
    }

    /// Leaves an area out, with the models that only it needs; `incoming` is what the service sends.
    #[must_use]
    pub fn without(mut self, area: impl Into<String>) -> Self {
        self.settings.without.push(area.into());
        self
    }

    /// Leaves out each area that the crate has a feature for which is not on: for the tag `Service Requests` that
    /// is the feature `service-requests`. What there is no feature for is always there.
    #[must_use]
    pub fn features_per_tag(mut self) -> Self {
        self.settings.features_per_tag = true;
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
    pub fn try_run(mut self) -> Result<Generated, Box<dyn error::Error>> {
        // The document's folder comes first, so that a mended document is seen after a failed build.
        watch(&self.document, []);
        let mut settings = self.choices()?;
        // What is off is not even generated, which is faster than to have it left out by the compiler.
        if mem::take(&mut settings.features_per_tag) {
            settings.features_off.extend(features_off());
        }
        let generated = crate::generate_with(&self.document, &settings)?;
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

    /// The settings, with those of the file.
    #[cfg(feature = "config")]
    fn choices(&mut self) -> Result<Settings, Report> {
        let config = match &self.config {
            Some(path) => {
                println!("cargo::rerun-if-changed={}", path.display());
                Config::read(path)?
            }
            None => Config::beside(&self.document)?.unwrap_or_default(),
        };
        Ok(mem::take(&mut self.settings).or(config.settings))
    }

    #[cfg(not(feature = "config"))]
    #[expect(clippy::unnecessary_wraps, reason = "a file may have errors")]
    fn choices(&mut self) -> Result<Settings, Report> {
        Ok(mem::take(&mut self.settings))
    }
}

/// The features of the crate that are not on.
fn features_off() -> Vec<String> {
    let manifest = env::var_os("CARGO_MANIFEST_DIR").map(|folder| PathBuf::from(folder).join("Cargo.toml"));
    let manifest = manifest.and_then(|path| fs::read_to_string(path).ok()).unwrap_or_default();
    println!("cargo::rerun-if-changed=Cargo.toml");
    let is_off = |name: &&str| {
        let variable = format!("CARGO_FEATURE_{}", name.replace('-', "_").to_uppercase());
        env::var_os(variable).is_none()
    };
    features(&manifest).filter(is_off).map(str::to_owned).collect()
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
