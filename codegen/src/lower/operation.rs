//! Operations: their names, areas and paths, and where the parts of each are lowered.

use std::collections::{HashMap, HashSet};

use super::answer::Success;
use super::body::Choice;
use super::call::Written;
use super::path::{self, Segment};
use super::{Lowering, answer};
use crate::ir::{Area, Call, Docs, Encoding, Operation, Parameter, Piece, Place, Style, Type};
use crate::openapi::{self, Document, PathItem};

impl Lowering<'_> {
    pub(super) fn operations(&mut self, document: &Document) {
        let mut ids = HashSet::new();
        let mut paths = HashMap::new();
        for item in &document.paths {
            let signature = path::signature(&item.template);
            if let Some(first) = paths.insert(signature, &item.template) {
                let message = format!("the path `{}` is the same as `{first}`: both are kept", item.template);
                let found = self.reader.diagnostics().warning("duplicate-path", item.at, message).at_key();
                found.help("join the two path items: names of parameters do not make a path different");
            }
            let template = path::parse(item, self.reader.diagnostics());
            for operation in &item.operations {
                if let Some(id) = operation.id.as_ref().filter(|id| !ids.insert(&id.name)) {
                    let message =
                        format!("the operation id `{}` is used twice: the second one gets a number", id.name);
                    let found = self.reader.diagnostics().warning("duplicate-operation", id.at, message);
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
        let renamed = self.reader.sources().marks.name(written.at);
        let hint_of_types = vec![renamed.as_ref().unwrap_or(&id).replace(' ', "_")];
        let (mut parameters, mut headers) = (Vec::new(), Vec::new());
        let own = self.own_parameters(item, written);
        for &parameter in &own {
            self.parameter(parameter, &hint_of_types, &mut parameters, &mut headers);
        }
        let path = self.pieces(item, template, &mut parameters);
        let server = self.own_server(item, written);
        let bodies = written.body.as_ref().map(|body| self.bodies(body, &hint_of_types)).unwrap_or_default();
        let Success { answer, optional, answers, last } = self.answer(written, &hint_of_types);
        let several = !answers.is_empty();
        let polling = self.polling(written, &hint_of_types, last);
        let faults = self.faults(written, &hint_of_types);
        let security = written.security.as_ref().unwrap_or(&document.security);
        let paging = self.pages(written, &path, &answer, &parameters, &own);
        let operation = Operation {
            id,
            hint,
            area,
            docs: docs(item, written),
            method: written.method.clone(),
            template: item.template.clone(),
            path,
            server,
            parameters,
            body: None,
            parts: None,
            body_choice: None,
            is_copy: false,
            live: self.live(written, &answer, &hint_of_types),
            xml_answers: self.xml_answers(written),
            answer,
            answers,
            accept: answer::accept(written, several),
            offers: answer::offers(written),
            answer_optional: optional,
            faults,
            headers,
            answer_headers: self.answer_headers(written),
            paging,
            polling,
            not_ready: answer::not_ready(written),
            call: Call::default(),
            security: security.iter().map(|all| self.schemes(all)).collect(),
            following: Vec::new(),
        };
        let bodies = with_bodies(operation, bodies).into_iter();
        let (operations, words): (Vec<_>, Vec<_>) = bodies.unzip();
        self.api.operations.extend(operations);
        self.calls.extend(words.into_iter().map(|words| Written::new(written, words, renamed.as_ref())));
    }

    /// Area, id and name: from `Area_Name` if the id has this form and the name is not taken in the area, else from the
    /// first tag and the id, else from the path.
    fn names(
        &mut self,
        document: &Document,
        item: &PathItem,
        written: &openapi::Operation,
    ) -> (usize, String, Vec<String>) {
        let id = written.id.as_ref().map(|id| id.name.clone());
        let area = written.area();
        let known = self.api.areas.iter().position(|known| known.hint == [area]);
        let area = known.unwrap_or_else(|| {
            let tag = document.tags.iter().find(|tag| tag.name == area);
            let docs = Docs {
                summary: tag.and_then(|tag| tag.summary.clone()),
                description: tag.and_then(|tag| tag.description.clone()),
                page: tag.and_then(|tag| tag.docs_url.clone()),
                ..Docs::default()
            };
            self.api.areas.push(Area { hint: vec![area.to_owned()], docs });
            self.api.areas.len() - 1
        });
        let parts = written.id_parts();
        let short = parts.filter(|(_, name)| self.short.insert((area, name.to_ascii_lowercase())));
        let hint = match (short, &id) {
            _ if let Some(name) = self.reader.sources().marks.name(written.at) => vec![name],
            (Some((_, name)), _) => vec![name.to_owned()],
            (None, Some(id)) => vec![id.clone()],
            (None, None) => path_words(&written.method, &item.template),
        };
        (area, id.unwrap_or_else(|| format!("{} {}", written.method, item.template)), hint)
    }

    /// The path, with the positions of its parameters. A parameter that the path does not have is dropped, and
    /// one that is not declared is a string.
    fn pieces(
        &mut self,
        item: &PathItem,
        template: &[Segment],
        parameters: &mut Vec<Parameter>,
    ) -> Vec<Piece> {
        let names: Vec<(&str, bool)> = template.iter().map(|segment| named(segment, parameters)).collect();
        // What is no variable has no name, and braces around nothing are none.
        let used = |name: &str| !name.is_empty() && names.iter().any(|&(known, _)| known == name);
        let (kept, unused) =
            std::mem::take(parameters).into_iter().partition(|p| p.place != Place::Path || used(&p.name));
        *parameters = kept;
        for Parameter { name, at, .. } in unused {
            let message =
                format!("the path parameter `{name}` does not occur in `{}`: it is left out", item.template);
            let found = self.reader.diagnostics().warning("path-parameter", at, message);
            found.help(format!("write `{{{name}}}` in the path, or remove the parameter"));
        }
        let mut pieces = Vec::new();
        for (segment, (name, whole)) in template.iter().zip(names) {
            if let Segment::Text(text) = segment {
                pieces.push(Piece::Text(text.clone()));
                continue;
            }
            let known = parameters.iter().position(|p| p.place == Place::Path && p.name == *name);
            let place = known.unwrap_or_else(|| {
                parameters.push(self.undeclared(item, name));
                parameters.len() - 1
            });
            if let Some(Encoding::Styled { allow_reserved, .. }) =
                parameters.get_mut(place).map(|parameter| &mut parameter.encoding)
            {
                *allow_reserved |= whole;
            }
            pieces.push(Piece::Parameter(place));
        }
        pieces
    }

    fn undeclared(&mut self, item: &PathItem, name: &str) -> Parameter {
        let message =
            format!("the path has `{{{name}}}`, which no parameter declares: it is taken as a string");
        let found = self.reader.diagnostics().warning("path-parameter", item.at, message).at_key();
        found.help(format!("add `{{name: {name}, in: path, required: true, schema: {{type: string}}}}`"));
        Parameter {
            at: item.at,
            name: name.to_owned(),
            hint: vec![name.to_owned()],
            docs: Docs::default(),
            place: Place::Path,
            ty: Type::Text,
            required: true,
            encoding: Encoding::Styled { style: Style::Simple, explode: false, allow_reserved: false },
            media: None,
            root: None,
            form: None,
            constant: None,
        }
    }
}

/// The name of the parameter that a segment of a path stands for, and whether it may hold several segments. What is
/// written around a name counts where no parameter is called so.
fn named<'t>(segment: &'t Segment, parameters: &[Parameter]) -> (&'t str, bool) {
    let Segment::Name(name) = segment else { return ("", false) };
    let declared = |name: &str| parameters.iter().any(|p| p.place == Place::Path && p.name == name);
    if declared(name) { (name, false) } else { path::expansion(name) }
}

/// What an operation says to a reader, and what its path says of all that have no words of their own.
pub(super) fn docs(item: &PathItem, written: &openapi::Operation) -> Docs {
    let shared = item.summary.as_ref().filter(|_| written.description.is_none());
    Docs {
        summary: written.summary.as_ref().or(shared).cloned(),
        description: written.description.as_ref().or(item.description.as_ref()).cloned(),
        page: written.docs_url.clone(),
        limits: Vec::new(),
        notes: Vec::new(),
        deprecated: written.deprecated,
    }
}

/// An operation once for each way to write its body, with the words that tell them apart.
fn with_bodies(operation: Operation, bodies: Vec<Choice>) -> Vec<(Operation, Vec<String>)> {
    let several = bodies.len() > 1;
    if bodies.is_empty() {
        return vec![(operation, Vec::new())];
    }
    let with = |(index, choice): (usize, Choice)| {
        let mut operation = operation.clone();
        operation.is_copy = index > 0;
        operation.hint.extend(choice.words.iter().cloned());
        operation.parameters.extend(choice.parts);
        operation.parts = choice.body.is_none().then(|| choice.media.clone());
        operation.body = choice.body;
        operation.body_choice = several.then_some(choice.media);
        (operation, choice.words)
    };
    bodies.into_iter().enumerate().map(with).collect()
}

/// Words for an operation without an id: its method, and the fixed parts of its path.
fn path_words(method: &str, template: &str) -> Vec<String> {
    let parts = template.split(['/', '{', '}']).filter(|part| !part.is_empty());
    [method.to_lowercase()].into_iter().chain(parts.map(str::to_owned)).collect()
}
