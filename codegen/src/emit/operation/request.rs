//! `to_request`: where each value goes.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::super::client::takes_keys;
use super::super::docs;
use super::super::xml;
use super::Builder;
use crate::ir::{Body, Encoding, Parameter, Payload, Piece, Place, Style, Type};

impl Builder<'_> {
    pub(super) fn to_request(&self) -> TokenStream {
        let paths = self.parameters(Place::Path);
        let segments = paths.iter().map(|(parameter, ident)| {
            let (name, value) = (&parameter.name, value(parameter, ident));
            match style(parameter.encoding, Style::Simple, false) {
                Some(style) => quote!(let #ident = segment_with(#name, #value, #style)?;),
                None => quote!(let #ident = segment(#name, #value)?;),
            }
        });
        let path = self.path();
        let steps = self
            .operation
            .parameters
            .iter()
            .zip(&self.name.parameters)
            .filter_map(|(p, ident)| step(p, ident));
        let parts = self.operation.parts.as_ref().filter(|media| *media != "multipart/form-data");
        let parts = parts.map(|media| quote!(.multipart(#media)));
        let body = self.operation.body.as_ref().zip(self.name.body.as_ref());
        let body = body.map(|(body, ident)| self::body(body, ident));
        let content_type = self.name.content_type.as_ref();
        let content_type = content_type.map(|ident| quote!(.content_type(self.#ident.as_deref())));
        let accept = self.operation.accept.as_ref().map(|media| quote!(.accept(#media)));
        let sign_in = self.sign_in_step();
        let server = self.operation.server.as_ref().map(|server| quote!(.server(#server)));
        let docs = docs::lines([
            "Builds the request without sending it.",
            "",
            "# Errors",
            "",
            "If a value cannot stand where it belongs: an empty one in the path, a line break in a header.",
        ]);
        quote! {
            #docs
            pub fn to_request(&self) -> Result<Request> {
                #(#segments)*
                Draft::new(Self::OPERATION, #path) #server #sign_in #parts #(#steps)* #accept #body #content_type.finish()
            }
        }
    }

    /// The step of the draft that says how callers sign in, where that is not always by token.
    fn sign_in_step(&self) -> Option<TokenStream> {
        if !takes_keys(self.facts) || self.operation.security.iter().all(Vec::is_empty) {
            return None;
        }
        let schemes = &self.facts.api.schemes;
        let alternatives = self.operation.security.iter().map(|all| {
            let names = all.iter().filter_map(|&index| schemes.get(index)).map(|scheme| &scheme.name);
            quote!(&[#(#names),*])
        });
        Some(quote!(.sign_in(&[#(#alternatives),*])))
    }

    fn parameters(&self, place: Place) -> Vec<(&Parameter, &Ident)> {
        let all = self.operation.parameters.iter().zip(&self.name.parameters);
        all.filter(|(parameter, _)| parameter.place == place).collect()
    }

    /// The path: a literal, or a `format!` over the encoded segments.
    fn path(&self) -> TokenStream {
        let mut template = String::new();
        let mut fixed = true;
        for piece in &self.operation.path {
            match piece {
                Piece::Text(text) => template.push_str(text),
                Piece::Parameter(index) => {
                    fixed = false;
                    let name = self.name.parameters.get(*index).map(ToString::to_string).unwrap_or_default();
                    // `format!` looks a keyword up by itself, and refuses `r#`.
                    template.extend(["{", name.strip_prefix("r#").unwrap_or(&name), "}"]);
                }
            }
        }
        if fixed { quote!(#template) } else { quote!(format!(#template)) }
    }
}

/// Where the value of a parameter is.
fn value(parameter: &Parameter, ident: &Ident) -> TokenStream {
    match &parameter.constant {
        Some(value) => quote!(&String::from(#value)),
        None => quote!(&self.#ident),
    }
}

/// The step of the draft that adds a parameter.
fn step(parameter: &Parameter, ident: &Ident) -> Option<TokenStream> {
    let (name, value) = (&parameter.name, value(parameter, ident));
    Some(match parameter.place {
        Place::Path => return None,
        Place::Query if parameter.encoding == Encoding::Json => quote!(.query_json(#name, #value)),
        Place::Query if parameter.encoding == Encoding::WholeForm => quote!(.query_string(#value)),
        Place::Query if parameter.encoding == Encoding::WholeJson => quote!(.query_string_json(#value)),
        Place::Query => match style(parameter.encoding, Style::Form, true) {
            Some(style) => quote!(.query_with(#name, #value, #style)),
            None => quote!(.query(#name, #value)),
        },
        Place::Header => match style(parameter.encoding, Style::Simple, false) {
            Some(style) => quote!(.header_with(#name, #value, #style)),
            None => quote!(.header(#name, #value)),
        },
        // A list that is exploded as in a query would be several cookies in one.
        Place::Cookie => match parameter.encoding {
            Encoding::Styled { style: Style::Form, .. } => quote!(.cookie(#name, #value)),
            encoding => {
                let style = style(encoding, Style::Form, true);
                quote!(.cookie_with(#name, #value, #style))
            }
        },
        Place::Part => part(parameter, &value),
        Place::PartHeader => match style(parameter.encoding, Style::Simple, false) {
            Some(style) => quote!(.part_header_with(#name, #value, #style)),
            None => quote!(.part_header(#name, #value)),
        },
    })
}

/// The step of the draft that adds a part.
fn part(parameter: &Parameter, value: &TokenStream) -> TokenStream {
    let name = &parameter.name;
    match (&parameter.media, holds_files(&parameter.ty), &parameter.root) {
        (None, true, _) => quote!(.file(#name, #value)),
        (None, false, _) => quote!(.part(#name, #value)),
        (Some(media), true, _) => quote!(.file_as(#name, #media, #value)),
        (Some(media), false, None) => quote!(.part_as(#name, #media, #value)),
        (Some(media), false, Some(root)) => {
            let root = xml::place(root);
            quote!(.part_xml(#name, #media, runtime::XmlField::#root, #value))
        }
    }
}

/// The step of the draft that sets the body.
fn body(body: &Body, ident: &Ident) -> TokenStream {
    let media = &body.media;
    match body.payload {
        Payload::Json if media == "application/json" => quote!(.json(&self.#ident)),
        Payload::Json => quote!(.json_as(#media, &self.#ident)),
        Payload::Form if body.styles.is_empty() => quote!(.form(&self.#ident)),
        Payload::Form => {
            let styles = body.styles.iter().filter_map(|(name, encoding)| {
                let style = style(*encoding, Style::Form, true)?;
                Some(quote!((#name, #style)))
            });
            quote!(.form_with(&self.#ident, &[#(#styles),*]))
        }
        Payload::Text => quote!(.text(#media, &self.#ident)),
        Payload::Xml => {
            let root = body.root.as_ref().map(xml::place);
            quote!(.xml(#media, runtime::XmlField::#root, &self.#ident))
        }
        Payload::Lines => quote!(.lines(#media, &self.#ident)),
        Payload::Bytes => quote!(.upload(#media, self.#ident.clone())),
    }
}

fn holds_files(ty: &Type) -> bool {
    match ty {
        Type::File => true,
        Type::List(item) => holds_files(item),
        _ => false,
    }
}

/// The style of a parameter, if it is not the one that holds anyway.
fn style(encoding: Encoding, usual: Style, exploded: bool) -> Option<TokenStream> {
    let (style, explode, allow_reserved) = match encoding {
        Encoding::Styled { style, explode, allow_reserved } => (style, explode, allow_reserved),
        Encoding::Json => return Some(quote!(Style::JSON)),
        Encoding::WholeForm | Encoding::WholeJson => return None,
    };
    if style == usual && explode == exploded && !allow_reserved {
        return None;
    }
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
    let name = Ident::new(name, Span::call_site());
    let usual = matches!(style, Style::Form | Style::Cookie);
    let explode = (explode != usual).then(|| quote!(.explode(#explode)));
    let reserved = allow_reserved.then(|| quote!(.allow_reserved(true)));
    Some(quote!(Style::#name #explode #reserved))
}
