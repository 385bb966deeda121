//! Links between operations: what can follow an answer, and what it takes of the exchange before.

use std::collections::HashMap;

use super::Lowering;
use crate::diagnostic::Pointer;
use crate::ir::{Following, Given, Next, Taken};
use crate::openapi::{self, Document, json, plain_name};

impl Lowering<'_> {
    /// Says of each operation which ones can follow, now that all are known.
    pub(super) fn following(&mut self, document: &Document) {
        let written: Vec<&openapi::Operation> =
            document.paths.iter().flat_map(|item| &item.operations).collect();
        // One with several bodies is there once for each.
        let lowered = self.api.operations.iter().enumerate();
        let firsts: Vec<usize> =
            lowered.filter(|(_, operation)| !operation.is_copy).map(|(index, _)| index).collect();
        let mut places: HashMap<Pointer, usize> = HashMap::new();
        for (operation, &first) in written.iter().zip(&firsts) {
            // Two paths can refer to the same one.
            places.entry(operation.at).or_insert(first);
        }
        let mut known = Vec::new();
        for operation in written {
            known.push(self.links(operation, &places));
        }
        let mut known = known.into_iter();
        let mut following = Vec::new();
        for operation in &mut self.api.operations {
            if !operation.is_copy {
                following = known.next().unwrap_or_default();
            }
            operation.following.clone_from(&following);
        }
    }

    /// What can follow an operation, each with the statuses after which it can.
    fn links(&mut self, operation: &openapi::Operation, places: &HashMap<Pointer, usize>) -> Vec<Following> {
        let mut all: Vec<Following> = Vec::new();
        let mut by_name: HashMap<&str, Vec<usize>> = HashMap::new();
        for response in &operation.responses {
            let status = response.status.replace('x', "X");
            for link in &response.links {
                let own = self.followed(link, places);
                let known = by_name.entry(&link.name).or_default();
                let same = |index: &&usize| all.get(**index).is_some_and(|known| is_same(known, &own));
                match known.iter().find(same).and_then(|&index| all.get_mut(index)) {
                    Some(known) => known.statuses.push(status.clone()),
                    None => {
                        known.push(all.len());
                        all.push(Following { statuses: vec![status.clone()], ..own });
                    }
                }
            }
        }
        let statuses = || operation.responses.iter().map(|response| response.status.replace('x', "X"));
        let mut successes: Vec<String> = statuses().filter(|status| status.starts_with('2')).collect();
        if successes.is_empty() {
            successes.extend(statuses().filter(|status| status == "default"));
        }
        for following in all.iter_mut().filter(|following| following.statuses == successes) {
            following.statuses.clear();
        }
        all
    }

    fn followed(&mut self, link: &openapi::Following, places: &HashMap<Pointer, usize>) -> Following {
        let place = link.operation.and_then(|at| places.get(&at).copied());
        let next = place.and_then(|place| self.api.operations.get(place));
        let input = |name: &str| {
            let position = |name: &str| next?.parameters.iter().position(|own| own.name == name);
            let position = position(name).or_else(|| position(plain_name(name)));
            position.map_or_else(|| Taken::Other(name.to_owned()), Taken::Parameter)
        };
        let takes: Vec<(Taken, Pointer)> =
            link.takes.iter().map(|named| (input(&named.name), named.at)).collect();
        let takes = takes.into_iter().chain(link.body.map(|at| (Taken::Body, at)));
        Following {
            name: link.name.clone(),
            description: link.description.clone(),
            operation: place.map_or_else(|| Next::Elsewhere(link.target.name.clone()), Next::Operation),
            takes: takes.map(|(input, at)| (input, self.given(at))).collect(),
            statuses: Vec::new(),
            server: link.server.clone(),
        }
    }

    /// Where the value at a place comes from.
    fn given(&mut self, at: Pointer) -> Given {
        let sources = self.reader.sources();
        let Some(text) = sources.text(at) else {
            return match json(sources, at) {
                Some(value) => as_it_is("as", value),
                None => as_it_is("as the document says", String::new()),
            };
        };
        let bare = text.strip_prefix('{').and_then(|text| text.strip_suffix('}')).unwrap_or(text);
        if !bare.starts_with('$') {
            return as_it_is("as", text.to_owned());
        }
        if let Some(given) = expression(bare) {
            return given;
        }
        let message =
            format!("`{}` is no runtime expression: it is told as it is written", text.escape_debug());
        let found = self.reader.diagnostics().warning("link", at, message);
        let meant = bare.replacen("body.", "body#/", 1);
        if meant != bare && expression(&meant).is_some() {
            found.help(format!("did you mean `{}`?", meant.escape_debug()));
        } else {
            found.help(
                "write `$response.body#/id`, `$response.header.Location`, `$request.path.id` or the like",
            );
        }
        as_it_is("from", text.to_owned())
    }
}

/// Whether two links of one name say the same of two answers.
fn is_same(one: &Following, other: &Following) -> bool {
    one.operation == other.operation && one.takes == other.takes && one.description == other.description
}

fn as_it_is(before: &'static str, name: String) -> Given {
    Given { before, name, after: "" }
}

/// A [runtime expression] in words.
///
/// [runtime expression]: https://spec.openapis.org/oas/v3.2.0.html#runtime-expressions
fn expression(text: &str) -> Option<Given> {
    let given = |before, name: &str, after| Some(Given { before, name: name.to_owned(), after });
    match text {
        "$url" => return given("from the address of the request", "", ""),
        "$method" => return given("from the method of the request", "", ""),
        "$statusCode" => return given("from the status of the answer", "", ""),
        "$request.body" | "$request.body#" => return given("from the body of the request", "", ""),
        "$response.body" | "$response.body#" => return given("from the answer", "", ""),
        _ => {}
    }
    if let Some(pointer) = text.strip_prefix("$request.body#/") {
        return given("from", &path(pointer), "in the body of the request");
    }
    if let Some(pointer) = text.strip_prefix("$response.body#/") {
        return given("from", &path(pointer), "of the answer");
    }
    let (source, name) = text.splitn(3, '.').nth(2).map(|name| (text.trim_end_matches(name), name))?;
    match source {
        _ if name.is_empty() => None,
        "$request.path." => given("from the path parameter", name, "of the request"),
        "$request.query." => given("from the query parameter", name, "of the request"),
        "$request.header." => given("from the header", name, "of the request"),
        "$response.header." => given("from the header", name, "of the answer"),
        _ => None,
    }
}

/// The steps of a JSON pointer with dots between them, unless they have some themselves.
fn path(steps: &str) -> String {
    if steps.is_empty() || steps.contains('.') {
        return format!("/{steps}");
    }
    let steps: Vec<String> =
        steps.split('/').map(|step| step.replace("~1", "/").replace("~0", "~")).collect();
    steps.join(".")
}
