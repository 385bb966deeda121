//! Bodies that come or go item by item: events, and lines of JSON.

use std::rc::Rc;

use super::answer::successes;
use super::media::essence;
use super::{Lowering, extended};
use crate::ir::{Answer, Live, Type};
use crate::openapi::{self, Kind, Media, Schema};

impl Lowering<'_> {
    /// How a success is read as it comes.
    pub(super) fn live(
        &mut self,
        written: &openapi::Operation,
        answer: &Answer,
        hint: &[String],
    ) -> Option<Live> {
        let content = |of: fn(&Media) -> bool| {
            successes(written)
                .find_map(|response| Some((response, response.content.iter().find(|it| of(it))?)))
        };
        let component = |response: &openapi::Response, media: &Media| {
            media.component.clone().or_else(|| response.component.clone())
        };
        if let Some((response, media)) = content(|media| essence(&media.name) == "text/event-stream") {
            let lower = |own: &mut Self, hint: &[String]| own.events(media, &extended(hint, "event"));
            return Some(self.in_component(component(response, media).as_deref(), "response", hint, lower));
        }
        if let Some((response, media)) = content(is_lines) {
            let lower = |own: &mut Self, hint: &[String]| own.item(media, &extended(hint, "item"));
            let item = self.in_component(component(response, media).as_deref(), "response", hint, lower);
            return Some(Live::Lines(media.name.clone(), item));
        }
        (*answer == Answer::Bytes).then_some(Live::Bytes)
    }

    /// Events: as a whole where the document says what they are, else by the schema of their data.
    fn events(&mut self, media: &Media, hint: &[String]) -> Live {
        let name = media.name.clone();
        let Some(schema) = media.item.as_ref().or(media.schema.as_ref()) else {
            return Live::Texts(name);
        };
        if media.item.is_some() && self.has_data(schema) {
            return Live::Events(name, self.usage(schema, hint).inside());
        }
        match self.resolved(schema) {
            Some(resolved) if is_text(&resolved) => match &resolved.more.content {
                Some(content) => Live::Data(name, self.usage(content, hint).inside()),
                None => Live::Texts(name),
            },
            _ => Live::Data(name, self.usage(schema, hint).inside()),
        }
    }

    /// Whether a schema is one of events: objects with `data`.
    fn has_data(&mut self, schema: &Rc<Schema>) -> bool {
        let Some(resolved) = self.resolved(schema) else { return false };
        let own = resolved.properties.iter().any(|(name, _)| name == "data");
        own || resolved.any_of.iter().any(|branch| {
            let branch = self.resolved(branch);
            branch.is_some_and(|branch| branch.properties.iter().any(|(name, _)| name == "data"))
        })
    }

    /// One of the values in a body: of 3.2 `itemSchema`, else `schema`, which many write for one value.
    pub(super) fn item(&mut self, media: &Media, hint: &[String]) -> Type {
        let Some(schema) = media.item.as_ref().or(media.schema.as_ref()) else { return Type::Json };
        let resolved = self.resolved(schema);
        let items = resolved.as_ref().filter(|_| media.item.is_none()).and_then(|list| list.items.clone());
        if let Some(items) = items {
            return self.usage(&items, hint).inside();
        }
        self.usage(schema, hint).inside()
    }
}

/// Whether a body holds one JSON value after the other. One that is declared as a text is for callers to take
/// apart.
pub(super) fn is_lines(media: &Media) -> bool {
    let text = media.schema.as_ref().is_some_and(|schema| is_text(schema));
    openapi::is_sequence(&media.name) && (media.item.is_some() || !text)
}

fn is_text(schema: &Schema) -> bool {
    matches!(schema.kinds.as_slice(), [(Kind::String, _)])
}
