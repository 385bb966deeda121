//! Bodies: what goes into a request, what comes back, and what comes back when a call fails.

use std::rc::Rc;

use super::{Lowering, docs_of, extended};
use crate::diagnostic::Pointer;
use crate::ir::{Answer, Body, Docs, Encoding, Parameter, Payload, Place, Style, Type};
use crate::openapi::{self, Kind, Media, Schema};

impl Lowering<'_> {
    /// The body of a request. The parts of a form are parameters, since each is given by itself.
    pub(super) fn body(
        &mut self,
        written: &openapi::Body,
        hint: &[String],
        parameters: &mut Vec<Parameter>,
    ) -> Option<Body> {
        let (media, payload) = best(&written.content)?;
        let hint = extended(hint, "body");
        let schema = media.schema.as_ref();
        let docs = Docs { description: written.description.clone(), ..Docs::default() };
        let Some(payload) = payload else {
            self.parts(written, media, &hint, parameters);
            return None;
        };
        let ty = match payload {
            Payload::Json | Payload::Form => {
                schema.map_or(Type::Json, |schema| self.usage(schema, &hint).inside())
            }
            Payload::Text => Type::Text,
            Payload::Bytes => Type::Bytes,
        };
        Some(Body { docs, media: concrete(&media.name, payload), payload, ty, required: written.required })
    }

    fn parts(
        &mut self,
        written: &openapi::Body,
        media: &Media,
        hint: &[String],
        parameters: &mut Vec<Parameter>,
    ) {
        let said = |name: &str| media.parts.iter().find(|(part, _)| part == name).map(|(_, media)| media);
        let Some(schema) = media.schema.as_ref().and_then(|schema| self.resolved(schema)) else { return };
        for (name, property) in &schema.properties {
            let (ty, at) =
                (self.part_type(property, &extended(hint, name)), property.at.unwrap_or(written.at));
            parameters.push(Parameter {
                at,
                name: name.clone(),
                hint: vec![property.client_name.clone().unwrap_or_else(|| name.clone())],
                docs: docs_of(property),
                place: Place::Part,
                ty,
                required: schema.required.iter().any(|required| required.name == *name),
                encoding: Encoding::Styled { style: Style::Form, explode: true, allow_reserved: false },
                media: said(name).and_then(|said| part_media(said)),
                constant: None,
            });
        }
    }

    fn part_type(&mut self, property: &Rc<Schema>, hint: &[String]) -> Type {
        let Some(schema) = self.resolved(property) else { return Type::Text };
        if is_file(&schema) {
            return Type::File;
        }
        let items = schema.items.clone().and_then(|items| self.resolved(&items));
        if items.is_some_and(|items| is_file(&items)) {
            return Type::List(Box::new(Type::File));
        }
        self.usage(property, hint).inside()
    }

    /// What a success holds, and whether it can also be empty.
    pub(super) fn answer(&mut self, written: &openapi::Operation, hint: &[String]) -> (Answer, bool) {
        let hint = extended(hint, "response");
        let mut answer = Answer::Empty;
        let mut empty = false;
        for response in successes(written) {
            let (here, nullable) = self.content(&response.content, &hint);
            empty |= nullable;
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
    pub(super) fn faults(&mut self, written: &openapi::Operation, hint: &[String]) -> Vec<(String, Type)> {
        let hint = extended(hint, "error");
        let mut faults = Vec::new();
        for response in written.responses.iter().filter(|response| !response.status.starts_with('2')) {
            if let (Answer::Json(ty), _) = self.content(&response.content, &hint) {
                faults.push((response.status.clone(), ty));
            }
        }
        faults
    }

    /// What some content holds, and whether that can be `null`.
    fn content(&mut self, content: &[Media], hint: &[String]) -> (Answer, bool) {
        let media = json(content);
        match media.map(|media| &media.schema) {
            Some(Some(schema)) => {
                let usage = self.usage(schema, hint);
                (Answer::Json(usage.ty), usage.nullable)
            }
            Some(None) => (Answer::Json(Type::Json), false),
            None if content.is_empty() => (Answer::Empty, false),
            None if content.iter().any(|media| media.name.starts_with("text/")) => (Answer::Text, false),
            None => (Answer::Bytes, false),
        }
    }

    fn several(&mut self, at: Pointer, what: &str) {
        let message = format!("a second {what} of another shape: it is read as the first one");
        self.reader.diagnostics().warning("several-answers", at, message).at_key();
    }
}

/// The media types to ask for, if plain JSON will not do.
pub(super) fn accept(written: &openapi::Operation) -> Option<String> {
    let media = || successes(written).flat_map(|response| &response.content).map(|media| media.name.as_str());
    let json: Vec<&str> = media().filter(|name| is_json(name)).collect();
    let names = if json.is_empty() { media().collect() } else { json };
    let plain = names.is_empty() || names.iter().any(|name| is_plain(name));
    (!plain).then(|| names.join(", "))
}

/// The media types to choose from, if a success can have several.
pub(super) fn offers(written: &openapi::Operation) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for media in successes(written).flat_map(|response| &response.content) {
        let concrete = !media.name.contains('*');
        if concrete && !names.iter().any(|known| essence(known) == essence(&media.name)) {
            names.push(media.name.clone());
        }
    }
    if names.len() > 1 { names } else { Vec::new() }
}

/// The answers that say what a success holds. Where none is named, what holds for everything does.
fn successes(written: &openapi::Operation) -> impl Iterator<Item = &openapi::Response> {
    let named = written.responses.iter().any(|response| response.status.starts_with('2'));
    let start = if named { "2" } else { "default" };
    written.responses.iter().filter(move |response| response.status.starts_with(start))
}

/// The media type that a caller is spared most with, and how it is written; `None` for a form in parts.
fn best(content: &[Media]) -> Option<(&Media, Option<Payload>)> {
    let find = |fits: &dyn Fn(&str) -> bool| content.iter().find(|media| fits(&essence(&media.name)));
    let form = |name: &str| name == "application/x-www-form-urlencoded";
    let json = json(content).map(|media| (media, Some(Payload::Json)));
    json.or_else(|| find(&|name| name.starts_with("multipart/")).map(|media| (media, None)))
        .or_else(|| find(&form).map(|media| (media, Some(Payload::Form))))
        .or_else(|| find(&|name| name.starts_with("text/")).map(|media| (media, Some(Payload::Text))))
        .or_else(|| content.first().map(|media| (media, Some(Payload::Bytes))))
}

/// The media type to send where the document names a range.
fn concrete(name: &str, payload: Payload) -> String {
    match payload {
        Payload::Json if is_plain(name) => "application/json".to_owned(),
        _ if !name.contains('*') => name.to_owned(),
        Payload::Json => "application/json".to_owned(),
        Payload::Text => "text/plain".to_owned(),
        Payload::Form | Payload::Bytes => "application/octet-stream".to_owned(),
    }
}

/// The media type of a part: the first that the document names which is no range.
fn part_media(said: &str) -> Option<String> {
    let mut names = said.split(',').map(str::trim).filter(|name| !name.is_empty());
    names.find(|name| !name.contains('*')).map(str::to_owned)
}

/// Whether a part holds bytes: 3.0 says so by its format, 3.1 by its media type or by saying nothing at all.
fn is_file(schema: &Schema) -> bool {
    let untyped = schema.kinds.is_empty() && schema.any_of.is_empty() && schema.properties.is_empty();
    let text = matches!(schema.kinds.as_slice(), [(Kind::String, _)]);
    let binary = matches!(schema.format.as_deref(), Some("binary" | "byte"));
    text && (binary || schema.media_type.is_some())
        || untyped && schema.items.is_none() && schema.values.is_none()
}

/// The JSON among several media types: all of them describe the same value.
fn json(content: &[Media]) -> Option<&Media> {
    content.iter().find(|media| is_json(&media.name))
}

pub(super) fn is_json(media: &str) -> bool {
    is_plain(media) || essence(media).ends_with("+json")
}

/// Whether a media type is `application/json`, or leaves that open.
fn is_plain(media: &str) -> bool {
    matches!(essence(media).as_str(), "application/json" | "text/json" | "*/*" | "application/*")
}

/// A media type without its parameters.
fn essence(media: &str) -> String {
    media.split(';').next().unwrap_or(media).trim().to_ascii_lowercase()
}
