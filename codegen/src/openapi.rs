//! The document as written: a typed mirror of what OpenAPI says may stand where.
//!
//! Takes nodes, gives structs with their places. Checks the form (types, required and unknown keywords);
//! what a keyword means is not decided here. A `$ref` to a schema is left as written, since it names a type;
//! a `$ref` to anything else is followed, since it only saves typing.

mod extension;
mod follow;
mod following;
mod media;
mod operation;
mod paging;
mod parameter;
mod polling;
mod read;
mod response;
mod schema;
mod scheme;
mod server;
mod signature;
mod swagger;
pub(crate) mod xml;

use crate::diagnostic::Pointer;
use crate::settings::Calls;
use crate::source::Value;
pub(crate) use extension::{Errors, GeneralHeader, Links, Rules, Says};
pub(crate) use following::{Following, plain_name};
pub(crate) use media::{Media, Part, essence, is_json, is_plain, is_sequence};
pub(crate) use operation::{Body, Operation, PathItem};
pub(crate) use paging::{PageRules, TokenFrom, TokenTo};
pub(crate) use parameter::{Parameter, Place};
pub(crate) use polling::{OwnRules, PollRules};
use read::Object;
pub(crate) use read::{Dialect, Reader, describe};
pub(crate) use response::Response;
pub(crate) use schema::notes::json;
pub(crate) use schema::{Bound, Kind, Limit, More, Schema, Side, ValueWords, schema};
pub(crate) use scheme::{KINDS as SCHEME_TYPES, Scheme};
pub(crate) use server::Server;
use server::server;
pub(crate) use signature::Signature;

/// The root of a document.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) dialect: Dialect,
    pub(crate) title: String,
    pub(crate) version: String,
    pub(crate) summary: Option<String>,
    pub(crate) description: Option<String>,
    /// Whom to ask, and under which terms it can be used.
    pub(crate) notes: Vec<String>,
    pub(crate) docs_url: Option<String>,
    pub(crate) servers: Vec<Server>,
    pub(crate) tags: Vec<Tag>,
    pub(crate) paths: Vec<PathItem>,
    pub(crate) webhooks: Vec<PathItem>,
    /// The nodes of `components.schemas`.
    pub(crate) schemas: Vec<Pointer>,
    pub(crate) schemes: Vec<Scheme>,
    /// The security that holds where an operation says nothing.
    pub(crate) security: Vec<Vec<Named>>,
    pub(crate) links: Links,
    pub(crate) errors: Errors,
    pub(crate) keep_unknown: bool,
    /// Whether values are to be checked on demand.
    pub(crate) validation: bool,
    /// Whether paging is to be recognised where it is not declared.
    pub(crate) infer_paging: bool,
    pub(crate) rules: Rules,
    pub(crate) calls: Calls,
    /// The headers that go with all operations.
    pub(crate) headers: Vec<GeneralHeader>,
    /// The property paths to the `ETag` of a resource, with dots.
    pub(crate) etag: Vec<Named>,
}

/// A name, with its place.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Named {
    pub(crate) at: Pointer,
    pub(crate) name: String,
}

#[derive(Debug)]
pub(crate) struct Tag {
    pub(crate) name: String,
    pub(crate) summary: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) docs_url: Option<String>,
}

/// Reads the root of a document.
pub(crate) fn document(reader: &mut Reader<'_>, at: Pointer) -> Option<Document> {
    if !matches!(reader.sources().value(at), Value::Map(_)) {
        let message = "this is no OpenAPI document: it is not a map";
        reader.diagnostics().error("wrong-type", at, message).help("a document begins with `openapi: 3.1.0`");
        return None;
    }
    let dialect = dialect(&mut reader.object_at(at, "an OpenAPI document")?)?;
    reader.speak(dialect);
    let mut root = reader.object_at(at, "an OpenAPI document")?;
    root.ignore(&["openapi", "swagger"]);
    let mut document = Document {
        dialect,
        title: String::new(),
        version: String::new(),
        summary: None,
        description: None,
        notes: Vec::new(),
        docs_url: root.docs_url(),
        servers: root.each("servers", server),
        tags: root.each("tags", tag),
        paths: Vec::new(),
        webhooks: Vec::new(),
        schemas: Vec::new(),
        schemes: Vec::new(),
        security: root.security().unwrap_or_default(),
        links: Links::default(),
        errors: Errors::default(),
        keep_unknown: false,
        validation: false,
        infer_paging: false,
        rules: Rules::default(),
        calls: Calls::default(),
        headers: Vec::new(),
        etag: Vec::new(),
    };
    match dialect {
        Dialect::Swagger2 => swagger::root(&mut root, &mut document),
        _ => root.unsupported(&["x-ms-parameterized-host"]),
    }
    document.paths = root.entries("paths", operation::path_item);
    document.paths.extend(root.entries("x-ms-paths", operation::overload));
    document.webhooks = webhooks(&mut root);
    if let Some(info) = root.needed("info") {
        root.within(|reader| self::info(reader, info, &mut document));
    }
    if let Some(components) = root.get("components") {
        root.within(|reader| self::components(reader, components, &mut document));
    }
    if let Some(extension) = root.get("x-clientgen") {
        root.within(|reader| extension::extension(reader, extension, &mut document));
    }
    if document.paths.is_empty() && document.schemas.is_empty() && document.webhooks.is_empty() {
        root.report("empty", at, "this document has neither paths nor schemas: there is nothing to generate")
            .help("declare operations under `paths`, or types under `components.schemas`");
    }
    root.ignore(&["jsonSchemaDialect", "$self"]);
    root.within(|reader| following::resolve(reader, &mut document));
    root.finish();
    Some(document)
}

/// The webhooks; OpenAPI 3.0 has no word of its own for them.
fn webhooks(root: &mut Object<'_, '_>) -> Vec<PathItem> {
    let mut webhooks = root.all_entries("webhooks", operation::incoming);
    for item in root.all_entries("x-webhooks", operation::incoming) {
        if !webhooks.iter().any(|known| known.template == item.template) {
            webhooks.push(item);
        }
    }
    webhooks
}

/// The version that the document says it is written in; `None`, with an error, for one that is not read.
fn dialect(root: &mut Object<'_, '_>) -> Option<Dialect> {
    const HELP: &str = "write `openapi: 3.1.0`; Swagger 2.0 and OpenAPI 3.0 to 3.2 are read";
    let at = root.at();
    let Some(version) = root.get("openapi").or_else(|| root.get("swagger")) else {
        root.report("version", at, "there is no `openapi` keyword, so this is no OpenAPI document")
            .help(HELP);
        return None;
    };
    let Some(text) = root.version_text(version) else {
        root.report("version", version, "this is no version of OpenAPI").help(HELP);
        return None;
    };
    let mut parts = text.split('.');
    match (parts.next(), parts.next()) {
        (Some("2"), Some("0") | None) => Some(Dialect::Swagger2),
        (Some("3"), Some("0")) => Some(Dialect::OpenApi30),
        (Some("3"), Some("1")) => Some(Dialect::OpenApi31),
        (Some("3"), Some("2")) => Some(Dialect::OpenApi32),
        _ => {
            root.report("version", version, format!("OpenAPI {text} documents are not read")).help(HELP);
            None
        }
    }
}

fn info(reader: &mut Reader<'_>, at: Pointer, document: &mut Document) {
    let Some(mut info) = reader.object(at, "the info object") else {
        return;
    };
    document.title = info.needed_text("title").unwrap_or_default();
    document.version = info.needed_text("version").unwrap_or_default();
    document.summary = info.text("summary");
    document.description = info.text("description");
    let terms = info.text("termsOfService").map(|terms| format!("Terms of service: {}.", word(&terms)));
    document.notes.extend(terms);
    for (key, what, title) in
        [("contact", "a contact", "Contact"), ("license", "a licence", "Licence of the API")]
    {
        let Some(at) = info.get(key) else { continue };
        let said = info.within(|reader| {
            let mut object = reader.object(at, what)?;
            let said = ["name", "identifier", "email", "url"].map(|key| object.text(key));
            object.finish();
            let mut said: Vec<String> = said.into_iter().flatten().map(|text| word(&text)).collect();
            said.dedup();
            (!said.is_empty()).then(|| format!("{title}: {}.", said.join(", ")))
        });
        document.notes.extend(said);
    }
    info.finish();
}

/// A word in documentation: an address leads somewhere, and nothing else is more than a text.
fn word(text: &str) -> String {
    let address = ["https://", "http://"].iter().any(|scheme| text.starts_with(scheme));
    let plain = text.chars().all(|c| c.is_alphanumeric() || " .,:/@-_+".contains(c));
    match (address, plain) {
        (true, true) => format!("<{text}>"),
        (_, true) => text.to_owned(),
        _ => format!("`{}`", text.replace(|c: char| c == '`' || c.is_control(), "'")),
    }
}

fn components(reader: &mut Reader<'_>, at: Pointer, document: &mut Document) {
    let Some(mut components) = reader.object(at, "the components object") else {
        return;
    };
    // Beside `definitions`, where a document was written by two tools.
    document.schemas.extend(components.entries("schemas", |reader, at| {
        check_name(reader, at);
        Some(at)
    }));
    document.schemes.extend(components.entries("securitySchemes", scheme::scheme));
    // Read where something refers to them.
    components.ignore(&[
        "responses",
        "parameters",
        "examples",
        "requestBodies",
        "headers",
        "pathItems",
        "callbacks",
        "mediaTypes",
        "links",
    ]);
    components.finish();
}

/// Complains of a name that the format does not allow. It does no harm here, but other tools refuse it.
fn check_name(reader: &mut Reader<'_>, at: Pointer) {
    let allowed = |c: char| c.is_ascii_alphanumeric() || ".-_".contains(c);
    let name = reader.sources().name(at);
    if name.is_empty() || !name.chars().all(allowed) {
        let message =
            "a component has a name of letters, digits, `.`, `-` and `_`: the words in this one are taken";
        let found = reader.diagnostics().warning("component-name", at, message).at_key();
        found.help("rename it, and the references to it; `title` can say what else there is to say");
    }
}

fn tag(reader: &mut Reader<'_>, at: Pointer) -> Option<Tag> {
    let mut object = reader.object(at, "a tag")?;
    let name = object.required_text("name")?;
    let (summary, description) = (object.text("summary"), object.text("description"));
    let tag = Tag { name, summary, description, docs_url: object.docs_url() };
    object.ignore(&["parent", "kind"]);
    object.finish();
    Some(tag)
}
