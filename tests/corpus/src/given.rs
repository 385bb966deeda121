//! What both programs are given. The scripts that start them say where the first five are.

use std::path::PathBuf;

#[derive(clap::Args)]
pub(crate) struct Given {
    pub(crate) generator: PathBuf,
    /// The workspace, whose lock file decides the versions of what clients depend on.
    pub(crate) root: PathBuf,
    /// The folder of clientgen-runtime.
    #[arg(long)]
    pub(crate) runtime: PathBuf,
    /// Where clients and results are kept.
    #[arg(long)]
    pub(crate) work: PathBuf,
    /// The documents.
    pub(crate) folder: PathBuf,
    /// A part of the names of the documents that are wanted. Where there are several, all of them.
    #[arg(long)]
    pub(crate) only: Vec<String>,
}
