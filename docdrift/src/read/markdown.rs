//! Markdown, with tables.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::build::Builder;
use crate::document::Document;

/// Reads a page from Markdown.
pub(super) fn read(text: &str) -> Document {
    let lines = Lines::of(text);
    let options = Options::ENABLE_TABLES | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut builder = Builder::default();
    let mut metadata = false;
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        let line = lines.line(range.start);
        match event {
            Event::Start(Tag::MetadataBlock(_)) => metadata = true,
            Event::End(TagEnd::MetadataBlock(_)) => metadata = false,
            _ if metadata => {}
            Event::Start(tag) => start(&mut builder, &tag, line),
            Event::End(tag) => end(&mut builder, tag),
            Event::Text(text) | Event::Code(text) => builder.text(&text, line),
            Event::SoftBreak | Event::HardBreak => builder.text("\n", line),
            // What a table cell cannot hold otherwise is written as HTML.
            Event::Html(html) | Event::InlineHtml(html) => super::html::feed(&mut builder, &html, line),
            _ => {}
        }
    }
    builder.finish()
}

fn start(builder: &mut Builder, tag: &Tag<'_>, line: usize) {
    match tag {
        Tag::Heading { .. } => builder.heading(line),
        Tag::Paragraph => builder.paragraph(line),
        Tag::CodeBlock(_) => builder.code(line),
        Tag::List(_) => builder.list(line),
        Tag::Item => builder.item(line),
        Tag::Table(_) => builder.table(line),
        Tag::TableHead => builder.row(line, true),
        Tag::TableRow => builder.row(line, false),
        Tag::TableCell => builder.cell(),
        _ => {}
    }
}

fn end(builder: &mut Builder, tag: TagEnd) {
    match tag {
        TagEnd::Heading(_) | TagEnd::Paragraph | TagEnd::CodeBlock => builder.end_text(),
        TagEnd::List(_) => builder.end_list(),
        TagEnd::TableHead => builder.end_row(),
        TagEnd::Table => builder.end_table(),
        _ => {}
    }
}

/// Where the lines of a text begin.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Lines {
        Lines(text.match_indices('\n').map(|(at, _)| at).collect())
    }

    fn line(&self, at: usize) -> usize {
        self.0.partition_point(|&end| end < at) + 1
    }
}
