//! What a documentation page says of an API, whatever form it came in.

use serde::Serialize;

/// A page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Page {
    /// The file or address that it was read from.
    pub source: String,
    /// Its heading.
    pub title: String,
    /// The requests that it describes. Those with one method and path are one.
    pub operations: Vec<Operation>,
    /// The types that it describes.
    pub definitions: Vec<Definition>,
    /// Parts that look as if they described something, and were not understood.
    pub unread: Vec<Said>,
    /// A number that changes with any word of the page.
    pub wording: u64,
}

/// A text and the line at which it stands, from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Said {
    /// The line.
    pub line: usize,
    /// The text.
    pub text: String,
}

/// An operation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Operation {
    /// The line of its first request.
    pub line: usize,
    /// The method, in capitals.
    pub method: String,
    /// The path below the server, without a query.
    pub path: String,
    /// The server, if the page names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server: Option<String>,
    /// The names in the queries of all its requests.
    pub query: Vec<Said>,
    /// The parameters that are listed; nothing if there is no list of them.
    pub parameters: Option<Vec<Parameter>>,
    /// The request headers that are listed; nothing if there is no list of them.
    pub headers: Option<Vec<Parameter>>,
    /// The headers of the requests that are shown as examples.
    pub example_headers: Vec<Said>,
    /// The body of its request: empty if the page says that there is none, nothing if it does not speak of one.
    pub body: Option<Body>,
    /// The answers that are listed; nothing if there is no list of them.
    pub statuses: Option<Vec<Status>>,
    /// The statuses of the answers that are shown as examples.
    pub example_statuses: Vec<Said>,
    /// The media types that are listed; nothing if there is no list of them.
    pub media_types: Option<Said>,
}

/// The body of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Body {
    /// The line at which it is described.
    pub line: usize,
    /// Whether it is required, if the page says so.
    pub required: Option<bool>,
    /// Its type, if the page names one.
    pub kind: Type,
    /// Its properties, if the page lists them.
    pub properties: Vec<Property>,
    /// The media types that are listed; nothing if there is no list of them.
    pub media_types: Option<Said>,
}

impl Body {
    /// Whether nothing is said of it but that there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kind == Type::Unknown && self.properties.is_empty() && self.media_types.is_none()
    }
}

/// A parameter or a request header.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Parameter {
    /// The line at which it stands.
    pub line: usize,
    /// Its name.
    pub name: String,
    /// `path`, `query` or `header`, if the page says so.
    pub within: Option<String>,
    /// Whether it is required, if the page says so.
    pub required: Option<bool>,
    /// Its type.
    pub kind: Type,
    /// What the type is closer, in the words of OpenAPI, if the page says so: `int64`, `date-time`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
}

/// An answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Status {
    /// The line at which it stands.
    pub line: usize,
    /// The status, or `default` for all others.
    pub code: String,
    /// The type of its body, if it has one.
    pub body: Option<Type>,
}

/// A type that the page describes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Definition {
    /// The line of its heading, or of its table if that is all there is.
    pub line: usize,
    /// Its name; nothing if its heading was lost and no name is left for it alone.
    pub name: Option<String>,
    /// The names of which one is its own, if its heading was lost.
    pub candidates: Vec<String>,
    /// Its properties.
    pub properties: Vec<Property>,
    /// Its values, if it is an enumeration.
    pub values: Vec<Said>,
}

/// A property.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Property {
    /// The line at which it stands.
    pub line: usize,
    /// Its name.
    pub name: String,
    /// Whether it is required, if the page says so.
    pub required: Option<bool>,
    /// Its type.
    pub kind: Type,
    /// What the type is closer, in the words of OpenAPI, if the page says so: `int64`, `date-time`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
}

/// The type of a parameter, a body or a property.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Type {
    /// The page does not say.
    #[default]
    Unknown,
    /// `string`, `boolean`, `integer`, `number`, `object` or `file`.
    Base(String),
    /// A definition, by the name on the page.
    Named(String),
    /// A list.
    List(Box<Type>),
    /// A text that has one of these values.
    Values(Vec<Said>),
    /// Words that say it in some other way.
    Prose(String),
}

impl std::fmt::Display for Type {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Type::Unknown => f.write_str("nothing"),
            Type::Base(name) | Type::Named(name) | Type::Prose(name) => f.write_str(name),
            Type::List(item) => write!(f, "{item}[]"),
            Type::Values(values) => {
                let values: Vec<&str> = values.iter().map(|value| value.text.as_str()).collect();
                write!(f, "one of {}", values.join(", "))
            }
        }
    }
}

impl Page {
    /// The title without the area that reference pages have before it: `Manage accounts - Get customer`.
    #[must_use]
    pub fn short_title(&self) -> &str {
        self.title.split_once(" - ").map_or(&self.title, |(_, short)| short)
    }
}
