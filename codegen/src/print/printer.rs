//! Pieces of functions, written as rustfmt lays them out.

use std::cell::RefCell;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{File, Item};

use super::layout::{At, FIELDS, SHORT, WIDTH, assigned, expression, width};
use super::{INDENT, item, spaced, ty, unparse};

/// Lays code out, and remembers what could not be.
#[derive(Debug, Default)]
pub(crate) struct Printer {
    failure: RefCell<Option<String>>,
}

impl Printer {
    /// What could not be parsed since the last call, if anything. It would be an error in the emitter.
    pub(crate) fn take_failure(&self) -> Option<String> {
        self.failure.take()
    }

    pub(super) fn items(&self, tokens: TokenStream) -> Vec<Item> {
        match syn::parse2(tokens) {
            Ok(File { items, .. }) => items,
            Err(error) => {
                self.failure.replace(Some(error.to_string()));
                Vec::new()
            }
        }
    }

    /// Appends the layout of what is in an `impl`.
    pub(super) fn members(&self, tokens: &TokenStream, text: &mut String) {
        for item in self.items(quote!(impl S { #tokens })) {
            let known = match &item {
                Item::Impl(block) => item::members(&block.items),
                _ => None,
            };
            match known {
                Some(known) => text.push_str(&known),
                None => spaced(text, within(&unparse(item))),
            }
        }
    }
}

/// What stands between the first line and the last one.
fn within(code: &str) -> &str {
    let last = code.trim_end().rfind('\n').map_or(0, |end| end + 1);
    code.find('\n').and_then(|end| code.get(end + 1..last)).unwrap_or_default()
}

/// The first line of an `impl` of a trait, or its first lines.
pub(super) fn implementation(name: &str, ty: &str) -> String {
    let line = format!("impl{name} for {ty} {{");
    if width(&line) <= WIDTH { line } else { format!("impl{name}\n{INDENT}for {ty}\n{{") }
}

/// What stands before the body of a function: in one line where that fits, else one argument a line.
///
/// It is inline, so that a release build compiles it only where somebody calls it, which goes for generic ones anyway.
pub(crate) fn function(head: &str, arguments: &[String], gives: &str) -> String {
    let generic = head.contains('<') || arguments.iter().any(|argument| argument.contains("impl "));
    let inline = if generic { "" } else { "#[inline]\n" };
    let (before, after) = (format!("{head}("), format!(") -> {gives} {{"));
    inline.to_owned() + &self::arguments(&before, arguments, &after)
}

/// What a function takes. `before` and `after` are what else is in the lines of the brackets.
pub(super) fn arguments(before: &str, arguments: &[String], after: &str) -> String {
    // A piece stands inside an item.
    if INDENT.len() + width(before) + joined_width(arguments) + width(after) <= WIDTH {
        return format!("{before}{}{after}", arguments.join(", "));
    }
    let at = At { indent: INDENT.len(), column: INDENT.len(), after: 0 };
    let mut text = format!("{before}\n");
    for argument in arguments {
        let argument = match argument.split_once(": ") {
            Some((name, ty)) => dedented(&ty::argument(name, ty, at.deeper())),
            None => argument.clone(),
        };
        text.extend([INDENT, &argument, ",\n"]);
    }
    match after.strip_prefix(") -> ").and_then(|after| after.strip_suffix(" {")) {
        Some(gives) => text + ") -> " + &dedented(&ty::result(gives, at.past(") -> ".len(), 0))),
        None => text + after,
    }
}

/// The first line of an item in braces, the brace in a line of its own if it does not fit.
pub(crate) fn opened(head: &str) -> String {
    match head.strip_prefix("impl ").filter(|_| width(head) > WIDTH - 2) {
        Some(name) => format!("impl\n{INDENT}{name}\n{{"),
        None => format!("{head}{}{{", if width(head) + " {".len() > WIDTH { "\n" } else { " " }),
    }
}

/// What another name is for, in a line of its own if it does not fit.
pub(crate) fn alias(name: &str, ty: &str) -> String {
    let before = format!("pub type {name} =");
    let at = At { indent: 0, column: 0, after: 1 };
    let (here, next) = (at.past(width(&before) + 1, 0), At { after: 1, ..at.deeper() });
    if !here.fits(ty) && next.fits(ty) {
        return format!("{before}\n{INDENT}{ty};");
    }
    format!("{before} {};", ty::ty(ty, here))
}

/// A field of a struct.
pub(crate) fn field(name: &str, ty: &str) -> String {
    let at = At { indent: INDENT.len(), column: INDENT.len(), after: 1 };
    dedented(&ty::field(name, ty, at)) + ","
}

/// A variant of an enum that holds a value.
pub(crate) fn variant(name: &str, ty: &str) -> String {
    let at = At { indent: INDENT.len(), column: INDENT.len(), after: 1 };
    let line = format!("{name}({ty})");
    if at.fits(&line) {
        return line + ",";
    }
    format!("{name}(\n{INDENT}{},\n),", dedented(&ty::ty(ty, at.deeper())))
}

/// Lines as they stand in an item, for a piece, which is indented again.
fn dedented(lines: &str) -> String {
    lines.replace(&format!("\n{INDENT}"), "\n")
}

/// A struct with values for its fields, as the result of a function: a short one in one line.
pub(crate) fn literal(ty: &str, fields: &[String]) -> String {
    if fields.is_empty() {
        return format!("{INDENT}{ty} {{}}");
    }
    let joined = joined_width(fields);
    if joined <= FIELDS && 2 * INDENT.len() + width(ty) + joined + " {  }".len() <= WIDTH {
        return format!("{INDENT}{ty} {{ {} }}", fields.join(", "));
    }
    let mut text = format!("{INDENT}{ty} {{\n");
    for field in fields {
        let at = At { indent: 3 * INDENT.len(), column: 3 * INDENT.len(), after: 1 };
        let value = field.split_once(": ").filter(|_| !at.fits(field));
        let value = value.and_then(|(name, value)| Some((name, syn::parse_str(value).ok()?)));
        let field = match value {
            Some((name, value)) => {
                format!("{name}: {}", dedented(&expression(&value, at.past(width(name) + ": ".len(), 0))))
            }
            None => field.clone(),
        };
        text.extend([INDENT, INDENT, &field, ",\n"]);
    }
    text + INDENT + "}"
}

/// A chain of calls as the result of a function: a short one in one line, else one call a line.
pub(crate) fn chain(first: &str, calls: &[String]) -> String {
    let widths = calls.iter().map(|call| width(call));
    let (longest, all) = (widths.clone().max().unwrap_or_default(), widths.sum::<usize>() + width(first));
    if longest > SHORT || (calls.len() == 1 && all > SHORT) {
        return value("", &format!("{first}{}", calls.concat()), "");
    }
    if all <= SHORT {
        return format!("{INDENT}{first}{}\n", calls.concat());
    }
    let mut text = format!("{INDENT}{first}\n");
    for call in calls {
        text.extend([INDENT, INDENT, call, "\n"]);
    }
    text
}

/// A statement of a function, or its result: a value, after what it is given to.
pub(crate) fn value(before: &str, source: &str, after: &str) -> String {
    if width(source) <= SHORT && !source.contains(" {") && fits(before, source, after) {
        return whole(before, source, after);
    }
    let Ok(expr) = syn::parse_str(source) else { return whole(before, source, after) };
    // A piece stands inside an item.
    let indent = 2 * INDENT.len();
    let at = At { indent, column: indent, after: width(after) };
    let text = if before.is_empty() { expression(&expr, at) } else { assigned(before, &expr, at) };
    format!("{INDENT}{}{after}\n", dedented(&text))
}

/// The same for a value that cannot be broken.
pub(crate) fn atom(before: &str, source: &str, after: &str) -> String {
    if fits(before, source, after) {
        return whole(before, source, after);
    }
    if fits(INDENT, source.get(1..).unwrap_or_default(), after) {
        return format!("{INDENT}{before}\n{INDENT}{INDENT}{source}{after}\n");
    }
    match source.strip_prefix("format!(").and_then(|inner| inner.strip_suffix(')')) {
        Some(inner) => {
            format!("{INDENT}{before} format!(\n{INDENT}{INDENT}{inner}\n{INDENT}){after}\n")
        }
        None => whole(before, source, after),
    }
}

fn whole(before: &str, source: &str, after: &str) -> String {
    let space = if before.is_empty() { "" } else { " " };
    format!("{INDENT}{before}{space}{source}{after}\n")
}

fn fits(before: &str, source: &str, after: &str) -> bool {
    2 * INDENT.len() + width(before) + 1 + width(source) + width(after) <= WIDTH
}

fn joined_width(items: &[String]) -> usize {
    let separators = items.len().saturating_sub(1) * ", ".len();
    items.iter().map(|item| width(item)).sum::<usize>() + separators
}
