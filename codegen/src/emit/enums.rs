//! Open enums: every listed value, and whatever else the service comes up with.

use proc_macro2::{Ident, Literal, TokenStream};
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
    let as_str = docs::lines(["The value as the service spells it."]);
    let rest_docs = docs::lines(["A value that this version of the crate does not know."]);
    let named = (rest != "Unrecognized").then(|| quote!(, #rest));
    let text = if def.rules.loose_enums && !wires.is_empty() {
        let listed = file.runtime("listed");
        quote!(#listed(value, &[#(#wires),*]))
    } else {
        quote!(value)
    };
    let kept = Ident::new("value", proc_macro2::Span::call_site());
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #ident {
            #(#member_docs #members,)*
            #rest_docs
            #rest(#unrecognized),
        }

        impl #ident {
            #as_str
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#members => #wires,)*
                    Self::#rest(#kept) => #kept.as_str(),
                }
            }
        }

        impl From<&str> for #ident {
            fn from(value: &str) -> Self {
                match #text {
                    #(#wires => Self::#members,)*
                    _ => Self::#rest(#unrecognized::new(value)),
                }
            }
        }

        #macro_name!(#ident #named);
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
    let value = docs::lines(["The number as the service writes it."]);
    let rest_docs = docs::lines(["A number that this version of the crate does not know."]);
    let named = (rest != "Unrecognized").then(|| quote!(, #rest));
    // Of floating point numbers not even one is always equal to itself.
    let equal = (number != Number::F64).then(|| quote!(, Eq, Hash));
    quote! {
        #docs
        #[derive(Clone, Copy, Debug, PartialEq #equal)]
        #[non_exhaustive]
        pub enum #ident {
            #(#member_docs #members,)*
            #rest_docs
            #rest(#unrecognized<#ty>),
        }

        impl #ident {
            #value
            #[must_use]
            pub fn value(self) -> #ty {
                match self {
                    #(Self::#members => #numbers,)*
                    Self::#rest(other) => other.value(),
                }
            }
        }

        impl From<#ty> for #ident {
            fn from(value: #ty) -> Self {
                match value {
                    #(#numbers => Self::#members,)*
                    _ => Self::#rest(#unrecognized::of(value)),
                }
            }
        }

        #macro_name!(#ident, #ty #named);
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
