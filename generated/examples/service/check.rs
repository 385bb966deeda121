//! What the service asks of a request, and what it says to one that it refuses.

use std::collections::BTreeMap;

use hyper::http::request::Parts;
use hyper::{Method, StatusCode};
use percent_encoding::percent_decode_str;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::TOKEN;

/// Why a request is refused, as a fault says it.
#[derive(Debug)]
pub struct Refusal {
    status: StatusCode,
    code: i64,
    description: String,
    data: Vec<String>,
}

impl Refusal {
    /// The request is not what it should be; `at` is the part that is wrong.
    pub fn bad_request(description: impl Into<String>, at: &str) -> Self {
        let data = vec![at.to_owned()];
        Self { status: StatusCode::BAD_REQUEST, code: 3000, description: description.into(), data }
    }

    /// There is no such thing.
    pub fn not_found(code: i64, description: impl Into<String>) -> Self {
        Self { status: StatusCode::NOT_FOUND, code, description: description.into(), data: Vec::new() }
    }

    fn unauthorized() -> Self {
        let description = "Access denied: the token is missing or not known.".to_owned();
        Self { status: StatusCode::UNAUTHORIZED, code: 400, description, data: Vec::new() }
    }

    /// The status to answer with.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The body to answer with.
    pub fn fault(&self) -> Json {
        json!({ "code": self.code, "description": self.description, "data": self.data, "source": "PartnerFD" })
    }
}

/// Checks what has to be right whatever is asked for.
pub fn head(head: &Parts) -> Result<(), Refusal> {
    let header = |name: &str| head.headers.get(name).and_then(|value| value.to_str().ok());
    if header("authorization").and_then(|value| value.strip_prefix("Bearer ")) != Some(TOKEN) {
        return Err(Refusal::unauthorized());
    }
    if head.method != Method::GET {
        return Err(Refusal::bad_request("Only GET is answered here.", "method"));
    }
    for (name, expected) in [("Accept", "application/json"), ("MS-Contract-Version", "v1")] {
        if header(name) != Some(expected) {
            return Err(Refusal::bad_request(format!("The header {name} has to be {expected}."), name));
        }
    }
    for name in ["MS-RequestId", "MS-CorrelationId"] {
        uuid(name, header(name).unwrap_or_default())?;
    }
    Ok(())
}

/// Checks an identifier: of a call, of a tenant.
pub fn uuid(name: &str, value: &str) -> Result<(), Refusal> {
    match Uuid::try_parse(value) {
        Ok(id) if id.hyphenated().to_string() == value.to_ascii_lowercase() => Ok(()),
        _ => Err(Refusal::bad_request(format!("The {name} is not an identifier."), name)),
    }
}

/// The parameters of a query that nobody has looked at yet.
pub struct Query(BTreeMap<String, String>);

impl Query {
    /// Reads a query. Each parameter occurs once, with everything percent-encoded that has to be.
    pub fn read(query: &str) -> Result<Self, Refusal> {
        let mut parameters = BTreeMap::new();
        for part in query.split('&').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let (name, value) = (decoded(name, name)?, decoded(name, value)?);
            if parameters.insert(name.clone(), value).is_some() {
                return Err(Refusal::bad_request("A parameter occurs twice.", &name));
            }
        }
        Ok(Self(parameters))
    }

    /// Takes a parameter out.
    pub fn take(&mut self, name: &str) -> Option<String> {
        self.0.remove(name)
    }

    /// Refuses parameters that were not taken out.
    pub fn finish(self) -> Result<(), Refusal> {
        match self.0.into_keys().next() {
            Some(name) => Err(Refusal::bad_request("This parameter is not known here.", &name)),
            None => Ok(()),
        }
    }
}

/// Takes the percent-encoding off, which leaves nothing but unreserved characters (RFC 3986 §2.3) alone.
fn decoded(name: &str, text: &str) -> Result<String, Refusal> {
    let refuse = || Refusal::bad_request("A parameter is not percent-encoded as it should be.", name);
    let is_encoded = |part: &str| part.is_char_boundary(2) && u8::from_str_radix(&part[..2], 16).is_ok();
    if !text.split('%').skip(1).all(is_encoded) {
        return Err(refuse());
    }
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~%".contains(c);
    if !text.chars().all(is_plain) {
        return Err(refuse());
    }
    Ok(percent_decode_str(text).decode_utf8().map_err(|_| refuse())?.into_owned())
}
