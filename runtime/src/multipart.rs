//! `multipart/form-data` ([RFC 7578]) and its kin: the parts of a body, and the files in it.
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
    name: Option<String>,
    media_type: Option<String>,
    headers: Vec<(String, String)>,
}

impl File {
    /// A file with some bytes, or with what an [`Upload`] gives, called `file` in a form, of the type that the operation says, or else
    /// `application/octet-stream`.
    pub fn new(content: impl Into<Upload>) -> Self {
        Self { content: content.into(), name: None, media_type: None, headers: Vec::new() }
    }

    /// The same file with another name.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The same file with another media type.
    #[must_use]
    pub fn of_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// The same file with a header more in its part. A name or a value that no header can have is an error of the
    /// request.
    #[must_use]
    pub fn with_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    pub(crate) fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()))
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

/// The parts of a body, in the order in which they were added.
#[derive(Default)]
pub(crate) struct Form {
    /// The media type, unless it is `multipart/form-data`.
    media_type: Option<String>,
    parts: Vec<Part>,
    /// Where what the last step added begins.
    last: usize,
}

struct Part {
    /// Empty, if it is found by its place.
    name: String,
    file_name: Option<String>,
    media_type: Option<String>,
    headers: Vec<(String, String)>,
    body: Upload,
}

impl Form {
    pub(crate) fn of_type(&mut self, media_type: &str) {
        self.media_type = Some(media_type.to_owned());
    }

    /// Begins a step, whose parts have the same headers.
    pub(crate) fn begin(&mut self) {
        self.last = self.parts.len();
    }

    /// Adds a value: text as it is, an item of a list as a part of its own, an object as JSON.
    pub(crate) fn value(&mut self, name: &str, view: View<'_>) {
        self.begin();
        self.each(name, None, view);
    }

    /// Adds a value of some media type. One that is JSON is JSON as a whole, but for a list without a name, whose
    /// items are parts of their own.
    pub(crate) fn typed(&mut self, name: &str, media_type: &str, view: View<'_>) {
        self.begin();
        let essence = media_type.split(';').next().unwrap_or(media_type).trim().to_ascii_lowercase();
        let json = essence == "application/json" || essence.ends_with("+json");
        match view {
            View::List(_) if name.is_empty() && json => {
                view.items().for_each(|item| self.push(name, Some(media_type), encode(item)));
            }
            _ if json && !view.is_absent() => self.push(name, Some(media_type), encode(view)),
            _ if json => {}
            _ => self.each(name, Some(media_type), view),
        }
    }

    /// Adds a part that is written already.
    pub(crate) fn whole(&mut self, name: &str, media_type: &str, body: impl Into<Upload>) {
        self.push(name, Some(media_type), body);
    }

    fn each(&mut self, name: &str, media_type: Option<&str>, view: View<'_>) {
        if let View::List(_) = view {
            view.items().for_each(|item| self.each(name, media_type, item));
        } else if view.is_absent() || matches!(view, View::Null) {
            // What is not there is no part.
        } else if let Some(text) = view.to_text() {
            self.push(name, media_type, Bytes::copy_from_slice(text.as_bytes()));
        } else {
            self.push(name, media_type.or(Some("application/json")), encode(view));
        }
    }

    pub(crate) fn file(&mut self, name: &str, media_type: &str, file: &File) {
        let usual = (!name.is_empty()).then(|| "file".to_owned());
        self.parts.push(Part {
            name: name.to_owned(),
            file_name: file.name.clone().or(usual),
            media_type: Some(file.media_type.as_deref().unwrap_or(media_type).to_owned()),
            headers: file.headers.clone(),
            body: file.content.clone(),
        });
    }

    /// Adds a header to the parts of the last step.
    pub(crate) fn header(&mut self, name: &str, value: &str) {
        for part in self.parts.iter_mut().skip(self.last) {
            part.headers.push((name.to_owned(), value.to_owned()));
        }
    }

    fn push(&mut self, name: &str, media_type: Option<&str>, body: impl Into<Upload>) {
        let (name, media_type) = (name.to_owned(), media_type.map(str::to_owned));
        let (file_name, headers, body) = (None, Vec::new(), body.into());
        self.parts.push(Part { name, file_name, media_type, headers, body });
    }

    /// The media type and the bytes of the whole: in memory, unless a file is a stream. Where no part is there, there is
    /// no body: one without parts is none that can be read ([RFC 2046 §5.1.1]).
    ///
    /// [RFC 2046 §5.1.1]: https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1
    pub(crate) fn finish(self) -> Option<(String, Upload)> {
        if self.parts.is_empty() {
            return None;
        }
        let boundary = self.boundary();
        let media_type = self.whole_type(&boundary);
        let mut pieces: Vec<Upload> = Vec::with_capacity(2 * self.parts.len() + 1);
        let mut between = String::new();
        for part in self.parts {
            between.extend(["--", &boundary, "\r\n", &part.head(), "\r\n"]);
            pieces.push(std::mem::replace(&mut between, "\r\n".to_owned()).into());
            pieces.push(part.body);
        }
        between.extend(["--", &boundary, "--\r\n"]);
        pieces.push(between.into());
        let whole: Option<Vec<&Bytes>> = pieces.iter().map(Upload::bytes).collect();
        let body = match whole {
            Some(whole) => whole.into_iter().flatten().copied().collect::<Bytes>().into(),
            None => Upload::chain(pieces),
        };
        Some((media_type, body))
    }

    /// The media type, with the parameters that tell readers how to take the body apart. That of its root is one of
    /// `multipart/related` ([RFC 2387 §3.1]).
    ///
    /// [RFC 2387 §3.1]: https://www.rfc-editor.org/rfc/rfc2387#section-3.1
    fn whole_type(&self, boundary: &str) -> String {
        let said = self.media_type.as_deref().unwrap_or("multipart/form-data");
        let lower = said.to_ascii_lowercase();
        let root = (lower.starts_with("multipart/related") && !lower.contains("type=")).then(|| {
            let root = self.parts.first().and_then(|part| part.media_type.as_deref()).unwrap_or("text/plain");
            format!("; type=\"{}\"", quoted(root))
        });
        format!("{said}{}; boundary={boundary}", root.unwrap_or_default())
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

impl Part {
    /// The lines before the body, each with its end.
    fn head(&self) -> String {
        let mut head = String::new();
        let mut line = |name: &str, value: &str| head.extend([name, ": ", value, "\r\n"]);
        if let Some(disposition) = self.disposition() {
            line("Content-Disposition", &disposition);
        }
        if let Some(media_type) = &self.media_type {
            line("Content-Type", &one_line(media_type));
        }
        for (name, value) in &self.headers {
            line(name, value);
        }
        head
    }

    fn disposition(&self) -> Option<String> {
        let file = self.file_name.as_ref().map(|name| format!("; filename=\"{}\"", quoted(name)));
        if self.name.is_empty() {
            return file.map(|file| format!("attachment{file}"));
        }
        Some(format!("form-data; name=\"{}\"{}", quoted(&self.name), file.unwrap_or_default()))
    }
}

/// Escapes as browsers do.
fn quoted(text: &str) -> String {
    text.replace('\r', "%0D").replace('\n', "%0A").replace('"', "%22")
}

fn one_line(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}
