//! Code and message in the body of an error, by the rules of the API.

use bytes::Bytes;

use super::strip_bom;
use crate::facts::{ErrorRules, Path};
use crate::response::Response;
use crate::value::{Json, Value, decode};

/// The longest code that is one.
const CODE_LENGTH: usize = 64;

/// What an error response says.
pub(super) enum Said {
    Json(Json),
    /// A body that is text, or a JSON string, which is the same thing.
    Text(String),
    Nothing,
}

impl Said {
    pub(super) fn by(response: &Response<Bytes>) -> Self {
        let body = strip_bom(response.body());
        if let Ok(json) = decode(body) {
            return Self::of(json);
        }
        let media_type = response.header("content-type").unwrap_or("").to_ascii_lowercase();
        // What a proxy shows to people is a page, not a message.
        let is_page = media_type.contains("html") || media_type.contains("xml") || body.starts_with(b"<");
        match std::str::from_utf8(body) {
            Ok(text) if !is_page => Self::text(text),
            _ => Self::Nothing,
        }
    }

    pub(super) fn of(json: Json) -> Self {
        match json {
            Json::String(text) => Self::text(&text),
            json => Self::Json(json),
        }
    }

    fn text(text: &str) -> Self {
        match text.trim() {
            "" => Self::Nothing,
            text => Self::Text(text.to_owned()),
        }
    }

    /// The code, which is an integer or a string. Only if it looks like a code.
    pub(super) fn code(&self, rules: &ErrorRules) -> Option<String> {
        match self {
            Self::Json(json) => find(json, rules.code, is_code),
            Self::Text(text) => {
                let (before, after) = rules.text_code?;
                let (_, code) = text.strip_suffix(after)?.rsplit_once(before)?;
                is_code(code).then(|| code.to_owned())
            }
            Self::Nothing => None,
        }
    }

    pub(super) fn message(&self, rules: &ErrorRules) -> Option<String> {
        match self {
            Self::Json(json) => find(json, rules.message, |text| !text.trim().is_empty()),
            Self::Text(text) => Some(text.clone()),
            Self::Nothing => None,
        }
    }
}

/// The first text or number at the end of a path that is what it should be.
fn find(json: &Json, paths: &[Path], fits: impl Fn(&str) -> bool) -> Option<String> {
    let text = |path: &Path| walk(json, path)?.view().to_text().filter(|text| fits(text));
    paths.iter().find_map(|path| text(path).map(std::borrow::Cow::into_owned))
}

fn walk(json: &Json, path: Path) -> Option<&Json> {
    path.iter().try_fold(json, |json, name| {
        let object = json.as_object()?;
        let named = || object.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        object.get(*name).or_else(|| Some(named()?.1))
    })
}

/// Text is no code, and may be personal.
fn is_code(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    !text.is_empty() && text.len() <= CODE_LENGTH && text.chars().all(fits)
}
