//! Bearer tokens.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::HeaderValue;

use crate::value::{Json, decode};

/// A bearer token ([RFC 6750]), with or without the time when it ends. `Debug` does not show it.
///
/// ```
/// let token = clientgen_runtime::Token::from("eyJ0eXAi");
/// assert_eq!(format!("{token:?}"), "Token([redacted])");
/// assert_eq!(token.expose(), "eyJ0eXAi");
/// ```
///
/// [RFC 6750]: https://www.rfc-editor.org/rfc/rfc6750
#[derive(Clone)]
pub struct Token {
    text: Arc<str>,
    /// As it stands in `Authorization`; `None`, if no header can hold it.
    header: Option<HeaderValue>,
    expires_at: Option<SystemTime>,
}

impl Token {
    /// The same token, known to end at a time. [`Cached`](super::Cached) gets another one in time.
    #[must_use]
    pub fn with_expiry(mut self, at: impl Into<Option<SystemTime>>) -> Self {
        self.expires_at = at.into();
        self
    }

    /// When the token ends, if that is known.
    #[must_use]
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.expires_at
    }

    /// The token itself, without `Bearer`.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.text
    }

    /// Whether the token says that its user passed multi-factor authentication: whether `mfa` is among the
    /// methods of its claim `amr` ([RFC 8176]). `None` if the token cannot be read or does not say, as that of
    /// an application.
    ///
    /// For telling people why a service refuses them. The signature is not looked at, so nothing may be
    /// granted by this.
    ///
    /// ```
    /// # use clientgen_runtime::Token;
    /// // {"amr":["pwd","mfa"]}
    /// assert_eq!(Token::from("e30.eyJhbXIiOlsicHdkIiwibWZhIl19.c2ln").has_mfa(), Some(true));
    /// assert_eq!(Token::from("opaque").has_mfa(), None);
    /// ```
    ///
    /// [RFC 8176]: https://www.rfc-editor.org/rfc/rfc8176#section-2
    #[must_use]
    pub fn has_mfa(&self) -> Option<bool> {
        let mut parts = self.text.split('.');
        let (Some(_), Some(claims), Some(_), None) = (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return None;
        };
        let claims = URL_SAFE_NO_PAD.decode(claims.trim_end_matches('=')).ok()?;
        let claims: Json = decode(&claims).ok()?;
        let methods = claims.get("amr")?.as_array()?;
        // Entra has a method of its own for devices that were set up with two factors.
        Some(methods.iter().any(|method| matches!(method.as_str(), Some("mfa" | "ngcmfa"))))
    }

    /// As it stands in `Authorization`, marked as sensitive; `None`, if no header can hold it.
    pub(crate) fn header(&self) -> Option<&HeaderValue> {
        self.header.as_ref()
    }

    pub(crate) fn is(&self, other: &Self) -> bool {
        self.text == other.text
    }

    pub(super) fn is_over(&self, now: SystemTime) -> bool {
        self.expires_at.is_some_and(|end| end <= now)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token([redacted])")
    }
}

impl From<&str> for Token {
    fn from(token: &str) -> Self {
        let mut header = HeaderValue::try_from(format!("Bearer {token}")).ok();
        if let Some(header) = &mut header {
            header.set_sensitive(true);
        }
        Self { text: token.into(), header, expires_at: None }
    }
}

impl From<String> for Token {
    fn from(token: String) -> Self {
        token.as_str().into()
    }
}
