//! Servers: where the API is, and which operations are elsewhere.

mod address;

use super::{Lowering, path};
use crate::ir::{Authority, Server, Variable};
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
            let usable =
                |server: &Server| server.address().is_some_and(|address| address::flaw(&address).is_none());
            self.api.servers.extend(own.map(read).find(usable));
        }
    }

    /// Takes a server, if anything can be sent there once callers have said what they have to.
    fn server(&mut self, written: &openapi::Server) {
        let mut server = self.checked(written);
        if let Some(flaw) = address::flaw(&address::probe(&server, |_| true)) {
            for name in address::spoilers(&server) {
                self.without_default(written, &mut server, &name);
            }
            if address::flaw(&address::probe(&server, |_| true)).is_some() {
                let shown = server.address().unwrap_or_else(|| server.url.clone());
                self.left_out(written, &shown, flaw, "callers will have to give a base URL");
                return;
            }
        }
        self.api.servers.push(server);
    }

    fn left_out(&mut self, written: &openapi::Server, address: &str, flaw: &str, help: &str) {
        let rule = if flaw == address::RELATIVE { "relative-server" } else { "server-url" };
        // What stands before an `@` may be a password.
        let shown = if address.contains('@') { "" } else { &format!(" `{address}`") };
        let message = format!("the server{shown} {flaw}: it is left out");
        self.reader.diagnostics().warning(rule, written.at, message).help(help);
    }

    /// Takes away a default that makes no address, such as `<your domain>`.
    fn without_default(&mut self, written: &openapi::Server, server: &mut Server, name: &str) {
        let Some(variable) = server.variables.iter_mut().find(|own| own.name == name) else { return };
        let default = std::mem::take(&mut variable.default);
        let message =
            format!("with `{default}` for `{name}` the server has no address: callers have to set it");
        let declared = written.variables.iter().find(|own| own.name == name);
        let at = declared.map_or(written.at, |own| own.at);
        let found = self.reader.diagnostics().warning("server-variable", at, message);
        found.help("take a default that makes an address");
    }

    /// A server as it is written, and what there is to say against that.
    fn checked(&mut self, written: &openapi::Server) -> Server {
        let server = read(written);
        let rest = written.url.get(path_of(&written.url).len()..).unwrap_or_default();
        let mut say = |rule, at, message: String, help: &str| {
            self.reader.diagnostics().warning(rule, at, message).help(help);
        };
        if !rest.is_empty() {
            let message = format!("the server has `{rest}` after its path: that is left out");
            let help =
                "the address of a server is a URL without query and fragment: declare query parameters";
            say("server-url", written.at, message, help);
        }
        if server.url != path_of(&written.url) {
            let message =
                format!("the server has characters that no path can hold: `{}` is taken", server.url);
            say("server-url", written.at, message, "write them percent-encoded, as in `%20`");
        }
        for Variable { name, .. } in &server.variables {
            if written.variables.iter().all(|own| own.name != *name) {
                let message = format!("the server has `{{{name}}}`, which is no variable of it");
                let help = "declare it under `variables`; callers will have to set it";
                say("server-variable", written.at, message, help);
            }
        }
        let named = path::variables(&written.url);
        for own in &written.variables {
            if !named.contains(&own.name.as_str()) {
                let message =
                    format!("the server has no `{{{}}}` in its address: the variable is left out", own.name);
                say("server-variable", own.at, message, "write it into the address, or remove it");
            }
        }
        server
    }

    /// Where an operation is, if that is not where the API is: its first server, or that of its path, with
    /// every variable as it is by default.
    pub(super) fn own_server(&mut self, item: &PathItem, operation: &openapi::Operation) -> Option<String> {
        let servers = if operation.servers.is_empty() { &item.servers } else { &operation.servers };
        let written = servers.first()?;
        let server = self.checked(written);
        let Some(address) = server.address() else {
            let flaw = "has variables without a default, which nobody sets for one operation";
            self.left_out(written, &server.url, flaw, "give each of its variables a default");
            return None;
        };
        if let Some(flaw) = address::flaw_below(&address) {
            self.left_out(
                written,
                &address,
                flaw,
                "it is sent to where the API is: write a URL, or a path that starts with `/`",
            );
            return None;
        }
        let usual = self.api.servers.first().and_then(Server::address);
        let same = |usual: String| usual.trim_end_matches('/') == address.trim_end_matches('/');
        if usual.is_some_and(same) { None } else { Some(address) }
    }
}

/// A server with the variables that its address has, be they declared or not.
fn read(written: &openapi::Server) -> Server {
    let url = address::encoded(path_of(&written.url));
    let variable = |name: &&str| {
        let known = written.variables.iter().find(|own| own.name == **name);
        Variable {
            name: (*name).to_owned(),
            default: known.map(|own| own.default.clone()).unwrap_or_default(),
            values: known.map(|own| own.values.clone()).unwrap_or_default(),
            description: known.and_then(|own| own.description.clone()),
        }
    };
    let variables = path::variables(&url).iter().filter(|name| !name.is_empty()).map(variable).collect();
    let authority = written.authority.as_ref().map(|authority| Authority {
        url: authority.url.clone(),
        scope: authority.scope.clone(),
        resource: authority.resource.clone(),
    });
    Server { name: written.name.clone(), description: written.description.clone(), url, variables, authority }
}

/// A URL up to its path.
fn path_of(url: &str) -> &str {
    url.find(['?', '#']).and_then(|end| url.get(..end)).unwrap_or(url)
}
