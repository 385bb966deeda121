//! The course of an operation: where to ask next, and what an answer means. Without time and without types.

use std::sync::Arc;

use bytes::Bytes;
use http::header::{self, HeaderName, LOCATION};
use http::{Method, StatusCode, Uri};

use super::ticket::{At, Ticket};
use crate::client::Client;
use crate::error::{CallError, Error, ResponseError, Result, strip_bom};
use crate::facts::{LongRunning, Monitor, Operation, OutcomeAt, Path};
use crate::link;
use crate::response::{CallInfo, Response};
use crate::transport::{BoxError, Request};
use crate::value::{Json, Value, decode, encode};

/// Headers of the first request that would make a question a condition.
const CONDITIONS: [HeaderName; 5] = [
    header::IF_MATCH,
    header::IF_NONE_MATCH,
    header::IF_MODIFIED_SINCE,
    header::IF_UNMODIFIED_SINCE,
    header::CONTENT_TYPE,
];

/// How often in a row the service may say that the outcome is elsewhere.
const HOPS: u8 = 10;

/// Where an operation is.
pub(super) struct Course {
    client: Client,
    rules: &'static LongRunning,
    first: Option<Request>,
    /// Why there is no first request, or none any more.
    flaw: Option<Error>,
    stage: Stage,
    /// Where the header of the outcome led last.
    outcome: Option<String>,
    /// How often it was sent elsewhere since the last question.
    hops: u8,
}

/// What to do next.
#[derive(Clone)]
enum Stage {
    Begin,
    /// The first request is under way or has failed.
    Begun,
    Ask(At),
    Over,
}

/// What an answer leads to.
pub(super) enum Turn {
    /// It goes on: ask later.
    Ask(Response<Bytes>),
    /// It is over: fetch the outcome.
    Fetch,
    /// It is over: this is the outcome.
    Done(Response<Bytes>),
}

/// What a status says.
#[derive(Clone, Copy, PartialEq)]
enum Said {
    Nothing,
    Running,
    Succeeded,
    Failed,
}

impl Course {
    pub(super) fn new(client: Client, first: Result<Request>, rules: &'static LongRunning) -> Self {
        let (first, flaw) = match first {
            Ok(first) => (Some(first), None),
            Err(flaw) => (None, Some(flaw)),
        };
        Self { client, rules, first, flaw, stage: Stage::Begin, outcome: None, hops: 0 }
    }

    pub(super) fn ticket(&self) -> Option<Ticket> {
        let Stage::Ask(at) = &self.stage else { return None };
        Some(Ticket { operation: self.operation().into(), at: at.clone(), outcome: self.outcome.clone() })
    }

    pub(super) fn resume(&mut self, ticket: Ticket) -> Result<()> {
        if let Some(flaw) = self.flaw.take() {
            return Err(flaw);
        }
        if ticket.operation != self.operation() {
            let found = ticket.operation.escape_debug();
            return Err(self.lost(format!("the ticket is one of `{found}`")));
        }
        self.target(&ticket.at).map_err(|error| self.lost(error))?;
        self.stage = Stage::Ask(ticket.at);
        self.outcome = ticket.outcome;
        Ok(())
    }

    /// The next request.
    pub(super) fn request(&mut self) -> Result<Request> {
        if let Some(flaw) = self.flaw.take() {
            self.stage = Stage::Over;
            return Err(flaw);
        }
        match (self.stage.clone(), &self.first) {
            (Stage::Begin, Some(first)) => {
                let first = first.clone();
                self.stage = Stage::Begun;
                Ok(first)
            }
            (Stage::Ask(at), _) => self.target(&at).map_err(|error| self.lost(error)),
            (Stage::Begun, _) => Err(self.lost("the first request failed, and is not sent again")),
            (Stage::Over | Stage::Begin, _) => Err(self.lost("it is over")),
        }
    }

    /// What an answer means for the operation.
    pub(super) fn turn(&mut self, answer: Response<Bytes>) -> Result<Turn> {
        let status = answer.status();
        if let OutcomeAt::Link(name) = self.rules.outcome
            && let Some(link) = link_in(&answer, name)
        {
            self.outcome = Some(link);
        }
        if self.is_elsewhere(status)
            && let Some(link) = link_in(&answer, LOCATION.as_str())
        {
            return self.fetch(At::Outcome(Some(link)));
        }
        if !status.is_success() {
            return Err(Error::Status(ResponseError::new(answer, None)));
        }
        let body = decode::<Json>(strip_bom(answer.body())).unwrap_or(Json::Null);
        let monitor = self.monitor(&answer, &body);
        // What has a monitor of its own is asked there, whatever the first answer holds.
        let elsewhere = self.is_first() && monitor.as_ref().is_some_and(|(monitor, _)| is_own(monitor));
        let said = match &monitor {
            Some((monitor, _)) if !elsewhere => self.said(&body, monitor.status),
            _ => Said::Nothing,
        };
        let pending = self.rules.pending.contains(&status.as_u16());
        match said {
            Said::Failed => {
                self.stage = Stage::Over;
                let fault = body.get("error").filter(|error| !error.is_null()).unwrap_or(&body).clone();
                Err(Error::Business(ResponseError::with_faults(answer, vec![fault])))
            }
            Said::Running => self.go_on(answer, monitor),
            Said::Nothing if pending || elsewhere => self.go_on(answer, monitor),
            Said::Nothing | Said::Succeeded => self.end(answer, &body),
        }
    }

    /// Whether a status says that the outcome is elsewhere, to be read there.
    fn is_elsewhere(&self, status: StatusCode) -> bool {
        match status.as_u16() {
            301..=303 => true,
            // These repeat the method, which is a question once the operation has begun.
            307 | 308 => !self.is_first(),
            _ => false,
        }
    }

    fn is_first(&self) -> bool {
        matches!(self.stage, Stage::Begin | Stage::Begun)
    }

    /// Where to ask next, as far as an answer says so.
    fn monitor(&self, answer: &Response<Bytes>, body: &Json) -> Option<(Monitor, Option<String>)> {
        let now = match &self.stage {
            Stage::Ask(At::Outcome(_)) => return None,
            Stage::Ask(At::Monitor { header, link }) => Some((header.as_deref(), link)),
            Stage::Begin | Stage::Begun | Stage::Over => None,
        };
        let mut all = self.rules.monitors.iter();
        if let Some((header, link)) = now {
            let same = |monitor: &&Monitor| same_header(monitor.header, header);
            let monitor = *all.find(same)?;
            let fresh = monitor.header.and_then(|name| link_in(answer, name));
            return Some((monitor, fresh.or_else(|| link.clone())));
        }
        let pending = self.rules.pending.contains(&answer.status().as_u16());
        let resource = [Method::GET, Method::PUT, Method::PATCH];
        let answers = self.first.as_ref().is_some_and(|first| resource.contains(first.method()));
        let mut found = all.filter_map(|monitor| match monitor.header {
            Some(name) => link_in(answer, name).map(|link| (*monitor, Some(link))),
            None => {
                let stands = pending || self.said(body, monitor.status) != Said::Nothing;
                (stands && (answers || self.rules.repeats)).then_some((*monitor, None))
            }
        });
        found.next()
    }

    fn said(&self, body: &Json, path: Path) -> Said {
        let text = match path {
            [] => None,
            path => body.view().walk(path).to_text(),
        };
        let Some(text) = text else { return Said::Nothing };
        let among = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(text.trim()));
        if among(self.rules.failed) {
            Said::Failed
        } else if among(self.rules.succeeded) {
            Said::Succeeded
        } else {
            Said::Running
        }
    }

    fn go_on(&mut self, answer: Response<Bytes>, monitor: Option<(Monitor, Option<String>)>) -> Result<Turn> {
        let at = match (monitor, &self.stage) {
            (Some((monitor, link)), _) => At::Monitor { header: monitor.header.map(str::to_owned), link },
            (None, Stage::Ask(at)) => at.clone(),
            (None, _) => {
                self.stage = Stage::Over;
                return Err(self.lost("the service does not say where to ask for the outcome"));
            }
        };
        self.target(&at).map_err(|error| self.lost(error))?;
        self.stage = Stage::Ask(at);
        self.hops = 0;
        Ok(Turn::Ask(answer))
    }

    /// The operation has come to its end: its outcome is in this answer or elsewhere.
    fn end(&mut self, answer: Response<Bytes>, body: &Json) -> Result<Turn> {
        let own = matches!(self.stage, Stage::Ask(At::Monitor { link: None, .. } | At::Outcome(_)));
        let done = own || self.is_first();
        match self.rules.outcome {
            OutcomeAt::Resource if !done => return self.fetch(At::Outcome(None)),
            OutcomeAt::Link(name) if !done => {
                // What was asked at that very link has answered with the outcome.
                let here = matches!(&self.stage, Stage::Ask(At::Monitor { header, .. })
                    if same_header(Some(name), header.as_deref()));
                if let Some(link) = self.outcome.clone().filter(|_| !here) {
                    return self.fetch(At::Outcome(Some(link)));
                }
            }
            OutcomeAt::Answer(path @ [_, ..]) if !done => {
                self.stage = Stage::Over;
                let part = encode(body.view().walk(path));
                return Ok(Turn::Done(answer.with_body(part.into())));
            }
            OutcomeAt::Resource | OutcomeAt::Link(_) | OutcomeAt::Answer(_) => {}
        }
        self.stage = Stage::Over;
        Ok(Turn::Done(answer))
    }

    fn fetch(&mut self, at: At) -> Result<Turn> {
        self.hops = self.hops.saturating_add(1);
        if self.hops > HOPS {
            return Err(
                self.lost(format!("the service sends from one place to another, more than {HOPS} times"))
            );
        }
        self.target(&at).map_err(|error| self.lost(error))?;
        self.stage = Stage::Ask(at);
        Ok(Turn::Fetch)
    }

    /// The request that asks at a place.
    fn target(&self, at: &At) -> Result<Request, BoxError> {
        let mut request = self.first.clone().ok_or("there is no first request")?;
        let is_monitor = matches!(at, At::Monitor { .. });
        if let Some(name) = self.client.api().request_id {
            request.headers_mut().remove(name);
        }
        let (At::Monitor { link, .. } | At::Outcome(link)) = at;
        if let Some(link) = link {
            let current = self.client.locate(&request)?;
            let base = self.client.base_of(&request)?;
            let target = link::resolve(&base, self.client.api().links, current.path(), link)?;
            *request.uri_mut() = target.ok_or("the link is empty")?;
        }
        if is_monitor && !self.rules.suffix.is_empty() {
            *request.uri_mut() = longer(request.uri(), self.rules.suffix)?;
        }
        if !(is_monitor && self.rules.repeats) {
            *request.method_mut() = Method::GET;
            *request.body_mut() = Bytes::new();
            for name in CONDITIONS {
                request.headers_mut().remove(name);
            }
        }
        Ok(request)
    }

    fn operation(&self) -> &'static str {
        let operation = |first: &Request| first.extensions().get::<&'static Operation>().copied();
        self.first.as_ref().and_then(operation).map_or("", |operation| operation.id)
    }

    pub(super) fn call(&self) -> Option<Arc<CallInfo>> {
        self.first.as_ref().map(|first| self.client.describe(first))
    }

    pub(super) fn lost(&self, why: impl Into<BoxError>) -> Error {
        Error::Polling(CallError::new(self.call(), why))
    }
}

/// Whether a monitor is a link to the operation itself. `Location` may be one to what was made.
fn is_own(monitor: &Monitor) -> bool {
    let names_operation = |name: &str| !name.eq_ignore_ascii_case(LOCATION.as_str());
    monitor.header.is_some_and(names_operation) && !monitor.status.is_empty()
}

fn same_header(one: Option<&str>, other: Option<&str>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one.eq_ignore_ascii_case(other),
        (one, other) => one == other,
    }
}

fn link_in(answer: &Response<Bytes>, name: &str) -> Option<String> {
    answer.header(name).and_then(link::clean).map(str::to_owned)
}

/// A URI with more segments at the end of its path.
fn longer(uri: &Uri, segments: &str) -> Result<Uri, BoxError> {
    let path = format!("{}/{}", uri.path().trim_end_matches('/'), segments.trim_start_matches('/'));
    let path = match uri.query() {
        Some(query) => format!("{path}?{query}"),
        None => path,
    };
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(path.parse()?);
    Ok(Uri::from_parts(parts)?)
}
