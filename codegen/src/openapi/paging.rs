//! How one page leads to the next, as written.

use super::Named;
use super::read::{Object, Reader};
use crate::diagnostic::Pointer;
use crate::source::Value;

/// `x-ms-pageable`, with what clientgen adds to it. Property paths have dots.
#[derive(Debug)]
pub(crate) struct PageRules {
    pub(crate) items: Option<Named>,
    pub(crate) next_link: Option<Named>,
    pub(crate) next_headers: Option<Named>,
    pub(crate) token: Option<TokenRules>,
    pub(crate) position: Option<PositionRules>,
}

#[derive(Debug)]
pub(crate) struct TokenRules {
    pub(crate) from: TokenFrom,
    pub(crate) to: TokenTo,
    pub(crate) query: Vec<(String, String)>,
}

/// Where a page has its token.
#[derive(Debug)]
pub(crate) enum TokenFrom {
    Property(Named),
    Header(String),
}

/// Where a request takes a token.
#[derive(Debug)]
pub(crate) enum TokenTo {
    Header(String),
    Query(Named),
}

#[derive(Debug)]
pub(crate) struct PositionRules {
    pub(crate) parameter: Named,
    pub(crate) counts_pages: bool,
    pub(crate) first: u64,
    pub(crate) size: Option<Named>,
    pub(crate) total: Option<Named>,
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
        position: object.get("position").and_then(|at| object.within(|reader| position(reader, at))),
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
    let from = either(&mut object, at, ["property", "responseHeader"]);
    let to = either(&mut object, at, ["header", "parameter"]);
    object.finish();
    let from = match from? {
        ("property", path) => TokenFrom::Property(path),
        (_, header) => TokenFrom::Header(header.name),
    };
    let to = match to? {
        ("header", header) => TokenTo::Header(header.name),
        (_, parameter) => TokenTo::Query(parameter),
    };
    Some(TokenRules { from, to, query })
}

/// The one of two keywords that is there.
fn either(
    object: &mut Object<'_, '_>,
    at: Pointer,
    [first, second]: [&'static str; 2],
) -> Option<(&'static str, Named)> {
    match (object.name(first), object.name(second)) {
        (Some(name), None) => Some((first, name)),
        (None, Some(name)) => Some((second, name)),
        (Some(_), Some(both)) => {
            let message = format!("there is `{first}` already");
            object.report("paging", both.at, message).help(format!("remove `{first}` or `{second}`"));
            None
        }
        (None, None) => {
            let message = format!("a continuation token needs `{first}` or `{second}`");
            object.report("paging", at, message).help("say where pages have it, and where requests take it");
            None
        }
    }
}

fn position(reader: &mut Reader<'_>, at: Pointer) -> Option<PositionRules> {
    let mut object = reader.object(at, "the `position` object")?;
    if object.get("parameter").is_none() {
        let found = object.report("paging", at, "a position needs a `parameter`");
        found.help("name the query parameter that says where a page begins");
    }
    let counts_pages = match object.name("counts") {
        Some(Named { name, .. }) if name == "pages" => true,
        Some(Named { name, at }) if name != "items" => {
            let message = format!("a position cannot count `{name}`");
            object.report("paging", at, message).help("write `items` or `pages`");
            false
        }
        _ => false,
    };
    let first = object.get("first").and_then(|at| {
        let number = object.within(|reader| match *reader.sources().value(at) {
            Value::Int(number) => u64::try_from(number).ok(),
            _ => None,
        });
        if number.is_none() {
            object.wrong_type(at, "a number that is not negative");
        }
        number
    });
    let (size, total) = (object.name("size"), object.name("total"));
    let parameter = object.name("parameter");
    object.finish();
    let first = first.unwrap_or(u64::from(counts_pages));
    Some(PositionRules { parameter: parameter?, counts_pages, first, size, total })
}
