//! How one page leads to the next, as written.

use super::Named;
use super::read::Reader;
use crate::diagnostic::Pointer;
use crate::source::Value;

/// `x-ms-pageable`, with what clientgen adds to it. Property paths have dots.
#[derive(Debug)]
pub(crate) struct PageRules {
    pub(crate) items: Option<Named>,
    pub(crate) next_link: Option<Named>,
    pub(crate) next_headers: Option<Named>,
    pub(crate) token: Option<TokenRules>,
}

#[derive(Debug)]
pub(crate) struct TokenRules {
    pub(crate) property: Named,
    pub(crate) header: Named,
    pub(crate) query: Vec<(String, String)>,
}

pub(super) fn paging(reader: &mut Reader<'_>, at: Pointer) -> Option<PageRules> {
    let mut object = reader.object(at, "the `x-ms-pageable` object")?;
    let rules = PageRules {
        items: object.name("itemName"),
        // Azure's documents say `nextLinkName: null` for a list that is always whole.
        next_link: match object.get("nextLinkName") {
            Some(at) if object.within(|reader| *reader.sources().value(at) == Value::Null) => None,
            _ => object.name("nextLinkName"),
        },
        next_headers: object.name("nextLinkHeaders"),
        token: object.get("continuationToken").and_then(|at| object.within(|reader| token(reader, at))),
    };
    object.unsupported(&["operationName"]);
    object.finish();
    Some(rules)
}

fn token(reader: &mut Reader<'_>, at: Pointer) -> Option<TokenRules> {
    let mut object = reader.object(at, "the `continuationToken` object")?;
    let query = object.entries("query", |reader, at| {
        let name = reader.sources().name(at).to_owned();
        let value = reader.sources().text(at).map(str::to_owned);
        if value.is_none() {
            reader.wrong_type(at, "a string");
        }
        value.map(|value| (name, value))
    });
    object.required("property");
    object.required("header");
    let rules = TokenRules { property: object.name("property")?, header: object.name("header")?, query };
    object.finish();
    Some(rules)
}
