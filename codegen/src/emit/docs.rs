//! What a document says, as rustdoc that says the same.
//!
//! Descriptions are CommonMark written for other readers: their HTML would be dropped, their code blocks run
//! as tests, their brackets taken for links. All that is text stays text; links with an address stay links.

mod html;

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};

use crate::ir::{Docs, TypeDef};
use crate::print::NEXT_LINE;

/// Languages of code blocks that rustdoc leaves alone.
const LANGUAGES: &[&str] = &[
    "bash",
    "c",
    "csharp",
    "css",
    "csv",
    "diff",
    "go",
    "graphql",
    "html",
    "http",
    "ini",
    "java",
    "javascript",
    "js",
    "json",
    "kotlin",
    "php",
    "powershell",
    "python",
    "ruby",
    "sh",
    "shell",
    "sql",
    "swift",
    "text",
    "toml",
    "ts",
    "typescript",
    "xml",
    "yaml",
];

/// Lines of rustdoc. As tokens they are one `///` attribute, which is parted again where it is printed.
#[derive(Debug, Default)]
pub(super) struct Lines(Vec<String>);

impl Lines {
    pub(super) fn as_slice(&self) -> &[String] {
        &self.0
    }

    /// The same, with another paragraph.
    pub(super) fn and(mut self, more: Vec<String>) -> Self {
        paragraph(&mut self.0, more);
        self
    }
}

impl ToTokens for Lines {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        if self.0.is_empty() {
            return;
        }
        let mut text = String::new();
        for (index, line) in self.0.iter().enumerate() {
            if index > 0 {
                text.push(NEXT_LINE);
            }
            if !line.is_empty() {
                text.extend([" ", line]);
            }
        }
        tokens.extend(quote!(#[doc = #text]));
    }
}

/// `///` lines for a definition: what the document says, then `more`, then limits and the page.
pub(super) fn outer(docs: &Docs, more: &[String]) -> Lines {
    let mut lines = Vec::new();
    for text in said(docs) {
        paragraph(&mut lines, rustdoc(text));
    }
    paragraph(&mut lines, more.to_vec());
    if !docs.limits.is_empty() {
        paragraph(&mut lines, vec![format!("Limits: {}.", docs.limits.join(", "))]);
    }
    paragraph(&mut lines, docs.notes.clone());
    paragraph(&mut lines, docs.page.iter().filter_map(|page| page_link(page)).collect());
    if docs.deprecated {
        lines.extend([String::new(), "Deprecated by the service.".to_owned()]);
    }
    Lines(lines)
}

/// The same, with words for a document that says nothing.
pub(super) fn outer_or(docs: &Docs, otherwise: &str) -> Lines {
    outer_or_more(docs, otherwise, &[])
}

/// The same, with more lines after these words.
pub(super) fn outer_or_more(docs: &Docs, otherwise: &str, more: &[String]) -> Lines {
    if is_said(docs) {
        return outer(docs, more);
    }
    let description = Some(otherwise.to_owned());
    outer(&Docs { summary: None, description, ..docs.clone() }, more)
}

fn is_said(docs: &Docs) -> bool {
    said(docs).next().is_some()
}

/// The summary and the description, or the latter alone where it repeats the former.
fn said(docs: &Docs) -> impl Iterator<Item = &String> {
    let plain = |text: &String| text.trim().trim_end_matches('.').to_lowercase();
    let description = docs.description.as_ref().filter(|text| !text.trim().is_empty());
    let summary = docs.summary.as_ref().filter(|text| !text.trim().is_empty());
    let summary = summary.filter(|summary| description.is_none_or(|text| plain(text) != plain(summary)));
    summary.into_iter().chain(description)
}

/// `//!` lines for a module, with words for a document that says nothing.
pub(super) fn inner_or(docs: &Docs, otherwise: &str) -> Vec<String> {
    if is_said(docs) { inner("", docs) } else { inner(otherwise, docs) }
}

/// What there is to say of a type.
pub(super) fn definition(def: &TypeDef) -> Lines {
    outer_or(&def.docs, &format!("The schema {}.", code(&def.hint.join("."))))
}

/// `//!` lines for a whole API.
pub(super) fn inner(title: &str, docs: &Docs) -> Vec<String> {
    let mut lines = rustdoc(title);
    for text in said(docs) {
        paragraph(&mut lines, rustdoc(text));
    }
    for note in &docs.notes {
        paragraph(&mut lines, vec![note.clone()]);
    }
    paragraph(&mut lines, docs.page.iter().filter_map(|page| page_link(page)).collect());
    lines
}

/// `///` lines that are rustdoc already.
pub(super) fn lines(lines: impl IntoIterator<Item = impl Into<String>>) -> Lines {
    Lines(lines.into_iter().map(Into::into).collect())
}

/// A text in code type, whatever is in it.
pub(super) fn code(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() || is_bidi(c) { ' ' } else { c }).collect();
    match text.trim() {
        "" if text.is_empty() => "(empty)".to_owned(),
        "" => format!("`{text:?}`"),
        text if text.contains('`') => format!("`` {text} ``"),
        _ => format!("`{text}`"),
    }
}

/// An identifier as it is called in a text.
pub(super) fn word(ident: &Ident) -> String {
    let name = ident.to_string();
    name.strip_prefix("r#").map(str::to_owned).unwrap_or(name)
}

/// `a`, `a or b`, `a, b or c`.
pub(super) fn either(names: &[String]) -> String {
    match names {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        names => names.join(""),
    }
}

/// The item of a list that describes a thing with a name.
pub(super) fn list_item(name: &str, text: &str) -> Vec<String> {
    let is_said = !text.trim().is_empty();
    if is_said { item(&format!("{}:", code(name)), text) } else { Vec::new() }
}

/// An item of a list: what it begins with, and a text of the document.
pub(super) fn item(begin: &str, text: &str) -> Vec<String> {
    let mut lines = rustdoc(text);
    if lines.is_empty() {
        lines.push(String::new());
    }
    let lines = lines.into_iter().enumerate().map(|(index, line)| match (index, line.as_str()) {
        (0, line) => format!("- {begin} {line}").trim_end().to_owned(),
        (_, "") => String::new(),
        (_, line) => format!("  {line}"),
    });
    lines.collect()
}

/// The page that something comes from, if its address can be linked.
pub(super) fn page_link(page: &str) -> Option<String> {
    let plain = page.chars().all(|c| c.is_ascii_graphic() && !"<>()[]\"`\\".contains(c));
    (plain && is_address(page)).then(|| format!("[Documentation]({page})"))
}

/// Appends a paragraph, with an empty line before it.
pub(super) fn paragraph(lines: &mut Vec<String>, more: Vec<String>) {
    if !more.is_empty() && !lines.is_empty() {
        lines.push(String::new());
    }
    lines.extend(more);
}

/// Turns CommonMark for anyone into CommonMark for rustdoc, line by line.
pub(super) fn rustdoc(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut fence: Option<String> = None;
    let mut lists = Lists::default();
    let text = html::markdown(text);
    for line in text.trim().lines() {
        let line: String =
            line.replace('\t', "    ").chars().filter(|c| !c.is_control() && !is_bidi(*c)).collect();
        let line = line.trim_end();
        let plain = line.trim_start();
        if let Some(open) = &fence {
            lines.push(line.to_owned());
            if plain.starts_with(open.as_str()) && plain.trim_matches(['`', '~']).is_empty() {
                fence = None;
            }
            continue;
        }
        let indent = " ".repeat(lists.indent(line));
        if let Some(marks) = fence_marks(plain) {
            lines.push(format!("{indent}{marks}{}", language(&plain[marks.len()..])));
            fence = Some(marks.to_owned());
            continue;
        }
        lines.push(format!("{indent}{}", inline(plain)).trim_end().to_owned());
    }
    lines.extend(fence);
    lines.dedup_by(|a, b| a.is_empty() && b.is_empty());
    lines
}

/// The marks that a line opens a code block with. Marks further on make it a span of code in a line.
fn fence_marks(line: &str) -> Option<&str> {
    let mark = line.chars().next().filter(|mark| ['`', '~'].contains(mark))?;
    let rest = line.trim_start_matches(mark);
    let (marks, closed) = (&line[..line.len() - rest.len()], mark == '`' && rest.contains('`'));
    (marks.len() > 2 && !closed).then_some(marks)
}

/// The lists that a line stands in.
///
/// Four spaces would make a code block, which rustdoc would compile: a line is indented by what belongs to the
/// list around it, and by no more.
#[derive(Default)]
struct Lists {
    /// Where the text of each open item begins, as written and as emitted.
    open: Vec<(usize, usize)>,
    after_blank: bool,
}

impl Lists {
    /// How far to indent a line.
    fn indent(&mut self, line: &str) -> usize {
        let plain = line.trim_start();
        let depth = line.len() - plain.len();
        let marker = item_marker(plain);
        let blank = std::mem::replace(&mut self.after_blank, plain.is_empty());
        if marker > 0 || (blank && !plain.is_empty()) {
            self.open.retain(|&(written, _)| written <= depth);
        }
        let indent = self.open.last().map_or(0, |&(_, emitted)| emitted);
        if marker > 0 {
            self.open.push((depth + marker, indent + marker));
        }
        if plain.is_empty() { 0 } else { indent }
    }
}

/// The length of `- ` or `1. ` in front of an item of a list; 0 if the line is none.
fn item_marker(line: &str) -> usize {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = line.len() - rest.len();
    if digits > 0 && (rest.starts_with(". ") || rest.starts_with(") ")) {
        return digits + 2;
    }
    if ["- ", "* ", "+ "].iter().any(|mark| line.starts_with(mark)) { 2 } else { 0 }
}

/// The language of a code block; `text` where rustdoc would take it for Rust.
fn language(info: &str) -> &'static str {
    let word: String = info.trim().chars().take_while(char::is_ascii_alphanumeric).collect();
    let word = word.to_ascii_lowercase();
    LANGUAGES.iter().find(|known| **known == word).copied().unwrap_or("text")
}

/// Escapes what rustdoc would take for HTML or for a link to an item, and brackets bare addresses.
fn inline(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let taken = match c {
            '`' => code_span(rest),
            '\\' => rest.chars().nth(1).map_or(1, |next| 1 + next.len_utf8()),
            '[' => link(rest),
            '<' => autolink(rest),
            'h' if !out.ends_with(|c: char| c.is_alphanumeric()) => {
                let length = bare_address(rest);
                if length > 0 {
                    out.extend(["<", &rest[..length], ">"]);
                    rest = &rest[length..];
                    continue;
                }
                1
            }
            _ => c.len_utf8(),
        };
        if taken == 0 {
            out.push('\\');
            out.push(c);
            rest = &rest[c.len_utf8()..];
        } else {
            out.push_str(&rest[..taken]);
            rest = &rest[taken..];
        }
    }
    out
}

/// The length of the code span that begins here; 0 if its end is missing.
fn code_span(text: &str) -> usize {
    let marks = text.len() - text.trim_start_matches('`').len();
    let (fence, inner) = text.split_at(marks);
    let mut from = 0;
    while let Some(found) = inner.get(from..).and_then(|inner| inner.find(fence)) {
        let end = from + found;
        let run = inner[end..].len() - inner[end..].trim_start_matches('`').len();
        if run == marks {
            return marks + end + marks;
        }
        from = end + run;
    }
    0
}

/// The length of the link that begins here, if it leads to an address; else 0.
fn link(text: &str) -> usize {
    let Some((label, target)) = text.split_once("](") else {
        return 0;
    };
    let Some(end) = target.find(')') else { return 0 };
    let nested = label.get(1..).is_some_and(|label| label.contains(['[', ']', '<', '`']));
    let (address, title) = target[..end].split_once(' ').unwrap_or((&target[..end], ""));
    let titled = matches!(title.trim().as_bytes(), [] | [b'"', .., b'"'] | [b'\'', .., b'\'']);
    if nested || !titled || !is_address(address) || address.contains(['<', '>']) {
        0
    } else {
        label.len() + 2 + end + 1
    }
}

/// The length of `<https://…>`; 0 for anything else in angle brackets.
fn autolink(text: &str) -> usize {
    let end = text.find('>').unwrap_or_default();
    let inner = text.get(1..end).unwrap_or_default();
    if is_address(inner) && !inner.contains(char::is_whitespace) { end + 1 } else { 0 }
}

fn bare_address(text: &str) -> usize {
    if !is_address(text) {
        return 0;
    }
    let end = text.find(|c: char| c.is_whitespace() || "<>()[]{}\"`|\\^*".contains(c)).unwrap_or(text.len());
    text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '_']).len()
}

fn is_address(text: &str) -> bool {
    ["https://", "http://"].iter().any(|scheme| text.len() > scheme.len() && text.starts_with(scheme))
}

/// Characters that turn the direction of text: the compiler refuses them in comments.
fn is_bidi(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
