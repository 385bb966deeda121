//! Certificates that requests are signed with.

use std::time::{Duration, SystemTime};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rustls_pki_types::{CertificateDer, SignatureVerificationAlgorithm, UnixTime};
use webpki::{ALL_VERIFICATION_ALGS, EndEntityCert, KeyUsage, anchor_from_trusted_cert, ring};
use x509_cert::der::Decode;

use super::{Algorithm, SignatureError, SignedRequest};
use crate::transport::BoxError;

const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const END: &str = "-----END CERTIFICATE-----";

/// A certificate, and those that may lead from it to whom it was made by.
pub(super) struct Certificate {
    own: CertificateDer<'static>,
    others: Vec<CertificateDer<'static>>,
    organization: Option<String>,
    since: SystemTime,
    until: SystemTime,
}

/// What a certificate has to be.
#[derive(Clone, Debug, Default)]
pub(super) struct Demands {
    pub(super) organization: Option<String>,
    /// Those who may have made it; anyone, if there are none.
    pub(super) issuers: Vec<Vec<u8>>,
}

impl Certificate {
    /// Reads a file: DER, or PEM with one certificate or a chain of them, or DER in Base64.
    pub(super) fn read(file: &[u8]) -> Result<Self, BoxError> {
        let mut chain = ders(file)?.into_iter();
        let own = chain.next().ok_or("there is no certificate in the file")?;
        let read = x509_cert::Certificate::from_der(&own)?;
        let read = read.tbs_certificate();
        let (since, until) = (read.validity().not_before, read.validity().not_after);
        let organization = read.subject().organization()?;
        Ok(Self {
            own: own.into(),
            others: chain.map(CertificateDer::from).collect(),
            organization: organization.map(|name| name.value().into_owned()),
            since: since.to_system_time(),
            until: until.to_system_time(),
        })
    }

    /// Whether it will do, at a time.
    pub(super) fn check(&self, demands: &Demands, now: SystemTime) -> Result<(), BoxError> {
        if now < self.since || self.until < now {
            return Err("it is not good at this time".into());
        }
        if let Some(wanted) = &demands.organization
            && self.organization.as_ref() != Some(wanted)
        {
            return Err(format!("it is not made out to `{wanted}`").into());
        }
        if demands.issuers.is_empty() { Ok(()) } else { self.check_issuer(&demands.issuers, now) }
    }

    /// Whether one of these made it, be it by way of others in the file.
    fn check_issuer(&self, issuers: &[Vec<u8>], now: SystemTime) -> Result<(), BoxError> {
        let issuers: Vec<CertificateDer<'_>> =
            issuers.iter().map(|issuer| CertificateDer::from(issuer.as_slice())).collect();
        let anchors = issuers.iter().map(anchor_from_trusted_cert).collect::<Result<Vec<_>, _>>()?;
        let now =
            UnixTime::since_unix_epoch(now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or(Duration::ZERO));
        let own = EndEntityCert::try_from(&self.own)?;
        let check = |usage| {
            let path =
                own.verify_for_usage(ALL_VERIFICATION_ALGS, &anchors, &self.others, now, usage, None, None);
            path.map(drop)
        };
        // Whoever sends a request is the client of its receiver, and may have a certificate for a server.
        check(KeyUsage::server_auth()).or_else(|_| check(KeyUsage::client_auth()))?;
        Ok(())
    }

    /// Whether the signature of a request is one of its body by this certificate.
    pub(super) fn signed(&self, request: &SignedRequest, body: &[u8]) -> Result<(), SignatureError> {
        let own =
            EndEntityCert::try_from(&self.own).map_err(|flaw| SignatureError::Certificate(flaw.into()))?;
        let algorithm: &dyn SignatureVerificationAlgorithm = match request.algorithm {
            Algorithm::RsaSha256 => ring::RSA_PKCS1_2048_8192_SHA256,
            Algorithm::RsaSha384 => ring::RSA_PKCS1_2048_8192_SHA384,
            Algorithm::RsaSha512 => ring::RSA_PKCS1_2048_8192_SHA512,
        };
        own.verify_signature(algorithm, body, &request.signature).map_err(|_| SignatureError::Mismatch)
    }
}

/// The certificates of a file as DER.
pub(super) fn ders(file: &[u8]) -> Result<Vec<Vec<u8>>, BoxError> {
    let Ok(text) = std::str::from_utf8(file) else { return Ok(vec![file.to_vec()]) };
    let decode = |text: &str| {
        let text: String = text.split_whitespace().collect();
        STANDARD.decode(text).map_err(BoxError::from)
    };
    if !text.contains(BEGIN) {
        return Ok(vec![decode(text.trim_start_matches('\u{feff}'))?]);
    }
    let blocks = text.split(BEGIN).skip(1).filter_map(|rest| Some(rest.split_once(END)?.0));
    blocks.map(decode).collect()
}
