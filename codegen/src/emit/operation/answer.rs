//! What a call gives: a type, or an enum of them where that depends on the status.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::super::calls::Place;
use super::super::docs;
use super::super::snippet::Snippet;
use super::super::types::{self, CallSite};
use super::Builder;
use crate::ir::Answer;

impl Builder<'_> {
    /// The type of what `send` gives.
    pub(super) fn answer(&self) -> Snippet {
        match &self.name.answer {
            Some(name) => name.ident.to_string().into(),
            None => self.answer_type(&self.operation.answer, self.operation.answer_optional),
        }
    }

    pub(super) fn answer_type(&self, answer: &Answer, optional: bool) -> Snippet {
        match answer {
            Answer::Empty => "()".into(),
            Answer::Text => "runtime::Text".into(),
            Answer::Bytes => "Bytes".into(),
            Answer::Json(ty) => {
                let ty = types::ty(&mut CallSite(self.facts), ty);
                if optional { format!("Option<{ty}>").into() } else { ty }
            }
        }
    }

    /// Which headers answers have, but for those of most operations, which would hide the others.
    pub(super) fn header_docs(&self, place: Place<'_>) -> Vec<String> {
        let (root, api) = (place.root(), self.facts.api);
        let few = |index: usize| {
            api.answer_headers
                .get(index)
                .is_some_and(|header| header.uses * 2 <= api.operations.len() || api.operations.len() < 5)
        };
        let names = &self.facts.names.answer_headers;
        let own = self.operation.answer_headers.iter().filter(|index| few(**index));
        let names = own.filter_map(|&index| names.get(index));
        let links: Vec<String> = names.map(|name| format!("[`{name}`]({root}headers::{name})")).collect();
        if links.is_empty() { Vec::new() } else { vec![format!("Headers of answers: {}.", links.join(", "))] }
    }

    /// The enum of what `send` can give, if that depends on the status.
    pub(super) fn answers(&self) -> Option<TokenStream> {
        let name = self.name.answer.as_ref().filter(|_| !self.operation.is_copy)?;
        let ident = &name.ident;
        let about = docs::lines([format!("What {} gives.", self.link())]);
        let all = || self.operation.answers.iter().zip(&name.variants);
        let variants = all().map(|((status, answer), variant)| {
            let docs = docs::lines([match status.as_str() {
                "default" => "Any status that has no variant of its own.".to_owned(),
                "2XX" | "2xx" => "Any success that has no variant of its own.".to_owned(),
                status => format!("Status {status}."),
            }]);
            let ty = self.answer_type(answer, false);
            let payload = (*answer != Answer::Empty).then(|| quote!((#ty)));
            quote!(#docs #variant #payload)
        });
        let rest = name.rest.as_ref().map(|rest| {
            let docs = docs::lines(["A success of another status, as it is."]);
            quote!(#docs #rest(Bytes))
        });
        // What is said of all comes after what is said of one.
        let (exact, open): (Vec<_>, Vec<_>) =
            all().partition(|((status, _), _)| status.parse::<u16>().is_ok());
        let arms = exact.into_iter().map(|((status, answer), variant)| {
            let status = status.parse().map(Literal::u16_unsuffixed).ok();
            let read = read(answer, variant);
            quote!(#status => #read)
        });
        let ranged = open.iter().find(|((status, _), _)| status != "default").or(open.first());
        let other = ranged.map(|((_, answer), variant)| read(answer, variant));
        let other = other.or_else(|| name.rest.as_ref().map(|rest| read(&Answer::Bytes, rest)));
        Some(quote! {
            #about
            #[derive(Clone, Debug, PartialEq)]
            #[non_exhaustive]
            pub enum #ident {
                #(#variants,)*
                #rest
            }

            impl runtime::FromResponse for #ident {
                fn from_response(response: &runtime::Response<Bytes>) -> Result<Self> {
                    match response.status().as_u16() {
                        #(#arms,)*
                        _ => #other,
                    }
                }
            }
        })
    }
}

/// The value of a variant.
fn read(answer: &Answer, variant: &Ident) -> TokenStream {
    match answer {
        Answer::Empty => quote!(Ok(Self::#variant)),
        _ => quote!(response.read().map(Self::#variant)),
    }
}
