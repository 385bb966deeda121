//! Schemas, as written: JSON Schema 2020-12 with what OpenAPI adds.

mod discriminator;
mod kinds;
mod limits;
pub(super) mod notes;
mod rare;
mod values;
mod words;

use std::rc::Rc;

use super::Named;
use super::extension::{self, Rules};
use super::read::{Dialect, Object, Reader};
use super::xml::xml;
use crate::diagnostic::Pointer;
use crate::source::Value;
use discriminator::{Discriminator, discriminator};
use kinds::kinds;
pub(crate) use limits::{Bound, Limit};
pub(crate) use rare::{More, Rare, ValueWords};
use values::values;

/// A schema. What it refers to is not followed.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Schema {
    pub(crate) at: Option<Pointer>,
    /// `true` or `false` in place of an object.
    pub(crate) trivial: Option<bool>,
    pub(crate) reference: Option<Named>,
    pub(crate) title: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) deprecated: bool,
    pub(crate) kinds: Vec<(Kind, Pointer)>,
    /// Who may set it, if not both sides.
    pub(crate) setter: Option<Side>,
    pub(crate) nullable: bool,
    pub(crate) format: Option<String>,
    pub(crate) values: Option<Box<[Pointer]>>,
    pub(crate) constant: Option<Pointer>,
    pub(crate) words: Rare<ValueWords>,
    pub(crate) properties: Vec<(String, Rc<Schema>)>,
    pub(crate) required: Vec<Named>,
    pub(crate) additional: Option<Rc<Schema>>,
    pub(crate) items: Option<Rc<Schema>>,
    pub(crate) all_of: Vec<Rc<Schema>>,
    /// `oneOf`, or `anyOf` where there is no `oneOf`.
    pub(crate) any_of: Vec<Rc<Schema>>,
    pub(crate) any_of_at: Option<Pointer>,
    /// What narrows it further: in words, and to be checked.
    pub(crate) limits: Vec<String>,
    pub(crate) checks: Vec<Limit>,
    /// The default, and examples, in words.
    pub(crate) notes: Vec<String>,
    /// `x-clientgen`: how leniently it is read.
    pub(crate) rules: Rules,
    pub(crate) more: Rare<More>,
}

/// A value of an enum, and what there is to say of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct NamedValue {
    pub(crate) at: Pointer,
    pub(crate) name: Option<String>,
    pub(crate) docs: Option<String>,
}

/// A side of the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Service,
    Caller,
}

/// A JSON type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
}

impl Kind {
    /// What a value of it is, in a sentence.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Boolean => "a boolean",
            Self::Integer => "an integer",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        }
    }
}

/// Reads a schema, with the schemas inside it.
pub(crate) fn schema(reader: &mut Reader<'_>, at: Pointer) -> Option<Rc<Schema>> {
    read(reader, at).map(Rc::new)
}

/// Reads the schema keywords of an object that is more than a schema, such as a parameter of Swagger 2.0.
pub(super) fn inline(object: &mut Object<'_, '_>) -> Rc<Schema> {
    let mut schema = Schema { at: Some(object.at()), ..Schema::default() };
    let mut more = More::default();
    schema.format = object.text("format");
    items(object, &mut schema, &mut more);
    schema.more = more.into();
    narrow(object, &mut schema);
    values(object, &mut schema);
    kinds(object, &mut schema);
    limits::width(object, &mut schema);
    object.ignore(&["collectionFormat"]);
    Rc::new(schema)
}

/// What is right in a schema, and changes nothing in a client.
const SILENT: &[&str] = &[
    "$comment",
    "$schema",
    "$id",
    "$anchor",
    "$dynamicAnchor",
    "$vocabulary",
    "$defs",
    "definitions",
    "x-deviation",
];

/// What a client does not follow.
const UNSUPPORTED: &[&str] = &[
    "not",
    "if",
    "then",
    "else",
    "contains",
    "minContains",
    "maxContains",
    "propertyNames",
    "dependentRequired",
    "dependentSchemas",
];

/// Whether a schema takes anything or nothing, where it says no more than that: by `true` or `false`, or by `not: {}`. What
/// is no schema takes anything.
fn trivial(reader: &mut Reader<'_>, at: Pointer) -> Option<bool> {
    let sources = reader.sources();
    match sources.value(at) {
        Value::Bool(trivial) => Some(*trivial),
        Value::Map(members) => {
            let not = sources.member(at, "not").filter(|_| members.len() == 1)?;
            let anything = match sources.value(not) {
                Value::Map(members) => members.is_empty(),
                value => *value == Value::Bool(true),
            };
            anything.then_some(false)
        }
        _ => {
            let help = |text: &str| match text.strip_prefix('#') {
                Some(_) => format!("write `{{$ref: \"{text}\"}}`"),
                None => "write `{type: …}` for a type, and `{$ref: …}` for another schema".to_owned(),
            };
            let help = sources.text(at).map(help);
            let found = reader.mistyped(at, "a schema", "any JSON is taken");
            if let Some(help) = help {
                found.help(help);
            }
            Some(true)
        }
    }
}

fn read(reader: &mut Reader<'_>, at: Pointer) -> Option<Schema> {
    if let Some(trivial) = trivial(reader, at) {
        return Some(Schema { at: Some(at), trivial: Some(trivial), ..Schema::default() });
    }
    let mut object = reader.object_at(at, "a schema")?;
    let mut schema = Schema { at: Some(at), title: object.text("title"), ..Schema::default() };
    let mut more = More::default();
    schema.description = object.text("description");
    more.docs_url = object.docs_url();
    schema.deprecated = object.flag("deprecated").unwrap_or_default();
    schema.format = object.text("format");
    schema.required = required(&mut object);
    schema.all_of = object.each("allOf", self::schema);
    more.discriminator = discriminator(&mut object).map(Box::new);
    narrow(&mut object, &mut schema);
    schema.setter = setter(&mut object);
    reference(&mut object, &mut schema);
    more.client_name = object.client_name();
    more.tag_value = object.text("x-ms-discriminator-value");
    schema.rules = extension::of_schema(&mut object);
    more.errors = object.named("x-clientgen-errors");
    schema.properties = object.all_entries("properties", |reader, at| {
        let name = reader.sources().name(at).to_owned();
        self::schema(reader, at).map(|property| (name, property))
    });
    words::forbidden(&mut schema);
    others(&mut object, &mut schema);
    items(&mut object, &mut schema, &mut more);
    values(&mut object, &mut schema);
    kinds(&mut object, &mut schema);
    limits::width(&mut object, &mut schema);
    more.media_type = object.text("contentMediaType");
    // The other words of that kind say that nothing is encoded.
    let encoding =
        object.text("contentEncoding").filter(|word| !["7bit", "8bit", "binary"].contains(&word.as_str()));
    schema.format = schema.format.or(encoding);
    more.xml = object.get("xml").and_then(|at| object.within(|reader| xml(reader, at))).map(Box::new);
    more.content = nested(&mut object, "contentSchema");
    schema.more = more.into();
    words::content(&mut schema);
    if object.flag(if object.dialect() == Dialect::Swagger2 { "x-nullable" } else { "nullable" })
        == Some(true)
    {
        schema.nullable = true;
    }
    alternatives(&mut object, &mut schema);
    words::demands(&mut schema);
    words::take(&mut schema);
    siblings(&mut object, &mut schema);
    object.ignore(SILENT);
    object.unsupported(UNSUPPORTED);
    object.finish();
    Some(schema)
}

/// The names of required properties. Before JSON Schema 4 each property said so itself.
fn required(object: &mut Object<'_, '_>) -> Vec<Named> {
    let at = object.get("required");
    let flag = |at: &Pointer| object.within(|reader| matches!(reader.sources().value(*at), Value::Bool(_)));
    if let Some(at) = at.filter(flag) {
        let found = object.wrong_type(at, "a list");
        found.help("the object around it lists the names of the properties that are required");
        return Vec::new();
    }
    object.named("required")
}

/// `$ref`, and the one that is settled where the schema is used: the nearest schema of the name is taken.
fn reference(object: &mut Object<'_, '_>, schema: &mut Schema) {
    for key in ["$ref", "$dynamicRef"] {
        let Some(at) = object.get(key) else { continue };
        let Some(name) = object.word_at(at) else { continue };
        let anchor = name.rsplit('#').next().unwrap_or_default();
        if key == "$dynamicRef" && object.within(|reader| reader.sources().anchors(anchor)) > 1 {
            let message = format!(
                "several schemas are called `{anchor}`: this stands for the nearest, wherever it is used"
            );
            let found = object.warn("dynamic-reference", at, message);
            found.help("write out the schemas that differ, and refer to each by `$ref`");
        }
        schema.reference.get_or_insert(Named { at, name });
    }
}

/// What stands beside a `$ref` holds as well, as if both were in an `allOf`. Before OpenAPI 3.1 it did not.
fn siblings(object: &mut Object<'_, '_>, schema: &mut Schema) {
    let bare = schema.properties.is_empty()
        && schema.required.is_empty()
        && schema.additional.as_ref().is_none_or(|others| others.trivial.is_some())
        && schema.items.is_none()
        && schema.more.prefix.is_empty()
        && schema.all_of.is_empty()
        && schema.any_of.is_empty()
        && schema.values.is_none()
        && schema.constant.is_none();
    let Some(reference) = schema.reference.take_if(|_| !bare) else { return };
    let at = reference.at;
    let named = Schema { at: schema.at, reference: Some(reference), ..Schema::default() };
    if object.dialect() >= Dialect::OpenApi31 {
        schema.all_of.insert(0, Rc::new(named));
        return;
    }
    let message = "before OpenAPI 3.1 nothing counts beside a `$ref`: what is here besides is ignored";
    object.warn("reference-siblings", at, message).help("put the reference and the rest into an `allOf`");
    *schema = Schema {
        description: schema.description.take(),
        title: schema.title.take(),
        nullable: schema.nullable,
        deprecated: schema.deprecated,
        setter: schema.setter,
        ..named
    };
}

fn setter(object: &mut Object<'_, '_>) -> Option<Side> {
    match (object.flag("readOnly"), object.flag("writeOnly")) {
        (Some(true), None | Some(false)) => Some(Side::Service),
        (None | Some(false), Some(true)) => Some(Side::Caller),
        _ => None,
    }
}

/// What holds for properties that have no schema of their own. Where several rules do, any JSON is taken.
fn others(object: &mut Object<'_, '_>, schema: &mut Schema) {
    let said = nested(object, "additionalProperties");
    let left = nested(object, "unevaluatedProperties");
    let patterns = object.all_entries("patternProperties", |reader, at| {
        let name = reader.sources().name(at).replace('`', "\x27");
        self::schema(reader, at).map(|schema| (name, schema))
    });
    let said = said.or(left);
    let names = patterns.iter().map(|(name, _)| format!("names of other properties match `{name}`"));
    schema.limits.extend(names);
    let closed = said.as_ref().map_or(schema.properties.is_empty(), |said| said.trivial == Some(false));
    schema.additional = match patterns.as_slice() {
        [] => said,
        [(_, only)] if closed => Some(only.clone()),
        _ => Some(Rc::new(Schema { at: Some(object.at()), trivial: Some(true), ..Schema::default() })),
    };
}

fn narrow(object: &mut Object<'_, '_>, schema: &mut Schema) {
    let limits = limits::limits(object);
    schema.limits = limits.words;
    schema.checks = limits.checks;
    schema.notes = notes::notes(object);
}

/// What stands in an array: at its first places, and after them.
fn items(object: &mut Object<'_, '_>, schema: &mut Schema, more: &mut More) {
    more.min_items = object.get("minItems").map_or(0, |at| {
        object.within(|reader| match reader.sources().value(at) {
            Value::Int(count) => usize::try_from(*count).unwrap_or_default(),
            _ => 0,
        })
    });
    more.prefix = object.each("prefixItems", self::schema);
    let further = ["additionalItems", "unevaluatedItems"].map(|key| nested(object, key));
    let further = further.into_iter().flatten().next();
    let Some(at) = object.get("items") else {
        schema.items = further;
        return;
    };
    if !object.within(|reader| matches!(reader.sources().value(at), Value::List(_))) {
        schema.items = nested(object, "items");
        return;
    }
    let message = "`items` is one schema for all items: each of these is taken for the item at its place";
    object.warn("items-list", at, message).at_key().help("this is what `prefixItems` of OpenAPI 3.1 says");
    more.prefix = object.each("items", self::schema);
    schema.items = further;
}

fn nested(object: &mut Object<'_, '_>, key: &'static str) -> Option<Rc<Schema>> {
    let at = object.get(key)?;
    object.within(|reader| schema(reader, at))
}

fn alternatives(object: &mut Object<'_, '_>, schema: &mut Schema) {
    for key in ["oneOf", "anyOf"] {
        let Some(at) = object.get(key) else { continue };
        let mut branches = object.each(key, self::schema);
        // What nothing fits is no choice, as `not: {}` for a value that may be absent.
        if branches.iter().any(|branch| branch.trivial != Some(false)) {
            branches.retain(|branch| branch.trivial != Some(false));
        }
        if branches.is_empty() {
            object
                .warn(
                    "empty-union",
                    at,
                    format!("`{key}` has no alternatives, so no value fits: it is ignored"),
                )
                .help("list the schemas, or remove the keyword");
        } else if schema.any_of.is_empty() {
            schema.any_of = branches;
            schema.any_of_at = Some(at);
        } else {
            // Both hold: an alternative of the one, and one of the other.
            let second = Schema { at: Some(at), any_of: branches, any_of_at: Some(at), ..Schema::default() };
            schema.all_of.push(Rc::new(second));
        }
    }
}
