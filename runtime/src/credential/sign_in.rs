//! How to sign in to Microsoft Entra: what the caller says, before it is known where.

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::cache::{Cached, Clock, clock_of};
use super::device_code::{self, DevicePrompt, Show};
use super::endpoint::{Audience, Endpoint};
use super::place::{self, Flow, Place};
use super::rotation::{Keep, Rotation};
use super::{Credential, Token};
use crate::transport::{BoxError, BoxFuture, Timer, Transport};
use crate::value::Secret;

/// How long a device code may be good, and so a request for it be taken up again.
const DEVICE_PATIENCE: Duration = Duration::from_secs(1800);

/// A way to sign in to [Microsoft Entra](https://learn.microsoft.com/entra/identity-platform/): which tenant,
/// which application, and what proves it.
///
/// Given to [`Builder::sign_in`](crate::Builder::sign_in), it takes the rest from the server that the client
/// calls: the authority, what the token is for, and the transport. So the clouds cannot be mixed up:
///
/// ```
/// use clientgen_runtime::{Builder, Client, SignIn};
/// # fn builder() -> Builder<Client> { unimplemented!() }
/// # fn run(app_id: &str, secret: &str) -> clientgen_runtime::Result<()> {
/// let client = builder()
///     .server("china")
///     .sign_in(SignIn::client_secret("contoso.partner.onmschina.cn", app_id, secret))
///     .build()?;
/// # Ok(())
/// # }
/// ```
///
/// Tokens are kept and renewed as [`Cached`] says. `Debug` shows no secret.
///
/// The form of the request is v2 (`scope`), if the server has a scope, and otherwise v1 (`resource`).
/// [`v1`](Self::v1), [`resource`](Self::resource) and [`scope`](Self::scope) choose another one.
#[derive(Clone)]
#[must_use = "nobody signs in by this until a client has it"]
pub struct SignIn<G> {
    tenant: String,
    client_id: String,
    client_secret: Option<Secret>,
    authority: Option<String>,
    audience: Option<Audience>,
    v1: bool,
    buffer: Option<Duration>,
    clock: Option<Clock>,
    transport: Option<Arc<dyn Transport>>,
    timer: Option<Arc<dyn Timer>>,
    grant: G,
}

/// An application that proves itself by a secret (`client_credentials`): see [`SignIn::client_secret`].
#[derive(Clone, Debug)]
pub struct ClientSecret(());

/// A user who signed in before (`refresh_token`): see [`SignIn::refresh_token`].
#[derive(Clone)]
pub struct RefreshToken {
    first: Secret,
    keep: Option<Keep>,
}

/// A user who signs in elsewhere (`device_code`): see [`SignIn::device_code`].
#[derive(Clone)]
pub struct DeviceCode {
    show: Show,
    keep: Option<Keep>,
}

impl SignIn<ClientSecret> {
    /// Signs in as an application, without a user.
    ///
    /// `tenant` is the domain or the id of the directory, `client_id` the id of the application.
    pub fn client_secret(
        tenant: impl Into<String>,
        client_id: impl Into<String>,
        secret: impl Into<Secret>,
    ) -> Self {
        Self { client_secret: Some(secret.into()), ..Self::new(tenant, client_id, ClientSecret(())) }
    }
}

impl SignIn<RefreshToken> {
    /// Signs in as a user who has consented before, by the refresh token of that.
    ///
    /// Refresh tokens change as they are used: see [`on_rotation`](Self::on_rotation).
    pub fn refresh_token(
        tenant: impl Into<String>,
        client_id: impl Into<String>,
        refresh_token: impl Into<Secret>,
    ) -> Self {
        Self::new(tenant, client_id, RefreshToken { first: refresh_token.into(), keep: None })
    }

    /// Sets the secret of an application that has one. The others are public clients.
    pub fn secret(mut self, client_secret: impl Into<Secret>) -> Self {
        self.client_secret = Some(client_secret.into());
        self
    }
}

/// The ways to sign in a user, who comes back by refresh tokens.
pub trait ByUser {
    #[doc(hidden)]
    fn kept_by(&mut self, keep: Keep);
}

impl ByUser for RefreshToken {
    fn kept_by(&mut self, keep: Keep) {
        self.keep = Some(keep);
    }
}

impl ByUser for DeviceCode {
    fn kept_by(&mut self, keep: Keep) {
        self.keep = Some(keep);
    }
}

impl<G: ByUser> SignIn<G> {
    /// Sets what keeps the next refresh token, for [`SignIn::refresh_token`] in the next run. It is called with each
    /// new one before that is used; the one before may be of no use from then on.
    ///
    /// If it fails, so does the call that needed the token, and the same refresh token is offered again.
    ///
    /// ```
    /// use clientgen_runtime::{Secret, SignIn};
    ///
    /// let sign_in = SignIn::refresh_token("contoso.com", "app id", "0.AX4…").secret("app secret").on_rotation(
    ///     |fresh: Secret| async move { std::fs::write("/run/secrets/refresh-token", fresh.expose()) },
    /// );
    /// ```
    pub fn on_rotation<F, Fut, E>(mut self, keep: F) -> Self
    where
        F: Fn(Secret) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), E>> + Send + 'static,
        E: Into<BoxError>,
    {
        self.grant.kept_by(Arc::new(move |fresh| {
            let kept = keep(fresh);
            Box::pin(async move { kept.await.map_err(Into::into) })
        }));
        self
    }
}

impl SignIn<DeviceCode> {
    /// Lets a user sign in with a browser, on this device or another. `show` gets what to tell the user.
    ///
    /// That happens when the first call needs a token; from then on the refresh token does, until it is
    /// revoked. There has to be a [`Timer`], as the one that `ReqwestTransport` brings.
    ///
    /// ```
    /// use clientgen_runtime::SignIn;
    ///
    /// let sign_in = SignIn::device_code("contoso.com", "app id", |prompt| println!("{prompt}"));
    /// ```
    pub fn device_code(
        tenant: impl Into<String>,
        client_id: impl Into<String>,
        show: impl Fn(DevicePrompt) + Send + Sync + 'static,
    ) -> Self {
        Self::new(tenant, client_id, DeviceCode { show: Arc::new(show), keep: None })
    }
}

impl<G> SignIn<G> {
    fn new(tenant: impl Into<String>, client_id: impl Into<String>, grant: G) -> Self {
        Self {
            tenant: tenant.into(),
            client_id: client_id.into(),
            client_secret: None,
            authority: None,
            audience: None,
            v1: false,
            buffer: None,
            clock: None,
            transport: None,
            timer: None,
            grant,
        }
    }

    /// Sets the authority, such as `https://login.microsoftonline.us`, instead of that of the server.
    ///
    /// It is `https`, or `http` on this very machine.
    pub fn authority(mut self, url: impl Into<String>) -> Self {
        self.authority = Some(url.into());
        self
    }

    /// Sets what the token is for, such as `https://api.partnercenter.microsoft.com/.default`, instead of what
    /// the server says. The request takes the v2 form.
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.audience = Some(Audience::Scope(scope.into()));
        self
    }

    /// Sets what the token is for, such as `https://api.partnercenter.microsoft.com`, instead of what the
    /// server says. The request takes the v1 form.
    pub fn resource(mut self, resource: impl Into<String>) -> Self {
        self.audience = Some(Audience::Resource(resource.into()));
        self
    }

    /// Takes the v1 form of the request, with the resource that the server says.
    pub fn v1(mut self) -> Self {
        self.v1 = true;
        self
    }

    /// Sets how long before its end a token is replaced: see [`Cached::buffer`].
    pub fn buffer(mut self, buffer: Duration) -> Self {
        self.buffer = Some(buffer);
        self
    }

    /// Sets what tells the time, instead of the timer of the client ([`Timer::now`]) and that of the system.
    pub fn clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// Sets what sends the requests for tokens. The default is the transport of the client.
    ///
    /// They hold secrets in their bodies, so it must not follow redirects to another origin.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.timer = transport.timer();
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Sets what waits, instead of what the transport brings. To be called after
    /// [`transport`](Self::transport).
    pub fn timer(mut self, timer: impl Timer) -> Self {
        self.timer = Some(Arc::new(timer));
        self
    }

    /// A credential apart from any client, for several of them or for other uses. The authority and the scope
    /// or resource have to be set.
    ///
    /// # Errors
    ///
    /// If something is missing, or not what it should be.
    pub fn into_credential(self, transport: impl Transport) -> Result<Arc<dyn Credential>, BoxError>
    where
        Self: Into<Flow>,
    {
        let timer = transport.timer();
        self.into().open(Place { authority: None, transport: Arc::new(transport), timer })
    }

    /// Makes a credential of the endpoint and the grant.
    fn open<C: Credential>(
        self,
        place: Place,
        source: impl FnOnce(Endpoint, G) -> Result<C, BoxError>,
    ) -> Result<Cached<C>, BoxError> {
        let timer = self.timer.or(place.timer.clone());
        let clock = self.clock.unwrap_or_else(|| clock_of(timer.clone()));
        let endpoint = Endpoint {
            authority: place.authority(self.authority.as_deref())?,
            tenant: place::tenant(self.tenant)?,
            client_id: place::not_empty("client id", self.client_id)?,
            client_secret: self
                .client_secret
                .map(|secret| place::secret("client secret", secret))
                .transpose()?,
            audience: place.audience(self.audience, self.v1)?,
            timer,
            transport: self.transport.unwrap_or(place.transport),
            clock: Arc::clone(&clock),
        };
        let cached = Cached::new(source(endpoint, self.grant)?).shared_clock(clock);
        Ok(match self.buffer {
            Some(buffer) => cached.buffer(buffer),
            None => cached,
        })
    }
}

impl From<SignIn<ClientSecret>> for Flow {
    fn from(sign_in: SignIn<ClientSecret>) -> Self {
        Self::new(|place| Ok(Arc::new(sign_in.open(place, |endpoint, _| Ok(Application(endpoint)))?)))
    }
}

impl From<SignIn<RefreshToken>> for Flow {
    fn from(sign_in: SignIn<RefreshToken>) -> Self {
        Self::new(|place| {
            let source = |endpoint, RefreshToken { first, keep }| {
                let first = place::secret("refresh token", first)?;
                Ok(User { endpoint, rotation: Rotation::new(Some(first), keep) })
            };
            Ok(Arc::new(sign_in.open(place, source)?))
        })
    }
}

impl From<SignIn<DeviceCode>> for Flow {
    fn from(sign_in: SignIn<DeviceCode>) -> Self {
        Self::new(|place| {
            let source = |endpoint: Endpoint, DeviceCode { show, keep }| {
                let timer =
                    endpoint.timer.clone().ok_or("to wait for a device code there has to be a timer")?;
                Ok(device_code::Source { endpoint, timer, show, rotation: Rotation::new(None, keep) })
            };
            Ok(Arc::new(sign_in.open(place, source)?.patience(DEVICE_PATIENCE)))
        })
    }
}

/// Gets tokens by a client secret.
struct Application(Endpoint);

impl Credential for Application {
    fn token(&self) -> BoxFuture<'_, Result<Token, BoxError>> {
        Box::pin(async move {
            let (name, audience) = self.0.audience(false);
            let (token, _) = self.0.token(&[("grant_type", "client_credentials"), (name, &audience)]).await?;
            Ok(token)
        })
    }
}

/// Gets tokens by a refresh token.
struct User {
    endpoint: Endpoint,
    rotation: Rotation,
}

impl Credential for User {
    fn token(&self) -> BoxFuture<'_, Result<Token, BoxError>> {
        Box::pin(async move {
            let token = self.rotation.redeem(&self.endpoint).await?;
            token.ok_or_else(|| "there is no refresh token".into())
        })
    }
}

impl<G> fmt::Debug for SignIn<G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignIn")
            .field("tenant", &self.tenant)
            .field("client_id", &self.client_id)
            .field("authority", &self.authority)
            .field("audience", &self.audience)
            .finish_non_exhaustive()
    }
}
