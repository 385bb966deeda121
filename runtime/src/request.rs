//! Requests under construction.

mod parts;

use std::fmt;

use bytes::Bytes;
use http::header::{self, HeaderName};
use http::{HeaderMap, HeaderValue, Uri};

use crate::error::{Error, Result};
use crate::etag;
use crate::facts::Operation;
use crate::keys::SignIn;
use crate::multipart::Form;
use crate::param::{self, Style};
use crate::response::{HeaderNames, NotReady};
use crate::transport::{Request, Upload};
use crate::value::{Value, View, encode};
#[cfg(feature = "xml")]
use crate::value::{XmlField, encode_xml};

/// A request under construction. The first thing to go wrong comes out of [`finish`](Self::finish).
#[must_use = "a draft is no request until `finish`"]
pub struct Draft {
    operation: &'static Operation,
    path: String,
    separator: char,
    headers: HeaderMap,
    body: Upload,
    form: Option<Form>,
    sign_in: Option<SignIn>,
    server: Option<Elsewhere>,
    not_ready: Option<NotReady>,
    flaw: Option<Error>,
}

/// Where an operation is that is not where its client is: a URL, or a path at the same origin.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Elsewhere(pub(crate) &'static str);

impl Draft {
    /// Starts the request of an operation. `path` is the path template with its parameters filled in.
    pub fn new(operation: &'static Operation, path: impl Into<String>) -> Self {
        let path = path.into();
        let separator = if path.contains('?') { '&' } else { '?' };
        Self {
            operation,
            path,
            separator,
            headers: HeaderMap::new(),
            body: Bytes::new().into(),
            form: None,
            sign_in: None,
            server: None,
            not_ready: None,
            flaw: None,
        }
    }

    /// Says how the operation lets callers sign in: alternatives, each a list of the schemes that it takes
    /// together. The default is to send whatever there is.
    pub fn sign_in(mut self, alternatives: &'static [&'static [&'static str]]) -> Self {
        self.sign_in = Some(SignIn(alternatives));
        self
    }

    /// Says that the operation has a server of its own: a URL, or a path at the origin of the client.
    ///
    /// The URL counts for clients of a server that the specification knows. One with a base URL of its own, as
    /// of a proxy or a test, sends everything there.
    pub fn server(mut self, server: &'static str) -> Self {
        self.server = Some(Elsewhere(server));
        self
    }

    /// Names the statuses that say, with `Retry-After`, that the answer is not ready yet. Calls then ask again: see
    /// [`Retry::until_ready`](crate::Retry::until_ready).
    pub fn not_ready(mut self, statuses: &'static [u16]) -> Self {
        self.not_ready = Some(NotReady(statuses));
        self
    }

    /// Adds a query parameter, if it is there: `form`, exploded, everything but the unreserved characters
    /// percent-encoded.
    pub fn query(self, name: &str, value: &impl Value) -> Self {
        self.query_view(name, value.view(), Style::FORM)
    }

    /// Adds a query parameter, if it is there, in some style.
    pub fn query_with(self, name: &str, value: &impl Value, style: Style) -> Self {
        self.query_view(name, value.view(), style)
    }

    /// Adds a query parameter, if it is there, as compact JSON.
    pub fn query_json(mut self, name: &str, value: &impl Value) -> Self {
        self.push_query(param::query_json(name, value.view()));
        self
    }

    /// Adds a value that is the whole query, if it is there: an object as a form, anything else as a text.
    pub fn query_string(mut self, value: &impl Value) -> Self {
        match param::whole_query(value.view()) {
            Ok(part) => self.push_query(part),
            Err(error) => self.fail(error),
        }
        self
    }

    /// Adds a value that is the whole query, if it is there, as compact JSON.
    pub fn query_string_json(mut self, value: &impl Value) -> Self {
        self.push_query(param::whole_json(value.view()));
        self
    }

    /// Adds a header, if it is there: text as it is, a list with commas.
    pub fn header(self, name: &str, value: &impl Value) -> Self {
        self.header_view(name, value.view(), Style::SIMPLE)
    }

    /// Adds a header, if it is there, in the style `simple`, exploded or not, or as JSON.
    pub fn header_with(self, name: &str, value: &impl Value, style: Style) -> Self {
        self.header_view(name, value.view(), style)
    }

    /// Adds a cookie, if it is there.
    pub fn cookie(self, name: &str, value: &impl Value) -> Self {
        self.cookie_view(name, value.view(), Style::FORM.explode(false))
    }

    /// Adds a cookie, if it is there, in some style.
    pub fn cookie_with(self, name: &str, value: &impl Value, style: Style) -> Self {
        self.cookie_view(name, value.view(), style)
    }

    /// Sets what the response may be. The default is `application/json`.
    pub fn accept(mut self, media_type: &str) -> Self {
        self.set(&header::ACCEPT, media_type);
        self
    }

    /// Sets the body as JSON, if it is there.
    pub fn json(self, value: &impl Value) -> Self {
        self.json_view("application/json", value.view())
    }

    /// Sets the body as JSON that has a media type of its own, such as `application/merge-patch+json`, if it is
    /// there.
    pub fn json_as(self, media_type: &str, value: &impl Value) -> Self {
        self.json_view(media_type, value.view())
    }

    /// Sets the body as XML, if it is there. `root` is its outermost element.
    #[cfg(feature = "xml")]
    pub fn xml(self, media_type: &str, root: XmlField, value: &impl Value) -> Self {
        let view = value.view();
        if view.is_absent() { self } else { self.put(media_type, encode_xml(root, view)) }
    }

    /// Sets the body as a form (`application/x-www-form-urlencoded`), if it is there.
    pub fn form(self, value: &impl Value) -> Self {
        self.form_view(value.view(), &[])
    }

    /// Sets the body as a form, if it is there, some of whose properties have a style of their own.
    pub fn form_with(self, value: &impl Value, styles: &[(&str, Style)]) -> Self {
        self.form_view(value.view(), styles)
    }

    /// Sets the body to bytes of some media type, if they are there.
    pub fn body(self, media_type: &str, bytes: impl Into<Option<Bytes>>) -> Self {
        match bytes.into() {
            Some(bytes) => self.put(media_type, bytes),
            None => self,
        }
    }

    /// Sets the body to bytes of some media type, or to a stream of them, if it is there.
    pub fn upload(self, media_type: &str, upload: impl Into<Option<Upload>>) -> Self {
        match upload.into() {
            Some(upload) => self.put(media_type, upload),
            None => self,
        }
    }

    /// Sets the body to the items of a list as JSON, one after the other, if it is there: each in a line, or for
    /// `application/json-seq` each after a record separator too ([RFC 7464]).
    ///
    /// [RFC 7464]: https://www.rfc-editor.org/rfc/rfc7464
    pub fn lines(self, media_type: &str, values: &impl Value) -> Self {
        let view = values.view();
        if view.is_absent() {
            return self;
        }
        let essence = media_type.split(';').next().unwrap_or(media_type).trim();
        let separator = if essence.to_ascii_lowercase().ends_with("json-seq") { "\x1E" } else { "" };
        let mut lines = Vec::new();
        for item in view.items() {
            lines.extend_from_slice(separator.as_bytes());
            lines.extend(encode(item));
            lines.push(b'\n');
        }
        self.put(media_type, lines)
    }

    /// Says what the body is, if there is one: another media type than the one that it was set with.
    pub fn content_type(mut self, media_type: Option<&str>) -> Self {
        if let Some(media_type) = media_type.filter(|_| self.headers.contains_key(header::CONTENT_TYPE)) {
            self.set(&header::CONTENT_TYPE, media_type);
        }
        self
    }

    /// Sets the body as a text of some media type, if it is there.
    pub fn text(self, media_type: &str, value: &impl Value) -> Self {
        match value.view().to_text() {
            Some(text) => {
                let bytes = Bytes::copy_from_slice(text.as_bytes());
                self.put(media_type, bytes)
            }
            None => self,
        }
    }

    /// The request. Its URI is a path with a query, below the base URL of whichever client sends it. A body that is a
    /// stream is an [`Upload`] among its extensions.
    ///
    /// # Errors
    ///
    /// [`Error::Request`], if a value cannot be where it was put: a line break in a header, for example.
    pub fn finish(mut self) -> Result<Request> {
        if let Some((media_type, bytes)) = self.form.take().and_then(Form::finish) {
            self = self.put(&media_type, bytes);
        }
        if let Some(flaw) = self.flaw {
            return Err(flaw);
        }
        let mut request = Request::new(self.body.bytes().cloned().unwrap_or_default());
        *request.method_mut() =
            http::Method::try_from(self.operation.method.as_str()).map_err(Error::request)?;
        *request.uri_mut() = Uri::try_from(self.path).map_err(Error::request)?;
        *request.headers_mut() = self.headers;
        request.extensions_mut().insert(self.operation);
        if self.body.bytes().is_none() {
            request.extensions_mut().insert(self.body);
        }
        if let Some(sign_in) = self.sign_in {
            request.extensions_mut().insert(sign_in);
        }
        if let Some(server) = self.server {
            request.extensions_mut().insert(server);
        }
        if let Some(not_ready) = self.not_ready {
            request.extensions_mut().insert(not_ready);
        }
        Ok(request)
    }

    fn query_view(mut self, name: &str, view: View<'_>, style: Style) -> Self {
        match param::query(name, view, style) {
            Ok(part) => self.push_query(part),
            Err(error) => self.fail(error),
        }
        self
    }

    fn push_query(&mut self, part: Option<String>) {
        if let Some(part) = part {
            self.path.push(self.separator);
            self.path.push_str(&part);
            self.separator = '&';
        }
    }

    fn header_view(mut self, name: &str, view: View<'_>, style: Style) -> Self {
        let line = param::header(name, view, style).transpose();
        match line.map(|text| text.and_then(|text| condition_line(name, &text))) {
            Some(Ok((name, mut value))) => {
                value.set_sensitive(value.is_sensitive() || matches!(view, View::Secret(_)));
                self.headers.insert(name, value);
            }
            Some(Err(error)) => self.fail(error),
            None => {}
        }
        self
    }

    fn cookie_view(mut self, name: &str, view: View<'_>, style: Style) -> Self {
        match param::cookie(name, view, style) {
            Ok(Some(cookie)) => {
                let before = self.headers.get(header::COOKIE).and_then(|value| value.to_str().ok());
                let cookies = before.map_or_else(|| cookie.clone(), |before| format!("{before}; {cookie}"));
                self.set(&header::COOKIE, &cookies);
            }
            Ok(None) => {}
            Err(error) => self.fail(error),
        }
        self
    }

    fn json_view(self, media_type: &str, view: View<'_>) -> Self {
        if view.is_absent() { self } else { self.put(media_type, encode(view)) }
    }

    fn form_view(mut self, view: View<'_>, styles: &[(&str, Style)]) -> Self {
        if view.is_absent() {
            return self;
        }
        match param::form(view, styles) {
            Ok(form) => return self.put("application/x-www-form-urlencoded", form),
            Err(error) => self.fail(error),
        }
        self
    }

    fn put(mut self, media_type: &str, body: impl Into<Upload>) -> Self {
        self.set(&header::CONTENT_TYPE, media_type);
        self.body = body.into();
        self
    }

    fn set(&mut self, name: &HeaderName, value: &str) {
        match header_line(name.as_str(), value) {
            Ok((name, value)) => drop(self.headers.insert(name, value)),
            Err(error) => self.fail(error),
        }
    }

    fn fail(&mut self, error: Error) {
        self.flaw.get_or_insert(error);
    }
}

/// Shows neither query nor body, which may hold secrets.
impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Draft")
            .field("operation", &self.operation.id)
            .field("headers", &HeaderNames(&self.headers))
            .field("body", &self.body)
            .field("flaw", &self.flaw)
            .finish_non_exhaustive()
    }
}

/// A header of an operation, checked. An `ETag` gets the quotes that it may lack.
fn condition_line(name: &str, value: &str) -> Result<(HeaderName, HeaderValue)> {
    if !HeaderName::try_from(name).is_ok_and(|name| etag::is_condition(&name)) {
        return header_line(name, value);
    }
    match etag::quoted(value) {
        Some(value) => header_line(name, &value),
        None => Err(Error::request(format!("there is no ETag for `{name}`"))),
    }
}

/// A header, checked. The value is not repeated in errors, as it may be secret.
pub(crate) fn header_line(name: &str, value: &str) -> Result<(HeaderName, HeaderValue)> {
    let Ok(header) = HeaderName::try_from(name) else {
        return Err(Error::request(format!("`{}` is not the name of a header", name.escape_debug())));
    };
    match HeaderValue::try_from(value) {
        Ok(mut value) => {
            let secret =
                [header::AUTHORIZATION, header::PROXY_AUTHORIZATION, header::COOKIE].contains(&header);
            value.set_sensitive(secret);
            Ok((header, value))
        }
        Err(_) => Err(Error::request(format!("the header `{name}` has characters that no header can hold"))),
    }
}
