//! Models as XML, by the `xml` object of OpenAPI.
//!
//! A model says where in an element its properties are ([`XmlField`]), and the rest is as with JSON: the same slots and
//! views, the same scalars. What a model does not know is kept by name, an attribute as `@name`; those with a prefix are
//! not.
//!
//! The tag of a union is read from an attribute or an element. Where the model has no property for it, it is written as an
//! element in front, or as the attribute that it came as.

#[cfg(feature = "xml")]
mod element;
#[cfg(feature = "xml")]
mod read;
#[cfg(feature = "xml")]
mod write;

#[cfg(feature = "xml")]
pub use element::XmlError;
#[cfg(feature = "xml")]
pub use read::decode_xml;
#[cfg(feature = "xml")]
pub use write::encode_xml;

/// Where in XML a value is: a property in the element of its [`Model`](super::Model), or a whole document.
///
/// ```
/// use clientgen_runtime::XmlField;
///
/// const ID: XmlField = XmlField::attribute("id");
/// const TAGS: XmlField = XmlField::element("tags").wrapping("tag");
/// const NOTE: XmlField = XmlField::element("note").within("n", "https://notes.example");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct XmlField {
    pub(super) name: &'static str,
    pub(super) place: XmlPlace,
    /// The name of the items, if the value is a list in an element of its own.
    pub(super) item: Option<&'static str>,
    /// The prefix, and the namespace that it stands for, as far as there are such.
    pub(super) prefix: &'static str,
    pub(super) namespace: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum XmlPlace {
    Element,
    Attribute,
    Text,
    CData,
    Inline,
}

impl XmlField {
    /// An element of its own; of a list each item.
    #[must_use]
    pub const fn element(name: &'static str) -> Self {
        Self { name, place: XmlPlace::Element, item: None, prefix: "", namespace: "" }
    }

    /// An attribute.
    #[must_use]
    pub const fn attribute(name: &'static str) -> Self {
        Self { place: XmlPlace::Attribute, ..Self::element(name) }
    }

    /// The text of the element around it.
    #[must_use]
    pub const fn text() -> Self {
        Self { place: XmlPlace::Text, ..Self::element("") }
    }

    /// The text of the element around it, written as a CDATA section.
    #[must_use]
    pub const fn cdata() -> Self {
        Self { place: XmlPlace::CData, ..Self::element("") }
    }

    /// No node of its own: what is in the value stands in the element around it.
    #[must_use]
    pub const fn inline() -> Self {
        Self { place: XmlPlace::Inline, ..Self::element("") }
    }

    /// The same, being an element around the items of a list, which are elements of this name.
    #[must_use]
    pub const fn wrapping(self, item: &'static str) -> Self {
        Self { item: Some(item), ..self }
    }

    /// The same, in a namespace, with a prefix. Either may be empty: a namespace without a prefix is the default one.
    #[must_use]
    pub const fn within(self, prefix: &'static str, namespace: &'static str) -> Self {
        Self { prefix, namespace, ..self }
    }
}

/// Where a property is: as it is said, or in an element of its own name.
#[cfg(feature = "xml")]
fn place(said: &[(usize, XmlField)], index: usize, name: &'static str) -> XmlField {
    said_place(said, index).unwrap_or(XmlField::element(name))
}

#[cfg(feature = "xml")]
fn said_place(said: &[(usize, XmlField)], index: usize) -> Option<XmlField> {
    said.iter().find(|(known, _)| *known == index).map(|(_, place)| *place)
}
