//! The command line.

use std::path::PathBuf;

use clap::Parser;

use crate::given::Given;

/// What a run is to do.
#[derive(Parser)]
#[command(args_override_self = true)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) given: Given,
    /// Where clients are built.
    #[arg(long)]
    pub(crate) target: PathBuf,
    /// What the random numbers begin with.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// How many documents are made.
    #[arg(long, default_value_t = 200)]
    pub(crate) count: usize,
    /// How many clients are compiled.
    #[arg(long, default_value_t = 40)]
    pub(crate) check: usize,
    /// Keeps the documents that were fine, too.
    #[arg(long)]
    pub(crate) keep: bool,
}
