//! Paths, operations, parameters, bodies and responses, as written.

use super::media::{Media, media};
use super::paging::{PageRules, paging};
use super::parameter::{Parameter, component, parameter};
use super::polling::{Polling, polling};
use super::read::{Dialect, Object, Reader};
use super::response::{Response, response, without_bodies};
use super::signature::{Signature, signature};
use super::swagger;
use super::{Named, Server, server};
use crate::diagnostic::Pointer;
use crate::source::Value;

const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

#[derive(Debug)]
pub(crate) struct PathItem {
    /// The key, which is the place of the template.
    pub(crate) at: Pointer,
    pub(crate) template: String,
    /// What is sent of it, before its parameters are filled in.
    pub(crate) path: String,
    /// What is said of all its operations that say nothing of their own.
    pub(crate) summary: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) servers: Vec<Server>,
    /// Whether its query is a part of it.
    pub(crate) overload: bool,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) operations: Vec<Operation>,
}

#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) at: Pointer,
    /// As it is sent: `GET`.
    pub(crate) method: String,
    pub(crate) id: Option<Named>,
    pub(crate) summary: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) docs_url: Option<String>,
    pub(crate) deprecated: bool,
    pub(crate) tags: Vec<Named>,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) body: Option<Body>,
    pub(crate) responses: Vec<Response>,
    pub(crate) security: Option<Vec<Vec<Named>>>,
    pub(crate) servers: Vec<Server>,
    /// By their names: the paths that the service calls.
    pub(crate) callbacks: Vec<(String, Vec<PathItem>)>,
    pub(crate) paging: Option<PageRules>,
    pub(crate) polling: Option<Polling>,
    pub(crate) signature: Option<Signature>,
    /// `x-clientgen-call`
    pub(crate) call: Option<Named>,
    /// The fixed segments of its path, as letters and digits.
    steps: Vec<String>,
}

impl Operation {
    /// The area that it belongs to: its first tag, or else what its id begins with.
    pub(crate) fn area(&self) -> &str {
        let tag = self.tags.first().map(|tag| tag.name.as_str());
        tag.or(self.id_parts().map(|(area, _)| area)).unwrap_or("operations")
    }

    /// The parts of an id of the form `Area_Name`. Its first part is the tag, or begins as names of types do, or is a step of
    /// the path where there is no tag; `get_server` is a name as a whole, and so are `GET_server` and `listServers_1`.
    pub(crate) fn id_parts(&self) -> Option<(&str, &str)> {
        let (area, name) = self.id.as_ref()?.name.split_once('_')?;
        let is_tag = self.tags.first().is_some_and(|tag| plain(&tag.name) == plain(area));
        let is_step = self.tags.is_empty() && self.steps.iter().any(|step| *step == plain(area));
        let is_method = METHODS.iter().any(|method| area.eq_ignore_ascii_case(method));
        let is_area = is_tag || (is_step || area.starts_with(char::is_uppercase)) && !is_method;
        (is_area && !area.is_empty() && name.starts_with(char::is_alphabetic)).then_some((area, name))
    }
}

/// The letters and digits of a text, in lower case.
fn plain(text: &str) -> String {
    text.to_lowercase().replace(|c: char| !c.is_alphanumeric(), "")
}

#[derive(Debug)]
pub(crate) struct Body {
    pub(crate) at: Pointer,
    /// The name of the component that it is, if it refers to one.
    pub(crate) component: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) required: bool,
    pub(crate) content: Vec<Media>,
}

pub(super) fn path_item(reader: &mut Reader<'_>, at: Pointer) -> Option<PathItem> {
    item(reader, at, false)
}

/// Reads what the service sends: a webhook, or the path of a callback. That callbacks have callbacks of their
/// own could go on forever.
pub(super) fn incoming(reader: &mut Reader<'_>, at: Pointer) -> Option<PathItem> {
    item(reader, at, true)
}

/// Reads a callback: its paths.
fn callback(reader: &mut Reader<'_>, at: Pointer) -> Option<(String, Vec<PathItem>)> {
    let name = reader.sources().name(at).to_owned();
    let mut object = reader.referred(at, "a callback")?;
    object.finish_beside();
    let target = object.at();
    let paths: Vec<Pointer> = reader.sources().members(target).map(|(_, at)| at).collect();
    let paths = paths.into_iter().filter(|&at| !reader.sources().name(at).starts_with("x-"));
    let paths: Vec<Pointer> = paths.collect();
    Some((name, paths.into_iter().filter_map(|at| incoming(reader, at)).collect()))
}

fn item(reader: &mut Reader<'_>, at: Pointer, is_incoming: bool) -> Option<PathItem> {
    let template = reader.sources().name(at).to_owned();
    let mut object = reader.joined(at, "a path item")?;
    // In Swagger 2.0 a body is a parameter too, so that each operation has to sort them out.
    let swagger = object.dialect() == Dialect::Swagger2;
    let shared =
        if swagger { object.list("parameters", |value| matches!(value, Value::Map(_))) } else { Vec::new() };
    let parameters = if swagger { Vec::new() } else { object.each("parameters", parameter) };
    let methods = METHODS.iter().filter_map(|&key| object.get(key).map(|at| (at, key.to_ascii_uppercase())));
    let mut methods: Vec<(Pointer, String)> = methods.collect();
    methods.extend(own_methods(&mut object, &methods));
    // In the order of the document, as names are claimed in it.
    methods.sort();
    let mut operations = Vec::new();
    for (at, method) in methods {
        let read = object.within(|reader| operation(reader, at, method, &shared, is_incoming));
        let steps = template.split('/').filter(|step| !step.contains('{')).map(plain).collect();
        operations.extend(read.map(|operation| Operation { steps, ..operation }));
    }
    operations.shrink_to_fit();
    let (summary, description) = (object.text("summary"), object.text("description"));
    let servers = object.each("servers", server);
    object.finish();
    let path = template.clone();
    let overload = false;
    Some(PathItem { at, template, path, summary, description, servers, overload, parameters, operations })
}

/// The methods of `additionalOperations`, which are sent as they are written.
fn own_methods(object: &mut Object<'_, '_>, others: &[(Pointer, String)]) -> Vec<(Pointer, String)> {
    object.entries("additionalOperations", |reader, at| {
        let name = reader.sources().name(at).to_owned();
        let usual = METHODS.iter().find(|key| key.to_ascii_uppercase() == name);
        if !name.bytes().all(is_token) || name.is_empty() {
            let message = format!("`{name}` is no method: its operation is left out");
            let found = reader.diagnostics().warning("method", at, message).at_key();
            found.help("a method is a word of ASCII letters, as in `COPY`");
            return None;
        }
        if let Some(key) = usual {
            let twice = others.iter().any(|(_, other)| *other == name);
            let outcome = if twice { "the one there counts" } else { "it is read as if it were there" };
            let message = format!("`{name}` has a place of its own in a path item: {outcome}");
            let found = reader.diagnostics().warning("method", at, message).at_key();
            found.help(format!("write it as `{key}:`, beside `additionalOperations`"));
            if twice {
                return None;
            }
        }
        Some((at, name))
    })
}

/// What a method can be made of ([RFC 9110 §5.6.2]).
///
/// [RFC 9110 §5.6.2]: https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// Reads an entry of `x-ms-paths`, whose query tells it from others of the same path. What is declared as a
/// query parameter too, as `op` for `/files/{name}?op=OPEN`, is sent by that.
pub(super) fn overload(reader: &mut Reader<'_>, at: Pointer) -> Option<PathItem> {
    let mut item = path_item(reader, at)?;
    item.overload = true;
    let Some((path, query)) = item.template.split_once('?') else { return Some(item) };
    let declared = |pair: &str| {
        let name = pair.split('=').next().unwrap_or_default();
        let named = |parameters: &[Parameter]| parameters.iter().any(|own| own.name.name == name);
        named(&item.parameters) || item.operations.iter().all(|operation| named(&operation.parameters))
    };
    let fixed: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !declared(pair)).collect();
    item.path = if fixed.is_empty() { path.to_owned() } else { format!("{path}?{}", fixed.join("&")) };
    Some(item)
}

fn operation(
    reader: &mut Reader<'_>,
    at: Pointer,
    method: String,
    shared: &[Pointer],
    is_incoming: bool,
) -> Option<Operation> {
    // Not in the specification, and yet how many a document is split into files.
    let mut object = reader.joined(at, "an operation")?;
    let at = object.at();
    let id = object.name("operationId").filter(|id| !id.name.trim().is_empty());
    let mut exchange = if object.dialect() == Dialect::Swagger2 {
        swagger::exchange(&mut object, shared)
    } else {
        exchange(&mut object)
    };
    without_bodies(&mut object, &method, &mut exchange.responses);
    let operation = Operation {
        at,
        method,
        id,
        summary: object.text("summary"),
        description: object.text("description"),
        docs_url: object.docs_url(),
        deprecated: object.flag("deprecated").unwrap_or_default(),
        tags: object.named("tags"),
        parameters: exchange.parameters,
        body: exchange.body,
        responses: exchange.responses,
        servers: object.each("servers", server),
        security: object.security(),
        callbacks: if is_incoming { Vec::new() } else { object.entries("callbacks", callback) },
        paging: object.get("x-ms-pageable").and_then(|at| object.within(|reader| paging(reader, at))),
        polling: polling(&mut object),
        signature: signature(&mut object, is_incoming),
        call: object.name("x-clientgen-call"),
        steps: Vec::new(),
    };
    if operation.responses.is_empty() && !is_incoming && !object.is_mistyped("responses") {
        object
            .warn("no-responses", at, "this operation has no responses, so its answer is taken as empty")
            .help("add `responses:` with at least one status");
    }
    if is_incoming {
        object.unsupported(&["callbacks"]);
        for link in operation.responses.iter().flat_map(|response| &response.links) {
            let message = "a link leads from an answer of the service to a request: here it is left out";
            object.warn("link", link.at, message).at_key().help("remove it");
        }
    }
    object.finish();
    Some(operation)
}

/// What goes in and what comes back.
pub(super) struct Exchange {
    pub(super) parameters: Vec<Parameter>,
    pub(super) body: Option<Body>,
    pub(super) responses: Vec<Response>,
}

fn exchange(object: &mut Object<'_, '_>) -> Exchange {
    let body = object.get("requestBody");
    Exchange {
        parameters: object.each("parameters", parameter),
        body: body.and_then(|at| object.within(|reader| self::body(reader, at))),
        responses: object.entries("responses", |reader, at| response(reader, at, content)),
    }
}

/// The media types of a response.
fn content(object: &mut Object<'_, '_>) -> Vec<Media> {
    object.entries("content", media)
}

fn body(reader: &mut Reader<'_>, at: Pointer) -> Option<Body> {
    let mut object = reader.referred(at, "a request body")?;
    // One that refers to another operation's is no component.
    let component = component(&mut object, at).filter(|name| name != "requestBody");
    let at = object.at();
    let body = Body {
        at,
        component,
        description: object.text("description"),
        required: object.flag("required").unwrap_or_default(),
        content: object.entries("content", media),
    };
    if object.get("content").is_none() {
        let found = object.warn("no-content", at, "this request body says no media type: it is left out");
        found.help("write `content: {application/json: {schema: …}}`");
    }
    object.finish();
    Some(body)
}
