//! Requests that a service sends on its own, and signs: whether it was the service.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::uri::Scheme;
use http::{HeaderMap, Uri};

use crate::facts::SignatureRules;
use crate::transport::BoxError;

#[cfg(feature = "signatures")]
mod certificate;
#[cfg(feature = "signatures")]
mod verifier;

#[cfg(feature = "signatures")]
pub use verifier::Verifier;

/// What the headers of a request from the service say of its signature: read, and the address of the certificate
/// looked at. Nothing is fetched and nothing is believed so far.
///
/// With the feature `signatures` a `Verifier` does the rest. This is for those who fetch certificates in a way of their
/// own.
#[derive(Clone, Debug)]
pub struct SignedRequest {
    certificate: Uri,
    algorithm: Algorithm,
    signature: Vec<u8>,
}

/// How a signature was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Algorithm {
    RsaSha256,
    RsaSha384,
    RsaSha512,
}

impl SignedRequest {
    /// Reads the headers of a request, by the rules of its webhook.
    ///
    /// # Errors
    ///
    /// [`SignatureError::Header`] and [`SignatureError::Algorithm`], if the headers are not those of a signed request;
    /// [`SignatureError::Address`], if the certificate is to come from a host that is not among those of the rules, or
    /// by another way than `https`.
    pub fn read(rules: &SignatureRules, headers: &HeaderMap) -> Result<Self, SignatureError> {
        Self::read_for(rules, rules.hosts, headers)
    }

    /// The same with other hosts that certificates may come from, in place of those of the rules.
    ///
    /// # Errors
    ///
    /// Those of [`read`](Self::read).
    pub fn read_for(
        rules: &SignatureRules,
        hosts: &[&str],
        headers: &HeaderMap,
    ) -> Result<Self, SignatureError> {
        let algorithm = Algorithm::read(only(headers, rules.algorithm)?)?;
        let certificate = address(only(headers, rules.certificate)?, hosts)?;
        Ok(Self { certificate, algorithm, signature: signature(rules, headers)? })
    }

    /// Where the certificate is that the signature was made with: at one of the hosts that were asked for, by `https`.
    #[must_use]
    pub fn certificate_url(&self) -> &Uri {
        &self.certificate
    }

    /// How the signature was made, as `rsa-sha256`.
    #[must_use]
    pub fn algorithm(&self) -> &'static str {
        match self.algorithm {
            Algorithm::RsaSha256 => "rsa-sha256",
            Algorithm::RsaSha384 => "rsa-sha384",
            Algorithm::RsaSha512 => "rsa-sha512",
        }
    }

    /// The signature.
    #[must_use]
    pub fn signature(&self) -> &[u8] {
        &self.signature
    }
}

impl Algorithm {
    fn read(name: &str) -> Result<Self, SignatureError> {
        match name.to_ascii_lowercase().as_str() {
            "rsa-sha256" => Ok(Self::RsaSha256),
            "rsa-sha384" => Ok(Self::RsaSha384),
            "rsa-sha512" => Ok(Self::RsaSha512),
            _ => Err(SignatureError::Algorithm(shown(name))),
        }
    }
}

/// A header that is there once.
fn only<'h>(headers: &'h HeaderMap, name: &'static str) -> Result<&'h str, SignatureError> {
    let mut values = headers.get_all(name).iter();
    let text = match (values.next(), values.next()) {
        (None, _) => return Err(SignatureError::Header(name, "is missing")),
        (Some(_), Some(_)) => return Err(SignatureError::Header(name, "is there twice")),
        (Some(value), None) => value.to_str().unwrap_or_default().trim(),
    };
    if text.is_empty() { Err(SignatureError::Header(name, "is empty, or no text")) } else { Ok(text) }
}

/// The signature, from the first header that has one.
fn signature(rules: &SignatureRules, headers: &HeaderMap) -> Result<Vec<u8>, SignatureError> {
    let [first, ..] = rules.headers else {
        return Err(SignatureError::Header("", "no header can have a signature"));
    };
    let found = rules.headers.iter().find_map(|name| {
        let text = headers.get(*name)?.to_str().ok()?.trim();
        Some((*name, after(text, rules.scheme)?))
    });
    let (name, text) = found.ok_or(SignatureError::Header(first, "has no signature"))?;
    let signature = STANDARD.decode(text).ok().filter(|signature| !signature.is_empty());
    signature.ok_or(SignatureError::Header(name, "is no signature in Base64"))
}

/// What stands after a word, in any case, and a space.
fn after<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    if word.is_empty() {
        return Some(text);
    }
    let (first, rest) = text.split_once(' ')?;
    first.eq_ignore_ascii_case(word).then(|| rest.trim_start())
}

/// An address of a certificate, if it is at one of these hosts.
fn address(text: &str, hosts: &[&str]) -> Result<Uri, SignatureError> {
    let refuse = |reason| Err(SignatureError::Address(shown(text), reason));
    let Ok(uri) = Uri::try_from(text) else {
        return refuse("is none");
    };
    let (Some(host), Some(authority)) = (uri.host(), uri.authority()) else {
        return refuse("has no host");
    };
    if uri.scheme() != Some(&Scheme::HTTPS) {
        return refuse("is not of `https`");
    }
    let usual = matches!(uri.port_u16(), None | Some(443));
    if authority.as_str().contains('@')
        || !usual
        || !hosts.iter().any(|known| known.eq_ignore_ascii_case(host))
    {
        return refuse("is not at a host that certificates may come from");
    }
    Ok(uri)
}

/// A text from anyone, for a message.
fn shown(text: &str) -> String {
    text.chars().take(100).flat_map(char::escape_debug).collect()
}

/// Why a request is not to be believed.
#[derive(Debug)]
#[non_exhaustive]
pub enum SignatureError {
    /// A header is not what it should be: its name, and what is wrong.
    Header(&'static str, &'static str),
    /// The signature was made in a way that this crate does not know.
    Algorithm(String),
    /// The certificate is to come from where it may not: the address, and what is wrong. Nothing was fetched.
    Address(String, &'static str),
    /// The certificate could not be fetched.
    Download(BoxError),
    /// The certificate is none, not good at this time, made out to someone else, or made by someone else.
    Certificate(BoxError),
    /// The signature is not one of this body by this certificate.
    Mismatch,
    /// The request is the service's, but its body is not what the specification says.
    Body(BoxError),
}

impl fmt::Display for SignatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the request cannot be believed: ")?;
        match self {
            Self::Header(name, flaw) => write!(f, "the header `{name}` {flaw}"),
            Self::Algorithm(name) => write!(f, "there is no way to check a signature of `{name}`"),
            Self::Address(address, flaw) => write!(f, "the address `{address}` of the certificate {flaw}"),
            Self::Download(_) => f.write_str("its certificate could not be fetched"),
            Self::Certificate(_) => f.write_str("its certificate will not do"),
            Self::Mismatch => f.write_str("its signature is not that of its body"),
            Self::Body(_) => f.write_str("its body is not as specified, though the signature is good"),
        }
    }
}

impl std::error::Error for SignatureError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Download(cause) | Self::Certificate(cause) | Self::Body(cause) => Some(&**cause),
            Self::Header(..) | Self::Algorithm(_) | Self::Address(..) | Self::Mismatch => None,
        }
    }
}
