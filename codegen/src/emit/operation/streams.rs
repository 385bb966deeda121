//! `download`, `events` and `lines`: answers that are read as they come.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::super::docs;
use super::super::types::{self, CallSite};
use super::Builder;
use crate::ir::Live;

impl Builder<'_> {
    /// How the answer is read as it comes, if it can be.
    pub(super) fn stream(&self) -> Option<TokenStream> {
        let live = self.operation.live.as_ref()?;
        let method = Ident::new(live.method(), Span::call_site());
        let ty = |ty| types::ty(&mut CallSite(self.facts), ty);
        let (gives, media, text) = match live {
            Live::Bytes => {
                (quote!(runtime::Download), None, "Sends the request, and gives the body as it comes.")
            }
            Live::Texts(media) => {
                (quote!(runtime::Events<runtime::Event<runtime::Text>>), Some(media), EVENTS)
            }
            Live::Data(media, data) => {
                let data = ty(data);
                (quote!(runtime::Events<runtime::Event<#data>>), Some(media), EVENTS)
            }
            Live::Events(media, event) => {
                let event = ty(event);
                (quote!(runtime::Events<#event>), Some(media), EVENTS)
            }
            Live::Lines(media, value) => {
                let value = ty(value);
                (
                    quote!(runtime::Lines<#value>),
                    Some(media),
                    "Sends the request, and gives the values as they come.",
                )
            }
        };
        let docs = docs::lines([text]);
        let call = match media {
            Some(media) => quote!(call_as(self.to_request(), #media)),
            None => quote!(call(self.to_request())),
        };
        Some(quote! {
            #docs
            pub fn #method(self) -> Call<#gives> {
                self.client.#call
            }
        })
    }
}

const EVENTS: &str = "Sends the request, and gives the events as they come.";
