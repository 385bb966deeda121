//! Operations: parameters, bodies, answers, and what they share through the client.

use std::collections::{HashMap, HashSet};

use super::path::{self, Segment};
use super::{Lowering, docs_of};
use crate::diagnostic::Pointer;
use crate::ir::{
    Answer, Area, Body, ClientHeader, Docs, Encoding, Fill, Operation, Parameter, Piece, Place, Style, Type,
};
use crate::openapi::{self, Document, Media, Named, PathItem};

/// Headers that OpenAPI leaves to other keywords.
const RESERVED: &[&str] = &["accept", "authorization", "content-type"];

impl Lowering<'_> {
    pub(super) fn operations(&mut self, document: &Document) {
        let mut ids = HashSet::new();
        let mut paths = HashMap::new();
        for item in &document.paths {
            let signature = path::signature(&item.template);
            if let Some(first) = paths.insert(signature, &item.template) {
                let message = format!("the path `{}` is the same as `{first}`", item.template);
                let found = self
                    .reader
                    .diagnostics()
                    .error("duplicate-path", item.at, message)
                    .at_key();
                found.help("join the two path items: names of parameters do not make a path different");
            }
            let Some(template) = path::parse(&item.template, item.at, self.reader.diagnostics()) else {
                continue;
            };
            for operation in &item.operations {
                if let Some(id) = operation.id.as_ref().filter(|id| !ids.insert(&id.name)) {
                    let message = format!("the operation id `{}` is used twice", id.name);
                    let found = self
                        .reader
                        .diagnostics()
                        .error("duplicate-operation", id.at, message);
                    found.help("give one of the operations another `operationId`");
                }
                self.operation(document, item, operation, &template);
            }
        }
    }

    fn operation(
        &mut self,
        document: &Document,
        item: &PathItem,
        written: &openapi::Operation,
        template: &[Segment],
    ) {
        let (area, id, hint) = self.names(document, item, written);
        let hint_of_types = vec![id.replace(' ', "_")];
        let mut parameters = Vec::new();
        let mut headers = Vec::new();
        for parameter in self.own_parameters(item, written) {
            self.parameter(parameter, &hint_of_types, &mut parameters, &mut headers);
        }
        let path = self.pieces(item, template, &parameters);
        let body = written
            .body
            .as_ref()
            .and_then(|body| self.body(body, &hint_of_types));
        let (answer, answer_optional) = self.answer(written, &hint_of_types);
        let faults = self.faults(written, &hint_of_types);
        let security = written.security.as_ref().unwrap_or(&document.security);
        let security = security.iter().map(|all| self.schemes(all)).collect();
        let paging = written
            .paging
            .as_ref()
            .and_then(|rules| self.paging(rules, written.at, answer.ty()));
        let docs = Docs {
            summary: written.summary.clone(),
            description: written.description.clone(),
            page: written.docs_url.clone(),
            limits: Vec::new(),
            deprecated: written.deprecated,
        };
        self.api.operations.push(Operation {
            id,
            hint,
            area,
            docs,
            method: written.method,
            template: item.template.clone(),
            path,
            parameters,
            body,
            answer,
            answer_optional,
            faults,
            headers,
            paging,
            security,
        });
    }

    /// Area, id and name: from `Area_Name` if the id has this form, else from the first tag and the id,
    /// else from the path.
    fn names(
        &mut self,
        document: &Document,
        item: &PathItem,
        written: &openapi::Operation,
    ) -> (usize, String, Vec<String>) {
        let id = written.id.as_ref().map(|id| id.name.clone());
        let (group, hint) = match id.as_deref().and_then(|id| id.split_once('_')) {
            Some((group, name)) if !group.is_empty() && !name.is_empty() => {
                (Some(group), vec![name.to_owned()])
            }
            _ => (
                None,
                id.clone()
                    .map_or_else(|| path_words(written.method, &item.template), |id| vec![id]),
            ),
        };
        let tag = written.tags.first().map(|tag| tag.name.as_str());
        let area = tag.or(group).unwrap_or("operations");
        let known = self.api.areas.iter().position(|known| known.hint == [area]);
        let area = known.unwrap_or_else(|| {
            let tag = document.tags.iter().find(|tag| tag.name == area);
            let docs = Docs {
                description: tag.and_then(|tag| tag.description.clone()),
                page: tag.and_then(|tag| tag.docs_url.clone()),
                ..Docs::default()
            };
            self.api.areas.push(Area {
                hint: vec![area.to_owned()],
                docs,
            });
            self.api.areas.len() - 1
        });
        (
            area,
            id.unwrap_or_else(|| format!("{} {}", written.method.to_uppercase(), item.template)),
            hint,
        )
    }

    /// The parameters of the operation, and those of its path that it does not replace.
    fn own_parameters<'d>(
        &mut self,
        item: &'d PathItem,
        written: &'d openapi::Operation,
    ) -> Vec<&'d openapi::Parameter> {
        let same =
            |a: &openapi::Parameter, b: &openapi::Parameter| a.name.name == b.name.name && a.place == b.place;
        for list in [&item.parameters, &written.parameters] {
            for (index, parameter) in list.iter().enumerate() {
                if list.iter().take(index).any(|earlier| same(earlier, parameter)) {
                    let message = format!("the parameter `{}` is declared twice", parameter.name.name);
                    let found =
                        self.reader
                            .diagnostics()
                            .error("duplicate-parameter", parameter.name.at, message);
                    found.help("remove one of the two, or give it another place");
                }
            }
        }
        let inherited = item
            .parameters
            .iter()
            .filter(|p| !written.parameters.iter().any(|own| same(own, p)));
        inherited.chain(&written.parameters).collect()
    }

    fn parameter(
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
            self.reader
                .diagnostics()
                .warning("client-parameter", written.at, message);
        }
        parameters.push(parameter);
    }

    fn lowered(&mut self, written: &openapi::Parameter, hint: &[String]) -> Parameter {
        let name = &written.name.name;
        let content = written.content.first();
        let schema = written
            .schema
            .as_ref()
            .or_else(|| content.and_then(|media| media.schema.as_ref()));
        let only = schema
            .and_then(|schema| schema.constant)
            .filter(|_| written.required);
        let constant = only
            .and_then(|at| self.reader.sources().text(at))
            .map(str::to_owned);
        let words = super::schema::extended(hint, name);
        // A constant is sent without being asked for, so that nobody needs its type.
        let ty = match schema {
            Some(schema) if constant.is_none() => self.usage(schema, &words).ty,
            _ => Type::Text,
        };
        let place = match written.place {
            openapi::Place::Path => Place::Path,
            openapi::Place::Query => Place::Query,
            openapi::Place::Header => Place::Header,
            openapi::Place::Cookie => Place::Cookie,
        };
        if place == Place::Path && !written.required {
            let message =
                format!("the path parameter `{name}` is not marked as required, though a path needs it");
            let found = self
                .reader
                .diagnostics()
                .error("path-parameter", written.at, message);
            found.help("add `required: true`");
        }
        let style = self.style(written, place);
        let encoding = if content.is_some_and(|media| is_json(&media.name)) {
            Encoding::Json
        } else {
            let explode = written.explode.unwrap_or(style == Style::Form);
            Encoding::Styled {
                style,
                explode,
                allow_reserved: written.allow_reserved,
            }
        };
        let mut docs = schema.map(|schema| docs_of(schema)).unwrap_or_default();
        docs.description = written.description.clone().or(docs.description);
        docs.deprecated |= written.deprecated;
        Parameter {
            at: written.at,
            name: name.clone(),
            hint: vec![written.client_name.clone().unwrap_or_else(|| name.clone())],
            docs,
            place,
            ty,
            required: place == Place::Path || written.required,
            encoding,
            constant,
        }
    }

    fn style(&mut self, written: &openapi::Parameter, place: Place) -> Style {
        let default = if matches!(place, Place::Path | Place::Header) {
            Style::Simple
        } else {
            Style::Form
        };
        let Some(style) = &written.style else {
            return default;
        };
        let (known, places): (_, &[Place]) = match style.name.as_str() {
            "simple" => (Style::Simple, &[Place::Path, Place::Header]),
            "label" => (Style::Label, &[Place::Path]),
            "matrix" => (Style::Matrix, &[Place::Path]),
            "form" => (Style::Form, &[Place::Query, Place::Cookie]),
            "spaceDelimited" => (Style::SpaceDelimited, &[Place::Query]),
            "pipeDelimited" => (Style::PipeDelimited, &[Place::Query]),
            "deepObject" => (Style::DeepObject, &[Place::Query]),
            _ => (default, &[]),
        };
        if places.contains(&place) {
            return known;
        }
        let message = format!("the style `{}` does not exist for this place", style.name);
        self.reader
            .diagnostics()
            .error("parameter-style", style.at, message)
            .help("remove it to get the default");
        default
    }

    fn is_header(&mut self, name: &Named) -> bool {
        let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
        if name.name.is_empty() || !name.name.chars().all(token) {
            let message = format!("`{}` cannot be the name of a header", name.name.escape_default());
            self.reader.diagnostics().error("header-name", name.at, message);
            return false;
        }
        let reserved = RESERVED
            .iter()
            .any(|reserved| name.name.eq_ignore_ascii_case(reserved));
        if reserved {
            let message = format!("the header `{}` cannot be a parameter, and is ignored", name.name);
            let found = self
                .reader
                .diagnostics()
                .warning("reserved-header", name.at, message);
            found.help("`security` says how to sign in, `content` which media types there are");
        }
        !reserved
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
            fill,
        });
        self.api.headers.len() - 1
    }

    fn pieces(&mut self, item: &PathItem, template: &[Segment], parameters: &[Parameter]) -> Vec<Piece> {
        let position = |name: &str| {
            parameters
                .iter()
                .position(|p| p.place == Place::Path && p.name == name)
        };
        let mut pieces = Vec::new();
        for segment in template {
            match segment {
                Segment::Text(text) => pieces.push(Piece::Text(text.clone())),
                Segment::Name(name) => match position(name) {
                    Some(index) => pieces.push(Piece::Parameter(index)),
                    None => {
                        let message =
                            format!("the path has `{{{name}}}`, but no parameter in the path is called so");
                        let found = self
                            .reader
                            .diagnostics()
                            .error("path-parameter", item.at, message)
                            .at_key();
                        found.help(format!(
                            "add `{{name: {name}, in: path, required: true, schema: {{type: string}}}}`"
                        ));
                    }
                },
            }
        }
        let used = |name: &str| {
            template
                .iter()
                .any(|s| matches!(s, Segment::Name(known) if known == name))
        };
        for parameter in parameters
            .iter()
            .filter(|p| p.place == Place::Path && !used(&p.name))
        {
            let message = format!(
                "the path parameter `{}` does not occur in `{}`",
                parameter.name, item.template
            );
            let found = self
                .reader
                .diagnostics()
                .error("path-parameter", parameter.at, message);
            found.help(format!(
                "write `{{{}}}` in the path, or remove the parameter",
                parameter.name
            ));
        }
        pieces
    }

    fn body(&mut self, written: &openapi::Body, hint: &[String]) -> Option<Body> {
        let Some(media) = json(&written.content) else {
            let message = "this request has no JSON body: other media types are not supported";
            self.reader
                .diagnostics()
                .error("unsupported-media", written.at, message);
            return None;
        };
        let hint = super::schema::extended(hint, "body");
        let ty = media
            .schema
            .as_ref()
            .map_or(Type::Json, |schema| self.usage(schema, &hint).ty);
        let docs = Docs {
            description: written.description.clone(),
            ..Docs::default()
        };
        Some(Body {
            docs,
            ty,
            required: written.required,
        })
    }

    /// What a success holds, and whether it can also be empty.
    fn answer(&mut self, written: &openapi::Operation, hint: &[String]) -> (Answer, bool) {
        let hint = super::schema::extended(hint, "response");
        let mut answer = Answer::Empty;
        let mut empty = false;
        for response in written
            .responses
            .iter()
            .filter(|response| response.status.starts_with('2'))
        {
            let here = self.content(&response.content, &hint);
            match (&answer, here) {
                (_, Answer::Empty) => empty = true,
                (Answer::Empty, here) => answer = here,
                (first, here) if *first == here => {}
                _ => self.several(response.at, "success"),
            }
        }
        let optional = empty && matches!(answer, Answer::Json(_));
        (answer, optional)
    }

    /// What failures hold, by status.
    fn faults(&mut self, written: &openapi::Operation, hint: &[String]) -> Vec<(String, Type)> {
        let hint = super::schema::extended(hint, "error");
        let mut faults = Vec::new();
        for response in written
            .responses
            .iter()
            .filter(|response| !response.status.starts_with('2'))
        {
            if let Answer::Json(ty) = self.content(&response.content, &hint) {
                faults.push((response.status.clone(), ty));
            }
        }
        faults
    }

    fn content(&mut self, content: &[Media], hint: &[String]) -> Answer {
        match json(content) {
            Some(media) => match &media.schema {
                Some(schema) => Answer::Json(self.usage(schema, hint).ty),
                None => Answer::Json(Type::Json),
            },
            None if content.is_empty() => Answer::Empty,
            None => Answer::Bytes,
        }
    }

    fn several(&mut self, at: Pointer, what: &str) {
        let message = format!("a second {what} of another shape: it is read as the first one");
        self.reader
            .diagnostics()
            .warning("several-answers", at, message)
            .at_key();
    }

    fn schemes(&mut self, names: &[Named]) -> Vec<usize> {
        let mut schemes = Vec::new();
        for name in names {
            match self
                .api
                .schemes
                .iter()
                .position(|scheme| scheme.name == name.name)
            {
                Some(index) => schemes.push(index),
                None => {
                    let message = format!("there is no security scheme `{}`", name.name);
                    let found = self
                        .reader
                        .diagnostics()
                        .error("unknown-security", name.at, message)
                        .at_key();
                    found.help("declare it under `components.securitySchemes`");
                }
            }
        }
        schemes
    }
}

/// The JSON among several media types: all of them describe the same value.
fn json(content: &[Media]) -> Option<&Media> {
    content.iter().find(|media| is_json(&media.name))
}

fn is_json(media: &str) -> bool {
    let essence = media
        .split(';')
        .next()
        .unwrap_or(media)
        .trim()
        .to_ascii_lowercase();
    matches!(
        essence.as_str(),
        "application/json" | "text/json" | "*/*" | "application/*"
    ) || essence.ends_with("+json")
}

/// Words for an operation without an id: its method, and the fixed parts of its path.
fn path_words(method: &str, template: &str) -> Vec<String> {
    let parts = template.split(['/', '{', '}']).filter(|part| !part.is_empty());
    [method].into_iter().chain(parts).map(str::to_owned).collect()
}
