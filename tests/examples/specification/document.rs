//! A reader of the specification that knows nothing of the generator.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value as Json};

use super::Result;

const METHODS: [&str; 7] = ["get", "put", "post", "delete", "patch", "head", "options"];

/// An operation, with what it refers to in place down to its parameters, bodies and examples.
pub(super) struct Operation {
    pub(super) id: String,
    /// In upper case.
    pub(super) method: String,
    /// As the document writes it.
    pub(super) path: String,
    /// What the path begins with at the server.
    pub(super) prefix: String,
    /// Those of the path item, too.
    pub(super) parameters: Vec<Json>,
    pub(super) body: Json,
    pub(super) paging: Json,
    pub(super) is_undocumented: bool,
}

impl Operation {
    /// What a parameter in one of these places is named.
    pub(super) fn names<'o>(&'o self, place: &'o str) -> impl Iterator<Item = &'o str> {
        let here = self.parameters.iter().filter(move |parameter| parameter["in"] == place);
        here.filter_map(|parameter| parameter["name"].as_str())
    }

    /// The path at the server, with nothing fixed behind a question mark.
    pub(super) fn address(&self) -> String {
        format!("{}{}", self.prefix, self.path.split('?').next().unwrap_or_default())
    }

    /// What stands behind the question mark, though callers do not say it.
    pub(super) fn fixed_query(&self) -> impl Iterator<Item = &str> {
        let query = self.path.split_once('?').map_or("", |(_, query)| query);
        query.split('&').filter_map(|pair| pair.split('=').next()).filter(|name| !name.is_empty())
    }
}

/// Reads the operations of a document, in its order.
pub(super) fn operations(document: &Path) -> Result<Vec<Operation>> {
    let mut files = Files::default();
    let root = files.read(document)?;
    let prefix = prefix(&root);
    let mut operations = Vec::new();
    for (path, item) in root["paths"].as_object().into_iter().flatten() {
        let (file, item) = files.resolved(document, item)?;
        let shared = files.all(&file, &item["parameters"])?;
        for method in METHODS {
            let Some(operation) = item.get(method) else { continue };
            let own = files.all(&file, &operation["parameters"])?;
            let hides =
                |one: &Json| own.iter().any(|own| own["name"] == one["name"] && own["in"] == one["in"]);
            let mut parameters: Vec<Json> = shared.iter().filter(|one| !hides(one)).cloned().collect();
            parameters.extend(own.iter().cloned());
            operations.push(Operation {
                id: operation["operationId"].as_str().unwrap_or(path).to_owned(),
                method: method.to_ascii_uppercase(),
                path: path.clone(),
                prefix: prefix.clone(),
                parameters,
                body: files.with_examples(&file, &operation["requestBody"])?,
                paging: operation["x-ms-pageable"].clone(),
                is_undocumented: operation["x-undocumented"] == true,
            });
        }
    }
    Ok(operations)
}

/// The path of the first server.
fn prefix(root: &Json) -> String {
    let url = root["servers"][0]["url"].as_str().unwrap_or_default();
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.find('/').map_or("", |at| &rest[at..]).trim_end_matches('/').to_owned()
}

/// The files of a document, each read once.
#[derive(Default)]
struct Files(BTreeMap<PathBuf, Json>);

impl Files {
    fn read(&mut self, path: &Path) -> Result<Json> {
        if let Some(json) = self.0.get(path) {
            return Ok(json.clone());
        }
        let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let json: Json =
            serde_yaml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        self.0.insert(path.to_owned(), json.clone());
        Ok(json)
    }

    /// A value with what it refers to in its place, and the file where that is.
    fn resolved(&mut self, file: &Path, value: &Json) -> Result<(PathBuf, Json)> {
        let (mut file, mut value) = (file.to_owned(), value.clone());
        while let Some(reference) = value["$ref"].as_str() {
            let (other, pointer) = reference.split_once('#').unwrap_or((reference, ""));
            if !other.is_empty() {
                file = file.with_file_name("").join(other);
            }
            let found = self.read(&file)?.pointer(pointer).cloned();
            value = found.ok_or_else(|| format!("{}: {reference} leads nowhere", file.display()))?;
        }
        Ok((file, value))
    }

    fn all(&mut self, file: &Path, values: &Json) -> Result<Vec<Json>> {
        let values = values.as_array().into_iter().flatten();
        values.map(|value| self.with_examples(file, value)).collect()
    }

    /// A parameter or a body, with its schemas and examples in place, and those of its media types.
    fn with_examples(&mut self, file: &Path, value: &Json) -> Result<Json> {
        let (file, mut value) = self.resolved(file, value)?;
        if let Some(schema) = value.get("schema") {
            value["schema"] = self.resolved(&file, schema)?.1;
        }
        for (key, resolve) in
            [("examples", Self::resolved_value as Resolve), ("content", Self::with_examples)]
        {
            let Some(entries) = value.get(key).and_then(Json::as_object).cloned() else { continue };
            let entries =
                entries.iter().map(|(name, entry)| Ok((name.clone(), resolve(self, &file, entry)?)));
            value[key] = Json::Object(entries.collect::<Result<Map<_, _>>>()?);
        }
        Ok(value)
    }

    fn resolved_value(&mut self, file: &Path, value: &Json) -> Result<Json> {
        Ok(self.resolved(file, value)?.1)
    }
}

type Resolve = fn(&mut Files, &Path, &Json) -> Result<Json>;
