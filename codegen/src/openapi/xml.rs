//! The `xml` object of schemas, as written.

use super::read::Reader;
use crate::diagnostic::Pointer;

/// What a schema is in XML.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Xml {
    pub(crate) name: Option<String>,
    pub(crate) namespace: Option<String>,
    pub(crate) prefix: Option<String>,
    pub(crate) node: Option<Node>,
    pub(crate) wrapped: Option<bool>,
}

/// A kind of node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    Element,
    Attribute,
    Text,
    CData,
    None,
}

/// Reads the object: of 3.2 `nodeType`, before that `attribute` and `wrapped`, and Azure's `x-ms-text`.
pub(super) fn xml(reader: &mut Reader<'_>, at: Pointer) -> Option<Xml> {
    let mut object = reader.object(at, "an `xml` object")?;
    let mut xml = Xml {
        name: object.text("name"),
        namespace: object.text("namespace"),
        prefix: object.text("prefix"),
        node: None,
        wrapped: object.flag("wrapped"),
    };
    if object.flag("attribute") == Some(true) {
        xml.node = Some(Node::Attribute);
    }
    if object.flag("x-ms-text") == Some(true) {
        xml.node = Some(Node::Text);
    }
    if let Some(at) = object.get("nodeType") {
        xml.node = match object.text_at(at).as_deref() {
            Some("element") => Some(Node::Element),
            Some("attribute") => Some(Node::Attribute),
            Some("text") => Some(Node::Text),
            Some("cdata") => Some(Node::CData),
            Some("none") => Some(Node::None),
            Some(other) => {
                let message = format!("`{other}` is not a kind of node: the usual one is taken");
                object
                    .warn("xml", at, message)
                    .help("the kinds are element, attribute, text, cdata and none");
                None
            }
            None => None,
        };
    }
    object.finish();
    Some(xml)
}
