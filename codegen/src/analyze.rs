//! What follows from the API: one pure function each, giving a table beside it.

mod cycles;
mod prefixes;
mod usage;

use crate::ir::Api;
pub(crate) use cycles::Boxes;
pub(crate) use usage::Usage;

/// All tables.
#[derive(Debug)]
pub(crate) struct Analysis {
    /// By type: whether callers make it, read it, or both.
    pub(crate) usage: Vec<Usage>,
    /// The fields and variants that need a `Box`.
    pub(crate) boxes: Boxes,
    /// By node: what the paths behind it begin with.
    pub(crate) prefixes: Vec<String>,
}

impl Analysis {
    pub(crate) fn of(api: &Api) -> Self {
        Self { usage: usage::of(api), boxes: cycles::boxes(api), prefixes: prefixes::of(api) }
    }
}
