//! `pages` and `items`: the way from a page to what it holds.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::super::types::{self, CallSite};
use super::Builder;

use crate::print::{self, Code};

use crate::ir::{Answer, Paging, Position, Shape, Token, TokenFrom, TokenTo, Type};

/// The facts about the pages. What they have not is left out.
pub(super) fn constant(paging: &Paging) -> TokenStream {
    let Paging { items, next_link, next_headers, .. } = paging;
    let path = |name: Ident, path: &[String]| (!path.is_empty()).then(|| quote!(#name: &[#(#path),*]));
    let counted = if paging.position.is_some() { items.as_slice() } else { &[] };
    let facts = [
        path(format_ident!("items"), counted),
        path(format_ident!("next_link"), next_link),
        path(format_ident!("next_headers"), next_headers),
        paging.token.as_ref().map(token),
        paging.position.as_ref().map(position),
    ];
    let all = facts.iter().all(Option::is_some);
    let facts: Vec<TokenStream> = facts.into_iter().flatten().collect();
    let value = match (facts.as_slice(), all) {
        ([], _) => quote!(Paging::NONE),
        (facts, true) => quote!(Paging { #(#facts),* }),
        (facts, false) => quote!(Paging { #(#facts,)* ..Paging::NONE }),
    };
    quote!(const PAGING: &Paging = &#value;)
}

fn token(token: &Token) -> TokenStream {
    let from = match &token.from {
        TokenFrom::Property(path) => quote!(TokenFrom::Property(&[#(#path),*])),
        TokenFrom::Header(name) => quote!(TokenFrom::Header(#name)),
    };
    let to = match &token.to {
        TokenTo::Header(name) => quote!(TokenTo::Header(#name)),
        TokenTo::Query(name) => quote!(TokenTo::Query(#name)),
    };
    let query = token.query.iter().map(|(name, value)| quote!((#name, #value)));
    quote!(token: Some(TokenRule { from: #from, to: #to, query: &[#(#query),*] }))
}

fn position(position: &Position) -> TokenStream {
    let Position { parameter, total, .. } = position;
    let counting = if position.counts_pages { quote!(Counting::Pages) } else { quote!(Counting::Items) };
    let first = Literal::u64_unsuffixed(position.first);
    let size = match &position.size {
        Some(size) => quote!(Some(#size)),
        None => quote!(None),
    };
    quote! {
        position: Some(PositionRule {
            parameter: #parameter, counting: #counting, first: #first, size: #size, total: &[#(#total),*],
        })
    }
}

impl Builder<'_> {
    pub(super) fn paging(&self, code: &mut Code<'_>) {
        let Some(paging) = &self.operation.paging else { return };
        let page = self.answer_type(&self.operation.answer, self.operation.answer_optional);
        let item = types::ty(&mut CallSite(self.facts), &paging.item);
        let items = self.item_path(paging.items.as_slice());
        let of_runtime = |name: &str| self.facts.names.calls.of_runtime(self.operation.area, name);
        let stream = of_runtime("Pages");
        code.next();
        code.docs(1, &["Fetches the list page by page."]);
        let pages = format!(
            "{}\n    let request = self.to_request();\n    {stream}::new(&self.client, request, Self::PAGING)\n}}",
            print::function("pub fn pages", &["self".to_owned()], &format!("{stream}<{page}>"))
        );
        code.piece(1, &pages);
        code.next();
        code.docs(1, &["Fetches the list item by item, across all pages."]);
        let stream = of_runtime("Items");
        let items = format!(
            "{}\n{}}}",
            print::function("pub fn items", &["self".to_owned()], &format!("{stream}<{page}, {item}>")),
            print::value("", &format!("self.pages().into_items(|page| {items})"), "")
        );
        code.piece(1, &items);
    }

    /// The way from a page to its items: fields by their names, `Option`s opened on the way.
    fn item_path(&self, path: &[String]) -> String {
        let Answer::Json(mut ty) = self.operation.answer.clone() else {
            return "page".to_owned();
        };
        let mut code = "page".to_owned();
        let mut optional = self.operation.answer_optional;
        for wire in path {
            let Some((field, opened, next)) = self.step_into(&ty, wire) else {
                break;
            };
            code = match (optional, opened) {
                (false, _) => format!("{code}.{field}"),
                (true, true) => format!("{code}.and_then(|inner| inner.{field})"),
                (true, false) => format!("{code}.map(|inner| inner.{field})"),
            };
            optional |= opened;
            ty = next;
        }
        if optional { format!("{code}.unwrap_or_default()") } else { code }
    }

    /// A field by its wire name: how it is said, whether it is an `Option`, and its type.
    fn step_into(&self, ty: &Type, wire: &str) -> Option<(String, bool, Type)> {
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
        let value = if types::is_nullable(self.facts, *id, field) { ".value()" } else { "" };
        Some((format!("{ident}{value}"), optional, field.ty.clone()))
    }
}
