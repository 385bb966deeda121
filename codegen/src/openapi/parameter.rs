//! Parameters of operations, and headers of parts.

use std::rc::Rc;

use super::Named;
use super::media::{Media, media};
use super::read::{Dialect, Object, Reader};
use super::schema::{Schema, inline, notes, schema};
use crate::diagnostic::Pointer;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Path,
    Query,
    Header,
    Cookie,
    /// The whole query.
    QueryString,
}

#[allow(clippy::struct_excessive_bools, reason = "that is how many a parameter has")]
#[derive(Debug)]
pub(crate) struct Parameter {
    pub(crate) at: Pointer,
    pub(crate) name: Named,
    pub(crate) place: Place,
    pub(crate) description: Option<String>,
    pub(crate) deprecated: bool,
    pub(crate) required: bool,
    pub(crate) style: Option<Named>,
    pub(crate) explode: Option<bool>,
    pub(crate) allow_reserved: bool,
    pub(crate) schema: Option<Rc<Schema>>,
    pub(crate) content: Vec<Media>,
    /// `x-ms-parameter-location: client`
    pub(crate) on_client: bool,
    /// `x-ms-client-request-id: true`
    pub(crate) fresh_id: bool,
    /// `x-idempotency-key: true`
    pub(crate) idempotency_key: bool,
    pub(crate) client_name: Option<String>,
    /// Examples of its own, in words.
    pub(crate) examples: Option<String>,
    /// The name under which several operations refer to it, if they do.
    pub(crate) component: Option<String>,
}

pub(super) fn parameter(reader: &mut Reader<'_>, at: Pointer) -> Option<Parameter> {
    let mut object = reader.referred(at, "a parameter")?;
    let component = component(&mut object, at);
    let name = object.required("name").and_then(|at| object.text_at(at).map(|name| Named { at, name }));
    let place = place(&mut object);
    let parameter = Parameter { component, ..declared(&mut object, name?, place?) };
    check_schema(&mut object, &parameter);
    object.ignore(&["allowEmptyValue"]);
    object.finish();
    Some(parameter)
}

/// The name of what a reference led to. What has none is found by its place in a list.
pub(super) fn component(object: &mut Object<'_, '_>, referred: Pointer) -> Option<String> {
    let target = object.at();
    let name = object.within(|reader| reader.sources().name(target).to_owned());
    (target != referred && name.parse::<usize>().is_err() && !name.is_empty()).then_some(name)
}

/// Complains of a parameter that says in no way, or in two, what it holds.
fn check_schema(object: &mut Object<'_, '_>, parameter: &Parameter) {
    let (at, name) = (parameter.at, &parameter.name.name);
    match (parameter.schema.is_some(), parameter.content.is_empty()) {
        (true, true) | (false, false) => {}
        (false, true) => {
            let message = format!("the parameter `{name}` has no `schema`: it is taken as a string");
            object
                .warn("parameter-schema", at, message)
                .help("add `schema: {type: string}`, or what it takes");
        }
        (true, false) => {
            let message = format!("the parameter `{name}` has `schema` and `content`: `schema` counts");
            object.warn("parameter-schema", at, message).help("remove one of the two");
        }
    }
}

/// Reads a header of a part: a parameter that has its name and its place from where it stands.
pub(super) fn header(reader: &mut Reader<'_>, at: Pointer) -> Option<Parameter> {
    let name = Named { at, name: reader.sources().name(at).to_owned() };
    let mut object = reader.referred(at, "a header")?;
    let component = component(&mut object, at);
    let header = Parameter { component, ..declared(&mut object, name, Place::Header) };
    check_schema(&mut object, &header);
    object.ignore(&["allowEmptyValue", "allowReserved"]);
    object.finish();
    Some(header)
}

/// Reads a header of an answer. Before OpenAPI 3 it is its own schema.
pub(super) fn answer_header(reader: &mut Reader<'_>, at: Pointer) -> Option<Parameter> {
    let name = Named { at, name: reader.sources().name(at).to_owned() };
    let mut object = reader.referred(at, "a header")?;
    let component = component(&mut object, at);
    let swagger = object.dialect() == Dialect::Swagger2;
    let mut header = Parameter { component, ..declared(&mut object, name, Place::Header) };
    if swagger {
        header.schema = Some(inline(&mut object));
        if let Some(format) = object.name("collectionFormat").filter(|format| format.name != "csv") {
            let message = format!("`{}` is not read in headers of answers: commas are taken", format.name);
            object.warn("parameter-style", format.at, message);
        }
    }
    object.ignore(&["allowEmptyValue", "allowReserved"]);
    object.finish();
    Some(header)
}

/// What a parameter holds, if its own members say so: they belong into a schema.
pub(super) fn misplaced(object: &mut Object<'_, '_>, name: &str) -> Option<Rc<Schema>> {
    let at = ["type", "enum", "items"].into_iter().find_map(|key| object.get(key))?;
    let message = format!("what `{name}` holds is said by its `schema`: what stands here is taken for that");
    object.warn("parameter-schema", at, message).at_key().help("put it into a `schema`");
    Some(inline(object))
}

/// What is said of a parameter beside its name and its place.
fn declared(object: &mut Object<'_, '_>, name: Named, place: Place) -> Parameter {
    let mut schema = object.get("schema").and_then(|at| object.within(|reader| schema(reader, at)));
    let content = object.entries("content", media);
    if schema.is_none() && content.is_empty() && object.dialect() != Dialect::Swagger2 {
        schema = misplaced(object, &name.name);
    }
    Parameter {
        at: object.at(),
        name,
        place,
        description: object.text("description"),
        deprecated: object.flag("deprecated").unwrap_or_default(),
        required: object.flag("required").unwrap_or_default(),
        style: object.name("style"),
        explode: object.flag("explode"),
        allow_reserved: stays_as_it_is(object),
        schema,
        content,
        on_client: on_client(object),
        fresh_id: object.flag("x-ms-client-request-id").unwrap_or_default(),
        idempotency_key: object.flag("x-idempotency-key").unwrap_or_default(),
        client_name: object.client_name(),
        examples: notes::examples(object),
        component: None,
    }
}

pub(super) fn place(object: &mut Object<'_, '_>) -> Option<Place> {
    let at = object.required("in")?;
    match object.text_at(at)?.as_str() {
        "path" => Some(Place::Path),
        "query" => Some(Place::Query),
        "header" => Some(Place::Header),
        "cookie" => Some(Place::Cookie),
        "querystring" => Some(Place::QueryString),
        other => {
            let message = format!("a parameter cannot be in `{other}`: it is left out");
            object.warn("parameter-place", at, message).help("the places are path, query, header and cookie");
            None
        }
    }
}

/// Whether what has a meaning in addresses is sent as it is.
pub(super) fn stays_as_it_is(object: &mut Object<'_, '_>) -> bool {
    let flags = ["allowReserved", "x-ms-skip-url-encoding"].map(|key| object.flag(key).unwrap_or_default());
    flags.contains(&true)
}

pub(super) fn on_client(object: &mut Object<'_, '_>) -> bool {
    let Some(at) = object.get("x-ms-parameter-location") else {
        return false;
    };
    match object.text_at(at).as_deref() {
        Some("client") => true,
        Some("method") | None => false,
        Some(other) => {
            let message = format!("`{other}` is not a location of a parameter");
            object.report("extension", at, message).help("write `client` or `method`");
            false
        }
    }
}
