//! The table of what is to be checked beyond types.

use proc_macro2::Literal;

use super::snippet::string;
use crate::ir::{Check, Field, Limits};

/// What goes into the table beside the fields.
pub(super) fn rows<'f>(fields: impl Iterator<Item = &'f Field>) -> Vec<String> {
    let rows = fields.enumerate().filter(|(_, field)| !field.limits.is_empty());
    rows.map(|(index, field)| format!("{index} => {}", checks(&field.limits))).collect()
}

fn checks(limits: &Limits) -> String {
    let own = limits.checks.iter().map(|check| match check {
        Check::Number(method, number) => format!("{method}({})", float(*number)),
        Check::Count(method, count) => format!("{method}({count})"),
        Check::Pattern(pattern) => format!("pattern({})", string(pattern)),
        Check::Unique => "unique()".to_owned(),
    });
    let each = limits.each.as_ref().map(|each| format!("each({})", checks(each)));
    own.chain(each).collect::<Vec<String>>().join(".")
}

fn float(number: f64) -> String {
    let sign = if number < 0.0 { "-" } else { "" };
    format!("{sign}{}", Literal::f64_unsuffixed(number.abs()))
}
