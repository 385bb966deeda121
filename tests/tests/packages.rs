//! Whole packages, compiled: with each of their features alone, with none and with all.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clientgen::{Config, Generated, Layout, Package, Settings};

/// The areas of a package whose areas are features.
fn areas(generated: &Generated) -> Vec<String> {
    let files = generated.package(&Package::default()).expect("a package");
    let manifest = files.iter().find(|file| file.path == "Cargo.toml").expect("a package has a manifest");
    let list = manifest.text.split_once("all-areas = [").and_then(|(_, rest)| rest.split_once(']'));
    let list = list.map(|(list, _)| list.split(',')).expect("there is a feature for all areas");
    list.map(|name| name.trim().trim_matches('"').to_owned()).filter(|name| !name.is_empty()).collect()
}

/// Writes a package for each set of features that is on by default, and gives the names.
fn write_packages(folder: &Path, case: &str, edition: &str, settings: &Settings) -> Vec<String> {
    let document = PathBuf::from(format!("cases/{case}.yaml"));
    let generated = clientgen::generate_with(&document, settings).expect("the case is a good one");
    let case = format!("{case}-{edition}");
    let alone = areas(&generated).into_iter().map(|area| (format!("{case}-with-{area}"), vec![area]));
    let none = (format!("{case}-with-none"), Vec::new());
    let all = (format!("{case}-with-all"), vec!["all-areas".to_owned()]);
    let write = |(name, features): (String, Vec<String>)| {
        let mut package = Package::default();
        package.name = Some(name.clone());
        package.edition = Some(edition.to_owned());
        package.default_features = Some(features);
        package.runtime = Some(fs::canonicalize("../runtime").expect("the runtime is there"));
        let files = generated.package(&package).expect("a package");
        clientgen::write(&folder.join(&name), &files).expect("a package can be written");
        name
    };
    alone.chain([none, all]).map(write).collect()
}

/// Runs cargo in a folder of packages, and gives what it says.
fn cargo(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .args(["--offline", "--quiet"])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env("CARGO_TERM_COLOR", "never")
        .env_remove("RUSTFLAGS")
        .env("RUSTDOCFLAGS", "-D warnings")
        .output()
        .expect("cargo is there");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    said
}

#[test]
fn packages_compile_with_each_feature_alone() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("packages");
    let mut settings = Settings::default();
    settings.features_per_tag = true;
    let mut by_area = settings.clone();
    by_area.layout = Some(Layout::Areas);
    let chosen = Config::read(Path::new("cases/chosen_features.toml")).expect("a file of choices").settings;
    let mut names = write_packages(&folder, "chosen_features", "2021", &chosen);
    names.extend(write_packages(&folder, "chosen_features", "2024", &by_area));
    names.extend(write_packages(&folder, "calls_by_path", "2024", &settings));
    names.extend(write_packages(&folder, "calls", "2024", &settings));
    names.extend(write_packages(&folder, "careless", "2024", &settings));
    let members: Vec<String> = names.iter().map(|name| format!("{name:?}")).collect();
    let workspace = format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n", members.join(", "));
    fs::write(folder.join("Cargo.toml"), workspace).expect("a manifest can be written");
    // The versions of this workspace are at hand.
    fs::copy("../Cargo.lock", folder.join("Cargo.lock")).expect("there is a lock file");
    assert_eq!(cargo(&folder, &["check", "--workspace"]), "");
    // Links lead to what has another feature, so that only all of it is documented.
    let all = names.iter().filter(|name| name.ends_with("-with-all"));
    let packages: Vec<&str> = all.flat_map(|name| ["--package", name]).collect();
    assert_eq!(cargo(&folder, &[&["doc", "--no-deps"], packages.as_slice()].concat()), "");
}
