//! Structs, and the table that lets the runtime read and write them.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::docs;
use super::file::ModelFile;
use super::limits;
use super::types::{self, Argument};
use super::xml;
use crate::ir::{Field, Rest, Shape, Type, TypeId};
use crate::name::TypeName;

/// How a field is declared.
struct Member<'f> {
    field: &'f Field,
    ident: &'f Ident,
    setter: &'f Ident,
    /// What documentation calls it.
    said: String,
    /// The type without `Option`, and whether it stands in one, and in a `Box`.
    inner: TokenStream,
    required: bool,
    optional: bool,
    /// Whether it stands in a `Nullable`, and the method that sets it to `null`.
    nullable: Option<(TokenStream, &'f Ident)>,
    boxed: bool,
}

impl Member<'_> {
    fn ty(&self) -> TokenStream {
        let inner = &self.inner;
        let inner = if self.boxed { quote!(Box<#inner>) } else { quote!(#inner) };
        match &self.nullable {
            Some((nullable, _)) => quote!(#nullable<#inner>),
            None if self.optional => quote!(Option<#inner>),
            None => inner,
        }
    }

    /// Without a value from the caller, the field is empty.
    fn is_argument(&self) -> bool {
        self.required && !self.optional
    }
}

pub(super) fn emit<'f>(
    file: &mut ModelFile<'f>,
    id: TypeId,
    fields: &'f [Field],
    rest: &Rest,
) -> TokenStream {
    let facts = file.facts;
    let (def, name, usage) = (facts.api.def(id), facts.names.ty(id), facts.analysis.usage[id.0]);
    let members: Vec<Member<'_>> =
        fields.iter().enumerate().map(|(index, field)| member(file, id, name, index, field)).collect();
    let kept = match rest {
        Rest::Of(ty) => Some(types::ty(file, ty)),
        Rest::Unsaid if usage.input && usage.output => Some(file.runtime("Json")),
        Rest::Unsaid | Rest::Closed => None,
    };
    let kept = kept.zip(name.rest.as_ref());
    let is_tuple = matches!(def.shape, Shape::Tuple { .. });
    let simple = def.parameters == 0 && members.iter().all(|member| !member.is_argument());
    let docs = docs::definition(def);
    let own: &[&str] =
        if simple { &["Clone", "Debug", "Default", "PartialEq"] } else { &["Clone", "Debug", "PartialEq"] };
    let derives = types::derives(facts, id, own);
    let ident = &name.ident;
    let letters: Vec<Ident> = (0..def.parameters).map(types::letter).collect();
    let generics = (!letters.is_empty()).then(|| quote!(<#(#letters),*>));
    let declared = members.iter().map(|member| {
        let kind = if is_tuple { "item" } else { "property" };
        let otherwise = format!("The {kind} {}.", docs::code(&member.field.name));
        let (docs, ident, ty) = (docs::outer_or(&member.field.docs, &otherwise), member.ident, member.ty());
        quote!(#docs pub #ident: #ty,)
    });
    let declared_rest = kept.as_ref().map(|(value, ident)| {
        if is_tuple {
            let docs = docs::lines(["Items past those that have a place of their own."]);
            return quote!(#docs pub #ident: Vec<#value>,);
        }
        let map = file.map();
        let docs = docs::lines(["Properties that this version of the crate does not know."]);
        quote!(#docs pub #ident: #map<String, #value>,)
    });
    let inherent =
        usage.input.then(|| inherent(file, &members, kept.as_ref().map(|(_, ident)| (*ident, is_tuple))));
    let inherent = inherent.flatten().map(|methods| quote!(impl #generics #ident #generics { #methods }));
    let outcome = outcome(file, id, &letters);
    let table = table(file, id, &members, kept.as_ref().map(|(_, ident)| *ident), simple, &letters);
    quote! {
        #docs
        #derives
        #[non_exhaustive]
        pub struct #ident #generics {
            #(#declared)*
            #declared_rest
        }

        #inherent
        #table
        #outcome
    }
}

/// Where a success holds errors, if it can.
fn outcome(file: &mut ModelFile<'_>, id: TypeId, letters: &[Ident]) -> Option<TokenStream> {
    let facts = file.facts;
    let (def, ident) = (facts.api.def(id), &facts.names.ty(id).ident);
    if def.faults.is_empty() {
        return None;
    }
    let outcome = file.runtime("Outcome");
    let (bounds, generics) = if letters.is_empty() {
        (None, None)
    } else {
        let value = file.runtime("Value");
        (Some(quote!(<#(#letters: #value),*>)), Some(quote!(<#(#letters),*>)))
    };
    let paths = def.faults.iter().map(|path| quote!(&[#(#path),*]));
    Some(quote! {
        impl #bounds #outcome for #ident #generics {
            const FAULTS: &'static [&'static [&'static str]] = &[#(#paths),*];
        }
    })
}

fn member<'f>(
    file: &mut ModelFile<'f>,
    id: TypeId,
    name: &'f TypeName,
    index: usize,
    field: &'f Field,
) -> Member<'f> {
    let facts = file.facts;
    let required = types::is_required(facts, id, field);
    let optional = types::is_optional(facts, id, field);
    let nullable = name.nulls[index].as_ref().filter(|_| types::is_nullable(facts, id, field));
    let nullable = nullable.map(|null| (file.runtime("Nullable"), null));
    let inner = types::ty(file, &field.ty);
    let (ident, setter) = (&name.members[index], &name.setters[index]);
    let boxed = facts.analysis.boxes.contains(&(id, index));
    let said = docs::code(&field.name);
    let is_tuple = matches!(facts.api.def(id).shape, Shape::Tuple { .. });
    let said = if is_tuple { format!("item {said}") } else { said };
    Member { field, ident, setter, said, inner, required, optional, nullable, boxed }
}

/// `new`, where something is required, and a setter for each field that is not.
fn inherent(
    file: &mut ModelFile<'_>,
    members: &[Member<'_>],
    rest: Option<(&Ident, bool)>,
) -> Option<TokenStream> {
    let new = members.iter().any(Member::is_argument).then(|| new(file, members, rest));
    let setters: Vec<_> =
        members.iter().filter(|member| !member.is_argument()).map(|member| setter(file, member)).collect();
    (new.is_some() || !setters.is_empty()).then(|| quote!(#new #(#setters)*))
}

fn new(file: &mut ModelFile<'_>, members: &[Member<'_>], rest: Option<(&Ident, bool)>) -> TokenStream {
    let mut arguments = Vec::new();
    let mut values = Vec::new();
    for member in members {
        let ident = member.ident;
        if !member.is_argument() {
            let empty = match types::resolved(file.facts, &member.field.ty) {
                _ if let Some((nullable, _)) = &member.nullable => quote!(#nullable::Absent),
                _ if member.optional => quote!(None),
                Type::List(_) => quote!(Vec::new()),
                _ => file.empty_map(),
            };
            values.push(quote!(#ident: #empty));
            continue;
        }
        let Argument { ty, value } = argument(file, member);
        arguments.push(quote!(#ident: #ty));
        let plain = *ident == value.to_string();
        values.push(if plain { quote!(#ident) } else { quote!(#ident: #value) });
    }
    if let Some((rest, is_tuple)) = rest {
        let empty = if is_tuple { quote!(Vec::new()) } else { file.empty_map() };
        values.push(quote!(#rest: #empty));
    }
    let docs = docs::lines(["Makes one with everything that is required."]);
    let allow = (arguments.len() > 7).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    quote! {
        #docs
        #[must_use]
        #allow
        pub fn new(#(#arguments),*) -> Self {
            Self { #(#values),* }
        }
    }
}

fn setter(file: &mut ModelFile<'_>, member: &Member<'_>) -> TokenStream {
    let (ident, setter) = (member.ident, member.setter);
    let Argument { ty, value } = argument(file, member);
    let value = match &member.nullable {
        Some((nullable, _)) => quote!(#nullable::Value(#value)),
        None if member.optional => quote!(Some(#value)),
        None => value,
    };
    let null = member.nullable.as_ref().map(|(nullable, null)| {
        let docs = docs::lines([format!("Sets {} to `null`.", member.said)]);
        quote! {
            #docs
            #[must_use]
            pub fn #null(mut self) -> Self {
                self.#ident = #nullable::Null;
                self
            }
        }
    });
    let docs = docs::lines([format!("Sets {}.", member.said)]);
    quote! {
        #docs
        #[must_use]
        pub fn #setter(mut self, #ident: #ty) -> Self {
            self.#ident = #value;
            self
        }

        #null
    }
}

fn argument(file: &mut ModelFile<'_>, member: &Member<'_>) -> Argument {
    let facts = file.facts;
    let Argument { ty, value } = types::argument(file, facts, &member.field.ty, member.ident);
    if member.boxed { Argument { ty, value: quote!(Box::new(#value)) } } else { Argument { ty, value } }
}

/// What the runtime reads and writes the struct by.
fn table(
    file: &mut ModelFile<'_>,
    id: TypeId,
    members: &[Member<'_>],
    rest: Option<&Ident>,
    simple: bool,
    letters: &[Ident],
) -> TokenStream {
    let is_tuple = matches!(file.facts.api.def(id).shape, Shape::Tuple { .. });
    let macro_name = file.runtime(if is_tuple { "tuple" } else { "model" });
    let (ident, own) = (&file.facts.names.ty(id).ident, file.facts.api.def(id).rules);
    let entries = members.iter().enumerate().map(|(index, member)| {
        let (index, ident, wire) = (Literal::usize_unsuffixed(index), member.ident, &member.field.name);
        let container = types::is_container(file.facts, &member.field.ty);
        let kind = if member.required { quote!(required) } else { quote!(optional) };
        // An `Option` tells an empty list from none, so that a caller can send either.
        let keep = (!member.required && member.optional && container).then(|| quote!(.keep_empty()));
        let lenient = (member.field.lenient && !own.lenient_scalars).then(|| quote!(.lenient()));
        quote!(#index => #ident: #kind(#wire) #keep #lenient,)
    });
    let entries: Vec<TokenStream> = entries.collect();
    let rest = rest.map(|rest| quote!(_ => #rest,));
    let within = limits::within(members.iter().map(|member| member.field));
    let xml = xml::table(file, id, members.iter().map(|member| member.field));
    let rules = types::rules(file, own).filter(|_| !entries.is_empty()).map(|rules| quote!(by #rules));
    let default = simple.then(|| quote!(: Default));
    let generics = (!letters.is_empty()).then(|| quote!(<#(#letters),*>));
    quote! {
        #macro_name! {
            #ident #generics #default { #(#entries)* #rest } #within #xml #rules
        }
    }
}
