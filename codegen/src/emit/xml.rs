//! Where values are in XML.

use super::file::ModelFile;
use super::snippet::{Snippet, string};
use crate::ir::{Field, TypeId, Xml, XmlNode};

/// What goes into the table of a model that is read or written as XML: the fields that are not elements of their own
/// names.
pub(super) fn rows<'f>(
    file: &ModelFile<'_>,
    id: TypeId,
    fields: impl Iterator<Item = &'f Field>,
) -> Vec<String> {
    if !file.facts.analysis.usage[id.0].xml {
        return Vec::new();
    }
    let rows = fields.enumerate();
    rows.filter_map(|(index, field)| Some(format!("{index} => {}", place(field.xml.as_ref()?)))).collect()
}

/// Where one value is, as the methods of the runtime's `XmlField` say it.
pub(super) fn place(xml: &Xml) -> Snippet {
    let Xml { name, node, item, prefix, namespace } = xml;
    let mut place = match node {
        XmlNode::Element => format!("element({})", string(name)),
        XmlNode::Attribute => format!("attribute({})", string(name)),
        XmlNode::Text => "text()".to_owned(),
        XmlNode::CData => "cdata()".to_owned(),
        XmlNode::Inline => "inline()".to_owned(),
    };
    if let Some(item) = item {
        place.extend([".wrapping(", &string(item), ")"]);
    }
    if !prefix.is_empty() || !namespace.is_empty() {
        place.extend([".within(", &string(prefix), ", ", &string(namespace), ")"]);
    }
    place.into()
}
