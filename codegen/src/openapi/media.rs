//! Media types of bodies, and how the parts of forms are written.

use std::rc::Rc;

use super::Named;
use super::parameter::{self, Parameter};
use super::read::{Object, Reader};
use super::schema::{self, Kind, Schema};
use crate::diagnostic::Pointer;

/// One media type of a body, and what it holds.
#[derive(Debug)]
pub(crate) struct Media {
    pub(crate) at: Pointer,
    pub(crate) name: String,
    /// The name of the component that it is, if it refers to one.
    pub(crate) component: Option<String>,
    pub(crate) schema: Option<Rc<Schema>>,
    /// `itemSchema`: one item of a body that is a sequence.
    pub(crate) item: Option<Rc<Schema>>,
    /// `encoding`: how parts are written, by the names of the parts.
    pub(crate) parts: Vec<(String, Part)>,
    /// `prefixEncoding`: how the first parts are written, by their places.
    pub(crate) prefix: Vec<Part>,
    /// `itemEncoding`: how all others are.
    pub(crate) rest: Option<Part>,
}

impl Media {
    /// A media type of which nothing is said but what it holds.
    pub(super) fn new(at: Pointer, name: &str, schema: Option<Rc<Schema>>) -> Self {
        let name = name.to_owned();
        let (component, item, rest) = (None, None, None);
        Self { at, name, component, schema, item, parts: Vec::new(), prefix: Vec::new(), rest }
    }
}

/// How a property of a form, or a part of another body, is written.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) at: Pointer,
    pub(crate) media: Option<String>,
    pub(crate) headers: Vec<Parameter>,
    pub(crate) style: Option<Named>,
    pub(crate) explode: Option<bool>,
    pub(crate) allow_reserved: bool,
    /// `encoding` of its own: how its properties are written.
    pub(crate) parts: Vec<(String, Part)>,
}

impl Part {
    /// A part that is written as usual.
    pub(super) fn new(at: Pointer) -> Self {
        let (headers, parts) = (Vec::new(), Vec::new());
        Self { at, media: None, headers, style: None, explode: None, allow_reserved: false, parts }
    }
}

/// A media type without its parameters.
pub(crate) fn essence(name: &str) -> String {
    name.split(';').next().unwrap_or(name).trim().to_ascii_lowercase()
}

pub(crate) fn is_json(name: &str) -> bool {
    is_plain(name) || essence(name).ends_with("+json")
}

/// Whether a media type is `application/json`, or leaves that open.
pub(crate) fn is_plain(name: &str) -> bool {
    matches!(essence(name).as_str(), "application/json" | "text/json" | "*/*" | "application/*")
}

/// Whether a media type is one JSON value after the other.
pub(crate) fn is_sequence(name: &str) -> bool {
    let essence = essence(name);
    let known = [
        "application/jsonl",
        "application/x-jsonl",
        "application/jsonlines",
        "application/x-jsonlines",
        "application/x-json-lines",
        "application/ndjson",
        "application/x-ndjson",
        "application/json-seq",
    ];
    known.contains(&essence.as_str()) || essence.ends_with("+json-seq")
}

/// What some write where a media type has to stand, and what they mean.
const WORDS: &[(&str, &str)] = &[
    ("*", "*/*"),
    ("csv", "text/csv"),
    ("form-data", "multipart/form-data"),
    ("html", "text/html"),
    ("json", "application/json"),
    ("multipart", "multipart/form-data"),
    ("octet-stream", "application/octet-stream"),
    ("pdf", "application/pdf"),
    ("plain", "text/plain"),
    ("text", "text/plain"),
    ("x-www-form-urlencoded", "application/x-www-form-urlencoded"),
    ("xml", "application/xml"),
];

/// The name of a media type, which is written as a key or as a value: of some there is only a part.
pub(super) fn whole(reader: &mut Reader<'_>, written: Named, is_key: bool) -> String {
    let Named { at, name } = written;
    if name.contains('/') {
        return name;
    }
    let meant =
        WORDS.iter().find(|(word, _)| name.trim().eq_ignore_ascii_case(word)).map(|&(_, whole)| whole);
    let becomes =
        meant.map_or_else(|| "it is sent as it is".to_owned(), |whole| format!("`{whole}` is taken"));
    let message = format!("`{}` is no media type: {becomes}", name.escape_debug());
    let found = reader.diagnostics().warning("media-type", at, message);
    let found = if is_key { found.at_key() } else { found };
    found.help("a media type has two parts, as in `application/json`");
    meant.map_or(name, str::to_owned)
}

/// The names in a list of media types.
pub(super) fn listed(object: &mut Object<'_, '_>, key: &'static str) -> Vec<String> {
    let names = object.named(key);
    names.into_iter().map(|name| object.within(|reader| whole(reader, name, false))).collect()
}

pub(super) fn media(reader: &mut Reader<'_>, at: Pointer) -> Option<Media> {
    let name = reader.sources().name(at);
    let name = whole(reader, Named { at, name: name.to_owned() }, true);
    let mut object = reader.referred(at, "a media type")?;
    let component = parameter::component(&mut object, at).filter(|name| !name.contains('/'));
    let schema = object.get("schema").and_then(|at| object.within(|reader| schema::schema(reader, at)));
    let (schema, item) = items(&mut object, &name, schema);
    object.ignore(&["example", "examples"]);
    let parts = object.entries("encoding", |reader, at| named(reader, at, encoding));
    let prefix = object.each("prefixEncoding", |reader, at| encoding(reader, at).or(Some(Part::new(at))));
    let rest = object.get("itemEncoding").and_then(|at| object.within(|reader| encoding(reader, at)));
    if !(name.starts_with("multipart/")
        || name.starts_with("application/x-www-form-urlencoded")
        || name.contains('*'))
    {
        for key in ["encoding", "prefixEncoding", "itemEncoding"] {
            let Some(at) = object.get(key) else { continue };
            let message =
                format!("`{key}` is for forms and bodies in parts: `{name}` has no parts, so it is ignored");
            object.warn("encoding", at, message).at_key().help("remove it");
        }
    }
    object.finish();
    Some(Media { at, name, component, schema, item, parts, prefix, rest })
}

/// `schema`, and `itemSchema` where there are items one after the other. JSON of which nothing else is said is a list of
/// them.
fn items(
    object: &mut Object<'_, '_>,
    name: &str,
    schema: Option<Rc<Schema>>,
) -> (Option<Rc<Schema>>, Option<Rc<Schema>>) {
    let Some(at) = object.get("itemSchema") else { return (schema, None) };
    let item = object.within(|reader| schema::schema(reader, at));
    let essence = essence(name);
    if is_sequence(name) || essence == "text/event-stream" || essence.starts_with("multipart/") {
        return (schema, item);
    }
    if schema.is_none() && is_json(name) {
        let kinds = vec![(Kind::Array, at)];
        let list = Schema { at: Some(object.at()), kinds, items: item, ..Schema::default() };
        return (Some(Rc::new(list)), None);
    }
    let becomes = if schema.is_some() { "`schema` counts" } else { "it is ignored" };
    let message = format!("`itemSchema` is for what comes item by item, and `{name}` does not: {becomes}");
    let found = object.warn("item-schema", at, message).at_key();
    found.help(
        "write `schema: {type: array, items: …}` for a list, or a media type such as `application/jsonl`",
    );
    (schema, None)
}

fn named(
    reader: &mut Reader<'_>,
    at: Pointer,
    read: impl FnOnce(&mut Reader<'_>, Pointer) -> Option<Part>,
) -> Option<(String, Part)> {
    let name = reader.sources().name(at).to_owned();
    read(reader, at).map(|part| (name, part))
}

fn encoding(reader: &mut Reader<'_>, at: Pointer) -> Option<Part> {
    encoding_with(reader, at, |object| {
        object.entries("encoding", |reader, at| named(reader, at, inner_encoding))
    })
}

/// Reads how a property of a part is written. That its own are written in some way could go on forever.
fn inner_encoding(reader: &mut Reader<'_>, at: Pointer) -> Option<Part> {
    encoding_with(reader, at, |object| {
        object.unsupported(&["encoding"]);
        Vec::new()
    })
}

fn encoding_with(
    reader: &mut Reader<'_>,
    at: Pointer,
    parts: impl FnOnce(&mut Object<'_, '_>) -> Vec<(String, Part)>,
) -> Option<Part> {
    let mut object = reader.object(at, "an encoding")?;
    let part = Part {
        at,
        media: object.text("contentType"),
        headers: object.all_entries("headers", parameter::header),
        style: object.name("style"),
        explode: object.flag("explode"),
        allow_reserved: object.flag("allowReserved").unwrap_or_default(),
        parts: parts(&mut object),
    };
    object.unsupported(&["prefixEncoding", "itemEncoding"]);
    object.finish();
    Some(part)
}
