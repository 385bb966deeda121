//! Where to sign in: what the server says, unless the caller says something else.

use std::fmt;
use std::sync::Arc;

use http::Uri;

use super::Credential;
use super::endpoint::Audience;
use crate::facts::Authority;
use crate::transport::{BoxError, Timer, Transport};
use crate::value::Secret;

/// A way to sign in, for [`Builder::sign_in`](crate::Builder::sign_in): a [`SignIn`](super::SignIn) of any
/// kind.
pub struct Flow(Box<dyn FnOnce(Place) -> Opened + Send>);

type Opened = Result<Arc<dyn Credential>, BoxError>;

impl Flow {
    pub(super) fn new(open: impl FnOnce(Place) -> Opened + Send + 'static) -> Self {
        Self(Box::new(open))
    }

    /// Makes a credential of it.
    pub(crate) fn open(self, place: Place) -> Opened {
        (self.0)(place)
    }
}

impl fmt::Debug for Flow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Flow").finish_non_exhaustive()
    }
}

/// What a client knows of where it signs in.
pub(crate) struct Place {
    /// That of the server, if the client calls one of the specification.
    pub(crate) authority: Option<&'static Authority>,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) timer: Option<Arc<dyn Timer>>,
}

impl Place {
    /// The authority, without a slash at its end.
    pub(super) fn authority(&self, own: Option<&str>) -> Result<String, BoxError> {
        const NONE: &str = "it is not known where to sign in: choose a `server` that says so, or set the \
            `authority`";
        let url = own.or(self.authority.map(|authority| authority.url)).ok_or(NONE)?;
        if url.contains('@') {
            // Not repeated, as it may be a password.
            return Err("an authority holds no user info".into());
        }
        let refuse = |why: &str| format!("`{}` is no authority: {why}", url.escape_debug());
        let uri = Uri::try_from(url).map_err(|error| refuse(&error.to_string()))?;
        let host = uri.host().unwrap_or("");
        match uri.scheme_str() {
            Some("https") if !host.is_empty() => {}
            Some("http") if matches!(host, "localhost" | "127.0.0.1" | "[::1]") => {}
            _ => return Err(refuse("it does not start with `https://` and a host").into()),
        }
        if uri.path_and_query().is_some_and(|path| path.as_str() != "/") || url.contains('#') {
            return Err(refuse("it has a path or a query; the tenant is said apart").into());
        }
        Ok(url.trim_end_matches('/').to_owned())
    }

    pub(super) fn audience(&self, own: Option<Audience>, v1: bool) -> Result<Audience, BoxError> {
        const NONE: &str = "it is not known what the token is for: choose a `server` that says so, or set the \
            `scope`";
        let said = self.authority;
        let resource = || said.and_then(|said| said.resource).map(|text| Audience::Resource(text.to_owned()));
        let scope = || said.and_then(|said| said.scope).map(|text| Audience::Scope(text.to_owned()));
        let audience = match own {
            Some(Audience::Scope(_)) if v1 => {
                return Err("the v1 form takes a `resource`, not a `scope`".into());
            }
            Some(own) => Some(own),
            None if v1 => resource(),
            None => scope().or_else(resource),
        };
        match audience {
            Some(Audience::Resource(text) | Audience::Scope(text)) if text.trim().is_empty() => {
                Err(NONE.into())
            }
            audience => audience.ok_or_else(|| NONE.into()),
        }
    }
}

/// A tenant, if it can be nothing else in a path.
pub(super) fn tenant(tenant: String) -> Result<String, BoxError> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    if tenant.bytes().all(fits) && tenant.bytes().any(|byte| byte.is_ascii_alphanumeric()) {
        return Ok(tenant);
    }
    Err(format!("`{}` is no tenant: it is a domain or an id", tenant.escape_debug()).into())
}

/// A text that is there: that of an unset variable is not.
pub(super) fn not_empty(what: &str, text: String) -> Result<String, BoxError> {
    if text.trim().is_empty() { Err(format!("the {what} is empty").into()) } else { Ok(text) }
}

pub(super) fn secret(what: &str, secret: Secret) -> Result<Secret, BoxError> {
    let is_there = !secret.expose().trim().is_empty();
    is_there.then_some(secret).ok_or_else(|| format!("the {what} is empty").into())
}
