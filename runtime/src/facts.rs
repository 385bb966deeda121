//! What emitted code states about an API and its operations: plain data, read by the rest of the crate.

mod method;
mod signature;

pub use method::Method;
pub use signature::SignatureRules;

/// An API as a whole.
#[derive(Debug)]
pub struct Api {
    /// The name of the client crate, for the `User-Agent`.
    pub name: &'static str,
    /// The version of the client crate, for the `User-Agent`.
    pub version: &'static str,
    /// Where the API is served. The first is the default.
    pub servers: &'static [Server],
    /// Headers that the client fills in by itself, where an operation declares them.
    pub headers: &'static [Header],
    /// The ways to sign in.
    pub schemes: &'static [Scheme],
    /// The response header that names a call. What a caller gives for the request header of the same name
    /// is for one call: the next page of a list gets another.
    pub request_id: Option<&'static str>,
    /// The response header that names a group of calls.
    pub correlation_id: Option<&'static str>,
    /// The request headers by which the service knows a request that it has seen before. A request that
    /// changes something is sent again only with one of them.
    pub idempotency_keys: &'static [&'static str],
    /// How links in responses are read.
    pub links: LinkRules,
    /// How errors in responses are read.
    pub errors: ErrorRules,
}

impl Api {
    /// An API of which nothing is known, to be filled in: `Api { name: "pets", ..Api::BLANK }`.
    pub const BLANK: Self = Self {
        name: "",
        version: "",
        servers: &[],
        headers: &[],
        schemes: &[],
        request_id: None,
        correlation_id: None,
        idempotency_keys: &[],
        links: LinkRules { prefix: None, known: &[] },
        errors: ErrorRules::USUAL,
    };
}

/// A place where an API is served.
#[derive(Debug)]
pub struct Server {
    /// A word for it, such as `china`.
    pub name: &'static str,
    /// Its base URL, with the names of its variables in braces.
    pub url: &'static str,
    /// The variables, and what they are unless a caller says something else; empty if a caller has to.
    pub variables: &'static [(&'static str, &'static str)],
    /// Where the tokens for it come from, if the document says so.
    pub authority: Option<Authority>,
}

/// Where the tokens for a server come from, and what they are for.
#[derive(Clone, Copy, Debug)]
pub struct Authority {
    /// The URL below which the tenants are, such as `https://login.microsoftonline.com`.
    pub url: &'static str,
    /// What the v2 form of Microsoft Entra asks for.
    pub scope: Option<&'static str>,
    /// What the v1 form of Microsoft Entra asks for.
    pub resource: Option<&'static str>,
}

/// A header that the client fills in by itself.
#[derive(Debug)]
pub struct Header {
    /// The name, in any case.
    pub name: &'static str,
    /// Where the value comes from when the caller gives none.
    pub fill: Fill,
}

/// Where the value of a header comes from when the caller of an operation gives none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fill {
    /// A random UUID ([RFC 9562] version 4), new for each call.
    ///
    /// [RFC 9562]: https://www.rfc-editor.org/rfc/rfc9562
    Uuid,
    /// Always the same text.
    Constant(&'static str),
    /// What [`Client::with_header`](crate::Client::with_header) set; nothing, if it set nothing.
    Scope,
    /// What [`Builder::application`](crate::Builder::application) says of the program; nothing, if it says
    /// nothing. Goes with all operations, whether they declare it or not.
    Application,
    /// Name and version of the client crate, such as `pets/1.0.0`. Goes with all operations as well.
    Client,
}

impl Fill {
    /// Whether a header goes with all operations, whether they declare it or not.
    pub(crate) fn is_general(self) -> bool {
        matches!(self, Self::Application | Self::Client)
    }
}

/// A way to sign in.
#[derive(Debug)]
pub struct Scheme {
    /// Its name in the document.
    pub name: &'static str,
    /// What holds the key, the token or the password.
    pub carrier: Carrier,
}

/// Where a request says who the caller is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Carrier {
    /// A token in `Authorization: Bearer …` ([RFC 6750]).
    ///
    /// [RFC 6750]: https://www.rfc-editor.org/rfc/rfc6750
    Bearer,
    /// User and password in `Authorization: Basic …` ([RFC 7617]).
    ///
    /// [RFC 7617]: https://www.rfc-editor.org/rfc/rfc7617
    Basic,
    /// A key in `Authorization`, after this word.
    Http(&'static str),
    /// A key in a header of its own.
    Header(&'static str),
    /// A key in the query.
    Query(&'static str),
    /// A key in a cookie.
    Cookie(&'static str),
}

/// How the links of an API differ from those of [RFC 3986].
///
/// Services write links that lack the prefix which all their paths have: `/customers/1` for
/// `/v1/customers/1`.
///
/// [RFC 3986]: https://www.rfc-editor.org/rfc/rfc3986
#[derive(Clone, Copy, Debug, Default)]
pub struct LinkRules {
    /// The first segment of a path, to be added where it is missing.
    pub prefix: Option<&'static str>,
    /// First segments that need no prefix before them, in any case.
    pub known: &'static [&'static str],
}

/// A way into a value, by the names of properties.
pub type Path = &'static [&'static str];

/// What the bodies of error responses look like.
///
/// Of several paths the first that leads somewhere counts; names are compared without case.
#[derive(Clone, Copy, Debug)]
pub struct ErrorRules {
    /// The property paths to the error code.
    pub code: &'static [Path],
    /// The property paths to the text for people.
    pub message: &'static [Path],
    /// What stands before and after the code at the end of a body that is plain text.
    pub text_code: Option<(&'static str, &'static str)>,
    /// Errors that have a name.
    pub named: &'static [NamedError],
    /// Response headers that the message of an error shows beside the ids: what support will ask for.
    pub headers: &'static [&'static str],
}

impl ErrorRules {
    /// What is usual: flat bodies, `OData`, [RFC 6749 §5.2] and [RFC 9457].
    ///
    /// [RFC 6749 §5.2]: https://www.rfc-editor.org/rfc/rfc6749#section-5.2
    /// [RFC 9457]: https://www.rfc-editor.org/rfc/rfc9457
    pub const USUAL: Self = Self {
        code: &[&["code"], &["error", "code"], &["error"]],
        message: &[
            &["description"],
            &["message"],
            &["error", "message"],
            &["error_description"],
            &["detail"],
            &["title"],
            &["error"],
        ],
        text_code: None,
        named: &[],
        headers: &[],
    };
}

/// A name for the errors of some status, some code or both.
#[derive(Clone, Copy, Debug)]
pub struct NamedError {
    /// The name. Several may have the same.
    pub name: &'static str,
    /// The status; `None` for any.
    pub status: Option<u16>,
    /// The code, as text; `None` for any.
    pub code: Option<&'static str>,
}

/// An operation of an API.
#[derive(Debug)]
pub struct Operation {
    /// The `operationId`.
    pub id: &'static str,
    /// The method.
    pub method: Method,
    /// The path template, such as `/v1/customers/{customer_id}`.
    pub path: &'static str,
    /// The headers that the operation takes, in any case.
    pub headers: &'static [&'static str],
}

impl Operation {
    /// Whether the operation takes a header.
    pub(crate) fn takes(&self, header: &str) -> bool {
        self.headers.iter().any(|name| name.eq_ignore_ascii_case(header))
    }
}

/// How an operation hands out a list in pages: by links, by tokens, by positions, or by several of them.
///
/// A page with a link is followed by where the link leads, one with a token by what the token stands for. Where
/// the list has come to a page by a link or a token, a page without either is the last one. Otherwise its
/// position says what comes next, if there is a rule for that.
#[derive(Debug)]
pub struct Paging {
    /// The property path to the items; empty if the page is the list itself. Only counted, for positions.
    pub items: Path,
    /// The property path to the link to the next page; empty if pages have none.
    pub next_link: Path,
    /// The property path to the headers that go with the link, a list of `{key, value}`; empty if there are
    /// none.
    pub next_headers: Path,
    /// The continuation token, for pages that have no link.
    pub token: Option<TokenRule>,
    /// The position, for pages that have neither.
    pub position: Option<PositionRule>,
}

impl Paging {
    /// A list that comes whole, to be filled in: `Paging { next_link: &["next"], ..Paging::NONE }`.
    pub const NONE: Self =
        Self { items: &[], next_link: &[], next_headers: &[], token: None, position: None };
}

/// How a continuation token goes from a page into the request for the next one, which else is that for the
/// first.
#[derive(Debug)]
pub struct TokenRule {
    /// Where a page has it.
    pub from: TokenFrom,
    /// Where the request takes it.
    pub to: TokenTo,
    /// The query parameters that go with it.
    pub query: &'static [(&'static str, &'static str)],
}

/// Where a page has its continuation token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenFrom {
    /// At a property path.
    Property(Path),
    /// In a response header.
    Header(&'static str),
}

/// Where a request takes a continuation token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenTo {
    /// In a header.
    Header(&'static str),
    /// In a query parameter.
    Query(&'static str),
}

/// How pages follow each other by numbers.
///
/// The next page begins after the items of this one, however many there were. The list is over
///
/// - with a page that has no items,
/// - where there is a total: with the last of them,
/// - where there is none: with a page that has fewer items than were asked for, after one that had as many. A
///   short page alone proves nothing, as services give fewer than they are asked for.
///
/// A page that is the same as the one before it is an error: the service pays no heed to the number.
#[derive(Debug)]
pub struct PositionRule {
    /// The query parameter that takes the number. Where the caller sets it, the list begins there.
    pub parameter: &'static str,
    /// What is counted.
    pub counting: Counting,
    /// The number of the first.
    pub first: u64,
    /// The query parameter that says how many items a page has.
    pub size: Option<&'static str>,
    /// The property path to the number of items of all pages; empty if there is none.
    pub total: Path,
}

/// What the number of a page counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counting {
    /// The items before the page.
    Items,
    /// The pages before it.
    Pages,
}

/// How an operation goes on at the service after its first answer, and how to learn its outcome.
#[derive(Debug)]
pub struct LongRunning {
    /// Where to ask. The first that the answer has counts.
    pub monitors: &'static [Monitor],
    /// Whether to ask by sending the first request again, its method and body, to the monitor; else by `GET`.
    pub repeats: bool,
    /// Segments that come after the path of the monitor's link, such as `status`; empty if there are none.
    pub suffix: &'static str,
    /// The statuses that say that it goes on.
    pub pending: &'static [u16],
    /// The texts at the status property that say that it has come to its end, in any case.
    pub succeeded: &'static [&'static str],
    /// The texts at the status property that say that it has failed, in any case.
    pub failed: &'static [&'static str],
    /// Where the outcome is.
    pub outcome: OutcomeAt,
}

impl LongRunning {
    /// What is usual at Azure: `Azure-AsyncOperation`, `Operation-Location`, `Location` and, where a resource has
    /// one, its own provisioning state.
    pub const AZURE: Self = Self {
        monitors: &[
            Monitor { header: Some("Azure-AsyncOperation"), status: &["status"] },
            Monitor { header: Some("Operation-Location"), status: &["status"] },
            Monitor { header: Some("Location"), status: &[] },
            Monitor { header: None, status: &["properties", "provisioningState"] },
        ],
        repeats: false,
        suffix: "",
        pending: &[202],
        succeeded: &["Succeeded"],
        failed: &["Failed", "Canceled", "Cancelled"],
        outcome: OutcomeAt::Answer(&[]),
    };
}

/// Where to ask how an operation goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Monitor {
    /// The response header with the link; `None` for the address of the first request.
    pub header: Option<&'static str>,
    /// The property path to the status in answers; empty if the status of HTTP says it all.
    pub status: Path,
}

/// Where the outcome of an operation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutcomeAt {
    /// In the last answer, at a property path; empty for the whole of it.
    Answer(Path),
    /// At the address of the first request.
    Resource,
    /// Where a response header led last; in the last answer, if there was none.
    Link(&'static str),
}
