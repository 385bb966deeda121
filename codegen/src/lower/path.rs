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
/// What is no path is taken as the path that it must mean: a brace that is missing is put in, braces without a name
/// stand for themselves, a fragment never reaches a server, and a query stays behind the path.
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
    if let Some(braced) = with_braces(&path) {
        warn("has a variable behind a colon, as routers have it: it is taken as one", "write `{name}`");
        path = braced;
    }
    let mut segments = Vec::new();
    let mut rest = path.as_str();
    let (mut alone, mut mended) = (false, false);
    while let Some((text, behind)) = rest.split_once('{') {
        segments.push(Segment::Text(literal(text)));
        let Some((name, further, whole)) = variable(behind) else {
            alone = true;
            segments.push(Segment::Text("%7B".to_owned()));
            rest = behind;
            continue;
        };
        mended |= !whole;
        segments.push(Segment::Name(name.to_owned()));
        rest = further;
    }
    if mended {
        warn("has a variable with a brace too few or too many: it is taken as one", "write `{name}`");
    }
    if alone || rest.contains('}') {
        warn("has braces that hold no name: they stand for themselves", "write `{name}`");
    }
    segments.push(Segment::Text(literal(rest)));
    segments.retain(|segment| !matches!(segment, Segment::Text(text) if text.is_empty()));
    segments
}

/// The path with braces around the names of segments such as `:id`, if it has any.
fn with_braces(path: &str) -> Option<String> {
    let is_name =
        |name: &&str| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') && !name.is_empty();
    let name = |segment: &str| segment.strip_prefix(':').filter(is_name).map(|name| format!("{{{name}}}"));
    let any = path.split('/').any(|segment| name(segment).is_some());
    let braced = || path.split('/').map(|segment| name(segment).unwrap_or_else(|| segment.to_owned()));
    any.then(|| braced().collect::<Vec<_>>().join("/"))
}

/// The variable behind an opening brace, what comes after it, and whether it is written as it has to be: some double
/// the braces, some forget the second one.
fn variable(behind: &str) -> Option<(&str, &str, bool)> {
    let is_name = |name: &str| !name.is_empty() && !name.contains(['{', '}']);
    let plain = behind.split_once('}').filter(|(name, _)| is_name(name));
    if let Some((name, rest)) = plain {
        return Some((name, rest, true));
    }
    let doubled = behind.strip_prefix('{').and_then(|behind| behind.split_once("}}"));
    let open = || behind.split_at(behind.find(['/', '{', '}']).unwrap_or(behind.len()));
    let (name, rest) = doubled.filter(|(name, _)| is_name(name)).unwrap_or_else(open);
    is_name(name).then_some((name, rest, false))
}

/// The name in a variable of a template, without what RFC 6570, gateways and frameworks write around it: `{+name}`,
/// `{name+}`, `{name*}`, `{name...}`, `{name:pattern}`, `{name=pattern}`; and whether that says that slashes stay slashes.
pub(super) fn expansion(variable: &str) -> (&str, bool) {
    if let Some((name, pattern)) = variable.split_once('=').filter(|(name, _)| !name.is_empty()) {
        return (name, pattern.contains(['/', '*']) && pattern != "*");
    }
    let (name, _) = variable.split_once(':').unwrap_or((variable, ""));
    let plain = name.strip_prefix('+').unwrap_or(name);
    let plain = plain.trim_end_matches(['+', '*']);
    let plain = plain.strip_suffix("...").unwrap_or(plain);
    if plain.is_empty() { (variable, false) } else { (plain, plain.len() < name.len()) }
}

/// A fixed part of a path, with what cannot be sent percent-encoded.
pub(super) fn literal(text: &str) -> String {
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
