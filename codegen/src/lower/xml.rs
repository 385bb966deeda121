//! What values are in XML, by the `xml` objects of their schemas.

use std::rc::Rc;

use super::Lowering;
use super::media::{is_json, is_xml};
use crate::ir::{Xml, XmlNode};
use crate::openapi::{self, Document, Kind, Media, Schema};

impl Lowering<'_> {
    /// What a property is in XML; `None`, if it is an element of its own name, as most are.
    pub(super) fn xml_of_property(&mut self, name: &str, property: &Rc<Schema>) -> Option<Box<Xml>> {
        if !self.speaks_xml {
            return None;
        }
        let mut found = self.xml(name, property, false);
        let is_object = self.resolved(property).is_some_and(|schema| !schema.properties.is_empty());
        if let (XmlNode::Attribute, true, Some(at)) = (found.node, is_object, property.at) {
            let message = "an object is no attribute: it is taken as an element, with its properties in it";
            self.reader
                .diagnostics()
                .warning("xml", at, message)
                .help("remove `attribute`, or say it of a property");
            // Its namespace was that of an attribute.
            found = Xml { name: found.name, ..Xml::default() };
        }
        let usual = Xml { name: name.to_owned(), ..Xml::default() };
        (found != usual).then(|| Box::new(found))
    }

    /// What an item of a tuple is in XML; `None`, if it is an element that is called as all of them are.
    pub(super) fn xml_of_item(&mut self, item: &Rc<Schema>) -> Option<Box<Xml>> {
        let found = self.xml("", item, false);
        let named = !found.name.is_empty() || found.node != XmlNode::Element;
        (self.speaks_xml && named).then(|| Box::new(found))
    }

    /// Whether an item of a tuple says what it is.
    fn names_items(&mut self, tuple: &Schema) -> bool {
        let says = |schema: &Schema| {
            schema.more.xml.as_ref().is_some_and(|xml| xml.name.is_some() || xml.node.is_some())
        };
        tuple.more.prefix.iter().any(|item| says(item) || self.resolved(item).is_some_and(|item| says(&item)))
    }

    /// The outermost element of a document: of a list, with its items in it.
    pub(super) fn root(&mut self, schema: &Rc<Schema>) -> Xml {
        let named = schema.reference.as_ref().and_then(|named| {
            let target = self.reader.sources().resolve(named.at, &named.name).ok()?;
            Some(self.reader.sources().name(target).to_owned())
        });
        let name = named.or_else(|| schema.title.clone()).unwrap_or_else(|| "root".to_owned());
        self.xml(&name, schema, true)
    }

    /// What a schema says beside a reference comes first, then what is said where the reference leads.
    fn xml(&mut self, name: &str, schema: &Rc<Schema>, root: bool) -> Xml {
        let resolved = self.resolved(schema);
        let own = schema.more.xml.clone().unwrap_or_default();
        let theirs = resolved.as_ref().and_then(|schema| schema.more.xml.clone()).unwrap_or_default();
        let said = own.name.or(theirs.name);
        let node = own.node.or(theirs.node);
        let wrapped =
            own.wrapped.or(theirs.wrapped).unwrap_or(node == Some(openapi::xml::Node::Element)) || root;
        let is_tuple = resolved.as_ref().is_some_and(|schema| !schema.more.prefix.is_empty());
        let is_object = resolved.as_ref().is_some_and(|schema| !schema.properties.is_empty());
        let named = is_tuple && resolved.as_ref().is_some_and(|schema| self.names_items(schema));
        let inline = !root && (is_object && node == Some(openapi::xml::Node::None) || named && !wrapped);
        let items = resolved.filter(|schema| is_list(schema)).and_then(|schema| schema.items.clone());
        let item = items.filter(|_| !is_tuple).map(|items| {
            let resolved = self.resolved(&items);
            let said = |xml: &openapi::xml::Xml| xml.name.clone();
            let own = items.more.xml.as_deref().and_then(said);
            own.or_else(|| resolved.as_ref()?.more.xml.as_deref().and_then(said))
        });
        let outer = said.unwrap_or_else(|| name.to_owned());
        let (name, item) = match item {
            Some(item) if wrapped => (outer.clone(), Some(item.unwrap_or(outer))),
            // What is said of a list names the element around it, if there is one.
            Some(item) => (item.unwrap_or_else(|| name.to_owned()), None),
            None if is_tuple && wrapped => (outer.clone(), Some(outer)),
            None if is_tuple => (name.to_owned(), None),
            None => (outer, None),
        };
        if inline {
            return Xml { node: XmlNode::Inline, ..Xml::default() };
        }
        Xml {
            name,
            node: match node {
                Some(openapi::xml::Node::Attribute) => XmlNode::Attribute,
                Some(openapi::xml::Node::Text) => XmlNode::Text,
                Some(openapi::xml::Node::CData) => XmlNode::CData,
                Some(openapi::xml::Node::Element | openapi::xml::Node::None) | None => XmlNode::Element,
            },
            item,
            prefix: own.prefix.or(theirs.prefix).unwrap_or_default(),
            namespace: own.namespace.or(theirs.namespace).unwrap_or_default(),
        }
    }

    /// Whether some content is read from XML: where there is no JSON, and XML is not just text.
    pub(super) fn reads_xml(&mut self, content: &[Media]) -> bool {
        !content.iter().any(|media| is_json(&media.name)) && self.xml_in(content).is_some()
    }

    /// The XML among several media types that a schema describes.
    pub(super) fn xml_in<'m>(&mut self, content: &'m [Media]) -> Option<&'m Media> {
        content.iter().find(|media| self.is_xml(media))
    }

    /// Whether a schema describes XML, rather than a text that holds it.
    pub(super) fn is_xml(&mut self, media: &Media) -> bool {
        let schema = media.schema.as_ref().filter(|_| is_xml(&media.name));
        let schema = schema.and_then(|schema| self.resolved(schema));
        schema.is_some_and(|schema| {
            let kinds = schema.kinds.iter().map(|(kind, _)| *kind);
            let parts = kinds.into_iter().all(|kind| matches!(kind, Kind::Object | Kind::Array));
            let items = schema.items.is_some() || !schema.more.prefix.is_empty();
            let said = !schema.properties.is_empty() || items || schema.additional.is_some();
            parts && (said || self.has_parts(&schema.any_of))
        })
    }

    /// Whether alternatives are elements that have something in them, as far as a look at each can tell.
    fn has_parts(&mut self, alternatives: &[Rc<Schema>]) -> bool {
        alternatives.iter().any(|branch| {
            let branch = self.resolved(branch);
            branch.is_some_and(|branch| !branch.properties.is_empty() || branch.additional.is_some())
        })
    }

    /// Whether an operation reads XML.
    pub(super) fn xml_answers(&mut self, written: &openapi::Operation) -> bool {
        let found = written.responses.iter().any(|response| self.reads_xml(&response.content));
        self.api.xml |= found;
        found
    }
}

/// Whether a document speaks of XML in any body.
pub(super) fn is_spoken(document: &Document) -> bool {
    let operations = document.paths.iter().flat_map(|item| &item.operations);
    operations.into_iter().any(|operation| {
        let answers = operation.responses.iter().flat_map(|response| &response.content);
        let bodies = operation.body.iter().flat_map(|body| &body.content);
        let parts = |media: &Media| {
            let said = media.parts.iter().map(|(_, part)| part).chain(&media.prefix).chain(&media.rest);
            said.filter_map(|part| part.media.as_deref()).any(is_xml)
        };
        answers.chain(bodies).any(|media| is_xml(&media.name) || parts(media))
    })
}

fn is_list(schema: &Schema) -> bool {
    schema.items.is_some() && schema.kinds.iter().all(|(kind, _)| *kind == Kind::Array)
}
