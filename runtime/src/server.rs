//! The base URL, from the servers of the specification.

use crate::base::Base;
use crate::facts::{Api, Server};
use crate::transport::BoxError;

/// The base URL of a server: the first one, unless a name says otherwise.
pub(crate) fn base(
    api: &'static Api,
    name: Option<&str>,
    variables: &[(String, String)],
) -> Result<Base, BoxError> {
    let server = match name {
        None => api.servers.first().ok_or("there is no base URL")?,
        Some(name) => {
            let named = api.servers.iter().find(|server| server.name == name);
            named.ok_or_else(|| unknown("server", name, api.servers.iter().map(|server| server.name)))?
        }
    };
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
