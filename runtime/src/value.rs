//! The value layer: models to JSON and back, without serde's derive.
//!
//! An emitted type says what it is made of ([`Model`], [`Union`]) and lends its parts one at a time, for
//! writing ([`Slot`]) and for reading ([`View`]). The reader and the writer in here are compiled once for
//! all of them; serde_json does the parsing and printing.
//!
//! ```
//! use clientgen_runtime::{Field, Model, Slot, Value, View, decode, encode, model};
//!
//! #[derive(Clone, Debug, Default, PartialEq)]
//! struct Company {
//!     name: Option<String>,
//!     domains: Vec<String>,
//! }
//!
//! impl Model for Company {
//!     fn blank() -> Self {
//!         Self::default()
//!     }
//!
//!     fn fields(&self) -> &'static [Field] {
//!         const { &[Field::optional("companyName"), Field::optional("domains")] }
//!     }
//!
//!     fn slot_at(&mut self, field: usize) -> Slot<'_> {
//!         match field {
//!             0 => self.name.slot(),
//!             1 => self.domains.slot(),
//!             _ => Slot::Ignore,
//!         }
//!     }
//!
//!     fn view_at(&self, field: usize) -> View<'_> {
//!         match field {
//!             0 => self.name.view(),
//!             1 => self.domains.view(),
//!             _ => View::Absent,
//!         }
//!     }
//! }
//! model!(Company);
//!
//! let company: Company = decode(br#"{"companyName": "Contoso", "domains": null}"#)?;
//! assert_eq!(company.name.as_deref(), Some("Contoso"));
//! assert_eq!(encode(company.view()), br#"{"companyName":"Contoso"}"#);
//!
//! let error = decode::<Company>(br#"{"domains": ["a", 1]}"#).unwrap_err();
//! assert_eq!(error.path(), "domains[1]");
//! # Ok::<(), clientgen_runtime::JsonError>(())
//! ```

mod binary;
mod date;
#[cfg(feature = "decimal")]
mod decimal;
mod embedded;
mod enums;
mod error;
mod field;
mod kinds;
mod limits;
mod list;
mod loose;
mod macros;
mod nullable;
mod number;
mod read;
mod rejected;
mod secret;
mod shape;
mod tuple;
mod unions;
mod unrecognized;
mod view;
mod write;
mod xml;

pub use binary::{Base64, Base64Url};
pub use date::{Date, DateTime};
#[cfg(feature = "jiff")]
pub use date::{DateError, When};
#[cfg(feature = "decimal")]
pub use decimal::DecimalText;
pub use embedded::Embedded;
pub use error::JsonError;
pub use field::{Field, Rules, Variant};
pub use limits::{Limits, Validate, Violation, Violations};
pub use list::IntoList;
pub use loose::listed;
pub use nullable::Nullable;
#[doc(hidden)]
pub use number::Number;
pub(crate) use read::loosely;
pub use rejected::Rejected;
pub use secret::Secret;
#[doc(hidden)]
pub use serde;
pub use serde_json::Value as Json;
pub use shape::{Fit, List, Map, Model, Optional, Scalar, Slot, Union, Value, View};
#[doc(hidden)]
pub use tuple::{tuple_item, tuple_len};
pub use unrecognized::Unrecognized;
pub use xml::XmlField;
#[cfg(feature = "xml")]
pub use xml::{XmlError, decode_xml, encode_xml};

/// Reads a JSON document.
///
/// Unknown properties are kept or ignored, as the model wants it. Of a property that is there twice the
/// last one counts. Whole numbers may be written as `1.0`.
///
/// # Errors
///
/// If `bytes` is not JSON or not a `T`. A byte order mark is not JSON: strip it first.
pub fn decode<T: Value>(bytes: &[u8]) -> Result<T, JsonError> {
    let mut value = T::blank();
    read::document(bytes, value.slot())?;
    Ok(value)
}

/// Reads a JSON document, but for those items of its lists that cannot be read.
///
/// That goes for the outermost lists: an item of a list in an item is as good or bad as the whole. The items
/// that were left out are given besides.
///
/// # Errors
///
/// If `bytes` is not JSON, or not a `T` in any other place.
pub fn salvage<T: Value>(bytes: &[u8]) -> Result<(T, Vec<Rejected>), JsonError> {
    let mut value = T::blank();
    let rejected = read::salvage(bytes, value.slot())?;
    Ok((value, rejected))
}

/// Writes compact JSON.
///
/// The same value always gives the same bytes: properties in the order of the model, then the unknown ones
/// in the order of their names.
#[must_use]
pub fn encode(view: View<'_>) -> Vec<u8> {
    write::document(view)
}

// What the `Deserialize` of an emitted type does.
#[doc(hidden)]
pub fn deserialize<'de, T: Value, D: serde::Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut value = T::blank();
    read::value(deserializer, value.slot())?;
    Ok(value)
}
