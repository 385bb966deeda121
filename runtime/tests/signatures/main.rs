//! Requests that a service signs: who is believed, and what is fetched to find out.
//!
//! The certificates of `fixtures` were made with `openssl`: `issuer` made the others; `pets` and `renewed` are made out
//! to the organisation that is asked for, `other` and `lookalike` are not. `NAME.sha256` is a signature of `event.json`.

#![allow(missing_docs, reason = "tests")]

use std::future::ready;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use clientgen_runtime::http::{HeaderMap, HeaderName, HeaderValue, Response};
use clientgen_runtime::{
    BoxError, BoxFuture, Bytes, Json, RawResponse, Request, SignatureError, SignatureRules, SignedRequest,
    Timer, Verifier,
};

mod addresses;

static PET_CAME: SignatureRules = SignatureRules {
    headers: &["X-Signature", "Authorization"],
    scheme: "Signature",
    algorithm: "X-Signature-Algorithm",
    certificate: "X-Certificate-Url",
    hosts: &["certificates.pets.example"],
    organization: Some("Pets Inc."),
};

const URL: &str = "https://certificates.pets.example/pets.cer";
/// 2030-01-01
const NOW: u64 = 1_893_456_000;

fn file(name: &str) -> Vec<u8> {
    std::fs::read(format!("tests/signatures/fixtures/{name}")).unwrap()
}

fn event() -> Vec<u8> {
    file("event.json")
}

fn headers(all: &[(&str, &str)]) -> HeaderMap {
    let pair = |(name, value): &(&str, &str)| {
        (name.parse::<HeaderName>().unwrap(), value.parse::<HeaderValue>().unwrap())
    };
    all.iter().map(pair).collect()
}

/// The headers of a request that is signed by the key of a certificate.
fn signed_by(name: &str) -> HeaderMap {
    let signature = format!("Signature {}", String::from_utf8(file(&format!("{name}.sha256"))).unwrap());
    headers(&[
        ("Authorization", &signature),
        ("X-Certificate-Url", URL),
        ("X-Signature-Algorithm", "rsa-sha256"),
    ])
}

/// What time it is.
#[derive(Clone)]
struct Clock(Arc<Mutex<u64>>);

impl Clock {
    fn at(seconds: u64) -> Self {
        Self(Arc::new(Mutex::new(seconds)))
    }

    fn pass(&self, seconds: u64) {
        *self.0.lock().unwrap() += seconds;
    }
}

impl Timer for Clock {
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.pass(duration.as_secs());
        Box::pin(ready(()))
    }

    fn elapsed(&self) -> Option<Duration> {
        Some(Duration::from_secs(*self.0.lock().unwrap()))
    }

    fn now(&self) -> Option<SystemTime> {
        Some(SystemTime::UNIX_EPOCH + self.elapsed()?)
    }
}

/// Where certificates are, and what was asked for.
#[derive(Clone, Default)]
struct Host {
    file: Arc<Mutex<Vec<u8>>>,
    asked: Arc<Mutex<Vec<Request>>>,
}

impl Host {
    fn with(name: &str) -> Self {
        let host = Self::default();
        host.put(file(name));
        host
    }

    fn put(&self, file: Vec<u8>) {
        *self.file.lock().unwrap() = file;
    }

    fn asked(&self) -> usize {
        self.asked.lock().unwrap().len()
    }

    fn verifier(&self) -> Verifier {
        self.verifier_at(&Clock::at(NOW))
    }

    fn verifier_at(&self, clock: &Clock) -> Verifier {
        let own = self.clone();
        let transport = move |request: Request| {
            own.asked.lock().unwrap().push(request);
            ready(Ok::<_, BoxError>(RawResponse::new(Bytes::from(own.file.lock().unwrap().clone()))))
        };
        Verifier::new(&PET_CAME, transport).timer(clock.clone())
    }
}

#[tokio::test]
async fn a_signed_request_is_read() {
    let host = Host::with("pets.pem");
    let event = host.verifier().read::<Json>(&signed_by("pets"), &event()).await.unwrap();
    assert_eq!(event["EventName"], "pet-came");
    let asked = host.asked.lock().unwrap();
    assert_eq!((asked[0].method().as_str(), asked[0].uri().to_string().as_str()), ("GET", URL));
    assert!(asked[0].headers().get("authorization").is_none());
}

#[tokio::test]
async fn the_signature_may_be_in_either_header_and_made_in_several_ways() {
    let host = Host::with("pets.pem");
    let sha512 = String::from_utf8(file("pets.sha512")).unwrap();
    let (signature, mut headers) = (format!("signature {sha512}"), signed_by("pets"));
    headers.insert("x-signature", signature.parse().unwrap());
    headers.insert("x-signature-algorithm", "RSA-SHA512".parse().unwrap());
    host.verifier().verify(&headers, &event()).await.unwrap();
    headers.insert("authorization", "Bearer of-someone-in-between".parse().unwrap());
    host.verifier().verify(&headers, &event()).await.unwrap();
    headers.insert("x-signature-algorithm", "rsa-sha384".parse().unwrap());
    assert!(matches!(host.verifier().verify(&headers, &event()).await, Err(SignatureError::Mismatch)));
}

#[tokio::test]
async fn another_body_is_not_believed() {
    let host = Host::with("pets.pem");
    let verifier = host.verifier();
    let changed = String::from_utf8(event()).unwrap().replace("pets/7", "pets/8");
    for body in [changed.as_bytes(), b"", &event()[1..]] {
        let error = verifier.read::<Json>(&signed_by("pets"), body).await.unwrap_err();
        assert!(matches!(error, SignatureError::Mismatch), "{error}");
    }
    let error = verifier.verify(&signed_by("other"), &event()).await.unwrap_err();
    assert!(matches!(error, SignatureError::Mismatch), "signed by someone else: {error}");
    assert_eq!(host.asked(), 1, "a certificate that was just fetched is not fetched again");
}

#[tokio::test]
async fn a_certificate_of_another_organisation_is_not_believed() {
    for name in ["other", "lookalike"] {
        let host = Host::with(&format!("{name}.pem"));
        let error = host.verifier().verify(&signed_by(name), &event()).await.unwrap_err();
        assert!(matches!(error, SignatureError::Certificate(_)), "{name}: {error}");
        host.verifier().organization("Cats Inc.").verify(&signed_by(name), &event()).await.unwrap();
    }
}

#[tokio::test]
async fn a_certificate_is_good_for_some_time() {
    let host = Host::with("pets.pem");
    for (seconds, good) in [(1_700_000_000, false), (NOW, true), (NOW + 4_000_000_000, false)] {
        let outcome = host.verifier_at(&Clock::at(seconds)).verify(&signed_by("pets"), &event()).await;
        assert_eq!(outcome.is_ok(), good, "{seconds}: {outcome:?}");
        assert!(good || matches!(outcome, Err(SignatureError::Certificate(_))));
    }
}

#[tokio::test]
async fn a_certificate_can_be_asked_for_its_issuer() {
    let issuer = file("issuer.pem");
    for name in ["pets", "renewed"] {
        let host = Host::with(&format!("{name}.pem"));
        let strict = host.verifier().issuers([&issuer]).unwrap();
        strict.verify(&signed_by(name), &event()).await.unwrap();
        let foreign = host.verifier().issuers([file("other.pem")]).unwrap();
        let error = foreign.verify(&signed_by(name), &event()).await.unwrap_err();
        assert!(matches!(error, SignatureError::Certificate(_)), "{error}");
    }
    assert!(Host::default().verifier().issuers(["no certificate"]).is_err());
}

#[tokio::test]
async fn certificates_are_kept_and_fetched_again_after_a_renewal() {
    let (host, clock) = (Host::with("pets.pem"), Clock::at(NOW));
    let verifier = host.verifier_at(&clock);
    for _ in 0..3 {
        verifier.clone().verify(&signed_by("pets"), &event()).await.unwrap();
    }
    assert_eq!(host.asked(), 1);
    host.put(file("renewed.pem"));
    assert!(verifier.verify(&signed_by("renewed"), &event()).await.is_err());
    clock.pass(61);
    verifier.verify(&signed_by("renewed"), &event()).await.unwrap();
    verifier.verify(&signed_by("renewed"), &event()).await.unwrap();
    assert_eq!(host.asked(), 2);
}

#[tokio::test]
async fn certificates_come_in_several_forms() {
    let pem = String::from_utf8(file("pets.pem")).unwrap();
    let chain = format!("a comment\r\n{pem}{}", String::from_utf8(file("issuer.pem")).unwrap());
    let base64: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    for form in [pem.clone(), chain, base64.clone()] {
        let host = Host::default();
        host.put(form.clone().into_bytes());
        host.verifier()
            .verify(&signed_by("pets"), &event())
            .await
            .unwrap_or_else(|error| panic!("{error}: {form}"));
    }
    let der = {
        use base64::Engine;
        base64::engine::general_purpose::STANDARD.decode(base64).unwrap()
    };
    let host = Host::default();
    host.put(der);
    host.verifier().verify(&signed_by("pets"), &event()).await.unwrap();
    for form in ["", "<html>not found</html>", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"]
    {
        host.put(form.as_bytes().to_vec());
        let error = host.verifier().verify(&signed_by("pets"), &event()).await.unwrap_err();
        assert!(matches!(error, SignatureError::Certificate(_)), "{error}");
    }
}

#[tokio::test]
async fn a_body_that_is_signed_may_still_be_another_one() {
    let host = Host::with("pets.pem");
    let error = host.verifier().read::<u64>(&signed_by("pets"), &event()).await.unwrap_err();
    assert!(matches!(error, SignatureError::Body(_)), "{error}");
}

#[tokio::test]
async fn fetching_has_its_bounds() {
    let fetch = |answer: RawResponse| {
        let transport = move |_: Request| ready(Ok::<_, BoxError>(answer.clone()));
        Verifier::new(&PET_CAME, transport).timer(Clock::at(NOW))
    };
    let redirect = Response::builder().status(302).header("location", "https://elsewhere.example/pets.cer");
    let large = RawResponse::new(Bytes::from([file("pets.pem"), vec![b'\n'; 1 << 20]].concat()));
    for answer in [redirect.body(Bytes::from(file("pets.pem"))).unwrap(), large] {
        let error = fetch(answer).verify(&signed_by("pets"), &event()).await.unwrap_err();
        assert!(matches!(error, SignatureError::Download(_)), "{error}");
    }
    let never = |_: Request| std::future::pending::<Result<RawResponse, BoxError>>();
    let stalled = Verifier::new(&PET_CAME, never).timer(Clock::at(NOW));
    let error = stalled.verify(&signed_by("pets"), &event()).await.unwrap_err();
    assert!(matches!(error, SignatureError::Download(_)), "{error}");
}

#[test]
fn certificates_can_be_fetched_in_a_way_of_ones_own() {
    let host = Host::default();
    let request = SignedRequest::read(&PET_CAME, &signed_by("pets")).unwrap();
    assert_eq!(request.certificate_url(), URL);
    assert_eq!((request.algorithm(), request.signature().len()), ("rsa-sha256", 256));
    host.verifier().verify_with(&request, &file("pets.pem"), &event()).unwrap();
    let error = host.verifier().verify_with(&request, &file("other.pem"), &event()).unwrap_err();
    assert!(matches!(error, SignatureError::Certificate(_)), "{error}");
    assert_eq!(host.asked(), 0);
}
