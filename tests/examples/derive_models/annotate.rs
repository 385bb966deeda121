//! Puts serde's derive on emitted models, as a generator that relies on it would.

use std::error::Error;

use quote::quote;
use syn::{Attribute, Field, File, Generics, Ident, Item, ItemEnum, ItemStruct, Type, Variant, parse_quote};

use crate::read::{self, Property, Tags};

/// Puts the derive on every type of a file, with what the tables in `emitted`, the same file, say.
pub fn annotate(file: &mut File, emitted: &File) -> Result<(), Box<dyn Error>> {
    for item in &mut file.items {
        match item {
            Item::Struct(item) => annotate_struct(item, emitted)?,
            Item::Enum(item) => annotate_enum(item, emitted)?,
            _ => {}
        }
    }
    Ok(())
}

fn annotate_struct(item: &mut ItemStruct, emitted: &File) -> Result<(), Box<dyn Error>> {
    let properties = read::properties(emitted, &item.ident).ok_or_else(|| unreadable(&item.ident))?;
    derive(&mut item.attrs, &item.generics);
    let mut properties = properties.into_iter();
    for field in &mut item.fields {
        let attribute = match properties.next() {
            Some(property) => field_attribute(field, &property),
            // The field after the last property holds the unknown ones.
            None => parse_quote!(#[serde(flatten)]),
        };
        field.attrs.push(attribute);
    }
    Ok(())
}

fn field_attribute(field: &Field, property: &Property) -> Attribute {
    let wire = &property.wire;
    let Some(outer) = outer(&field.ty).filter(|_| !property.required) else {
        return parse_quote!(#[serde(rename = #wire)]);
    };
    let skip = match outer.to_string().as_str() {
        "Option" => quote!(, skip_serializing_if = "Option::is_none"),
        "Vec" => quote!(, skip_serializing_if = "Vec::is_empty"),
        "BTreeMap" => quote!(, skip_serializing_if = "BTreeMap::is_empty"),
        _ => quote!(),
    };
    parse_quote!(#[serde(rename = #wire, default #skip)])
}

fn annotate_enum(item: &mut ItemEnum, emitted: &File) -> Result<(), Box<dyn Error>> {
    derive(&mut item.attrs, &item.generics);
    match read::tags(emitted, &item.ident) {
        Some(tags) => annotate_union(item, tags),
        None => {
            let spellings = read::spellings(emitted, &item.ident).ok_or_else(|| unreadable(&item.ident))?;
            let spellings = spellings.into_iter().map(|spelling| vec![spelling]);
            annotate_variants(&mut item.variants, spellings);
        }
    }
    Ok(())
}

fn annotate_union(item: &mut ItemEnum, tags: Tags) {
    match tags.property {
        None => item.attrs.push(parse_quote!(#[serde(untagged)])),
        Some(property) => {
            item.attrs.push(parse_quote!(#[serde(tag = #property)]));
            annotate_variants(&mut item.variants, tags.values.into_iter());
        }
    }
}

/// Gives each variant its spellings, the first being the one written. The one after them is the catch-all.
fn annotate_variants<'v>(
    variants: impl IntoIterator<Item = &'v mut Variant>,
    mut spellings: impl Iterator<Item = Vec<String>>,
) {
    for variant in variants {
        let attribute = match spellings.next().as_deref() {
            Some([first, rest @ ..]) => parse_quote!(#[serde(rename = #first #(, alias = #rest)*)]),
            _ => parse_quote!(#[serde(untagged)]),
        };
        variant.attrs.push(attribute);
    }
}

/// Serde asks for `T: Default` where a field of a generic type has a default; the emitted types do not.
fn derive(attributes: &mut Vec<Attribute>, generics: &Generics) {
    attributes.push(parse_quote!(#[derive(serde::Serialize, serde::Deserialize)]));
    let bounds: Vec<String> =
        generics.type_params().map(|param| format!("{}: serde::Deserialize<'de>", param.ident)).collect();
    if !bounds.is_empty() {
        let bounds = bounds.join(", ");
        attributes.push(parse_quote!(#[serde(bound(deserialize = #bounds))]));
    }
}

/// The `Option` of `Option<String>`.
fn outer(ty: &Type) -> Option<&Ident> {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|last| &last.ident),
        _ => None,
    }
}

fn unreadable(name: &Ident) -> String {
    format!(
        "the table of {name} is not as expected: the emitter has changed, and this benchmark has to follow"
    )
}
