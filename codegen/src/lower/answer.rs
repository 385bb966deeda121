//! Answers: what comes back, and what comes back when a call fails.

use super::media::{essence, is_json, is_plain};
use super::{Lowering, extended};
use crate::diagnostic::Pointer;
use crate::ir::{Answer, Type};
use crate::openapi::{self, Media};

impl Lowering<'_> {
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
        if let Some(items) =
            media.filter(|media| media.schema.is_none()).and_then(|media| media.item.as_ref())
        {
            let item = self.usage(items, &extended(hint, "item")).inside();
            return (Answer::Json(Type::List(Box::new(item))), false);
        }
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
pub(super) fn successes(written: &openapi::Operation) -> impl Iterator<Item = &openapi::Response> {
    let named = written.responses.iter().any(|response| response.status.starts_with('2'));
    let start = if named { "2" } else { "default" };
    written.responses.iter().filter(move |response| response.status.starts_with(start))
}

/// The JSON among several media types: all of them describe the same value.
fn json(content: &[Media]) -> Option<&Media> {
    content.iter().find(|media| is_json(&media.name))
}
