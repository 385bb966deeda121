//! What token endpoints answer.

use std::time::Duration;

use http::StatusCode;

use super::error::Refusal;
use crate::transport::{BoxError, RawResponse};
use crate::value::{Json, Secret, decode};

/// The length up to which a text is shown.
const TEXT: usize = 2000;

/// The JSON object of a success.
pub(super) struct Answer(Json);

impl Answer {
    pub(super) fn read(response: &RawResponse) -> Result<Self, BoxError> {
        let body = response.body();
        let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
        // The error is not passed on: it may quote the token.
        let json: Json = decode(body).map_err(|_| "the answer is no JSON")?;
        if json.is_object() { Ok(Self(json)) } else { Err("the answer is no JSON object".into()) }
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str().filter(|text| !text.is_empty())
    }

    pub(super) fn required(&self, name: &str) -> Result<&str, BoxError> {
        self.text(name).ok_or_else(|| format!("the answer has no `{name}`").into())
    }

    pub(super) fn secret(&self, name: &str) -> Option<Secret> {
        self.text(name).map(Secret::from)
    }

    /// A number of seconds, which some endpoints write as a string, and some with a fraction.
    pub(super) fn seconds(&self, name: &str) -> Option<Duration> {
        let seconds = match self.0.get(name)? {
            Json::String(text) => text.trim().parse().ok()?,
            number => number.as_f64()?,
        };
        Duration::try_from_secs_f64(seconds.max(0.0)).ok()
    }
}

impl Refusal {
    /// Reads an error response, and hides the secrets that were sent.
    pub(super) fn read(response: &RawResponse, secrets: &[&str]) -> Self {
        let answer = Answer::read(response).ok();
        let text =
            |name| answer.as_ref().and_then(|answer| answer.text(name)).map(|text| hide(text, secrets));
        let description = text("error_description");
        let listed = answer.as_ref().and_then(|answer| answer.0.get("error_codes")?.as_array());
        let mut numbers: Vec<u32> =
            listed.into_iter().flatten().filter_map(|number| u32::try_from(number.as_u64()?).ok()).collect();
        let said = description.as_deref().and_then(number);
        numbers.extend(said.filter(|number| !numbers.contains(number)));
        let code = text("error").filter(|code| is_code(code));
        Self { status: response.status(), code, description, numbers }
    }

    /// The error response in place of a token that is none: status 2xx, yet `error`.
    pub(super) fn is_in(response: &RawResponse) -> bool {
        response.status() != StatusCode::OK
            || Answer::read(response).is_ok_and(|answer| answer.text("error").is_some())
    }
}

/// Texts shorter than this are in many words, which hiding them would only garble: they are no secrets.
const SECRET: usize = 4;

fn hide(text: &str, secrets: &[&str]) -> String {
    let mut text: String = text.chars().take(TEXT).collect();
    for secret in secrets.iter().filter(|secret| secret.len() >= SECRET) {
        let encoded: String = form_urlencoded::byte_serialize(secret.as_bytes()).collect();
        for secret in [*secret, &encoded] {
            text = text.replace(secret, "[redacted]");
        }
    }
    text
}

fn is_code(text: &str) -> bool {
    text.len() <= 64 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte))
}

/// The number in `AADSTS50076: …`.
fn number(description: &str) -> Option<u32> {
    let (_, rest) = description.split_once("AADSTS")?;
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    rest.get(..digits)?.parse().ok()
}
