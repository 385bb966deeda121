//! What can be chosen on the command line, in the order of its help.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use clientgen::{Calls, Dates, Decimals, Layout, Lint, Package, Settings};

/// How the document is read.
#[derive(Args)]
#[command(next_help_heading = "Document")]
pub(crate) struct Reading {
    /// The file of choices; `clientgen.toml` beside the document by default.
    ///
    /// What is said here comes before what the file says; lists are joined.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Treats warnings as errors.
    #[arg(long)]
    strict: bool,
    /// Silences the warnings of a rule, by the name in brackets.
    #[arg(long, value_name = "RULE")]
    allow: Vec<String>,
    /// Asks more of the document than a client needs.
    #[arg(long, value_name = "docs|examples|unreachable")]
    lint: Vec<Lint>,
    /// Recognises lists in pages by the usual names of parameters and properties.
    #[arg(long)]
    infer_paging: bool,
}

/// Which operations are wanted. Each option may be there more than once.
#[derive(Args)]
#[command(next_help_heading = "Operations, with the schemas that they need")]
pub(crate) struct Wanted {
    /// Takes an operation, by its id; one without an id as `GET /pets`.
    #[arg(long, value_name = "ID")]
    include_operation: Vec<String>,
    /// Takes the operations of a tag.
    #[arg(long, value_name = "TAG")]
    include_tag: Vec<String>,
    /// Takes the operations of paths: `/pets/**`.
    #[arg(long, value_name = "PATTERN")]
    include_path: Vec<String>,
    /// Leaves an operation out, by its id.
    #[arg(long, value_name = "ID")]
    exclude_operation: Vec<String>,
    /// Leaves the operations of a tag out, be it their only one or not.
    #[arg(long, value_name = "TAG")]
    exclude_tag: Vec<String>,
    /// Leaves the operations of paths out.
    #[arg(long, value_name = "PATTERN")]
    exclude_path: Vec<String>,
    /// Leaves an area out, with the schemas that only it needs; those that nothing needs stay.
    #[arg(long, value_name = "AREA")]
    without: Vec<String>,
}

/// What the client is like.
#[derive(Args)]
#[command(next_help_heading = "Client")]
pub(crate) struct Style {
    /// How callers reach operations of which the document does not say it: by areas, or as paths have it.
    #[arg(long, value_name = "areas|paths")]
    calls: Option<Calls>,
    /// Which models share a file: none, those of an area, or all.
    #[arg(long, value_name = "models|areas|single")]
    layout: Option<Layout>,
    /// What dates are: the text of the service that is read on demand, types of `jiff`, or plain texts.
    #[arg(long, value_name = "lazy|jiff|text")]
    dates: Option<Dates>,
    /// What decimal numbers are: exact ones of `rust_decimal`, or `f64` and texts.
    #[arg(long, value_name = "exact|plain")]
    decimals: Option<Decimals>,
    /// Lets models check ranges, lengths, counts and patterns when `validate()` is called.
    #[arg(long)]
    validation: bool,
    /// Makes each area a cargo feature.
    #[arg(long)]
    features_per_tag: bool,
    /// Calls a thing otherwise: `Pet.name=title`.
    #[arg(long, value_name = "NAME=NEW", value_parser = pair)]
    rename: Vec<(String, String)>,
    /// Takes a type of one's own for a schema or a property: `Money=crate::Money`.
    #[arg(long, value_name = "NAME=TYPE", value_parser = pair)]
    replace: Vec<(String, String)>,
    /// Lets a model derive more traits: `Pet=Hash,Eq`; `*` are all models.
    #[arg(long, value_name = "MODEL=TRAITS", value_parser = pair)]
    derive: Vec<(String, String)>,
}

/// What the manifest says.
#[derive(Args)]
#[command(next_help_heading = "Package")]
pub(crate) struct Manifest {
    /// The name of the crate. Comes from the document's title by default.
    #[arg(long)]
    name: Option<String>,
    /// The version of the crate; 0.1.0 by default.
    #[arg(long, value_name = "VERSION")]
    crate_version: Option<String>,
    /// The edition of Rust; 2024 by default.
    #[arg(long, value_name = "2021|2024", value_parser = ["2021", "2024"])]
    edition: Option<String>,
    /// The features that are on by default, such as `blocking` or areas; `reqwest,tracing` and all areas otherwise.
    #[arg(long, value_name = "FEATURES", value_delimiter = ',')]
    default_features: Option<Vec<String>>,
    /// The folder of clientgen-runtime, to depend on it by path.
    #[arg(long, value_name = "FOLDER")]
    runtime: Option<PathBuf>,
}

/// What is to be generated.
#[derive(Args)]
pub(crate) struct Choices {
    #[command(flatten)]
    pub(crate) reading: Reading,
    #[command(flatten)]
    wanted: Wanted,
    #[command(flatten)]
    style: Style,
}

impl Choices {
    pub(crate) fn settings(self) -> Settings {
        let Self { reading, wanted, style } = self;
        let mut settings = Settings::default();
        settings.strict = reading.strict;
        settings.allow = reading.allow;
        settings.lints = reading.lint;
        settings.infer_paging = reading.infer_paging;
        settings.include.operations = wanted.include_operation;
        settings.include.tags = wanted.include_tag;
        settings.include.paths = wanted.include_path;
        settings.exclude.operations = wanted.exclude_operation;
        settings.exclude.tags = wanted.exclude_tag;
        settings.exclude.paths = wanted.exclude_path;
        settings.without = wanted.without;
        settings.calls = style.calls;
        settings.layout = style.layout;
        settings.dates = style.dates;
        settings.decimals = style.decimals;
        settings.validation = style.validation;
        settings.features_per_tag = style.features_per_tag;
        settings.rename = style.rename.into_iter().collect();
        settings.replace = style.replace.into_iter().collect();
        settings.derive = derives(style.derive);
        settings
    }
}

impl Manifest {
    /// What a file says of the package, where nothing is said here.
    pub(crate) fn or(self, mut others: Package) -> Package {
        let features = self.default_features;
        // No feature at all is an empty text here.
        let features = features.map(|all| all.into_iter().filter(|name| !name.is_empty()).collect());
        others.name = self.name.or(others.name);
        others.version = self.crate_version.or(others.version);
        others.edition = self.edition.or(others.edition);
        others.default_features = features.or(others.default_features);
        others.runtime = self.runtime.or(others.runtime);
        others
    }
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() && !value.is_empty() => {
            Ok((name.to_owned(), value.to_owned()))
        }
        _ => Err("write it as `NAME=VALUE`".to_owned()),
    }
}

fn derives(said: Vec<(String, String)>) -> BTreeMap<String, Vec<String>> {
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (model, traits) in said {
        let traits = traits.split(',').map(|name| name.trim().to_owned());
        all.entry(model).or_default().extend(traits);
    }
    all
}
