//! Parameters: from the tables of a page, its requests and its examples.

use std::path::Path;

use super::area::Area;
use super::build::Builder;
use super::known::{Shared, Target};
use super::names;
use crate::page::{Operation, Page, Parameter, Type};
use crate::words::unnamed;
use crate::write::{self, Yaml};

/// Headers that OpenAPI leaves to other means, or HTTP to its own. They are no parameters.
const NOT_PARAMETERS: &[&str] =
    &["Accept", "Content-Type", "Content-Length", "Host", "Date", "Expect", "Connection", "User-Agent"];

/// A parameter as it is to be written.
#[derive(Clone, Debug)]
pub(super) struct Written {
    pub(super) name: String,
    pub(super) within: String,
    pub(super) yaml: Yaml,
}

impl Written {
    /// Whether it is the parameter of a name in a place. Headers are called the same in any case.
    pub(super) fn is(&self, name: &str, within: &str) -> bool {
        let same = if within == "header" { self.name.eq_ignore_ascii_case(name) } else { self.name == name };
        same && self.within == within
    }
}

/// The parameters of an operation, and what is declared of those that are none.
#[derive(Default)]
pub(super) struct Parameters {
    pub(super) written: Vec<Written>,
    pub(super) deviations: Vec<Yaml>,
    pub(super) takes_token: bool,
}

impl Builder<'_> {
    /// The path of an operation, with the names that the description has for the parameters in it.
    pub(super) fn path(&self, one: &Operation) -> String {
        let known = self.parts.known.operations.iter().map(|known| &known.path);
        let paths: Vec<&String> = known.chain(self.parts.items.iter().map(|item| &item.path)).collect();
        if let Some(same) = paths.iter().find(|path| unnamed(path) == unnamed(&one.path)) {
            return (*same).clone();
        }
        let listed = |name: &str| {
            let mut listed = one.parameters.iter().flatten();
            listed.any(|parameter| parameter.name == name && parameter.within.as_deref() == Some("path"))
        };
        let parts: Vec<&str> = one.path.split('/').collect();
        let named = |(at, part): (usize, &&str)| {
            let Some(name) = part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) else {
                return (*part).to_owned();
            };
            let before = unnamed(&parts.get(..=at).unwrap_or_default().join("/"));
            let same = paths.iter().filter(|_| !listed(name)).find_map(|path| {
                let own: Vec<&str> = path.split('/').collect();
                let own = own.get(..=at)?;
                (unnamed(&own.join("/")) == before).then(|| own.last().map(|part| (*part).to_owned()))?
            });
            same.unwrap_or_else(|| (*part).to_owned())
        };
        parts.iter().enumerate().map(named).collect::<Vec<_>>().join("/")
    }

    /// The parameters of an operation, for a file.
    pub(super) fn parameters(
        &mut self,
        page: &Page,
        one: &Operation,
        path: &str,
        area: &Area,
        file: &Path,
    ) -> Parameters {
        let mut parameters = Parameters::default();
        for name in only_shown(one, path) {
            let said = format!("Shows `{name}`, and does not list it.");
            parameters.deviations.push(write::deviation(&said, "A parameter like those that it lists."));
        }
        for parameter in self.gathered(page, one, path) {
            let within = parameter.within.as_deref().unwrap_or_default();
            let is = |name: &&str| name.eq_ignore_ascii_case(&parameter.name);
            if within == "path" && !path.contains(&format!("{{{}}}", parameter.name)) {
                let said = format!("Lists a path parameter `{}`.", parameter.name);
                let takes = "The constant that the path has in its place.";
                parameters.deviations.push(write::deviation(&said, takes));
            } else if within == "header" && parameter.name.eq_ignore_ascii_case("Authorization") {
                parameters.takes_token = true;
            } else if within == "header" && NOT_PARAMETERS.iter().any(is) {
                if !self.is_declared(&parameter.name) {
                    let said = format!("Has the header `{}` in requests.", parameter.name);
                    let takes = "No parameter, since it follows from the body and the media types, or belongs to HTTP itself.";
                    parameters.deviations.push(write::deviation(&said, takes));
                }
            } else if ["path", "query", "header"].contains(&within) {
                if within == "path" && parameter.required == Some(false) {
                    let said = format!("Does not require `{}`.", parameter.name);
                    let takes = "Required, as every part of a path is.";
                    parameters.deviations.push(write::deviation(&said, takes));
                }
                let written = self.written(page, &parameter, area, file);
                parameters.written.push(written);
            } else {
                let text = format!("`{}` is not written: it is in the {within}", parameter.name);
                self.note(page, parameter.line, text);
            }
        }
        parameters
    }

    /// Whether the description declares a deviation about a name, for all operations.
    pub(super) fn is_declared(&self, name: &str) -> bool {
        let quoted = format!("`{}`", name.to_lowercase());
        let says = |text: &str| text.to_lowercase().contains(&quoted);
        self.parts.known.spec.deviations.iter().any(|one| says(&one.page) || says(&one.takes))
    }

    /// All parameters that a page lists or shows, each once and with its place.
    fn gathered(&mut self, page: &Page, one: &Operation, path: &str) -> Vec<Parameter> {
        let mut all: Vec<Parameter> = Vec::new();
        for listed in one.parameters.iter().flatten() {
            let mut listed = listed.clone();
            listed.name = in_path(&listed.name, &one.path, path).unwrap_or(listed.name);
            let in_path = path.contains(&format!("{{{}}}", listed.name));
            listed.within = listed.within.or_else(|| Some(if in_path { "path" } else { "query" }.to_owned()));
            all.push(listed);
        }
        let header = |one: &Parameter| Parameter { within: Some("header".to_owned()), ..one.clone() };
        all.extend(one.headers.iter().flatten().map(header));
        let shown = names_in(path).map(|name| (one.line, name, "path"));
        let shown = shown.chain(one.query.iter().map(|said| (said.line, said.text.as_str(), "query")));
        let shown =
            shown.chain(one.example_headers.iter().map(|said| (said.line, said.text.as_str(), "header")));
        for (line, name, within) in shown {
            if !all.iter().any(|known| known.name.eq_ignore_ascii_case(name)) {
                if !is_left_out(name) {
                    self.note(
                        page,
                        line,
                        format!("`{name}` is shown and not listed: it is taken for a text"),
                    );
                }
                let (name, within) = (name.to_owned(), Some(within.to_owned()));
                all.push(Parameter { line, name, within, ..Parameter::default() });
            }
        }
        all
    }

    /// A parameter, as a reference if there is one like it. Headers and parts of paths are put where others can refer
    /// to them.
    fn written(&mut self, page: &Page, one: &Parameter, area: &Area, file: &Path) -> Written {
        let within = one.within.clone().unwrap_or_default();
        let required = within == "path" || one.required == Some(true);
        let base = match &one.kind {
            Type::Base(base) => base.as_str(),
            Type::Unknown => "string",
            _ => "",
        };
        // What is in the folder of another area is that area's own.
        let areas: Vec<&Path> =
            self.parts.known.operations.iter().filter_map(|one| Path::new(&one.item.file).parent()).collect();
        let near = |target: &Target| {
            let folder = target.file.parent().unwrap_or(Path::new(""));
            folder == area.folder || target.file == self.parts.known.root || !areas.contains(&folder)
        };
        let fits = |shared: &&Shared| {
            let name = if within == "header" {
                shared.name.eq_ignore_ascii_case(&one.name)
            } else {
                shared.name == one.name
            };
            name && near(&shared.target)
                && shared.within == within
                && shared.required == required
                && shared.kind == base
        };
        let target = self.parts.known.parameters.iter().find(fits).map(|shared| shared.target.clone());
        let target = target.or_else(|| self.shared(page, one, &within, base, area));
        let (name, yaml) = match target {
            Some(target) => (one.name.clone(), Yaml::Map(vec![write::text("$ref", &target.from(file))])),
            None => {
                let kind = self.resolve(page, one.line, &one.kind, &one.name, area);
                let one = Parameter { kind, ..one.clone() };
                let map = write::parameter(&one, &|name: &str| self.reference(name, file));
                (one.name, Yaml::Map(map))
            }
        };
        Written { name, within, yaml }
    }

    /// Writes a parameter to where others can refer to it, unless it is in the query.
    fn shared(
        &mut self,
        page: &Page,
        one: &Parameter,
        within: &str,
        base: &str,
        area: &Area,
    ) -> Option<Target> {
        let file = match within {
            "header" => self.folder().join("common/parameters.yaml"),
            "path" => area.file("parameters.yaml"),
            _ => return None,
        };
        let key = names::camel(&one.name);
        if self.has_key(&file, &key) {
            return None;
        }
        let kind = self.resolve(page, one.line, &one.kind, &one.name, area);
        let written = Parameter { kind, ..one.clone() };
        let map = write::parameter(&written, &|name: &str| self.reference(name, &file));
        self.parts.entries.entry(file.clone()).or_default().push((key.clone(), map));
        let target = Target { file, pointer: format!("/{key}") };
        self.parts.known.parameters.push(Shared {
            name: one.name.clone(),
            within: within.to_owned(),
            required: within == "path" || one.required == Some(true),
            kind: base.to_owned(),
            target: target.clone(),
        });
        Some(target)
    }
}

/// The parameters that a page shows beside a table that does not list them.
fn only_shown(one: &Operation, path: &str) -> Vec<String> {
    let lists = |table: &Option<Vec<Parameter>>, name: &str, of_path: bool| {
        let own = |listed: &Parameter| in_path(&listed.name, &one.path, path).filter(|_| of_path);
        table.as_ref().is_none_or(|table| {
            table.iter().any(|listed| {
                listed.name.eq_ignore_ascii_case(name) || own(listed).is_some_and(|own| own == name)
            })
        })
    };
    let of_path = names_in(path).filter(|name| !lists(&one.parameters, name, true));
    let query = one.query.iter().map(|said| said.text.as_str());
    let query = query.filter(|name| !lists(&one.parameters, name, false));
    let headers = one.example_headers.iter().map(|said| said.text.as_str());
    let headers = headers.filter(|name| !is_left_out(name) && !lists(&one.headers, name, false));
    of_path.chain(query).chain(headers).map(str::to_owned).collect()
}

/// The names of the parameters in a path.
fn names_in(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
}

/// Whether a header is no parameter.
fn is_left_out(name: &str) -> bool {
    let is = |other: &&str| other.eq_ignore_ascii_case(name);
    is(&"Authorization") || NOT_PARAMETERS.iter().any(is)
}

/// The name that a path has where the page's path has another one.
fn in_path(name: &str, of_page: &str, path: &str) -> Option<String> {
    let braced = format!("{{{name}}}");
    let (_, other) = of_page.split('/').zip(path.split('/')).find(|(part, _)| *part == braced)?;
    Some(other.strip_prefix('{')?.strip_suffix('}')?.to_owned())
}
