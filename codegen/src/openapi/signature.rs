//! What a webhook says of how its requests are signed.

use super::Named;
use super::read::{Object, Reader};
use crate::diagnostic::Pointer;

/// `x-clientgen-signature`
#[derive(Clone, Debug)]
pub(crate) struct Signature {
    pub(crate) headers: Vec<String>,
    pub(crate) scheme: String,
    pub(crate) algorithm: String,
    pub(crate) certificate: String,
    pub(crate) hosts: Vec<String>,
    pub(crate) organization: Option<String>,
}

/// Reads the extension of an operation. Only requests of the service are signed so.
pub(super) fn signature(operation: &mut Object<'_, '_>, is_incoming: bool) -> Option<Signature> {
    let at = operation.get("x-clientgen-signature")?;
    if !is_incoming {
        let message = "this says how the service signs what it sends: only webhooks and callbacks have it";
        operation.warn("extension", at, message).at_key().help("move it to a webhook, or remove it");
        return None;
    }
    operation.within(|reader| rules(reader, at))
}

fn rules(reader: &mut Reader<'_>, at: Pointer) -> Option<Signature> {
    let mut object = reader.object(at, "the `x-clientgen-signature` object")?;
    let hosts = object.named("hosts");
    for host in &hosts {
        check(&mut object, host);
    }
    let signature = Signature {
        headers: object.texts("headers"),
        scheme: object.text("scheme").unwrap_or_default(),
        algorithm: object.required_text("algorithm").unwrap_or_default(),
        certificate: object.required_text("certificate").unwrap_or_default(),
        hosts: hosts.into_iter().map(|host| host.name).collect(),
        organization: object.text("organization"),
    };
    if signature.headers.is_empty() {
        let found = object.report("extension", at, "this does not say which header has the signature");
        found.help("name it in `headers`: `headers: [Authorization]`");
    }
    object.finish();
    let complete = !signature.algorithm.is_empty() && !signature.certificate.is_empty();
    complete.then_some(signature)
}

/// Reports what is no name of a host. A pattern would let in more than its author thinks.
fn check(object: &mut Object<'_, '_>, host: &Named) {
    let letters = |label: &str| label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if host.name.split('.').all(|label| !label.is_empty() && letters(label)) {
        return;
    }
    let message = format!("`{}` is no name of a host", host.name);
    let found = object.report("extension", host.at, message);
    found
        .help("write the whole name without a scheme, a port and a path, such as `certificates.example.com`");
}
