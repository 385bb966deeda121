//! Headers of answers, as far as the document declares them.

use std::rc::Rc;

use super::media::is_json;
use super::{Lowering, docs_of};
use crate::ir::{AnswerHeader, Encoding, Place, Type};
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
        let hint = vec![written.client_name.clone().unwrap_or_else(|| name.clone())];
        let json = written.content.first().filter(|media| written.schema.is_none() && is_json(&media.name));
        let schema = written.schema.as_ref().or_else(|| json.and_then(|media| media.schema.as_ref()));
        let whole = schema.and_then(|schema| self.resolved(schema));
        let ty = match (schema, &whole) {
            (Some(schema), Some(whole)) if json.is_some() || self.fits_header(whole) => {
                let component = written.component.as_deref();
                self.in_component(component, "header", &hint, |own, hint| own.header_type(name, schema, hint))
            }
            (_, Some(whole)) if is_list(whole) => Type::List(Box::new(Type::Text)),
            (_, None) if json.is_some() => Type::Json,
            _ => Type::Text,
        };
        let encoding = match json {
            Some(_) => Encoding::Json,
            None => Encoding::Styled {
                style: self.style(written.style.as_ref(), Place::Header),
                explode: written.explode.unwrap_or_default(),
                allow_reserved: false,
            },
        };
        let same = |known: &AnswerHeader| {
            known.name.eq_ignore_ascii_case(name) && known.ty == ty && known.encoding == encoding
        };
        let known = self.api.answer_headers.iter().position(same);
        known.unwrap_or_else(|| {
            let mut docs = whole.map(|schema| docs_of(&schema)).unwrap_or_default();
            docs.description = written.description.clone().or(docs.description);
            docs.deprecated |= written.deprecated;
            docs.notes.extend(written.examples.clone().filter(|examples| !docs.notes.contains(examples)));
            let header = AnswerHeader { name: name.clone(), hint, docs, ty, encoding, uses: 0 };
            self.api.answer_headers.push(header);
            self.api.answer_headers.len() - 1
        })
    }

    /// The type of a header, which all answers share that write the same schema for it.
    fn header_type(&mut self, name: &str, schema: &Rc<Schema>, hint: &[String]) -> Type {
        let name = name.to_ascii_lowercase();
        let mut known = self.header_types.remove(&name).unwrap_or_default();
        let usage = self.known_usage(&mut known, schema, hint);
        self.header_types.insert(name, known);
        usage.ty
    }

    /// Whether a header can hold values of a schema: scalars, and lists and objects of these. What is more than that
    /// is left to its reader as a text.
    fn fits_header(&mut self, schema: &Rc<Schema>) -> bool {
        let inner: Vec<&Rc<Schema>> = match schema.kinds.as_slice() {
            _ if !schema.any_of.is_empty() || !schema.more.prefix.is_empty() => return false,
            [(Kind::Array, _)] => schema.items.iter().collect(),
            [(Kind::Object, _)] => {
                let properties = schema.properties.iter().map(|(_, property)| property);
                properties.chain(schema.additional.iter().filter(|rest| rest.trivial.is_none())).collect()
            }
            _ => return is_scalar(schema),
        };
        let inner: Vec<Rc<Schema>> = inner.into_iter().cloned().collect();
        !inner.is_empty()
            && inner.iter().all(|schema| self.resolved(schema).is_some_and(|inner| is_scalar(&inner)))
    }
}

fn is_list(schema: &Schema) -> bool {
    matches!(schema.kinds.as_slice(), [(Kind::Array, _)])
}

fn is_scalar(schema: &Schema) -> bool {
    let kind =
        matches!(schema.kinds.as_slice(), [(Kind::Boolean | Kind::Integer | Kind::Number | Kind::String, _)]);
    kind && schema.any_of.is_empty() && schema.more.content.is_none()
}
