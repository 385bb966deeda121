//! Path templates.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::diagnostic::Diagnostics;
use crate::openapi::PathItem;

/// A piece of a template, before its parameters are known.
pub(super) enum Segment {
    Text(String),
    Name(String),
}

/// Takes a template such as `/customers/{id}` apart.
///
/// What is no path is taken as the path that it must mean: braces that do not match stand for themselves, a
/// fragment never reaches a server, and a query stays behind the path.
pub(super) fn parse(item: &PathItem, diagnostics: &mut Diagnostics) -> Vec<Segment> {
    let template = &item.path;
    let mut warn = |message: &str, help: &str| {
        let message = format!("the path `{}` {message}", template.escape_debug());
        diagnostics.warning("path-template", item.at, message).at_key().help(help);
    };
    let mut path = template.to_owned();
    if !template.starts_with('/') {
        warn("does not start with `/`: one is put in front", "put a `/` in front");
        path.insert(0, '/');
    }
    if let Some((before, _)) = path.split_once('#') {
        warn(
            "has a fragment, which no server sees: it is left out",
            "tell operations apart by path or parameters",
        );
        path.truncate(before.len());
    }
    if path.contains('?') && !item.overload {
        warn("has a query in it: it is sent as it is", "declare query parameters under `parameters`");
    }
    let mut segments = Vec::new();
    let mut rest = path.as_str();
    let mut odd = false;
    while let Some((text, behind)) = rest.split_once('{') {
        segments.push(Segment::Text(literal(text)));
        match behind.split_once('}').filter(|(name, _)| !name.is_empty() && !name.contains('{')) {
            Some((name, behind)) => {
                segments.push(Segment::Name(name.to_owned()));
                rest = behind;
            }
            None => {
                odd = true;
                segments.push(Segment::Text("%7B".to_owned()));
                rest = behind;
            }
        }
    }
    if odd || rest.contains('}') {
        warn("has a brace without its other half: it stands for itself", "write `{name}`");
    }
    segments.push(Segment::Text(literal(rest)));
    segments.retain(|segment| !matches!(segment, Segment::Text(text) if text.is_empty()));
    segments
}

/// The name in a variable of a template, without what RFC 6570, gateways and frameworks write around it: `{+name}`,
/// `{name+}`, `{name*}`, `{name...}`, `{name:pattern}`; and whether that says that slashes stay slashes.
pub(super) fn expansion(variable: &str) -> (&str, bool) {
    let (name, _) = variable.split_once(':').unwrap_or((variable, ""));
    let plain = name.strip_prefix('+').unwrap_or(name);
    let plain = plain.trim_end_matches(['+', '*']);
    let plain = plain.strip_suffix("...").unwrap_or(plain);
    if plain.is_empty() { (variable, false) } else { (plain, plain.len() < name.len()) }
}

/// A fixed part of a path, with what cannot be sent percent-encoded.
fn literal(text: &str) -> String {
    const KEPT: &AsciiSet = &CONTROLS
        .add(b' ')
        .add(b'"')
        .add(b'<')
        .add(b'>')
        .add(b'\\')
        .add(b'^')
        .add(b'`')
        .add(b'{')
        .add(b'|')
        .add(b'}');
    utf8_percent_encode(text, KEPT).to_string()
}

/// What two templates have in common if a server cannot tell them apart.
pub(super) fn signature(template: &str) -> String {
    let mut signature = String::new();
    let mut depth = 0;
    for c in template.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => {
                depth -= 1;
                signature.push_str("{}");
            }
            _ if depth == 0 => signature.push(c),
            _ => {}
        }
    }
    signature
}

/// The names in braces in the address of a server, each once.
pub(super) fn variables(url: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for part in url.split('{').skip(1) {
        if let Some((name, _)) = part.split_once('}')
            && !names.contains(&name)
        {
            names.push(name);
        }
    }
    names
}
