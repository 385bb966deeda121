//! The command line.

use std::path::PathBuf;

use crate::Result;
use crate::given::Given;

/// What a run is to do.
pub(crate) struct Arguments {
    pub(crate) generator: PathBuf,
    /// The workspace, whose lock file decides the versions of what clients depend on.
    pub(crate) root: PathBuf,
    pub(crate) folder: PathBuf,
    pub(crate) runtime: PathBuf,
    pub(crate) work: PathBuf,
    pub(crate) only: Vec<String>,
    pub(crate) check: bool,
    pub(crate) again: bool,
    pub(crate) jobs: usize,
}

impl Arguments {
    pub(crate) fn read() -> Result<Self> {
        let Given { generator, root, folder, target, rest } = Given::read()?;
        let mut given = rest.into_iter().map(PathBuf::from);
        let mut arguments = Self {
            generator,
            runtime: root.join("runtime"),
            work: target.join("corpus"),
            root,
            folder,
            only: Vec::new(),
            check: true,
            again: false,
            jobs: 1,
        };
        while let Some(option) = given.next() {
            let mut value = || given.next().ok_or_else(|| format!("{} takes a value", option.display()));
            match option.to_string_lossy().as_ref() {
                "--only" => arguments.only.push(value()?.to_string_lossy().into_owned()),
                "--no-check" => arguments.check = false,
                "--again" => arguments.again = true,
                "--jobs" => arguments.jobs = value()?.to_string_lossy().parse::<usize>()?.max(1),
                "--work" => arguments.work = value()?,
                "--runtime" => arguments.runtime = value()?,
                unknown => return Err(format!("unknown argument {unknown}").into()),
            }
        }
        Ok(arguments)
    }
}
