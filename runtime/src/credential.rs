//! Who the caller is: tokens, and where they come from.

use std::future::{Future, ready};
use std::sync::Arc;

use crate::transport::{BoxError, BoxFuture};

mod answer;
#[cfg(feature = "azure")]
mod azure;
mod cache;
mod device_code;
mod endpoint;
mod error;
mod place;
mod rotation;
mod sign_in;
mod token;

#[cfg(feature = "azure")]
pub use azure::AzureCredential;
pub use cache::Cached;
pub use device_code::DevicePrompt;
pub use error::SignInError;
pub(crate) use error::is_passing;
pub use place::Flow;
pub(crate) use place::Place;
pub use sign_in::{ClientSecret, DeviceCode, RefreshToken, SignIn};
pub use token::Token;

/// Gives a bearer token for each call.
///
/// A [`Token`] gives itself, [`SignIn`] gets tokens from Microsoft Entra, and every `Fn() -> impl Future` is a
/// credential, so that a token source of any kind fits in. [`Cached`] keeps what it gives:
///
/// ```
/// use clientgen_runtime::{BoxError, Cached, Credential, Token};
///
/// fn is_credential(_: impl Credential) {}
/// is_credential(Token::from("eyJ0eXAi"));
/// is_credential(|| async { Ok::<_, BoxError>(Token::from(std::env::var("TOKEN")?)) });
/// is_credential(Cached::new(async || Ok::<_, BoxError>(Token::from("eyJ0eXAi"))));
/// ```
pub trait Credential: Send + Sync + 'static {
    /// A token that is valid now. Asked for before each try of a call, so it should come from memory mostly.
    ///
    /// # Errors
    ///
    /// If there is none to be had. The call is then not made.
    fn token(&self) -> BoxFuture<'_, Result<Token, BoxError>>;

    /// A token in place of one that the service refused (401). Asked for once in a call, which is then sent
    /// again if the token is another one.
    ///
    /// # Errors
    ///
    /// If there is none to be had.
    fn renew<'a>(&'a self, refused: &'a Token) -> BoxFuture<'a, Result<Token, BoxError>> {
        let _ = refused;
        self.token()
    }
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

    fn renew<'a>(&'a self, refused: &'a Token) -> BoxFuture<'a, Result<Token, BoxError>> {
        (**self).renew(refused)
    }
}
