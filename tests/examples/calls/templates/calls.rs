//! The calls of one document.

mod client;

use clientgen_runtime as runtime;
use clientgen_runtime::Bytes;

use self::client::models;
use crate::given::Given;
