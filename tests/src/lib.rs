//! The cases of `cases/`, generated and compiled.

#![allow(missing_docs, reason = "a case is what its document says, and most say little")]

include!(concat!(env!("OUT_DIR"), "/mod.rs"));
