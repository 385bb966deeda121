//! What came back, and which call it answers.

mod typed;

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{
    ACCEPT, ALLOW, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, DATE, RETRY_AFTER, SERVER,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};

use crate::facts::{Api, Operation};
use crate::transport::{BoxError, RawResponse, Request};
use crate::value::Value;
#[cfg(feature = "xml")]
use crate::value::decode_xml;
pub use typed::ResponseHeader;

/// A response, whole: what it was read as, and its status, headers and body.
///
/// Cloning is cheap but for the value. `Debug` shows neither value nor body, and of most headers the name only.
#[derive(Clone)]
pub struct Response<T> {
    raw: Arc<RawResponse>,
    call: Arc<CallInfo>,
    value: T,
}

impl<T> Response<T> {
    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.raw.status()
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.raw.headers()
    }

    /// A header, if it is there and text. The case of `name` does not matter.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.raw.headers().get(name)?.to_str().ok()
    }

    /// The body as it arrived.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        self.raw.body()
    }

    /// Whether the body is a zip archive, whatever its type says. Services send reports so, and call it CSV.
    #[must_use]
    pub fn is_zip(&self) -> bool {
        is_zip(self.body())
    }

    /// The response as the transport gave it.
    #[must_use]
    pub fn raw(&self) -> &RawResponse {
        &self.raw
    }

    /// The id of the call, as the service has it in its logs. The one that was sent, if the service does not
    /// repeat it; `None`, if the API has no such ids.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.call.request_id.value(Some(&self.raw))
    }

    /// The id of the group of calls that this one belongs to, likewise.
    #[must_use]
    pub fn correlation_id(&self) -> Option<&str> {
        self.call.correlation_id.value(Some(&self.raw))
    }

    /// How long the service asks to wait before the next call (`Retry-After`, in seconds or as a date). Dates
    /// are taken against the `Date` of the response, since clocks differ.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after(&self.raw)
    }

    /// How often the request was sent, this time included.
    #[must_use]
    pub fn tries(&self) -> u32 {
        self.call.tries
    }

    /// The operation that was called, unless the request was made by hand.
    #[must_use]
    pub fn operation(&self) -> Option<&'static Operation> {
        self.call.operation
    }

    /// The value of a header that the specification declares; `None` if it is not there, or is none.
    ///
    /// [`header`](Self::header) has it as it came.
    #[must_use]
    pub fn get<V: Value>(&self, header: ResponseHeader<V>) -> Option<V> {
        header.read(&self.raw)
    }

    /// What the body was read as.
    #[must_use]
    pub fn value(&self) -> &T {
        &self.value
    }

    /// What the body was read as, without the rest.
    #[must_use]
    pub fn into_value(self) -> T {
        self.value
    }

    pub(crate) fn with<U>(&self, value: U) -> Response<U> {
        Response { raw: Arc::clone(&self.raw), call: Arc::clone(&self.call), value }
    }

    pub(crate) fn call(&self) -> &CallInfo {
        &self.call
    }

    pub(crate) fn shared_call(&self) -> Arc<CallInfo> {
        Arc::clone(&self.call)
    }

    /// A response with the same head.
    pub(crate) fn holding(&self, body: Bytes) -> Response<Bytes> {
        let mut raw = RawResponse::new(body);
        *raw.status_mut() = self.raw.status();
        *raw.version_mut() = self.raw.version();
        *raw.headers_mut() = self.raw.headers().clone();
        Response::new(raw, self.shared_call())
    }
}

impl Response<Bytes> {
    /// The body read from XML; `None`, if it is not XML or has nothing in it.
    #[cfg(feature = "xml")]
    pub(crate) fn xml<T: Value>(&self) -> Option<Result<T, BoxError>> {
        let media_type = self.header("content-type")?.split(';').next()?.trim().to_ascii_lowercase();
        // A page of a proxy is no answer.
        let named = matches!(media_type.as_str(), "application/xml" | "text/xml")
            || media_type.ends_with("+xml") && media_type != "application/xhtml+xml";
        if !named || self.body().trim_ascii().is_empty() {
            return None;
        }
        let text = std::str::from_utf8(self.body()).map_err(BoxError::from);
        Some(text.and_then(|text| Ok(decode_xml(text.trim_start_matches('\u{feff}'))?)))
    }

    #[cfg(not(feature = "xml"))]
    #[expect(clippy::unused_self, reason = "with the feature it is looked at")]
    pub(crate) fn xml<T: Value>(&self) -> Option<Result<T, BoxError>> {
        None
    }

    pub(crate) fn new(raw: RawResponse, call: Arc<CallInfo>) -> Self {
        let value = raw.body().clone();
        Self { raw: Arc::new(raw), call, value }
    }

    /// The same response with another body.
    pub(crate) fn with_body(&self, body: Bytes) -> Self {
        let mut raw = RawResponse::clone(&self.raw);
        *raw.body_mut() = body;
        Self { value: raw.body().clone(), raw: Arc::new(raw), call: Arc::clone(&self.call) }
    }

    pub(crate) fn into_raw(self) -> RawResponse {
        Arc::try_unwrap(self.raw).unwrap_or_else(|shared| RawResponse::clone(&shared))
    }
}

impl<T> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("call", &self.call)
            .field("status", &self.status())
            .field("headers", &HeaderNames(self.headers()))
            .field("body", &format_args!("{} bytes", self.body().len()))
            .finish_non_exhaustive()
    }
}

/// Whether bytes begin as a zip archive does, be it an empty one.
pub(crate) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// Headers by their names, with the values of those few alone that never hold anything secret or personal: a
/// `Location` can hold a signature, and a service can have a header of its own for its tokens.
pub(crate) struct HeaderNames<'h>(pub(crate) &'h HeaderMap);

impl fmt::Debug for HeaderNames<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const PLAIN: &[HeaderName] =
            &[ACCEPT, ALLOW, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, DATE, RETRY_AFTER, SERVER];
        let mut map = f.debug_map();
        for (name, value) in self.0 {
            if PLAIN.contains(name) {
                map.entry(&name, &value);
            } else {
                map.entry(&name, &format_args!("…"));
            }
        }
        map.finish()
    }
}

/// The statuses that say, with `Retry-After`, that the answer is not ready yet.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct NotReady(pub(crate) &'static [u16]);

impl NotReady {
    pub(crate) fn is_said_by<T>(self, response: &Response<T>) -> bool {
        self.0.contains(&response.status().as_u16()) && response.retry_after().is_some()
    }
}

/// When a response arrived, among its extensions if there is a clock.
#[derive(Clone, Copy)]
pub(crate) struct Arrival(pub(crate) SystemTime);

fn retry_after(raw: &RawResponse) -> Option<Duration> {
    let text = raw.headers().get(RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // Too many digits are too many seconds.
        return Some(text.parse().map_or(Duration::MAX, Duration::from_secs));
    }
    let date = |name: &HeaderName| httpdate::parse_http_date(raw.headers().get(name)?.to_str().ok()?).ok();
    let then = date(&RETRY_AFTER)?;
    let now = date(&DATE).or_else(|| Some(raw.extensions().get::<Arrival>()?.0))?;
    Some(then.duration_since(now).unwrap_or_default())
}

/// A call, as error messages name it.
#[derive(Clone)]
pub(crate) struct CallInfo {
    api: &'static Api,
    operation: Option<&'static Operation>,
    tries: u32,
    method: Method,
    /// What was called, if it is no operation.
    uri: Option<Uri>,
    request_id: Id,
    correlation_id: Id,
}

impl CallInfo {
    /// What there is to know of a request that has all its headers.
    pub(crate) fn new(api: &'static Api, names: &IdNames, request: &Request) -> Self {
        let operation = request.extensions().get::<&'static Operation>().copied();
        let sent = |name: &Option<HeaderName>| request.headers().get(name.as_ref()?).cloned();
        Self {
            api,
            operation,
            tries: 1,
            method: request.method().clone(),
            uri: operation.is_none().then(|| request.uri().clone()),
            request_id: Id { header: api.request_id, sent: sent(&names.request) },
            correlation_id: Id { header: api.correlation_id, sent: sent(&names.correlation) },
        }
    }

    /// The same call, after a number of tries.
    pub(crate) fn tried(&self, tries: u32) -> Self {
        Self { tries, ..self.clone() }
    }

    pub(crate) fn tries(&self) -> u32 {
        self.tries
    }

    pub(crate) fn api(&self) -> &'static Api {
        self.api
    }

    pub(crate) fn operation(&self) -> Option<&'static Operation> {
        self.operation
    }

    #[cfg(feature = "tracing")]
    pub(crate) fn method(&self) -> &Method {
        &self.method
    }

    pub(crate) fn request_id(&self) -> Option<&str> {
        self.request_id.value(None)
    }

    pub(crate) fn correlation_id(&self) -> Option<&str> {
        self.correlation_id.value(None)
    }

    /// The ids as ` (MS-RequestId 1, MS-CorrelationId 2)`, with what else support asks for; nothing, if there are
    /// none.
    pub(crate) fn write_ids(&self, raw: Option<&RawResponse>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut before = " (";
        for id in [&self.request_id, &self.correlation_id] {
            if let (Some(name), Some(value)) = (id.header, id.value(raw)) {
                write!(f, "{before}{name} {value}")?;
                before = ", ";
            }
        }
        for name in self.api.errors.headers {
            if let Some(value) = raw.and_then(|raw| raw.headers().get(*name)?.to_str().ok()) {
                write!(f, "{before}{name} {value}")?;
                before = ", ";
            }
        }
        f.write_str(if before == ", " { ")" } else { "" })
    }
}

/// As `GET /v1/customers/{customer_id}`: the template, because values in a path may be personal.
impl fmt::Display for CallInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.uri.as_ref().map_or("/", Uri::path);
        write!(f, "{} {}", self.method, self.operation.map_or(path, |operation| operation.path))
    }
}

impl fmt::Debug for CallInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")?;
        self.write_ids(None, f)
    }
}

/// The headers of the ids, found in each request.
pub(crate) struct IdNames {
    request: Option<HeaderName>,
    correlation: Option<HeaderName>,
}

impl IdNames {
    /// Those of an API. What is no name is in no request.
    pub(crate) fn new(api: &Api) -> Self {
        let name = |name: Option<&str>| HeaderName::try_from(name?).ok();
        Self { request: name(api.request_id), correlation: name(api.correlation_id) }
    }
}

/// An id that travels in a header of one name both ways.
#[derive(Clone)]
struct Id {
    header: Option<&'static str>,
    sent: Option<HeaderValue>,
}

impl Id {
    fn value<'a>(&'a self, raw: Option<&'a RawResponse>) -> Option<&'a str> {
        let received = self.header.and_then(|name| raw?.headers().get(name)?.to_str().ok());
        received.or_else(|| self.sent.as_ref()?.to_str().ok())
    }
}
