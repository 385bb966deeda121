//! No keyword is lost in silence: each one, wherever it may stand, changes what comes out, or is warned of, or
//! `keywords/rows.yaml` says why it does neither.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use clientgen::{Package, Settings};
use serde_yaml::{Mapping, Value};

/// A keyword, or several that belong together, in a place of a document.
struct Row {
    document: String,
    at: String,
    add: Mapping,
    /// Why it may be lost.
    silent: Option<String>,
}

#[test]
fn no_keyword_is_lost_in_silence() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("keywords");
    fs::create_dir_all(&folder).unwrap();
    let mut without: HashMap<String, (Value, Vec<String>)> = HashMap::new();
    let mut wrong = Vec::new();
    for Row { document, at, add, silent } in rows() {
        let (plain, usual) = without.entry(document).or_insert_with_key(|document| {
            let plain = read(&PathBuf::from(format!("keywords/{document}.yaml")));
            let usual = outcome(&folder, &plain);
            (plain, usual)
        });
        let mut changed = plain.clone();
        let place = object(&mut changed, &at).unwrap_or_else(|| panic!("there is no `{at}`"));
        place.extend(add.clone());
        let lost = outcome(&folder, &changed) == *usual;
        let what = serde_json::to_string(&add).unwrap();
        match (lost, silent) {
            (true, None) => wrong.push(format!("lost at `{at}`: {what}\n")),
            (false, Some(_)) => wrong.push(format!("not lost, though said to be, at `{at}`: {what}\n")),
            _ => {}
        }
    }
    fs::remove_dir_all(&folder).unwrap();
    assert!(wrong.is_empty(), "{}", wrong.concat());
}

/// All that a document gives: the files of a package, and what is said of it; or why it gives none.
fn outcome(folder: &Path, document: &Value) -> Vec<String> {
    let path = folder.join("document.yaml");
    fs::write(&path, serde_yaml::to_string(document).unwrap()).unwrap();
    let mut settings = Settings::default();
    settings.validation = true;
    match clientgen::generate_with(&path, &settings) {
        Ok(generated) => {
            let files = generated.package(&Package::default()).unwrap();
            let texts = files.into_iter().flat_map(|file| [file.path, file.text]);
            // Where the rest of a document stands says nothing.
            let said = generated.warnings().diagnostics();
            texts.chain(said.map(|said| said.message().to_owned())).collect()
        }
        Err(report) => vec![report.to_string()],
    }
}

fn rows() -> Vec<Row> {
    let groups = read(Path::new("keywords/rows.yaml"));
    groups.as_sequence().unwrap().iter().flat_map(rows_of).collect()
}

/// The rows of a group, each once for every place that it is for.
fn rows_of(group: &Value) -> Vec<Row> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let document = text(&group["document"]).unwrap();
    let each: Vec<String> =
        group.get("each").and_then(Value::as_sequence).into_iter().flatten().filter_map(text).collect();
    let rows = group["rows"].as_sequence().unwrap();
    let of = |row: &Value| -> Vec<Row> {
        let places = row.get("at").and_then(text).map_or_else(|| each.clone(), |at| vec![at]);
        let one = |at: String| {
            let last = at.rsplit('/').next().unwrap_or_default();
            let silent = row.get("silent").and_then(|why| text(why).or_else(|| why.get(last).and_then(text)));
            let add = row["add"].as_mapping().unwrap().clone();
            Row { document: document.clone(), at, add, silent }
        };
        places.into_iter().map(one).collect()
    };
    rows.iter().flat_map(of).collect()
}

/// The object that a JSON pointer leads to.
fn object<'v>(document: &'v mut Value, pointer: &str) -> Option<&'v mut Mapping> {
    let step = |at: &'v mut Value, part: &str| {
        let part = part.replace("~1", "/").replace("~0", "~");
        match part.parse::<usize>() {
            Ok(index) if at.is_sequence() => at.get_mut(index),
            _ => at.get_mut(part.as_str()),
        }
    };
    pointer.split('/').skip(1).try_fold(document, step)?.as_mapping_mut()
}

fn read(path: &Path) -> Value {
    serde_yaml::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}
