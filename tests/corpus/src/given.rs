//! What both programs are given first: the generator, the workspace and the folder.

use std::env;
use std::error::Error;
use std::ffi::OsString;
use std::path::PathBuf;

pub(crate) struct Given {
    pub(crate) generator: PathBuf,
    /// The workspace, whose lock file decides the versions of what clients depend on.
    pub(crate) root: PathBuf,
    pub(crate) folder: PathBuf,
    /// Where cargo builds.
    pub(crate) target: PathBuf,
    /// What comes after them.
    pub(crate) rest: Vec<OsString>,
}

impl Given {
    pub(crate) fn read() -> Result<Self, Box<dyn Error>> {
        let mut given = env::args_os().skip(1);
        let mut next =
            |what: &str| given.next().map(PathBuf::from).ok_or_else(|| format!("{what} is missing"));
        let (generator, root, folder) = (next("the generator")?, next("the workspace")?, next("the folder")?);
        let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
        Ok(Self { generator, root, folder, target, rest: given.collect() })
    }
}
