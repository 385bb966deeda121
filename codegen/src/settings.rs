//! What a caller can choose.

use std::str::FromStr;

/// How a document is read.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Settings {
    /// Warnings are errors. By default a document's small sins are repaired, with a warning that says how.
    pub strict: bool,
    /// Rules whose warnings are not wanted, by their short names, such as `unknown-keyword`.
    pub allow: Vec<String>,
    /// How callers reach operations of which the document does not say it; by default as `calls` in its
    /// `x-clientgen` says.
    pub calls: Option<Calls>,
    /// Models know what the document says beyond types, so that `validate()` can check it: ranges, lengths, counts and
    /// patterns. The document can ask for it too (`x-clientgen: { validation: true }`).
    pub validation: bool,
    /// Areas that are left out, with the schemas that only they need. Names are compared by their letters and digits:
    /// `service-requests` is the tag `Service Requests`.
    pub without: Vec<String>,
    /// What is asked of the document beyond that a client can be made from it; nothing by default.
    pub lints: Vec<Lint>,
}

/// A group of rules that a document need not keep for a client to be made from it. What they find are warnings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lint {
    /// Each operation says where it is documented and how callers sign in, and has an example: `no-page`,
    /// `no-sign-in`, `no-example`.
    Docs,
    /// Each example fits its schema: `example`. Patterns and formats are not compared.
    Examples,
    /// Each schema is needed by an operation: `unreachable`.
    Unreachable,
}

impl FromStr for Lint {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "docs" => Ok(Self::Docs),
            "examples" => Ok(Self::Examples),
            "unreachable" => Ok(Self::Unreachable),
            other => Err(format!("there is no lint `{other}`: write `docs`, `examples` or `unreachable`")),
        }
    }
}

/// How callers reach an operation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Calls {
    /// By its area, all its parameters being arguments: `client.users().list_posts(id)`.
    #[default]
    Areas,
    /// As its path has it: `client.users().by_id(id).posts().list()`.
    Paths,
}

impl FromStr for Calls {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "areas" => Ok(Self::Areas),
            "paths" => Ok(Self::Paths),
            other => Err(format!("`{other}` has no meaning: write `areas` or `paths`")),
        }
    }
}
