//! Compares documentation pages of an API with its description in OpenAPI.
//!
//! Floor by floor: a page in any form becomes a [`document`], which is [`understand`]ed as a [`page`]; the
//! description becomes a [`spec`]; [`compare`] says what differs, a [`Baseline`] what is new since last time, and a
//! [`Report`] tells people and programs.
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let spec = docdrift::spec::Spec::read("spec/api.yaml".as_ref())?;
//! for page in docdrift::pages::read(&["pages".into()])? {
//!     for difference in docdrift::compare(&page, &spec) {
//!         println!("{}: {} ({})", difference.kind, difference.subject, difference.page);
//!     }
//! }
//! # Ok(())
//! # }
//! ```

mod baseline;
mod compare;
mod difference;
pub mod document;
pub mod edit;
#[cfg(feature = "fetch")]
pub mod fetch;
mod files;
pub mod import;
pub mod page;
pub mod pages;
pub mod read;
mod report;
pub mod spec;
pub mod understand;
pub mod update;
mod words;
pub mod write;
mod yaml;

pub use baseline::Baseline;
pub use compare::compare;
pub use difference::{Declared, Difference, Kind};
pub use files::{Place, SpecError};
pub use report::{Report, Unfetched, Unread};
