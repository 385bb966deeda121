//! Unions: one of several shapes, and whatever fits none of them.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::docs;
use super::file::ModelFile;
use super::types;
use crate::ir::{TypeId, Variant};

pub(super) fn emit(
    file: &mut ModelFile<'_>,
    id: TypeId,
    tag: Option<&str>,
    variants: &[Variant],
) -> TokenStream {
    let facts = file.facts;
    let (def, name) = (facts.api.def(id), facts.names.ty(id));
    let (json, macro_name) = (file.runtime("Json"), file.runtime("union"));
    let (ident, members) = (&name.ident, &name.members);
    let Some(rest) = &name.rest else {
        return TokenStream::new();
    };
    let inner: Vec<TokenStream> = variants.iter().map(|variant| types::ty(file, &variant.ty)).collect();
    let boxed: Vec<bool> =
        (0..variants.len()).map(|index| facts.analysis.boxes.contains(&(id, index))).collect();
    let held = inner.iter().zip(&boxed).map(|(ty, boxed)| if *boxed { quote!(Box<#ty>) } else { ty.clone() });
    let docs = docs::definition(def);
    let member_docs = inner.iter().zip(variants).map(|(ty, variant)| variant_docs(&ty.to_string(), variant));
    let rest_docs = docs::lines(["A value that fits none of these, as it is."]);
    let conversions = conversions(ident, members, &inner, &boxed);
    let union = union(file, id, tag, variants);
    let derives = types::derives(facts, id, &["Clone", "Debug", "PartialEq"]);
    let named = (rest != "Unrecognized").then(|| quote!(, #rest));
    quote! {
        #docs
        #derives
        #[non_exhaustive]
        pub enum #ident {
            #(#member_docs #members(#held),)*
            #rest_docs
            #rest(#json),
        }

        #union
        #macro_name!(#ident #named);
        #(#conversions)*
    }
}

/// The implementation of the runtime's `Union`.
fn union(file: &mut ModelFile<'_>, id: TypeId, tag: Option<&str>, variants: &[Variant]) -> TokenStream {
    let name = file.facts.names.ty(id);
    let [union, slot, view, value, variant] =
        ["Union", "Slot", "View", "Value", "Variant"].map(|name| file.runtime(name));
    let (ident, members) = (&name.ident, &name.members);
    let Some(rest) = &name.rest else {
        return TokenStream::new();
    };
    let count = Literal::usize_unsuffixed(variants.len());
    let indices: Vec<Literal> = (0..variants.len()).map(Literal::usize_unsuffixed).collect();
    let tag = tag.map(|tag| {
        quote! {
            fn tag(&self) -> Option<&'static str> {
                Some(#tag)
            }
        }
    });
    let table = if tag.is_some() {
        let own = file.facts.api.def(id).rules;
        let loose = own.loose_enums.then(|| quote!(.loose()));
        let tagged = variants.iter().map(|known| {
            let tags = &known.tags;
            quote!(#variant::tagged(&[#(#tags),*]) #loose)
        });
        match types::rules(file, own) {
            Some(rules) if own.ignore_case => quote!(&#rules.variants([#(#tagged),*])),
            _ => quote!(&[#(#tagged),*]),
        }
    } else {
        quote!(&[#variant::untagged(); #count])
    };
    quote! {
        impl #union for #ident {
            #tag

            fn variants(&self) -> &'static [#variant] {
                const { #table }
            }

            fn choose(&mut self, variant: usize) -> #slot<'_> {
                *self = match variant {
                    #(#indices => Self::#members(#value::blank()),)*
                    _ => Self::#rest(#value::blank()),
                };
                match self {
                    #(Self::#members(value) => value.slot(),)*
                    Self::#rest(value) => value.slot(),
                }
            }

            fn chosen(&self) -> (usize, #view<'_>) {
                match self {
                    #(Self::#members(value) => (#indices, value.view()),)*
                    Self::#rest(value) => (#count, value.view()),
                }
            }
        }
    }
}

/// `From`, for each variant: no two of them hold the same type.
fn conversions(ident: &Ident, members: &[Ident], inner: &[TokenStream], boxed: &[bool]) -> Vec<TokenStream> {
    let mut conversions = Vec::new();
    for (index, (member, ty)) in members.iter().zip(inner).enumerate() {
        let boxed = boxed.get(index).copied().unwrap_or_default();
        let value = if boxed { quote!(Box::new(value)) } else { quote!(value) };
        conversions.push(quote! {
            impl From<#ty> for #ident {
                fn from(value: #ty) -> Self {
                    Self::#member(#value)
                }
            }
        });
    }
    conversions
}

fn variant_docs(ty: &str, variant: &Variant) -> TokenStream {
    let ty = ty.replace(' ', "").replace(',', ", ");
    match variant.tags.as_slice() {
        [] => docs::lines([format!("`{ty}`")]),
        tags => {
            let tags: Vec<String> = tags.iter().map(|tag| docs::code(tag)).collect();
            docs::lines([tags.join(", ")])
        }
    }
}
