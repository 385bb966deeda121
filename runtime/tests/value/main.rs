//! The value layer: what it reads, what it refuses, what it writes.

mod models;
