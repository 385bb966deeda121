//! Paging that a document does not declare: told by the names of parameters and properties, where these leave no
//! doubt. A list that is not recognised is one page; one that is recognised wrongly would lose items.

use super::super::Lowering;
use crate::ir::{
    Answer, Encoding, Number, Paging, Parameter, Path, Piece, Place, Position, Shape, Token, TokenFrom,
    TokenTo, Type,
};
use crate::openapi::{self, Bound};
use crate::source::Value;

/// What a list of items is called, by letters and digits in lower case, as all names here.
const ITEMS: &[&str] =
    &["value", "values", "items", "data", "results", "result", "records", "entries", "elements", "rows"];

/// Properties of a page that hold what leads to the next one.
const CONTAINERS: &[&str] = &[
    "links",
    "link",
    "paging",
    "pagination",
    "pageinfo",
    "page",
    "meta",
    "metadata",
    "responsemetadata",
    "cursors",
    "cursor",
    "next",
];

/// Texts that can be nothing but links to the next page.
const LINKS: &[&str] = &[
    "nextlink",
    "odatanextlink",
    "nexturl",
    "nexturi",
    "nexthref",
    "nextpageurl",
    "nextpageuri",
    "nextpagelink",
];

/// Query parameters that take what a page says of the next one.
const TOKENS: &[&str] = &[
    "cursor",
    "nextcursor",
    "token",
    "nexttoken",
    "pagetoken",
    "nextpagetoken",
    "continuationtoken",
    "continuation",
    "paginationtoken",
    "marker",
    "after",
    "skiptoken",
    "scrollid",
    "page",
    "pagenumber",
    "offset",
    "skip",
    "start",
];

/// Those that a page repeats under their own name; others may be an echo of what was asked.
const SAME_NAME: &[&str] = &[
    "nextcursor",
    "nexttoken",
    "nextpagetoken",
    "continuationtoken",
    "continuation",
    "skiptoken",
    "scrollid",
];

const OFFSETS: &[&str] = &["offset", "skip", "startat", "startindex", "start", "from"];
const PAGES: &[&str] = &["page", "pagenumber", "pageindex", "pageno"];
const SIZES: &[&str] = &[
    "limit",
    "top",
    "size",
    "pagesize",
    "perpage",
    "maxresults",
    "maxitems",
    "itemsperpage",
    "pagelimit",
    "take",
    "rows",
    "count",
];

/// How deep in a page something may be that leads to the next one.
const DEPTH: usize = 3;

/// What a document says of the number of the first page or item.
enum First {
    At(u64),
    /// Nothing.
    Open,
    /// That it is no number to begin with.
    Other,
}

/// A scalar of a page that may lead to the next one.
struct Lead {
    path: Path,
    is_text: bool,
}

impl Lead {
    fn last(&self) -> String {
        self.path.last().map(|name| plain(name)).unwrap_or_default()
    }

    fn holder(&self) -> String {
        let before = self.path.len().checked_sub(2).and_then(|index| self.path.get(index));
        before.map(|name| plain(name)).unwrap_or_default()
    }
}

impl Lowering<'_> {
    /// How pages follow each other, if it can be told.
    pub(super) fn inferred_paging(
        &mut self,
        method: &str,
        path: &[Piece],
        answer: &Answer,
        parameters: &[Parameter],
        written: &[&openapi::Parameter],
    ) -> Option<Paging> {
        let page = answer.ty().filter(|_| matches!(method, "GET" | "QUERY"))?;
        let (items, item) = self.listed(page, path)?;
        let mut leads = Vec::new();
        self.hints_of(page, &mut Vec::new(), &mut leads);
        let query: Vec<&Parameter> = parameters.iter().filter(|parameter| is_plain(parameter)).collect();
        let mut paging = Paging {
            items,
            item,
            next_link: Vec::new(),
            next_headers: Vec::new(),
            token: None,
            position: None,
        };
        // A page without a link, or without a token, is the last one; a position beside it would ask on.
        if let Some(link) = self.link(&leads, &query) {
            paging.next_link = link;
        } else if let Some(token) = self.token(&leads, &query) {
            paging.token = Some(token);
        } else {
            paging.position = Some(self.position(&query, written)?);
        }
        Some(paging)
    }

    /// The list of a page, and what it holds.
    fn listed(&self, page: &Type, path: &[Piece]) -> Option<(Path, Type)> {
        let lists = |at: &[String]| self.lists(page, at);
        if let Some(Type::List(item)) = self.walk(page, &[]) {
            return Some((Vec::new(), *item));
        }
        let mut all = lists(&[]);
        if all.is_empty() {
            // HAL: `_embedded: { orders: […] }`.
            let embedded = ["_embedded".to_owned()];
            let one = lists(&embedded).pop().filter(|_| lists(&embedded).len() == 1)?;
            return Some(one);
        }
        let usual: Vec<usize> = (0..all.len())
            .filter(|&index| all.get(index).and_then(|(path, _)| path.last()).is_some_and(|n| is(n, ITEMS)))
            .collect();
        match (usual.as_slice(), all.len()) {
            ([one], _) => Some(all.swap_remove(*one)),
            // Else it may be one thing that has a list.
            ([], 1) if !matches!(path.last(), Some(Piece::Parameter(_))) => {
                all.pop().filter(|(_, item)| matches!(self.walk(item, &[]), Some(Type::Def(..))))
            }
            _ => None,
        }
    }

    /// The lists that are properties of an object in a page.
    fn lists(&self, page: &Type, at: &[String]) -> Vec<(Path, Type)> {
        let lists =
            self.properties(page, at).into_iter().filter_map(|(name, ty)| match self.walk(&ty, &[]) {
                Some(Type::List(item)) => Some((at.iter().cloned().chain([name]).collect(), *item)),
                _ => None,
            });
        lists.collect()
    }

    fn properties(&self, page: &Type, at: &[String]) -> Vec<(String, Type)> {
        let Some(Type::Def(id, _)) = self.walk(page, at) else { return Vec::new() };
        match &self.api.def(id).shape {
            Shape::Struct { fields, .. } => {
                fields.iter().map(|field| (field.name.clone(), field.ty.clone())).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The scalars of a page that may lead to the next one, outermost first.
    fn hints_of(&self, page: &Type, at: &mut Path, found: &mut Vec<Lead>) {
        let properties = self.properties(page, at);
        for (name, ty) in &properties {
            let is_text = match self.walk(ty, &[]) {
                Some(Type::Text) => true,
                Some(Type::Number(number)) if is_whole(number) => false,
                _ => continue,
            };
            found.push(Lead { path: at.iter().chain([name]).cloned().collect(), is_text });
        }
        if at.len() + 1 >= DEPTH {
            return;
        }
        for (name, _) in properties.into_iter().filter(|(name, _)| is(name, CONTAINERS)) {
            at.push(name);
            self.hints_of(page, at, found);
            at.pop();
        }
    }

    fn link(&self, leads: &[Lead], query: &[&Parameter]) -> Option<Path> {
        // With a parameter that takes a token, `next` may be that token.
        let takes_token = query.iter().any(|p| is(&p.name, TOKENS) && !self.is_number(p));
        let is_link = |lead: &&Lead| {
            let (last, holder) = (lead.last(), lead.holder());
            let href = matches!(&*last, "href" | "url" | "uri" | "link") && holder == "next";
            let next = last == "next" && (!takes_token || holder == "links" || holder == "link");
            lead.is_text && (LINKS.contains(&&*last) || href || next)
        };
        leads.iter().find(is_link).map(|lead| lead.path.clone())
    }

    fn token(&self, leads: &[Lead], query: &[&Parameter]) -> Option<Token> {
        query.iter().filter(|parameter| !parameter.required && is(&parameter.name, TOKENS)).find_map(
            |parameter| {
                let name = plain(&parameter.name);
                let next = format!("next{name}");
                let is_next = |lead: &&Lead| {
                    let (last, holder) = (lead.last(), lead.holder());
                    let under = last == name && (holder == "next" || holder == "cursors")
                        || last == "next" && (holder == name || holder == format!("{name}s"));
                    let same = last == name && SAME_NAME.contains(&&*name);
                    (last == next || under || same) && (lead.is_text || self.is_number(parameter))
                };
                let from = leads.iter().find(is_next)?.path.clone();
                let to = TokenTo::Query(parameter.name.clone());
                Some(Token { from: TokenFrom::Property(from), to, query: Vec::new() })
            },
        )
    }

    fn position(&mut self, query: &[&Parameter], written: &[&openapi::Parameter]) -> Option<Position> {
        let numbers: Vec<&&Parameter> = query.iter().filter(|parameter| self.is_number(parameter)).collect();
        let one = |names: &[&str]| {
            let mut found = numbers.iter().filter(|parameter| is(&parameter.name, names));
            found.next().filter(|_| found.next().is_none())
        };
        let size = one(SIZES)?.name.clone();
        let (parameter, counts_pages) = match (one(OFFSETS), one(PAGES)) {
            (Some(offset), None) => (offset.name.clone(), false),
            (None, Some(page)) => (page.name.clone(), true),
            _ => return None,
        };
        let said =
            written.iter().find(|own| own.name.name == parameter && own.place == openapi::Place::Query);
        let said = said.map_or(First::Open, |own| self.first_number(own));
        // `offset` and `skip` say how much comes before; others may begin at 0 or at 1.
        let usual = ["offset", "skip"].contains(&&*plain(&parameter)).then_some(0);
        let first = match said {
            First::At(first) => first,
            First::Open => usual?,
            First::Other => return None,
        };
        // No total: services do not agree on what they count, and without it no item is lost.
        Some(Position { parameter, counts_pages, first, size: Some(size), total: Vec::new() })
    }

    /// What the default of a parameter, or else its minimum, says of the first number.
    fn first_number(&mut self, parameter: &openapi::Parameter) -> First {
        let Some(schema) = parameter.schema.as_ref().and_then(|schema| self.resolved(schema)) else {
            return First::Open;
        };
        let sources = self.reader.sources();
        let default = schema.at.and_then(|at| sources.member(at, "default"));
        match default.map(|at| sources.value(at)) {
            Some(Value::Int(0)) => return First::At(0),
            Some(Value::Int(1)) => return First::At(1),
            Some(Value::Null) | None => {}
            Some(_) => return First::Other,
        }
        let least = schema.checks.iter().find_map(|limit| match (limit.keyword, &limit.bound) {
            ("minimum", Bound::Number(number)) => Some(*number),
            ("exclusiveMinimum", Bound::Number(number)) => Some(number + 1.0),
            _ => None,
        });
        match least {
            None => First::Open,
            Some(0.0) => First::At(0),
            Some(1.0) => First::At(1),
            Some(_) => First::Other,
        }
    }

    fn is_number(&self, parameter: &Parameter) -> bool {
        matches!(self.walk(&parameter.ty, &[]), Some(Type::Number(number)) if is_whole(number))
    }
}

fn is_whole(number: Number) -> bool {
    !matches!(number, Number::F32 | Number::F64)
}

/// A query parameter of one value, that callers may set.
fn is_plain(parameter: &Parameter) -> bool {
    parameter.place == Place::Query
        && matches!(parameter.encoding, Encoding::Styled { .. })
        && parameter.constant.is_none()
        && !matches!(parameter.ty, Type::List(_) | Type::Map(_))
}

/// The letters and digits of a name, in lower case.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn is(name: &str, names: &[&str]) -> bool {
    names.contains(&&*plain(name))
}
