//! Asks for pages: with the validators of the copy that is there, along redirects, again after a while if the server
//! says so.

use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use rustls::crypto::ring;
use ureq::http::header::{CONTENT_TYPE, ETAG, LAST_MODIFIED, LOCATION, RETRY_AFTER};
use ureq::http::{HeaderName, Response};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body, Error};
use url::Url;

use super::Options;
use super::address::{allowed, redirected};
use super::cache::Entry;

/// How often one page is asked for.
const TRIES: u32 = 4;
/// How many redirects are followed.
const REDIRECTS: usize = 8;
/// The status of an answer that has no page because the copy is as good.
const NOT_MODIFIED: u16 = 304;

pub(super) struct Client<'o> {
    agent: Agent,
    options: &'o Options,
}

/// What came of asking.
pub(super) enum Answer {
    /// The page, or that it is gone.
    New(Box<Entry>),
    /// The page is the one that is known.
    Same,
}

/// Why there is no answer.
pub(super) struct Failure {
    pub(super) reason: String,
    /// Whether there is no use in asking for other pages now.
    pub(super) stop: bool,
    /// Whether the server could not be reached at all.
    pub(super) unreached: bool,
}

/// Why one try failed.
enum Trouble {
    /// It would fail again.
    Lasting(String),
    /// It may go well later: after a time, if the server says so.
    Passing { reason: String, wait: Option<Duration>, unreached: bool },
}

impl<'o> Client<'o> {
    pub(super) fn new(options: &'o Options) -> Client<'o> {
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::PlatformVerifier)
            .unversioned_rustls_crypto_provider(Arc::new(ring::default_provider()))
            .build();
        let config = Agent::config_builder()
            .tls_config(tls)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(options.timeout))
            .user_agent(options.user_agent())
            .accept("text/html, text/markdown;q=0.9, text/plain;q=0.8")
            .build();
        Client { agent: config.into(), options }
    }

    /// Asks for a page, a few times if need be; `wait` is told of every pause and why.
    pub(super) fn get(
        &self,
        address: &str,
        known: Option<&Entry>,
        wait: impl Fn(Duration, &str),
    ) -> Result<Answer, Failure> {
        let mut tried = 1;
        loop {
            match self.once(address, known) {
                Ok(answer) => return Ok(answer),
                Err(Trouble::Lasting(reason)) => {
                    return Err(Failure { reason, stop: false, unreached: false });
                }
                Err(Trouble::Passing { reason, wait: asked, unreached }) => {
                    let stop = asked.is_some_and(|asked| asked > self.options.patience);
                    if stop || tried == TRIES {
                        return Err(Failure { reason, stop, unreached });
                    }
                    let pause = asked.unwrap_or(self.options.backoff * 2_u32.pow(tried - 1));
                    wait(pause, &reason);
                    sleep(pause);
                    tried += 1;
                }
            }
        }
    }

    fn once(&self, address: &str, known: Option<&Entry>) -> Result<Answer, Trouble> {
        let mut at = allowed(address, self.options.loopback).map_err(Trouble::Lasting)?;
        let mut for_good = true;
        for hop in 0..=REDIRECTS {
            let known = known.filter(|known| known.answered == at.as_str());
            let mut response = self.send(&at, known)?;
            match response.status().as_u16() {
                200 => {
                    let body = self.body(&mut response)?;
                    let moved = (hop > 0 && for_good).then(|| at.to_string());
                    return Ok(Answer::New(Box::new(entry(address, &at, moved, &response, body))));
                }
                NOT_MODIFIED if known.is_some() => return Ok(Answer::Same),
                status @ (404 | 410) => {
                    let gone =
                        Entry { gone: Some(status), ..entry(address, &at, None, &response, Vec::new()) };
                    return Ok(Answer::New(Box::new(gone)));
                }
                status @ (301 | 302 | 303 | 307 | 308) => {
                    let location = header(&response, &LOCATION).ok_or_else(|| {
                        Trouble::Lasting("it leads elsewhere, and does not say where".to_owned())
                    })?;
                    at = redirected(&at, &location, self.options.loopback).map_err(Trouble::Lasting)?;
                    for_good &= matches!(status, 301 | 308);
                }
                status @ (408 | 429 | 500 | 502 | 503 | 504) => {
                    let wait = header(&response, &RETRY_AFTER).and_then(|said| retry_after(&said));
                    let asked = wait.map_or_else(String::new, |wait| {
                        format!(", and asks to wait {} seconds", wait.as_secs())
                    });
                    let reason = format!("the server answers {status}{asked}");
                    return Err(Trouble::Passing { reason, wait, unreached: false });
                }
                status => return Err(Trouble::Lasting(format!("the server answers {status}"))),
            }
        }
        Err(Trouble::Lasting(format!("it leads elsewhere more than {REDIRECTS} times")))
    }

    fn send(&self, at: &Url, known: Option<&Entry>) -> Result<Response<Body>, Trouble> {
        let mut request = self.agent.get(at.as_str());
        if let Some(etag) = known.and_then(|known| known.etag.as_ref()) {
            request = request.header("If-None-Match", etag);
        }
        if let Some(date) = known.and_then(|known| known.last_modified.as_ref()) {
            request = request.header("If-Modified-Since", date);
        }
        request.call().map_err(|error| match error {
            Error::Http(_) | Error::BadUri(_) => Trouble::Lasting(error.to_string()),
            error => Trouble::Passing {
                reason: format!("the server cannot be reached: {error}"),
                wait: None,
                unreached: true,
            },
        })
    }

    fn body(&self, response: &mut Response<Body>) -> Result<Vec<u8>, Trouble> {
        let limit = self.options.limit;
        response.body_mut().with_config().limit(limit).read_to_vec().map_err(|error| match error {
            Error::BodyExceedsLimit(_) => Trouble::Lasting(format!("it has more than {limit} bytes")),
            error => Trouble::Passing {
                reason: format!("it does not arrive whole: {error}"),
                wait: None,
                unreached: false,
            },
        })
    }
}

fn entry(address: &str, at: &Url, moved: Option<String>, response: &Response<Body>, body: Vec<u8>) -> Entry {
    Entry {
        address: address.to_owned(),
        answered: at.to_string(),
        moved,
        etag: header(response, &ETAG),
        last_modified: header(response, &LAST_MODIFIED),
        content_type: header(response, &CONTENT_TYPE),
        body,
        ..Entry::default()
    }
}

fn header(response: &Response<Body>, name: &HeaderName) -> Option<String> {
    response.headers().get(name)?.to_str().ok().map(str::to_owned)
}

/// How long a server asks to wait: seconds, or a date.
fn retry_after(said: &str) -> Option<Duration> {
    let said = said.trim();
    let until = || {
        httpdate::parse_http_date(said)
            .ok()
            .map(|date| date.duration_since(SystemTime::now()).unwrap_or_default())
    };
    said.parse().ok().map(Duration::from_secs).or_else(until)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::retry_after;

    #[test]
    fn a_server_asks_to_wait_by_seconds_or_until_a_date() {
        assert_eq!(retry_after(" 57 "), Some(Duration::from_secs(57)));
        let soon = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(90));
        let wait = retry_after(&soon).expect("a date is understood");
        assert!((85..=90).contains(&wait.as_secs()), "{wait:?}");
        assert_eq!(retry_after("Wed, 21 Oct 2015 07:28:00 GMT"), Some(Duration::ZERO));
        assert_eq!(retry_after("later"), None);
    }
}
