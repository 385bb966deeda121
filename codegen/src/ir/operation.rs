//! What follows from what an operation and its body are.

use super::{Answer, Body, Operation, Parameter, Payload, Place, Type};

impl Operation {
    /// The header by which it is carried out only if a resource is still what it was, if callers may set it.
    pub(crate) fn condition(&self) -> Option<&Parameter> {
        self.parameters.iter().find(|parameter| {
            parameter.place == Place::Header
                && parameter.name.eq_ignore_ascii_case("if-match")
                && (parameter.ty == Type::Text && !parameter.required && parameter.constant.is_none())
        })
    }

    /// Whether failures of different statuses hold different things.
    pub(crate) fn fails_by_status(&self) -> bool {
        let mut held =
            self.faults.iter().map(|(_, answer)| answer).filter(|answer| **answer != Answer::Empty);
        held.next().is_some_and(|first| held.any(|other| other != first))
    }
}

impl Body {
    /// Whether a caller can say which media type the body has.
    pub(crate) fn has_choice(&self) -> bool {
        let range = self.payload != Payload::Json && self.offers.iter().any(|name| name.contains('*'));
        self.offers.len() > 1 || range
    }
}
