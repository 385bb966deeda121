//! Reads the tables of emitted models: which property a field is, how a value is spelled.

use syn::{Block, Expr, ExprArray, ExprCall, File, Ident, ImplItem, Item, ItemImpl, Lit, Pat, Stmt, Type};

/// A property, as the table of a model has it.
pub struct Property {
    /// The name in JSON.
    pub wire: String,
    /// Whether it is always there.
    pub required: bool,
}

/// How the variants of a union are told apart.
pub struct Tags {
    /// The property whose value tells, if there is one.
    pub property: Option<String>,
    /// The values of it, for each variant.
    pub values: Vec<Vec<String>>,
}

/// The properties of a model, in the order of its fields: `const { &[Field::optional("id"), …] }`, where rules of
/// the whole document may stand around the list.
pub fn properties(file: &File, name: &Ident) -> Option<Vec<Property>> {
    let table = table(file, name, "Model", "fields")?;
    let Expr::Array(ExprArray { elems, .. }) = table else { return None };
    elems.iter().map(property).collect()
}

fn property(expr: &Expr) -> Option<Property> {
    let Expr::Call(call) = receiver(expr) else { return None };
    Some(Property { wire: text(call.args.first()?)?, required: called(call)? == "required" })
}

/// How the values of an enum are spelled, in their order: the arms of `as_str`, without the catch-all.
pub fn spellings(file: &File, name: &Ident) -> Option<Vec<String>> {
    let block = method(file, name, None, "as_str")?;
    let Expr::Match(arms) = last(block)? else { return None };
    let known = arms.arms.iter().filter(|arm| matches!(arm.pat, Pat::Path(_)));
    known.map(|arm| text(&arm.body)).collect()
}

/// The tags of a union; `None` if it is none.
pub fn tags(file: &File, name: &Ident) -> Option<Tags> {
    let table = table(file, name, "Union", "variants")?;
    let property = method(file, name, Some("Union"), "tag").and_then(|block| match last(block)? {
        Expr::Call(call) => text(call.args.first()?),
        _ => None,
    });
    let values = match table {
        Expr::Array(ExprArray { elems, .. }) => elems.iter().map(texts).collect(),
        _ => Vec::new(),
    };
    Some(Tags { property, values })
}

/// All strings in `Variant::tagged(&["cat", "kitten"])`.
fn texts(expr: &Expr) -> Vec<String> {
    match expr {
        Expr::Call(call) => call.args.iter().flat_map(texts).collect(),
        Expr::MethodCall(call) => texts(&call.receiver),
        Expr::Reference(reference) => texts(&reference.expr),
        Expr::Array(array) => array.elems.iter().flat_map(texts).collect(),
        expr => text(expr).into_iter().collect(),
    }
}

/// The `…` of a method that is `const { &… }`.
fn table<'f>(file: &'f File, name: &Ident, of: &str, method_name: &str) -> Option<&'f Expr> {
    let Expr::Const(constant) = last(method(file, name, Some(of), method_name)?)? else { return None };
    let Expr::Reference(reference) = last(&constant.block)? else { return None };
    match reference.expr.as_ref() {
        Expr::MethodCall(rules) => rules.args.first(),
        list => Some(list),
    }
}

/// What the methods of an expression are called on.
fn receiver(mut expr: &Expr) -> &Expr {
    while let Expr::MethodCall(call) = expr {
        expr = &call.receiver;
    }
    expr
}

/// The body of a method, of a trait or the type's own.
fn method<'f>(file: &'f File, name: &Ident, of: Option<&str>, method: &str) -> Option<&'f Block> {
    let impls = file.items.iter().filter_map(|item| match item {
        Item::Impl(item) if is_of(item, name, of) => Some(item),
        _ => None,
    });
    impls.flat_map(|item| &item.items).find_map(|item| match item {
        ImplItem::Fn(function) if function.sig.ident == method => Some(&function.block),
        _ => None,
    })
}

fn is_of(item: &ItemImpl, name: &Ident, of: Option<&str>) -> bool {
    let Type::Path(ty) = item.self_ty.as_ref() else { return false };
    let found = item.trait_.as_ref().and_then(|(path, _)| path.segments.last());
    let same_trait = match (found, of) {
        (Some(found), Some(of)) => found.ident == of,
        (found, of) => found.is_none() && of.is_none(),
    };
    same_trait && ty.path.segments.last().is_some_and(|last| last.ident == *name)
}

fn last(block: &Block) -> Option<&Expr> {
    match block.stmts.last()? {
        Stmt::Expr(expr, None) => Some(expr),
        _ => None,
    }
}

fn called(call: &ExprCall) -> Option<&Ident> {
    let Expr::Path(path) = call.func.as_ref() else { return None };
    path.path.segments.last().map(|last| &last.ident)
}

/// The text of a literal, which stands in a block where it is long.
fn text(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        Expr::Block(block) => last(&block.block).and_then(text),
        _ => None,
    }
}
