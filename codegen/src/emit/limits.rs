//! The table of what is to be checked beyond types.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::file::ModelFile;
use crate::ir::{Check, Field, Limits};

/// The method that gives the table, if there is anything in it.
pub(super) fn method<'f>(
    file: &mut ModelFile<'_>,
    fields: impl Iterator<Item = &'f Field>,
) -> Option<TokenStream> {
    let checked: Vec<(usize, &Limits)> = fields
        .enumerate()
        .map(|(index, field)| (index, &field.limits))
        .filter(|(_, own)| !own.is_empty())
        .collect();
    if checked.is_empty() {
        return None;
    }
    let limits = file.runtime("Limits");
    let rows = checked.into_iter().map(|(index, own)| {
        let (index, calls) = (Literal::usize_unsuffixed(index), calls(&limits, own));
        quote!(#limits::of(#index) #calls)
    });
    Some(quote! {
        fn limits(&self) -> &'static [#limits] {
            const { &[#(#rows),*] }
        }
    })
}

fn calls(name: &TokenStream, limits: &Limits) -> TokenStream {
    let own = limits.checks.iter().map(|check| match check {
        Check::Number(method, number) => {
            let (method, number) = (format_ident!("{method}"), float(*number));
            quote!(.#method(#number))
        }
        Check::Count(method, count) => {
            let (method, count) = (format_ident!("{method}"), Literal::usize_unsuffixed(*count));
            quote!(.#method(#count))
        }
        Check::Pattern(pattern) => quote!(.pattern(#pattern)),
        Check::Unique => quote!(.unique()),
    });
    let each = limits.each.as_ref().map(|each| {
        let calls = calls(name, each);
        quote!(.each(const { &#name::EACH #calls }))
    });
    quote!(#(#own)* #each)
}

fn float(number: f64) -> TokenStream {
    let literal = Literal::f64_unsuffixed(number.abs());
    if number < 0.0 { quote!(-#literal) } else { quote!(#literal) }
}
