//! What a caller can choose.

/// How a document is read.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Settings {
    /// Warnings are errors. By default a document's small sins are repaired, with a warning that says how.
    pub strict: bool,
    /// Rules whose warnings are not wanted, by their short names, such as `unknown-keyword`.
    pub allow: Vec<String>,
}
