//! Items as rustfmt lays them out: constants, functions, `impl`s, imports and modules. Other items are given back.

use std::cmp::Ordering;

use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{
    Attribute, Expr, FnArg, ImplItem, Item, ItemUse, Lit, Meta, ReturnType, Signature, Stmt, Type, UseTree,
};

use super::layout::{At, WIDTH, assigned, expression};
use super::{INDENT, NEXT_LINE, line, printer};

/// An item, if it is of a kind that is known here.
pub(super) fn item(item: &Item) -> Option<String> {
    match item {
        Item::Use(import) => import_text(import),
        Item::Mod(module) if module.content.is_none() => {
            Some(format!("{}{}mod {};\n", attributes(&module.attrs, 0)?, shown(&module.vis), module.ident))
        }
        Item::Const(item) => {
            let before = format!("{}const {}: {} =", shown(&item.vis), item.ident, ty(&item.ty));
            Some(attributes(&item.attrs, 0)? + &constant(&before, &item.expr, 0))
        }
        Item::Static(item) => {
            let before = format!("{}static {}: {} =", shown(&item.vis), item.ident, ty(&item.ty));
            Some(attributes(&item.attrs, 0)? + &constant(&before, &item.expr, 0))
        }
        Item::Type(alias) if alias.generics.params.is_empty() => {
            let alias_text = printer::alias(&alias.ident.to_string(), &ty(&alias.ty));
            Some(format!("{}{alias_text}\n", attributes(&alias.attrs, 0)?))
        }
        Item::Impl(block) if block.attrs.is_empty() && block.generics.where_clause.is_none() => {
            let generics = line(block.generics.to_token_stream());
            let (path, _) = block.trait_.as_ref()?;
            let head = printer::implementation(&format!("{generics} {}", flat(path)), &flat(&block.self_ty));
            Some(format!("{head}\n{}}}\n", members(&block.items)?))
        }
        _ => None,
    }
}

/// What is in an `impl`, if all of it is of kinds that are known here.
pub(super) fn members(items: &[ImplItem]) -> Option<String> {
    let mut text = String::new();
    for item in items {
        let member = match item {
            ImplItem::Const(item) => {
                let before = format!("{}const {}: {} =", shown(&item.vis), item.ident, ty(&item.ty));
                attributes(&item.attrs, 1)? + &constant(&before, &item.expr, 1)
            }
            ImplItem::Fn(function) => {
                let body = body(&function.block.stmts)?;
                let signature = signature(&format!("{}fn", shown(&function.vis)), &function.sig);
                attributes(&function.attrs, 1)? + &indented(&signature) + &body + INDENT + "}\n"
            }
            _ => return None,
        };
        let is_constant = matches!(item, ImplItem::Const(_));
        let is_line = is_constant && member.lines().count() == 1;
        if !text.is_empty() && !is_line {
            text.push('\n');
        }
        text.push_str(&member);
    }
    Some(text)
}

fn flat(code: &impl ToTokens) -> String {
    line(code.to_token_stream())
}

fn shown(visibility: &syn::Visibility) -> String {
    let text = flat(visibility);
    if text.is_empty() { text } else { text + " " }
}

fn ty(ty: &Type) -> String {
    match ty {
        Type::Reference(reference) => {
            let lifetime =
                reference.lifetime.as_ref().map(|lifetime| format!("{lifetime} ")).unwrap_or_default();
            format!("&{lifetime}{}", self::ty(&reference.elem))
        }
        Type::Slice(slice) => format!("[{}]", self::ty(&slice.elem)),
        Type::ImplTrait(_) | Type::Path(_) => flat(ty),
        other => flat(other),
    }
}

fn constant(before: &str, value: &Expr, depth: usize) -> String {
    let indent = depth * INDENT.len();
    let margin = INDENT.repeat(depth);
    format!("{margin}{};\n", assigned(before, value, At { indent, column: indent, after: 1 }))
}

/// Documentation and other attributes.
fn attributes(attributes: &[Attribute], depth: usize) -> Option<String> {
    let margin = INDENT.repeat(depth);
    let mut text = String::new();
    for attribute in attributes {
        match &attribute.meta {
            Meta::NameValue(meta) if meta.path.is_ident("doc") => {
                let Expr::Lit(syn::ExprLit { lit: Lit::Str(docs), .. }) = &meta.value else { return None };
                for part in docs.value().split(NEXT_LINE) {
                    text.extend([margin.as_str(), "///", part.trim_end_matches(' '), "\n"]);
                }
            }
            meta => text.extend([margin.as_str(), "#[", &flat(meta), "]\n"]),
        }
    }
    Some(text)
}

fn signature(before: &str, signature: &Signature) -> String {
    let arguments = signature.inputs.iter().map(|input| match input {
        FnArg::Receiver(_) => line(input.to_token_stream()).replace("& ", "&"),
        FnArg::Typed(argument) => format!("{}: {}", flat(&argument.pat), ty(&argument.ty)),
    });
    let arguments: Vec<String> = arguments.collect();
    let gives = match &signature.output {
        ReturnType::Default => String::new(),
        ReturnType::Type(_, ty) => format!(" -> {}", self::ty(ty)),
    };
    let generics = line(signature.generics.to_token_stream());
    let before = format!("{before} {}{generics}(", signature.ident);
    printer::arguments(&before, &arguments, &format!("){gives} {{"))
}

fn body(statements: &[Stmt]) -> Option<String> {
    let at = At { indent: 2 * INDENT.len(), column: 2 * INDENT.len(), after: 0 };
    let mut text = String::new();
    for statement in statements {
        text.push_str(INDENT);
        text.push_str(INDENT);
        match statement {
            Stmt::Local(local) => {
                let value = &local.init.as_ref().filter(|init| init.diverge.is_none())?.expr;
                let before = format!("let {} =", flat(&local.pat));
                text.extend([assigned(&before, value, At { after: 1, ..at }), ";\n".to_owned()]);
            }
            Stmt::Expr(Expr::Assign(assignment), Some(_)) => {
                let before = format!("{} =", expression(&assignment.left, at));
                text.extend([assigned(&before, &assignment.right, At { after: 1, ..at }), ";\n".to_owned()]);
            }
            Stmt::Expr(value, None) => text.extend([expression(value, at), "\n".to_owned()]),
            _ => return None,
        }
    }
    Some(text)
}

fn indented(lines: &str) -> String {
    lines.lines().flat_map(|line| [INDENT, line, "\n"]).collect()
}

/// What an import holds at most in one line.
const IMPORT: usize = WIDTH - 2;

/// An import with its names in order.
fn import_text(import: &ItemUse) -> Option<String> {
    let mut path = String::new();
    let mut tree = &import.tree;
    while let UseTree::Path(step) = tree {
        path.extend([step.ident.to_string().as_str(), "::"]);
        tree = &step.tree;
    }
    let start = format!("{}{}use {path}", attributes(&import.attrs, 0)?, shown(&import.vis));
    let UseTree::Group(group) = tree else { return Some(format!("{start}{};\n", name(tree)?)) };
    let mut names: Vec<String> = group.items.iter().map(name).collect::<Option<_>>()?;
    names.sort_by(|a, b| by_version(a, b));
    if let ([only], false) = (names.as_slice(), names.iter().any(|name| name.starts_with("self"))) {
        return Some(format!("{start}{only};\n"));
    }
    let list = names.join(", ");
    if start.chars().count() + list.chars().count() + "{};".len() <= IMPORT {
        return Some(format!("{start}{{{list}}};\n"));
    }
    let at = At { indent: INDENT.len(), column: INDENT.len(), after: 0 };
    Some(format!("{start}{{\n{INDENT}{},\n}};\n", super::layout::filled(&names, At { after: 0, ..at })))
}

fn name(tree: &UseTree) -> Option<String> {
    match tree {
        UseTree::Name(name) => Some(name.ident.to_string()),
        UseTree::Rename(name) => Some(format!("{} as {}", name.ident, name.rename)),
        _ => None,
    }
}

/// Where an import or a module is in the order in which they are listed.
#[derive(PartialEq, Eq)]
pub(super) enum Rank {
    Module(String),
    /// By the path.
    Other(String),
}

impl Rank {
    pub(super) fn of(item: &Item) -> Self {
        match item {
            Item::Mod(module) => Self::Module(module.ident.unraw().to_string()),
            Item::Use(import) => Self::Other(flat(&import.tree)),
            _ => Self::Other(String::new()),
        }
    }
}

impl Ord for Rank {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Module(a), Self::Module(b)) => a.cmp(b),
            (Self::Module(_), Self::Other(_)) => Ordering::Less,
            (Self::Other(_), Self::Module(_)) => Ordering::Greater,
            (Self::Other(a), Self::Other(b)) => {
                let mut steps = a.split("::").zip(b.split("::")).map(|(a, b)| by_version(a, b));
                steps.find(|order| order.is_ne()).unwrap_or_else(|| a.len().cmp(&b.len()))
            }
        }
    }
}

impl PartialOrd for Rank {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Compares names as people do: `self` is the first of all, and numbers in them count as numbers.
fn by_version(a: &str, b: &str) -> Ordering {
    let (a, b) = (a.strip_prefix("r#").unwrap_or(a), b.strip_prefix("r#").unwrap_or(b));
    let own = |name: &str| name != "self" && !name.starts_with("self ");
    let order = || {
        let (a, b) = differing(a, b);
        parts(a).cmp(parts(b))
    };
    own(a).cmp(&own(b)).then_with(order).then_with(|| a.cmp(b))
}

/// Two names without what they begin with alike, down to the number in which they differ: long names are alike for long.
fn differing<'n>(a: &'n str, b: &'n str) -> (&'n str, &'n str) {
    let alike = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
    let (alike, _) = a.split_at(alike);
    let start = alike.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    (a.get(start..).unwrap_or_default(), b.get(start..).unwrap_or_default())
}

/// The parts of a name: a character that is no digit, or a number, by its length without zeros and its digits.
fn parts(name: &str) -> impl Iterator<Item = (u32, usize, &str)> {
    let mut rest = name;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        if first.is_ascii_digit() {
            let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            let (digits, after) = rest.split_at(end);
            rest = after;
            let digits = digits.trim_start_matches('0');
            return Some((u32::from('0'), digits.len(), digits));
        }
        let (_, after) = rest.split_at(first.len_utf8());
        rest = after;
        // An underscore is less than anything else.
        Some((if first == '_' { 0 } else { u32::from(first) }, 0, ""))
    })
}
