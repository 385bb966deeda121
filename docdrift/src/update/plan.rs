//! Where an addition goes, and what is written there.

use std::path::PathBuf;

use super::definitions::{Arrivals, Destination};
use super::sites;
use crate::compare::Addition;
use crate::edit::{Insertion, Spot};
use crate::files::{At, Files, Place};
use crate::import::reason;
use crate::page::{Operation as PageOperation, Page, Parameter, Property, Said, Status};
use crate::spec::{Operation, Schema, Spec, Type};
use crate::write::{self, Yaml};
use crate::yaml::{Node, Value};

/// Everything that an addition is worked out from.
pub(super) struct Plan<'c> {
    pub(super) files: &'c Files,
    pub(super) spec: &'c Spec,
    pub(super) page: &'c Page,
    /// Why new operations could not be added.
    pub(super) no_import: Option<&'c str>,
}

/// An insertion into a file.
pub(super) struct Placed {
    pub(super) file: PathBuf,
    pub(super) insertion: Insertion,
}

/// What an addition takes.
pub(super) struct Planned {
    pub(super) insertions: Vec<Placed>,
    /// What people have to do about it nevertheless.
    pub(super) note: Option<String>,
}

/// What an addition takes, or why it is left to people.
type Outcome = Result<Planned, String>;

/// Lists beside the values of an enumeration that name each of them.
const NAMES: &[&str] = &["x-enum-varnames", "x-enumNames", "x-ms-enum"];
/// Lists beside the values of an enumeration that describe each of them.
const DESCRIPTIONS: &[&str] = &["x-enum-descriptions", "x-enumDescriptions"];

impl<'c> Plan<'c> {
    pub(super) fn insertions(&self, addition: &Addition<'c>) -> Outcome {
        match addition {
            Addition::Property { schema, new, before } => self.property(schema, new, before),
            Addition::Parameter { operation, header, new, before } => {
                self.parameter(operation, *header, new, before)
            }
            Addition::Value { known, new, before } => self.value(known, new, before),
            Addition::Status { operation, page, new } => self.status(operation, page, new),
            Addition::MediaType { of, new, before } => self.media_type(of, new, before),
            Addition::Operation(_) => Err(self.no_import.unwrap_or("an import does not write it").to_owned()),
        }
    }

    /// The address of the page, if it was read from one.
    pub(super) fn address(&self) -> Option<&'c str> {
        Some(self.page.source.as_str()).filter(|source| source.contains("://"))
    }

    /// The place of a schema in the tree of its file.
    pub(super) fn schema(&self, schema: &Schema) -> Option<At<'c>> {
        sites::entry(self.files, &schema.place, &schema.key)
    }

    fn property(&self, schema: &'c Schema, new: &Property, before: &[&str]) -> Outcome {
        let at = self.schema(schema).ok_or_else(|| lost(&schema.place))?;
        let inline = || at.list("allOf").find_map(|part| part.get("properties"));
        let Some(map) = at.get("properties").or_else(inline) else {
            return Err("its properties are those of the schemas that it is made of".to_owned());
        };
        let arrivals = Arrivals::of(self, Destination::of(self, schema), &new.kind)?;
        let refs = |name: &str| arrivals.reference(self, map.file, name);
        let names: Vec<&str> = map.entries().map(|(name, _)| name).collect();
        let addition = Yaml::Map(vec![write::property(new, &refs)]);
        let own = self.placed(map, sites::spot(&names, before), addition)?;
        Ok(Planned::plain(own, &arrivals, self))
    }

    fn parameter(&self, operation: &Operation, header: bool, new: &Parameter, before: &[&str]) -> Outcome {
        let within = if header { Some("header".to_owned()) } else { new.within.clone() };
        if new.required == Some(true) || within.as_deref() == Some("path") {
            return Err("callers who do not give it would be refused".to_owned());
        }
        let new = Parameter { within, ..new.clone() };
        let at = self.operation(operation)?;
        let arrivals = Arrivals::of(self, self.destination(operation), &new.kind)?;
        let refs = |name: &str| arrivals.reference(self, at.file, name);
        let item = Yaml::Map(write::parameter(&new, &refs));
        let own = match at.get("parameters") {
            Some(list) => {
                let listed = at.list("parameters").map(|one| self.files.resolve(one).node.text_of("name"));
                let names: Vec<&str> = listed.collect();
                self.placed(list, sites::spot(&names, before), Yaml::List(vec![item]))?
            }
            None => {
                self.placed(at, before_any(at, &["requestBody", "responses"]), list("parameters", item))?
            }
        };
        Ok(Planned::plain(own, &arrivals, self))
    }

    fn value(&self, known: &[(String, Place)], new: &str, before: &[&str]) -> Outcome {
        let missing = || "its values were not found again in the description".to_owned();
        let at = sites::enumeration(self.files, known).ok_or_else(missing)?;
        if let Some(names) = NAMES.iter().find(|key| at.get(key).is_some()) {
            return Err(format!("its values have names of their own in `{names}`"));
        }
        let values = at.get("enum").ok_or_else(missing)?;
        let items = values.node.items();
        let word = new.parse::<f64>().is_ok() && items.iter().all(|item| item.text().parse::<f64>().is_ok());
        let new = if word { Yaml::Word(new.to_owned()) } else { Yaml::Text(new.to_owned()) };
        // Descriptions are matched in order: what has none yet goes to the end.
        let described = DESCRIPTIONS.iter().find(|key| at.get(key).is_some());
        let names: Vec<&str> = items.iter().map(Node::text).collect();
        let spot = if described.is_some() { Spot::Last } else { sites::spot(&names, before) };
        let note = described.map(|key| format!("it is there now; describe it in `{key}`"));
        Ok(Planned { insertions: vec![self.placed(values, spot, Yaml::List(vec![new]))?], note })
    }

    fn status(&self, operation: &Operation, page: &PageOperation, new: &Status) -> Outcome {
        let responses = self.operation(operation)?.get("responses");
        let responses = responses.ok_or_else(|| lost(&operation.place))?;
        let kind = new.body.clone().unwrap_or_default();
        let arrivals = Arrivals::of(self, self.destination(operation), &kind)?;
        let refs = |name: &str| arrivals.reference(self, responses.file, name);
        let known = operation.statuses.iter().find(|status| !status.media_types.is_empty());
        let known = known.map(|status| Said { line: new.line, text: status.media_types.join(", ") });
        let one = PageOperation {
            statuses: Some(vec![new.clone()]),
            media_types: page.media_types.clone().or(known),
            ..PageOperation::default()
        };
        let codes: Vec<&str> = responses.entries().map(|(code, _)| code).collect();
        let behind = codes.iter().rposition(|code| *code < new.code.as_str());
        let addition = Yaml::Map(write::answers(&one, reason, &refs));
        let own = self.placed(responses, behind.map_or(Spot::First, Spot::After), addition)?;
        Ok(Planned::plain(own, &arrivals, self))
    }

    fn media_type(&self, of: &Place, new: &str, before: &[&str]) -> Outcome {
        let at = sites::entry(self.files, of, "requestBody").map(|at| self.files.resolve(at));
        let content = at.and_then(|at| at.get("content")).ok_or_else(|| lost(of))?;
        let names: Vec<&str> = content.entries().map(|(name, _)| name).collect();
        let schema = content.entries().find_map(|(_, media)| media.get("schema"));
        let schema = schema.map(|schema| ("schema".to_owned(), copy(schema.node)));
        let addition = Yaml::Map(vec![(new.to_owned(), Yaml::Map(schema.into_iter().collect()))]);
        let own = self.placed(content, sites::spot(&names, before), addition)?;
        Ok(Planned { insertions: vec![own], note: None })
    }

    fn operation(&self, operation: &Operation) -> Result<At<'c>, String> {
        sites::entry(self.files, &operation.place, &operation.method).ok_or_else(|| lost(&operation.place))
    }

    /// Where new definitions go that an operation needs: beside those that it has, or into the components.
    fn destination(&self, operation: &Operation) -> Option<Destination> {
        let answers = operation.statuses.iter().filter_map(|status| status.body.as_ref());
        let body = operation.body.iter().filter_map(|body| body.kind.as_ref());
        let kinds = answers.chain(body).chain(operation.parameters.iter().map(|one| &one.kind));
        let schema = kinds.filter_map(schema_of).find_map(|index| self.spec.schemas.get(index));
        schema.and_then(|schema| Destination::of(self, schema)).or_else(|| Destination::of_root(self))
    }

    fn placed(&self, at: At<'_>, spot: Spot, addition: Yaml) -> Result<Placed, String> {
        let into = sites::way_to(self.files, at).ok_or_else(|| lost(&at.place()))?;
        Ok(Placed { file: at.file.to_owned(), insertion: Insertion { into, spot, addition } })
    }
}

impl Planned {
    fn plain(own: Placed, arrivals: &Arrivals<'_>, plan: &Plan<'_>) -> Planned {
        let mut insertions = vec![own];
        insertions.extend(arrivals.insertions(plan));
        Planned { insertions, note: None }
    }
}

/// What to say of a place that is not where it was.
fn lost(place: &Place) -> String {
    format!("{place} does not have the form that additions need")
}

fn list(key: &str, item: Yaml) -> Yaml {
    Yaml::Map(vec![(key.to_owned(), Yaml::List(vec![item]))])
}

/// The spot before the first of some keys; behind everything if there is none of them.
fn before_any(at: At<'_>, keys: &[&str]) -> Spot {
    let mut entries = at.entries();
    match entries.position(|(key, _)| keys.contains(&key)) {
        Some(0) => Spot::First,
        Some(index) => Spot::After(index - 1),
        None => Spot::Last,
    }
}

/// The schema that a type is, or that its items are.
fn schema_of(kind: &Type) -> Option<usize> {
    match kind {
        Type::Schema(index) => Some(*index),
        Type::List(item) => schema_of(item),
        _ => None,
    }
}

/// A value of the description, to be written elsewhere in the same file.
fn copy(node: &Node) -> Yaml {
    match &node.value {
        Value::Scalar(text) if crate::edit::is_literal(node) => Yaml::Word(text.clone()),
        Value::Scalar(text) => Yaml::Text(text.clone()),
        Value::List(items) => Yaml::List(items.iter().map(copy).collect()),
        Value::Map(entries) => {
            Yaml::Map(entries.iter().map(|entry| (entry.key.clone(), copy(&entry.value))).collect())
        }
    }
}
