//! A client for the Microsoft Partner Center REST API, which cloud resellers use to manage their customers.
//!
//! ```no_run
//! # async fn run() -> partner_center::Result<()> {
//! let client = partner_center::Client::new("an access token")?;
//! let customer = client.customers().by_id("b44bb1fb-c595-45b0-9e12-d657365580cf").get().send().await?;
//!
//! let mut customers = client.customers().list().size(100).items();
//! while let Some(customer) = customers.next().await {
//!     println!("{:?}", customer?.company_profile);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Everything in here but this page is generated from the specification in `spec/`, while the crate is built.

pub use clientgen_runtime as runtime;
pub use clientgen_runtime::{
    Error, Items, Pages, Position, Response, Result, Retry, SignIn, Token, Transport,
};

include!(concat!(env!("OUT_DIR"), "/mod.rs"));

/// The Partner API: referrals, price lists and exchange rates.
///
/// It has a host of its own, and takes tokens of its own.
///
/// ```no_run
/// # async fn run() -> partner_center::Result<()> {
/// let client = partner_center::partner_api::Client::new("an access token")?;
/// let mut referrals = client.referrals().list().filter("status eq 'New'").items();
/// while let Some(referral) = referrals.next().await {
///     println!("{:?}", referral?.name);
/// }
/// # Ok(())
/// # }
/// ```
#[cfg(feature = "partner-api")]
pub mod partner_api {
    include!(concat!(env!("OUT_DIR"), "/partner_api/mod.rs"));
}
