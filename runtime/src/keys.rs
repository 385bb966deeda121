//! Signing in without a token: keys, and user and password.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::{self, HeaderName, HeaderValue};
use http::uri::PathAndQuery;
use http::{HeaderMap, Uri};

use crate::facts::{Api, Carrier, Scheme};
use crate::param::{query_name, query_text};
use crate::transport::{BoxError, Request};

/// Which kinds of signing in an operation takes: alternatives, each a list of the names of schemes that it takes
/// together. Among the extensions of a request, if the document says so.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SignIn(pub(crate) &'static [&'static [&'static str]]);

/// The keys that a caller has given, by the name of their scheme. `Debug` shows the names only.
#[derive(Clone, Default)]
pub(crate) struct Keys {
    held: Vec<(String, String)>,
    /// User and password, as they are sent.
    basic: Option<String>,
}

/// What a request is to be signed with.
pub(crate) struct Signature<'k> {
    /// Whether the token is part of it.
    pub(crate) token: bool,
    keys: Vec<(&'static Carrier, &'k str)>,
}

impl Keys {
    pub(crate) fn set(&mut self, scheme: &str, key: String) {
        self.held.retain(|(name, _)| name != scheme);
        self.held.push((scheme.to_owned(), key));
    }

    pub(crate) fn set_basic(&mut self, user: &str, password: &str) {
        self.basic = Some(STANDARD.encode(format!("{user}:{password}")));
    }

    /// That every key is for a scheme of the API, and can stand where it belongs.
    pub(crate) fn check(&self, api: &'static Api) -> Result<(), BoxError> {
        for (name, key) in &self.held {
            let Some(scheme) = api.schemes.iter().find(|scheme| scheme.name == name) else {
                let names: Vec<_> = api.schemes.iter().map(|scheme| format!("`{}`", scheme.name)).collect();
                return Err(format!(
                    "there is no scheme `{}`, only {}",
                    name.escape_debug(),
                    names.join(", ")
                )
                .into());
            };
            if let Carrier::Bearer | Carrier::Basic = scheme.carrier {
                return Err(format!("`{name}` takes no key: give a token, or user and password").into());
            }
            if key.is_empty() || HeaderValue::try_from(key.as_str()).is_err() {
                return Err(format!("the key of `{name}` is empty or has characters that no key has").into());
            }
        }
        Ok(())
    }

    /// What a request of an operation is to be signed with: the first alternative for which everything is there;
    /// everything, if there is none or if the document does not say what the operation takes.
    pub(crate) fn choose(&self, api: &'static Api, token: bool, operation: Option<SignIn>) -> Signature<'_> {
        let scheme = |name: &str| api.schemes.iter().find(|scheme| scheme.name == name);
        let holds = |name: &str| match scheme(name).map(|scheme| &scheme.carrier) {
            None => false,
            Some(Carrier::Bearer) => token,
            Some(Carrier::Basic) => self.basic.is_some(),
            Some(_) => self.key(name).is_some(),
        };
        let alternatives = operation.map_or(&[][..], |SignIn(alternatives)| alternatives);
        let chosen = alternatives.iter().find(|all| !all.is_empty() && all.iter().all(|name| holds(name)));
        let takes = |scheme: &&'static Scheme| chosen.is_none_or(|all| all.contains(&scheme.name));
        let used = || api.schemes.iter().filter(takes);
        let keys = used().filter_map(|scheme| Some((&scheme.carrier, self.key(scheme.name)?)));
        let basic = self
            .basic
            .as_deref()
            .filter(|_| chosen.is_none() || used().any(|scheme| scheme.carrier == Carrier::Basic));
        Signature {
            token: token && (chosen.is_none() || used().any(|scheme| scheme.carrier == Carrier::Bearer)),
            keys: keys.chain(basic.map(|basic| (&Carrier::Basic, basic))).collect(),
        }
    }

    fn key(&self, scheme: &str) -> Option<&str> {
        self.held.iter().find(|(name, _)| name == scheme).map(|(_, key)| key.as_str())
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.held.iter().map(|(name, _)| name.as_str());
        f.debug_set().entries(names.chain(self.basic.as_ref().map(|_| "basic"))).finish()
    }
}

impl Signature<'_> {
    /// Signs a request. What the caller has set already stays.
    pub(crate) fn sign(&self, request: &mut Request) -> Result<(), BoxError> {
        for (carrier, key) in &self.keys {
            match carrier {
                Carrier::Bearer => {}
                Carrier::Basic => set(request.headers_mut(), header::AUTHORIZATION, &format!("Basic {key}"))?,
                Carrier::Http(word) => {
                    set(request.headers_mut(), header::AUTHORIZATION, &format!("{word} {key}"))?;
                }
                Carrier::Header(name) => set(request.headers_mut(), HeaderName::try_from(*name)?, key)?,
                Carrier::Query(name) => *request.uri_mut() = with_query(request.uri(), name, key)?,
                Carrier::Cookie(name) => add_cookie(request.headers_mut(), name, key)?,
            }
        }
        Ok(())
    }
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) -> Result<(), BoxError> {
    let mut value = HeaderValue::try_from(value)?;
    value.set_sensitive(true);
    headers.entry(name).or_insert(value);
    Ok(())
}

fn add_cookie(headers: &mut HeaderMap, name: &str, key: &str) -> Result<(), BoxError> {
    let own = format!("{}={}", query_name(name), query_text(key));
    let before = headers.get(header::COOKIE).and_then(|value| value.to_str().ok());
    let cookies = before.map_or_else(|| own.clone(), |before| format!("{before}; {own}"));
    headers.remove(header::COOKIE);
    set(headers, header::COOKIE, &cookies)
}

/// A URI with one more parameter, unless it is there already: links of a service may hold it.
fn with_query(uri: &Uri, name: &str, key: &str) -> Result<Uri, BoxError> {
    let name = query_name(name);
    let query = uri.query().unwrap_or("");
    if query.split('&').any(|part| part.split('=').next() == Some(&name)) {
        return Ok(uri.clone());
    }
    let start = if query.is_empty() { String::new() } else { format!("{query}&") };
    let path = format!("{}?{start}{name}={}", uri.path(), query_text(key));
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(path)?);
    Ok(Uri::from_parts(parts)?)
}
