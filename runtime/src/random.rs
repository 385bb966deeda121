//! Randomness, from the operating system: ids of calls, how long to wait, what stands between the parts of a form.
//!
//! Nothing is kept between calls. A pool would be cheaper still, but after a fork both processes would draw the
//! same ids from it, and a service would take an order of one for a repetition of the other's.

use http::HeaderValue;
use uuid::fmt::Hyphenated;

use crate::transport::BoxError;

/// The ids of one call. Asking the system costs more than anything else about an id, so it is asked for two at a
/// time, which is what most calls need.
#[derive(Default)]
pub(crate) struct Ids {
    bytes: [[u8; 16]; 2],
    left: usize,
}

impl Ids {
    /// A UUID of version 4.
    pub(crate) fn next(&mut self) -> Result<HeaderValue, BoxError> {
        if self.left == 0 {
            getrandom::fill(self.bytes.as_flattened_mut())?;
            self.left = self.bytes.len();
        }
        self.left -= 1;
        let bytes = self.bytes.get(self.left).copied().unwrap_or_default();
        let id = uuid::Builder::from_random_bytes(bytes).into_uuid();
        let mut text = [0; Hyphenated::LENGTH];
        Ok(HeaderValue::from_str(id.hyphenated().encode_lower(&mut text))?)
    }
}

/// Any number; 0 where there is no randomness.
pub(crate) fn number() -> u64 {
    getrandom::u64().unwrap_or_default()
}

/// A number from 0 to 1; 1 where there is no randomness.
pub(crate) fn unit() -> f64 {
    getrandom::u32().map_or(1.0, |bits| f64::from(bits) / f64::from(u32::MAX))
}
