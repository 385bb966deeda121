//! Ways to sign in.

use super::Lowering;
use crate::ir::{Carrier, Scheme};
use crate::openapi::{self, Named};

/// Words of `Authorization` that begin a dialogue: no key is all that goes with them.
const DIALOGUES: &[&str] = &[
    "digest",
    "hoba",
    "mutual",
    "negotiate",
    "scram-sha-1",
    "scram-sha-256",
    "vapid",
    "dpop",
    "privatetoken",
];

impl Lowering<'_> {
    pub(super) fn scheme(&mut self, scheme: &openapi::Scheme) {
        let carrier = carrier(scheme);
        if carrier.is_none() {
            let message =
                format!("the security scheme `{}` is not supported: callers add it themselves", scheme.name);
            self.reader
                .diagnostics()
                .warning("unsupported-security", scheme.at, message)
                .help("`with_header` sets a header for every call of a client");
        }
        self.api.schemes.push(Scheme { name: scheme.name.clone(), carrier });
    }

    /// The schemes that an operation takes together, by their places.
    pub(super) fn schemes(&mut self, names: &[Named]) -> Vec<usize> {
        let mut schemes = Vec::new();
        for name in names {
            match self.api.schemes.iter().position(|scheme| scheme.name == name.name) {
                Some(index) => schemes.push(index),
                None => {
                    let message = format!("there is no security scheme `{}`: it is ignored", name.name);
                    let found =
                        self.reader.diagnostics().warning("unknown-security", name.at, message).at_key();
                    found.help("declare it under `components.securitySchemes`");
                }
            }
        }
        schemes
    }
}

fn carrier(scheme: &openapi::Scheme) -> Option<Carrier> {
    let parameter = || scheme.parameter.clone().filter(|name| !name.is_empty());
    match (scheme.kind.as_str(), scheme.http.as_deref(), scheme.place.as_deref()) {
        ("oauth2" | "openIdConnect", ..) => Some(Carrier::Bearer),
        ("http", Some(word), _) => match word.to_ascii_lowercase().as_str() {
            "bearer" => Some(Carrier::Bearer),
            "basic" => Some(Carrier::Basic),
            other if DIALOGUES.contains(&other) || !is_token(other) => None,
            _ => Some(Carrier::Http(word.to_owned())),
        },
        ("apiKey", _, Some("header")) => parameter().filter(|name| is_token(name)).map(Carrier::Header),
        ("apiKey", _, Some("query")) => parameter().map(Carrier::Query),
        ("apiKey", _, Some("cookie")) => parameter().map(Carrier::Cookie),
        _ => None,
    }
}

/// Whether a text can be the name of a header, or the word of a scheme.
fn is_token(text: &str) -> bool {
    let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    !text.is_empty() && text.chars().all(token)
}
