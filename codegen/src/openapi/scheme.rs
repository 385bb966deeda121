//! Security schemes, as written.

use super::read::{Object, Reader};
use crate::diagnostic::Pointer;

#[derive(Debug)]
pub(crate) struct Scheme {
    pub(crate) at: Pointer,
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) http: Option<String>,
    /// Where a key goes, and under which name.
    pub(crate) place: Option<String>,
    pub(crate) parameter: Option<String>,
}

/// What the type of a scheme can be.
pub(crate) const KINDS: &[&str] = &["apiKey", "http", "mutualTLS", "oauth2", "openIdConnect"];

/// Words of `Authorization`, which some write as the type of a scheme.
const HTTP: &[(&str, &str)] = &[("basic", "basic"), ("bearer", "bearer"), ("jwt", "bearer")];

pub(super) fn scheme(reader: &mut Reader<'_>, at: Pointer) -> Option<Scheme> {
    let name = reader.sources().name(at).to_owned();
    let mut object = reader.referred(at, "a security scheme")?;
    let http = object.text("scheme");
    let (place, parameter) = (object.text("in"), object.text("name"));
    let (kind, meant) = kind(&mut object)?;
    object.ignore(&["description", "deprecated"]);
    object.ignore(&["bearerFormat", "flows", "openIdConnectUrl", "oauth2MetadataUrl"]);
    object.finish();
    Some(Scheme { at, name, kind, http: http.or(meant), place, parameter })
}

/// The same in Swagger 2.0.
pub(super) fn definition(reader: &mut Reader<'_>, at: Pointer) -> Option<Scheme> {
    let name = reader.sources().name(at).to_owned();
    let mut object = reader.object(at, "a security definition")?;
    let written = object.text("scheme");
    let (place, parameter) = (object.text("in"), object.text("name"));
    let basic = object.get("type").filter(|&at| object.as_text(at) == Some("basic"));
    let (kind, http) = match basic {
        Some(_) => ("http".to_owned(), Some("basic".to_owned())),
        None => kind(&mut object)?,
    };
    object.ignore(&["description", "flow", "authorizationUrl", "tokenUrl", "scopes"]);
    object.finish();
    Some(Scheme { at, name, kind, http: http.or(written), place, parameter })
}

/// The type of a scheme, and the word of `Authorization` that it says instead of one.
fn kind(object: &mut Object<'_, '_>) -> Option<(String, Option<String>)> {
    let at = object.required("type")?;
    let written = object.text_at(at)?;
    let same = |known: &str| written.eq_ignore_ascii_case(known);
    let known = KINDS.iter().copied().find(|known| same(known));
    let word = HTTP.iter().find(|(known, _)| same(known)).map(|&(_, word)| word);
    let (kind, word) = match (known, word) {
        (Some(known), _) if known != written => (known, None),
        (None, Some(word)) => ("http", Some(word)),
        _ => return Some((written, None)),
    };
    let meant = [Some(format!("type: {kind}")), word.map(|word| format!("scheme: {word}"))];
    let meant = meant.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let message = format!("`{written}` is no type of a security scheme: `{meant}` is taken");
    object.warn("security-type", at, message).help(format!("write `{meant}`"));
    Some((kind.to_owned(), word.map(str::to_owned)))
}
