//! How the requests of a service are signed.

/// How a service signs what it sends on its own, and whom to believe that it is the service.
///
/// Each webhook of a document with `x-clientgen-signature` has these rules beside its type. [`SignedRequest`] reads
/// the headers of a request by them, and `Verifier`, with the feature `signatures`, does all of it.
///
/// [`SignedRequest`]: crate::SignedRequest
#[derive(Clone, Copy, Debug)]
pub struct SignatureRules {
    /// The headers that can have the signature, in Base64. The first that has one counts.
    pub headers: &'static [&'static str],
    /// The word before the signature, in any case; empty if there is none.
    pub scheme: &'static str,
    /// The header that says how the signature was made, as `rsa-sha256`.
    pub algorithm: &'static str,
    /// The header with the address of the certificate.
    pub certificate: &'static str,
    /// The hosts that certificates may come from. From any other nothing is fetched.
    pub hosts: &'static [&'static str],
    /// The organisation that a certificate has to be made out to.
    pub organization: Option<&'static str>,
}
