//! The whole way from a request to what it says: headers, certificate, signature, body.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{ACCEPT, USER_AGENT};
use http::{HeaderMap, StatusCode, Uri};

use super::certificate::{Certificate, Demands, ders};
use super::{SignatureError, SignedRequest};
use crate::facts::SignatureRules;
use crate::transport::{Body, BoxError, TimeLimit, Timer, Transport, TransportError};
use crate::value::{Value, decode};

/// How many bytes the file of a certificate may have.
const SIZE: usize = 64 << 10;
/// How long fetching one may take.
const LIMIT: Duration = Duration::from_secs(30);
/// How many are kept.
const KEPT: usize = 8;
/// How old one has to be before it is fetched again because it will not do.
const AGE: Duration = Duration::from_secs(60);

/// Tells whether a request comes from the service, by its signature.
///
/// The request names the certificate that it is signed with, and whoever sends it can name any. So the address has to
/// be one of `https` at a host that the specification names, before anything is fetched; redirects are not followed.
/// The certificate has to be made out to the organisation that the specification names, and good at this time. Then
/// the signature has to be one of this body.
///
/// Certificates are kept, and fetched again if they will not do, as after their renewal. [`issuers`](Self::issuers)
/// asks for a chain as well.
///
/// ```
/// use clientgen_runtime::{Json, SignatureError, SignatureRules, Transport, Verifier, http::HeaderMap};
///
/// // The client that is generated from a specification has it: `incoming::RESOURCE_CHANGED`.
/// static RESOURCE_CHANGED: SignatureRules = SignatureRules {
///     headers: &["X-Signature", "Authorization"],
///     scheme: "Signature",
///     algorithm: "X-Signature-Algorithm",
///     certificate: "X-Certificate-Url",
///     hosts: &["certificates.pets.example"],
///     organization: Some("Pets Inc."),
/// };
///
/// fn verifier(transport: impl Transport) -> Verifier {
///     Verifier::new(&RESOURCE_CHANGED, transport)
/// }
///
/// // For each request, in whatever server there is.
/// async fn receive(verifier: &Verifier, headers: &HeaderMap, body: &[u8]) -> u16 {
///     match verifier.read::<Json>(headers, body).await {
///         Ok(event) => {
///             println!("{}", event["EventName"]);
///             200
///         }
///         // Not to be had at the moment: the service sends it again.
///         Err(SignatureError::Download(_)) => 503,
///         Err(error) => {
///             eprintln!("{error}");
///             401
///         }
///     }
/// }
/// ```
#[derive(Clone)]
pub struct Verifier {
    rules: &'static SignatureRules,
    hosts: Vec<String>,
    demands: Demands,
    transport: Arc<dyn Transport>,
    timer: Option<Arc<dyn Timer>>,
    kept: Arc<Mutex<Vec<Kept>>>,
}

struct Kept {
    uri: Uri,
    certificate: Arc<Certificate>,
    fetched: SystemTime,
}

impl Verifier {
    /// Verifies by the rules of a webhook. The transport fetches certificates, and brings the clock, if it has one.
    #[must_use]
    pub fn new(rules: &'static SignatureRules, transport: impl Transport) -> Self {
        let organization = rules.organization.map(str::to_owned);
        Self {
            rules,
            hosts: rules.hosts.iter().copied().map(str::to_owned).collect(),
            demands: Demands { organization, issuers: Vec::new() },
            timer: transport.timer(),
            transport: Arc::new(transport),
            kept: Arc::default(),
        }
    }

    /// Sets the hosts that certificates may come from, in place of those of the specification: names, without a scheme
    /// and a port.
    #[must_use]
    pub fn hosts<H: Into<String>>(mut self, hosts: impl IntoIterator<Item = H>) -> Self {
        self.hosts = hosts.into_iter().map(Into::into).collect();
        self
    }

    /// Sets the organisation that a certificate has to be made out to, in place of that of the specification.
    #[must_use]
    pub fn organization(mut self, name: impl Into<String>) -> Self {
        self.demands.organization = Some(name.into());
        self
    }

    /// Sets who may have made a certificate, be it by way of others in its file: their certificates, as DER or PEM.
    /// Without this it is trusted for the host that it comes from.
    ///
    /// # Errors
    ///
    /// If one of these is no certificate.
    pub fn issuers<I: AsRef<[u8]>>(
        mut self,
        issuers: impl IntoIterator<Item = I>,
    ) -> Result<Self, SignatureError> {
        for issuer in issuers {
            let all = ders(issuer.as_ref()).map_err(SignatureError::Certificate)?;
            for issuer in &all {
                Certificate::read(issuer).map_err(SignatureError::Certificate)?;
            }
            self.demands.issuers.extend(all);
        }
        Ok(self)
    }

    /// Sets the timer, in place of that of the transport: it says what time it is, and how long fetching may take.
    #[must_use]
    pub fn timer(mut self, timer: impl Timer) -> Self {
        self.timer = Some(Arc::new(timer));
        self
    }

    /// Reads the body of a request, if it is one of the service.
    ///
    /// # Errors
    ///
    /// Those of [`verify`](Self::verify), and [`SignatureError::Body`].
    pub async fn read<T: Value>(&self, headers: &HeaderMap, body: &[u8]) -> Result<T, SignatureError> {
        self.verify(headers, body).await?;
        let text = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
        decode(text).map_err(|flaw| SignatureError::Body(flaw.into()))
    }

    /// Finds out whether a request is one of the service. `body` is all of it, as it came.
    ///
    /// # Errors
    ///
    /// [`SignatureError`], if it is not, or if that cannot be told.
    pub async fn verify(&self, headers: &HeaderMap, body: &[u8]) -> Result<(), SignatureError> {
        let hosts: Vec<&str> = self.hosts.iter().map(String::as_str).collect();
        let request = SignedRequest::read_for(self.rules, &hosts, headers)?;
        let uri = request.certificate_url();
        let now = self.now()?;
        if let Some((certificate, fetched)) = self.kept(uri) {
            let outcome = self.check(&request, &certificate, body, now);
            let young = now.duration_since(fetched).is_ok_and(|age| age < AGE);
            if outcome.is_ok() || young {
                return outcome;
            }
        }
        let file = self.limit(self.fetch(uri)).await.map_err(SignatureError::Download)?;
        let certificate = Arc::new(Certificate::read(&file).map_err(SignatureError::Certificate)?);
        self.keep(uri, Arc::clone(&certificate), now);
        self.check(&request, &certificate, body, now)
    }

    /// The same with a certificate that was fetched in another way, from
    /// [`certificate_url`](SignedRequest::certificate_url) and nowhere else: DER or PEM.
    ///
    /// # Errors
    ///
    /// [`SignatureError::Certificate`] and [`SignatureError::Mismatch`].
    pub fn verify_with(
        &self,
        request: &SignedRequest,
        file: &[u8],
        body: &[u8],
    ) -> Result<(), SignatureError> {
        let certificate = Certificate::read(file).map_err(SignatureError::Certificate)?;
        self.check(request, &certificate, body, self.now()?)
    }

    fn check(
        &self,
        request: &SignedRequest,
        certificate: &Certificate,
        body: &[u8],
        now: SystemTime,
    ) -> Result<(), SignatureError> {
        certificate.check(&self.demands, now).map_err(SignatureError::Certificate)?;
        certificate.signed(request, body)
    }

    async fn fetch(&self, uri: &Uri) -> Result<Bytes, BoxError> {
        let mut request = http::Request::get(uri)
            .header(ACCEPT, "*/*")
            .header(USER_AGENT, concat!("clientgen-runtime/", env!("CARGO_PKG_VERSION")))
            .body(Body::from(Bytes::new()))?;
        request.extensions_mut().insert(TimeLimit(LIMIT));
        let (head, body) = self.transport.open(request).await?.into_parts();
        if head.status != StatusCode::OK {
            return Err(format!("answered {}", head.status).into());
        }
        body.collect(SIZE).await
    }

    /// Awaits something, as long as there is time, if there is a clock.
    async fn limit<T>(&self, future: impl Future<Output = Result<T, BoxError>>) -> Result<T, BoxError> {
        let timer = self.timer.as_ref().filter(|timer| timer.elapsed().is_some());
        let mut future = pin!(future);
        let mut sleep = None;
        poll_fn(|cx| {
            if let Poll::Ready(outcome) = future.as_mut().poll(cx) {
                return Poll::Ready(outcome);
            }
            let Some(timer) = timer else { return Poll::Pending };
            let sleep = sleep.get_or_insert_with(|| timer.sleep(LIMIT));
            sleep
                .as_mut()
                .poll(cx)
                .map(|()| Err(TransportError::timeout(format!("{LIMIT:?} are over")).into()))
        })
        .await
    }

    /// The time of day: that of the timer, or else of the system, if it has one.
    fn now(&self) -> Result<SystemTime, SignatureError> {
        let own = self.timer.as_deref().and_then(Timer::now);
        let system = || (!cfg!(all(target_family = "wasm", target_os = "unknown"))).then(SystemTime::now);
        let none =
            || SignatureError::Certificate("there is no clock to tell whether it is still good".into());
        own.or_else(system).ok_or_else(none)
    }

    fn kept(&self, uri: &Uri) -> Option<(Arc<Certificate>, SystemTime)> {
        let all = self.lock();
        let kept = all.iter().find(|kept| kept.uri == *uri)?;
        Some((Arc::clone(&kept.certificate), kept.fetched))
    }

    fn keep(&self, uri: &Uri, certificate: Arc<Certificate>, fetched: SystemTime) {
        let mut all = self.lock();
        all.retain(|kept| kept.uri != *uri);
        if all.len() >= KEPT {
            all.remove(0);
        }
        all.push(Kept { uri: uri.clone(), certificate, fetched });
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("hosts", &self.hosts)
            .field("demands", &self.demands)
            .finish_non_exhaustive()
    }
}
