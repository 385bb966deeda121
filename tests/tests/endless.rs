//! Chains and trees of schemas that have no end, or none that is near: the generator takes time that grows with the
//! document, and no more stack for any.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

/// Chains longer than a stack is deep, each through another keyword. None may abort, or take more than linear time.
#[test]
fn chains_end() {
    const LENGTH: usize = 2_000;
    type Link = fn(Value) -> Value;
    let links: [(&str, Link); 10] = [
        ("properties", |next| json!({ "type": "object", "properties": { "next": next } })),
        (
            "required",
            |next| json!({ "type": "object", "required": ["next"], "properties": { "next": next } }),
        ),
        ("items", |next| json!({ "type": "array", "items": next })),
        ("all_of", |next| json!({ "allOf": [next, { "description": "one more" }] })),
        ("one_of", |next| json!({ "oneOf": [next, { "type": "string" }] })),
        (
            "inner",
            |next| json!({ "properties": { "a": { "allOf": [next, { "properties": { "b": {} } }] } } }),
        ),
        ("listed", |next| json!({ "type": "array", "items": { "allOf": [next, { "maxItems": 3 }] } })),
        ("alias", |next| next),
        ("values", |next| json!({ "type": "object", "additionalProperties": next })),
        ("paths", |next| next),
    ];
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("chains");
    fs::create_dir_all(&folder).unwrap();
    for (name, link) in links {
        let refer = |at: usize| match name {
            "paths" => json!({ "$ref": format!("#/paths/~1s{}", at % LENGTH) }),
            _ => json!({ "$ref": format!("#/components/schemas/S{}", at % LENGTH) }),
        };
        // Once with an end, and once in a circle.
        for circle in [false, true] {
            let mut chain: Vec<Value> = (0..LENGTH).map(|at| link(refer(at + 1))).collect();
            if !circle {
                chain[LENGTH - 1] =
                    json!({ "type": "object", "properties": { "end": { "type": "string" } } });
            }
            let prefix = if name == "paths" { "/s" } else { "S" };
            let chain: Map<String, Value> =
                chain.into_iter().enumerate().map(|(at, schema)| (format!("{prefix}{at}"), schema)).collect();
            let (paths, schemas) =
                if name == "paths" { (chain, json!({})) } else { (<_>::default(), chain.into()) };
            let document = json!({
                "openapi": "3.1.0", "info": { "title": "Chain", "version": "1" },
                "paths": paths, "components": { "schemas": schemas }
            });
            let path = folder.join(format!("{name}.json"));
            fs::write(&path, document.to_string()).unwrap();
            let generated = clientgen::generate(&path);
            // Paths that lead to each other alone are none, and then there is nothing to generate.
            let is_empty = name == "paths" && circle;
            assert!(generated.is_ok() != is_empty, "{name}, circle: {circle}: {generated:?}");
        }
    }
    fs::remove_dir_all(&folder).unwrap();
}

/// A part of a document, by its number.
type Part = Box<dyn Fn(usize) -> Value>;

/// References where there can be none are followed where they stand: in circles, in long chains, and twice each.
#[test]
fn misplaced_references_end() {
    let inner = |next: String| json!({ "properties": { "$ref": format!("#/x-parts/{next}") } });
    let chain = move |at: usize| json!({ "a": inner(format!("P{}", at + 1)) });
    let circle = move |at: usize| json!({ "a": inner(format!("P{}", (at + 1) % 50)) });
    let tree =
        move |at: usize| json!({ "a": inner(format!("P{}", at + 1)), "b": inner(format!("P{}", at + 1)) });
    let parts: [(&str, usize, Part, &str); 3] = [
        ("circle", 50, Box::new(circle), "circular-reference"),
        ("chain", 2_000, Box::new(chain), "deep-reference"),
        ("tree", 50, Box::new(tree), "too-large"),
    ];
    for (name, length, part, rule) in parts {
        let parts: Map<String, Value> = (0..length).map(|at| (format!("P{at}"), part(at))).collect();
        let document = json!({
            "openapi": "3.1.0", "info": { "title": "Parts", "version": "1" }, "paths": {}, "x-parts": parts,
            "components": { "schemas": { "S": inner("P0".into()) } }
        });
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("misplaced_{name}.json"));
        fs::write(&path, document.to_string()).unwrap();
        let found = match clientgen::generate(&path) {
            Ok(generated) => generated.warnings().to_string(),
            Err(report) => report.to_string(),
        };
        assert!(found.contains(rule), "{name}: {found}");
        fs::remove_file(&path).unwrap();
    }
}

/// Schemas that hold two of the next each, with something of their own: a tree without end, if each were written out.
#[test]
fn trees_end() {
    let next = |at: usize| json!({ "$ref": format!("#/components/schemas/S{at}") });
    let more = [json!({ "description": "more" }), json!({ "properties": { "extra": { "type": "string" } } })];
    for (part, most) in more.into_iter().zip([31, 400]) {
        let both = |at: usize| json!({ "allOf": [next(at + 1), part] });
        let schema = |at: usize| json!({ "type": "object", "properties": { "a": both(at), "b": both(at) } });
        let mut schemas: Map<String, Value> = (0..30).map(|at| (format!("S{at}"), schema(at))).collect();
        schemas.insert("S30".into(), json!({ "type": "object", "properties": { "end": {} } }));
        let generated = clientgen::generate(&document("tree.json", &schemas)).unwrap();
        let types = generated.names().lines().filter(|line| line.starts_with("type ")).count();
        assert!(types <= most, "{types} types");
    }
}

/// Alternatives and values by the thousand: none is compared with each of the others.
#[test]
fn many_alternatives_end() {
    const COUNT: usize = 20_000;
    let each = |one: fn(usize) -> Value| (0..COUNT).map(one).collect::<Vec<_>>();
    let inline = |at| json!({ "type": "object", "properties": { format!("p{at}"): {} } });
    let schemas = Map::from_iter([
        ("Inline".to_owned(), json!({ "oneOf": each(inline) })),
        ("Constants".to_owned(), json!({ "oneOf": each(|at| json!({ "const": format!("v{at}") })) })),
        ("Values".to_owned(), json!({ "enum": each(|at| json!(format!("v{at}"))) })),
    ]);
    let generated = clientgen::generate(&document("alternatives.json", &schemas)).unwrap();
    let types = generated.names().lines().filter(|line| line.starts_with("type ")).count();
    assert_eq!(types, COUNT + schemas.len());
}

/// What would be more code than any compiler takes.
#[test]
fn too_much_is_refused() {
    let names = |prefix: &str, count: usize| (0..count).map(|at| format!("{prefix}{at}")).collect::<Vec<_>>();
    let properties: Map<String, Value> =
        names("p", 5_000).into_iter().map(|name| (name, json!({}))).collect();
    let heir = json!({ "allOf": [{ "$ref": "#/components/schemas/Base" }, { "properties": { "own": {} } }] });
    let mut schemas: Map<String, Value> =
        names("Heir", 201).into_iter().map(|name| (name, heir.clone())).collect();
    schemas.insert("Base".into(), json!({ "type": "object", "properties": properties }));
    let report = clientgen::generate(&document("large.json", &schemas)).unwrap_err();
    let rules: Vec<&str> = report.diagnostics().map(clientgen::Diagnostic::rule).collect();
    assert_eq!(rules, ["too-large"]);
}

/// A document with some schemas, in a file.
fn document(name: &str, schemas: &Map<String, Value>) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let document = json!({
        "openapi": "3.1.0", "info": { "title": "Schemas", "version": "1" },
        "paths": {}, "components": { "schemas": schemas }
    });
    fs::write(&path, document.to_string()).unwrap();
    path
}
