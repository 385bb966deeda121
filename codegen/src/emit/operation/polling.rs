//! `begin`: the way from a request to what comes of it in the end.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::super::docs;
use super::Builder;
use crate::ir::{OutcomeAt, PollRules, Polling};

impl Builder<'_> {
    pub(super) fn polling(&self) -> Option<TokenStream> {
        let polling = self.operation.polling.as_ref()?;
        let outcome = if polling.as_sent {
            self.answer()
        } else {
            self.answer_type(&polling.outcome, polling.optional)
        };
        let docs = docs::lines([
            "Sends the request, and asks for the outcome of the operation until that is there.",
        ]);
        Some(quote! {
            #docs
            pub fn begin(self) -> Poller<#outcome> {
                let request = self.to_request();
                Poller::new(&self.client, request, Self::LONG_RUNNING)
            }
        })
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
