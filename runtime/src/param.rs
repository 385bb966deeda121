//! Values as text in a path, a query or a header, in all styles of OpenAPI.
//!
//! The styles are those of [RFC 6570] and three more. What a style does not define is written as JSON: an
//! object in a list, for example.
//!
//! [RFC 6570]: https://www.rfc-editor.org/rfc/rfc6570

mod escape;
mod form;

use std::borrow::Cow;
use std::convert::Infallible;

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

pub(crate) use form::{form, whole_query};

use crate::error::{Error, Result};
use crate::value::{Json, Value, View, encode};

/// All but what RFC 3986 §2.3 calls unreserved.
const STRICT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// Leaves reserved characters alone, except for the two that end a parameter.
const RESERVED: &AsciiSet = &STRICT
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'[')
    .remove(b']')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=');
/// What RFC 3986 §3.3 lets stand in a path of several segments.
const SEGMENTS: &AsciiSet = &RESERVED.remove(b'&').add(b'?').add(b'[').add(b']');
/// RFC 6265 §4.1.1: what a cookie cannot hold, and `%`, which would be read as an escape.
const COOKIE: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'%').add(b',').add(b';').add(b'\\');
/// Leaves alone what servers expect to see in names as it is, such as `$filter` and `@nextLink`.
const NAME: &AsciiSet = &STRICT.remove(b'$').remove(b'@').remove(b':');

/// How a parameter is written: its `style`, `explode` and `allowReserved` in OpenAPI.
///
/// ```
/// use clientgen_runtime::Style;
///
/// const IDS: Style = Style::PIPE_DELIMITED;
/// const LABEL: Style = Style::LABEL.explode(true);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    kind: Kind,
    explode: bool,
    reserved: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Form,
    Space,
    Pipe,
    Deep,
    Tab,
    Cookie,
    Json,
    Simple,
    Label,
    Matrix,
}

impl Style {
    /// `id=1&id=2`: `form` in a query, exploded as by default.
    pub const FORM: Self = Self::new(Kind::Form, true);
    /// `id=1%202`: `spaceDelimited` in a query.
    pub const SPACE_DELIMITED: Self = Self::new(Kind::Space, false);
    /// `id=1%7C2`: `pipeDelimited` in a query.
    pub const PIPE_DELIMITED: Self = Self::new(Kind::Pipe, false);
    /// `id=1%092`: the collection format `tsv` of Swagger 2.0 in a query.
    pub const TAB_DELIMITED: Self = Self::new(Kind::Tab, false);
    /// `id=1; id=2`: the style `cookie`, where nothing is encoded but what no cookie can hold.
    pub const COOKIE: Self = Self::new(Kind::Cookie, true);
    /// The whole value as compact JSON, in any place.
    pub const JSON: Self = Self::new(Kind::Json, false);
    /// `id%5Ba%5D=1&id%5Bb%5D=2`: `deepObject` in a query. What is deeper, and lists, which OpenAPI says nothing of, are
    /// as servers of PHP, Ruby and JavaScript read them: `id[a][b]=1`, `id[]=1`, `id[0][a]=1`.
    pub const DEEP_OBJECT: Self = Self::new(Kind::Deep, true);
    /// `1,2`: `simple` in a path or a header.
    pub const SIMPLE: Self = Self::new(Kind::Simple, false);
    /// `.1,2`: `label` in a path.
    pub const LABEL: Self = Self::new(Kind::Label, false);
    /// `;id=1,2`: `matrix` in a path.
    pub const MATRIX: Self = Self::new(Kind::Matrix, false);

    const fn new(kind: Kind, explode: bool) -> Self {
        Self { kind, explode, reserved: false }
    }

    /// Sets whether each item and property is a parameter or segment of its own.
    #[must_use]
    pub const fn explode(mut self, explode: bool) -> Self {
        self.explode = explode;
        self
    }

    /// Sets whether reserved characters stay as they are. `&` and `#` never do, nor does `?` in a path.
    #[must_use]
    pub const fn allow_reserved(mut self, reserved: bool) -> Self {
        self.reserved = reserved;
        self
    }

    /// What stands before each of several parts, between the items of one part, and before the first part.
    fn separators(self) -> Separators {
        let (first, between, items, named) = match self.kind {
            Kind::Form | Kind::Deep | Kind::Json => ("", "&", ",", true),
            Kind::Tab => ("", "&", "%09", true),
            Kind::Cookie => ("", "; ", ",", true),
            Kind::Space => ("", "&", "%20", true),
            Kind::Pipe => ("", "&", "%7C", true),
            Kind::Simple => ("", ",", ",", false),
            Kind::Label => (".", ".", ",", false),
            Kind::Matrix => (";", ";", ",", true),
        };
        Separators { first, between, items, named }
    }
}

struct Separators {
    first: &'static str,
    between: &'static str,
    items: &'static str,
    named: bool,
}

/// A value taken apart as far as styles go. Absent values, and `null`, are not there.
enum Shape<'a> {
    Nothing,
    One(Cow<'a, str>),
    List(Vec<Cow<'a, str>>),
    Object(Vec<(&'a str, View<'a>)>),
}

fn shape<'a>(name: &str, view: View<'a>) -> Result<Shape<'a>> {
    let inner = inside(view);
    Ok(match inner {
        View::Absent | View::Null | View::Json(Json::Null) => Shape::Nothing,
        View::List(_) | View::Json(Json::Array(_)) => {
            Shape::List(inner.items().filter(|item| !is_nothing(*item)).map(flat).collect())
        }
        View::Model(_) | View::Map(_) | View::Json(Json::Object(_)) => {
            Shape::Object(properties(view).into_iter().filter(|(_, value)| !is_nothing(*value)).collect())
        }
        _ => match inner.to_text() {
            Some(text) => Shape::One(text),
            None => return Err(Error::request(format!("`{name}` is not a finite number"))),
        },
    })
}

/// The properties of an object.
pub(crate) fn properties(object: View<'_>) -> Vec<(&str, View<'_>)> {
    let mut properties = Vec::new();
    let Ok(()) = object.each_property(|name, value| {
        properties.push((name, value));
        Ok::<_, Infallible>(())
    });
    properties
}

fn is_nothing(view: View<'_>) -> bool {
    matches!(inside(view), View::Absent | View::Null | View::Json(Json::Null))
}

/// What a union holds.
fn inside(mut view: View<'_>) -> View<'_> {
    while let View::Union(union) = view {
        view = union.chosen().1;
    }
    view
}

/// A value as one text: itself, or JSON.
fn flat(view: View<'_>) -> Cow<'_, str> {
    view.to_text().unwrap_or_else(|| Cow::Owned(String::from_utf8_lossy(&encode(view)).into_owned()))
}

/// Writes a value in a style; `None` if there is nothing to write.
fn expand(name: &str, view: View<'_>, style: Style, set: &'static AsciiSet) -> Result<Option<String>> {
    let Separators { first, between, items, named } = style.separators();
    let write = |text: &str| escape::encoded(text, set, style.reserved);
    let wire_name = if named { Cow::from(utf8_percent_encode(name, NAME)) } else { Cow::Borrowed("") };
    let pair = |value: String| match style.kind {
        _ if !named => value,
        // RFC 6570 §3.2.7: a matrix parameter without a value has no `=`.
        Kind::Matrix if value.is_empty() => wire_name.clone().into_owned(),
        _ => format!("{wire_name}={value}"),
    };
    let parts: Vec<String> = match shape(name, view)? {
        Shape::Nothing => return Ok(None),
        Shape::One(text) => return Ok(Some(first.to_owned() + &pair(write(&text)))),
        Shape::List(list) if list.is_empty() => return Ok(None),
        Shape::Object(object) if object.is_empty() => return Ok(None),
        Shape::List(_) | Shape::Object(_) if style.kind == Kind::Deep => {
            let mut parts = Vec::new();
            deep(name, view, &write, &mut parts);
            parts
        }
        Shape::List(list) if style.explode => list.iter().map(|item| pair(write(item))).collect(),
        Shape::List(list) => {
            let list: Vec<String> = list.iter().map(|item| write(item)).collect();
            vec![pair(list.join(items))]
        }
        Shape::Object(object) if style.explode => {
            object.iter().map(|(key, value)| format!("{}={}", write(key), write(&flat(*value)))).collect()
        }
        Shape::Object(object) => {
            let texts = object.iter().flat_map(|(key, value)| [write(key), write(&flat(*value))]);
            vec![pair(texts.collect::<Vec<_>>().join(items))]
        }
    };
    Ok(Some(format!("{first}{}", parts.join(between))))
}

/// Writes `name[key]=value`, and `name[key][inner]=value` for objects in objects; for lists `name[]=value`, or
/// `name[0][key]=value` where they hold objects or lists.
fn deep(name: &str, view: View<'_>, write: &dyn Fn(&str) -> String, parts: &mut Vec<String>) {
    match inside(view) {
        object @ (View::Model(_) | View::Map(_) | View::Json(Json::Object(_))) => {
            for (key, value) in properties(object) {
                deep(&format!("{name}[{key}]"), value, write, parts);
            }
        }
        list @ (View::List(_) | View::Json(Json::Array(_))) => {
            let items = || list.items().filter(|item| !is_nothing(*item));
            let nested = items().any(|item| item.to_text().is_none());
            for (index, item) in items().enumerate() {
                let index = if nested { index.to_string() } else { String::new() };
                deep(&format!("{name}[{index}]"), item, write, parts);
            }
        }
        View::Absent | View::Null | View::Json(Json::Null) => {}
        value => parts.push(format!("{}={}", utf8_percent_encode(name, NAME), write(&flat(value)))),
    }
}

/// A value as part of a query, without `?` or `&` before it.
pub(crate) fn query(name: &str, view: View<'_>, style: Style) -> Result<Option<String>> {
    if style.kind == Kind::Json {
        return Ok(query_json(name, view));
    }
    expand(name, view, style, if style.reserved { RESERVED } else { STRICT })
}

/// A value as part of a path.
///
/// Nothing, `.` and `..` are refused: a server resolves them to the path of another operation.
pub(crate) fn path(name: &str, view: View<'_>, style: Style) -> Result<String> {
    let text = match style.kind {
        Kind::Json => whole_json(view),
        // The collection formats of Swagger 2.0 have no name in a path.
        Kind::Space | Kind::Pipe | Kind::Tab => {
            let text = expand(name, view, style.explode(false), STRICT)?;
            let named = format!("{}=", query_name(name));
            text.map(|text| text.strip_prefix(&named).map(str::to_owned).unwrap_or(text))
        }
        _ => expand(name, view, style, if style.reserved { SEGMENTS } else { STRICT })?,
    };
    match text.unwrap_or_default() {
        // What would be taken for a step up, or for no segment at all.
        text if text.is_empty() || text.split('/').any(escape::is_step) => {
            Err(Error::request(format!("`{text}` cannot stand for `{name}` in a path")))
        }
        text => Ok(text),
    }
}

/// A value as a cookie.
pub(crate) fn cookie(name: &str, view: View<'_>, style: Style) -> Result<Option<String>> {
    match style.kind {
        Kind::Cookie => expand(name, view, style, COOKIE),
        _ => query(name, view, style),
    }
}

/// A value as JSON that stands alone in a path or a query.
pub(crate) fn whole_json(view: View<'_>) -> Option<String> {
    let there = !matches!(view, View::Absent);
    there.then(|| percent_encoding::percent_encode(&encode(view), STRICT).to_string())
}

/// A value as JSON in a header, where only ASCII can stand.
fn ascii_json(view: View<'_>) -> Option<String> {
    if matches!(view, View::Absent) {
        return None;
    }
    let mut text = String::new();
    for c in String::from_utf8_lossy(&encode(view)).chars() {
        if c.is_ascii() {
            text.push(c);
        } else {
            text.extend(c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")));
        }
    }
    Some(text)
}

/// Encodes a path parameter, in the style `simple`.
///
/// Everything but the unreserved characters of [RFC 3986] is percent-encoded.
///
/// # Errors
///
/// If the value is absent, empty, `.` or `..`: a server resolves these to the path of another operation.
///
/// [RFC 3986]: https://www.rfc-editor.org/rfc/rfc3986#section-2.3
pub fn segment(name: &str, value: &impl Value) -> Result<String> {
    segment_with(name, value, Style::SIMPLE)
}

/// Encodes a path parameter in the style `simple`, `label` or `matrix`.
///
/// # Errors
///
/// The same as of [`segment`].
pub fn segment_with(name: &str, value: &impl Value, style: Style) -> Result<String> {
    path(name, value.view(), style)
}

/// A value as a header, where nothing is encoded.
pub(crate) fn header(name: &str, view: View<'_>, style: Style) -> Result<Option<String>> {
    if style.kind == Kind::Json {
        return Ok(ascii_json(view));
    }
    Ok(match shape(name, view)? {
        Shape::Nothing => None,
        Shape::One(text) => Some(text.into_owned()),
        Shape::List(list) => {
            let separator = match style.kind {
                Kind::Space => " ",
                Kind::Pipe => "|",
                Kind::Tab => "\t",
                _ => ",",
            };
            Some(list.join(separator)).filter(|_| !list.is_empty())
        }
        Shape::Object(object) => {
            let equals = if style.explode { "=" } else { "," };
            let pairs = object.iter().map(|(key, value)| format!("{key}{equals}{}", flat(*value)));
            Some(pairs.collect::<Vec<_>>().join(",")).filter(|_| !object.is_empty())
        }
    })
}

/// A value as JSON in a query; `None` if there is nothing to write.
pub(crate) fn query_json(name: &str, view: View<'_>) -> Option<String> {
    if matches!(view, View::Absent) {
        return None;
    }
    let json = encode(view);
    Some(format!("{}={}", utf8_percent_encode(name, NAME), percent_encoding::percent_encode(&json, STRICT)))
}

/// The name of a query parameter as it stands in a URI.
pub(crate) fn query_name(name: &str) -> String {
    utf8_percent_encode(name, NAME).to_string()
}

/// The value of a query parameter as it stands in a URI.
pub(crate) fn query_text(value: &str) -> String {
    utf8_percent_encode(value, STRICT).to_string()
}
