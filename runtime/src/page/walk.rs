//! The way from page to page, without the type of the pages.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderName};
use http::uri::PathAndQuery;
use http::{HeaderValue, Method, Uri};

use super::flight::Flight;
use super::pace::{self, Pace, Repeated};
use super::position::{Place, Position};
use crate::client::Client;
use crate::error::{CallError, Error, Result};
use crate::facts::{Fill, Operation, Paging, PositionRule, TokenFrom, TokenTo};
use crate::link;
use crate::param;
use crate::transport::{BoxError, Request, Timer};
use crate::value::View;

/// How many headers a link may have. Without a bound the map of headers would panic at some point.
const LINK_HEADERS: usize = 64;

/// Where a list is, and how it goes on.
pub(super) struct Walk {
    client: Client,
    paging: &'static Paging,
    /// The request for the first page, if it could be built.
    first: Option<Request>,
    /// Why it could not, until that has been told.
    flaw: Option<Error>,
    /// The page to fetch; `None` after the last one.
    place: Option<Place>,
    /// The hashes of all requests so far.
    seen: HashSet<u64>,
    hasher: RandomState,
    pace: Pace,
}

/// A page that has been read, before it is handed out.
#[derive(Clone, Copy)]
pub(super) struct Read<'p> {
    pub(super) page: View<'p>,
    pub(super) headers: &'p HeaderMap,
    pub(super) body: &'p Bytes,
    /// How many items it had that could not be read.
    pub(super) rejected: usize,
}

impl Walk {
    pub(super) fn new(client: Client, first: Result<Request>, paging: &'static Paging) -> Self {
        let (first, flaw) = match first {
            Ok(first) => (Some(first), None),
            Err(flaw) => (None, Some(flaw)),
        };
        Self {
            client,
            paging,
            place: first.is_some().then_some(Place::First),
            first,
            flaw,
            seen: HashSet::new(),
            hasher: RandomState::new(),
            pace: Pace::default(),
        }
    }

    pub(super) fn timer(&self) -> Option<&dyn Timer> {
        self.client.timer()
    }

    /// Why there is no first page, if that has not been told.
    pub(super) fn take_flaw(&mut self) -> Option<Error> {
        self.flaw.take()
    }

    pub(super) fn position(&self) -> Option<Position> {
        let operation = self.operation().into();
        self.place.clone().map(|place| Position { operation, place })
    }

    fn operation(&self) -> &'static str {
        let operation = |first: &Request| first.extensions().get::<&'static Operation>().copied();
        self.first.as_ref().and_then(operation).map_or("", |operation| operation.id)
    }

    /// Moves to a position, after checking that it is one in this list.
    pub(super) fn resume(&mut self, position: Position) -> Result<()> {
        let Some(first) = &self.first else {
            return self.flaw.take().map_or(Ok(()), Err);
        };
        if position.operation != self.operation() {
            let found = position.operation.escape_debug();
            return Err(self.lost(first, format!("the position is one in the list of `{found}`")));
        }
        self.request(first, &position.place).map_err(|error| self.lost(first, error))?;
        self.place = Some(position.place);
        self.seen.clear();
        self.pace.reset();
        Ok(())
    }

    /// The places of the pages to come, as far as they are known, and at most so many.
    pub(super) fn upcoming(&self, count: usize) -> Vec<Place> {
        let next = self.place.clone();
        let after = match (&self.place, &self.paging.position) {
            (Some(Place::Number(number)), Some(rule)) => Some(self.pace.ahead(rule, *number)),
            _ => None,
        };
        let after = after.into_iter().flatten().map(Place::Number);
        next.into_iter().chain(after).take(count).collect()
    }

    /// Prepares the request for the page at a place.
    pub(super) fn flight(&self, place: Place) -> Flight {
        let Some(first) = &self.first else {
            return Flight::failed(place, Err(Error::request("there is no first page")));
        };
        let request = match self.request(first, &place) {
            Ok(request) => request,
            Err(error) => return Flight::failed(place, Err(self.lost(first, error))),
        };
        let key = self.fingerprint(&request);
        if self.seen.contains(&key) {
            let error = self.lost(&request, "the page that comes next has been read already");
            return Flight::failed(place, Err(error));
        }
        Flight::new(place, key, self.client.start(Ok(request)))
    }

    /// Notes that the answer to a request has arrived.
    pub(super) fn arrived(&mut self, key: u64) {
        self.seen.insert(key);
    }

    /// Moves past a page, to the next one if there is one.
    pub(super) fn turn(&mut self, read: Read<'_>) -> Result<()> {
        let Paging { next_link, next_headers, token, .. } = self.paging;
        let rule = token.as_ref();
        let token = rule.and_then(|rule| match rule.from {
            TokenFrom::Header(name) => read.headers.get(name)?.to_str().ok().map(str::to_owned),
            TokenFrom::Property(path) => Some(read.page.walk(path).to_text()?.into_owned()),
        });
        let token = token.filter(|token| !token.is_empty());
        let link = match next_link {
            [] => None,
            path => read.page.walk(path).as_str().and_then(link::clean),
        };
        self.place = match (link, token) {
            (Some(link), token) => {
                let mut headers = match next_headers {
                    [] => Vec::new(),
                    path => link::headers(read.page.walk(path)),
                };
                if let (Some(TokenTo::Header(name)), Some(token)) = (rule.map(|rule| rule.to), token)
                    && !headers.iter().any(|(own, _)| own.eq_ignore_ascii_case(name))
                {
                    headers.push((name.to_owned(), token));
                }
                Some(Place::Link { link: link.to_owned(), headers })
            }
            (None, Some(token)) => Some(Place::Token(token)),
            (None, None) => self.count(read)?.map(Place::Number),
        };
        Ok(())
    }

    /// The number of the next page, where pages have numbers.
    fn count(&mut self, read: Read<'_>) -> Result<Option<u64>> {
        let (Some(rule), Some(first)) = (&self.paging.position, &self.first) else { return Ok(None) };
        let number = match self.place {
            Some(Place::First) => pace::number(first.uri(), rule.parameter).unwrap_or(rule.first),
            Some(Place::Number(number)) => number,
            // The last link or token has been followed.
            Some(Place::Link { .. } | Place::Token(_)) | None => return Ok(None),
        };
        let asked = rule.size.and_then(|size| pace::number(first.uri(), size)).filter(|size| *size > 0);
        let page = (read.page, self.paging.items, read.rejected);
        self.pace.next(rule, number, page, asked, read.body).map_err(|Repeated| {
            self.lost(
                first,
                "the page is the same as the one before: the service pays no heed to the position",
            )
        })
    }

    /// The request for the page at a place.
    fn request(&self, first: &Request, place: &Place) -> Result<Request, BoxError> {
        let mut request = first.clone();
        if *place != Place::First
            && let Some(name) = self.client.api().request_id
        {
            request.headers_mut().remove(name);
        }
        match place {
            Place::First => {}
            Place::Link { link, headers } => self.follow(&mut request, link, headers)?,
            Place::Token(token) => {
                let rule = self.paging.token.as_ref().ok_or("the list has no tokens")?;
                let mut query: Vec<(&str, &str)> = rule.query.to_vec();
                match rule.to {
                    TokenTo::Query(name) => query.push((name, token)),
                    TokenTo::Header(name) => {
                        let (name, value) = (HeaderName::try_from(name)?, HeaderValue::try_from(token)?);
                        request.headers_mut().insert(name, value);
                    }
                }
                *request.uri_mut() = with_query(request.uri(), &query)?;
            }
            Place::Number(number) => {
                let rule: &PositionRule = self.paging.position.as_ref().ok_or("the list has no positions")?;
                *request.uri_mut() = with_query(request.uri(), &[(rule.parameter, &number.to_string())])?;
            }
        }
        Ok(request)
    }

    /// Turns a request into that of a link: a `GET`, with the headers of the link on top.
    fn follow(
        &self,
        request: &mut Request,
        link: &str,
        link_headers: &[(String, String)],
    ) -> Result<(), BoxError> {
        if link_headers.len() > LINK_HEADERS {
            return Err(format!("the link has more than {LINK_HEADERS} headers").into());
        }
        let api = self.client.api();
        let current = self.client.locate(request)?;
        let base = self.client.base_of(request)?;
        let target = link::resolve(&base, api.links, current.path(), link)?;
        *request.uri_mut() = target.ok_or("the link is empty")?;
        *request.method_mut() = Method::GET;
        *request.body_mut() = Bytes::new();
        let headers = request.headers_mut();
        headers.remove(header::CONTENT_TYPE);
        let is_fresh = |name: &HeaderName| {
            api.headers
                .iter()
                .any(|header| header.fill == Fill::Uuid && name.as_str().eq_ignore_ascii_case(header.name))
        };
        for (name, value) in link_headers {
            if let Some((name, value)) = link::header(name, value)?
                && !is_fresh(&name)
            {
                headers.insert(name, value);
            }
        }
        Ok(())
    }

    /// What makes a request the same as one before: all of it but the id of the call.
    fn fingerprint(&self, request: &Request) -> u64 {
        let uri = self.client.locate(request).as_ref().map_or_else(|_| String::new(), Uri::to_string);
        let id = self.client.api().request_id.unwrap_or("");
        let mut headers: Vec<_> = request
            .headers()
            .iter()
            .filter(|(name, _)| !name.as_str().eq_ignore_ascii_case(id))
            .map(|(name, value)| (name.as_str(), value.as_bytes()))
            .collect();
        headers.sort_unstable();
        self.hasher.hash_one((request.method(), uri, headers, request.body()))
    }

    fn lost(&self, request: &Request, error: impl Into<BoxError>) -> Error {
        Error::Paging(CallError::new(Some(self.client.describe(request)), error))
    }
}

/// A URI with some query parameters, instead of those of the same names.
fn with_query(uri: &Uri, query: &[(&str, &str)]) -> Result<Uri, BoxError> {
    let pairs: Vec<(String, String)> =
        query.iter().map(|(name, value)| (param::query_name(name), param::query_text(value))).collect();
    let of_rule = |part: &&str| {
        let name = part.split_once('=').map_or(*part, |(name, _)| name);
        pairs.iter().any(|(own, _)| own == name)
    };
    let kept = uri.query().unwrap_or("").split('&').filter(|part| !part.is_empty() && !of_rule(part));
    let query: Vec<String> =
        kept.map(str::to_owned).chain(pairs.iter().map(|(name, value)| format!("{name}={value}"))).collect();
    let path =
        if query.is_empty() { uri.path().to_owned() } else { format!("{}?{}", uri.path(), query.join("&")) };
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(path)?);
    Ok(Uri::from_parts(parts)?)
}
