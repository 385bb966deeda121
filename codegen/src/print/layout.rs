//! Expressions as rustfmt lays them out by default, as far as emitted code has them.
//!
//! Its rules are about widths: how much of a call, a list or a struct stands in one line, and what becomes of it
//! otherwise. What is not known here stands in one line.

use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{Expr, ExprStruct, Token};

use super::{INDENT, line};

/// What a line holds at most.
pub(super) const WIDTH: usize = 100;
/// What stands in the brackets of a call or a list in one line, and what a chain of calls has there.
pub(super) const SHORT: usize = 60;
/// What stands in the braces of a struct in one line.
pub(super) const FIELDS: usize = 18;
/// Items of lists that share lines.
const TINY: usize = 10;

/// Where an expression stands: how far its lines are indented, where its first line begins, and what comes after.
#[derive(Clone, Copy)]
pub(super) struct At {
    pub(super) indent: usize,
    pub(super) column: usize,
    pub(super) after: usize,
}

impl At {
    /// The beginning of a line one step deeper, with a comma after.
    pub(super) fn deeper(self) -> Self {
        let indent = self.indent + INDENT.len();
        Self { indent, column: indent, after: 1 }
    }

    /// The same line, some columns further.
    pub(super) fn past(self, columns: usize, after: usize) -> Self {
        Self { column: self.column + columns, after: self.after + after, ..self }
    }

    pub(super) fn fits(self, text: &str) -> bool {
        self.column + width(text) + self.after <= WIDTH
    }
}

/// An expression, which may take several lines.
pub(super) fn expression(expr: &Expr, at: At) -> String {
    match one_line(expr).filter(|text| at.fits(text)) {
        Some(text) => text,
        None => lines(expr, at),
    }
}

/// A value after what it is given to, in the next line if that saves its own from being broken.
pub(super) fn assigned(before: &str, expr: &Expr, at: At) -> String {
    let here = at.past(width(before) + 1, 0);
    let text = one_line(expr);
    if !text.as_ref().is_some_and(|text| here.fits(text)) {
        let next = At { after: at.after, ..at.deeper() };
        if let Some(text) = text.filter(|text| next.fits(text)) {
            return format!("{before}\n{}{text}", " ".repeat(next.indent));
        }
    }
    format!("{before} {}", expression(expr, here))
}

pub(super) fn width(text: &str) -> usize {
    text.chars().count()
}

/// An expression in one line, if all of it is short enough for that.
fn one_line(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Reference(inner) => Some(format!("&{}", one_line(&inner.expr)?)),
        Expr::Try(inner) => Some(format!("{}?", one_line(&inner.expr)?)),
        Expr::Const(block) => match block.block.stmts.as_slice() {
            [syn::Stmt::Expr(inner, None)] => Some(format!("const {{ {} }}", one_line(inner)?)),
            _ => Some(flat(expr)),
        },
        Expr::Tuple(tuple) => Some(format!("({})", joined(&tuple.elems)?)),
        Expr::Array(array) => Some(format!("[{}]", joined(&array.elems)?)),
        Expr::Repeat(repeat) => Some(format!("[{}; {}]", one_line(&repeat.expr)?, one_line(&repeat.len)?)),
        Expr::Call(call) => Some(format!("{}({})", one_line(&call.func)?, joined(&call.args)?)),
        Expr::Macro(call) => Some(format!("{}!({})", flat(&call.mac.path), line(call.mac.tokens.clone()))),
        Expr::MethodCall(_) | Expr::Field(_) => {
            let (root, links) = chain(expr);
            let mut text = one_line(root)?;
            for link in &links {
                text.push_str(&link.one_line()?);
            }
            (links.len() < 2 || width(&text) <= SHORT).then_some(text)
        }
        Expr::Struct(literal) => {
            let fields = fields(literal).map(|(name, value)| Some(field(&name, &one_line(value)?)));
            let mut fields: Vec<String> = fields.collect::<Option<_>>()?;
            if let Some(rest) = &literal.rest {
                fields.push(format!("..{}", one_line(rest)?));
            }
            let fields = fields.join(", ");
            let path = flat(&literal.path);
            if fields.is_empty() {
                return Some(format!("{path} {{}}"));
            }
            (width(&fields) <= FIELDS).then(|| format!("{path} {{ {fields} }}"))
        }
        Expr::Closure(closure) => Some(format!("{} {}", inputs(closure), one_line(&closure.body)?)),
        other => Some(flat(other)),
    }
}

fn flat(code: &impl ToTokens) -> String {
    line(code.to_token_stream())
}

fn inputs(closure: &syn::ExprClosure) -> String {
    let inputs: Vec<String> = closure.inputs.iter().map(flat).collect();
    format!("|{}|", inputs.join(", "))
}

/// Items of brackets in one line. Only if there are several is it a question how long they are.
fn joined(items: &Punctuated<Expr, Token![,]>) -> Option<String> {
    let texts: Vec<String> = items.iter().map(one_line).collect::<Option<_>>()?;
    let text = texts.join(", ");
    (items.len() < 2 || width(&text) <= SHORT).then_some(text)
}

/// A field of a struct, short where its value is called the same.
fn field(name: &str, value: &str) -> String {
    if name == value { name.to_owned() } else { format!("{name}: {value}") }
}

fn fields(literal: &ExprStruct) -> impl Iterator<Item = (String, &Expr)> {
    literal.fields.iter().map(|field| (flat(&field.member), &field.expr))
}

/// An expression that does not fit into its line.
fn lines(expr: &Expr, at: At) -> String {
    match expr {
        Expr::Reference(inner) => format!("&{}", expression(&inner.expr, at.past(1, 0))),
        Expr::Try(inner) => format!("{}?", expression(&inner.expr, at.past(0, 1))),
        Expr::Const(block) => match block.block.stmts.as_slice() {
            [syn::Stmt::Expr(inner, None)] => {
                let deeper = At { after: 0, ..at.deeper() };
                format!("const {{\n{}{}\n{}}}", margin(deeper), expression(inner, deeper), margin(at))
            }
            _ => flat(expr),
        },
        Expr::Tuple(tuple) => list("", ["(", ")"], &tuple.elems, at),
        Expr::Array(array) => list("", ["[", "]"], &array.elems, at),
        Expr::Call(call) => list(&flat(&call.func), ["(", ")"], &call.args, at),
        Expr::MethodCall(_) => chained(expr, at),
        Expr::Struct(literal) => braced(literal, at),
        Expr::Closure(closure) => {
            let deeper = At { after: 0, ..at.deeper() };
            let body = expression(&closure.body, deeper);
            format!("{} {{\n{}{body}\n{}}}", inputs(closure), margin(deeper), margin(at))
        }
        other => flat(other),
    }
}

fn margin(at: At) -> String {
    " ".repeat(at.indent)
}

/// Items in brackets: an only one hugged, tiny ones as many as a line holds, others one a line.
fn list(name: &str, [open, close]: [&str; 2], items: &Punctuated<Expr, Token![,]>, at: At) -> String {
    if let (Some(only), 1) = (items.first(), items.len())
        && is_hugged(only)
    {
        let before = width(name) + 1;
        return format!("{name}{open}{}{close}", expression(only, at.past(before, 1)));
    }
    if items.is_empty() {
        return format!("{name}{open}{close}");
    }
    let deeper = at.deeper();
    let texts = items.iter().map(|item| expression(item, deeper));
    let texts: Vec<String> = texts.collect();
    let inner = if items.iter().all(is_simple) && texts.iter().all(|text| width(text) <= TINY) {
        filled(&texts, At { after: 0, ..deeper })
    } else {
        texts.join(&format!(",\n{}", margin(deeper)))
    };
    format!("{name}{open}\n{}{inner},\n{}{close}", margin(deeper), margin(at))
}

/// Whether the brackets of an expression begin and end in the lines of those around it.
fn is_hugged(expr: &Expr) -> bool {
    match expr {
        Expr::Reference(inner) => is_hugged(&inner.expr),
        Expr::Array(_) | Expr::Call(_) | Expr::Closure(_) | Expr::Struct(_) | Expr::Tuple(_) => true,
        _ => false,
    }
}

/// Whether an expression is short by its kind.
fn is_simple(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(_) => true,
        Expr::Path(path) => path.path.segments.len() == 1,
        Expr::Reference(inner) => is_simple(&inner.expr),
        _ => false,
    }
}

/// As many items in a line as it holds.
pub(super) fn filled(items: &[String], at: At) -> String {
    let all = items.join(", ");
    if at.column + width(&all) < WIDTH {
        return all;
    }
    let (mut text, mut column) = (String::new(), at.column);
    for item in items {
        let next = width(item) + 1;
        // Where there are several lines, each has room for a space at its end.
        if !text.is_empty() && column + 1 + next + 1 > WIDTH {
            text.extend([",\n", margin(at).as_str()]);
            column = at.column;
        } else if !text.is_empty() {
            text.push_str(", ");
            column += 1;
        }
        text.push_str(item);
        column += next;
    }
    text
}

fn braced(literal: &ExprStruct, at: At) -> String {
    let deeper = at.deeper();
    let mut text = format!("{} {{\n", flat(&literal.path));
    for (name, value) in fields(literal) {
        let value = expression(value, deeper.past(width(&name) + 2, 0));
        text.extend([margin(deeper), field(&name, &value), ",\n".to_owned()]);
    }
    if let Some(rest) = &literal.rest {
        text.extend([margin(deeper), format!("..{}\n", expression(rest, deeper.past(2, 0)))]);
    }
    text + &margin(at) + "}"
}

/// A step of a chain.
enum Link<'e> {
    Field(&'e syn::Member),
    Call(&'e syn::ExprMethodCall),
}

impl Link<'_> {
    fn name(&self) -> String {
        match self {
            Self::Field(member) => format!(".{}", flat(*member)),
            Self::Call(call) => {
                let turbofish = call.turbofish.as_ref().map(flat).unwrap_or_default();
                format!(".{}{turbofish}", flat(&call.method))
            }
        }
    }

    fn one_line(&self) -> Option<String> {
        let Self::Call(call) = self else { return Some(self.name()) };
        Some(format!("{}({})", self.name(), joined(&call.args)?))
    }

    fn text(&self, at: At) -> String {
        match (self.one_line().filter(|text| at.fits(text)), self) {
            (Some(text), _) => text,
            (None, Self::Call(call)) => list(&self.name(), ["(", ")"], &call.args, at),
            (None, Self::Field(_)) => self.name(),
        }
    }
}

/// What a chain begins with, and its steps.
fn chain(mut expr: &Expr) -> (&Expr, Vec<Link<'_>>) {
    let mut links = Vec::new();
    loop {
        expr = match expr {
            Expr::MethodCall(call) => {
                links.push(Link::Call(call));
                &call.receiver
            }
            Expr::Field(field) => {
                links.push(Link::Field(&field.member));
                &field.base
            }
            root => {
                links.reverse();
                return (root, links);
            }
        };
    }
}

/// A chain with a step a line; an only step stays where it is, and so do steps before a closure of several lines.
fn chained(expr: &Expr, at: At) -> String {
    let (root, links) = chain(expr);
    if let Some((last @ Link::Call(call), before)) = links.split_last()
        && call
            .args
            .iter()
            .any(|argument| matches!(argument, Expr::Closure(_)) && one_line(argument).is_none())
        && let Some(before) = before.iter().map(Link::one_line).collect::<Option<String>>()
    {
        return format!("{}{before}{}", expression(root, at), last.text(at));
    }
    let mut text = expression(root, At { after: 0, ..at });
    let mut links = links.iter();
    if let (1, Some(link), false) = (links.len(), links.as_slice().first(), text.contains('\n')) {
        let link = link.text(at.past(width(&text), 0));
        let first = link.lines().next().unwrap_or_default();
        if at.column + width(&text) + width(first) <= WIDTH {
            return text + &link;
        }
    }
    // A root that is no longer than an indentation does not get a line of its own.
    while width(&text) <= INDENT.len() {
        let Some(link) = links.next() else { break };
        text.push_str(&link.text(at.past(width(&text), 0)));
    }
    let below = if text.contains('\n') { At { column: at.indent, ..at } } else { at.deeper() };
    let below = At { after: 0, ..below };
    for link in links {
        text.extend(["\n", margin(below).as_str(), link.text(below).as_str()]);
    }
    text
}
