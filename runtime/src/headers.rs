//! Headers that go with calls by themselves: those of the document, and those that a caller has set for all calls.

use http::header::{HeaderMap, HeaderName, HeaderValue};

use crate::facts::{Api, Fill, Header, Operation};
use crate::random::Ids;
use crate::transport::BoxError;

/// The headers that a client fills in by itself, ready to be sent.
pub(crate) struct Headers {
    own: Vec<Own>,
}

struct Own {
    fact: &'static Header,
    name: HeaderName,
    /// The value, if it is always the same.
    value: Option<HeaderValue>,
}

impl Headers {
    /// Those of an API, in a program that may have a name.
    ///
    /// # Errors
    ///
    /// If a name or a value is none of a header.
    pub(crate) fn new(api: &'static Api, application: Option<&str>) -> Result<Self, BoxError> {
        let own = api.headers.iter().map(|fact| {
            let value = match fact.fill {
                Fill::Uuid | Fill::Scope => None,
                Fill::Constant(value) => Some(HeaderValue::try_from(value)?),
                Fill::Client => Some(HeaderValue::try_from(format!("{}/{}", api.name, api.version))?),
                Fill::Application => application.map(HeaderValue::try_from).transpose()?,
            };
            Ok(Own { fact, name: HeaderName::try_from(fact.name)?, value })
        });
        Ok(Self { own: own.collect::<Result<_, BoxError>>()? })
    }

    /// Adds what a request does not have yet: of `scope` what its operation takes or the API does not know, then
    /// what the client knows to say.
    pub(crate) fn complete(
        &self,
        operation: Option<&Operation>,
        scope: &HeaderMap,
        headers: &mut HeaderMap,
    ) -> Result<(), BoxError> {
        let takes = |fact: &Header| {
            fact.fill.is_general() || operation.is_none_or(|operation| operation.takes(fact.name))
        };
        // With room for what is added later.
        headers.reserve(self.own.len() + scope.len() + 4);
        for (name, value) in scope {
            let known = self.own.iter().find(|own| own.name == name);
            if !headers.contains_key(name) && known.is_none_or(|own| takes(own.fact)) {
                headers.insert(name, value.clone());
            }
        }
        let mut ids = Ids::default();
        for own in self.own.iter().filter(|own| takes(own.fact)) {
            if headers.contains_key(&own.name) {
                continue;
            }
            if own.fact.fill == Fill::Uuid {
                headers.insert(&own.name, ids.next()?);
            } else if let Some(value) = &own.value {
                headers.insert(&own.name, value.clone());
            }
        }
        Ok(())
    }
}
