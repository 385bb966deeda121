//! Bodies in parts, `multipart/form-data` and its kin: each part, and each header of one, is a parameter.

use std::rc::Rc;

use super::body::is_file;
use super::media::{is_form, is_form_data, is_multipart, is_xml};
use super::{Lowering, docs_of, extended};
use crate::diagnostic::Pointer;
use crate::ir::{Encoding, Parameter, Place, Style, Type};
use crate::openapi::{self, Kind, Media, Schema, Side};

/// A part before it is lowered.
struct Part<'m> {
    /// None, if it is found by its place.
    name: String,
    hint: Vec<String>,
    schema: Option<Rc<Schema>>,
    /// Whether each item of a list is a part of its own, and the schema is that of one.
    each: bool,
    required: bool,
    said: Option<&'m openapi::Part>,
}

impl Lowering<'_> {
    /// The parts of a body, in their order; `None` if the document does not say which there are.
    pub(super) fn parts(&mut self, media: &Media, hint: &[String]) -> Option<Vec<Parameter>> {
        let schema = media.schema.as_ref().and_then(|schema| self.resolved(schema));
        let by_place = !is_form_data(&media.name)
            && (media.item.is_some()
                || media.rest.is_some()
                || !media.prefix.is_empty()
                || schema.as_ref().is_some_and(|schema| is_array(schema)));
        let parts = if by_place {
            places(media, schema.as_deref())
        } else {
            self.without_places(media);
            self.without_others(media, schema.as_ref()?);
            self.named_parts(media, schema.as_ref()?)
        };
        if parts.is_empty() {
            return None;
        }
        let parts = parts.into_iter().flat_map(|part| self.lowered_part(part, media.at, hint));
        Some(parts.collect())
    }

    /// The properties of a form; those of alternatives too, each of them optional unless all have it.
    fn named_parts<'m>(&mut self, media: &'m Media, schema: &Rc<Schema>) -> Vec<Part<'m>> {
        let mut properties = schema.properties.clone();
        let mut required: Vec<String> = schema.required.iter().map(|named| named.name.clone()).collect();
        let branches: Vec<Rc<Schema>> =
            schema.any_of.iter().filter_map(|branch| self.resolved(branch)).collect();
        let demands =
            |branch: &Rc<Schema>, name: &str| branch.required.iter().any(|named| named.name == name);
        for (name, property) in branches.iter().flat_map(|branch| &branch.properties) {
            if properties.iter().any(|(known, _)| known == name) {
                continue;
            }
            if branches.iter().all(|branch| demands(branch, name)) {
                required.push(name.clone());
            }
            properties.push((name.clone(), property.clone()));
        }
        for (name, part) in &media.parts {
            if !properties.iter().any(|(known, _)| known == name) {
                let message = format!("there is no property `{name}`: what is said of this part is left out");
                let found = self.reader.diagnostics().warning("unknown-part", part.at, message).at_key();
                found.help("parts are called like the properties of the schema");
            }
        }
        let part = |(name, property): (String, Rc<Schema>)| Part {
            hint: vec![property.more.client_name.clone().unwrap_or_else(|| name.clone())],
            schema: Some(property),
            each: false,
            required: required.contains(&name),
            said: media.parts.iter().find(|(known, _)| *known == name).map(|(_, said)| said),
            name,
        };
        // What only the service sets is nothing to be sent.
        properties.retain(|(_, property)| property.setter != Some(Side::Service));
        properties.into_iter().map(part).collect()
    }

    /// Says that parts with names are not told by their places.
    fn without_places(&mut self, media: &Media) {
        let said = media.prefix.first().or(media.rest.as_ref());
        if let Some(part) = said.filter(|_| is_form_data(&media.name)) {
            let message = "the parts of a form have names: what is said by their places is left out";
            let found = self.reader.diagnostics().warning("unknown-part", part.at, message);
            found.help("write `encoding`, with the names of the parts");
        }
    }

    /// Says that only parts that have a name are sent. Where none has one, the whole body is the caller's to write.
    fn without_others(&mut self, media: &Media, schema: &Schema) {
        let others = schema.additional.as_ref().filter(|others| others.trivial.is_none());
        if let Some(others) = others.filter(|_| !schema.properties.is_empty()) {
            let message = "a form in parts takes the parts that its schema names: others are left out";
            let place = others.at.unwrap_or(media.at);
            let found = self.reader.diagnostics().warning("other-parts", place, message);
            found.help(
                "name the parts in `properties`; `to_request` gives the body, to which others can be added",
            );
        }
    }

    /// A part, and after it its headers.
    fn lowered_part(&mut self, part: Part<'_>, otherwise: Pointer, hint: &[String]) -> Vec<Parameter> {
        let hint =
            if part.name.is_empty() { [hint, &part.hint].concat() } else { extended(hint, &part.name) };
        let types = part.said.and_then(|said| said.media.as_deref()).map(media_types).unwrap_or_default();
        let media = types.iter().find(|name| !name.contains('*')).cloned();
        let ty = match &part.schema {
            _ if self.is_in_parts(&part, media.as_deref()) => Type::File,
            Some(schema) => self.part_type(schema, &hint),
            None => Type::Json,
        };
        let mut docs = part.schema.as_ref().map(|schema| docs_of(schema)).unwrap_or_default();
        if types.len() > 1 || types.iter().any(|name| name.contains('*')) {
            let names: Vec<String> =
                types.iter().map(|name| format!("`{}`", name.replace('`', "'"))).collect();
            docs.notes.push(format!("Media types: {}.", names.join(", ")));
        }
        let root = self.part_root(&part, media.as_deref(), &ty);
        let form = self.part_form(&part, media.as_deref());
        if let Some(said) = part.said {
            self.without_style(&part.name, said);
        }
        let own = Parameter {
            at: part.schema.as_ref().and_then(|schema| schema.at).unwrap_or(otherwise),
            name: part.name,
            hint: part.hint.clone(),
            docs,
            place: Place::Part,
            ty: if part.each { Type::List(Box::new(ty)) } else { ty },
            required: part.required,
            encoding: Encoding::Styled { style: Style::Form, explode: true, allow_reserved: false },
            media,
            root,
            form,
            constant: None,
        };
        let mut all = vec![own];
        for header in part.said.into_iter().flat_map(|said| &said.headers) {
            if !self.is_part_header(header, all.first().is_some_and(|part| !part.name.is_empty())) {
                continue;
            }
            let mut header = self.lowered(header, &hint);
            header.place = Place::PartHeader;
            header.hint = [&part.hint[..], &header.hint].concat();
            header.required &= part.required;
            let owner = part.hint.join(" ").replace('`', "'");
            let about = || format!("The header `{}` of `{owner}`.", header.name.replace('`', "'"));
            header.docs.description.get_or_insert_with(about);
            all.push(header);
        }
        all
    }

    /// Whether a part has parts of its own. They are the caller's to write, as those of a body that are not named:
    /// what is in a value cannot be a file, and has no headers.
    fn is_in_parts(&mut self, part: &Part<'_>, media: Option<&str>) -> bool {
        let schema = part.schema.as_ref().and_then(|schema| self.resolved(schema));
        let is_nested = media.is_some_and(is_multipart) && !schema.is_some_and(|schema| is_file(&schema));
        if let (true, Some(said)) = (is_nested, part.said) {
            let message = "this part has parts of its own: callers write it as a file";
            let found = self.reader.diagnostics().warning("encoding", said.at, message);
            found.help("`File::of_type` says the media type with its boundary");
        }
        is_nested
    }

    /// How the properties of a part are written that is a form itself.
    fn part_form(&mut self, part: &Part<'_>, media: Option<&str>) -> Option<Vec<(String, Encoding)>> {
        let schema = part.schema.as_ref().and_then(|schema| self.resolved(schema));
        let item = schema.as_ref().and_then(|schema| schema.items.clone());
        let item = item.and_then(|item| self.resolved(&item));
        let inner = part.said.map(|said| said.parts.as_slice()).unwrap_or_default();
        if media.is_some_and(is_form) && schema.iter().chain(&item).any(|schema| is_object(schema)) {
            return Some(self.styles(inner));
        }
        if let Some((_, first)) = inner.first().filter(|_| !media.is_some_and(is_multipart)) {
            let message =
                "this is for a property of a part that is a form, which the part is not: it is ignored";
            let found = self.reader.diagnostics().warning("encoding", first.at, message).at_key();
            found.help("write `contentType: application/x-www-form-urlencoded`");
        }
        None
    }

    /// The outermost element of a part that is XML, and no text that holds it.
    fn part_root(&mut self, part: &Part<'_>, media: Option<&str>, ty: &Type) -> Option<crate::ir::Xml> {
        let schema = part.schema.as_ref().filter(|_| media.is_some_and(is_xml))?;
        if !matches!(ty, Type::Def(..) | Type::List(_) | Type::Map(_)) {
            return None;
        }
        self.api.xml = true;
        Some(self.root(schema))
    }

    /// Whether callers can set a header of a part, which has its name and its media type by itself.
    fn is_part_header(&mut self, header: &openapi::Parameter, named: bool) -> bool {
        if named && header.name.name.eq_ignore_ascii_case("content-disposition") {
            let message = "what a part is called is said by the property: this header is left out";
            let found = self.reader.diagnostics().warning("reserved-header", header.name.at, message);
            found.at_key().help("remove it");
            return false;
        }
        self.is_header(&header.name)
    }

    /// Says that parts have no style: each is written as its media type says.
    fn without_style(&mut self, name: &str, part: &openapi::Part) {
        if part.style.is_some() || part.explode.is_some() || part.allow_reserved {
            let message = format!("the part `{name}` has a style, which forms in parts ignore");
            let found = self.reader.diagnostics().warning("part-style", part.at, message);
            found.help("say what it is by `contentType`; lists are a part for each item");
        }
    }

    fn part_type(&mut self, property: &Rc<Schema>, hint: &[String]) -> Type {
        let Some(schema) = self.resolved(property) else { return Type::Text };
        if is_file(&schema) {
            return Type::File;
        }
        let items = schema.items.clone().and_then(|items| self.resolved(&items));
        if items.is_some_and(|items| is_file(&items)) {
            return Type::List(Box::new(Type::File));
        }
        self.usage(property, hint).inside()
    }
}

/// Parts that are found by their places: the first ones, each by itself, and a list of all others.
fn places<'m>(media: &'m Media, schema: Option<&Schema>) -> Vec<Part<'m>> {
    let first = schema.map(|schema| schema.more.prefix.as_slice()).unwrap_or_default();
    let least = schema.map_or(0, |schema| schema.more.min_items);
    let mut parts = Vec::new();
    for (index, item) in first.iter().enumerate() {
        let word = item.more.client_name.clone().or_else(|| item.title.clone());
        let number = || vec!["part".to_owned(), (index + 1).to_string()];
        parts.push(Part {
            name: String::new(),
            hint: word.map_or_else(number, |word| vec![word]),
            schema: Some(item.clone()),
            each: false,
            required: index < least,
            said: media.prefix.get(index),
        });
    }
    let items = media.item.as_ref().or(schema.and_then(|schema| schema.items.as_ref()));
    let closed = items.is_some_and(|items| items.trivial == Some(false));
    if (items.is_some() || media.rest.is_some() || first.is_empty()) && !closed {
        parts.push(Part {
            name: String::new(),
            hint: vec!["parts".to_owned()],
            schema: items.cloned(),
            each: true,
            required: first.is_empty(),
            said: media.rest.as_ref(),
        });
    }
    parts
}

fn is_array(schema: &Schema) -> bool {
    matches!(schema.kinds.as_slice(), [(Kind::Array, _)]) || !schema.more.prefix.is_empty()
}

fn is_object(schema: &Schema) -> bool {
    let kinds = schema.kinds.as_slice();
    matches!(kinds, [(Kind::Object, _)]) || kinds.is_empty() && !schema.properties.is_empty()
}

/// The media types that a part can have.
fn media_types(said: &str) -> Vec<String> {
    said.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}
