//! Signing in: tokens kept and renewed, and where they come from.

#[cfg(feature = "azure")]
mod azure;
mod cache;
mod device;
mod forms;
#[cfg(feature = "reqwest")]
mod loopback;
mod places;
mod refusals;
mod renewal;
mod rotation;
mod support;
