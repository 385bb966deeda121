//! What a definition is made of.

use super::{Docs, Number, Type, Xml};
use crate::diagnostic::Pointer;

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shape {
    Struct {
        fields: Vec<Field>,
        rest: Rest,
    },
    /// An array whose items are known by their place, which is what the fields are called.
    Tuple {
        fields: Vec<Field>,
        rest: Rest,
    },
    /// `number` says what its values are, if they are no texts.
    Enum {
        number: Option<Number>,
        values: Vec<EnumValue>,
    },
    Union {
        tag: Option<String>,
        variants: Vec<Variant>,
    },
    Alias(Type),
}

/// Properties that a struct does not name.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Rest {
    /// The document says nothing: kept where losing them would do harm.
    Unsaid,
    /// The document says that there are none.
    Closed,
    Of(Type),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Field {
    pub(crate) at: Pointer,
    pub(crate) name: String,
    pub(crate) hint: Vec<String>,
    pub(crate) docs: Docs,
    pub(crate) ty: Type,
    pub(crate) required: bool,
    pub(crate) nullable: bool,
    /// Whether its scalars are read leniently, whatever goes for the struct.
    pub(crate) lenient: bool,
    pub(crate) access: Access,
    /// What it is in XML, unless it is an element of its own name.
    pub(crate) xml: Option<Box<Xml>>,
    pub(crate) limits: Limits,
}

/// What is to be checked of a value beyond its type, and of what is in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Limits {
    pub(crate) checks: Vec<Check>,
    pub(crate) each: Option<Box<Limits>>,
}

impl Limits {
    pub(crate) fn is_empty(&self) -> bool {
        self.checks.is_empty() && self.each.is_none()
    }
}

/// A check, by the name that the runtime has for it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Check {
    Number(&'static str, f64),
    Count(&'static str, usize),
    Pattern(String),
    Unique,
}

impl Field {
    /// Whether leaving it out and `null` may mean different things.
    pub(crate) fn is_tristate(&self) -> bool {
        !self.required && self.nullable && self.ty != Type::Json
    }
}

/// Who may set a property.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Access {
    #[default]
    Both,
    /// The service alone: callers need not send it.
    Service,
    /// Callers alone: the service need not send it.
    Caller,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct EnumValue {
    pub(crate) at: Pointer,
    pub(crate) wire: String,
    pub(crate) hint: Vec<String>,
    pub(crate) docs: Docs,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Variant {
    pub(crate) at: Pointer,
    pub(crate) hint: Vec<String>,
    pub(crate) ty: Type,
    /// The values of the tag that select this variant.
    pub(crate) tags: Vec<String>,
    /// Whether it is what a value is whose tag is missing, or unknown.
    pub(crate) fallback: bool,
}
