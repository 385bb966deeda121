//! What an author may have meant: keywords in the wrong place, and references to the wrong one.

use crate::diagnostic::{Pointer, nearest};
use crate::source::Sources;

/// Keywords where they have no meaning, and where they have one.
const ELSEWHERE: &[(&str, &[&str], &str)] = &[
    ("an OpenAPI document", &["host", "basePath", "schemes"], "OpenAPI 3 says in `servers` where an API is"),
    ("an OpenAPI document", &["definitions"], "in OpenAPI 3 schemas stand under `components.schemas`"),
    (
        "an OpenAPI document",
        &["securityDefinitions"],
        "in OpenAPI 3 they stand under `components.securitySchemes`",
    ),
    ("an OpenAPI document", &["consumes", "produces"], "in OpenAPI 3 media types stand under `content`"),
    (
        "an OpenAPI document",
        &["schemas", "securitySchemes", "parameters", "responses"],
        "it belongs under `components`",
    ),
    (
        "an OpenAPI document",
        &["title", "version", "description", "contact", "license"],
        "it belongs under `info`",
    ),
    ("an operation", &["consumes", "produces"], "in OpenAPI 3 media types stand under `content`"),
    ("an operation", &["requestBody"], "in Swagger 2.0 a body is a parameter with `in: body`"),
    ("a parameter", &["schema"], "in Swagger 2.0 `type` and the like stand in the parameter itself"),
    (
        "a path item",
        &["operationId", "requestBody", "responses", "security", "tags"],
        "it belongs to an operation: write it below a method, such as `get`",
    ),
    ("a response", &["schema"], "in OpenAPI 3 it stands under `content`, below a media type"),
    ("a response", &["content"], "in Swagger 2.0 `schema` stands here, and media types under `produces`"),
    ("a request body", &["schema"], "it stands under `content`, below a media type"),
    ("a media type", &["type", "properties", "items", "allOf", "oneOf"], "it belongs under `schema`"),
];

/// What to do with a keyword that has no meaning where it stands, and has one elsewhere.
pub(super) fn elsewhere(what: &str, key: &str) -> Option<&'static str> {
    let known = ELSEWHERE.iter().find(|(place, keys, _)| *place == what && keys.contains(&key));
    known.map(|&(_, _, help)| help)
}

/// Where components stand, in the order in which they are looked for.
const GROUPS: &[&str] = &[
    "components/schemas",
    "definitions",
    "components/parameters",
    "parameters",
    "components/responses",
    "responses",
    "components/requestBodies",
    "components/headers",
    "components/securitySchemes",
];

/// The reference that one within a file was probably meant to be: to a component of the same name in another group, or
/// to one in the same group that is called almost so.
pub(super) fn reference(sources: &Sources, at: Pointer, reference: &str) -> Option<String> {
    let way = match reference.split_once('#') {
        Some((file, way)) => file.is_empty().then_some(way)?,
        None => reference,
    };
    let (group, name) = way.trim_end_matches('/').rsplit_once('/').unwrap_or(("", way));
    let group = group.trim_start_matches('/');
    let members = |group: &str| sources.resolve(at, &format!("#/{group}")).ok();
    let elsewhere =
        GROUPS.iter().find(|group| members(group).is_some_and(|at| sources.member(at, name).is_some()));
    if let Some(group) = elsewhere {
        return Some(format!("#/{group}/{name}"));
    }
    let within = members(group).filter(|_| !group.is_empty())?;
    let near = nearest(name, sources.members(within).map(|(name, _)| name))?;
    Some(format!("#/{group}/{near}"))
}
