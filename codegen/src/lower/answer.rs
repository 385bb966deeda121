//! Answers: what comes back, and what comes back when a call fails.

use super::known::Known;
use super::media::{essence, is_json, is_multipart, is_plain};
use super::polling::pending;
use super::{Lowering, extended};
use crate::ir::{Answer, ByStatus, Type};
use crate::openapi::{self, Media};

/// What a success holds.
pub(super) struct Success {
    pub(super) answer: Answer,
    /// Whether it can also be empty.
    pub(super) optional: bool,
    /// What it holds by status, if that differs.
    pub(super) answers: ByStatus,
    /// The same of those successes that are the end of an operation that goes on, or of all if none is.
    pub(super) last: Joined,
}

/// What several successes hold together.
#[derive(Clone)]
pub(super) struct Joined {
    /// What the first of them holds that holds anything.
    pub(super) answer: Answer,
    /// Whether it can also be empty.
    pub(super) optional: bool,
    /// Whether others hold something else.
    pub(super) several: bool,
}

impl Joined {
    fn of<'a>(answers: impl IntoIterator<Item = &'a Answer>, nullable: bool) -> Self {
        let mut shapes: Vec<&Answer> = Vec::new();
        for answer in answers {
            if !shapes.contains(&answer) {
                shapes.push(answer);
            }
        }
        let empty = shapes.contains(&&Answer::Empty);
        shapes.retain(|shape| **shape != Answer::Empty);
        let answer = shapes.first().map_or(Answer::Empty, |answer| (*answer).clone());
        // Text and bytes can be empty as they are, and JSON can be nothing.
        let several = shapes.len() > 1;
        let optional = !several && (empty || nullable) && matches!(answer, Answer::Json(_));
        Self { answer, optional, several }
    }
}

impl Lowering<'_> {
    /// What a success holds.
    pub(super) fn answer(&mut self, written: &openapi::Operation, hint: &[String]) -> Success {
        let hint = extended(hint, "response");
        let mut known = Known::default();
        let mut answers = ByStatus::new();
        let mut nullable = false;
        for response in successes(written) {
            let second = answers.iter().any(|(_, answer)| *answer != Answer::Empty);
            let hint = if second { extended(&hint, &response.status) } else { hint.clone() };
            let (answer, null) = self.held(response, &mut known, &hint);
            nullable |= null;
            answers.push((response.status.replace('x', "X"), answer));
        }
        let all = Joined::of(answers.iter().map(|(_, answer)| answer), nullable);
        let pending: Vec<String> = pending(written).iter().map(u16::to_string).collect();
        let last = answers.iter().filter(|(status, _)| !pending.contains(status));
        let last: Vec<&Answer> = last.map(|(_, answer)| answer).collect();
        let last = if last.is_empty() { all.clone() } else { Joined::of(last, nullable) };
        let answers = if all.several { answers } else { ByStatus::new() };
        Success { answer: all.answer, optional: all.optional, answers, last }
    }

    /// What failures hold, the most exact status first.
    pub(super) fn faults(&mut self, written: &openapi::Operation, hint: &[String]) -> ByStatus {
        let hint = extended(hint, "error");
        let mut known = Known::default();
        let mut faults = ByStatus::new();
        for response in written.responses.iter().filter(|response| !response.status.starts_with('2')) {
            let second = faults.iter().any(|(_, answer)| *answer != Answer::Empty);
            let hint = if second { extended(&hint, &response.status) } else { hint.clone() };
            let (answer, _) = self.held(response, &mut known, &hint);
            faults.push((response.status.replace('x', "X"), answer));
        }
        faults.sort_by_key(|(status, _)| (breadth(status), status.clone()));
        faults
    }

    /// What a response holds. One of the components holds the same wherever it is referred to, and is called as it is.
    fn held(&mut self, response: &openapi::Response, known: &mut Known, hint: &[String]) -> (Answer, bool) {
        let Some(name) = &response.component else { return self.content(&response.content, known, hint) };
        let places = response.content.iter().filter_map(|media| media.schema.as_ref().and_then(|it| it.at));
        let place = places.min();
        if let Some(held) = place.and_then(|place| self.responses.get(&place)) {
            return held.clone();
        }
        let kind = if response.status.starts_with('2') { "response" } else { "error" };
        let words = self.words_of(name, kind);
        let held = self.content(&response.content, &mut Known::default(), &words);
        self.responses.extend(place.map(|place| (place, held.clone())));
        held
    }

    /// What some content holds, and whether that can be `null`.
    fn content(&mut self, content: &[Media], known: &mut Known, hint: &[String]) -> (Answer, bool) {
        let media = json(content).or_else(|| self.xml_in(content));
        let text = || content.iter().find(|media| media.name.starts_with("text/"));
        if media.or_else(text).is_some_and(|media| self.is_raw(media)) {
            return (Answer::Bytes, false);
        }
        match media.map(|media| (&media.schema, media.component.as_deref())) {
            Some((Some(schema), component)) => {
                let lower = |own: &mut Self, hint: &[String]| own.known_usage(known, schema, hint);
                let usage = self.in_component(component, "content", hint, lower);
                (Answer::Json(usage.ty), usage.nullable)
            }
            Some((None, _)) => (Answer::Json(Type::Json), false),
            None if content.is_empty() => (Answer::Empty, false),
            None if text().is_some() => (Answer::Text, false),
            None => {
                self.without_parts(content);
                (Answer::Bytes, false)
            }
        }
    }

    /// Says that an answer in parts is given as it is.
    fn without_parts(&mut self, content: &[Media]) {
        if let Some(media) = content.iter().find(|media| is_multipart(&media.name)) {
            let message = format!("an answer of `{}` is not taken apart: callers get its bytes", media.name);
            let found = self.reader.diagnostics().warning("multipart-answer", media.at, message).at_key();
            found.help("the media type of the response says what stands between the parts");
        }
    }
}

/// The media types to ask for, if plain JSON will not do.
pub(super) fn accept(written: &openapi::Operation, several: bool) -> Option<String> {
    let media = || successes(written).flat_map(|response| &response.content).map(|media| media.name.as_str());
    let json: Vec<&str> = media().filter(|name| is_json(name)).collect();
    let mut names = if json.is_empty() || several { media().collect() } else { json };
    names.sort_by_key(|name| !is_json(name));
    names.dedup();
    let plain =
        names.is_empty() || names.iter().any(|name| is_plain(name)) && names.iter().all(|name| is_json(name));
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

/// The statuses that say that the answer is not ready yet.
pub(super) fn not_ready(written: &openapi::Operation) -> Vec<u16> {
    let early = written.responses.iter().filter(|response| response.not_ready);
    early.filter_map(|response| response.status.parse().ok()).collect()
}

/// The answers that say what a success holds. Where none is named, what holds for everything does.
pub(super) fn successes(written: &openapi::Operation) -> impl Iterator<Item = &openapi::Response> {
    let named = written.responses.iter().any(|response| response.status.starts_with('2'));
    let start = if named { "2" } else { "default" };
    written.responses.iter().filter(move |response| response.status.starts_with(start))
}

/// How much a status says: itself, a range such as `4XX`, or all that is not said otherwise.
fn breadth(status: &str) -> u8 {
    match status {
        "default" => 2,
        status if status.ends_with('X') => 1,
        _ => 0,
    }
}

/// The JSON among several media types: all of them describe the same value.
fn json(content: &[Media]) -> Option<&Media> {
    content.iter().find(|media| is_json(&media.name))
}
