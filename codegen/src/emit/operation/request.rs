//! `to_request`: where each value goes.

use proc_macro2::Ident;

use super::super::client::takes_keys;
use super::super::snippet::string;
use super::super::xml;
use super::Builder;
use crate::ir::{Body, Encoding, Parameter, Payload, Piece as PathPiece, Place, Style, Type};
use crate::print::{self, Code};

/// The longest path that is written where it is used.
const PATH: usize = 40;

impl Builder<'_> {
    pub(super) fn to_request(&self, code: &mut Code<'_>) {
        let mut source = "#[inline]\npub fn to_request(&self) -> Result<Request> {\n".to_owned();
        for (parameter, ident) in self.parameters(Place::Path) {
            let (name, value) = (string(&parameter.name), value(parameter, ident));
            let segment = match style(parameter.encoding, Style::Simple, false) {
                Some(style) => format!("segment_with({name}, {value}, {style})"),
                None => format!("segment({name}, {value})"),
            };
            source.push_str(&print::value(&format!("let {ident} ="), &format!("{segment}?"), ";"));
        }
        let path = self.path();
        // A long path has a line of its own. Whatever else is called so is in it already.
        let is_short = path.chars().count() <= PATH;
        if !is_short {
            source.push_str(&print::atom("let path =", &path, ";"));
        }
        let path = if is_short { &path } else { "path" };
        source
            .push_str(&print::chain(&format!("Draft::new(Self::OPERATION, {path})"), &self.steps_of_draft()));
        source.push('}');
        code.next();
        code.docs(
            1,
            &[
                "Builds the request without sending it.",
                "",
                "# Errors",
                "",
                "If a value cannot stand where it belongs: an empty one in the path, a line break in a header.",
            ],
        );
        code.piece(1, &source);
    }

    /// The steps of the draft, of which the last one gives the request.
    fn steps_of_draft(&self) -> Vec<String> {
        let operation = self.operation;
        let server = operation.server.as_ref().map(|server| format!(".server({})", string(server)));
        let parameters = operation.parameters.iter().zip(&self.name.parameters);
        let accept = operation.accept.as_ref().map(|media| format!(".accept({})", string(media)));
        let body =
            operation.body.as_ref().zip(self.name.body.as_ref()).map(|(body, ident)| self::body(body, ident));
        let content_type = self.name.content_type.as_ref();
        let content_type = content_type.map(|ident| format!(".content_type(self.{ident}.as_deref())"));
        let parts = operation.parts.as_ref().filter(|media| *media != "multipart/form-data");
        let parts = parts.map(|media| format!(".multipart({})", string(media)));
        let not_ready: Vec<String> = operation.not_ready.iter().map(u16::to_string).collect();
        let not_ready = (!not_ready.is_empty()).then(|| format!(".not_ready(&[{}])", not_ready.join(", ")));
        let first = server.into_iter().chain(self.sign_in_step()).chain(not_ready).chain(parts);
        let steps = first.chain(parameters.filter_map(|(parameter, ident)| step(parameter, ident)));
        steps.chain(accept).chain(body).chain(content_type).chain([".finish()".to_owned()]).collect()
    }

    /// The step of the draft that says how callers sign in, where that is not always by token.
    fn sign_in_step(&self) -> Option<String> {
        if !takes_keys(self.facts) || self.operation.security.iter().all(Vec::is_empty) {
            return None;
        }
        let schemes = &self.facts.api.schemes;
        let alternatives = self.operation.security.iter().map(|all| {
            let names = all.iter().filter_map(|&index| schemes.get(index)).map(|scheme| string(&scheme.name));
            format!("&[{}]", names.collect::<Vec<String>>().join(", "))
        });
        Some(format!(".sign_in(&[{}])", alternatives.collect::<Vec<String>>().join(", ")))
    }

    fn parameters(&self, place: Place) -> Vec<(&Parameter, &Ident)> {
        let all = self.operation.parameters.iter().zip(&self.name.parameters);
        all.filter(|(parameter, _)| parameter.place == place).collect()
    }

    /// The path: a literal, or a `format!` over the encoded segments.
    fn path(&self) -> String {
        let mut template = String::new();
        let mut fixed = true;
        for piece in &self.operation.path {
            match piece {
                PathPiece::Text(text) => template.push_str(text),
                PathPiece::Parameter(index) => {
                    fixed = false;
                    let name = self.name.parameters.get(*index).map(ToString::to_string).unwrap_or_default();
                    // `format!` looks a keyword up by itself, and refuses `r#`.
                    template.extend(["{", name.strip_prefix("r#").unwrap_or(&name), "}"]);
                }
            }
        }
        if fixed { string(&template) } else { format!("format!({})", string(&template)) }
    }
}

/// Where the value of a parameter is.
fn value(parameter: &Parameter, ident: &Ident) -> String {
    match &parameter.constant {
        Some(value) => format!("&String::from({})", string(value)),
        None => format!("&self.{ident}"),
    }
}

/// The step of the draft that adds a parameter.
fn step(parameter: &Parameter, ident: &Ident) -> Option<String> {
    let (name, value) = (string(&parameter.name), value(parameter, ident));
    Some(match parameter.place {
        Place::Path => return None,
        Place::Query if parameter.encoding == Encoding::Json => format!(".query_json({name}, {value})"),
        Place::Query if parameter.encoding == Encoding::WholeForm => format!(".query_string({value})"),
        Place::Query if parameter.encoding == Encoding::WholeJson => format!(".query_string_json({value})"),
        Place::Query => match style(parameter.encoding, Style::Form, true) {
            Some(style) => format!(".query_with({name}, {value}, {style})"),
            None => format!(".query({name}, {value})"),
        },
        Place::Header => match style(parameter.encoding, Style::Simple, false) {
            Some(style) => format!(".header_with({name}, {value}, {style})"),
            None => format!(".header({name}, {value})"),
        },
        // A list that is exploded as in a query would be several cookies in one.
        Place::Cookie => match parameter.encoding {
            Encoding::Styled { style: Style::Form, .. } => format!(".cookie({name}, {value})"),
            encoding => match style(encoding, Style::Form, true) {
                Some(style) => format!(".cookie_with({name}, {value}, {style})"),
                None => format!(".cookie_with({name}, {value})"),
            },
        },
        Place::Part => part(parameter, &name, &value),
        Place::PartHeader => match style(parameter.encoding, Style::Simple, false) {
            Some(style) => format!(".part_header_with({name}, {value}, {style})"),
            None => format!(".part_header({name}, {value})"),
        },
    })
}

/// The step of the draft that adds a part.
fn part(parameter: &Parameter, name: &str, value: &str) -> String {
    let media = parameter.media.as_deref().map(string);
    match (media, holds_files(&parameter.ty), &parameter.root) {
        (None, true, _) => format!(".file({name}, {value})"),
        (None, false, _) => format!(".part({name}, {value})"),
        (Some(media), true, _) => format!(".file_as({name}, {media}, {value})"),
        (Some(media), false, None) => match &parameter.form {
            Some(form) => format!(".part_form({name}, {media}, {value}, {})", styles(form)),
            None => format!(".part_as({name}, {media}, {value})"),
        },
        (Some(media), false, Some(root)) => {
            let root = xml::place(root);
            format!(".part_xml({name}, {media}, runtime::XmlField::{root}, {value})")
        }
    }
}

/// The step of the draft that sets the body.
fn body(body: &Body, ident: &Ident) -> String {
    let media = string(&body.media);
    match body.payload {
        Payload::Json if body.media == "application/json" => format!(".json(&self.{ident})"),
        Payload::Json => format!(".json_as({media}, &self.{ident})"),
        Payload::Form if body.styles.is_empty() => format!(".form(&self.{ident})"),
        Payload::Form => format!(".form_with(&self.{ident}, {})", styles(&body.styles)),
        Payload::Text => format!(".text({media}, &self.{ident})"),
        Payload::Xml => {
            let root = body.root.as_ref().map(|root| xml::place(root).to_string()).unwrap_or_default();
            format!(".xml({media}, runtime::XmlField::{root}, &self.{ident})")
        }
        Payload::Lines => format!(".lines({media}, &self.{ident})"),
        Payload::Bytes => format!(".upload({media}, self.{ident}.clone())"),
    }
}

/// The styles of some properties of a form.
fn styles(styles: &[(String, Encoding)]) -> String {
    let styles = styles.iter().filter_map(|(name, encoding)| {
        let style = constant(*encoding)?;
        Some(format!("({}, {style})", string(name)))
    });
    format!("&[{}]", styles.collect::<Vec<String>>().join(", "))
}

fn holds_files(ty: &Type) -> bool {
    match ty {
        Type::File => true,
        Type::List(item) => holds_files(item),
        _ => false,
    }
}

/// The style of a parameter, if it is not the one that holds anyway.
fn style(encoding: Encoding, usual: Style, exploded: bool) -> Option<String> {
    let plain = Encoding::Styled { style: usual, explode: exploded, allow_reserved: false };
    if encoding == plain { None } else { constant(encoding) }
}

/// The constant of the runtime for a style.
fn constant(encoding: Encoding) -> Option<String> {
    let (style, explode, allow_reserved) = match encoding {
        Encoding::Styled { style, explode, allow_reserved } => (style, explode, allow_reserved),
        Encoding::Json => return Some("Style::JSON".to_owned()),
        Encoding::WholeForm | Encoding::WholeJson => return None,
    };
    let name = match style {
        Style::Simple => "SIMPLE",
        Style::Label => "LABEL",
        Style::Matrix => "MATRIX",
        Style::Form => "FORM",
        Style::SpaceDelimited => "SPACE_DELIMITED",
        Style::PipeDelimited => "PIPE_DELIMITED",
        Style::TabDelimited => "TAB_DELIMITED",
        Style::Cookie => "COOKIE",
        Style::DeepObject => "DEEP_OBJECT",
    };
    let usual = matches!(style, Style::Form | Style::Cookie);
    let explode = if explode == usual { String::new() } else { format!(".explode({explode})") };
    let reserved = if allow_reserved { ".allow_reserved(true)" } else { "" };
    Some(format!("Style::{name}{explode}{reserved}"))
}
