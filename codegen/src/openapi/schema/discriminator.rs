//! `discriminator`: the property that tells alternatives apart.

use crate::openapi::Named;
use crate::openapi::read::{Dialect, Object};

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Discriminator {
    pub(crate) property: String,
    /// Tag value and reference.
    pub(crate) mapping: Vec<(String, Named)>,
    /// `defaultMapping`: what a value is whose tag is missing, or unknown.
    pub(crate) otherwise: Option<Named>,
}

/// Reads the discriminator of a schema. In Swagger 2.0 it is the name of a property, and nothing else.
pub(super) fn discriminator(object: &mut Object<'_, '_>) -> Option<Discriminator> {
    let at = object.get("discriminator")?;
    if let Some(property) = object.as_text(at) {
        if object.dialect() != Dialect::Swagger2 {
            let message =
                format!("from OpenAPI 3 on a discriminator is a map: `{property}` is taken as its property");
            object.warn("wrong-type", at, message).help(format!("write `{{propertyName: {property}}}`"));
        }
        return Some(Discriminator { property: property.to_owned(), mapping: Vec::new(), otherwise: None });
    }
    object.within(|reader| {
        let mut object = reader.object(at, "a discriminator")?;
        let mapping = object.all_entries("mapping", |reader, at| {
            let tag = reader.sources().name(at).to_owned();
            let target = reader.sources().text(at).map(str::to_owned);
            if target.is_none() {
                reader.wrong_type(at, "the name of a schema, or a reference to one");
            }
            target.map(|name| (tag, Named { at, name }))
        });
        let otherwise = object.name("defaultMapping");
        let property = object.required_text("propertyName")?;
        object.finish();
        Some(Discriminator { property, mapping, otherwise })
    })
}
