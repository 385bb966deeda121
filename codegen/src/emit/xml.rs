//! Where values are in XML.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::file::ModelFile;
use crate::ir::{Field, TypeId, Xml, XmlNode};

/// What goes into the table of a model that is read or written as XML: the fields that are not elements of their own
/// names.
pub(super) fn table<'f>(
    file: &ModelFile<'_>,
    id: TypeId,
    fields: impl Iterator<Item = &'f Field>,
) -> Option<TokenStream> {
    if !file.facts.analysis.usage[id.0].xml {
        return None;
    }
    let rows = fields.enumerate().filter_map(|(index, field)| {
        let (index, place) = (Literal::usize_unsuffixed(index), place(field.xml.as_ref()?));
        Some(quote!(#index => #place,))
    });
    let rows: Vec<TokenStream> = rows.collect();
    (!rows.is_empty()).then(|| quote!(xml { #(#rows)* }))
}

/// Where one value is, as the methods of the runtime's `XmlField` say it.
pub(super) fn place(xml: &Xml) -> TokenStream {
    let Xml { name, node, item, prefix, namespace } = xml;
    let place = match node {
        XmlNode::Element => quote!(element(#name)),
        XmlNode::Attribute => quote!(attribute(#name)),
        XmlNode::Text => quote!(text()),
        XmlNode::CData => quote!(cdata()),
    };
    let wrapping = item.as_ref().map(|item| quote!(.wrapping(#item)));
    let within = (!prefix.is_empty() || !namespace.is_empty()).then(|| quote!(.within(#prefix, #namespace)));
    quote!(#place #wrapping #within)
}
