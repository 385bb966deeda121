//! The headers of answers that the document declares: a constant for each, by which it is read as what it is.

use proc_macro2::TokenStream;
use quote::quote;

use super::types::{self, CallSite};
use super::{Facts, File, docs, gated};
use crate::gates::Gate;
use crate::ir::{Encoding, Type};
use crate::name::HEADERS;
use crate::print::Code;

/// The file, if there are any.
pub(super) fn file(facts: Facts<'_>) -> Option<File> {
    if facts.api.answer_headers.is_empty() {
        return None;
    }
    let about = "Headers of answers, to read by [`get`](clientgen_runtime::Response::get) of a response.";
    let constants =
        facts.api.answer_headers.iter().zip(&facts.names.answer_headers).map(|(header, ident)| {
            let (name, ty) = (&header.name, types::ty(&mut CallSite(facts), &header.ty));
            let docs = docs::outer(&header.docs, &[docs::code(name)]);
            let way = match header.encoding {
                Encoding::Json => quote!(json),
                // A list is the same either way.
                Encoding::Styled { explode: true, .. } if !matches!(header.ty, Type::List(_)) => {
                    quote!(exploded)
                }
                _ => quote!(new),
            };
            quote!(#docs pub const #ident: ResponseHeader<#ty> = ResponseHeader::#way(#name);)
        });
    let constants: Vec<TokenStream> = constants.collect();
    let gates = || (0..constants.len()).map(|index| facts.gates.header(index));
    let says = |module: &str| constants.iter().any(|constant| constant.to_string().contains(module));
    let own = says("runtime ::").then(|| quote!(self as runtime,));
    let with_models = |(constant, gate): (&TokenStream, &Gate)| {
        constant.to_string().contains("models ::").then(|| gate.clone())
    };
    let models = constants.iter().zip(gates()).filter_map(with_models).reduce(Gate::or);
    let all = facts.gates.headers_together();
    let mut code = Code::new(facts.printer);
    code.items(quote!(use clientgen_runtime::{#own ResponseHeader};));
    if let Some(gate) = models {
        code.gate(&facts.gates.features(&gate, &all));
        code.items(quote!(
            use super::models;
        ));
    }
    gated(&mut code, facts, &all, constants.iter().cloned().zip(gates()));
    let code = [code.into_text(), String::new()];
    Some(File { path: format!("{HEADERS}.rs"), docs: vec![about.to_owned()], code })
}
