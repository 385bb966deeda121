//! Bodies in parts, part by part.

use super::{Draft, header_line};
use crate::multipart::Files;
use crate::param::{self, Style};
use crate::value::{Value, View};
#[cfg(feature = "xml")]
use crate::value::{XmlField, encode_xml};

/// A part without a name is found by its place, as in `multipart/mixed`.
impl Draft {
    /// Says which media type a body in parts has, if it is not `multipart/form-data`: `multipart/mixed`, for example.
    pub fn multipart(mut self, media_type: &str) -> Self {
        self.form.get_or_insert_default().of_type(media_type);
        self
    }

    /// Adds a part, if it is there: a text as it is, each item of a list as a part of its own, an object as JSON.
    pub fn part(mut self, name: &str, value: &impl Value) -> Self {
        self.form.get_or_insert_default().value(name, value.view());
        self
    }

    /// Adds a part of some media type, if it is there: if that is JSON, the whole value as JSON, else as by
    /// [`part`](Self::part).
    pub fn part_as(mut self, name: &str, media_type: &str, value: &impl Value) -> Self {
        self.form.get_or_insert_default().typed(name, media_type, value.view());
        self
    }

    /// Adds a part that is a form, if it is there; each item of a list as a part of its own. Some of its properties
    /// are written in a style of their own, as by [`form_with`](Self::form_with).
    pub fn part_form(
        mut self,
        name: &str,
        media_type: &str,
        value: &impl Value,
        styles: &[(&str, Style)],
    ) -> Self {
        let form = self.form.get_or_insert_default();
        form.begin();
        let mut flaw = None;
        let mut add = |view: View<'_>| match param::form(view, styles) {
            Ok(text) => form.whole(name, media_type, text),
            Err(error) => flaw = Some(error),
        };
        match value.view() {
            View::Absent | View::Null => {}
            view @ View::List(_) => view.items().for_each(add),
            view => add(view),
        }
        if let Some(flaw) = flaw {
            self.fail(flaw);
        }
        self
    }

    /// Adds a part that is XML, if it is there; each item of a list without a name as a part of its own. `root` is the
    /// outermost element.
    #[cfg(feature = "xml")]
    pub fn part_xml(mut self, name: &str, media_type: &str, root: XmlField, value: &impl Value) -> Self {
        let form = self.form.get_or_insert_default();
        form.begin();
        let mut add = |view| form.whole(name, media_type, encode_xml(root, view));
        match value.view() {
            View::Absent => {}
            view @ View::List(_) if name.is_empty() => view.items().for_each(add),
            view => add(view),
        }
        self
    }

    /// Adds files, if they are there.
    pub fn file(self, name: &str, files: &impl Files) -> Self {
        self.file_as(name, "application/octet-stream", files)
    }

    /// Adds files, if they are there, of some media type unless a file says another.
    pub fn file_as(mut self, name: &str, media_type: &str, files: &impl Files) -> Self {
        let mut flaw = None;
        let form = self.form.get_or_insert_default();
        form.begin();
        files.each(&mut |file| {
            let mut lines = file.headers().map(|(name, value)| header_line(name, value));
            flaw = flaw.take().or(lines.find_map(Result::err));
            form.file(name, media_type, file);
        });
        if let Some(flaw) = flaw {
            self.fail(flaw);
        }
        self
    }

    /// Adds a header, if it is there, to what the last step added: a part, or all parts that a list became.
    pub fn part_header(self, name: &str, value: &impl Value) -> Self {
        self.part_header_with(name, value, Style::SIMPLE)
    }

    /// Adds a header to what the last step added, in the style `simple`, exploded or not, or as JSON.
    pub fn part_header_with(mut self, name: &str, value: &impl Value, style: Style) -> Self {
        match param::header(name, value.view(), style) {
            Ok(None) => {}
            Ok(Some(value)) => match header_line(name, &value) {
                Ok(_) => self.form.get_or_insert_default().header(name, &value),
                Err(flaw) => self.fail(flaw),
            },
            Err(flaw) => self.fail(flaw),
        }
        self
    }
}
