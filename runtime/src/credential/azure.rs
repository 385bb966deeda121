//! Credentials of the Azure SDK.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use azure_core::credentials::TokenCredential;

use super::cache::{Cached, clock_of};
use super::endpoint::Audience;
use super::place::Flow;
use super::{Credential, Token};
use crate::transport::{BoxError, BoxFuture};

/// A [`TokenCredential`] of the Azure SDK, such as those of the crate `azure_identity`: managed identities,
/// workload identities, certificates, the Azure CLI.
///
/// ```
/// use std::sync::Arc;
/// use azure_core::credentials::TokenCredential;
/// use clientgen_runtime::{AzureCredential, Builder, Client};
/// # fn builder() -> Builder<Client> { unimplemented!() }
/// # fn run(credential: Arc<dyn TokenCredential>) -> clientgen_runtime::Result<()> {
/// let client = builder().sign_in(AzureCredential::new(credential)).build()?;
/// # Ok(())
/// # }
/// ```
///
/// Which cloud it signs in to is up to the credential, and has to be that of the client's server.
#[derive(Clone)]
#[must_use = "nobody signs in by this until a client has it"]
pub struct AzureCredential {
    credential: Arc<dyn TokenCredential>,
    scope: Option<String>,
}

impl AzureCredential {
    /// Signs in by a credential of the Azure SDK.
    pub fn new(credential: Arc<dyn TokenCredential>) -> Self {
        Self { credential, scope: None }
    }

    /// Sets what the token is for, such as `https://api.partnercenter.microsoft.com/.default`, instead of what
    /// the server says.
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = Some(scope.into());
        self
    }
}

impl From<AzureCredential> for Flow {
    fn from(AzureCredential { credential, scope }: AzureCredential) -> Self {
        Self::new(|place| {
            let scope = match place.audience(scope.map(Audience::Scope), false)? {
                Audience::Scope(scope) => scope,
                Audience::Resource(resource) => format!("{resource}/.default"),
            };
            let clock = clock_of(place.timer);
            Ok(Arc::new(Cached::new(Source { credential, scope }).shared_clock(clock)))
        })
    }
}

struct Source {
    credential: Arc<dyn TokenCredential>,
    scope: String,
}

impl Credential for Source {
    fn token(&self) -> BoxFuture<'_, Result<Token, BoxError>> {
        Box::pin(async move {
            let access = self.credential.get_token(&[&self.scope], None).await?;
            // Before 1970 is over as well.
            let seconds = u64::try_from(access.expires_on.unix_timestamp()).unwrap_or_default();
            let end = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds));
            Ok(Token::from(access.token.secret()).with_expiry(end))
        })
    }
}

impl fmt::Debug for AzureCredential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AzureCredential").field("scope", &self.scope).finish_non_exhaustive()
    }
}
