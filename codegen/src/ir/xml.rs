//! Where values are in XML.

/// Where in XML a value is.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Xml {
    pub(crate) name: String,
    pub(crate) node: XmlNode,
    /// The name of the items, if it is an element around them.
    pub(crate) item: Option<String>,
    pub(crate) prefix: String,
    pub(crate) namespace: String,
}

/// A kind of node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum XmlNode {
    #[default]
    Element,
    Attribute,
    Text,
    CData,
    /// None of its own: what is in the value stands in the element around it.
    Inline,
}
