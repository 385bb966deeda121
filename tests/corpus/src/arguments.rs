//! The command line.

use clap::{ArgAction, Parser};

use crate::given::Given;

/// What a run is to do.
#[derive(Parser)]
#[command(args_override_self = true)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) given: Given,
    /// Generates only.
    #[arg(long = "no-check", action = ArgAction::SetFalse)]
    pub(crate) check: bool,
    /// Does again what is done already.
    #[arg(long)]
    pub(crate) again: bool,
    /// Lists the documents only: the name of each, and the file that it begins with.
    #[arg(long)]
    pub(crate) list: bool,
    /// How many documents are done at once.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..))]
    pub(crate) jobs: u8,
}
