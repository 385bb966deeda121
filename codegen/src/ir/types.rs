//! Types where they are used.

use super::TypeId;

/// What a value is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Type {
    Bool,
    Number(Number),
    Text,
    /// A text that must not be printed.
    Secret,
    /// A date and time, or a date, as text.
    DateTime,
    Date,
    /// The same as values of `jiff`.
    Timestamp,
    CivilDate,
    /// A number whose digits all count, and one that is written as a text.
    Decimal,
    DecimalText,
    /// Bytes in a text: base64, in its usual alphabet or in that for URLs.
    Base64,
    Base64Url,
    /// Any JSON.
    Json,
    /// A body that is not JSON, as it is or as a stream.
    Bytes,
    /// A file in a form.
    File,
    List(Box<Type>),
    Map(Box<Type>),
    /// A value whose JSON is in a string.
    Embedded(Box<Type>),
    /// A value or `null`, inside a list or a map. A field says so itself.
    Nullable(Box<Type>),
    /// A definition, with the types that it takes.
    Def(TypeId, Vec<Type>),
    /// The type that the definition around it takes at this position.
    Parameter(usize),
    /// A type of whoever uses the client, by its path.
    Own(String),
}

impl Type {
    /// Calls back for every definition that this type names, deepest last.
    pub(crate) fn for_each_def(&self, visit: &mut impl FnMut(TypeId)) {
        match self {
            Self::Bool
            | Self::Number(_)
            | Self::Text
            | Self::Secret
            | Self::DateTime
            | Self::Date
            | Self::Timestamp
            | Self::CivilDate
            | Self::Own(_)
            | Self::Decimal
            | Self::DecimalText
            | Self::Base64
            | Self::Base64Url
            | Self::Json
            | Self::Bytes
            | Self::File
            | Self::Parameter(_) => {}
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) | Self::Embedded(inner) => {
                inner.for_each_def(visit);
            }
            Self::Def(id, arguments) => {
                visit(*id);
                for argument in arguments {
                    argument.for_each_def(visit);
                }
            }
        }
    }
}

/// A number, by its range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Number {
    I32,
    I64,
    U32,
    U64,
    F32,
    F64,
}
