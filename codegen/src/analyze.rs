//! What follows from the API: one pure function each, giving a table beside it.

mod cycles;
mod derives;
mod prefixes;
mod usage;

use crate::diagnostic::Diagnostics;
use crate::ir::Api;
use crate::source::Sources;
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
    /// By type: the traits that it derives because a caller wants it.
    pub(crate) derives: Vec<Vec<String>>,
}

impl Analysis {
    pub(crate) fn of(api: &Api, sources: &Sources, diagnostics: &mut Diagnostics) -> Self {
        let usage = usage::of(api);
        let derives = derives::of(api, &usage, sources, diagnostics);
        Self { usage, boxes: cycles::boxes(api), prefixes: prefixes::of(api), derives }
    }
}
