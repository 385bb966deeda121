//! Servers: where the API is, and which operations are elsewhere.

use super::{Lowering, path};
use crate::ir::{Authority, Server};
use crate::openapi::{self, Document, PathItem};

impl Lowering<'_> {
    /// The servers of a document. One that names none may still do so for its operations: the first of these
    /// is where its clients begin.
    pub(super) fn servers(&mut self, document: &Document) {
        for server in &document.servers {
            self.server(server);
        }
        if document.servers.is_empty() {
            let own = document.paths.iter().flat_map(|item| {
                let operations = item.operations.iter().flat_map(|operation| &operation.servers);
                operations.chain(&item.servers)
            });
            let absolute = own.map(|server| Self::read_server(server, Vec::new())).find(is_absolute);
            self.api.servers.extend(absolute);
        }
    }

    /// Says that the address of a server goes no further than its path.
    fn beyond_path(&mut self, written: &openapi::Server) {
        let rest = written.url.get(path_of(&written.url).len()..).unwrap_or_default();
        if !rest.is_empty() {
            let message = format!("the server has `{rest}` after its path: that is left out");
            let found = self.reader.diagnostics().warning("server-url", written.at, message);
            found.help(
                "the address of a server is a URL without query and fragment: declare query parameters",
            );
        }
    }

    fn server(&mut self, written: &openapi::Server) {
        self.beyond_path(written);
        let mut unknown = Vec::new();
        for name in path::variables(path_of(&written.url)) {
            if written.variables.iter().all(|(known, _)| known != name) {
                let message = format!("the server has `{{{name}}}`, which is no variable of it");
                let found = self.reader.diagnostics().warning("server-variable", written.at, message);
                found.help("declare it under `variables`; callers will have to set it");
                unknown.push(name);
            }
        }
        let server = Self::read_server(written, unknown);
        // What a caller has to say may be absolute.
        if server.address().is_none() || is_absolute(&server) {
            self.api.servers.push(server);
            return;
        }
        let address = server.address().unwrap_or_default();
        let message = format!("the server `{address}` is not absolute: it is left out");
        let found = self.reader.diagnostics().warning("relative-server", written.at, message);
        found.help("callers will have to give a base URL");
    }

    fn read_server(written: &openapi::Server, unknown: Vec<&str>) -> Server {
        let known = |name: &&str| written.variables.iter().find(|(known, _)| known == name).cloned();
        let mut variables: Vec<(String, String)> =
            path::variables(path_of(&written.url)).iter().filter_map(known).collect();
        variables.extend(unknown.into_iter().map(|name| (name.to_owned(), String::new())));
        let authority = written.authority.as_ref().map(|authority| Authority {
            url: authority.url.clone(),
            scope: authority.scope.clone(),
            resource: authority.resource.clone(),
        });
        Server {
            name: written.name.clone(),
            description: written.description.clone(),
            url: path_of(&written.url).to_owned(),
            variables,
            authority,
        }
    }

    /// Where an operation is, if that is not where the API is: its first server, or that of its path, with
    /// every variable as it is by default.
    pub(super) fn own_server(&mut self, item: &PathItem, operation: &openapi::Operation) -> Option<String> {
        let servers = if operation.servers.is_empty() { &item.servers } else { &operation.servers };
        let written = servers.first()?;
        self.beyond_path(written);
        let address = Self::read_server(written, Vec::new()).address().unwrap_or_default();
        let places = ["https://", "http://", "/"];
        if address.contains('{') || !places.iter().any(|start| address.starts_with(start)) {
            let message = format!("the server `{address}` is no URL and no path: it is left out");
            let found = self.reader.diagnostics().warning("relative-server", written.at, message);
            found.help("write a URL, or a path that starts with `/`");
            return None;
        }
        let usual = self.api.servers.first().and_then(Server::address);
        let same = |usual: String| usual.trim_end_matches('/') == address.trim_end_matches('/');
        if usual.is_some_and(same) { None } else { Some(address) }
    }
}

/// A URL up to its path.
fn path_of(url: &str) -> &str {
    url.find(['?', '#']).and_then(|end| url.get(..end)).unwrap_or(url)
}

fn is_absolute(server: &Server) -> bool {
    let address = server.address().unwrap_or_default();
    address.starts_with("https://") || address.starts_with("http://")
}
