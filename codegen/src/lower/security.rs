//! Ways to sign in.

use super::Lowering;
use crate::diagnostic::nearest;
use crate::ir::{Carrier, Scheme};
use crate::openapi::{self, Named, SCHEME_TYPES};

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
        if let Err(lack) = &carrier {
            let message = format!("the security scheme `{}` {lack}: callers add it themselves", scheme.name);
            let near = nearest(&scheme.kind, SCHEME_TYPES.iter().copied());
            self.reader.diagnostics().warning("unsupported-security", scheme.at, message).help(
                match near.filter(|near| *near != scheme.kind) {
                    Some(near) => format!("did you mean `type: {near}`?"),
                    None => "`with_header` sets a header for every call of a client".to_owned(),
                },
            );
        }
        self.api.schemes.push(Scheme { name: scheme.name.clone(), carrier: carrier.ok() });
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

/// What carries a credential, or what keeps a client from knowing.
fn carrier(scheme: &openapi::Scheme) -> Result<Carrier, &'static str> {
    let named = scheme.parameter.clone().filter(|name| !name.is_empty()).ok_or("has no `name`");
    match (scheme.kind.as_str(), scheme.http.as_deref(), scheme.place.as_deref()) {
        ("oauth2" | "openIdConnect", ..) => Ok(Carrier::Bearer),
        ("http", Some(word), _) => match word.to_ascii_lowercase().as_str() {
            "bearer" => Ok(Carrier::Bearer),
            "basic" => Ok(Carrier::Basic),
            other if DIALOGUES.contains(&other) => Err("is a dialogue, which is not supported"),
            other if !is_token(other) => Err("has a `scheme` that `Authorization` cannot begin with"),
            _ => Ok(Carrier::Http(word.to_owned())),
        },
        ("http", None, _) => Err("has no `scheme`, such as `bearer`"),
        ("apiKey", _, Some("header")) => match named? {
            name if is_token(&name) => Ok(Carrier::Header(name)),
            _ => Err("has a `name` that no header can have"),
        },
        ("apiKey", _, Some("query")) => named.map(Carrier::Query),
        ("apiKey", _, Some("cookie")) => named.map(Carrier::Cookie),
        ("apiKey", ..) => Err("does not say whether it is `in` a header, the query or a cookie"),
        ("mutualTLS", ..) => Err("is that of the connection, which the transport makes"),
        _ => Err("has a type that is not known"),
    }
}

/// Whether a text can be the name of a header, or the word of a scheme.
fn is_token(text: &str) -> bool {
    let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    !text.is_empty() && text.chars().all(token)
}
