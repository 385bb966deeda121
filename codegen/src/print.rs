//! Tokens to text that reads as if a person had written it.
//!
//! It stands as rustfmt would leave it, so that formatting a workspace changes nothing in it. What emitters write
//! line by line and what is most common in tokens is laid out here, by the rules of `layout`; `prettyplease` has the
//! rest, to which blank lines and the arguments of macros are added.

mod item;
mod layout;
mod printer;
mod ty;

use std::fmt;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Item, MacroDelimiter, UseTree};

pub(crate) use printer::{Printer, alias, atom, chain, field, function, literal, opened, value, variant};

/// What stands between the lines of one piece of documentation, where that is a token: no text has it.
pub(crate) const NEXT_LINE: char = '\u{1}';

/// Puts a file together. `attributes` are inner ones, for after its documentation.
pub(crate) fn file(header: &str, docs: &[String], attributes: &str, code: &[String]) -> String {
    let mut text =
        String::with_capacity(header.len() + attributes.len() + code.iter().map(String::len).sum::<usize>());
    text.push_str(header);
    if !docs.is_empty() {
        text.push('\n');
        comment(&mut text, 0, "//!", docs);
    }
    text.push_str(attributes);
    text.extend(code.iter().map(String::as_str));
    text
}

/// Writes lines of documentation.
fn comment(text: &mut String, depth: usize, mark: &str, lines: &[impl AsRef<str>]) {
    for line in lines {
        let line = line.as_ref().trim_end_matches(' ');
        margin(text, depth);
        text.push_str(mark);
        // A line break would end the comment.
        for part in line.split(['\n', '\r']).filter(|part| !part.is_empty()) {
            text.push(' ');
            text.push_str(part);
        }
        text.push('\n');
    }
}

fn margin(text: &mut String, depth: usize) {
    for _ in 0..depth {
        text.push_str(INDENT);
    }
}

/// One step of depth.
const INDENT: &str = "    ";

/// What stands in one line in the brackets of an attribute.
const CONDITIONS: usize = 70;

/// The attribute of what is there with any of some features; nothing if there are none.
pub(crate) fn condition(features: &[&str]) -> String {
    let one = |name: &&str| format!("feature = \"{name}\"");
    match features {
        [] => String::new(),
        [only] => format!("#[cfg({})]\n", one(only)),
        several => {
            let several: Vec<String> = several.iter().map(one).collect();
            let line = several.join(", ");
            if line.chars().count() <= CONDITIONS {
                format!("#[cfg(any({line}))]\n")
            } else {
                format!("#[cfg(any(\n{INDENT}{},\n))]\n", several.join(&format!(",\n{INDENT}")))
            }
        }
    }
}

/// The items of a file as text, which grows item by item.
pub(crate) struct Code<'p> {
    printer: &'p Printer,
    text: String,
    last: Option<Group>,
    /// Imports or modules that stand together, each with its attribute, until all of them are known.
    run: Vec<(Item, String)>,
    /// What stands above the first line of code of each item, and whether that line is still to come.
    attribute: String,
    pending: bool,
    sections: Vec<Section<'p>>,
}

/// A piece of a file, by where it begins, and the features of which it needs one; none if it is always there.
pub(crate) struct Section<'p> {
    start: usize,
    pub(crate) features: Vec<&'p str>,
}

impl<'p> Code<'p> {
    pub(crate) fn new(printer: &'p Printer) -> Self {
        Self {
            printer,
            text: String::new(),
            last: None,
            run: Vec::new(),
            attribute: String::new(),
            pending: false,
            sections: vec![Section { start: 0, features: Vec::new() }],
        }
    }

    /// Lets all items from here on be there with any of some features only.
    pub(crate) fn gate(&mut self, features: &[&str]) {
        self.attribute = condition(features);
    }

    /// Notes that what follows is there with any of some features only, and gives what was noted before.
    pub(crate) fn section(&mut self, features: Vec<&'p str>) -> Vec<&'p str> {
        let before = self.sections.last().map(|section| section.features.clone()).unwrap_or_default();
        if before != features {
            self.sections.push(Section { start: self.text.len(), features });
        }
        before
    }

    /// The sections, each with its text.
    pub(crate) fn sections<'s>(&'s self) -> impl Iterator<Item = (&'s Section<'p>, &'s str)> {
        let ends = self.sections.iter().skip(1).map(|next| next.start).chain([self.text.len()]);
        let text = |(section, end): (&'s Section<'p>, usize)| {
            (section, self.text.get(section.start..end).unwrap_or_default())
        };
        self.sections.iter().zip(ends).map(text)
    }

    pub(crate) fn into_text(mut self) -> String {
        self.end_run();
        self.text
    }

    /// Lays out whole items.
    pub(crate) fn items(&mut self, tokens: TokenStream) {
        for item in self.printer.items(tokens) {
            let group = Group::of(&item);
            if self.last != Some(group) || group == Group::Other {
                self.end_run();
                self.text.push('\n');
            }
            self.last = Some(group);
            if group == Group::Other {
                let start = self.text.len();
                item_text(&mut self.text, item);
                let docs = self.text.get(start..).unwrap_or_default().lines();
                let docs: usize =
                    docs.take_while(|line| line.starts_with("///")).map(|line| line.len() + 1).sum();
                self.text.insert_str(start + docs, &self.attribute);
            } else {
                self.run.push((item, self.attribute.clone()));
            }
        }
    }

    /// Writes the items that stand together, in order.
    fn end_run(&mut self) {
        self.run.sort_by_cached_key(|(item, _)| item::Rank::of(item));
        for (item, attribute) in self.run.drain(..) {
            self.text.push_str(&attribute);
            item_text(&mut self.text, item);
        }
    }

    /// Begins an item that is written line by line.
    pub(crate) fn begin(&mut self) {
        self.end_run();
        self.text.push('\n');
        self.last = Some(Group::Other);
        self.pending = true;
    }

    /// Writes documentation, at some depth.
    pub(crate) fn docs(&mut self, depth: usize, lines: &[impl AsRef<str>]) {
        comment(&mut self.text, depth, "///", lines);
    }

    /// Writes a line as it is, at some depth.
    pub(crate) fn line(&mut self, depth: usize, line: fmt::Arguments<'_>) {
        if std::mem::take(&mut self.pending) {
            self.text.push_str(&self.attribute);
        }
        margin(&mut self.text, depth);
        // A `String` takes everything.
        let _ = fmt::write(&mut self.text, line);
        self.text.push('\n');
    }

    /// Writes the lines of a piece of an item, at some depth.
    pub(crate) fn piece(&mut self, depth: usize, lines: &str) {
        for line in lines.lines() {
            self.line(depth, format_args!("{line}"));
        }
    }

    /// Begins the next function of an `impl`, after a blank line.
    pub(crate) fn next(&mut self) {
        if !self.text.ends_with("{\n") {
            self.text.push('\n');
        }
    }

    /// Ends an item that is written line by line.
    pub(crate) fn close(&mut self) {
        // In a line with its beginning if there is nothing in it.
        if self.text.ends_with("{\n") {
            self.text.pop();
        }
        self.text.push_str("}\n");
    }

    /// Lays out functions and constants of an `impl`.
    pub(crate) fn members(&mut self, tokens: &TokenStream) {
        if !tokens.is_empty() {
            self.next();
            self.printer.members(tokens, &mut self.text);
        }
    }

    /// Goes on with the text of another one.
    pub(crate) fn append(&mut self, other: &Self) {
        self.text.push_str(&other.text);
    }
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

fn item_text(text: &mut String, item: Item) {
    if let Some(known) = item::item(&item) {
        return text.push_str(&known);
    }
    let Item::Macro(item) = item else {
        return spaced(text, &unparse(item));
    };
    text.push_str(&line(item.mac.path.to_token_stream()));
    if matches!(item.mac.delimiter, MacroDelimiter::Brace(_)) {
        text.push_str("! {\n");
        block(text, item.mac.tokens, 1);
        text.push_str("}\n");
    } else {
        text.extend(["!(", &line(item.mac.tokens), ");\n"]);
    }
}

/// The arguments of a macro in braces: one entry a line, and so in the braces among them.
fn block(text: &mut String, tokens: TokenStream, depth: usize) {
    let margin = INDENT.repeat(depth);
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

fn unparse(item: Item) -> String {
    prettyplease::unparse(&syn::File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items: vec![item],
    })
}

/// Puts a blank line between the items of an `impl`, and the lines of documentation apart.
fn spaced(text: &mut String, code: &str) {
    let mut last = "";
    for line in code.lines() {
        let (before, after) = (last.trim_start(), line.trim_start());
        let same_depth = last.len() - before.len() == line.len() - after.len();
        let ended = before == "}" || (before.ends_with(';') && !before.starts_with("///"));
        if same_depth && ended && starts_item(after) {
            text.push('\n');
        }
        if after.starts_with("///") && line.contains(NEXT_LINE) {
            let margin = &line[..line.len() - after.len()];
            for part in after.trim_start_matches("///").split(NEXT_LINE) {
                text.extend([margin, "///", part.trim_end_matches(' '), "\n"]);
            }
        } else {
            text.push_str(line);
            text.push('\n');
        }
        last = line;
    }
}

fn starts_item(line: &str) -> bool {
    ["///", "#[", "pub ", "fn ", "const "].iter().any(|start| line.starts_with(start))
}
