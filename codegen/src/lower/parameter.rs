//! Parameters: what a caller gives for each call, and what the client gives by itself.

use super::media::is_json;
use super::{Lowering, docs_of, extended};
use crate::ir::{ClientHeader, Docs, Encoding, Fill, Parameter, Place, Style, Type};
use crate::openapi::{self, Dialect, GeneralHeader, Named, PathItem, Says};

/// Headers that OpenAPI leaves to other keywords.
const RESERVED: &[&str] = &["accept", "authorization", "content-type"];

/// Headers that say how a message is sent (RFC 9110 §7.6.1, RFC 9112 §6), which only what sends it can know.
const OF_CONNECTION: &[&str] = &[
    "connection",
    "content-length",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

impl Lowering<'_> {
    /// The parameters of the operation, and those of its path that it does not replace.
    pub(super) fn own_parameters<'d>(
        &mut self,
        item: &'d PathItem,
        written: &'d openapi::Operation,
    ) -> Vec<&'d openapi::Parameter> {
        let mut own: Vec<&openapi::Parameter> = Vec::new();
        let mut inherited = Vec::new();
        for (list, unique) in [(&item.parameters, &mut inherited), (&written.parameters, &mut own)] {
            for parameter in list {
                if let Some(first) = unique.iter().find(|earlier| same(earlier, parameter)) {
                    let (name, first) = (&parameter.name.name, &first.name.name);
                    let message = if name == first {
                        format!("the parameter `{name}` is declared twice: the first one counts")
                    } else {
                        format!("the header `{name}` is the same as `{first}`: the first one counts")
                    };
                    let found =
                        self.reader.diagnostics().warning("duplicate-parameter", parameter.name.at, message);
                    found.help("remove one of the two, or give it another place");
                } else {
                    unique.push(parameter);
                }
            }
        }
        inherited.retain(|inherited| !own.iter().any(|own| same(own, inherited)));
        inherited.extend(own);
        inherited
    }

    pub(super) fn parameter(
        &mut self,
        written: &openapi::Parameter,
        hint: &[String],
        parameters: &mut Vec<Parameter>,
        headers: &mut Vec<usize>,
    ) {
        let name = &written.name.name;
        if written.place == openapi::Place::Header && !self.is_header(&written.name) {
            return;
        }
        let parameter = self.lowered(written, hint);
        if written.idempotency_key {
            self.idempotency_key(written);
        }
        let constant_header = parameter.constant.is_some() && parameter.place == Place::Header;
        if parameter.place == Place::Header && (written.on_client || written.fresh_id || constant_header) {
            let index = self.client_header(written, &parameter);
            if !headers.contains(&index) {
                headers.push(index);
            }
            if written.on_client || constant_header {
                return;
            }
        } else if written.on_client || written.fresh_id {
            let message = format!("only a header can be set by the client: `{name}` is set call by call");
            self.reader.diagnostics().warning("client-parameter", written.at, message);
        }
        parameters.push(parameter);
    }

    pub(super) fn lowered(&mut self, written: &openapi::Parameter, hint: &[String]) -> Parameter {
        let name = &written.name.name;
        let content = written.content.first();
        let schema = written.schema.as_ref().or_else(|| content.and_then(|media| media.schema.as_ref()));
        let only = schema.and_then(|schema| schema.constant).filter(|_| written.required);
        let constant = only.and_then(|at| self.reader.sources().value(at).scalar());
        // A constant is sent without being asked for, so that nobody needs its type.
        let ty = match schema {
            Some(schema) if constant.is_none() => match &written.component {
                Some(component) => self.shared_usage(schema, &self.words_of(component, "parameter")).ty,
                None => self.usage(schema, &extended(hint, name)).ty,
            },
            _ => Type::Text,
        };
        let place = match written.place {
            openapi::Place::Path => Place::Path,
            openapi::Place::Query | openapi::Place::QueryString => Place::Query,
            openapi::Place::Header => Place::Header,
            openapi::Place::Cookie => Place::Cookie,
        };
        if place == Place::Path && !written.required {
            let message =
                format!("the path parameter `{name}` is not marked as required: it is taken as required");
            let found = self.reader.diagnostics().warning("path-parameter", written.at, message);
            found.help("add `required: true`");
        }
        let json = written.schema.is_none() && content.is_some_and(|media| is_json(&media.name));
        let encoding = match (written.place, json) {
            (openapi::Place::QueryString, true) => Encoding::WholeJson,
            (openapi::Place::QueryString, false) => Encoding::WholeForm,
            (_, true) => Encoding::Json,
            (_, false) => {
                let style = self.style(written.style.as_ref(), place);
                let usual = matches!(style, Style::Form | Style::Cookie);
                // Of what has no items none can be exploded.
                let explode = written.explode.filter(|_| !is_scalar(&ty)).unwrap_or(usual);
                Encoding::Styled { style, explode, allow_reserved: written.allow_reserved }
            }
        };
        let mut docs = schema.map(|schema| docs_of(schema)).unwrap_or_default();
        docs.description = written.description.clone().or(docs.description);
        docs.deprecated |= written.deprecated;
        docs.notes.extend(written.examples.clone().filter(|examples| !docs.notes.contains(examples)));
        Parameter {
            at: written.at,
            name: name.clone(),
            hint: vec![written.client_name.clone().unwrap_or_else(|| name.clone())],
            docs,
            place,
            ty,
            required: place == Place::Path || written.required,
            encoding,
            media: None,
            root: None,
            form: None,
            constant,
        }
    }

    pub(super) fn style(&mut self, written: Option<&Named>, place: Place) -> Style {
        let default = if matches!(place, Place::Path | Place::Header) { Style::Simple } else { Style::Form };
        let Some(style) = written else {
            return default;
        };
        // As collection formats they can be anywhere.
        let swagger = self.reader.speaks(Dialect::Swagger2);
        let delimited: &[Place] =
            if swagger { &[Place::Path, Place::Query, Place::Header] } else { &[Place::Query] };
        let (known, places): (_, &[Place]) = match style.name.as_str() {
            "simple" => (Style::Simple, &[Place::Path, Place::Header]),
            "label" => (Style::Label, &[Place::Path]),
            "matrix" => (Style::Matrix, &[Place::Path]),
            "form" => (Style::Form, &[Place::Query, Place::Cookie]),
            "spaceDelimited" => (Style::SpaceDelimited, delimited),
            "pipeDelimited" => (Style::PipeDelimited, delimited),
            "deepObject" => (Style::DeepObject, &[Place::Query]),
            "tabDelimited" if swagger => (Style::TabDelimited, delimited),
            "cookie" => (Style::Cookie, &[Place::Cookie]),
            _ => (default, &[]),
        };
        if places.contains(&place) {
            return known;
        }
        let message =
            format!("the style `{}` does not exist for this place: the default is taken", style.name);
        self.reader
            .diagnostics()
            .warning("parameter-style", style.at, message)
            .help("remove it to get the default");
        default
    }

    pub(super) fn is_header(&mut self, name: &Named) -> bool {
        let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
        if name.name.is_empty() || !name.name.chars().all(token) {
            let message =
                format!("`{}` cannot be the name of a header: it is left out", name.name.escape_debug());
            self.reader.diagnostics().warning("header-name", name.at, message);
            return false;
        }
        let is_among = |list: &[&str]| list.iter().any(|other| name.name.eq_ignore_ascii_case(other));
        let help = if is_among(RESERVED) {
            "`security` says how to sign in, `content` which media types there are"
        } else if is_among(OF_CONNECTION) {
            "the transport sends it where it is needed"
        } else {
            return true;
        };
        let message = format!("the header `{}` cannot be a parameter, and is ignored", name.name);
        self.reader.diagnostics().warning("reserved-header", name.at, message).help(help);
        false
    }

    /// Notes the headers that go with all operations.
    pub(super) fn general_headers(&mut self, headers: &[GeneralHeader]) {
        for GeneralHeader { name, says } in headers {
            if !self.is_header(name) {
                continue;
            }
            let (fill, on_client) = match says {
                Says::Application => (Fill::Application, false),
                Says::Client => (Fill::Client, false),
                Says::Caller => (Fill::Nothing, true),
            };
            self.api.headers.push(ClientHeader {
                name: name.name.clone(),
                hint: vec![name.name.clone()],
                docs: Docs {
                    description: Some("It goes with every operation.".to_owned()),
                    ..Docs::default()
                },
                fill,
                on_client,
                general: true,
            });
        }
    }

    /// The place of a header among those of the client.
    fn client_header(&mut self, written: &openapi::Parameter, parameter: &Parameter) -> usize {
        let same = |header: &ClientHeader| header.name.eq_ignore_ascii_case(&parameter.name);
        if let Some(index) = self.api.headers.iter().position(same) {
            return index;
        }
        let fill = match &parameter.constant {
            Some(value) => Fill::Constant(value.clone()),
            None if written.fresh_id => Fill::FreshId,
            None => Fill::Nothing,
        };
        self.api.headers.push(ClientHeader {
            name: parameter.name.clone(),
            hint: parameter.hint.clone(),
            docs: parameter.docs.clone(),
            on_client: written.on_client && parameter.constant.is_none(),
            general: false,
            fill,
        });
        self.api.headers.len() - 1
    }
}

/// Whether a type is one of a single value, whatever its definition says.
fn is_scalar(ty: &Type) -> bool {
    let many = matches!(ty, Type::List(_) | Type::Map(_) | Type::Json | Type::Nullable(_) | Type::Own(_));
    !many && !matches!(ty, Type::Def(..) | Type::Parameter(_))
}

/// Whether two parameters are one: names of headers are the same in any case.
fn same(a: &openapi::Parameter, b: &openapi::Parameter) -> bool {
    let header = a.place == openapi::Place::Header;
    let (one, other) = (&a.name.name, &b.name.name);
    a.place == b.place && (one == other || header && one.eq_ignore_ascii_case(other))
}
