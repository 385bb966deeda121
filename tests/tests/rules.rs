//! The rules that the real service makes: that `docs/service-rules.md` names tests that there are, and what holds for
//! the specification as a whole.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use clientgen::{File, generate};

/// The text of all files of a folder and below.
fn sources(folder: &Path, all: &mut String) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, all);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            all.push_str(&fs::read_to_string(&path).expect("a source file"));
        }
    }
}

/// The names in backticks.
fn names(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

#[test]
fn every_rule_has_tests() {
    let mut tests = String::new();
    for folder in ["../runtime/tests", "../generated/tests", "tests"] {
        sources(Path::new(folder), &mut tests);
    }
    let text = fs::read_to_string("../docs/service-rules.md").expect("the page is there");
    let rows: Vec<Vec<&str>> = text
        .lines()
        .filter(|line| line.starts_with("| "))
        .map(|line| line.trim_matches('|').split(" | ").collect())
        .filter(|cells: &Vec<&str>| cells.first().is_none_or(|cell| cell.trim() != "rule"))
        .collect();
    assert!(rows.len() > 40, "{}", rows.len());
    for cells in rows {
        let [rule, place, named] = cells[..] else { panic!("three columns: {cells:?}") };
        assert!(!rule.trim().is_empty() && !place.trim().is_empty(), "{cells:?}");
        assert!(names(named).next().is_some(), "no test: {rule}");
        for name in names(named) {
            assert!(tests.contains(&format!("fn {name}(")), "there is no test `{name}`: {rule}");
        }
    }
}

/// The emitted client of Partner Center.
fn partner_center() -> Vec<File> {
    let generated =
        generate(Path::new("../spec/partner-center.yaml")).expect("the specification is a good one");
    generated.module()
}

/// The words of a text.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
}

/// The words of a text that begin with a capital.
fn types(text: &str) -> impl Iterator<Item = &str> {
    words(text).filter(|word| word.starts_with(char::is_uppercase))
}

/// The blocks of a text that begin with some words: the name that follows, and what is inside.
fn blocks<'t>(text: &'t str, start: &'t str) -> impl Iterator<Item = (&'t str, &'t str)> {
    text.split(start).skip(1).filter_map(|block| {
        let (inside, _) = block.split_once("\n}")?;
        Some((types(inside).next()?, inside))
    })
}

#[test]
fn no_answer_of_partner_center_needs_a_property() {
    let files = partner_center();
    let (mut parts, mut required) = (BTreeMap::new(), BTreeMap::new());
    let mut answers = BTreeSet::new();
    for file in &files {
        if !file.path.starts_with("models") {
            for call in ["Call<", "Pages<", "Poller<"] {
                let ends = file.text.split(call).skip(1).filter_map(|rest| rest.split_whitespace().next());
                answers.extend(ends.flat_map(types));
            }
            continue;
        }
        parts.extend(blocks(&file.text, "pub struct ").chain(blocks(&file.text, "pub enum ")));
        required
            .extend(blocks(&file.text, "model! {").filter(|(_, inside)| inside.contains(": required(\"")));
    }
    assert!(
        parts.len() > 200 && required.len() > 20,
        "{} models, {} of them strict",
        parts.len(),
        required.len()
    );
    let mut next: Vec<&str> = answers.iter().copied().collect();
    let mut seen = BTreeSet::new();
    while let Some(name) = next.pop() {
        let Some(inside) = parts.get(name).filter(|_| seen.insert(name)) else { continue };
        // Documentation may name what is not in there.
        next.extend(inside.lines().filter(|line| !line.contains("///")).flat_map(types));
    }
    assert!(seen.contains("Customer") && seen.contains("CustomerCompanyProfile"), "{seen:?}");
    // What tells the kinds of a union apart is there, or the value is of no known kind.
    let tag =
        |line: &&str| line.contains("required(\"type\")") || line.contains("required(\"artifactType\")");
    for name in seen {
        let Some(inside) = required.get(name) else { continue };
        let strict: Vec<&str> =
            inside.lines().filter(|line| line.contains(": required(\"")).filter(|line| !tag(line)).collect();
        assert_eq!(strict, [""; 0], "{name} is in answers");
    }
}

#[test]
fn no_number_of_partner_center_is_a_float() {
    let files = partner_center();
    assert!(files.iter().any(|file| file.text.contains("DecimalText") || file.text.contains("Decimal")));
    for file in files {
        assert!(!words(&file.text).any(|word| word == "f64" || word == "f32"), "{}", file.path);
    }
}
