//! Operations that go on after their first answer: what comes of them, and where.

use super::answer::Joined;
use super::property::split;
use super::{Lowering, extended};
use crate::ir::{Answer, OutcomeAt, PollRules, Polling};
use crate::openapi::{self, Named, OwnRules};

impl Lowering<'_> {
    /// Lowers what the document says of the operation. `last` is what those successes hold that are the end.
    pub(super) fn polling(
        &mut self,
        written: &openapi::Operation,
        hint: &[String],
        last: Joined,
    ) -> Option<Polling> {
        let polling = written.polling.as_ref()?;
        let Joined { answer: outcome, optional, several } = match &polling.schema {
            Some(schema) => {
                let usage = self.usage(schema, &extended(hint, "outcome"));
                Joined { answer: Answer::Json(usage.ty), optional: usage.nullable, several: false }
            }
            None => last,
        };
        let (rules, place) = match &polling.rules {
            // There is nothing to fetch.
            openapi::PollRules::Azure(_) if outcome == Answer::Empty => {
                (PollRules::Azure, OutcomeAt::Answer(Vec::new()))
            }
            openapi::PollRules::Azure(via) => (PollRules::Azure, self.place(via.as_ref(), &written.method)),
            openapi::PollRules::Own(own) => {
                self.has_status(own, &outcome);
                self.own_rules(own, &outcome)
            }
        };
        Some(Polling { rules, place, outcome, optional, as_sent: several })
    }

    /// Where Azure's words, or its defaults, say that the outcome is.
    fn place(&mut self, via: Option<&Named>, method: &str) -> OutcomeAt {
        match via.map(|via| via.name.as_str()) {
            Some("location") => OutcomeAt::Location,
            Some("original-uri") => OutcomeAt::Resource,
            Some("azure-async-operation" | "operation-location") => OutcomeAt::Answer(Vec::new()),
            Some(_) | None => {
                if let Some(via) = via {
                    let message = format!("`{}` is no way to an outcome: the usual one is taken", via.name);
                    let found = self.reader.diagnostics().warning("polling", via.at, message);
                    found.help(
                        "write `location`, `original-uri`, `azure-async-operation` or `operation-location`",
                    );
                }
                if matches!(method, "PUT" | "PATCH") { OutcomeAt::Resource } else { OutcomeAt::Location }
            }
        }
    }

    /// Reports a status that the last answer, which is the outcome, does not have.
    fn has_status(&mut self, own: &OwnRules, outcome: &Answer) {
        let (Some(status), None) = (&own.status, &own.outcome) else { return };
        if outcome.ty().is_none_or(|ty| self.walk(ty, &self.steps_in(ty, &status.name)).is_none()) {
            let message = format!("the outcome has no property `{}`", status.name);
            let found = self.reader.diagnostics().error("polling", status.at, message);
            found
                .help("say in `schema` what the last answer is, and in `outcome` which part of it is wanted");
        }
    }

    fn own_rules(&self, own: &OwnRules, outcome: &Answer) -> (PollRules, OutcomeAt) {
        let path = |name: &Option<Named>| name.as_ref().map(|name| split(&name.name)).unwrap_or_default();
        let status = match (&own.status, outcome.ty()) {
            (Some(status), Some(last)) if own.outcome.is_none() => self.steps_in(last, &status.name),
            (status, _) => path(status),
        };
        let rules = PollRules::Own {
            header: own.header.clone(),
            suffix: own.append.clone(),
            repeats: own.repeats,
            pending: own.pending.clone(),
            status,
            succeeded: own.succeeded.clone(),
            failed: own.failed.clone(),
        };
        (rules, OutcomeAt::Answer(path(&own.outcome)))
    }
}

/// The statuses that say of an operation that it goes on; none if it does not.
pub(super) fn pending(written: &openapi::Operation) -> &[u16] {
    match written.polling.as_ref().map(|polling| &polling.rules) {
        Some(openapi::PollRules::Azure(_)) => &[202],
        Some(openapi::PollRules::Own(own)) => &own.pending,
        None => &[],
    }
}
