//! Pieces of items: as they are written where every line of them fits, else as `prettyplease` lays them out.

use std::cell::RefCell;
use std::collections::HashMap;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{File, Item};

use super::{INDENT, spaced, unparse};

/// What a line holds at most, if it can be broken: the same as for `prettyplease`.
const WIDTH: usize = 89;

/// What a struct with values holds at most in a line: the same as for `prettyplease`, without the closing brace.
const LITERAL: usize = 33;

/// Longer sources hardly come twice.
const LONGEST: usize = 512;

/// A part of an item, which is laid out by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Attributes of an item.
    Attributes,
    /// A field of a struct, with a comma.
    Field,
    /// A variant of an enum, with a comma.
    Variant,
    /// A function or a constant of an `impl`.
    Member,
}

impl Piece {
    fn depth(self) -> usize {
        usize::from(self != Self::Attributes)
    }

    /// What stands around it, in one line before and one after.
    fn frame(self) -> [&'static str; 2] {
        match self {
            Self::Attributes => ["", " struct S;"],
            Self::Field => ["struct S {", "}"],
            Self::Variant => ["enum E {", "}"],
            Self::Member => ["impl S {", "}"],
        }
    }
}

/// Lays code out, and keeps what is likely to come again: there are many long fields and methods of the same text.
#[derive(Debug, Default)]
pub(crate) struct Printer {
    /// Layouts by source.
    known: RefCell<HashMap<Box<str>, Box<str>>>,
    failure: RefCell<Option<String>>,
}

impl Printer {
    /// What could not be parsed since the last call, if anything. It would be an error in the emitter.
    pub(crate) fn take_failure(&self) -> Option<String> {
        self.failure.take()
    }

    pub(super) fn items(&self, tokens: TokenStream) -> Vec<Item> {
        self.parsed(syn::parse2(tokens))
    }

    /// Appends the layout of a piece, which is given as source in the lines that it has if they fit.
    pub(super) fn piece(&self, piece: Piece, source: &str, text: &mut String) {
        let margin = piece.depth() * INDENT.len();
        if source.lines().all(|line| fits(margin, line)) {
            for line in source.lines() {
                text.extend([&INDENT[..margin], line, "\n"]);
            }
            return;
        }
        let mut known = self.known.borrow_mut();
        if let Some(known) = known.get(source) {
            text.push_str(known);
            return;
        }
        let from = text.len();
        self.lay_out(piece, source, text);
        if source.len() <= LONGEST {
            known.insert(source.into(), text[from..].into());
        }
    }

    /// Appends the layout of what is in an `impl`.
    pub(super) fn members(&self, tokens: &TokenStream, text: &mut String) {
        framed(self.parsed(syn::parse2(quote!(impl S { #tokens }))), 1, text);
    }

    fn lay_out(&self, piece: Piece, source: &str, text: &mut String) {
        let [before, after] = piece.frame();
        framed(self.parsed(syn::parse_str(&[before, source, after].concat())), piece.depth(), text);
    }

    fn parsed(&self, file: syn::Result<File>) -> Vec<Item> {
        match file {
            Ok(file) => file.items,
            Err(error) => {
                self.failure.replace(Some(error.to_string()));
                Vec::new()
            }
        }
    }
}

/// Appends what stands between the first lines and the last one.
fn framed(items: Vec<Item>, first: usize, text: &mut String) {
    for code in items.into_iter().map(unparse) {
        let last = code.trim_end().rfind('\n').map_or(0, |end| end + 1);
        let first = if first == 0 { 0 } else { code.find('\n').map_or(0, |end| end + 1) };
        spaced(text, code.get(first..last).unwrap_or_default());
    }
}

/// Whether a line may stay as it is.
pub(super) fn fits(margin: usize, line: &str) -> bool {
    margin + line.len() <= WIDTH || margin + line.chars().count() <= WIDTH
}

/// What a signature takes, as a part of a source: in one line where that fits, else one argument a line. `before` and
/// `after` are what else is in the lines of the brackets.
pub(crate) fn arguments(before: &str, arguments: &[String], after: &str) -> String {
    // A piece stands inside an item.
    let width = INDENT.len() + before.chars().count() + joined_width(arguments) + after.chars().count();
    if width <= WIDTH {
        return format!("{before}{}{after}", arguments.join(", "));
    }
    format!("{before}\n{}{after}", lines(1, arguments))
}

/// A struct with values for its fields, as the result of a function: a short one in one line.
pub(crate) fn literal(ty: &str, fields: &[String]) -> String {
    if fields.is_empty() {
        return format!("    {ty} {{}}");
    }
    if ty.chars().count() + " { ".len() + joined_width(fields) <= LITERAL {
        return format!("    {ty} {{ {} }}", fields.join(", "));
    }
    format!("    {ty} {{\n{}    }}", lines(2, fields))
}

/// A chain of calls as the result of a function: in one line where that fits, else one call a line.
pub(crate) fn chain(first: &str, calls: &[String]) -> String {
    let width = 2 * INDENT.len() + first.chars().count();
    if calls.iter().map(|call| call.chars().count()).sum::<usize>() + width <= WIDTH {
        return format!("{INDENT}{first}{}\n", calls.concat());
    }
    let mut text = format!("{INDENT}{first}\n");
    for call in calls {
        text.extend([INDENT, INDENT, call, "\n"]);
    }
    text
}

fn joined_width(items: &[String]) -> usize {
    let separators = items.len().saturating_sub(1) * ", ".len();
    items.iter().map(|item| item.chars().count()).sum::<usize>() + separators
}

fn lines(depth: usize, items: &[String]) -> String {
    let mut text = String::new();
    for item in items {
        for _ in 0..depth {
            text.push_str(INDENT);
        }
        text.extend([item, ",\n"]);
    }
    text
}
