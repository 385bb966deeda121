//! Tokens to text that reads as if a person had written it.
//!
//! `prettyplease` lays out the code. What it leaves to wish for is mended here: it puts no blank line between
//! items, and lays out no arguments of macros.

use std::mem;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Item, MacroDelimiter, UseTree};

/// Prints one file, part by part: the tokens of each are gone when the next is parsed. `attributes` are inner ones,
/// for after its documentation.
///
/// Fails with the parser's reason if the tokens are not Rust items, which would be an error in the emitter.
pub(crate) fn print(header: &str, attributes: &str, parts: Vec<TokenStream>) -> Result<String, String> {
    let mut text = header.to_owned();
    let (mut last, mut attributes) = (None, attributes);
    for part in parts {
        let file = syn::parse2::<syn::File>(part).map_err(|error| error.to_string())?;
        if !file.attrs.is_empty() {
            text.push('\n');
            text.push_str(&unparse(file.attrs, Vec::new()));
        }
        text.push_str(mem::take(&mut attributes));
        for item in file.items {
            let group = Group::of(&item);
            if last != Some(group) || group == Group::Other {
                text.push('\n');
            }
            last = Some(group);
            text.push_str(&item_text(item));
        }
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
    let Item::Macro(item) = item else {
        return spaced(&unparse(Vec::new(), vec![item]));
    };
    let path = line(item.mac.path.to_token_stream());
    if !matches!(item.mac.delimiter, MacroDelimiter::Brace(_)) {
        return format!("{path}!({});\n", line(item.mac.tokens));
    }
    let mut text = format!("{path}! {{\n");
    block(&mut text, item.mac.tokens, 1);
    text.push_str("}\n");
    text
}

/// The arguments of a macro in braces: one entry a line, and so in the braces among them.
fn block(text: &mut String, tokens: TokenStream, depth: usize) {
    let margin = "    ".repeat(depth);
    let mut entry = Vec::new();
    // Whether the last thing in the text is a closing brace, which its entry may go on after.
    let mut closed = false;
    let mut angles = 0_usize;
    for token in tokens.into_iter().map(Some).chain([None]) {
        angles = within_angles(angles, &entry, token.as_ref());
        let end = match &token {
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => " {\n",
            Some(TokenTree::Punct(punct)) if punct.as_char() == ',' && angles == 0 => ",\n",
            None => "\n",
            Some(_) => {
                entry.extend(token);
                continue;
            }
        };
        if !entry.is_empty() {
            text.push_str(if closed { " " } else { &margin });
        }
        if !entry.is_empty() || closed {
            text.push_str(&line(entry.drain(..).collect()));
            text.push_str(end);
        }
        closed = false;
        if let Some(TokenTree::Group(group)) = token {
            block(text, group.stream(), depth + 1);
            text.push_str(&margin);
            text.push('}');
            closed = true;
        }
    }
}

/// How many angle brackets are open after a token, which follows those of its entry. That of `=>` is none.
fn within_angles(open: usize, before: &[TokenTree], token: Option<&TokenTree>) -> usize {
    let arrow = matches!(before.last(), Some(TokenTree::Punct(equals)) if equals.as_char() == '=');
    match token {
        Some(TokenTree::Punct(angle)) if angle.as_char() == '<' => open + 1,
        Some(TokenTree::Punct(angle)) if angle.as_char() == '>' && !arrow => open.saturating_sub(1),
        _ => open,
    }
}

/// Tokens in one line, with spaces where a person puts them.
fn line(tokens: TokenStream) -> String {
    let mut text = String::new();
    for token in tokens {
        let piece = match &token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {
                format!("({})", line(group.stream()))
            }
            token => token.to_string(),
        };
        let tight = text.is_empty()
            || text.ends_with(['(', '.', '<', '-'])
            || text.ends_with("::")
            || [",", ":", ".", "<", ">"].contains(&piece.as_str())
            || (piece.starts_with('(') && text.ends_with(char::is_alphanumeric));
        if !tight {
            text.push(' ');
        }
        text.push_str(&piece);
    }
    text
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
