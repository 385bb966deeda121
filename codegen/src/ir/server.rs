//! Where an API is.

#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) name: Option<String>,
    pub(crate) description: Option<String>,
    /// The address, with the names of its variables in braces.
    pub(crate) url: String,
    pub(crate) variables: Vec<Variable>,
    pub(crate) authority: Option<Authority>,
}

/// A part of an address that callers can set.
#[derive(Clone, Debug)]
pub(crate) struct Variable {
    pub(crate) name: String,
    /// What it is unless a caller says something else; empty if a caller has to.
    pub(crate) default: String,
    /// The values that the document knows, if it names any.
    pub(crate) values: Vec<String>,
    pub(crate) description: Option<String>,
}

impl Server {
    /// The address, if callers need say nothing.
    pub(crate) fn address(&self) -> Option<String> {
        let all = self.variables.iter().all(|variable| !variable.default.is_empty());
        let fill = |url: String, Variable { name, default, .. }: &Variable| {
            url.replace(&format!("{{{name}}}"), default)
        };
        all.then(|| self.variables.iter().fold(self.url.clone(), fill))
    }
}

/// Where the tokens for a server come from, and what they are for.
#[derive(Debug)]
pub(crate) struct Authority {
    pub(crate) url: String,
    pub(crate) scope: Option<String>,
    pub(crate) resource: Option<String>,
}
