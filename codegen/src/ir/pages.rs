//! Lists that come in pages.

use super::{Path, Type};

/// How one page leads to the next. Paths are property names from the page down.
#[derive(Clone, Debug)]
pub(crate) struct Paging {
    /// Empty if the page is the list itself.
    pub(crate) items: Vec<String>,
    pub(crate) item: Type,
    pub(crate) next_link: Vec<String>,
    pub(crate) next_headers: Vec<String>,
    pub(crate) token: Option<Token>,
    pub(crate) position: Option<Position>,
}

#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) from: TokenFrom,
    pub(crate) to: TokenTo,
    pub(crate) query: Vec<(String, String)>,
}

/// Where a page has its token.
#[derive(Clone, Debug)]
pub(crate) enum TokenFrom {
    Property(Path),
    Header(String),
}

/// Where a request takes a token.
#[derive(Clone, Debug)]
pub(crate) enum TokenTo {
    Header(String),
    Query(String),
}

/// The number of a page: that of its first item, or its own.
#[derive(Clone, Debug)]
pub(crate) struct Position {
    pub(crate) parameter: String,
    pub(crate) counts_pages: bool,
    pub(crate) first: u64,
    pub(crate) size: Option<String>,
    /// Empty if pages do not say it.
    pub(crate) total: Path,
}
