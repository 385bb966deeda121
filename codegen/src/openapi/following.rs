//! Links of responses: which operation can follow, and what it takes of the exchange before.

use std::collections::HashMap;

use super::read::Reader;
use super::{Document, Named, Operation, PathItem, server};
use crate::diagnostic::{Pointer, nearest};

/// An operation that can follow an answer.
#[derive(Debug)]
pub(crate) struct Following {
    pub(crate) at: Pointer,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    /// How it is named: by its id, or by a reference.
    pub(crate) target: Named,
    is_id: bool,
    /// The operation; none, if it is one of another document.
    pub(crate) operation: Option<Pointer>,
    /// Its parameters, at the expressions that say where they come from.
    pub(crate) takes: Vec<Named>,
    /// The expression for its body.
    pub(crate) body: Option<Pointer>,
    /// The address that it is sent to.
    pub(crate) server: Option<String>,
}

/// Reads a link; which operation it leads to is known once all are.
pub(super) fn following(reader: &mut Reader<'_>, at: Pointer) -> Option<Following> {
    let name = reader.sources().name(at).to_owned();
    let mut object = reader.referred(at, "a link")?;
    let (id, reference) = (object.name("operationId"), object.name("operationRef"));
    if let (Some(_), Some(reference)) = (&id, &reference) {
        let message = "a link leads to one operation: `operationId` counts, and this is ignored";
        object.warn("link", reference.at, message).help("remove one of the two");
    }
    let is_id = id.is_some();
    let takes = object.all_entries("parameters", |reader, at| {
        let name = reader.sources().name(at).to_owned();
        Some(Named { at, name })
    });
    let body = object.get("requestBody");
    let server = object.get("server").and_then(|at| object.within(|reader| server(reader, at)));
    let description = object.text("description");
    if id.is_none() && reference.is_none() {
        let message = "a link needs `operationId` or `operationRef`: it is left out";
        object.warn("missing-keyword", object.at(), message);
    }
    object.finish();
    let (target, server) = (id.or(reference)?, server.map(|server| server.url));
    Some(Following { at, name, description, target, is_id, operation: None, takes, body, server })
}

fn code(text: &str) -> String {
    format!("`{}`", text.escape_debug())
}

/// Finds the operations that links lead to. What leads nowhere goes.
pub(super) fn resolve(reader: &mut Reader<'_>, document: &mut Document) {
    let has_links = |item: &PathItem| {
        item.operations.iter().flat_map(|operation| &operation.responses).any(|it| !it.links.is_empty())
    };
    if !document.paths.iter().any(has_links) {
        return;
    }
    let targets = Targets::of(document);
    let operations = document.paths.iter_mut().flat_map(|item| &mut item.operations);
    for response in operations.flat_map(|operation| &mut operation.responses) {
        response.links.retain_mut(|link| match targets.find(reader, link) {
            End::Operation(target) => {
                link.operation = Some(target.at);
                target.check(reader, link);
                true
            }
            End::Elsewhere => true,
            End::Nowhere => false,
        });
    }
}

/// Where a link leads to.
enum End<'t> {
    Operation(&'t Target),
    /// Into another document.
    Elsewhere,
    Nowhere,
}

/// What links can lead to.
struct Targets {
    all: Vec<Target>,
    by_id: HashMap<String, usize>,
    by_place: HashMap<Pointer, usize>,
}

struct Target {
    at: Pointer,
    id: Option<String>,
    /// How a link can refer to it.
    reference: String,
    parameters: Vec<String>,
    has_body: bool,
}

impl Targets {
    fn of(document: &Document) -> Self {
        let (mut all, mut by_id, mut by_place) = (Vec::new(), HashMap::new(), HashMap::new());
        for (item, operation) in
            document.paths.iter().flat_map(|item| item.operations.iter().map(move |own| (item, own)))
        {
            if let Some(id) = &operation.id {
                by_id.entry(id.name.clone()).or_insert(all.len());
            }
            by_place.entry(operation.at).or_insert(all.len());
            all.push(Target::of(item, operation));
        }
        Self { all, by_id, by_place }
    }

    /// Follows a link, and says so if it leads nowhere.
    fn find(&self, reader: &mut Reader<'_>, link: &Following) -> End<'_> {
        let Named { at, name } = &link.target;
        let (place, reason) = if link.is_id {
            (self.by_id.get(name), "is the id of no operation".to_owned())
        } else {
            match reader.sources().resolve(*at, name) {
                Ok(end) => {
                    let place = reader.follow(end).and_then(|end| self.by_place.get(&end));
                    (place, "is no operation of this API".to_owned())
                }
                Err(_) if name.contains("://") => return End::Elsewhere,
                Err(reason) => (None, reason),
            }
        };
        if let Some(target) = place.and_then(|&place| self.all.get(place)) {
            return End::Operation(target);
        }
        let known = self.all.iter().filter_map(|target| target.word(link.is_id));
        let near = if reader.seeks() { nearest(name, known) } else { None };
        let message = format!("{} {reason}: the link is left out", code(name));
        let found = reader.diagnostics().warning("link", *at, message);
        found.help(match near {
            Some(near) => format!("did you mean `{near}`?"),
            None if link.is_id => "name an operation of this document".to_owned(),
            None => {
                "a reference to an operation ends in its method, as in `#/paths/~1pets~1{id}/get`".to_owned()
            }
        });
        End::Nowhere
    }
}

impl Target {
    fn of(item: &PathItem, operation: &Operation) -> Self {
        let parameters = item.parameters.iter().chain(&operation.parameters);
        let parameters = parameters.map(|own| own.name.name.clone()).collect();
        let template = item.template.replace('~', "~0").replace('/', "~1");
        let reference = format!("#/paths/{template}/{}", operation.method.to_lowercase());
        let id = operation.id.as_ref().map(|id| id.name.clone());
        Self { at: operation.at, id, reference, parameters, has_body: operation.body.is_some() }
    }

    /// How a link names it: by its id, or by a reference.
    fn word(&self, is_id: bool) -> Option<&str> {
        if is_id { self.id.as_deref() } else { Some(&self.reference) }
    }

    /// Says what the operation does not take.
    fn check(&self, reader: &mut Reader<'_>, link: &Following) {
        let target = code(&link.target.name);
        for Named { at, name } in &link.takes {
            let plain = plain_name(name);
            if !self.parameters.iter().any(|own| own == name || own == plain) {
                let message =
                    format!("{target} has no parameter {}: it is told as it is written", code(name));
                let near = nearest(plain, self.parameters.iter().map(String::as_str));
                let found = reader.diagnostics().warning("link", *at, message).at_key();
                if let Some(near) = near {
                    found.help(format!("did you mean `{near}`?"));
                }
            }
        }
        if let Some(at) = link.body.filter(|_| !self.has_body) {
            let message = format!("{target} takes no body: what is said of one is told as it is written");
            reader.diagnostics().warning("link", at, message).help("remove `requestBody`");
        }
    }
}

/// The name of a parameter without its place: `id` of `path.id`.
pub(crate) fn plain_name(written: &str) -> &str {
    let places = ["path.", "query.", "header.", "cookie."];
    places.iter().find_map(|place| written.strip_prefix(place)).unwrap_or(written)
}
