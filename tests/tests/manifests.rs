//! That a client lets its users choose every feature of the runtime that is theirs to choose: the manifests of emitted
//! packages, and that of `partner-center`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use clientgen::Package;
use heck::ToKebabCase;

/// What a document needs or does not need, rather than who uses the client.
const OF_THE_DOCUMENT: [&str; 4] = ["decimal", "jiff", "regex", "xml"];

/// The names in the section `features` of a manifest.
fn features(manifest: &str) -> BTreeSet<String> {
    let section = manifest.lines().skip_while(|line| *line != "[features]").skip(1);
    let entries = section.take_while(|line| !line.starts_with('[')).filter_map(|line| line.split_once(" = "));
    entries.map(|(name, _)| name.to_owned()).collect()
}

#[test]
fn every_feature_of_the_runtime_is_passed_on() {
    let mut runtime = features(&fs::read_to_string("../runtime/Cargo.toml").expect("the runtime is there"));
    for name in OF_THE_DOCUMENT {
        assert!(runtime.remove(name), "the runtime has no feature `{name}`");
    }
    assert!(runtime.contains("reqwest") && runtime.contains("default"), "{runtime:?}");
    let client = fs::read_to_string("../generated/Cargo.toml").expect("the client is there");
    // It has areas of its own to choose besides.
    let offered = features(&client);
    let missing: Vec<&String> = runtime.difference(&offered).collect();
    assert!(missing.is_empty(), "generated/Cargo.toml lacks {missing:?}");

    let generated = clientgen::generate(Path::new("cases/minimal.yaml")).expect("the case is a good one");
    let files = generated.package(&Package::default()).expect("a package");
    let manifest = files.iter().find(|file| file.path == "Cargo.toml").expect("a package has a manifest");
    assert_eq!(features(&manifest.text), runtime, "the manifest of a package");
    for name in runtime.iter().filter(|name| *name != "default") {
        assert!(manifest.text.contains(&format!("\n{name} = [\"clientgen-runtime/{name}\"]\n")), "{name}");
    }
}

#[test]
fn every_area_of_partner_center_is_a_feature() {
    let spec = fs::read_to_string("../spec/partner-center.yaml").expect("the specification is there");
    let tags =
        spec.lines().skip_while(|line| *line != "tags:").skip(1).take_while(|line| line.starts_with(' '));
    let areas: BTreeSet<String> =
        tags.filter_map(|line| line.strip_prefix("  - name: ")).map(ToKebabCase::to_kebab_case).collect();
    let manifest = fs::read_to_string("../generated/Cargo.toml").expect("the client is there");
    let all = manifest.split_once("all-areas = [").and_then(|(_, rest)| rest.split_once(']'));
    let all: BTreeSet<String> = all
        .map(|(list, _)| list.split(',').map(|name| name.trim().trim_matches('"').to_owned()))
        .expect("there is a feature for all areas")
        .filter(|name| !name.is_empty())
        .collect();
    assert_eq!(areas, all, "tags of the specification, and areas that are features");
    let offered = features(&manifest);
    assert!(areas.is_subset(&offered) && areas.len() > 30, "{offered:?} has not all of {areas:?}");
}

#[test]
fn what_a_manifest_says_is_one_line() {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("title.json");
    let document = r#"{ "openapi": "3.1.0",
        "info": { "title": "Pets\u0000 and\r\n \"more\"", "version": "1" },
        "components": { "schemas": { "Pet": { "type": "object" } } } }"#;
    fs::write(&path, document).expect("there is a folder for this");
    let generated = clientgen::generate(&path).expect("any title will do");
    let files = generated.package(&Package::default()).expect("a package");
    let manifest = files.iter().find(|file| file.path == "Cargo.toml").expect("a package has a manifest");
    let description = manifest.text.lines().find(|line| line.starts_with("description"));
    assert_eq!(description, Some(r#"description = "A client for Pets and \"more\".""#));
}
