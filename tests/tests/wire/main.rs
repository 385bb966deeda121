//! What emitted clients say and understand: each test drives a case over a closure that records its requests.

mod answers;
mod bodies;
mod calls;
mod dotted;
mod general;
mod hosts;
mod models;
mod multipart;
mod paging;
mod parameters;
mod polling;
mod readiness;
mod service;
mod streams;
mod styles;
mod unions;
mod validation;
mod xml;
