//! HTML in descriptions, as Markdown that says the same. Rustdoc would drop it, and escaped it is hard to read.
//!
//! What is no tag of HTML, such as `<id>`, stays text; so does all that is code already.

use super::is_address;

/// What a tag means to a reader.
#[derive(Clone, Copy, PartialEq)]
enum Tag {
    /// Begins and ends a paragraph.
    Block,
    Strong,
    Emphasis,
    Code,
    Link,
    Preformatted,
    List,
    /// Begins an item of a list, or a row of a table.
    Item,
    /// Parts what is in a row.
    Cell,
    /// Changes the looks alone.
    Looks,
}

const TAGS: &[(&str, Tag)] = &[
    ("a", Tag::Link),
    ("b", Tag::Strong),
    ("blockquote", Tag::Block),
    ("br", Tag::Block),
    ("code", Tag::Code),
    ("dd", Tag::Cell),
    ("div", Tag::Block),
    ("dl", Tag::List),
    ("dt", Tag::Item),
    ("em", Tag::Emphasis),
    ("font", Tag::Looks),
    ("h1", Tag::Block),
    ("h2", Tag::Block),
    ("h3", Tag::Block),
    ("h4", Tag::Block),
    ("h5", Tag::Block),
    ("h6", Tag::Block),
    ("hr", Tag::Block),
    ("i", Tag::Emphasis),
    ("li", Tag::Item),
    ("ol", Tag::List),
    ("p", Tag::Block),
    ("pre", Tag::Preformatted),
    ("small", Tag::Looks),
    ("span", Tag::Looks),
    ("strong", Tag::Strong),
    ("table", Tag::List),
    ("tbody", Tag::Looks),
    ("td", Tag::Cell),
    ("th", Tag::Cell),
    ("thead", Tag::Looks),
    ("tr", Tag::Item),
    ("tt", Tag::Code),
    ("u", Tag::Looks),
    ("ul", Tag::List),
];

/// A tag as written.
struct Written<'t> {
    tag: Tag,
    closes: bool,
    attributes: &'t str,
    /// How long it is.
    length: usize,
}

/// Replaces the tags of a text.
pub(super) fn markdown(text: &str) -> String {
    let mut writer = Writer::default();
    let mut rest = text;
    while let Some(at) = rest.find(['<', '`', '\\']) {
        let (plain, found) = rest.split_at(at);
        writer.text(plain);
        let is_code = writer.open.iter().any(|open| open.tag == Tag::Code || open.tag == Tag::Preformatted);
        let taken = match found.chars().next() {
            Some('`') if !is_code => code(found),
            Some('\\') => 1 + found.chars().nth(1).map_or(0, char::len_utf8),
            _ => match written(found) {
                Some(written) => {
                    writer.take(&written);
                    rest = &found[written.length..];
                    continue;
                }
                None => 1,
            },
        };
        let (same, further) = found.split_at(taken);
        writer.text(same);
        rest = further;
    }
    writer.text(rest);
    writer.out
}

/// The length of the code, a span or a block, that begins here; that of its marks if it does not end.
fn code(text: &str) -> usize {
    let marks = text.len() - text.trim_start_matches('`').len();
    let (fence, inner) = text.split_at(marks);
    inner.find(fence).map_or(marks, |end| marks + end + marks)
}

fn written(text: &str) -> Option<Written<'_>> {
    let end = text.find('>')?;
    let inner = text.get(1..end)?;
    let (closes, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
    let name = inner.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
    let attributes = inner.get(name.len()..)?;
    let plain = attributes.trim().trim_end_matches('/').is_empty();
    let is_tag = plain || attributes.starts_with(' ') && attributes.contains('=');
    let (_, tag) = TAGS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).filter(|_| is_tag)?;
    Some(Written { tag: *tag, closes, attributes, length: end + 1 })
}

/// A tag that is not closed yet.
struct Open {
    tag: Tag,
    /// Where what is in it begins.
    at: usize,
    address: Option<String>,
}

#[derive(Default)]
struct Writer {
    out: String,
    open: Vec<Open>,
    lists: usize,
    /// An item has begun, and has nothing in it yet.
    begun: bool,
}

impl Writer {
    fn text(&mut self, text: &str) {
        let text = if self.begun { text.trim_start() } else { text };
        self.begun &= text.is_empty();
        self.out.push_str(text);
    }

    fn take(&mut self, written: &Written<'_>) {
        match written.tag {
            Tag::Looks => {}
            Tag::Block => self.block(),
            Tag::List => {
                self.lists = if written.closes { self.lists.saturating_sub(1) } else { self.lists + 1 };
                self.block();
            }
            Tag::Item if written.closes => {}
            Tag::Item => {
                self.line();
                self.out.push_str(&"  ".repeat(self.lists.saturating_sub(1).min(8)));
                self.out.push_str("- ");
                self.begun = true;
            }
            Tag::Cell if written.closes || self.begun => {}
            Tag::Cell => self.out.push_str(" – "),
            Tag::Strong | Tag::Emphasis | Tag::Code | Tag::Link | Tag::Preformatted if written.closes => {
                let open = self.open.iter().rposition(|open| open.tag == written.tag);
                if let Some(open) = open.map(|index| self.open.remove(index)) {
                    self.close(&open);
                }
            }
            tag => self.open.push(Open { tag, at: self.out.len(), address: address(written.attributes) }),
        }
    }

    /// Writes the marks around what a tag had in it, if Markdown can have them there.
    fn close(&mut self, open: &Open) {
        let inner = self.out.split_off(open.at.min(self.out.len()));
        let text = inner.trim();
        let in_code = self.open.iter().any(|open| open.tag == Tag::Code);
        let one = !text.is_empty() && !text.contains('\n') && !in_code;
        let marked = match (open.tag, &open.address) {
            (Tag::Preformatted, _) => format!("\n\n```text\n{}\n```\n\n", decoded(inner.trim_matches('\n'))),
            (Tag::Strong, _) if one => format!("**{text}**"),
            (Tag::Emphasis, _) if one => format!("*{text}*"),
            (Tag::Code, _) if one && !text.contains('`') => format!("`{}`", decoded(text)),
            (Tag::Link, Some(address)) if one && text == address => address.clone(),
            (Tag::Link, Some(address)) if one && !text.contains(['[', ']', '`', '*']) => {
                format!("[{text}]({address})")
            }
            _ => {
                self.out.push_str(&inner);
                return;
            }
        };
        let before = &inner[..inner.len() - inner.trim_start().len()];
        let after = &inner[inner.trim_end().len()..];
        self.out.extend([before, &marked, after]);
    }

    fn line(&mut self) {
        self.out.truncate(self.out.trim_end_matches(' ').len());
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    fn block(&mut self) {
        // A row of a table in Markdown is one line, and so is the beginning of an item.
        let line = self.out.rsplit('\n').next().unwrap_or_default();
        if self.begun || line.trim_start().starts_with('|') {
            self.text(" ");
            return;
        }
        self.line();
        if !self.out.is_empty() {
            self.out.push('\n');
        }
    }
}

/// Where a link leads, if that is an address.
fn address(attributes: &str) -> Option<String> {
    let (_, value) = attributes.split_once("href=")?;
    let quote = value.chars().next().filter(|quote| ['"', '\''].contains(quote));
    let value = match quote {
        Some(quote) => value.get(1..)?.split(quote).next()?,
        None => value.split(' ').next()?,
    };
    let value = value.trim();
    let plain = !value.contains(|c: char| c.is_whitespace() || "<>()".contains(c));
    (plain && is_address(value)).then(|| value.to_owned())
}

/// Characters that HTML has words for: in code they are what they stand for.
fn decoded(text: &str) -> String {
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&nbsp;", " "), ("&amp;", "&")]
        .iter()
        .fold(text.to_owned(), |text, (word, character)| text.replace(word, character))
}
