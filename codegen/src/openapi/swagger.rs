//! Swagger 2.0, into the same mirror: where it differs from OpenAPI 3, and nothing else.

use std::rc::Rc;

use super::media::{self, Media, Part};
use super::operation::{Body, Exchange};
use super::parameter::{self, Parameter};
use super::read::{Object, Reader};
use super::response::{self, Response};
use super::schema::{self, Kind, Schema};
use super::server::{Server, parameterized};
use super::{Document, Named, scheme};
use crate::diagnostic::Pointer;

/// Reads what the root of a document calls otherwise. Runs before the paths are read.
pub(super) fn root(root: &mut Object<'_, '_>, document: &mut Document) {
    document.schemas = root.all_entries("definitions", |_, at| Some(at));
    document.schemes = root.entries("securityDefinitions", scheme::definition);
    let (consumes, produces) = (media::listed(root, "consumes"), media::listed(root, "produces"));
    root.within(|reader| {
        let media = reader.root_media();
        media.consumes = consumes;
        media.produces = produces;
    });
    // What is said in the words of OpenAPI 3 counts where there are no others.
    let servers = servers(root);
    if !servers.is_empty() {
        document.servers = servers;
    }
    // Read where something refers to them.
    root.ignore(&["parameters", "responses"]);
}

fn servers(root: &mut Object<'_, '_>) -> Vec<Server> {
    let (at, host) = (root.at(), root.name("host"));
    let path = root.text("basePath").unwrap_or_default();
    let path = if path.is_empty() || path.starts_with('/') { path } else { format!("/{path}") };
    let schemes = root.texts("schemes");
    // One server: the schemes are ways to the same one, and a credential takes the safe way.
    let scheme =
        if schemes.iter().any(|scheme| scheme == "https") || schemes.is_empty() { "https" } else { "http" };
    let below = path.trim_end_matches('/');
    let template = root.get("x-ms-parameterized-host");
    let template = template.and_then(|at| root.within(|reader| parameterized(reader, at, scheme, below)));
    let host = host.filter(|host| !host.name.trim().is_empty());
    match (template, host) {
        (Some(server), host) => {
            if let Some(host) = host {
                let message = "`host` does not count beside `x-ms-parameterized-host`: it is ignored";
                root.warn("server-url", host.at, message).help("remove one of the two");
            }
            vec![server]
        }
        (None, Some(host)) => {
            let (scheme, name) = parted(root, scheme, &host);
            vec![Server::new(host.at, format!("{scheme}://{name}{below}"))]
        }
        (None, None) if below.is_empty() => Vec::new(),
        (None, None) => vec![Server::new(at, path)],
    }
}

/// A host, and the scheme before it. What has more in it is taken as the address that it must be a part of.
fn parted<'t>(root: &mut Object<'_, '_>, scheme: &'t str, written: &'t Named) -> (&'t str, &'t str) {
    let name = written.name.trim();
    let (scheme, host) = name.split_once("://").unwrap_or((scheme, name));
    let host = host.trim_end_matches('/');
    if host != written.name || host.contains('/') {
        let message =
            "a host is a name, and perhaps a port: the rest is taken into the address of the server";
        let help = "write `host: example.com`, `schemes: [https]` and `basePath: /path`";
        root.warn("server-url", written.at, message).help(help);
    }
    (scheme, host)
}

/// Sorts the parameters of an operation, and those of its path, into parameters and a body.
pub(super) fn exchange(object: &mut Object<'_, '_>, shared: &[Pointer]) -> Exchange {
    let consumes = media::listed(object, "consumes");
    let produces = media::listed(object, "produces");
    let defaults = object.within(|reader| reader.root_media().clone());
    let consumes = if consumes.is_empty() { defaults.consumes } else { consumes };
    let produces = if produces.is_empty() { defaults.produces } else { produces };
    let at = object.at();
    let own = object.each("parameters", any_parameter);
    let shared = shared.iter().filter_map(|&at| object.within(|reader| any_parameter(reader, at)));
    let replaced = |inherited: &Any| {
        let (name, header) = (&inherited.name.name, inherited.place == "header");
        let named = |own: &Any| own.name.name == *name || header && own.name.name.eq_ignore_ascii_case(name);
        own.iter().any(|own| own.place == inherited.place && named(own))
    };
    let inherited: Vec<Any> = shared.filter(|inherited| !replaced(inherited)).collect();
    let mut parameters = Vec::new();
    let mut form = Vec::new();
    let mut body: Option<Body> = None;
    for parameter in inherited.into_iter().chain(own) {
        match parameter.kind {
            AnyKind::Parameter(parameter) => parameters.push(parameter),
            AnyKind::Body(schema) => {
                let content = json_body(parameter.at, &consumes, schema.as_ref());
                let Any { at, description, required, component, .. } = parameter;
                let earlier = body.replace(Body { at, component, description, required, content });
                if let Some(earlier) = earlier {
                    let message = "there is another body, and only one can be sent: the last one counts";
                    let found = object.warn("several-bodies", earlier.at, message);
                    found.help("make one of them, with a property for each");
                }
            }
            AnyKind::Form(schema, part) => form.push((parameter.name, parameter.required, schema, part)),
        }
    }
    if let Some(body) = body.as_ref().filter(|_| !form.is_empty()) {
        let message = "this body stands beside `formData`, which cannot be: the form counts";
        object.warn("several-bodies", body.at, message).help("remove one of the two");
    }
    let body = if form.is_empty() { body } else { Some(form_body(at, &consumes, form)) };
    let responses = responses(object, &produces);
    Exchange { parameters, body, responses }
}

/// A parameter of any kind.
struct Any {
    at: Pointer,
    name: Named,
    place: String,
    description: Option<String>,
    required: bool,
    /// The name under which several operations refer to it, if they do.
    component: Option<String>,
    kind: AnyKind,
}

enum AnyKind {
    Parameter(Parameter),
    Body(Option<Rc<Schema>>),
    Form(Rc<Schema>, Option<Part>),
}

fn any_parameter(reader: &mut Reader<'_>, at: Pointer) -> Option<Any> {
    let mut object = reader.referred(at, "a parameter")?;
    let component = parameter::component(&mut object, at);
    let at = object.at();
    let name = object.required("name").and_then(|at| object.text_at(at).map(|name| Named { at, name }))?;
    let place = object.required_text("in")?;
    let description = object.text("description");
    let required = object.flag("required").unwrap_or_default();
    object.ignore(&["allowEmptyValue", "x-example", "x-examples", "example"]);
    let kind = match place.as_str() {
        "body" => {
            let schema =
                object.get("schema").and_then(|at| object.within(|reader| schema::schema(reader, at)));
            AnyKind::Body(schema.or_else(|| parameter::misplaced(&mut object, &name.name)))
        }
        "formData" => {
            let (style, explode) = collection_format(&mut object);
            let schema = schema::inline(&mut object);
            let schema = Rc::new(Schema { description: description.clone(), ..Schema::clone(&schema) });
            let is_list = schema.kinds.iter().any(|(kind, _)| *kind == Kind::Array);
            let part = Part { style, explode, ..Part::new(at) };
            AnyKind::Form(schema, is_list.then_some(part))
        }
        _ => {
            let own = parameter(&mut object, name.clone(), description.clone(), required)?;
            AnyKind::Parameter(Parameter { component: component.clone(), ..own })
        }
    };
    object.finish();
    Some(Any { at, name, place, description, required, component, kind })
}

fn parameter(
    object: &mut Object<'_, '_>,
    name: Named,
    description: Option<String>,
    required: bool,
) -> Option<Parameter> {
    let place = parameter::place(object)?;
    let (style, explode) = collection_format(object);
    Some(Parameter {
        at: object.at(),
        name,
        place,
        description,
        deprecated: object.flag("x-deprecated").unwrap_or_default(),
        required,
        style,
        explode,
        allow_reserved: parameter::stays_as_it_is(object),
        schema: Some(schema::inline(object)),
        content: Vec::new(),
        on_client: parameter::on_client(object),
        fresh_id: object.flag("x-ms-client-request-id").unwrap_or_default(),
        idempotency_key: object.flag("x-idempotency-key").unwrap_or_default(),
        client_name: object.client_name(),
        examples: None,
        component: None,
    })
}

/// What OpenAPI 3 says with `style` and `explode`. The default, `csv`, is not exploded in any place.
fn collection_format(object: &mut Object<'_, '_>) -> (Option<Named>, Option<bool>) {
    let Some(at) = object.get("collectionFormat") else { return (None, Some(false)) };
    let style = |name: &str| Some(Named { at, name: name.to_owned() });
    match object.text_at(at).as_deref() {
        Some("csv") | None => (None, Some(false)),
        Some("multi") => (None, Some(true)),
        Some("ssv") => (style("spaceDelimited"), Some(false)),
        Some("tsv") => (style("tabDelimited"), Some(false)),
        Some("pipes") => (style("pipeDelimited"), Some(false)),
        Some(other) => {
            let message = format!("`{other}` is not a collection format");
            object
                .warn("parameter-style", at, message)
                .help("the formats are csv, ssv, tsv, pipes and multi");
            (None, Some(false))
        }
    }
}

/// The media types of a body.
fn json_body(at: Pointer, consumes: &[String], schema: Option<&Rc<Schema>>) -> Vec<Media> {
    let media = |name: &str| Media::new(at, name, schema.cloned());
    // What forms hold is said by `formData`, never by a body.
    let forms = ["application/x-www-form-urlencoded", "multipart/form-data"];
    let mut content: Vec<Media> =
        consumes.iter().filter(|name| !forms.contains(&name.as_str())).map(|name| media(name)).collect();
    if content.is_empty() {
        content.push(media("application/json"));
    }
    content
}

/// A form, as an object with a property for each of its fields.
fn form_body(at: Pointer, consumes: &[String], fields: Vec<(Named, bool, Rc<Schema>, Option<Part>)>) -> Body {
    const FORM: &str = "application/x-www-form-urlencoded";
    let file = fields.iter().any(|(_, _, schema, _)| schema.format.as_deref() == Some("binary"));
    let multipart = file || consumes.iter().any(|name| name.starts_with("multipart/"));
    let required =
        fields.iter().filter(|(_, required, ..)| *required).map(|(name, ..)| name.clone()).collect();
    let mut properties = Vec::new();
    let mut parts = Vec::new();
    for (name, _, schema, part) in fields {
        parts.extend(part.map(|part| (name.name.clone(), part)));
        properties.push((name.name, schema));
    }
    let schema =
        Schema { at: Some(at), kinds: vec![(Kind::Object, at)], required, properties, ..Schema::default() };
    let any = !schema.required.is_empty();
    // In parts, each item of a list is one.
    let (name, parts) = if multipart { ("multipart/form-data", Vec::new()) } else { (FORM, parts) };
    let content = vec![Media { parts, ..Media::new(at, name, Some(Rc::new(schema))) }];
    Body { at, component: None, description: None, required: any, content }
}

fn responses(object: &mut Object<'_, '_>, produces: &[String]) -> Vec<Response> {
    object.entries("responses", |reader, at| {
        response::response(reader, at, |object| {
            object.ignore(&["examples"]);
            let Some(schema) =
                object.get("schema").and_then(|at| object.within(|reader| schema::schema(reader, at)))
            else {
                return Vec::new();
            };
            let file = schema.format.as_deref() == Some("binary");
            let media = |name: &str| Media::new(at, name, Some(schema.clone()));
            match produces {
                [] if file => vec![media("application/octet-stream")],
                [] => vec![media("application/json")],
                names => names.iter().map(|name| media(name)).collect(),
            }
        })
    })
}
