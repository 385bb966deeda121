//! `pages` and `items`: the way from a page to what it holds.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::docs;
use super::super::types::{self, CallSite};
use super::Builder;

use crate::ir::{Answer, Shape, Type};

impl Builder<'_> {
    pub(super) fn paging(&self) -> Option<TokenStream> {
        let paging = self.operation.paging.as_ref()?;
        let page = self.answer();
        let item = types::ty(&mut CallSite(self.facts), &paging.item);
        let items = self.item_path(paging.items.as_slice());
        let docs = docs::lines(["Fetches the list page by page."]);
        let item_docs = docs::lines(["Fetches the list item by item, across all pages."]);
        Some(quote! {
            #docs
            pub fn pages(self) -> Pages<#page> {
                let request = self.to_request();
                Pages::new(&self.client, request, Self::PAGING)
            }

            #item_docs
            pub fn items(self) -> Items<#page, #item> {
                self.pages().into_items(|page| #items)
            }
        })
    }

    /// The way from a page to its items: fields by their names, `Option`s opened on the way.
    fn item_path(&self, path: &[String]) -> TokenStream {
        let Answer::Json(mut ty) = self.operation.answer.clone() else {
            return quote!(page);
        };
        let mut code = quote!(page);
        let mut optional = self.operation.answer_optional;
        for wire in path {
            let Some((field, opened, next)) = self.step_into(&ty, wire) else {
                break;
            };
            code = match (optional, opened) {
                (false, _) => quote!(#code.#field),
                (true, true) => quote!(#code.and_then(|inner| inner.#field)),
                (true, false) => quote!(#code.map(|inner| inner.#field)),
            };
            optional |= opened;
            ty = next;
        }
        if optional { quote!(#code.unwrap_or_default()) } else { code }
    }

    /// A field by its wire name: how it is said, whether it is an `Option`, and its type.
    fn step_into(&self, ty: &Type, wire: &str) -> Option<(TokenStream, bool, Type)> {
        let Type::Def(id, _) = types::resolved(self.facts, ty) else {
            return None;
        };
        let Shape::Struct { fields, .. } = &self.facts.api.def(*id).shape else {
            return None;
        };
        let index = fields.iter().position(|field| field.name == wire)?;
        let field = fields.get(index)?;
        let optional = types::is_optional(self.facts, *id, field);
        let ident = self.facts.names.ty(*id).members.get(index)?;
        let value = types::is_nullable(self.facts, *id, field).then(|| quote!(.value()));
        Some((quote!(#ident #value), optional, field.ty.clone()))
    }
}
