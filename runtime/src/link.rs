//! Links in responses: where they lead, and which of their headers may go with them.
//!
//! A link is input from outside. Whatever it says, the URI that comes out of it has the origin of the base
//! URL, or there is none.

use std::fmt;

use http::header::HeaderName;
use http::uri::{Authority, PathAndQuery};
use http::{HeaderValue, Uri};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::base::{Base, is_dots};
use crate::facts::LinkRules;
use crate::value::View;

/// What services forget to encode and no URI can hold. All else stays as it is, to the byte.
const FORGOTTEN: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`');

/// Headers of a link that are not sent: they belong to the connection (RFC 9110 §7.6.1), to the client or to
/// the body. In lower case.
const KEPT_BACK: &[&str] = &[
    "accept-encoding",
    "authorization",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "cookie",
    "expect",
    "forwarded",
    "host",
    "keep-alive",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "via",
];

/// A link that is not followed.
#[derive(PartialEq, Eq)]
pub(crate) enum LinkError {
    /// It leads to another origin.
    Elsewhere(String),
    /// It is not a link.
    Malformed(String),
    /// One of its headers cannot be sent.
    Header(String),
}

/// Shows links without user info and query, which may hold secrets and personal data.
impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (why, what) = match self {
            Self::Elsewhere(link) => {
                ("the link leads to another origin, which must not see the credential", link)
            }
            Self::Malformed(link) => ("the link is malformed", link),
            Self::Header(name) => ("a header of the link is malformed", name),
        };
        match what.rsplit_once('@') {
            Some((_, what)) => write!(f, "{why}: `…@{}`", what.escape_debug()),
            None => write!(f, "{why}: `{}`", what.escape_debug()),
        }
    }
}

impl fmt::Debug for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for LinkError {}

/// Finds out where a link leads; `None` if it is empty.
///
/// | link | URI, for the base `https://api.host` and the prefix `v1` |
/// |---|---|
/// | `/customers/1`, `customers/1` | `https://api.host/v1/customers/1` |
/// | `/v1/customers/1`, `/v1//v1/customers/1` | `https://api.host/v1/customers/1` |
/// | `/webhooks/v1/x`, `webhooks` being known | `https://api.host/webhooks/v1/x` |
/// | `https://API.host:443/x`, `http://api.host/x` | `https://api.host/x` |
/// | `?page=2` | the path of `current`, with that query |
/// | `https://other.host/x`, `//other.host/x` | refused |
///
/// A base URL with a path goes before relative links, unless they have it already. The query stays as it
/// is, to the byte.
pub(crate) fn resolve(
    base: &Base,
    rules: LinkRules,
    current: &str,
    link: &str,
) -> Result<Option<Uri>, LinkError> {
    let Some(link) = clean(link) else { return Ok(None) };
    let (path, query) = link.split_once('?').map_or((link, None), |(path, query)| (path, Some(query)));
    let malformed = || LinkError::Malformed(path.to_owned());
    if path.contains('\\') || link.chars().any(char::is_control) {
        return Err(malformed());
    }
    let mut target = match split(rules, path).ok_or_else(malformed)? {
        Split::Absolute { scheme, authority, path: rest } => {
            let authority: Authority = authority.parse().map_err(|_| malformed())?;
            if !base.owns(scheme.unwrap_or(base.scheme()), &authority) {
                return Err(LinkError::Elsewhere(path.to_owned()));
            }
            if rest.is_empty() { "/".to_owned() } else { rest.to_owned() }
        }
        Split::Relative("") => current.to_owned(),
        Split::Relative(path) => relative(base, rules, path),
    };
    if target.split('/').any(is_dots) {
        return Err(malformed());
    }
    if let Some(query) = query {
        target.push('?');
        target.push_str(query);
    }
    let target = utf8_percent_encode(&target, FORGOTTEN).to_string();
    let target = PathAndQuery::try_from(target).map_err(|_| malformed())?;
    base.at(target).map(Some).map_err(|_| malformed())
}

/// A link without white space around it and without its fragment; `None` if nothing is left.
pub(crate) fn clean(link: &str) -> Option<&str> {
    let link = link.trim_matches([' ', '\t', '\r', '\n']);
    Some(link.split_once('#').map_or(link, |(link, _)| link)).filter(|link| !link.is_empty())
}

enum Split<'a> {
    Absolute { scheme: Option<&'a str>, authority: &'a str, path: &'a str },
    Relative(&'a str),
}

/// Tells absolute links from relative ones (RFC 3986 §4.2); `None` for a scheme without an authority.
///
/// Two slashes begin an authority, except before a known first segment, where they are a slip, as three are.
fn split(rules: LinkRules, path: &str) -> Option<Split<'_>> {
    let colon = path.find([':', '/']).filter(|&at| path.as_bytes().get(at) == Some(&b':'));
    let (scheme, rest) = match colon.and_then(|at| path.split_at_checked(at)) {
        Some((scheme, rest)) => (Some(scheme), rest.strip_prefix("://")?),
        None => match path.strip_prefix("//") {
            Some(rest) if !rest.starts_with('/') && !is_known(rules, rest.split('/').next()) => (None, rest),
            _ => return Some(Split::Relative(path)),
        },
    };
    let (authority, path) = rest.find('/').and_then(|at| rest.split_at_checked(at)).unwrap_or((rest, ""));
    Some(Split::Absolute { scheme, authority, path })
}

/// The path of a relative link: one slash between segments, below the base path, with its prefix.
fn relative(base: &Base, rules: LinkRules, path: &str) -> String {
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let own: Vec<&str> = base.path().split('/').filter(|segment| !segment.is_empty()).collect();
    let mut rest: &[&str] = &segments;
    if let Some((start, below)) = rest.split_at_checked(own.len())
        && start.iter().zip(&own).all(|(a, b)| a.eq_ignore_ascii_case(b))
    {
        rest = below;
    }
    // `/v1//v1/customers`: what comes of a link that had the prefix, behind a prefix.
    while let [first, second, ..] = rest
        && is_prefix(rules, first)
        && is_prefix(rules, second)
    {
        rest = rest.get(1..).unwrap_or_default();
    }
    let prefix = rules.prefix.filter(|_| !is_known(rules, rest.first().copied()));
    let mut target = base.path().to_owned();
    for segment in prefix.iter().chain(rest) {
        target.push('/');
        target.push_str(segment);
    }
    if path.ends_with('/') || target.is_empty() {
        target.push('/');
    }
    target
}

fn is_prefix(rules: LinkRules, segment: &str) -> bool {
    rules.prefix.is_some_and(|prefix| prefix.eq_ignore_ascii_case(segment))
}

/// Whether a first segment needs no prefix: it is known, or another version than that of the prefix.
fn is_known(rules: LinkRules, segment: Option<&str>) -> bool {
    segment.is_some_and(|segment| {
        is_prefix(rules, segment)
            || rules.known.iter().any(|known| known.eq_ignore_ascii_case(segment))
            || rules.prefix.is_some_and(is_version) && is_version(segment)
    })
}

/// Whether a segment is a version, such as `v1` or `v1.0`.
fn is_version(segment: &str) -> bool {
    segment.strip_prefix(['v', 'V']).is_some_and(|version| {
        version.starts_with(|c: char| c.is_ascii_digit())
            && version.chars().all(|c| c.is_ascii_digit() || c == '.')
    })
}

/// Reads the headers of a link, a list of `{key, value}`.
pub(crate) fn headers(list: View<'_>) -> Vec<(String, String)> {
    let pair = |item: View<'_>| {
        let value = item.property("value").to_text()?.into_owned();
        Some((item.property("key").as_str()?.to_owned(), value))
    };
    list.items().filter_map(pair).collect()
}

/// A header of a link, checked; `None` if it is not a link's to set.
pub(crate) fn header(name: &str, value: &str) -> Result<Option<(HeaderName, HeaderValue)>, LinkError> {
    let malformed = || LinkError::Header(name.to_owned());
    let header = HeaderName::try_from(name).map_err(|_| malformed())?;
    let value = HeaderValue::try_from(value).map_err(|_| malformed())?;
    let may_send = !KEPT_BACK.contains(&header.as_str()) && !header.as_str().starts_with("x-forwarded-");
    Ok(may_send.then_some((header, value)))
}
