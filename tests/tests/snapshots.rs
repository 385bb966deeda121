//! What the generator gives, kept: names and code of every case, reports of every flawed document.
//!
//! `INSTA_UPDATE=always cargo test -p tests --test snapshots` writes what has changed, for review.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clientgen::{Config, File, Generated, Lint, Package, Report, Settings, Severity};

const PARTNER_CENTER: &str = "../spec/partner-center.yaml";
const FOLDER: &str = "snapshots";

/// A text that is kept in `snapshots/<folder>/<name>.snap`.
struct Snapshot {
    folder: &'static str,
    name: String,
    text: String,
}

impl Snapshot {
    fn new(folder: &'static str, name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { folder, name: name.into(), text: text.into() }
    }

    fn path(&self) -> PathBuf {
        Path::new(FOLDER).join(self.folder).join(format!("{}.snap", self.name))
    }

    fn check(&self) {
        let mut settings = insta::Settings::new();
        settings.set_snapshot_path(Path::new("../snapshots").join(self.folder));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(self.name.as_str(), self.text));
    }
}

#[test]
fn partner_center_is_generated_as_before() {
    check(&partner_center());
}

#[test]
fn cases_are_generated_as_before() {
    check(&cases());
}

#[test]
fn a_package_is_written_as_before() {
    check(&package());
}

#[test]
fn bad_documents_are_refused_with_the_same_words() {
    check(&bad());
}

#[test]
fn odd_documents_are_mended_with_the_same_words() {
    check(&odd());
}

#[test]
fn what_lints_find_is_said_with_the_same_words() {
    check(&lints());
}

#[test]
fn partner_center_passes_the_lints() {
    let report = linted(Path::new(PARTNER_CENTER), &[Lint::Docs, Lint::Examples]);
    assert_eq!(report.to_string(), "");
}

#[test]
fn an_area_goes_with_the_models_that_only_it_needs() {
    let files = |case: &str, without: &[&str]| -> BTreeSet<String> {
        let mut settings = Settings::default();
        settings.strict = true;
        settings.without = without.iter().map(|&area| area.to_owned()).collect();
        let document = PathBuf::from(format!("cases/{case}.yaml"));
        let generated = clientgen::generate_with(&document, &settings).expect("a client");
        generated.module().into_iter().map(|file| file.path).collect()
    };
    let without = |case: &str, without: &[&str]| -> Vec<String> {
        files(case, &[]).difference(&files(case, without)).cloned().collect()
    };
    let gone = |areas: &[&str]| without("areas", areas);
    assert_eq!(gone(&["orders"]), ["models/order.rs", "orders.rs"]);
    assert_eq!(gone(&["service-requests"]), ["models/question.rs", "service_requests.rs"]);
    assert_eq!(gone(&["USERS"]), ["models/user_id.rs", "users.rs"]);
    let both = gone(&["orders", "Service Requests"]);
    let shop = ["shop.rs", "shop/orders.rs"];
    let models =
        ["models/money.rs", "models/order.rs", "models/question.rs", "orders.rs", "service_requests.rs"];
    assert_eq!(both, [&models[..], &shop[..]].concat());
    assert_eq!(
        without("chosen_features", &["incoming"]),
        ["incoming.rs", "models/price.rs", "models/sale.rs"]
    );
}

#[test]
fn every_snapshot_is_of_something() {
    let all = [partner_center(), cases(), package(), bad(), odd(), lints()];
    let expected: BTreeSet<PathBuf> = all.iter().flatten().map(Snapshot::path).collect();
    let folders: BTreeSet<&Path> = expected.iter().filter_map(|path| path.parent()).collect();
    let found: BTreeSet<PathBuf> =
        folders.into_iter().flat_map(entries).chain(entries(Path::new(FOLDER))).collect();
    let stale: Vec<&PathBuf> = found.difference(&expected).filter(|path| path.is_file()).collect();
    assert!(stale.is_empty(), "nothing gives these any more: {stale:#?}");
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    for document in documents("cases").into_iter().chain([PathBuf::from(PARTNER_CENTER)]) {
        let (first, second) = (generate(&document), generate(&document));
        assert_eq!(first.module(), second.module(), "{}", document.display());
        assert_eq!(first.names(), second.names(), "{}", document.display());
    }
}

#[test]
fn rustfmt_changes_nothing() {
    if !Command::new("rustfmt").arg("--version").output().is_ok_and(|output| output.status.success()) {
        eprintln!("rustfmt is not here: not checked");
        return;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("layout");
    let all = documents("cases").into_iter().chain([PathBuf::from(PARTNER_CENTER)]);
    let roots = all.enumerate().map(|(index, document)| {
        let folder = folder.join(index.to_string());
        clientgen::write(&folder, &generate(&document).module()).expect("a folder to write to");
        folder.join("mod.rs")
    });
    let roots: Vec<PathBuf> = roots.collect();
    // The settings of this workspace are not those of others.
    fs::write(folder.join("rustfmt.toml"), "").expect("a file to write to");
    let output = Command::new("rustfmt")
        .args(["--edition", "2024", "--check", "--config-path"])
        .arg(&folder)
        .args(&roots)
        .output()
        .expect("rustfmt runs");
    let said = [output.stdout, output.stderr].map(|said| String::from_utf8_lossy(&said).into_owned());
    assert!(output.status.success(), "{}", said.concat());
}

fn check(snapshots: &[Snapshot]) {
    assert!(!snapshots.is_empty());
    snapshots.iter().for_each(Snapshot::check);
}

/// The names of all there is, and a part of the code: the whole is too much to be read.
fn partner_center() -> Vec<Snapshot> {
    const SHOWN: &[&str] = &[
        "client.rs",
        "customers.rs",
        "customers/relationships.rs",
        "models/address.rs",
        "models/customer.rs",
        "models/customer_filter.rs",
        "models/fault.rs",
        "models/relationship_to_partner.rs",
        "models/resource_collection.rs",
        "models/secure_string.rs",
        "models/simple_customer_filter.rs",
    ];
    let generated = generate(Path::new(PARTNER_CENTER));
    let folder = "partner-center";
    let files = generated.module().into_iter().filter(|file| SHOWN.contains(&file.path.as_str()));
    let files = files.map(|file| Snapshot::new(folder, file.path.replace('/', "-"), file.text));
    files.chain([Snapshot::new(folder, "names", generated.names())]).collect()
}

/// Two for each case: what things are called, and all files.
fn cases() -> Vec<Snapshot> {
    let both = |document: PathBuf| {
        let generated = generate(&document);
        assert_eq!(generated.warnings().to_string(), "", "a document with warnings belongs to `odd`");
        let name = stem(&document);
        [
            Snapshot::new("cases", format!("{name}.names"), generated.names()),
            Snapshot::new("cases", name, joined(&generated.module())),
        ]
    };
    documents("cases").into_iter().flat_map(both).collect()
}

/// What a package has beside the module.
fn package() -> Vec<Snapshot> {
    const BESIDE: [&str; 2] = ["Cargo.toml", "README.md"];
    let chosen = |case: &str| {
        let document = PathBuf::from(format!("cases/{case}.yaml"));
        let mut files = generate(&document).package(&chosen(&document).package).expect("a package");
        files.retain(|file| BESIDE.contains(&file.path.as_str()));
        joined(&files)
    };
    let mut files =
        generate(Path::new("cases/sign_in.yaml")).package(&Package::default()).expect("a package");
    let layout: Vec<String> = files.iter().map(|file| format!("{}\n", file.path)).collect();
    files.retain(|file| BESIDE.contains(&file.path.as_str()) || file.path == "src/lib.rs");
    vec![
        Snapshot::new("package", "layout", layout.concat()),
        Snapshot::new("package", "files", joined(&files)),
        Snapshot::new("package", "chosen", chosen("chosen_types")),
        Snapshot::new("package", "features", chosen("chosen_features")),
    ]
}

/// Documents that give no client.
fn bad() -> Vec<Snapshot> {
    let report = |document: PathBuf| {
        let report =
            config(&document).map_or_else(|wrong| wrong, |config| refused(&document, &config.settings));
        assert!(report.count(Severity::Error) > 0, "{}: {report}", document.display());
        kept_report("bad", &document, &report)
    };
    documents("bad").into_iter().map(report).collect()
}

/// Documents that give a client, though they should not be as they are: a strict run refuses them.
fn odd() -> Vec<Snapshot> {
    let report = |document: PathBuf| {
        let generated = generate(&document);
        let mut strict = chosen(&document).settings;
        strict.strict = true;
        assert!(!generated.module().is_empty());
        assert!(refused(&document, &strict).count(Severity::Error) > 0, "{}", document.display());
        kept_report("odd", &document, generated.warnings())
    };
    documents("odd").into_iter().map(report).collect()
}

/// Documents of which nothing but a lint has anything to say: each lint its own folder's or file's.
fn lints() -> Vec<Snapshot> {
    let report = |document: PathBuf| {
        assert_eq!(generate(&document).warnings().to_string(), "", "{}", document.display());
        let lint: Lint = stem(&document).parse().expect("a document is called like its lint");
        kept_report("lints", &document, &linted(&document, &[lint]))
    };
    documents("lints").into_iter().map(report).collect()
}

/// What the generator says when it is asked for more than a client.
fn linted(document: &Path, lints: &[Lint]) -> Report {
    let mut settings = Settings::default();
    settings.lints = lints.to_vec();
    clientgen::generate_with(document, &settings)
        .unwrap_or_else(|report| panic!("{report}"))
        .warnings()
        .clone()
}

fn kept_report(folder: &'static str, document: &Path, report: &Report) -> Snapshot {
    Snapshot::new(folder, stem(document), report.to_string())
}

/// What is chosen for a document: `NAME.toml` beside `NAME.yaml`.
fn config(document: &Path) -> Result<Config, Report> {
    let path = document.with_extension("toml");
    if path.is_file() { Config::read(&path) } else { Ok(Config::default()) }
}

/// The same, beside nothing that is said elsewhere.
fn chosen(document: &Path) -> Config {
    let mut config = config(document).unwrap_or_else(|report| panic!("{report}"));
    config.settings = Settings::default().or(config.settings);
    config
}

fn generate(document: &Path) -> Generated {
    clientgen::generate_with(document, &chosen(document).settings)
        .unwrap_or_else(|report| panic!("{}:\n{report}", document.display()))
}

fn refused(document: &Path, settings: &Settings) -> Report {
    match clientgen::generate_with(document, settings) {
        Ok(_) => panic!("{} gives a client", document.display()),
        Err(report) => report,
    }
}

/// The documents of a folder: its files, and `document.yaml` of each folder in it.
fn documents(folder: &str) -> Vec<PathBuf> {
    let document = |path: PathBuf| {
        let inner = path.join("document.yaml");
        let wanted = path.extension().is_some_and(|extension| extension == "yaml" || extension == "json");
        if inner.is_file() { Some(inner) } else { wanted.then_some(path) }
    };
    let mut documents: Vec<PathBuf> = entries(Path::new(folder)).into_iter().filter_map(document).collect();
    documents.sort();
    documents
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries.map(|entry| entry.expect("a folder can be read").path()).collect()
}

/// The name of a document: that of its file, or of the folder that is all its own.
fn stem(document: &Path) -> &str {
    let named = if document.ends_with("document.yaml") { document.parent() } else { Some(document) };
    named.and_then(Path::file_stem).and_then(|stem| stem.to_str()).expect("a document has a name")
}

/// Files in one text, each below a line with its path.
fn joined(files: &[File]) -> String {
    let texts =
        files.iter().map(|file| format!("=============== {} ===============\n{}", file.path, file.text));
    texts.collect::<Vec<_>>().join("\n")
}
