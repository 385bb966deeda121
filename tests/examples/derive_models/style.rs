//! The styles, and how the emitted models are brought into them.

use std::error::Error;

use clientgen::File;
use syn::{Ident, Item, ItemImpl, ItemUse, UseTree, parse_quote};

use crate::annotate::annotate;
use crate::emitted::Emitted;

/// How models are read and written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Not at all.
    Plain,
    /// By the runtime, over tables.
    Lean,
    /// By serde's derive.
    Derive,
}

impl Style {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Plain, Self::Lean, Self::Derive];

    /// The name, of which those of the crates are made.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Lean => "lean",
            Self::Derive => "derive",
        }
    }

    /// The emitted models in this style.
    pub fn files(self, emitted: &Emitted) -> Result<Vec<File>, Box<dyn Error>> {
        emitted.models.iter().map(|file| self.file(file)).collect()
    }

    fn file(self, file: &File) -> Result<File, Box<dyn Error>> {
        let mut file = file.clone();
        if self != Self::Lean {
            let mut parsed = syn::parse_file(&file.text)?;
            if self == Self::Derive {
                annotate(&mut parsed, &syn::parse_file(&file.text)?)
                    .map_err(|reason| format!("{}: {reason}", file.path))?;
            }
            parsed.items = parsed.items.into_iter().filter_map(|item| self.item(item)).collect();
            file.text = prettyplease::unparse(&parsed);
        }
        Ok(file)
    }

    /// Takes out what is only there for the runtime.
    fn item(self, item: Item) -> Option<Item> {
        match item {
            Item::Macro(_) => None,
            Item::Impl(item) if is_for_runtime(&item) => None,
            Item::Const(item) if item.ident == "RULES" => None,
            Item::Use(item) if is_of_runtime(&item) => self.import(&item),
            Item::Use(item) if is_of_parent(&item) => without_rules(&item),
            item => Some(item),
        }
    }

    /// What is left of an import from the runtime: what fields can be, and are made from.
    fn import(self, item: &ItemUse) -> Option<Item> {
        const KEPT: [&str; 8] =
            ["Date", "DateTime", "Decimal", "IntoList", "Json", "Secret", "Unrecognized", "listed"];
        let mut names = Vec::new();
        collect(&item.tree, &mut names);
        names.retain(|name| KEPT.iter().any(|kept| name == kept));
        if names.is_empty() {
            return None;
        }
        Some(match self {
            Self::Derive => parse_quote!(use crate::support::{#(#names),*};),
            Self::Plain | Self::Lean => parse_quote!(use clientgen_runtime::{#(#names),*};),
        })
    }
}

fn is_for_runtime(item: &ItemImpl) -> bool {
    item.trait_.as_ref().is_some_and(|(path, _)| {
        ["Model", "Outcome", "Union"]
            .iter()
            .any(|name| path.segments.last().is_some_and(|last| last.ident == name))
    })
}

fn is_of_runtime(item: &ItemUse) -> bool {
    matches!(&item.tree, UseTree::Path(path) if path.ident == "clientgen_runtime")
}

fn is_of_parent(item: &ItemUse) -> bool {
    matches!(&item.tree, UseTree::Path(path) if path.ident == "super")
}

/// An import from the other models, without the rules that only tables need.
fn without_rules(item: &ItemUse) -> Option<Item> {
    let mut names = Vec::new();
    collect(&item.tree, &mut names);
    names.retain(|name| name != "RULES");
    (!names.is_empty()).then(|| parse_quote!(use super::{#(#names),*};))
}

fn collect(tree: &UseTree, names: &mut Vec<Ident>) {
    match tree {
        UseTree::Path(path) => collect(&path.tree, names),
        UseTree::Group(group) => group.items.iter().for_each(|tree| collect(tree, names)),
        UseTree::Name(name) => names.push(name.ident.clone()),
        _ => {}
    }
}
