//! The cargo features of an emitted package.

use super::scope::{Case, Scope};
use crate::ir::Api;
use crate::settings::INCOMING;

/// The features of the runtime that are for whoever uses a client to choose.
pub(crate) const OFFERED: [(&str, &str); 7] = [
    ("reqwest", "Speaks over reqwest with rustls. Without it, give the client a transport of your own."),
    ("blocking", "Speaks over ureq, for programs without an async runtime: `call.wait()`."),
    ("tower", "Takes any tower service as a transport."),
    ("tokio", "The timer of Tokio, for retries and time limits over a transport of your own."),
    ("tracing", "A span of `tracing` for each call."),
    ("signatures", "Tells whether a request of the service is signed by it."),
    ("azure", "Signs in by the credentials of the Azure SDK."),
];

/// The feature that turns those of all areas on.
pub(crate) const ALL_AREAS: &str = "all-areas";

/// A feature for each area, called as the area is: `service-requests`; and one for what the service sends.
pub(super) fn of(api: &Api) -> Vec<String> {
    let offered: Vec<&str> = OFFERED.iter().map(|(name, _)| *name).collect();
    let incoming = (!api.incoming.is_empty()).then_some(INCOMING);
    let others: Vec<&str> = ["default", "all_areas"].into_iter().chain(incoming).collect();
    let mut scope = Scope::reserving(&offered).and(&others).with_suffix("_area");
    let name = |hint: &[String]| scope.claim(hint, Case::Module).to_string();
    let names: Vec<String> = api.areas.iter().map(|area| area.hint.as_slice()).map(name).collect();
    let names = names.into_iter().map(|name| name.trim_start_matches("r#").replace('_', "-"));
    names.chain(incoming.map(str::to_owned)).collect()
}
