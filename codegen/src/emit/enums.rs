//! Open enums: every listed value, and whatever else the service comes up with.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs;
use super::file::ModelFile;
use super::types;
use crate::ir::{Docs, EnumValue, Number, TypeId};

pub(super) fn emit(file: &mut ModelFile<'_>, id: TypeId, values: &[EnumValue]) -> TokenStream {
    let facts = file.facts;
    let (def, name) = (facts.api.def(id), facts.names.ty(id));
    let (unrecognized, macro_name) = (file.runtime("Unrecognized"), file.runtime("string_enum"));
    let (ident, members) = (&name.ident, &name.members);
    let Some(rest) = &name.rest else {
        return TokenStream::new();
    };
    let wires: Vec<&str> = values.iter().map(|value| value.wire.as_str()).collect();
    let docs = docs::definition(def);
    let member_docs = values.iter().map(value_docs);
    let rest_docs = docs::lines(["A value that this version of the crate does not know."]);
    let loose = (def.rules.loose_enums && !values.is_empty()).then(|| quote!(: loose));
    let derives = types::derives(facts, id, &["Clone", "Debug", "PartialEq", "Eq", "Hash"]);
    quote! {
        #docs
        #derives
        #[non_exhaustive]
        pub enum #ident {
            #(#member_docs #members,)*
            #rest_docs
            #rest(#unrecognized),
        }

        #macro_name! {
            #ident #loose {
                #(#members = #wires,)*
                _ = #rest,
            }
        }
    }
}

/// The same for values that are numbers.
pub(super) fn emit_numbers(
    file: &mut ModelFile<'_>,
    id: TypeId,
    number: Number,
    values: &[EnumValue],
) -> TokenStream {
    let (def, name) = (file.facts.api.def(id), file.facts.names.ty(id));
    let (unrecognized, macro_name) = (file.runtime("Unrecognized"), file.runtime("number_enum"));
    let (ident, members, ty) = (&name.ident, &name.members, types::number(number));
    let Some(rest) = &name.rest else {
        return TokenStream::new();
    };
    let numbers: Vec<TokenStream> = values.iter().map(|value| literal(&value.wire)).collect();
    let docs = docs::definition(def);
    let member_docs = values.iter().map(value_docs);
    let rest_docs = docs::lines(["A number that this version of the crate does not know."]);
    // Of floating point numbers not even one is always equal to itself.
    let own: &[&str] = if number == Number::F64 {
        &["Clone", "Copy", "Debug", "PartialEq"]
    } else {
        &["Clone", "Copy", "Debug", "PartialEq", "Eq", "Hash"]
    };
    let derives = types::derives(file.facts, id, own);
    quote! {
        #docs
        #derives
        #[non_exhaustive]
        pub enum #ident {
            #(#member_docs #members,)*
            #rest_docs
            #rest(#unrecognized<#ty>),
        }

        #macro_name! {
            #ident: #ty {
                #(#members = #numbers,)*
                _ = #rest,
            }
        }
    }
}

/// A number as Rust writes it.
fn literal(wire: &str) -> TokenStream {
    let digits = wire.strip_prefix('-');
    let literal: Option<Literal> = digits.unwrap_or(wire).parse().ok();
    if digits.is_some() { quote!(-#literal) } else { quote!(#literal) }
}

/// What the document says of a value, and how it is spelled.
fn value_docs(value: &EnumValue) -> TokenStream {
    let spelling = docs::code(&value.wire);
    if value.docs == Docs::default() {
        docs::lines([spelling])
    } else {
        docs::outer(&value.docs, &[spelling])
    }
}
