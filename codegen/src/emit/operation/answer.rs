//! What a call gives: a type, or an enum of them where that depends on the status.

use proc_macro2::Ident;

use super::super::calls::Place;
use super::super::snippet::Snippet;
use super::super::types::{self, CallSite};
use super::Builder;
use crate::ir::{Answer, ByStatus};
use crate::name::AnswerName;
use crate::print::{self, Code};

impl Builder<'_> {
    /// The type of what `send` gives.
    pub(super) fn answer(&self) -> Snippet {
        match &self.name.answer {
            Some(name) => name.ident.to_string().into(),
            None => self.answer_type(&self.operation.answer, self.operation.answer_optional),
        }
    }

    pub(super) fn answer_type(&self, answer: &Answer, optional: bool) -> Snippet {
        match answer {
            Answer::Empty => "()".into(),
            Answer::Text => "runtime::Text".into(),
            Answer::Bytes => "Bytes".into(),
            Answer::Json(ty) => {
                let ty = types::ty(&mut CallSite(self.facts), ty);
                if optional { format!("Option<{ty}>").into() } else { ty }
            }
        }
    }

    /// Which headers answers have, but for those of most operations, which would hide the others.
    pub(super) fn header_docs(&self, place: Place<'_>) -> Vec<String> {
        let (root, api) = (place.root(), self.facts.api);
        let few = |index: usize| {
            api.answer_headers
                .get(index)
                .is_some_and(|header| header.uses * 2 <= api.operations.len() || api.operations.len() < 5)
        };
        let names = &self.facts.names.answer_headers;
        let own = self.operation.answer_headers.iter().filter(|index| few(**index));
        let names = own.filter_map(|&index| names.get(index));
        let links: Vec<String> = names.map(|name| format!("[`{name}`]({root}headers::{name})")).collect();
        if links.is_empty() { Vec::new() } else { vec![format!("Headers of answers: {}.", links.join(", "))] }
    }

    /// The enums of what `send` can give, and of what failures hold, if these depend on the status.
    pub(super) fn answers(&self, code: &mut Code<'_>) {
        if self.operation.is_copy {
            return;
        }
        if let Some(name) = &self.name.answer {
            let about = format!("What {} gives.", self.link(self.here()));
            self.by_status(code, &about, name, &self.operation.answers, |status| match status {
                "default" => "Any status that has no variant of its own.".to_owned(),
                "2XX" => "Any success that has no variant of its own.".to_owned(),
                status => format!("Status {status}."),
            });
        }
        let Some(name) = &self.name.failure else { return };
        let about = format!("What failures of {} hold.", self.link(self.here()));
        let Some(first) = name.same_as else {
            self.by_status(code, &about, name, &self.operation.faults, |status| match status {
                "default" => "Any failure that has no variant of its own.".to_owned(),
                range if range.ends_with('X') => format!("Any other status of {range}."),
                status => format!("Status {status}."),
            });
            return;
        };
        let Some((area, ident)) = self.failure_of(first) else { return };
        let place = self.here();
        code.begin();
        code.docs(0, &[about]);
        code.piece(0, &print::alias(&name.ident.to_string(), &format!("{}{ident}", place.link(area))));
    }

    /// Where the enum for failures of an operation is, and its name.
    fn failure_of(&self, operation: usize) -> Option<(usize, &Ident)> {
        let name = self.facts.names.calls.operations.get(operation)?;
        Some((self.facts.api.operations.get(operation)?.area, &name.failure.as_ref()?.ident))
    }

    /// An enum of answers, and the table by which it is read.
    fn by_status(
        &self,
        code: &mut Code<'_>,
        about: &str,
        name: &AnswerName,
        answers: &ByStatus,
        said: impl Fn(&str) -> String,
    ) {
        let AnswerName { ident, variants, rest, .. } = name;
        let variants: Vec<_> = answers.iter().zip(variants).collect();
        code.begin();
        code.docs(0, &[about]);
        code.line(0, format_args!("#[derive(Clone, Debug, PartialEq)]"));
        code.line(0, format_args!("#[non_exhaustive]"));
        code.piece(0, &print::opened(&format!("pub enum {ident}")));
        for ((status, answer), variant) in &variants {
            code.docs(1, &[said(status)]);
            match answer {
                Answer::Empty => code.line(1, format_args!("{variant},")),
                answer => {
                    let held = self.answer_type(answer, false);
                    code.piece(1, &print::variant(&variant.to_string(), held.as_str()));
                }
            }
        }
        if let Some(rest) = rest {
            code.docs(1, &["A success of another status, as it is."]);
            code.line(1, format_args!("{rest}(Bytes),"));
        }
        code.close();
        code.begin();
        code.line(0, format_args!("runtime::by_status! {{"));
        code.line(1, format_args!("{ident} {{"));
        // What is said of all comes after what is said of one.
        let (exact, open): (Vec<_>, Vec<_>) =
            variants.iter().partition(|((status, _), _)| status.parse::<u16>().is_ok());
        for ((status, answer), variant) in exact.into_iter().chain(open) {
            let held = if *answer == Answer::Empty { "" } else { "(_)" };
            code.line(2, format_args!("{} => {variant}{held},", pattern(status)));
        }
        if let Some(rest) = rest {
            code.line(2, format_args!("_ => {rest}(_),"));
        }
        code.line(1, format_args!("}}"));
        code.close();
    }
}

/// A status as a pattern of numbers.
fn pattern(status: &str) -> String {
    match status.strip_suffix("XX") {
        // The only range of what holds successes.
        Some("2") => "_".to_owned(),
        Some(range) => format!("{range}00..={range}99"),
        None if status == "default" => "_".to_owned(),
        None => status.to_owned(),
    }
}
