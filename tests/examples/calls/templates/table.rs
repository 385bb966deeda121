//! Every call, by scenario and position.
#![allow(clippy::all, dead_code, unused_imports)]

use std::future::Future;
use std::pin::Pin;

use crate::given::Given;

pub type Make = for<'g> fn(&'g Given<'g>) -> Pin<Box<dyn Future<Output = Result<(), String>> + 'g>>;

