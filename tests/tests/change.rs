//! Edit the specification, and exactly these lines of the client change.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use insta::assert_snapshot;
use similar::{ChangeTag, TextDiff};

const SPEC: &str = "../spec";
const DOCUMENT: &str = "partner-center.yaml";

/// An empty folder of this name.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("change").join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// The files below a folder that the generator reads.
fn documents(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(documents(&path));
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            files.push(path);
        }
    }
    files
}

/// What is generated from the specification in a folder: the text of each file.
fn generate(spec: &Path) -> BTreeMap<String, String> {
    let generated = clientgen::generate(&spec.join(DOCUMENT)).unwrap();
    generated.module().into_iter().map(|file| (file.path, file.text)).collect()
}

/// The lines that change when a text in a file of the specification is replaced.
fn change(name: &str, file: &str, old: &str, new: &str) -> String {
    let copy = folder(name);
    for path in documents(Path::new(SPEC)) {
        let target = copy.join(path.strip_prefix(SPEC).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(path, target).unwrap();
    }
    let path = copy.join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(text.matches(old).count(), 1, "{old:?} has to be in {file} once");
    fs::write(path, text.replace(old, new)).unwrap();
    compare(&generate(Path::new(SPEC)), &generate(&copy))
}

fn compare(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) -> String {
    let mut lines = String::new();
    for path in before.keys().chain(after.keys()).collect::<BTreeSet<_>>() {
        let [old, new] = [before, after].map(|files| files.get(path).map_or("", String::as_str));
        if old == new {
            continue;
        }
        writeln!(lines, "{path}").unwrap();
        for change in TextDiff::from_lines(old, new).iter_all_changes() {
            match change.tag() {
                ChangeTag::Equal => {}
                tag => writeln!(lines, "{}", format!("{tag} {change}").trim_end()).unwrap(),
            }
        }
    }
    lines
}

#[test]
fn a_comment() {
    let lines = change("comment", DOCUMENT, "openapi: 3.1.0\n", "# Nothing new.\nopenapi: 3.1.0\n");
    assert_eq!(lines, "");
}

#[test]
fn a_sentence() {
    let lines = change(
        "sentence",
        "customers/schemas.yaml",
        "Domains of the customer's tenant.",
        "All of its domains.",
    );
    assert_snapshot!(lines, @r#"
    models/customer.rs
    -     /// Domains of the customer's tenant.
    +     /// All of its domains.
    "#);
}

#[test]
fn the_name_of_an_enum_value() {
    let lines = change("value", "customers/schemas.yaml", "    - syndication\n", "    - distribution\n");
    assert_snapshot!(lines, @r#"
    models/relationship_to_partner.rs
    -     /// `syndication`
    -     Syndication,
    +     /// `distribution`
    +     Distribution,
    -         Syndication = "syndication",
    +         Distribution = "distribution",
    "#);
}

#[test]
fn one_more_property() {
    let attributes = "      description: What kind of resource this is.\n\nCustomerCompanyProfile:\n";
    let tier = "      description: What kind of resource this is.\n    \
                    accountTier:\n      type: string\n      description: How the customer grows.\n\n\
                    CustomerCompanyProfile:\n";
    let lines = change("property", "customers/schemas.yaml", attributes, tier);
    assert_snapshot!(lines, @r#"
    models/customer.rs
    +     /// How the customer grows.
    +     pub account_tier: Option<String>,
    +         11 => account_tier: optional("accountTier"),
    "#);
}

#[test]
fn one_more_parameter() {
    let reseller = "      - name: indirectResellerId\n";
    let campaign = "      - name: campaign\n        in: query\n        description: What made the customer come.\n        \
                    schema:\n          type: integer\n      - name: indirectResellerId\n";
    let lines = change("parameter", "customers/paths.yaml", reseller, campaign);
    assert_snapshot!(lines, @r#"
    customers.rs
    +     pub(super) campaign: Option<i64>,
    +     /// What made the customer come.
    +     #[inline]
    +     pub fn campaign(mut self, campaign: i64) -> Self {
    +         self.campaign = Some(campaign);
    +         self
    +     }
    +
    +             .query("campaign", &self.campaign)
    customers/relationship_request.rs
    +             campaign: None,
    "#);
}

#[test]
fn one_more_model() {
    let link = "\nLink:\n  title: Microsoft.Partner.Core.Collections.Link\n";
    let model = format!("\nTier:\n  type: string\n  description: A tier.\n  enum: [growing]\n{link}");
    let lines = change("model", "common/schemas.yaml", link, &model);
    assert_eq!(lines, "", "what no operation needs is not generated");
}

/// Not a test: the build script of the client, for `a_build_script_watches_the_specification`.
#[test]
#[ignore = "a part of another test"]
fn build_script() {
    clientgen::Build::new(Path::new(SPEC).join(DOCUMENT)).run();
    clientgen::Build::new(Path::new(SPEC).join("partner-api.yaml")).module("partner_api").run();
}

#[test]
fn a_build_script_watches_the_specification() {
    let output = Command::new(env::current_exe().unwrap())
        .args(["--exact", "build_script", "--ignored", "--nocapture"])
        .env("OUT_DIR", folder("watch"))
        .output()
        .unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{stdout}");
    let watched: BTreeSet<_> = stdout
        .lines()
        .filter_map(|line| line.strip_prefix("cargo::rerun-if-changed="))
        .map(PathBuf::from)
        .collect();
    let files = documents(Path::new(SPEC));
    let folders = files.iter().map(|file| file.parent().unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(watched, files.into_iter().chain(folders).collect::<BTreeSet<_>>());
}
