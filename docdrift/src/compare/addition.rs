//! What the description lacks, as far as it could simply be added.

use crate::files::Place;
use crate::page::{Operation as PageOperation, Parameter, Property, Status};
use crate::spec::{Operation, Schema};

/// Something that the page has and the description does not have.
#[derive(Clone, Debug)]
pub(crate) enum Addition<'c> {
    /// A property of a schema. `before` are the names that the page lists before it, here and below.
    Property { schema: &'c Schema, new: &'c Property, before: Vec<&'c str> },
    /// A parameter or a header of a request.
    Parameter { operation: &'c Operation, header: bool, new: &'c Parameter, before: Vec<&'c str> },
    /// A value of an enumeration that has others.
    Value { known: &'c [(String, Place)], new: &'c str, before: Vec<&'c str> },
    /// An answer.
    Status { operation: &'c Operation, page: &'c PageOperation, new: &'c Status },
    /// A media type of an answer or of the body of a request.
    MediaType { of: &'c Place, new: &'c str, before: Vec<&'c str> },
    /// An operation.
    Operation(&'c PageOperation),
}

/// What a list of the description is part of.
#[derive(Clone, Copy)]
pub(super) enum Home<'c> {
    Schema(&'c Schema),
    Parameters(&'c Operation),
    Headers(&'c Operation),
}

/// An entry of a list on the page.
#[derive(Clone, Copy)]
pub(super) enum Entry<'c> {
    Property(&'c Property),
    Parameter(&'c Parameter),
}

/// An entry that only the page has, in the list of the description that lacks it.
pub(super) fn entry<'c>(home: Home<'c>, new: Entry<'c>, before: Vec<&'c str>) -> Option<Addition<'c>> {
    match (home, new) {
        (Home::Schema(schema), Entry::Property(new)) => Some(Addition::Property { schema, new, before }),
        (Home::Parameters(operation), Entry::Parameter(new)) => {
            Some(Addition::Parameter { operation, header: false, new, before })
        }
        (Home::Headers(operation), Entry::Parameter(new)) => {
            Some(Addition::Parameter { operation, header: true, new, before })
        }
        _ => None,
    }
}
