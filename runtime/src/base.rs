//! The base URL of a client: the one origin that its requests go to, and the path they are below.

use std::fmt;

use http::Uri;
use http::uri::{Authority, InvalidUri, PathAndQuery, Scheme};

/// A base URL. Every URI that comes out of it has its scheme and authority, whatever went in.
#[derive(Clone, Debug)]
pub(crate) struct Base {
    scheme: Scheme,
    authority: Authority,
    /// Empty, or with a leading and without a trailing slash.
    path: String,
}

impl Base {
    /// Reads a base URL, which is `http` or `https` and has neither user info, query nor fragment.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let refuse = |why: &str| Err(format!("`{}` is not a base URL: {why}", text.escape_debug()));
        if text.contains('@') {
            // Not repeated, as it may be a password.
            return Err("a base URL holds no user info".to_owned());
        }
        if text.contains(['?', '#']) {
            return refuse("it has a query or a fragment");
        }
        if text.contains('\\') || text.split('/').any(is_dots) {
            return refuse("it has a backslash or a segment of dots");
        }
        let uri: Uri = match text.parse() {
            Ok(uri) => uri,
            Err(error) => return refuse(&InvalidUri::to_string(&error)),
        };
        match uri.into_parts() {
            http::uri::Parts { scheme: Some(scheme), authority: Some(authority), path_and_query, .. }
                if scheme == Scheme::HTTPS || scheme == Scheme::HTTP =>
            {
                if authority.host().is_empty() || port(&authority, 0).is_none() {
                    return refuse("it has no host or no proper port");
                }
                let path = path_and_query.map_or_else(String::new, |path| path.path().to_owned());
                let path = path.trim_end_matches('/').to_owned();
                Ok(Self { scheme, authority, path })
            }
            _ => refuse("it does not start with `https://` or `http://` and a host"),
        }
    }

    /// Whether an absolute URI is of this origin: scheme, host in any case, port written out or not.
    ///
    /// Plain `http` on the same host and the default port counts too where the base is `https`, since the
    /// URI that comes out of it is `https`.
    pub(crate) fn owns(&self, scheme: &str, authority: &Authority) -> bool {
        let own = port(&self.authority, default_port(self.scheme()));
        let other = port(authority, default_port(scheme));
        let same_port = if scheme.eq_ignore_ascii_case(self.scheme()) {
            own.is_some() && own == other
        } else {
            scheme.eq_ignore_ascii_case("http") && own == Some(443) && other == Some(80)
        };
        same_port && authority.host().eq_ignore_ascii_case(self.authority.host())
    }

    /// The scheme of the base URL.
    pub(crate) fn scheme(&self) -> &str {
        self.scheme.as_str()
    }

    /// The host, an IPv6 address without its brackets.
    #[cfg(feature = "tracing")]
    pub(crate) fn host(&self) -> &str {
        self.authority.host().trim_matches(['[', ']'])
    }

    /// The port, written out or not.
    #[cfg(feature = "tracing")]
    pub(crate) fn port(&self) -> Option<u16> {
        port(&self.authority, default_port(self.scheme()))
    }

    /// The path of the base URL: empty, or with a leading and without a trailing slash.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// The same origin, with another path.
    pub(crate) fn with_path(&self, path: &str) -> Self {
        Self { path: path.trim_end_matches('/').to_owned(), ..self.clone() }
    }

    /// The URI of a path, with or without a query, below the base URL.
    pub(crate) fn below(&self, path: PathAndQuery) -> Result<Uri, http::Error> {
        if self.path.is_empty() {
            return self.at(path);
        }
        self.at(PathAndQuery::try_from(format!("{}{path}", self.path))?)
    }

    /// The URI of a path, with or without a query, at the origin.
    pub(crate) fn at(&self, path: PathAndQuery) -> Result<Uri, http::Error> {
        let mut parts = http::uri::Parts::default();
        parts.scheme = Some(self.scheme.clone());
        parts.authority = Some(self.authority.clone());
        parts.path_and_query = Some(path);
        Ok(Uri::from_parts(parts)?)
    }
}

/// Whether a segment is `.` or `..`, which a URL parser takes away, even if it is percent-encoded.
pub(crate) fn is_dots(segment: &str) -> bool {
    matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..")
}

fn default_port(scheme: &str) -> u16 {
    if scheme.eq_ignore_ascii_case("https") { 443 } else { 80 }
}

/// The port, or the default if it is not written out; `None` if the authority is not a host and a port.
fn port(authority: &Authority, default: u16) -> Option<u16> {
    match authority.as_str().strip_prefix(authority.host())? {
        "" | ":" => Some(default),
        port => port.strip_prefix(':')?.parse().ok(),
    }
}

impl fmt::Display for Base {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}{}", self.scheme, self.authority, self.path)
    }
}
