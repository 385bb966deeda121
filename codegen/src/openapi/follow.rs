//! References to what is no schema: they only save typing, and are followed to their end.

use super::read::Reader;
use crate::diagnostic::Pointer;

/// Where `$ref`s lead from a node.
#[derive(Clone, Copy, Debug)]
pub(super) enum Followed {
    To(Pointer),
    InCircles,
    Nowhere,
}

impl Reader<'_> {
    /// Follows `$ref`s until something stands there itself.
    pub(super) fn follow(&mut self, start: Pointer) -> Option<Pointer> {
        let mut way = Vec::new();
        let mut at = start;
        let end = loop {
            // Whoever comes here again before the end is known goes in circles.
            let Some(target) = self.sources.member(at, "$ref") else { break Followed::To(at) };
            if let Some(&known) = self.followed.get(&at) {
                break known;
            }
            self.followed.insert(at, Followed::InCircles);
            way.push(at);
            let Some(reference) = self.sources.text(target) else {
                self.wrong_type(target, "a string");
                break Followed::Nowhere;
            };
            match self.resolve(target, reference, "it is left out") {
                Some(next) => at = next,
                None => break Followed::Nowhere,
            }
        };
        self.followed.extend(way.into_iter().map(|at| (at, end)));
        match end {
            Followed::To(end) => return Some(end),
            Followed::InCircles => self.circular(start),
            Followed::Nowhere => {}
        }
        None
    }

    pub(crate) fn circular(&mut self, at: Pointer) {
        self.diagnostics
            .warning(
                "circular-reference",
                at,
                "this reference leads back to itself, and to nothing else: it is ignored",
            )
            .help("one of the references on the way has to be replaced by what it stands for");
    }
}
