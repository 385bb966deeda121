#![allow(unused_imports)]
use partner_center::runtime::{self, Bytes};

pub use client::models;
use crate::smoke::{Given, Judged};
