//! The value layer: what it reads, what it refuses, what it writes.

#![allow(
    missing_docs,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    reason = "tests"
)]

mod binary;
#[cfg(feature = "jiff")]
mod dates;
#[cfg(feature = "decimal")]
mod decimals;
mod errors;
mod hostile;
mod lenient;
mod models;
mod random;
mod reading;
mod unions;
mod views;
mod wide;
mod writing;

use clientgen_runtime::{Value, encode};

/// What a value is as JSON text.
fn written(value: &impl Value) -> String {
    String::from_utf8(encode(value.view())).unwrap()
}
