//! How a client comes into being.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use http::HeaderValue;

use crate::base::Base;
use crate::client::{Client, Scope, Shared};
use crate::credential::{Credential, Flow, Place, Token};
use crate::error::{Error, Result};
use crate::facts::Api;
use crate::headers::Headers;
use crate::keys::Keys;
use crate::response::IdNames;
use crate::retry::Retry;
use crate::server;
use crate::transport::{BoxError, Timer, Transport};

/// Builds a client. What is wrong comes out of [`build`](Self::build).
#[must_use = "a builder is no client until `build`"]
pub struct Builder<C = Client> {
    api: &'static Api,
    base: Option<Result<Base, String>>,
    server: Option<String>,
    variables: Vec<(String, String)>,
    transport: Option<Arc<dyn Transport>>,
    timer: Option<Arc<dyn Timer>>,
    signer: Option<Signer>,
    keys: Keys,
    application: Option<String>,
    scope: Scope,
    client: PhantomData<fn() -> C>,
}

impl<C: From<Client>> Builder<C> {
    /// Starts with what the specification says.
    pub fn new(api: &'static Api) -> Self {
        Self {
            api,
            base: None,
            server: None,
            variables: Vec::new(),
            transport: None,
            timer: None,
            signer: None,
            keys: Keys::default(),
            application: None,
            scope: Scope::default(),
            client: PhantomData,
        }
    }

    /// Sets where the service is. The default is the first server of the specification.
    ///
    /// The URL is `https` or, without protection for the credential, `http`. It may have a path, which then
    /// goes before the paths of all operations. After [`server`](Self::server), what the specification says of
    /// signing in to that server still holds: for a proxy before it.
    pub fn base_url(mut self, url: &str) -> Self {
        self.base = Some(Base::parse(url));
        self
    }

    /// Sets where the service is, and where to sign in, by the name of a server of the specification.
    pub fn server(mut self, name: &str) -> Self {
        self.base = None;
        self.server = Some(name.to_owned());
        self
    }

    /// Sets a variable in the address of the server, such as the name of a region. It goes in as it is, also if the
    /// specification does not name it: there may be more regions by now.
    pub fn server_variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.variables.push((name.into(), value.into()));
        self
    }

    /// Sets what sends the requests. The default is, with the feature `reqwest`, a new `ReqwestTransport`, and with
    /// `blocking` alone a new `BlockingTransport`.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Sets what waits between tries, and measures time limits. The default is what the transport brings,
    /// which for a closure and a tower service is nothing: their calls are sent once, and may take for ever.
    pub fn timer(mut self, timer: impl Timer) -> Self {
        self.timer = Some(Arc::new(timer));
        self
    }

    /// Sets how often calls are sent and how long they may take. [`Client::with_retry`] does so later.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.scope.retry = retry;
        self
    }

    /// Sets the bearer token of all calls. Replaces the credential.
    pub fn bearer(self, token: impl Into<Token>) -> Self {
        self.credential(token.into())
    }

    /// Sets what gives the bearer token of each call. Without it calls are anonymous.
    pub fn credential(mut self, credential: impl Credential) -> Self {
        self.signer = Some(Signer::Credential(Arc::new(credential)));
        self
    }

    /// Signs in to get the tokens: with a [`SignIn`](crate::SignIn), at the authority of the
    /// [`server`](Self::server). Replaces the credential.
    pub fn sign_in(mut self, flow: impl Into<Flow>) -> Self {
        self.signer = Some(Signer::Flow(flow.into()));
        self
    }

    /// Sets the key of a scheme of the specification: an API key, or what goes into `Authorization` after the
    /// word of the scheme. An operation takes the keys and tokens that it says, as far as there are any.
    pub fn api_key(mut self, scheme: &str, key: impl Into<String>) -> Self {
        self.keys.set(scheme, key.into());
        self
    }

    /// Sets user and password, for the scheme `basic` of HTTP.
    pub fn basic(mut self, user: &str, password: &str) -> Self {
        self.keys.set_basic(user, password);
        self
    }

    /// Sets the product that goes first in the `User-Agent` ([RFC 9110 §10.1.5]), such as `shop/1.2`, and as a
    /// whole into the header that the API has for it, if there is one.
    ///
    /// [RFC 9110 §10.1.5]: https://www.rfc-editor.org/rfc/rfc9110#section-10.1.5
    pub fn application(mut self, product: impl Into<String>) -> Self {
        self.application = Some(product.into());
        self
    }

    /// Sets a header of all calls, as [`Client::with_header`] does.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.scope.set(&name.into(), &value.into());
        self
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// [`Error::Request`], if the base URL, the server, a variable of it or a header is none, if there is no base URL
    /// or no transport, if a key is for no scheme of the specification, if it is not known where or how to sign in,
    /// or if the default transport cannot be set up.
    pub fn build(self) -> Result<C> {
        self.core().map(C::from).map_err(Error::request)
    }

    fn core(self) -> Result<Client, BoxError> {
        self.scope.check()?;
        self.keys.check(self.api)?;
        let named = || server::find(self.api, self.server.as_deref());
        let own_base = self.base.is_some();
        let (server, base) = match self.base {
            // A place that the specification does not know; behind it may be one that it knows.
            Some(base) => (self.server.is_some().then(named).transpose()?, base?),
            None => {
                let server = named()?;
                (Some(server), server::base(server, &self.variables)?)
            }
        };
        let own = concat!("clientgen-runtime/", env!("CARGO_PKG_VERSION"));
        let product = format!("{}/{} {own}", self.api.name, self.api.version);
        let application = self.application.as_deref();
        let user_agent = match application {
            Some(application) => format!("{application} {product}"),
            None => product,
        };
        let Ok(user_agent) = HeaderValue::try_from(user_agent) else {
            return Err("the application has characters that no header can hold".into());
        };
        let headers = Headers::new(self.api, application)?;
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport()?,
        };
        let timer = self.timer.or_else(|| transport.timer());
        let credential = match self.signer {
            None => None,
            Some(Signer::Credential(credential)) => Some(credential),
            Some(Signer::Flow(flow)) => {
                let authority = server.and_then(|server| server.authority.as_ref());
                Some(flow.open(Place {
                    authority,
                    transport: Arc::clone(&transport),
                    timer: timer.clone(),
                })?)
            }
        };
        let shared = Shared {
            api: self.api,
            base,
            own_base,
            timer,
            transport,
            credential,
            keys: self.keys,
            headers,
            ids: IdNames::new(self.api),
            user_agent,
        };
        Ok(Client::new(shared, self.scope))
    }
}

/// What gives the tokens.
enum Signer {
    Credential(Arc<dyn Credential>),
    Flow(Flow),
}

#[cfg(feature = "reqwest")]
fn default_transport() -> Result<Arc<dyn Transport>, BoxError> {
    Ok(Arc::new(crate::transport::ReqwestTransport::new()?))
}

#[cfg(all(feature = "blocking", not(feature = "reqwest")))]
#[allow(clippy::unnecessary_wraps, reason = "other transports can fail")]
fn default_transport() -> Result<Arc<dyn Transport>, BoxError> {
    Ok(Arc::new(crate::transport::BlockingTransport::new()))
}

#[cfg(not(any(feature = "blocking", feature = "reqwest")))]
fn default_transport() -> Result<Arc<dyn Transport>, BoxError> {
    Err("there is no transport: set one, or enable the feature `reqwest`".into())
}

impl<C> fmt::Debug for Builder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("api", &self.api.name)
            .field("base", &self.base)
            .field("application", &self.application)
            .finish_non_exhaustive()
    }
}
