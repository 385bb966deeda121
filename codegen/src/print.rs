//! Tokens to text that reads as if a person had written it.
//!
//! `prettyplease` lays out the code. What it leaves to wish for is mended here: it puts no blank line between
//! items, and spaces into the arguments of macros.

use proc_macro2::TokenStream;
use syn::{Item, UseTree};

/// Prints one file.
///
/// Fails with the parser's reason if the tokens are not a Rust file, which would be an error in the emitter.
pub(crate) fn print(header: &str, tokens: TokenStream) -> Result<String, String> {
    let file = syn::parse2::<syn::File>(tokens).map_err(|error| error.to_string())?;
    let mut text = header.to_owned();
    if !file.attrs.is_empty() {
        text.push('\n');
        text.push_str(&unparse(file.attrs, Vec::new()));
    }
    let mut last = None;
    for item in file.items {
        let group = Group::of(&item);
        if last != Some(group) || group == Group::Other {
            text.push('\n');
        }
        last = Some(group);
        text.push_str(&item_text(item));
    }
    Ok(text)
}

/// Items that stand together without a blank line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    StdImports,
    Imports,
    OwnImports,
    Exports,
    Modules,
    Other,
}

impl Group {
    fn of(item: &Item) -> Self {
        match item {
            Item::Mod(_) => Self::Modules,
            Item::Use(import) if matches!(import.vis, syn::Visibility::Public(_)) => Self::Exports,
            Item::Use(import) => match &import.tree {
                UseTree::Path(path) if path.ident == "std" => Self::StdImports,
                UseTree::Path(path) if path.ident == "super" => Self::OwnImports,
                _ => Self::Imports,
            },
            _ => Self::Other,
        }
    }
}

fn item_text(item: Item) -> String {
    if let Item::Macro(item) = &item {
        let (path, arguments) = (&item.mac.path, item.mac.tokens.to_string());
        let path = quote::quote!(#path).to_string();
        return format!(
            "{path}!({});\n",
            arguments.replace(" <", "<").replace("< ", "<").replace(" >", ">").replace(" ,", ",")
        )
        .replace(" :: ", "::");
    }
    spaced(&unparse(Vec::new(), vec![item]))
}

fn unparse(attrs: Vec<syn::Attribute>, items: Vec<Item>) -> String {
    prettyplease::unparse(&syn::File { shebang: None, frontmatter: None, attrs, items })
}

/// Puts a blank line between the items of an `impl`.
fn spaced(code: &str) -> String {
    let mut spaced = String::with_capacity(code.len() + code.len() / 16);
    let mut last = "";
    for line in code.lines() {
        let (before, after) = (last.trim_start(), line.trim_start());
        let same_depth = last.len() - before.len() == line.len() - after.len();
        if same_depth && (before == "}" || before.ends_with(';')) && starts_item(after) {
            spaced.push('\n');
        }
        spaced.push_str(line);
        spaced.push('\n');
        last = line;
    }
    spaced
}

fn starts_item(line: &str) -> bool {
    ["///", "#[", "pub ", "fn ", "const "].iter().any(|start| line.starts_with(start))
}
