//! The http layer, driven as emitted code drives it, over closures and over a server on loopback.

#![allow(missing_docs, reason = "tests")]

#[path = "http/clock.rs"]
mod clock;
#[path = "http/credentials.rs"]
mod credentials;
#[path = "http/decoding.rs"]
mod decoding;
#[path = "http/encoding.rs"]
mod encoding;
#[path = "http/errors.rs"]
mod errors;
#[path = "http/headers.rs"]
mod headers;
#[path = "http/keys.rs"]
mod keys;
#[path = "http/kinds.rs"]
mod kinds;
#[path = "http/lenient.rs"]
mod lenient;
#[path = "http/limits.rs"]
mod limits;
#[path = "http/links.rs"]
mod links;
#[path = "http/numbers.rs"]
mod numbers;
#[path = "http/paging.rs"]
mod paging;
#[path = "http/parts.rs"]
mod parts;
#[path = "http/polling.rs"]
mod polling;
#[path = "http/positions.rs"]
mod positions;
#[path = "http/prefetch.rs"]
mod prefetch;
#[path = "http/privacy.rs"]
mod privacy;
#[path = "http/readiness.rs"]
mod readiness;
#[path = "http/retry.rs"]
mod retry;
#[path = "http/servers.rs"]
mod servers;
#[cfg(feature = "reqwest")]
#[path = "http/streams.rs"]
mod streams;
#[path = "http/styles.rs"]
mod styles;
#[path = "http/support.rs"]
mod support;
#[cfg(feature = "reqwest")]
#[path = "http/tcp.rs"]
mod tcp;
#[cfg(feature = "reqwest")]
#[path = "http/tcp_prefetch.rs"]
mod tcp_prefetch;
#[cfg(feature = "reqwest")]
#[path = "http/tcp_retry.rs"]
mod tcp_retry;
#[cfg(feature = "tracing")]
#[path = "http/tracing.rs"]
mod tracing;
#[path = "http/waiting.rs"]
mod waiting;
