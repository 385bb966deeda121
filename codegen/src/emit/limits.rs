//! The table of what is to be checked beyond types.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use crate::ir::{Check, Field, Limits};

/// What goes into the table beside the fields, if there is anything.
pub(super) fn within<'f>(fields: impl Iterator<Item = &'f Field>) -> Option<TokenStream> {
    let rows = fields.enumerate().filter(|(_, field)| !field.limits.is_empty()).map(|(index, field)| {
        let (index, checks) = (Literal::usize_unsuffixed(index), checks(&field.limits));
        quote!(#index => #checks,)
    });
    let rows: Vec<TokenStream> = rows.collect();
    (!rows.is_empty()).then(|| quote!(within { #(#rows)* }))
}

fn checks(limits: &Limits) -> TokenStream {
    let own = limits.checks.iter().map(|check| match check {
        Check::Number(method, number) => {
            let (method, number) = (format_ident!("{method}"), float(*number));
            quote!(#method(#number))
        }
        Check::Count(method, count) => {
            let (method, count) = (format_ident!("{method}"), Literal::usize_unsuffixed(*count));
            quote!(#method(#count))
        }
        Check::Pattern(pattern) => quote!(pattern(#pattern)),
        Check::Unique => quote!(unique()),
    });
    let each = limits.each.as_ref().map(|each| {
        let checks = checks(each);
        quote!(each(#checks))
    });
    let all = own.chain(each);
    quote!(#(#all).*)
}

fn float(number: f64) -> TokenStream {
    let literal = Literal::f64_unsuffixed(number.abs());
    if number < 0.0 { quote!(-#literal) } else { quote!(#literal) }
}
