//! What is refused before anything is fetched.

use clientgen_runtime::{SignatureError, SignedRequest};

use crate::{Host, PET_CAME, event, signed_by};

#[tokio::test]
async fn nothing_is_fetched_from_a_host_that_is_not_named() {
    let host = Host::with("pets.pem");
    for address in [
        "https://evil.example/pets.cer",
        "http://certificates.pets.example/pets.cer",
        "HTTP://certificates.pets.example/pets.cer",
        "ftp://certificates.pets.example/pets.cer",
        "//certificates.pets.example/pets.cer",
        "/pets.cer",
        "certificates.pets.example",
        "https:///pets.cer",
        "https://certificates.pets.example.evil.example/pets.cer",
        "https://evil.example/certificates.pets.example/pets.cer",
        "https://certificates.pets.example@evil.example/pets.cer",
        "https://evil.example@certificates.pets.example/pets.cer",
        "https://evil.example#certificates.pets.example",
        "https://evil.example?certificates.pets.example",
        "https://evil.example\\@certificates.pets.example/pets.cer",
        "https://certificates.pets.example:8443/pets.cer",
        "https://certificates.pets.example./pets.cer",
        "https://sub.certificates.pets.example/pets.cer",
        "https://127.0.0.1/pets.cer",
        "https://[::1]/pets.cer",
        "https://certificates.pets.example /pets.cer",
        "",
    ] {
        let mut headers = signed_by("pets");
        headers.insert("x-certificate-url", address.parse().unwrap());
        let error = host.verifier().verify(&headers, &event()).await.unwrap_err();
        let refused = matches!(error, SignatureError::Address(..) | SignatureError::Header(..));
        assert!(refused, "{address}: {error}");
    }
    assert_eq!(host.asked(), 0);
}

#[tokio::test]
async fn a_caller_can_name_the_hosts() {
    let host = Host::with("pets.pem");
    let verifier = host.verifier().hosts(["keys.example", "more.example"]);
    let mut headers = signed_by("pets");
    assert!(matches!(verifier.verify(&headers, &event()).await, Err(SignatureError::Address(..))));
    assert!(matches!(
        host.verifier().hosts([""; 0]).verify(&headers, &event()).await,
        Err(SignatureError::Address(..))
    ));
    for address in ["https://keys.example/1", "HTTPS://More.Example:443/a?b=c"] {
        headers.insert("x-certificate-url", address.parse().unwrap());
        verifier.verify(&headers, &event()).await.unwrap();
    }
}

#[test]
fn headers_that_are_missing_or_no_signature_are_told() {
    let cases: [(&str, Option<&str>, &str); 9] = [
        ("authorization", None, "`X-Signature` has no signature"),
        ("authorization", Some("Bearer abc"), "`X-Signature` has no signature"),
        ("authorization", Some("Signature"), "`X-Signature` has no signature"),
        ("authorization", Some("Signature ?"), "`Authorization` is no signature in Base64"),
        ("x-certificate-url", None, "`X-Certificate-Url` is missing"),
        ("x-certificate-url", Some("  "), "`X-Certificate-Url` is empty"),
        ("x-signature-algorithm", None, "`X-Signature-Algorithm` is missing"),
        ("x-signature-algorithm", Some("none"), "no way to check a signature of `none`"),
        ("x-signature-algorithm", Some("hmac-sha256"), "no way to check a signature of `hmac-sha256`"),
    ];
    for (name, value, expected) in cases {
        let mut headers = signed_by("pets");
        headers.remove(name);
        if let Some(value) = value {
            headers.insert(name, value.parse().unwrap());
        }
        let error = SignedRequest::read(&PET_CAME, &headers).unwrap_err();
        assert!(error.to_string().contains(expected), "{name} {value:?}: {error}");
    }
    let mut headers = signed_by("pets");
    headers.append("x-certificate-url", "https://certificates.pets.example/other.cer".parse().unwrap());
    let error = SignedRequest::read(&PET_CAME, &headers).unwrap_err();
    assert!(error.to_string().contains("`X-Certificate-Url` is there twice"), "{error}");
}
