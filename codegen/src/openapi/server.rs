//! Servers, as written: addresses with variables, and the hosts with parameters that Azure's documents have.

use super::extension::{self, Authority};
use super::read::{Object, Reader};
use crate::diagnostic::{Pointer, nearest};

#[derive(Debug)]
pub(crate) struct Server {
    /// The place of the address.
    pub(crate) at: Pointer,
    pub(crate) url: String,
    pub(crate) name: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) variables: Vec<Variable>,
    pub(crate) authority: Option<Authority>,
}

/// A part of an address that callers can set.
#[derive(Clone, Debug)]
pub(crate) struct Variable {
    /// The place of the default, or of the variable if it has none.
    pub(crate) at: Pointer,
    pub(crate) name: String,
    /// What it is otherwise; empty if callers have to set it.
    pub(crate) default: String,
    /// The values that the document knows; none if it can be any text.
    pub(crate) values: Vec<String>,
    pub(crate) description: Option<String>,
}

impl Server {
    /// A server of which nothing is said but where it is.
    pub(super) fn new(at: Pointer, url: String) -> Self {
        Self { at, url, name: None, description: None, variables: Vec::new(), authority: None }
    }
}

pub(super) fn server(reader: &mut Reader<'_>, at: Pointer) -> Option<Server> {
    let mut object = reader.object(at, "a server")?;
    let at = object.required("url")?;
    let written = object.text_at(at)?;
    let mut url = written.trim().to_owned();
    if url != written {
        let message = format!("the server `{url}` has spaces around it: they are left out");
        object.warn("server-url", at, message).help("remove them");
    }
    if url.starts_with("//") {
        let message = format!("the server `{url}` names no scheme: `https:` is put in front");
        object.warn("relative-server", at, message).help("write the whole address");
        url.insert_str(0, "https:");
    }
    let mut variables = object.entries("variables", variable);
    // Some gateways write `/{stage}` and `/prod`.
    for Variable { name, default, values, .. } in &mut variables {
        if !url.contains(&format!("/{{{name}}}")) {
            continue;
        }
        for value in values.iter_mut().chain([default]) {
            if let Some(rest) = value.strip_prefix('/').filter(|rest| !rest.is_empty()) {
                *value = rest.to_owned();
            }
        }
    }
    let name = object.text("x-name").or_else(|| object.text("name"));
    let description = object.text("description");
    let authority = extension::authority(&mut object);
    object.finish();
    Some(Server { at, url, name, description, variables, authority })
}

fn variable(reader: &mut Reader<'_>, at: Pointer) -> Option<Variable> {
    let name = reader.sources().name(at).to_owned();
    let mut object = reader.object(at, "a server variable")?;
    let variable = declared(&mut object, name);
    if object.get("default").is_none() {
        let message = "a server variable needs `default`: callers will have to set this one";
        object.warn("missing-keyword", at, message);
    }
    object.finish();
    Some(variable)
}

/// What is said of a variable beside its name.
fn declared(object: &mut Object<'_, '_>, name: String) -> Variable {
    let (default, values) = (object.name("default"), object.texts("enum"));
    let known = default.as_ref().is_none_or(|default| values.is_empty() || values.contains(&default.name));
    if let Some(default) = default.as_ref().filter(|_| !known) {
        let message = format!(
            "the default `{}` is none of the values in `enum`: it is taken all the same",
            default.name
        );
        let near = nearest(&default.name, values.iter().map(String::as_str));
        let found = object.warn("server-variable", default.at, message);
        found.help(near.map_or_else(
            || "add it to `enum`, or take one of the values there".to_owned(),
            |near| format!("did you mean `{near}`?"),
        ));
    }
    let at = default.as_ref().map_or(object.at(), |default| default.at);
    let default = default.map(|default| default.name).unwrap_or_default();
    Variable { at, name, default, values, description: object.text("description") }
}

/// Reads `x-ms-parameterized-host`: a host with variables, before the path of all operations.
pub(super) fn parameterized(
    reader: &mut Reader<'_>,
    at: Pointer,
    scheme: &str,
    path: &str,
) -> Option<Server> {
    let mut object = reader.object(at, "a parameterized host")?;
    let place = object.required("hostTemplate");
    let template = place.and_then(|at| Some((at, object.text_at(at)?)));
    let prefixed = object.flag("useSchemePrefix").unwrap_or(true);
    let variables = object.each("parameters", parameter);
    // Where a method would take them.
    object.ignore(&["positionInOperation"]);
    object.finish();
    let (at, template) = template?;
    let host = template.trim().trim_end_matches('/');
    let prefix = if prefixed && !host.contains("://") { format!("{scheme}://") } else { String::new() };
    Some(Server { variables, ..Server::new(at, format!("{prefix}{host}{path}")) })
}

fn parameter(reader: &mut Reader<'_>, at: Pointer) -> Option<Variable> {
    let mut object = reader.referred(at, "a parameter")?;
    let name = object.required_text("name")?;
    let variable = declared(&mut object, name);
    object.ignore(&[
        "in",
        "required",
        "type",
        "format",
        "pattern",
        "minLength",
        "maxLength",
        "allowEmptyValue",
    ]);
    object.finish();
    Some(variable)
}
