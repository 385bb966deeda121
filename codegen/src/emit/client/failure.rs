//! Facts about failures: how their bodies are read.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::optional;
use crate::ir::{Errors, Path};

/// How the bodies of failures are read: as usual, but for what the document says.
pub(super) fn rules(errors: &Errors) -> TokenStream {
    let code = errors.code.as_ref().map(|all| paths(all));
    let message = errors.message.as_ref().map(|all| paths(all));
    let text_code = errors.text_code.as_ref().map(|(before, after)| quote!(Some((#before, #after))));
    let named = errors.named.iter().map(|error| {
        let name = &error.name;
        let status = match error.status.map(Literal::u16_unsuffixed) {
            Some(status) => quote!(Some(#status)),
            None => quote!(None),
        };
        let code = optional(error.code.as_deref());
        quote!(runtime::NamedError { name: #name, status: #status, code: #code })
    });
    let named = (!errors.named.is_empty()).then(|| quote!(&[#(#named),*]));
    let headers = &errors.headers;
    let headers = (!headers.is_empty()).then(|| quote!(&[#(#headers),*]));
    let fields = [
        code.map(|code| quote!(code: #code)),
        message.map(|message| quote!(message: #message)),
        text_code.map(|text_code| quote!(text_code: #text_code)),
        named.map(|named| quote!(named: #named)),
        headers.map(|headers| quote!(headers: #headers)),
    ];
    let all = fields.len();
    let fields: Vec<TokenStream> = fields.into_iter().flatten().collect();
    match fields.len() {
        0 => quote!(runtime::ErrorRules::USUAL),
        said if said == all => quote!(runtime::ErrorRules { #(#fields),* }),
        _ => quote!(runtime::ErrorRules { #(#fields,)* ..runtime::ErrorRules::USUAL }),
    }
}

pub(in super::super) fn paths(paths: &[Path]) -> TokenStream {
    let paths = paths.iter().map(|path| quote!(&[#(#path),*]));
    quote!(&[#(#paths),*])
}
