//! Reads the tables of emitted models: which property a field is, how a value is spelled.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use syn::{File, Item, LitStr};

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

/// The properties of a model, in the order of its fields: `0 => id: optional("id"),`.
pub fn properties(file: &File, name: &Ident) -> Option<Vec<Property>> {
    let table = Table::of(file, "model", name)?;
    table.rows.iter().map(|row| property(row)).collect()
}

fn property(row: &[TokenTree]) -> Option<Property> {
    let named = row.windows(2).find_map(|pair| match pair {
        [TokenTree::Ident(kind), TokenTree::Group(held)] => Some((kind, held)),
        _ => None,
    });
    let (kind, held) = named?;
    Some(Property { wire: texts(held.stream()).pop()?, required: kind == "required" })
}

/// How the values of an enum are spelled, in their order: `Active = "active",`.
pub fn spellings(file: &File, name: &Ident) -> Option<Vec<String>> {
    let table = Table::of(file, "string_enum", name)?;
    table.rows.iter().map(|row| texts(row.iter().cloned().collect()).pop()).collect()
}

/// The tags of a union; `None` if it is none.
pub fn tags(file: &File, name: &Ident) -> Option<Tags> {
    let table = Table::of(file, "union", name)?;
    let property = table.head.iter().find_map(|token| match token {
        TokenTree::Group(tag) => texts(tag.stream()).pop(),
        _ => None,
    });
    let values = table.rows.iter().map(|row| texts(row.iter().cloned().collect())).collect();
    Some(Tags { property, values })
}

/// What a macro of the runtime says of a type.
struct Table {
    /// What stands between the name of the type and the rows.
    head: Vec<TokenTree>,
    /// The rows, without the one of what is not known.
    rows: Vec<Vec<TokenTree>>,
}

impl Table {
    fn of(file: &File, name: &str, ty: &Ident) -> Option<Self> {
        let mut tables = file.items.iter().filter_map(|item| match item {
            Item::Macro(item) if item.mac.path.is_ident(name) => Some(item.mac.tokens.clone()),
            _ => None,
        });
        tables.find_map(|tokens| Self::read(tokens, ty))
    }

    fn read(tokens: TokenStream, ty: &Ident) -> Option<Self> {
        let mut tokens = tokens.into_iter();
        tokens.next().filter(|first| matches!(first, TokenTree::Ident(name) if name == ty))?;
        let mut head = Vec::new();
        for token in tokens {
            match token {
                TokenTree::Group(rows) if rows.delimiter() == Delimiter::Brace => {
                    return Some(Self { head, rows: split(rows.stream()) });
                }
                token => head.push(token),
            }
        }
        None
    }
}

/// The rows, which end with commas.
fn split(rows: TokenStream) -> Vec<Vec<TokenTree>> {
    let tokens: Vec<TokenTree> = rows.into_iter().collect();
    let rows = tokens.split(|token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ','));
    let known = |row: &&[TokenTree]| row.first().is_some_and(|first| first.to_string() != "_");
    rows.filter(known).map(<[TokenTree]>::to_vec).collect()
}

/// The strings that stand in a row itself.
fn texts(tokens: TokenStream) -> Vec<String> {
    let literals = tokens.into_iter().filter_map(|token| match token {
        TokenTree::Literal(literal) => syn::parse_str::<LitStr>(&literal.to_string()).ok(),
        _ => None,
    });
    literals.map(|literal| literal.value()).collect()
}
