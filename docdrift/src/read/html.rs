//! HTML, as a browser saves it.

use std::cell::RefCell;

use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use super::build::Builder;
use crate::document::Document;

/// Reads a page from HTML.
pub(super) fn read(text: &str) -> Document {
    let mut builder = Builder::default();
    // What comes before the main part leads around the site.
    let lower = text.to_ascii_lowercase();
    let start = lower.find("<main").unwrap_or(0);
    let end = lower.rfind("</main").unwrap_or(text.len()).max(start);
    let before = text.get(..start).map_or(0, |before| before.matches('\n').count());
    feed(&mut builder, text.get(start..end).unwrap_or(text), before + 1);
    builder.finish()
}

/// Adds the elements of a piece of HTML that begins at a line.
pub(super) fn feed(builder: &mut Builder, text: &str, line: usize) {
    let taken = std::mem::take(builder);
    let sink = Sink(RefCell::new(Feed { builder: taken, first: line, skipped: None, code: false }));
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let buffer = BufferQueue::default();
    buffer.push_back(text.into());
    // The sink asks for no scripts, so all is read at once.
    let _ = tokenizer.feed(&buffer);
    tokenizer.end();
    *builder = tokenizer.sink.0.into_inner().builder;
}

struct Sink(RefCell<Feed>);

struct Feed {
    builder: Builder,
    /// The line of the first line.
    first: usize,
    /// The element that is open whose content is not of the page, and how many of its name are.
    skipped: Option<(String, usize)>,
    /// Whether line breaks count.
    code: bool,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
        let mut feed = self.0.borrow_mut();
        let line = feed.first + usize::try_from(line).unwrap_or(1) - 1;
        match token {
            Token::CharacterTokens(text) if feed.skipped.is_none() => feed.text(&text, line),
            Token::TagToken(tag) => return feed.tag(&tag, line),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// Whether an element holds nothing that the page says: programs, ways around the site, buttons, names of tabs.
fn is_skipped(tag: &Tag) -> bool {
    let tabs = || tag.attrs.iter().any(|attr| &*attr.name.local == "role" && &*attr.value == "tablist");
    matches!(&*tag.name, "script" | "style" | "nav" | "button" | "svg") || tabs()
}

impl Feed {
    fn text(&mut self, text: &str, line: usize) {
        // The line of a text is the one at which it ends.
        let line = line.saturating_sub(text.matches('\n').count());
        self.builder.text(text, line);
    }

    fn tag(&mut self, tag: &Tag, line: usize) -> TokenSinkResult<()> {
        let name: &str = &tag.name;
        match (&mut self.skipped, tag.kind) {
            (Some((skipped, depth)), kind) if skipped == name => match kind {
                TagKind::StartTag => *depth += 1,
                TagKind::EndTag if *depth > 1 => *depth -= 1,
                TagKind::EndTag => self.skipped = None,
            },
            (Some(_), _) => {}
            (None, TagKind::StartTag) if is_skipped(tag) => self.skipped = Some((name.to_owned(), 1)),
            (None, TagKind::StartTag) => self.start(name, line),
            (None, TagKind::EndTag) => self.end(name),
        }
        match name {
            "script" if tag.kind == TagKind::StartTag => TokenSinkResult::RawData(RawKind::ScriptData),
            "style" if tag.kind == TagKind::StartTag => TokenSinkResult::RawData(RawKind::Rawtext),
            _ => TokenSinkResult::Continue,
        }
    }

    fn start(&mut self, name: &str, line: usize) {
        let builder = &mut self.builder;
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => builder.heading(line),
            "p" | "div" | "section" | "article" | "dd" | "dt" => builder.paragraph(line),
            "pre" => {
                self.code = true;
                builder.code(line);
            }
            "ul" | "ol" => builder.list(line),
            "li" => builder.item(line),
            "table" => builder.table(line),
            "tr" => {
                builder.end_row();
                builder.row(line, false);
            }
            "th" => {
                builder.cell();
                builder.head();
            }
            "td" => builder.cell(),
            "br" => builder.text(if self.code { "\n" } else { " " }, line),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        let builder = &mut self.builder;
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "p" | "div" | "section" | "article" => {
                builder.end_text();
            }
            "pre" => {
                self.code = false;
                builder.end_text();
            }
            "ul" | "ol" => builder.end_list(),
            "tr" => builder.end_row(),
            "table" => builder.end_table(),
            _ => {}
        }
    }
}
