//! The base URL, from the servers of the specification.

use crate::base::Base;
use crate::facts::{Api, Server};
use crate::transport::BoxError;

/// The server of a name; the first one, if there is no name.
pub(crate) fn find(api: &'static Api, name: Option<&str>) -> Result<&'static Server, BoxError> {
    let Some(name) = name else {
        return api.servers.first().ok_or_else(|| "there is no base URL".into());
    };
    let named = api.servers.iter().find(|server| server.name == name);
    named.ok_or_else(|| unknown("server", name, api.servers.iter().map(|server| server.name)))
}

/// The base URL of a server.
pub(crate) fn base(server: &Server, variables: &[(String, String)]) -> Result<Base, BoxError> {
    Ok(Base::parse(&url(server, variables)?)?)
}

/// The address of a server, with its variables filled in.
fn url(server: &Server, variables: &[(String, String)]) -> Result<String, BoxError> {
    let known = || server.variables.iter().map(|(name, _)| *name);
    if let Some((name, _)) = variables.iter().find(|(name, _)| !known().any(|known| known == name)) {
        return Err(unknown("server variable", name, known()));
    }
    let mut url = server.url.to_owned();
    for (name, default) in server.variables {
        let own = variables.iter().rev().find(|(own, _)| own == name).map(|(_, value)| value.as_str());
        let value = own.unwrap_or(default);
        if value.is_empty() {
            return Err(format!("the server `{}` needs the variable `{name}`", server.url).into());
        }
        url = url.replace(&format!("{{{name}}}"), value);
    }
    Ok(url)
}

fn unknown<'n>(what: &str, name: &str, known: impl Iterator<Item = &'n str>) -> BoxError {
    let known: Vec<_> = known.map(|name| format!("`{name}`")).collect();
    let only = if known.is_empty() { String::new() } else { format!(", only {}", known.join(", ")) };
    format!("there is no {what} `{}`{only}", name.escape_debug()).into()
}
