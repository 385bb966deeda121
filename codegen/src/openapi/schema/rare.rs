//! What few schemas say: it takes no room in the others, of which there are many.

use std::ops::Deref;
use std::rc::Rc;

use super::{Discriminator, NamedValue, Schema};
use crate::diagnostic::Pointer;
use crate::openapi::Named;
use crate::openapi::xml::Xml;

/// What is blank in most places.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Rare<T>(Option<Box<T>>);

/// What can be blank.
pub(crate) trait Blank: Default + PartialEq + 'static {
    const BLANK: &'static Self;
}

impl<T> Default for Rare<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: Blank> From<T> for Rare<T> {
    fn from(said: T) -> Self {
        Self((said != *T::BLANK).then(|| Box::new(said)))
    }
}

impl<T: Blank> Deref for Rare<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0.as_deref().unwrap_or(T::BLANK)
    }
}

impl<T: Blank> Rare<T> {
    pub(crate) fn change(&mut self, change: impl FnOnce(&mut T)) {
        let mut said = self.0.take().map_or_else(T::default, |said| *said);
        change(&mut said);
        *self = said.into();
    }
}

/// What is said of the values of an enum.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ValueWords {
    pub(crate) value_names: Vec<String>,
    pub(crate) value_docs: Vec<String>,
    /// `x-enum-deprecated`: those that are not to be used any more.
    pub(crate) old_values: Vec<Pointer>,
    /// `x-ms-enum.values`
    pub(crate) named_values: Vec<NamedValue>,
    /// `x-ms-enum.name`: the name of the type.
    pub(crate) enum_name: Option<String>,
}

impl Blank for ValueWords {
    const BLANK: &'static Self = &Self {
        value_names: Vec::new(),
        value_docs: Vec::new(),
        old_values: Vec::new(),
        named_values: Vec::new(),
        enum_name: None,
    };
}

/// What else few schemas say.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct More {
    pub(crate) docs_url: Option<String>,
    /// `x-ms-client-name`: the name of the property, or of the definition.
    pub(crate) client_name: Option<String>,
    /// `x-clientgen-errors`: the ways to the errors that a success can hold.
    pub(crate) errors: Vec<Named>,
    /// What stands at the first places of an array, and how many of them there have to be.
    pub(crate) prefix: Vec<Rc<Schema>>,
    pub(crate) min_items: usize,
    pub(crate) discriminator: Option<Box<Discriminator>>,
    /// `x-ms-discriminator-value`: the value by which it is told from others that extend the same schema.
    pub(crate) tag_value: Option<String>,
    /// `contentMediaType`
    pub(crate) media_type: Option<String>,
    pub(crate) xml: Option<Box<Xml>>,
    /// `contentSchema`
    pub(crate) content: Option<Rc<Schema>>,
}

impl Blank for More {
    const BLANK: &'static Self = &Self {
        docs_url: None,
        client_name: None,
        errors: Vec::new(),
        prefix: Vec::new(),
        min_items: 0,
        discriminator: None,
        tag_value: None,
        media_type: None,
        xml: None,
        content: None,
    };
}
