//! What a document holds, counted from the document itself.

use std::fs;
use std::path::Path;

use serde_yaml::{Mapping, Value};

const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// The operations of a document and its schemas; `None` where it cannot be read plainly.
pub(crate) fn count(root: &Path) -> Option<(u64, u64)> {
    let document = read(root)?;
    let mut operations = 0;
    for (_, item) in document.get("paths").and_then(Value::as_mapping).into_iter().flatten() {
        operations += item_operations(root, &document, item);
    }
    let components = document.get("components").and_then(|components| components.get("schemas"));
    let schemas = components.or_else(|| document.get("definitions")).and_then(Value::as_mapping);
    Some((operations, schemas.map_or(0, Mapping::len) as u64))
}

fn read(path: &Path) -> Option<Value> {
    let text = fs::read_to_string(path).ok()?;
    let text = text.trim_start_matches('\u{feff}');
    if path.extension().is_some_and(|extension| extension == "json") {
        return serde_json::from_str(text).ok();
    }
    let mut value: Value = serde_yaml::from_str(text).ok()?;
    value.apply_merge().ok()?;
    Some(value)
}

fn item_operations(root: &Path, document: &Value, item: &Value) -> u64 {
    let own = METHODS.iter().filter(|method| item.get(**method).is_some_and(Value::is_mapping)).count();
    let others = item.get("additionalOperations").and_then(Value::as_mapping).map_or(0, Mapping::len);
    let referred = item.get("$ref").and_then(Value::as_str);
    let referred = referred.map_or(0, |reference| referred_operations(root, document, reference));
    (own + others) as u64 + referred
}

fn referred_operations(root: &Path, document: &Value, reference: &str) -> u64 {
    let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    let (path, document) = if file.is_empty() {
        (root.to_owned(), document.clone())
    } else {
        let path = root.parent().unwrap_or(Path::new("")).join(file);
        match read(&path) {
            Some(document) => (path, document),
            None => return 0,
        }
    };
    let mut steps = fragment.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~"));
    let item = steps.try_fold(&document, |value, step| value.get(step.as_str()));
    item.map_or(0, |item| item_operations(&path, &document, item))
}
