//! Tests of the client as its users have it: over closures in the place of the service, and over a small
//! service on loopback.

mod billing;
mod commerce;
mod credentials;
mod errors;
mod examples;
#[cfg(feature = "reqwest")]
mod loopback;
mod models;
mod naming;
mod paging;
mod people;
mod requests;
#[cfg(feature = "reqwest")]
#[path = "../../examples/service/mod.rs"]
mod service;
mod support;
mod traits;
