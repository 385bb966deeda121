//! Bodies of requests: the media types to choose from, and the parts of forms.

use super::known::Known;
use super::media::{self, essence, is_json, is_multipart, is_plain};
use super::stream::is_lines;
use super::{Lowering, extended};
use crate::ir::{Body, Docs, Encoding, Parameter, Payload, Place, Style, Type};
use crate::openapi::{self, Kind, Media, Schema};

/// One way to write the body of a request.
pub(super) struct Choice {
    /// What tells its operation from the one with the usual body; empty for that one.
    pub(super) words: Vec<String>,
    pub(super) media: String,
    pub(super) body: Option<Body>,
    /// The parts of a form are parameters, since each is given by itself.
    pub(super) parts: Vec<Parameter>,
}

impl Lowering<'_> {
    /// The ways to write the body of a request, the one that spares callers most first. Media types that hold
    /// the same value in the same form are one way.
    pub(super) fn bodies(&mut self, written: &openapi::Body, hint: &[String]) -> Vec<Choice> {
        let (component, hint) = (written.component.as_deref(), extended(hint, "body"));
        self.in_component(component, "body", &hint, |own, hint| own.choices(written, hint))
    }

    fn choices(&mut self, written: &openapi::Body, hint: &[String]) -> Vec<Choice> {
        let ways = written.content.iter().map(|media| (media, self.payload(media)));
        let mut ways: Vec<(&Media, Option<Payload>)> = ways.collect();
        ways.sort_by_key(|(media, payload)| rank(&media.name, *payload));
        let mut known = Known::default();
        let mut choices: Vec<Choice> = Vec::new();
        for (media, payload) in ways {
            let forms = choices.iter().any(|choice| is_multipart(&choice.media));
            let word = || if forms { media::own_word(&media.name) } else { media::word(&media.name) };
            let words = if choices.is_empty() { Vec::new() } else { vec![word()] };
            let hint = [hint, &words].concat();
            let Some(payload) = payload else {
                let component = media.component.as_deref();
                let parts =
                    self.in_component(component, "content", &hint, |own, hint| own.parts(media, hint));
                match parts {
                    Some(parts) => {
                        let media = form(&media.name);
                        choices.push(Choice { words, media, body: None, parts });
                    }
                    None => choices.push(self.unknown_parts(written, media, words)),
                }
                continue;
            };
            let lower = |own: &mut Self, hint: &[String]| match (payload, &media.schema) {
                (Payload::Json | Payload::Form | Payload::Xml, Some(schema)) => {
                    own.known_usage(&mut known, schema, hint).inside()
                }
                (Payload::Json | Payload::Form | Payload::Xml, None) => Type::Json,
                (Payload::Lines, _) => Type::List(Box::new(own.item(media, hint))),
                (Payload::Text, _) => Type::Text,
                (Payload::Bytes, _) => Type::Bytes,
            };
            let ty = self.in_component(media.component.as_deref(), "content", &hint, lower);
            let same = |body: &&mut Body| body.payload == payload && body.ty == ty;
            if let Some(body) = choices.iter_mut().filter_map(|choice| choice.body.as_mut()).find(same) {
                offer(body, &media.name);
                continue;
            }
            let docs = Docs { description: written.description.clone(), ..Docs::default() };
            let (offers, name) = (vec![media.name.clone()], concrete(&media.name, payload));
            let root = media.schema.as_ref().filter(|_| payload == Payload::Xml);
            let root = root.map(|schema| self.root(schema));
            let styles = if payload == Payload::Form { self.styles(&media.parts) } else { Vec::new() };
            let required = written.required;
            let body = Body { docs, media: name.clone(), offers, payload, root, styles, ty, required };
            choices.push(Choice { words, media: name, body: Some(body), parts: Vec::new() });
        }
        choices
    }

    /// A body in parts that the document does not name: callers write it, and say what stands between the parts.
    fn unknown_parts(&mut self, written: &openapi::Body, media: &Media, words: Vec<String>) -> Choice {
        let message = "this does not say which parts there are: callers write the body as a whole";
        let found = self.reader.diagnostics().warning("unknown-part", media.at, message).at_key();
        found.help("add `schema:` with a property for each part");
        let body = Body {
            docs: Docs { description: written.description.clone(), ..Docs::default() },
            media: media.name.clone(),
            offers: vec![format!("{}; boundary=*", essence(&media.name))],
            payload: Payload::Bytes,
            root: None,
            styles: Vec::new(),
            ty: Type::Bytes,
            required: written.required,
        };
        Choice { words, media: media.name.clone(), body: Some(body), parts: Vec::new() }
    }

    /// The properties of a form that have a style, or are JSON whatever they hold.
    pub(super) fn styles(&mut self, parts: &[(String, openapi::Part)]) -> Vec<(String, Encoding)> {
        let mut styles = Vec::new();
        for (name, part) in parts {
            if let Some(header) = part.headers.first() {
                let message =
                    format!("`{name}` is a field of a form, which has no headers: they are left out");
                let found = self.reader.diagnostics().warning("encoding", header.at, message).at_key();
                found.help("remove them");
            }
            if let Some((_, inner)) = part.parts.first() {
                let message = format!("`{name}` is a field of a form, and no form itself: this is ignored");
                let found = self.reader.diagnostics().warning("encoding", inner.at, message).at_key();
                found.help("remove it; what has properties itself is written as JSON");
            }
            let own = part.style.is_some() || part.explode.is_some() || part.allow_reserved;
            // What has a style is written by that, whatever its media type.
            if !own && part.media.as_deref().is_some_and(is_json) {
                styles.push((name.clone(), Encoding::Json));
                continue;
            }
            let style = self.style(part.style.as_ref(), Place::Query);
            let explode = part.explode.unwrap_or(style == Style::Form);
            if own {
                let allow_reserved = part.allow_reserved;
                styles.push((name.clone(), Encoding::Styled { style, explode, allow_reserved }));
            }
        }
        styles
    }

    /// Whether a media type is bytes as they are, be it JSON by its name: no text in JSON could be that.
    pub(super) fn is_raw(&mut self, media: &Media) -> bool {
        let schema = media.schema.as_ref().and_then(|schema| self.resolved(schema));
        schema.is_some_and(|schema| {
            let text = matches!(schema.kinds.as_slice(), [(Kind::String, _)]);
            text && schema.format.as_deref() == Some("binary")
        })
    }

    /// How a media type is written; `None` for a form in parts.
    fn payload(&mut self, media: &Media) -> Option<Payload> {
        let name = essence(&media.name);
        let range = name.contains('*') && !is_multipart(&name);
        if !is_multipart(&name) && self.is_raw(media) {
            return Some(Payload::Bytes);
        }
        if range
            && media.schema.as_ref().and_then(|schema| self.resolved(schema)).is_some_and(|s| is_file(&s))
        {
            return Some(Payload::Bytes);
        }
        match name.as_str() {
            name if is_json(name) => Some(Payload::Json),
            name if is_multipart(name) => None,
            "application/x-www-form-urlencoded" => Some(Payload::Form),
            _ if self.is_xml(media) => {
                self.api.xml = true;
                Some(Payload::Xml)
            }
            name if name.starts_with("text/") => Some(Payload::Text),
            _ if is_lines(media) => Some(Payload::Lines),
            _ => Some(Payload::Bytes),
        }
    }
}

/// Adds a media type to those of a body, unless it says nothing new.
fn offer(body: &mut Body, name: &str) {
    let plain =
        body.payload == Payload::Json && (name.contains('*') || is_plain(name) && is_plain(&body.media));
    let known = body.offers.iter().any(|known| essence(known) == essence(name));
    if !plain && !known {
        body.offers.push(name.to_owned());
    }
}

/// The order in which media types spare callers work.
fn rank(name: &str, payload: Option<Payload>) -> u8 {
    match payload {
        Some(Payload::Json) if essence(name) == "application/json" => 0,
        Some(Payload::Json) if name.contains('*') => 2,
        Some(Payload::Json) => 1,
        None => 3,
        Some(Payload::Form) => 4,
        Some(Payload::Xml) => 5,
        Some(Payload::Text) => 6,
        Some(Payload::Lines) => 7,
        Some(Payload::Bytes) => 8,
    }
}

/// The media type of a body in parts.
fn form(name: &str) -> String {
    let range = name.contains('*');
    if range { "multipart/form-data".to_owned() } else { name.to_owned() }
}

/// The media type to send where the document names a range.
fn concrete(name: &str, payload: Payload) -> String {
    match payload {
        Payload::Json if is_plain(name) => "application/json".to_owned(),
        _ if !name.contains('*') => name.to_owned(),
        Payload::Json => "application/json".to_owned(),
        Payload::Text => "text/plain".to_owned(),
        Payload::Form | Payload::Bytes | Payload::Lines | Payload::Xml => {
            "application/octet-stream".to_owned()
        }
    }
}

/// Whether a part holds bytes: 3.0 says so by its format, 3.1 by its media type or by saying nothing at all.
pub(super) fn is_file(schema: &Schema) -> bool {
    let untyped = schema.kinds.is_empty() && schema.any_of.is_empty() && schema.properties.is_empty();
    let text = matches!(schema.kinds.as_slice(), [(Kind::String, _)]);
    let binary = matches!(schema.format.as_deref(), Some("binary" | "byte"));
    text && (binary || schema.more.media_type.is_some())
        || untyped && schema.items.is_none() && schema.values.is_none()
}
