//! Path templates.

use crate::diagnostic::{Diagnostics, Pointer};

/// A piece of a template, before its parameters are known.
pub(super) enum Segment {
    Text(String),
    Name(String),
}

/// Takes a template such as `/customers/{id}` apart.
pub(super) fn parse(template: &str, at: Pointer, diagnostics: &mut Diagnostics) -> Option<Vec<Segment>> {
    let mut refuse = |message: String, help: &str| {
        diagnostics
            .error("path-template", at, message)
            .at_key()
            .help(help);
        None
    };
    if !template.starts_with('/') {
        return refuse(
            format!("the path `{template}` does not start with `/`"),
            "put a `/` in front",
        );
    }
    if let Some(bad) = template
        .chars()
        .find(|c| "?#".contains(*c) || c.is_whitespace() || c.is_control())
    {
        let help = "query parameters are declared under `parameters`; other characters are percent-encoded";
        return refuse(
            format!("the path `{template}` has `{}` in it", bad.escape_default()),
            help,
        );
    }
    let mut segments = Vec::new();
    let mut rest = template;
    while let Some((text, behind)) = rest.split_once('{') {
        let Some((name, behind)) = behind.split_once('}') else {
            return refuse(
                format!("a `{{` in the path `{template}` is not closed"),
                "add the `}`",
            );
        };
        if name.is_empty() || name.contains('{') || text.contains('}') {
            return refuse(
                format!("the braces in the path `{template}` do not match"),
                "write `{name}`",
            );
        }
        segments.push(Segment::Text(text.to_owned()));
        segments.push(Segment::Name(name.to_owned()));
        rest = behind;
    }
    if rest.contains('}') {
        return refuse(
            format!("a `}}` in the path `{template}` was never opened"),
            "add the `{`",
        );
    }
    segments.push(Segment::Text(rest.to_owned()));
    segments.retain(|segment| !matches!(segment, Segment::Text(text) if text.is_empty()));
    Some(segments)
}

/// What two templates have in common if a server cannot tell them apart.
pub(super) fn signature(template: &str) -> String {
    let mut signature = String::new();
    let mut depth = 0;
    for c in template.chars() {
        match c {
            '{' => depth += 1,
            '}' => {
                depth -= 1;
                signature.push_str("{}");
            }
            _ if depth == 0 => signature.push(c),
            _ => {}
        }
    }
    signature
}
