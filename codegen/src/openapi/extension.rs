//! What a document says in extensions: the `x-clientgen` object for the whole API, `x-authority` for a server.

use super::read::{Object, Reader};
use super::{Document, Named};
use crate::diagnostic::Pointer;
use crate::settings::Calls;
use crate::source::Value;

/// What `links` says of links in answers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Links {
    pub(crate) prefix: Option<String>,
    pub(crate) known: Vec<String>,
}

/// What `errors` says of the bodies of failures. Property paths have dots.
#[derive(Clone, Debug, Default)]
pub(crate) struct Errors {
    pub(crate) code: Option<Vec<String>>,
    pub(crate) message: Option<Vec<String>>,
    /// A code in a body that is plain text, as in `({code})`.
    pub(crate) text_code: Option<Named>,
    pub(crate) named: Vec<NamedError>,
    /// The headers of an answer that its message shows.
    pub(crate) headers: Vec<String>,
}

/// A header that goes with all operations, whether they declare it or not.
#[derive(Clone, Debug)]
pub(crate) struct GeneralHeader {
    pub(crate) name: Named,
    pub(crate) says: Says,
}

/// What a header that goes with all operations says.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Says {
    /// What the program calls itself.
    Application,
    /// Name and version of the client.
    Client,
    /// What the caller sets, once for a client.
    Caller,
}

/// A name for failures of some status, some code or both.
#[derive(Clone, Debug)]
pub(crate) struct NamedError {
    pub(crate) name: String,
    pub(crate) status: Option<u16>,
    pub(crate) code: Option<String>,
}

/// What `x-authority`, `x-scope` and `x-resource` say of the tokens for a server.
#[derive(Debug)]
pub(crate) struct Authority {
    pub(crate) url: String,
    pub(crate) scope: Option<String>,
    pub(crate) resource: Option<String>,
}

/// What a document or a schema says of how leniently answers are read.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Rules {
    pub(crate) lenient_scalars: Option<bool>,
    pub(crate) ignore_case: Option<bool>,
    pub(crate) loose_enums: Option<bool>,
}

impl Rules {
    fn read(object: &mut Object<'_, '_>) -> Self {
        Self {
            lenient_scalars: object.flag("lenientScalars"),
            ignore_case: object.flag("ignoreCase"),
            loose_enums: object.flag("looseEnums"),
        }
    }
}

/// Reads the `x-clientgen` object of a schema.
pub(super) fn of_schema(object: &mut Object<'_, '_>) -> Rules {
    let Some(at) = object.get("x-clientgen") else {
        return Rules::default();
    };
    object.within(|reader| {
        let Some(mut object) = reader.object(at, "the `x-clientgen` object of a schema") else {
            return Rules::default();
        };
        let rules = Rules::read(&mut object);
        object.finish();
        rules
    })
}

pub(super) fn extension(reader: &mut Reader<'_>, at: Pointer, document: &mut Document) {
    let Some(mut object) = reader.object(at, "the `x-clientgen` object") else {
        return;
    };
    document.keep_unknown = match object.text("unknownProperties").as_deref() {
        Some("keep") => true,
        None | Some("auto") => false,
        Some(other) => {
            let message = format!("`unknownProperties: {other}` has no meaning");
            object.report("extension", at, message).help("write `keep` or `auto`");
            false
        }
    };
    document.headers = object.all_entries("headers", general);
    document.etag = match object.get("etag") {
        Some(at) => object.text_at(at).into_iter().map(|name| Named { at, name }).collect(),
        None => Vec::new(),
    };
    document.calls = calls(&mut object).unwrap_or_default();
    document.validation = object.flag("validation").unwrap_or_default();
    document.infer_paging = object.flag("inferPaging").unwrap_or_default();
    document.rules = Rules::read(&mut object);
    if let Some(at) = object.get("links") {
        document.links = object.within(|reader| links(reader, at)).unwrap_or_default();
    }
    if let Some(at) = object.get("errors") {
        document.errors = object.within(|reader| errors(reader, at)).unwrap_or_default();
    }
    object.finish();
}

/// A header that goes with all operations, and what it says.
fn general(reader: &mut Reader<'_>, at: Pointer) -> Option<GeneralHeader> {
    let name = Named { at, name: reader.sources().name(at).to_owned() };
    let says = match reader.sources().value(at) {
        Value::Text(text) => match &**text {
            "application" => Says::Application,
            "client" => Says::Client,
            "caller" => Says::Caller,
            other => {
                let message = format!("a header cannot say `{other}` by itself: it is left out");
                let found = reader.diagnostics().warning("extension", at, message);
                found.help("write `application`, `client` or `caller`");
                return None;
            }
        },
        _ => {
            reader.wrong_type(at, "`application`, `client` or `caller`");
            return None;
        }
    };
    Some(GeneralHeader { name, says })
}

fn calls(object: &mut Object<'_, '_>) -> Option<Calls> {
    let at = object.get("calls")?;
    let written = object.text_at(at)?;
    let calls = written.parse::<Calls>();
    if calls.is_err() {
        let message = format!("`calls: {written}` has no meaning");
        object.report("extension", at, message).help("write `areas` or `paths`");
    }
    calls.ok()
}

fn links(reader: &mut Reader<'_>, at: Pointer) -> Option<Links> {
    let mut object = reader.object(at, "the `links` object")?;
    let links = Links { prefix: object.text("prefix"), known: object.texts("known") };
    object.finish();
    Some(links)
}

fn errors(reader: &mut Reader<'_>, at: Pointer) -> Option<Errors> {
    let mut object = reader.object(at, "the `errors` object")?;
    let errors = Errors {
        code: paths(&mut object, "code"),
        message: paths(&mut object, "message"),
        text_code: object.get("textCode").and_then(|at| object.text_at(at).map(|name| Named { at, name })),
        named: object
            .all_entries("named", |reader, at| Some(named(reader, at)))
            .into_iter()
            .flatten()
            .collect(),
        headers: object.texts("headers"),
    };
    object.finish();
    Some(errors)
}

fn paths(object: &mut Object<'_, '_>, key: &'static str) -> Option<Vec<String>> {
    Some(object.texts(key)).filter(|paths| !paths.is_empty())
}

/// The failures that a name stands for: a list of statuses, codes, or both together.
fn named(reader: &mut Reader<'_>, at: Pointer) -> Vec<NamedError> {
    let name = reader.sources().name(at).to_owned();
    let Value::List(rules) = reader.sources().value(at) else {
        reader.wrong_type(at, "a list");
        return Vec::new();
    };
    let rule = |&at: &Pointer| {
        let mut object = reader.object(at, "a named error")?;
        let rule = NamedError {
            name: name.clone(),
            status: status(&mut object),
            code: object.get("code").and_then(|at| object.version_text(at)),
        };
        if rule.status.is_none() && rule.code.is_none() {
            object
                .report("extension", at, "this would be the name of every error")
                .help("add a `status`, a `code` or both");
        }
        object.finish();
        Some(rule)
    };
    rules.iter().filter_map(rule).collect()
}

fn status(object: &mut Object<'_, '_>) -> Option<u16> {
    let at = object.get("status")?;
    let status = object.within(|reader| match *reader.sources().value(at) {
        Value::Int(status) => u16::try_from(status).ok(),
        _ => None,
    });
    let status = status.filter(|status| (100..600).contains(status));
    if status.is_none() {
        object.wrong_type(at, "a status such as `404`");
    }
    status
}

/// What the extensions of a server say of the tokens for it.
pub(super) fn authority(server: &mut Object<'_, '_>) -> Option<Authority> {
    let (scope, resource) = (server.text("x-scope"), server.text("x-resource"));
    let Some(at) = server.get("x-authority") else {
        let at = server.get("x-scope").or(server.get("x-resource"))?;
        server
            .report("extension", at, "what a token is for means nothing without `x-authority`")
            .help("say where the tokens come from: `x-authority: https://login.microsoftonline.com`");
        return None;
    };
    let url = server.text_at(at)?;
    if !url.starts_with("https://") || url.trim_end_matches('/').matches('/').count() != 2 {
        server
            .report("extension", at, format!("`{url}` is no authority"))
            .help("write the part before the tenant, such as `https://login.microsoftonline.com`");
        return None;
    }
    Some(Authority { url: url.trim_end_matches('/').to_owned(), scope, resource })
}
