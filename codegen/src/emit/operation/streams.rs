//! `download`, `events` and `lines`: answers that are read as they come.

use super::super::snippet::string;
use super::super::types::{self, CallSite};
use super::Builder;
use crate::ir::Live;
use crate::print::Code;

impl Builder<'_> {
    /// How the answer is read as it comes, if it can be.
    pub(super) fn stream(&self, code: &mut Code<'_>) {
        let Some(live) = &self.operation.live else { return };
        let ty = |ty| types::ty(&mut CallSite(self.facts), ty);
        let (gives, media, about) = match live {
            Live::Bytes => {
                ("runtime::Download".to_owned(), None, "Sends the request, and gives the body as it comes.")
            }
            Live::Texts(media) => {
                ("runtime::Events<runtime::Event<runtime::Text>>".to_owned(), Some(media), EVENTS)
            }
            Live::Data(media, data) => {
                (format!("runtime::Events<runtime::Event<{}>>", ty(data)), Some(media), EVENTS)
            }
            Live::Events(media, event) => (format!("runtime::Events<{}>", ty(event)), Some(media), EVENTS),
            Live::Lines(media, value) => {
                let about = "Sends the request, and gives the values as they come.";
                (format!("runtime::Lines<{}>", ty(value)), Some(media), about)
            }
        };
        let call = match media {
            Some(media) => format!("call_as(self.to_request(), {})", string(media)),
            None => "call(self.to_request())".to_owned(),
        };
        super::call(code, about, (live.method(), &[]), &gives, &call);
    }
}

const EVENTS: &str = "Sends the request, and gives the events as they come.";
