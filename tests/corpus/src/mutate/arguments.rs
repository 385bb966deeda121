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
    pub(crate) target: PathBuf,
    pub(crate) work: PathBuf,
    pub(crate) only: Vec<String>,
    pub(crate) seed: u64,
    pub(crate) count: usize,
    /// How many clients are compiled.
    pub(crate) check: usize,
    pub(crate) keep: bool,
}

impl Arguments {
    pub(crate) fn read() -> Result<Self> {
        let Given { generator, root, folder, target, rest } = Given::read()?;
        let mut given = rest.into_iter().map(PathBuf::from);
        let mut arguments = Self {
            generator,
            runtime: root.join("runtime"),
            work: target.join("mutants"),
            // That of the corpus: what clients depend on is built there already.
            target: target.join("corpus/target-0"),
            root,
            folder,
            only: Vec::new(),
            seed: 1,
            count: 200,
            check: 40,
            keep: false,
        };
        while let Some(option) = given.next() {
            let mut value = || given.next().ok_or_else(|| format!("{} takes a value", option.display()));
            match option.to_string_lossy().as_ref() {
                "--only" => arguments.only.push(value()?.to_string_lossy().into_owned()),
                "--seed" => arguments.seed = value()?.to_string_lossy().parse()?,
                "--count" => arguments.count = value()?.to_string_lossy().parse()?,
                "--check" => arguments.check = value()?.to_string_lossy().parse()?,
                "--keep" => arguments.keep = true,
                "--work" => arguments.work = value()?,
                "--runtime" => arguments.runtime = value()?,
                unknown => return Err(format!("unknown argument {unknown}").into()),
            }
        }
        Ok(arguments)
    }
}
