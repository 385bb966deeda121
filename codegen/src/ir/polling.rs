//! Operations that go on after their first answer.

use super::{Answer, Path};

/// How an operation goes on, and what comes of it.
#[derive(Clone, Debug)]
pub(crate) struct Polling {
    pub(crate) rules: PollRules,
    pub(crate) place: OutcomeAt,
    pub(crate) outcome: Answer,
    /// Whether it can be empty, though `outcome` says what it may hold.
    pub(crate) optional: bool,
    /// Whether it depends on the status, as what is sent does.
    pub(crate) as_sent: bool,
}

#[derive(Clone, Debug)]
pub(crate) enum PollRules {
    /// As is usual at Azure.
    Azure,
    Own {
        header: String,
        suffix: String,
        repeats: bool,
        pending: Vec<u16>,
        /// Empty if the status of HTTP says it all.
        status: Path,
        succeeded: Vec<String>,
        failed: Vec<String>,
    },
}

/// Where the outcome is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum OutcomeAt {
    /// In the last answer; empty for the whole of it.
    Answer(Path),
    /// At the address of the request.
    Resource,
    /// Where `Location` leads.
    Location,
}
