//! `multipart/form-data` ([RFC 7578]): the parts of a form, and the files in it.
//!
//! [RFC 7578]: https://www.rfc-editor.org/rfc/rfc7578

use std::fmt;

use bytes::Bytes;

use crate::random;
use crate::transport::Upload;
use crate::value::{View, encode};

/// A file for a form.
///
/// ```
/// use clientgen_runtime::File;
///
/// let file = File::new("id,name\n1,Rex\n").named("pets.csv").of_type("text/csv");
/// ```
#[derive(Clone)]
pub struct File {
    content: Upload,
    name: String,
    media_type: Option<String>,
}

impl File {
    /// A file with some bytes, or with what an [`Upload`] gives, called `file`, of the type that the operation says, or else
    /// `application/octet-stream`.
    pub fn new(content: impl Into<Upload>) -> Self {
        Self { content: content.into(), name: "file".to_owned(), media_type: None }
    }

    /// The same file with another name.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// The same file with another media type.
    #[must_use]
    pub fn of_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }
}

impl<U: Into<Upload>> From<U> for File {
    fn from(content: U) -> Self {
        Self::new(content)
    }
}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("File")
            .field("name", &self.name)
            .field("length", &self.content.length())
            .finish_non_exhaustive()
    }
}

/// The files of one part: none, one, or several.
pub trait Files {
    /// Calls back for each file.
    fn each(&self, visit: &mut dyn FnMut(&File));
}

impl Files for File {
    fn each(&self, visit: &mut dyn FnMut(&File)) {
        visit(self);
    }
}

impl<F: Files> Files for Option<F> {
    fn each(&self, visit: &mut dyn FnMut(&File)) {
        if let Some(file) = self {
            file.each(visit);
        }
    }
}

impl<F: Files> Files for Vec<F> {
    fn each(&self, visit: &mut dyn FnMut(&File)) {
        for file in self {
            file.each(visit);
        }
    }
}

/// The parts of a form, in the order in which they were added.
#[derive(Default)]
pub(crate) struct Form {
    parts: Vec<Part>,
}

struct Part {
    head: String,
    body: Upload,
}

impl Form {
    /// Adds a value: text as it is, an item of a list as a part of its own, an object as JSON.
    pub(crate) fn value(&mut self, name: &str, view: View<'_>) {
        self.each(name, None, view);
    }

    /// Adds a value of some media type. One that is JSON is JSON as a whole.
    pub(crate) fn typed(&mut self, name: &str, media_type: &str, view: View<'_>) {
        let essence = media_type.split(';').next().unwrap_or(media_type).trim().to_ascii_lowercase();
        if !(essence == "application/json" || essence.ends_with("+json")) {
            self.each(name, Some(media_type), view);
        } else if !view.is_absent() {
            self.push(head(name, Some(media_type)), encode(view));
        }
    }

    fn each(&mut self, name: &str, media_type: Option<&str>, view: View<'_>) {
        if let View::List(_) = view {
            view.items().for_each(|item| self.each(name, media_type, item));
        } else if view.is_absent() || matches!(view, View::Null) {
            // What is not there is no part.
        } else if let Some(text) = view.to_text() {
            self.push(head(name, media_type), Bytes::copy_from_slice(text.as_bytes()));
        } else {
            self.push(head(name, media_type.or(Some("application/json"))), encode(view));
        }
    }

    pub(crate) fn file(&mut self, name: &str, media_type: &str, file: &File) {
        let media_type = one_line(file.media_type.as_deref().unwrap_or(media_type));
        let file_name = quoted(&file.name);
        let head = format!("{}; filename=\"{file_name}\"\r\nContent-Type: {media_type}", disposition(name));
        self.push(head, file.content.clone());
    }

    fn push(&mut self, head: String, body: impl Into<Upload>) {
        self.parts.push(Part { head, body: body.into() });
    }

    /// The media type and the bytes of the whole: in memory, unless a file is a stream.
    pub(crate) fn finish(self) -> (String, Upload) {
        let boundary = self.boundary();
        let mut pieces: Vec<Upload> = Vec::with_capacity(2 * self.parts.len() + 1);
        let mut between = String::new();
        for part in self.parts {
            between.extend(["--", &boundary, "\r\n", &part.head, "\r\n\r\n"]);
            pieces.push(std::mem::replace(&mut between, "\r\n".to_owned()).into());
            pieces.push(part.body);
        }
        between.extend(["--", &boundary, "--\r\n"]);
        pieces.push(between.into());
        let media_type = format!("multipart/form-data; boundary={boundary}");
        let whole: Option<Vec<&Bytes>> = pieces.iter().map(Upload::bytes).collect();
        match whole {
            Some(whole) => (media_type, whole.into_iter().flatten().copied().collect::<Bytes>().into()),
            None => (media_type, Upload::chain(pieces)),
        }
    }

    /// A line that is in no part. It is not random, so that the same form always gives the same bytes; unless what is
    /// in a part is not known.
    fn boundary(&self) -> String {
        let whole: Option<Vec<&Bytes>> = self.parts.iter().map(|part| part.body.bytes()).collect();
        let Some(whole) = whole else {
            return format!("form-boundary-{:016x}{:016x}", random::number(), random::number());
        };
        let taken = |boundary: &str| {
            whole.iter().any(|body| body.windows(boundary.len()).any(|window| window == boundary.as_bytes()))
        };
        (0..u64::MAX)
            .map(|number| format!("form-boundary-{number:016x}"))
            .find(|boundary| !taken(boundary))
            .unwrap_or_default()
    }
}

/// The head of a part that is no file.
fn head(name: &str, media_type: Option<&str>) -> String {
    match media_type {
        Some(media_type) => format!("{}\r\nContent-Type: {}", disposition(name), one_line(media_type)),
        None => disposition(name),
    }
}

fn disposition(name: &str) -> String {
    format!("Content-Disposition: form-data; name=\"{}\"", quoted(name))
}

/// Escapes as browsers do.
fn quoted(text: &str) -> String {
    text.replace('\r', "%0D").replace('\n', "%0A").replace('"', "%22")
}

fn one_line(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}
