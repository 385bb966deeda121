//! Who the caller is: tokens, and where they come from.

use std::fmt;
use std::future::{Future, ready};
use std::sync::Arc;

use crate::transport::{BoxError, BoxFuture};

/// A bearer token ([RFC 6750]). `Debug` does not show it.
///
/// ```
/// let token = clientgen_runtime::Token::from("eyJ0eXAi");
/// assert_eq!(format!("{token:?}"), "Token([redacted])");
/// assert_eq!(token.expose(), "eyJ0eXAi");
/// ```
///
/// [RFC 6750]: https://www.rfc-editor.org/rfc/rfc6750
#[derive(Clone)]
pub struct Token(Arc<str>);

impl Token {
    /// The token itself, without `Bearer`.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token([redacted])")
    }
}

impl From<&str> for Token {
    fn from(token: &str) -> Self {
        Self(token.into())
    }
}

impl From<String> for Token {
    fn from(token: String) -> Self {
        Self(token.into())
    }
}

/// Gives a bearer token for each call.
///
/// A [`Token`] gives itself, and every `Fn() -> impl Future` is a credential, so that a token cache of any
/// kind fits in:
///
/// ```
/// use clientgen_runtime::{BoxError, Credential, Token};
///
/// fn is_credential(_: impl Credential) {}
/// is_credential(Token::from("eyJ0eXAi"));
/// is_credential(|| async { Ok::<_, BoxError>(Token::from(std::env::var("TOKEN")?)) });
/// ```
pub trait Credential: Send + Sync + 'static {
    /// A token that is valid now. Asked for before each call, so it should come from memory mostly.
    ///
    /// # Errors
    ///
    /// If there is none to be had. The call is then not made.
    fn token(&self) -> BoxFuture<'_, Result<Token, BoxError>>;
}

impl Credential for Token {
    fn token(&self) -> BoxFuture<'_, Result<Token, BoxError>> {
        Box::pin(ready(Ok(self.clone())))
    }
}

impl<F, Fut, E> Credential for F
where
    F: Fn() -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<Token, E>> + Send + 'static,
    E: Into<BoxError>,
{
    fn token(&self) -> BoxFuture<'_, Result<Token, BoxError>> {
        let token = self();
        Box::pin(async move { token.await.map_err(Into::into) })
    }
}

impl<C: Credential + ?Sized> Credential for Arc<C> {
    fn token(&self) -> BoxFuture<'_, Result<Token, BoxError>> {
        (**self).token()
    }
}
