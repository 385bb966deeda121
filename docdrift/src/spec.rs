//! What the description says of the API, in the terms of documentation pages.

mod pages;
mod read;
mod schema;

use std::path::{Path, PathBuf};

use crate::files::{Files, Place, SpecError};

pub(crate) use read::METHODS;

/// An API as it is described.
#[derive(Clone, Debug, Default)]
pub struct Spec {
    /// The operations, in the order of their paths.
    pub operations: Vec<Operation>,
    /// The schemas that the operations lead to.
    pub schemas: Vec<Schema>,
    /// Deviations that go for every operation.
    pub deviations: Vec<Deviation>,
    /// The pages that are named as what something was taken from, each once, by address.
    pub pages: Vec<Docs>,
}

/// A page that the description names in `externalDocs`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Docs {
    /// The first place that names it.
    pub place: Place,
    /// Its title.
    pub title: String,
    /// Its address, without a fragment.
    pub address: String,
}

/// A difference from the documentation that is meant: an item of `x-deviation`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deviation {
    /// Where it is declared.
    pub place: Place,
    /// What the page says.
    pub page: String,
    /// What the description has instead, and why.
    pub takes: String,
}

/// An operation.
#[derive(Clone, Debug, Default)]
pub struct Operation {
    /// Where it is.
    pub place: Place,
    /// The method, in capitals.
    pub method: String,
    /// The path.
    pub path: String,
    /// The title of its page, which is the description of its `externalDocs`.
    pub page: String,
    /// The address of its page.
    pub address: String,
    /// Whether no page describes it, as `x-undocumented` says.
    pub undocumented: bool,
    /// What the address of the server has before the path: `/v1.0`, or nothing.
    pub server: String,
    /// Its parameters and those of its path item.
    pub parameters: Vec<Parameter>,
    /// The body of its request, if it has one.
    pub body: Option<Body>,
    /// Its answers.
    pub statuses: Vec<Status>,
    /// Deviations of the operation as a whole.
    pub deviations: Vec<Deviation>,
}

/// A parameter.
#[derive(Clone, Debug, Default)]
pub struct Parameter {
    /// Where it is.
    pub place: Place,
    /// Its name.
    pub name: String,
    /// `path`, `query`, `header` or `cookie`.
    pub within: String,
    /// Whether it is required.
    pub required: bool,
    /// Its type.
    pub kind: Type,
    /// Deviations declared at it.
    pub deviations: Vec<Deviation>,
}

/// The body of a request.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// Where it is.
    pub place: Place,
    /// Whether it is required.
    pub required: bool,
    /// Its media types.
    pub media_types: Vec<String>,
    /// Its type.
    pub kind: Option<Type>,
    /// Deviations declared at it.
    pub deviations: Vec<Deviation>,
}

/// An answer.
#[derive(Clone, Debug, Default)]
pub struct Status {
    /// Where it is.
    pub place: Place,
    /// The status, `4XX` or `default`.
    pub code: String,
    /// Its media types.
    pub media_types: Vec<String>,
    /// The type of its body.
    pub body: Option<Type>,
    /// Deviations declared at it.
    pub deviations: Vec<Deviation>,
}

/// A schema that has a name.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    /// Where it is.
    pub place: Place,
    /// The key under which it stands.
    pub key: String,
    /// Its title, which is its full name in the documentation; the key if it has none.
    pub title: String,
    /// The title of its page.
    pub page: String,
    /// Its properties.
    pub properties: Vec<Property>,
    /// Its values, if it is an enumeration.
    pub values: Vec<(String, Place)>,
    /// Its type, if it is neither an object with properties nor an enumeration.
    pub alias: Option<Type>,
    /// Deviations declared at it.
    pub deviations: Vec<Deviation>,
}

/// A property.
#[derive(Clone, Debug, Default)]
pub struct Property {
    /// Where it is.
    pub place: Place,
    /// Its name.
    pub name: String,
    /// Whether it is required.
    pub required: bool,
    /// Whether only answers have it.
    pub read_only: bool,
    /// Its type.
    pub kind: Type,
    /// Deviations declared at it.
    pub deviations: Vec<Deviation>,
}

/// The type of a parameter, a body or a property.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Type {
    /// Anything.
    #[default]
    Any,
    /// `string`, `boolean`, `integer`, `number` or `object`.
    Base(String),
    /// A schema: its index in [`Spec::schemas`].
    Schema(usize),
    /// A list.
    List(Box<Type>),
    /// A text that has one of these values.
    Values(Vec<(String, Place)>),
}

impl Schema {
    /// Whether a page calls it so: by full name, or by the last part of it if that is all there is.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        let last = || {
            let simple = self.title.split('[').next().unwrap_or_default();
            simple.rsplit('.').next().unwrap_or_default()
        };
        self.title == name
            || (!name.contains('.')
                && (self.key.eq_ignore_ascii_case(name) || last().eq_ignore_ascii_case(name)))
    }
}

impl Spec {
    /// Reads a description and the files that it refers to.
    ///
    /// # Errors
    ///
    /// If a file cannot be read, or is no YAML.
    pub fn read(root: &Path) -> Result<Spec, SpecError> {
        Spec::read_all(&[root.to_owned()])
    }

    /// Reads several descriptions as one, as pages may be about any of them.
    ///
    /// # Errors
    ///
    /// If a file cannot be read, or is no YAML.
    pub fn read_all(roots: &[PathBuf]) -> Result<Spec, SpecError> {
        Ok(read::spec(&Files::load(roots)?))
    }

    /// What files that are read already say.
    pub(crate) fn of(files: &Files) -> Spec {
        read::spec(files)
    }

    /// The words for a type that people know it by.
    #[must_use]
    pub fn words(&self, kind: &Type) -> String {
        match kind {
            Type::Any => "anything".to_owned(),
            Type::Base(name) => name.clone(),
            Type::Schema(index) => {
                self.schemas.get(*index).map(|schema| schema.title.clone()).unwrap_or_default()
            }
            Type::List(item) => format!("{}[]", self.words(item)),
            Type::Values(values) => {
                let values: Vec<&str> = values.iter().map(|(value, _)| value.as_str()).collect();
                format!("one of {}", values.join(", "))
            }
        }
    }
}
