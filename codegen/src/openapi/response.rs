//! Responses, as written.

use super::following::{Following, following};
use super::media::Media;
use super::parameter::{Parameter, answer_header};
use super::read::{Dialect, Object, Reader};
use crate::diagnostic::{Pointer, nearest};

#[derive(Debug)]
pub(crate) struct Response {
    /// A status, a range such as `4XX`, or `default`.
    pub(crate) status: String,
    /// The name of the component that it is, if it refers to one.
    pub(crate) component: Option<String>,
    pub(crate) headers: Vec<Parameter>,
    pub(crate) content: Vec<Media>,
    /// `x-clientgen-not-ready`
    pub(crate) not_ready: bool,
    /// The operations that can follow.
    pub(crate) links: Vec<Following>,
}

/// Takes away what cannot be there: an answer to `HEAD` has no body, nor has one with some statuses (RFC 9110 §6.4.1).
/// What is said of the one to `HEAD` is that of `GET`, and no mistake.
pub(super) fn without_bodies(object: &mut Object<'_, '_>, method: &str, responses: &mut [Response]) {
    for response in responses {
        let never = matches!(response.status.as_str(), "204" | "205" | "304");
        if !never && method != "HEAD" {
            continue;
        }
        let Some(media) = response.content.drain(..).next().filter(|_| never) else { continue };
        let message =
            format!("an answer with {} has no body: what this says of one is left out", response.status);
        object.warn("no-body", media.at, message).help("remove it, or say it of another status");
    }
}

/// Reads a response; `content` reads what it holds.
pub(super) fn response(
    reader: &mut Reader<'_>,
    at: Pointer,
    content: impl Fn(&mut Object<'_, '_>) -> Vec<Media>,
) -> Option<Response> {
    let status = reader.sources().name(at).to_owned();
    if !is_status(&status) {
        let message = format!("`{status}` is not a status: it is ignored");
        let near = nearest(&status, ["default"]).map(|near| format!("did you mean `{near}`?"));
        let help = near
            .unwrap_or_else(|| "write a status such as `200`, a range such as `4XX`, or `default`".into());
        reader.diagnostics().warning("status", at, message).at_key().help(help);
        return None;
    }
    let mut object = reader.referred(at, "a response")?;
    let target = object.at();
    let component = (target != at).then(|| object.within(|reader| reader.sources().name(target).to_owned()));
    let not_ready = not_ready(&mut object, &status);
    let headers = object.all_entries("headers", answer_header);
    let swagger = object.dialect() == Dialect::Swagger2;
    let links = if swagger { Vec::new() } else { object.all_entries("links", following) };
    let response = Response { status, component, headers, content: content(&mut object), not_ready, links };
    object.ignore(&["description", "summary"]);
    object.finish();
    Some(response)
}

/// Whether the response says that the answer is not ready yet.
fn not_ready(object: &mut Object<'_, '_>, status: &str) -> bool {
    let says = object.flag("x-clientgen-not-ready").unwrap_or_default();
    let single = status.bytes().all(|byte| byte.is_ascii_digit());
    if let (true, false, Some(at)) = (says, single, object.get("x-clientgen-not-ready")) {
        let message =
            format!("`{status}` stands for several statuses: which says that an answer is not ready?");
        object.report("extension", at, message).help("say so on a response of one status, such as `204`");
    }
    says && single
}

fn is_status(text: &str) -> bool {
    let digits: Vec<char> = text.chars().collect();
    match digits.as_slice() {
        ['1'..='5', 'X' | 'x', 'X' | 'x'] => true,
        ['1'..='5', a, b] => a.is_ascii_digit() && b.is_ascii_digit(),
        _ => text == "default",
    }
}
