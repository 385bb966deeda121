//! Types as they are written in fields, arguments and answers.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::Facts;
use super::file::ModelFile;
use crate::ir::{Access, Field, Number, Rules, Shape, Type, TypeId};

/// The letters of type parameters.
const LETTERS: &[&str] = &["T", "U", "V", "W"];

pub(super) fn letter(index: usize) -> Ident {
    match LETTERS.get(index) {
        Some(letter) => Ident::new(letter, Span::call_site()),
        None => Ident::new(&format!("T{index}"), Span::call_site()),
    }
}

/// Where a type is written, which decides how its parts are named.
pub(super) trait Site {
    fn runtime(&mut self, name: &'static str) -> TokenStream;
    fn model(&mut self, id: TypeId) -> TokenStream;
    fn map(&mut self) -> TokenStream;
}

impl Site for ModelFile<'_> {
    fn runtime(&mut self, name: &'static str) -> TokenStream {
        Self::runtime(self, name)
    }

    fn model(&mut self, id: TypeId) -> TokenStream {
        Self::model(self, id)
    }

    fn map(&mut self) -> TokenStream {
        Self::map(self)
    }
}

/// Among operations: models are qualified, so that builders may be called as they like.
pub(super) struct CallSite<'f>(pub(super) Facts<'f>);

impl Site for CallSite<'_> {
    fn runtime(&mut self, name: &'static str) -> TokenStream {
        let ident = Ident::new(name, Span::call_site());
        quote!(runtime::#ident)
    }

    fn model(&mut self, id: TypeId) -> TokenStream {
        let ident = &self.0.names.ty(id).ident;
        quote!(models::#ident)
    }

    fn map(&mut self) -> TokenStream {
        quote!(std::collections::BTreeMap)
    }
}

pub(super) fn ty(site: &mut impl Site, of: &Type) -> TokenStream {
    match of {
        Type::Bool => quote!(bool),
        Type::Number(number) => self::number(*number),
        Type::Text => quote!(String),
        Type::Secret => site.runtime("Secret"),
        Type::DateTime => site.runtime("DateTime"),
        Type::Date => site.runtime("Date"),
        Type::Timestamp => site.runtime("Timestamp"),
        Type::CivilDate => site.runtime("CivilDate"),
        // It was parsed before, where the caller is told if it is none.
        Type::Own(path) => path.parse().unwrap_or_default(),
        Type::Decimal => site.runtime("Decimal"),
        Type::DecimalText => site.runtime("DecimalText"),
        Type::Base64 => site.runtime("Base64"),
        Type::Base64Url => site.runtime("Base64Url"),
        Type::Json => site.runtime("Json"),
        Type::Bytes => site.runtime("Upload"),
        Type::File => site.runtime("File"),
        Type::List(item) => {
            let item = ty(site, item);
            quote!(Vec<#item>)
        }
        Type::Map(value) => {
            let (map, value) = (site.map(), ty(site, value));
            quote!(#map<String, #value>)
        }
        Type::Nullable(inner) => {
            let inner = ty(site, inner);
            quote!(Option<#inner>)
        }
        Type::Embedded(inner) => {
            let (embedded, inner) = (site.runtime("Embedded"), ty(site, inner));
            quote!(#embedded<#inner>)
        }
        Type::Def(id, arguments) => {
            let name = site.model(*id);
            let arguments: Vec<_> = arguments.iter().map(|argument| ty(site, argument)).collect();
            if arguments.is_empty() { name } else { quote!(#name<#(#arguments),*>) }
        }
        Type::Parameter(index) => {
            let letter = letter(*index);
            quote!(#letter)
        }
    }
}

pub(super) fn number(number: Number) -> TokenStream {
    match number {
        Number::I32 => quote!(i32),
        Number::I64 => quote!(i64),
        Number::U32 => quote!(u32),
        Number::U64 => quote!(u64),
        Number::F32 => quote!(f32),
        Number::F64 => quote!(f64),
    }
}

/// How an argument of some type is taken, and how it becomes a value of that type.
pub(super) struct Argument {
    pub(super) ty: TokenStream,
    pub(super) value: TokenStream,
}

/// Arguments are taken by whatever turns into them, where that spares the caller a conversion.
pub(super) fn argument(site: &mut impl Site, facts: Facts<'_>, of: &Type, name: &Ident) -> Argument {
    let own = ty(site, of);
    if converts(facts, of) {
        Argument { ty: quote!(impl Into<#own>), value: quote!(#name.into()) }
    } else {
        Argument { ty: own, value: quote!(#name) }
    }
}

fn converts(facts: Facts<'_>, of: &Type) -> bool {
    match of {
        Type::Bool | Type::Number(_) | Type::Map(_) | Type::Nullable(_) => false,
        Type::Def(id, _) => match &facts.api.def(*id).shape {
            Shape::Enum { .. } | Shape::Union { .. } => true,
            Shape::Struct { .. } | Shape::Tuple { .. } => false,
            Shape::Alias(target) => converts(facts, target),
        },
        _ => true,
    }
}

/// What a model derives: what all do, and what a caller wants besides.
pub(super) fn derives(facts: Facts<'_>, id: TypeId, own: &[&str]) -> TokenStream {
    let wanted = facts.analysis.derives.get(id.0).into_iter().flatten().map(String::as_str);
    let mut all: Vec<&str> = own.to_vec();
    all.extend(wanted.filter(|wanted| !own.contains(wanted)));
    // Those of the language as rustfmt's readers know them, then those of other crates.
    all.sort_by_key(|path| (path.contains("::"), ORDER.iter().position(|known| known == path)));
    let paths = all.into_iter().filter_map(|path| path.parse::<TokenStream>().ok());
    quote!(#[derive(#(#paths),*)])
}

/// The order in which traits are derived.
const ORDER: &[&str] = &["Clone", "Copy", "Debug", "Default", "PartialEq", "Eq", "PartialOrd", "Ord", "Hash"];

/// The type behind an alias.
pub(super) fn resolved<'f>(facts: Facts<'f>, mut of: &'f Type) -> &'f Type {
    while let Type::Def(id, _) = of {
        match &facts.api.def(*id).shape {
            Shape::Alias(target) => of = target,
            Shape::Struct { .. } | Shape::Tuple { .. } | Shape::Enum { .. } | Shape::Union { .. } => break,
        }
    }
    of
}

/// Whether an empty value of a type is something else than none.
pub(super) fn is_container(facts: Facts<'_>, of: &Type) -> bool {
    match resolved(facts, of) {
        Type::List(_) | Type::Map(_) => true,
        Type::Def(id, _) => matches!(facts.api.def(*id).shape, Shape::Tuple { .. }),
        _ => false,
    }
}

/// What a table goes through if its type is read leniently: the rules of the document, or its own.
pub(super) fn rules(file: &mut ModelFile<'_>, own: Rules) -> Option<TokenStream> {
    if !own.lenient_scalars && !own.ignore_case {
        return None;
    }
    let outer = file.facts.api.rules;
    if (own.lenient_scalars, own.ignore_case) == (outer.lenient_scalars, outer.ignore_case) {
        return Some(file.rules());
    }
    Some(rules_value(&file.runtime("Rules"), own))
}

pub(super) fn rules_value(name: &TokenStream, rules: Rules) -> TokenStream {
    let lenient_scalars = rules.lenient_scalars.then(|| quote!(.lenient_scalars()));
    let ignore_case = rules.ignore_case.then(|| quote!(.ignore_case()));
    quote!(#name::new() #lenient_scalars #ignore_case)
}

/// Whether a field is declared as a `Nullable`: where callers have to be able to say `null`.
pub(super) fn is_nullable(facts: Facts<'_>, owner: TypeId, field: &Field) -> bool {
    field.is_tristate() && facts.analysis.usage[owner.0].input
}

/// Whether a field is always there: required, and set by whoever makes the value. One type serves both ways, so
/// that what only one side sets is not required if the other makes values too.
pub(super) fn is_required(facts: Facts<'_>, owner: TypeId, field: &Field) -> bool {
    let usage = facts.analysis.usage[owner.0];
    field.required
        && match field.access {
            Access::Both => true,
            Access::Service => !usage.input,
            Access::Caller => !usage.output,
        }
}

/// Whether a field is declared as an `Option`.
///
/// An empty list that a service sends means the same as none, so that a plain list will do. One that a
/// caller sends does not.
pub(super) fn is_optional(facts: Facts<'_>, owner: TypeId, field: &Field) -> bool {
    // An item of a tuple is there or not, whatever it is.
    let container = matches!(resolved(facts, &field.ty), Type::List(_) | Type::Map(_))
        && !matches!(facts.api.def(owner).shape, Shape::Tuple { .. });
    (!is_required(facts, owner, field) || field.nullable)
        && (!container || facts.analysis.usage[owner.0].input)
}
