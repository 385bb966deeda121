//! Operations of the description.

use super::schema::Schemas;
use super::{Body, Deviation, Docs, Operation, Parameter, Spec, Status};
use crate::files::{At, Files};

/// The keys of a path item that hold operations.
pub(crate) const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace"];

pub(super) fn spec(files: &Files) -> Spec {
    let mut spec = Spec::default();
    let mut schemas = Schemas::new(files);
    for top in files.tops() {
        for (path, item) in top.get("paths").into_iter().flat_map(At::entries) {
            let item = files.resolve(item);
            for (method, at) in item.entries().filter(|(key, _)| METHODS.contains(key)) {
                let mut operation = operation(files, &mut schemas, at, item);
                operation.method = method.to_uppercase();
                path.clone_into(&mut operation.path);
                operation.server = [at, item, top].into_iter().find_map(server).unwrap_or_default();
                spec.operations.push(operation);
            }
        }
        spec.deviations.extend(deviations(top));
        // How callers sign in is described beside the ways to do so.
        let ways = top.get("components").and_then(|at| at.get("securitySchemes"));
        for (_, way) in ways.into_iter().flat_map(At::entries) {
            spec.deviations.extend(deviations(files.resolve(way)));
        }
    }
    spec.schemas = schemas.done();
    files.all().for_each(|at| pages(at, &mut spec.pages));
    spec
}

/// What the address of the first server has after its host.
fn server(at: At<'_>) -> Option<String> {
    let url = at.list("servers").next()?.node.text_of("url").to_owned();
    let (_, rest) = url.split_once("://").unwrap_or(("", &url));
    let path = rest.find('/').and_then(|slash| rest.get(slash..)).unwrap_or_default();
    Some(path.trim_end_matches('/').to_owned())
}

/// Adds the pages that are named anywhere in a value.
fn pages(at: At<'_>, found: &mut Vec<Docs>) {
    for (key, value) in at.entries() {
        let address = if key == "externalDocs" { address(at) } else { String::new() };
        if !address.is_empty() && found.iter().all(|known| known.address != address) {
            found.push(Docs { place: value.place(), title: page(at), address });
        }
        pages(value, found);
    }
    at.node.items().iter().for_each(|node| pages(At { line: node.line, node, ..at }, found));
}

fn operation<'f>(files: &'f Files, schemas: &mut Schemas<'f>, at: At<'f>, item: At<'f>) -> Operation {
    let listed: Vec<At<'_>> = at.list("parameters").chain(item.list("parameters")).collect();
    let mut parameters: Vec<Parameter> = Vec::new();
    for listed in listed {
        let parameter = parameter(schemas, files.resolve(listed));
        // What the operation says goes before what its path says.
        let same = |known: &Parameter| known.name == parameter.name && known.within == parameter.within;
        if !parameters.iter().any(same) {
            parameters.push(parameter);
        }
    }
    let responses = at.get("responses").into_iter().flat_map(At::entries);
    let statuses = responses.map(|(code, at)| status(schemas, code, at, files.resolve(at))).collect();
    let body = at.get("requestBody").map(|body| request_body(schemas, body, files.resolve(body)));
    let mut own = deviations(at);
    own.extend(deviations(item));
    Operation {
        place: at.place(),
        page: page(at),
        address: address(at),
        undocumented: at.node.text_of("x-undocumented") == "true",
        parameters,
        body,
        statuses,
        deviations: own,
        ..Operation::default()
    }
}

fn parameter<'f>(schemas: &mut Schemas<'f>, at: At<'f>) -> Parameter {
    let schema = at.get("schema").or_else(|| {
        let (_, media) = at.get("content")?.entries().next()?;
        media.get("schema")
    });
    Parameter {
        place: at.place(),
        name: at.node.text_of("name").to_owned(),
        within: at.node.text_of("in").to_owned(),
        required: at.node.text_of("required") == "true",
        kind: schema.map(|schema| schemas.kind(schema)).unwrap_or_default(),
        deviations: deviations(at),
    }
}

fn request_body<'f>(schemas: &mut Schemas<'f>, here: At<'f>, at: At<'f>) -> Body {
    let (media_types, kind) = media(schemas, at);
    let required = at.node.text_of("required") == "true";
    Body { place: here.place(), required, media_types, kind, deviations: deviations(at) }
}

fn status<'f>(schemas: &mut Schemas<'f>, code: &str, here: At<'f>, at: At<'f>) -> Status {
    let (media_types, body) = media(schemas, at);
    Status { place: here.place(), code: code.to_owned(), media_types, body, deviations: deviations(at) }
}

/// The media types of a body, and its type in the first of them.
fn media<'f>(schemas: &mut Schemas<'f>, at: At<'f>) -> (Vec<String>, Option<super::Type>) {
    let content: Vec<(&str, At<'_>)> = at.get("content").into_iter().flat_map(At::entries).collect();
    let mut kinds =
        content.iter().filter_map(|(_, media)| media.get("schema")).map(|schema| schemas.kind(schema));
    let body = kinds.next();
    (content.iter().map(|(name, _)| (*name).to_owned()).collect(), body)
}

/// The title of the page that something was taken from.
pub(super) fn page(at: At<'_>) -> String {
    at.node.get("externalDocs").map(|docs| docs.text_of("description").to_owned()).unwrap_or_default()
}

/// The address of the page that something was taken from, without a fragment.
fn address(at: At<'_>) -> String {
    let url = at.node.get("externalDocs").map(|docs| docs.text_of("url")).unwrap_or_default();
    url.split('#').next().unwrap_or_default().to_owned()
}

pub(super) fn deviations(at: At<'_>) -> Vec<Deviation> {
    let declared = at.list("x-deviation").map(|item| Deviation {
        place: item.place(),
        page: item.node.text_of("page").to_owned(),
        takes: item.node.text_of("takes").to_owned(),
    });
    declared.collect()
}
