//! Operations: their names, answers, and where they stand.

use std::path::{Path, PathBuf};

use super::area::Area;
use super::build::{Builder, Item, Method, Operation as NewOperation};
use super::known::{Habits, Requirement};
use super::names::Parts;
use super::parameters::{Parameters, Written};
use crate::page::{Operation, Page, Type};
use crate::words::unnamed;
use crate::write::{self, Map, Yaml};

impl Builder<'_> {
    /// Adds an operation, unless it is there.
    pub(super) fn operation(&mut self, page: &Page, one: &Operation) {
        let one = &Operation { path: self.below_server(&one.path), ..one.clone() };
        let path = self.path(one);
        if self.is_there(&one.method, &path) {
            let text = format!("{} {path} is there already, and not written again", one.method);
            self.note(page, one.line, text);
            return;
        }
        let area = self.area(&path);
        let place = self.parts.known.operations.iter().find(|known| unnamed(&known.path) == unnamed(&path));
        let place = place.map(|known| (known.item.clone(), known.item_parameters.clone()));
        let file =
            place.as_ref().map_or_else(|| area.file("paths.yaml"), |(item, _)| PathBuf::from(&item.file));
        let habits = self.parts.known.habits(&area.tag);
        let Parameters { written, deviations, takes_token } = self.parameters(page, one, &path, &area, &file);
        let context = Context { page, one, path: &path, area: &area, file: &file, habits: &habits };
        let verb = one.method.to_lowercase();
        if let Some((item, there)) = place {
            let is_there = |written: &Written| there.iter().any(|(name, within)| written.is(name, within));
            let own = written.into_iter().filter(|written| !is_there(written)).map(|written| written.yaml);
            let own = own.collect();
            let operation = self.map(&context, own, deviations, takes_token);
            self.parts.methods.push(Method { item, verb, operation });
        } else {
            let (own, mut shared): (Vec<_>, Vec<_>) =
                written.into_iter().partition(|written| written.within == "query");
            self.usual(&habits, &file, &mut shared);
            let own = own.into_iter().map(|written| written.yaml).collect();
            let map = self.map(&context, own, deviations, takes_token);
            self.add(&path, file, NewOperation { verb, shared, map });
        }
        if !self.parts.known.tags.contains(&area.tag) && !self.parts.tags.contains(&area.tag) {
            self.note(page, one.line, format!("the tag `{}` is new, and needs a description", area.tag));
            self.parts.tags.push(area.tag);
        }
        self.parts.server = self.parts.server.take().or_else(|| one.server.clone());
    }

    /// A path as the description has it, whose server may have the first parts of it.
    fn below_server(&self, path: &str) -> String {
        let server = self.parts.known.spec.operations.first().map_or("", |one| &one.server);
        let below = path.strip_prefix(server).filter(|path| path.starts_with('/'));
        below.unwrap_or(path).to_owned()
    }

    /// Whether an operation is in the description, or new in this import.
    fn is_there(&self, method: &str, path: &str) -> bool {
        let known = self.parts.known.operations.iter().map(|one| (one.method.as_str(), one.path.as_str()));
        let new = self.parts.items.iter();
        let new =
            new.flat_map(|item| item.operations.iter().map(|one| (one.verb.as_str(), item.path.as_str())));
        known.chain(new).any(|(other, at)| other.eq_ignore_ascii_case(method) && unnamed(at) == unnamed(path))
    }

    /// The headers that all operations take, in front of those that the page has as well.
    fn usual(&self, habits: &Habits, file: &Path, shared: &mut Vec<Written>) {
        for target in &habits.headers {
            let known = self.parts.known.parameters.iter().find(|known| known.target == *target);
            let Some(known) = known else { continue };
            if !shared.iter().any(|one| one.is(&known.name, "header")) {
                let yaml = Yaml::Map(vec![write::text("$ref", &target.from(file))]);
                shared.push(Written { name: known.name.clone(), within: "header".to_owned(), yaml });
            }
        }
    }

    /// Adds an operation to a path that is new, or was new before.
    fn add(&mut self, path: &str, file: PathBuf, operation: NewOperation) {
        if let Some(item) = self.parts.items.iter_mut().find(|item| item.path == path) {
            item.operations.push(operation);
        } else {
            let key = Parts::of(path).item(|key| self.has_key(&file, key));
            self.parts.items.push(Item { path: path.to_owned(), key, file, operations: vec![operation] });
        }
    }

    fn map(
        &mut self,
        context: &Context<'_>,
        own: Vec<Yaml>,
        mut deviations: Vec<Yaml>,
        takes_token: bool,
    ) -> Map {
        let Context { page, one, area, .. } = context;
        let (id, mut map) = self.names(context);
        map.push(("tags".to_owned(), Yaml::Flow(vec![area.tag.clone()])));
        map.push(write::text("summary", &format!("{}.", page.short_title().trim_end_matches('.'))));
        let address = self.address(page);
        map.extend(Self::about(page, address.as_ref()).entry());
        if address.is_none() {
            self.note(page, one.line, "the page has no address: `externalDocs` are left out".to_owned());
        }
        map.extend(self.security(context, takes_token, &mut deviations));
        if !own.is_empty() {
            map.push(write::list("parameters", own));
        }
        map.extend(self.request_body(context, &id));
        map.push(write::map("responses", self.answers(context)));
        if !deviations.is_empty() {
            map.push(write::list("x-deviation", deviations));
        }
        map
    }

    /// The `operationId`, and the entries of it and of the way to the operation, if others have that.
    fn names(&mut self, context: &Context<'_>) -> (String, Map) {
        let Context { page, one, path, area, .. } = context;
        let verb = self.verb(one, path);
        let new = self.parts.items.iter().flat_map(|item| item.operations.iter().map(|one| &one.map));
        let new = new.chain(self.parts.methods.iter().map(|method| &method.operation));
        let written: Vec<&Yaml> = new.filter_map(|map| map.first()).map(|(_, id)| id).collect();
        let known = &self.parts.known.operations;
        let is_taken =
            |id: &str| known.iter().any(|one| one.id == id) || written.contains(&&Yaml::Text(id.to_owned()));
        let parts = Parts::of(path);
        let id = parts.operation(&area.tag, verb, is_taken);
        let mut map = vec![write::text("operationId", &id)];
        if known.is_empty() || known.iter().any(|one| one.has_call) {
            map.push(write::text("x-clientgen-call", &parts.call(verb)));
        }
        let said = format!(
            "{id}: the name, the way to it and the key are made of the path, and the summary is the title of the \
             page; descriptions and examples are to be written"
        );
        self.note(page, one.line, said);
        if verb == "list" && matches!(body(one), Some(Type::Named(_))) {
            let said = "it gives a collection: `x-ms-pageable` is to say how to read on";
            self.note(page, one.line, said.to_owned());
        }
        (id, map)
    }

    /// The body of the request. Properties in a table of their own become a type, which is named after the operation.
    fn request_body(&mut self, context: &Context<'_>, id: &str) -> Option<(String, Yaml)> {
        let Context { page, one, area, file, .. } = context;
        let Some(body) = one.body.as_ref().filter(|body| !body.is_empty()) else {
            if one.body.is_none() && ["POST", "PUT", "PATCH"].contains(&one.method.as_str()) {
                self.note(page, one.line, "the page does not speak of the body of the request".to_owned());
            }
            return None;
        };
        let mut body = body.clone();
        let is_described = matches!(&body.kind, Type::Named(name) if self.is_described(page, name));
        if !is_described && !body.properties.is_empty() {
            let (_, name) = id.split_once('_').unwrap_or(("", id));
            let key = format!("{name}Request");
            self.note(
                page,
                body.line,
                format!("the properties of the body are a type of their own, called `{key}`"),
            );
            let properties = std::mem::take(&mut body.properties);
            body.kind = self.own(page, body.line, properties, &key, area);
        } else {
            body.kind = self.resolve(page, body.line, &body.kind, &format!("body of {id}"), area);
        }
        Some(write::map("requestBody", write::request_body(&body, &|name: &str| self.reference(name, file))))
    }

    /// The way to sign in that its neighbours have, or else the token that the page asks for.
    fn security(
        &mut self,
        context: &Context<'_>,
        takes_token: bool,
        deviations: &mut Vec<Yaml>,
    ) -> Option<(String, Yaml)> {
        let Context { page, one, habits, .. } = context;
        let mut ways = habits.security.clone();
        let text = if !ways.is_empty() || self.parts.known.signs_in {
            "it is taken to need the same sign-in as its neighbours"
        } else if takes_token {
            self.parts.bearer |= !self.parts.known.ways.iter().any(|way| way == BEARER);
            ways.push(vec![(BEARER.to_owned(), Vec::new())]);
            "how callers get the token is to be described: it is taken for one from anywhere"
        } else {
            "the page does not say how callers sign in"
        };
        self.note(page, one.line, text.to_owned());
        if takes_token && !self.parts.bearer && !self.is_declared("Authorization") {
            let said = "Lists `Authorization` as a header.";
            deviations.push(write::deviation(said, "A way to sign in, as OpenAPI has it."));
        }
        let scheme = |(name, scopes): (String, Vec<String>)| (name, Yaml::Flow(scopes));
        let way = |way: Requirement| Yaml::Map(way.into_iter().map(scheme).collect());
        let ways: Vec<Yaml> = ways.into_iter().map(way).collect();
        (!ways.is_empty()).then(|| write::list("security", ways))
    }

    /// What is done: `list`, `get`, `create`, `replace`, `update`, `delete`.
    fn verb(&self, one: &Operation, path: &str) -> &'static str {
        let parts = Parts::of(path);
        match one.method.as_str() {
            "GET" if parts.is_member() => "get",
            "GET" => match body(one) {
                Some(kind) if self.is_collection(kind) => "list",
                None if parts.is_plural() => "list",
                _ => "get",
            },
            "PUT" => "replace",
            "PATCH" => "update",
            "DELETE" => "delete",
            "HEAD" => "check",
            _ => "create",
        }
    }

    /// Whether a type is a list, or has one called `items`.
    fn is_collection(&self, kind: &Type) -> bool {
        let Type::Named(name) = kind else { return matches!(kind, Type::List(_)) };
        let mut definitions = self.pages.iter().flat_map(|page| &page.definitions);
        match definitions.find(|one| one.name.as_ref() == Some(name)) {
            Some(one) => one.properties.iter().any(|property| property.name == "items"),
            None => {
                let schema = self.parts.known.schema(name);
                schema.is_some_and(|(schema, _)| schema.properties.iter().any(|one| one.name == "items"))
            }
        }
    }

    fn answers(&mut self, context: &Context<'_>) -> Map {
        let Context { page, one, area, file, habits, .. } = context;
        let mut resolved = (*one).clone();
        for status in resolved.statuses.iter_mut().flatten() {
            let place = format!("answer {}", status.code);
            status.body = status.body.take().map(|kind| self.resolve(page, status.line, &kind, &place, area));
        }
        let mut answers = write::answers(&resolved, reason, &|name: &str| self.reference(name, file));
        if answers.is_empty() {
            self.note(page, one.line, "the page shows no answer: 200 is taken, without a body".to_owned());
            answers.push(write::map("200", vec![write::text("description", &reason("200"))]));
        } else if body(one).is_none() {
            self.note(page, one.line, "the page does not tell the type of the answer".to_owned());
        }
        let headers: Map = habits
            .answer_headers
            .iter()
            .map(|(name, target)| write::map(name, vec![write::text("$ref", &target.from(file))]))
            .collect();
        for (code, answer) in &mut answers {
            if let Yaml::Map(answer) = answer
                && code.starts_with('2')
                && !headers.is_empty()
            {
                answer.insert(1, write::map("headers", headers.clone()));
            }
        }
        if let Some(target) =
            habits.default.as_ref().filter(|_| !answers.iter().any(|(code, _)| code == "default"))
        {
            answers.push(write::map("default", vec![write::text("$ref", &target.from(file))]));
        }
        answers
    }
}

/// The way to sign in of a description that has none.
pub(super) const BEARER: &str = "bearer";

/// What the parts of one operation are made with.
struct Context<'c> {
    page: &'c Page,
    one: &'c Operation,
    path: &'c str,
    area: &'c Area,
    file: &'c Path,
    habits: &'c Habits,
}

/// The type of the first answer that succeeds.
fn body(one: &Operation) -> Option<&Type> {
    let good = one.statuses.iter().flatten().find(|status| status.code.starts_with('2'));
    good.and_then(|status| status.body.as_ref())
}

/// The words that HTTP has for a status.
pub(crate) fn reason(code: &str) -> String {
    let known = http::StatusCode::from_bytes(code.as_bytes()).ok();
    match known.and_then(|code| code.canonical_reason()) {
        Some(reason) => format!("{reason}."),
        None if code == "default" => "Every other status.".to_owned(),
        None => format!("Status {code}."),
    }
}
