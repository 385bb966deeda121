//! The way from page to page, without the type of the pages.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderName};
use http::uri::PathAndQuery;
use http::{HeaderValue, Method, Uri};

use super::position::{Place, Position};
use crate::client::Client;
use crate::error::{CallError, Error, Result};
use crate::facts::{Fill, Operation, Paging, TokenRule};
use crate::link;
use crate::param;
use crate::response::Response;
use crate::transport::{BoxError, BoxFuture, Request};
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
        }
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
        Ok(())
    }

    /// Sends the request for the page at the current place, once polled; `None` if there is no such page.
    pub(super) fn start(&mut self) -> Result<Option<BoxFuture<'static, Result<Response<Bytes>>>>> {
        let (Some(first), Some(place)) = (&self.first, &self.place) else {
            return self.flaw.take().map_or(Ok(None), Err);
        };
        let request = self.request(first, place).map_err(|error| self.lost(first, error))?;
        if !self.seen.insert(self.fingerprint(&request)) {
            return Err(self.lost(&request, "the page that comes next has been read already"));
        }
        Ok(Some(self.client.start(Ok(request))))
    }

    /// Moves to the next page, and tells whether there is one.
    pub(super) fn turn(&mut self, page: View<'_>, headers: &HeaderMap) -> bool {
        let Paging { next_link, next_headers, token } = self.paging;
        let rule = token.as_ref();
        let token = rule.and_then(|rule| match rule.property {
            [] => headers.get(rule.header)?.to_str().ok().map(str::to_owned),
            property => Some(page.walk(property).to_text()?.into_owned()),
        });
        let token = token.filter(|token| !token.is_empty());
        let link = match next_link {
            [] => None,
            path => page.walk(path).as_str().and_then(link::clean),
        };
        self.place = match (link, token) {
            (Some(link), token) => {
                let mut headers = match next_headers {
                    [] => Vec::new(),
                    path => link::headers(page.walk(path)),
                };
                if let (Some(rule), Some(token)) = (rule, token)
                    && !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case(rule.header))
                {
                    headers.push((rule.header.to_owned(), token));
                }
                Some(Place::Link { link: link.to_owned(), headers })
            }
            (None, Some(token)) => Some(Place::Token(token)),
            (None, None) => None,
        };
        self.place.is_some()
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
                *request.uri_mut() = with_query(request.uri(), rule)?;
                let name = HeaderName::try_from(rule.header)?;
                request.headers_mut().insert(name, HeaderValue::try_from(token)?);
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

/// A URI with the query parameters of a rule, instead of those of the same names.
fn with_query(uri: &Uri, rule: &TokenRule) -> Result<Uri, BoxError> {
    let pairs: Vec<(String, String)> =
        rule.query.iter().map(|(name, value)| (param::query_name(name), param::query_text(value))).collect();
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
