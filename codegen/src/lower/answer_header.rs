//! Headers of answers, as far as the document declares them.

use std::rc::Rc;

use super::{Lowering, docs_of};
use crate::ir::{AnswerHeader, Type};
use crate::openapi::{self, Kind, Schema};

impl Lowering<'_> {
    /// The headers that an operation's answers can have, as places among those of the whole API.
    pub(super) fn answer_headers(&mut self, written: &openapi::Operation) -> Vec<usize> {
        let mut places = Vec::new();
        for header in written.responses.iter().flat_map(|response| &response.headers) {
            let place = self.answer_header(header);
            if !places.contains(&place) {
                places.push(place);
                self.api.answer_headers[place].uses += 1;
            }
        }
        places
    }

    fn answer_header(&mut self, written: &openapi::Parameter) -> usize {
        let name = &written.name.name;
        let schema = written.schema.as_ref().and_then(|schema| self.resolved(schema));
        let ty = schema.as_ref().map_or(Type::Text, |schema| self.header_type(schema));
        let mut headers = self.api.answer_headers.iter();
        let known = headers.position(|known| known.name.eq_ignore_ascii_case(name) && known.ty == ty);
        known.unwrap_or_else(|| {
            let mut docs = schema.map(|schema| docs_of(&schema)).unwrap_or_default();
            docs.description = written.description.clone().or(docs.description);
            docs.deprecated |= written.deprecated;
            let hint = vec![written.client_name.clone().unwrap_or_else(|| name.clone())];
            self.api.answer_headers.push(AnswerHeader { name: name.clone(), hint, docs, ty, uses: 0 });
            self.api.answer_headers.len() - 1
        })
    }

    /// What a header holds. One that is more than a value or a list of values is left to its reader as a text.
    fn header_type(&mut self, schema: &Rc<Schema>) -> Type {
        let is_plain = |schema: &Schema| {
            schema.values.is_none()
                && schema.constant.is_none()
                && schema.any_of.is_empty()
                && !schema.nullable
        };
        let items = schema.items.as_ref().and_then(|items| self.resolved(items));
        let item = items.as_deref().unwrap_or(schema);
        let is_list = matches!(schema.kinds.as_slice(), [(Kind::Array, _)]);
        let scalar = matches!(
            item.kinds.as_slice(),
            [(Kind::Boolean | Kind::Integer | Kind::Number | Kind::String, _)]
        );
        if is_list == items.is_some() && scalar && is_plain(item) && schema.prefix.is_empty() {
            return self.usage(schema, &[]).inside();
        }
        if is_list { Type::List(Box::new(Type::Text)) } else { Type::Text }
    }
}
