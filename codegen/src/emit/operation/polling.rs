//! `begin`: the way from a request to what comes of it in the end.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::Builder;
use crate::ir::{OutcomeAt, PollRules, Polling};
use crate::print::{self, Code};

impl Builder<'_> {
    pub(super) fn polling(&self, code: &mut Code<'_>) {
        let Some(polling) = &self.operation.polling else { return };
        let outcome = if polling.as_sent {
            self.answer()
        } else {
            self.answer_type(&polling.outcome, polling.optional)
        };
        code.next();
        code.docs(1, &["Sends the request, and asks for the outcome of the operation until that is there."]);
        let source = format!(
            "{}\n    let request = self.to_request();\n    \
             Poller::new(&self.client, request, Self::LONG_RUNNING)\n}}",
            print::function("pub fn begin", &["self".to_owned()], &format!("Poller<{outcome}>"))
        );
        code.piece(1, &source);
    }
}

/// The facts about how the operation goes on.
pub(super) fn constant(polling: &Polling) -> TokenStream {
    let outcome = match &polling.place {
        OutcomeAt::Answer(path) => quote!(OutcomeAt::Answer(&[#(#path),*])),
        OutcomeAt::Resource => quote!(OutcomeAt::Resource),
        OutcomeAt::Location => quote!(OutcomeAt::Link("Location")),
    };
    let value = match &polling.rules {
        PollRules::Azure if polling.place == OutcomeAt::Answer(Vec::new()) => quote!(LongRunning::AZURE),
        PollRules::Azure => quote!(LongRunning { outcome: #outcome, ..LongRunning::AZURE }),
        PollRules::Own { header, suffix, repeats, pending, status, succeeded, failed } => {
            let pending = pending.iter().map(|status| Literal::u16_unsuffixed(*status));
            quote! {
                LongRunning {
                    monitors: &[Monitor { header: Some(#header), status: &[#(#status),*] }],
                    repeats: #repeats,
                    suffix: #suffix,
                    pending: &[#(#pending),*],
                    succeeded: &[#(#succeeded),*],
                    failed: &[#(#failed),*],
                    outcome: #outcome,
                }
            }
        }
    };
    quote!(const LONG_RUNNING: &LongRunning = &#value;)
}
