//! What an address has to be like for a request to get there: what the runtime takes as a base URL.

use std::net::Ipv6Addr;

use super::path;
use crate::ir::{Server, Variable};

/// What is wrong with an address that has no scheme and no host.
pub(super) const RELATIVE: &str = "is not absolute";

/// Why nothing can be sent to an address, if that is so.
pub(super) fn flaw(address: &str) -> Option<&'static str> {
    let (scheme, rest) = address.split_once("://").unwrap_or(("", address));
    if scheme.is_empty() || scheme.contains(['/', ' ']) {
        return Some(RELATIVE);
    }
    if !["https", "http"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
        return Some("is no address of HTTP");
    }
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    flaw_of_host(authority).or_else(|| flaw_of_path(path))
}

/// The same for an address that may be a path at the same origin.
pub(super) fn flaw_below(address: &str) -> Option<&'static str> {
    if address.starts_with('/') { flaw_of_path(address) } else { flaw(address) }
}

fn flaw_of_host(authority: &str) -> Option<&'static str> {
    if authority.contains('@') {
        return Some("has user info, which is no part of a base URL");
    }
    let (host, port) = match authority.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
        Some((host, port)) if host.parse::<Ipv6Addr>().is_ok() => ("v6", port),
        _ => authority.split_at(authority.find(':').unwrap_or(authority.len())),
    };
    let port = port.strip_prefix(':').unwrap_or(port);
    if host.is_empty() {
        Some("has no host")
    } else if !host.chars().all(|c| c.is_ascii_alphanumeric() || "-._".contains(c)) {
        Some("has a host with characters that no host has")
    } else if !port.is_empty() && port.parse::<u16>().is_err() {
        Some("has a port that is none")
    } else {
        None
    }
}

fn flaw_of_path(path: &str) -> Option<&'static str> {
    let is_dots = |part: &str| matches!(part.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..");
    if path.contains(['?', '#']) {
        Some("has a query or a fragment")
    } else if path.split('/').any(is_dots) {
        Some("has a segment of dots")
    } else if path::literal(path) != path {
        Some("has a path with characters that no path has")
    } else {
        None
    }
}

/// The address with the defaults of some variables, and a stand-in for all others.
pub(super) fn probe(server: &Server, takes: impl Fn(&Variable) -> bool) -> String {
    server.variables.iter().fold(server.url.clone(), |url, variable| {
        let Variable { name, default, .. } = variable;
        let known = !default.is_empty() && takes(variable);
        let value = if known { default } else { stand_in(&server.url, name) };
        url.replace(&format!("{{{name}}}"), value)
    })
}

/// Something that callers may say: a word that is right in hosts, ports and paths, or at the beginning a whole address.
fn stand_in(url: &str, name: &str) -> &'static str {
    let behind =
        url.strip_prefix('{').and_then(|url| url.strip_prefix(name)).and_then(|url| url.strip_prefix('}'));
    match behind {
        Some(behind) if behind.starts_with("://") => "https",
        Some(_) => "https://1",
        None => "1",
    }
}

/// The variables without whose defaults an address would be right.
pub(super) fn spoilers(server: &Server) -> Vec<String> {
    if flaw(&probe(server, |_| false)).is_some() {
        return Vec::new();
    }
    let spoils = |name: &&String| flaw(&probe(server, |own| own.name == **name)).is_some();
    server.variables.iter().map(|variable| &variable.name).filter(spoils).cloned().collect()
}

/// An address with what its path cannot hold percent-encoded, but for its variables.
pub(super) fn encoded(url: &str) -> String {
    let host = url.find("://").map_or(0, |end| end + 3);
    let end = url.get(host..).and_then(|rest| rest.find('/')).map_or(url.len(), |end| host + end);
    let (origin, mut path) = url.split_at(end);
    let mut out = origin.to_owned();
    while let Some((text, (name, behind))) =
        path.split_once('{').and_then(|(text, behind)| Some((text, behind.split_once('}')?)))
    {
        out.push_str(&path::literal(text));
        if name.is_empty() {
            out.push_str("%7B%7D");
        } else {
            out.extend(["{", name, "}"]);
        }
        path = behind;
    }
    out.push_str(&path::literal(path));
    out
}
