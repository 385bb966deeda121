//! What an API is, once every reference is followed and every inline schema has a place of its own.
//!
//! One immutable, indexed representation. It holds no identifiers, no tokens and no decision about `Option`
//! or `Box`; what is derived from it stands beside it, in tables indexed by [`TypeId`].

mod answer;
mod call;
mod encoding;
mod following;
mod incoming;
mod operation;
mod pages;
mod polling;
mod reach;
mod server;
mod shape;
mod types;
mod xml;

use crate::diagnostic::Pointer;
pub(crate) use answer::{Answer, AnswerHeader, ByStatus, Live};
pub(crate) use call::{Call, Node, NodeId};
pub(crate) use encoding::{Encoding, Style};
pub(crate) use following::{Following, Given, Next, Taken};
pub(crate) use incoming::{Incoming, Origin, Signature};
pub(crate) use pages::{Paging, Position, Token, TokenFrom, TokenTo};
pub(crate) use polling::{OutcomeAt, PollRules, Polling};
pub(crate) use server::{Authority, Server, Variable};
pub(crate) use shape::{Access, Check, EnumValue, Field, Limits, Rest, Shape, Variant};
pub(crate) use types::{Number, Type};
pub(crate) use xml::{Xml, XmlNode};

/// An API.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a feature of the runtime")]
pub(crate) struct Api {
    pub(crate) title: String,
    pub(crate) version: String,
    pub(crate) docs: Docs,
    pub(crate) servers: Vec<Server>,
    pub(crate) types: Vec<TypeDef>,
    pub(crate) areas: Vec<Area>,
    pub(crate) operations: Vec<Operation>,
    /// What the service sends on its own.
    pub(crate) incoming: Vec<Incoming>,
    /// The headers of answers, each type that one has in a row of its own.
    pub(crate) answer_headers: Vec<AnswerHeader>,
    pub(crate) nodes: Vec<Node>,
    /// Headers that belong to the client as a whole, or that it can fill on its own.
    pub(crate) headers: Vec<ClientHeader>,
    pub(crate) schemes: Vec<Scheme>,
    pub(crate) links: Links,
    /// How leniently types are read that do not say so themselves.
    pub(crate) rules: Rules,
    /// Whether there are dates, decimals, and patterns to check, for which the runtime has features.
    pub(crate) dates: bool,
    pub(crate) decimals: bool,
    pub(crate) patterns: bool,
    /// Whether there is XML, for which it has one too.
    pub(crate) xml: bool,
    pub(crate) errors: Errors,
    /// Where a resource has its `ETag`.
    pub(crate) etag: Vec<Path>,
    /// Headers by which the service knows a request that it has seen before.
    pub(crate) idempotency_keys: Vec<String>,
}

impl Api {
    pub(crate) fn type_ids(&self) -> impl DoubleEndedIterator<Item = TypeId> + use<> {
        (0..self.types.len()).map(TypeId)
    }

    pub(crate) fn def(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0]
    }

    /// The operations of an area, in the order of the document, with their places in `operations`.
    pub(crate) fn operations_of(&self, area: usize) -> impl Iterator<Item = (usize, &Operation)> {
        self.operations.iter().enumerate().filter(move |(_, operation)| operation.area == area)
    }
}

/// How leniently a type is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rules {
    pub(crate) lenient_scalars: bool,
    pub(crate) ignore_case: bool,
    pub(crate) loose_enums: bool,
}

/// What there is to say to a reader, in the document's own Markdown.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Docs {
    pub(crate) summary: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) page: Option<String>,
    pub(crate) limits: Vec<String>,
    pub(crate) notes: Vec<String>,
    pub(crate) deprecated: bool,
}

/// How a caller signs in.
#[derive(Debug)]
pub(crate) struct Scheme {
    pub(crate) name: String,
    /// `None` if the client has no way to do it.
    pub(crate) carrier: Option<Carrier>,
}

/// Where a request says who the caller is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Carrier {
    Bearer,
    Basic,
    /// After this word in `Authorization`.
    Http(String),
    Header(String),
    Query(String),
    Cookie(String),
}

/// How a link in an answer becomes a request.
#[derive(Debug, Default)]
pub(crate) struct Links {
    pub(crate) prefix: Option<String>,
    pub(crate) known: Vec<String>,
}

/// What the bodies of failures look like. What is `None` is as usual.
#[derive(Debug, Default)]
pub(crate) struct Errors {
    pub(crate) code: Option<Vec<Path>>,
    pub(crate) message: Option<Vec<Path>>,
    /// What stands before and after the code in a body that is plain text.
    pub(crate) text_code: Option<(String, String)>,
    pub(crate) named: Vec<NamedError>,
    /// The headers of an answer that its message shows.
    pub(crate) headers: Vec<String>,
}

/// Property names, from the outside in.
pub(crate) type Path = Vec<String>;

/// A name for failures of some status, some code or both.
#[derive(Debug)]
pub(crate) struct NamedError {
    pub(crate) name: String,
    pub(crate) status: Option<u16>,
    pub(crate) code: Option<String>,
}

/// A header that is not, or not only, set call by call.
#[derive(Debug)]
pub(crate) struct ClientHeader {
    pub(crate) name: String,
    pub(crate) hint: Vec<String>,
    pub(crate) docs: Docs,
    pub(crate) fill: Fill,
    /// Set once on the client, rather than for each call.
    pub(crate) on_client: bool,
    /// Whether it goes with all operations, though none declares it.
    pub(crate) general: bool,
}

/// What a header holds when the caller sets nothing.
#[derive(Debug, PartialEq)]
pub(crate) enum Fill {
    Nothing,
    FreshId,
    Constant(String),
    Application,
    Client,
}

/// The index of a type definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct TypeId(pub(crate) usize);

/// A type with a name.
#[derive(Debug)]
pub(crate) struct TypeDef {
    pub(crate) at: Pointer,
    /// The words of its name, or of its place.
    pub(crate) hint: Vec<String>,
    /// The full name that the document gives it.
    pub(crate) title: Option<String>,
    /// The definition in whose schema this one was written, if it had no name of its own.
    pub(crate) parent: Option<TypeId>,
    /// How many types it takes: `ResourceCollection[T]` takes one.
    pub(crate) parameters: usize,
    pub(crate) docs: Docs,
    pub(crate) rules: Rules,
    /// The ways to the errors that a success can hold.
    pub(crate) faults: Vec<Path>,
    pub(crate) shape: Shape,
}

/// Operations that belong together.
#[derive(Debug)]
pub(crate) struct Area {
    pub(crate) hint: Vec<String>,
    pub(crate) docs: Docs,
}

#[derive(Clone, Debug)]
pub(crate) struct Operation {
    pub(crate) id: String,
    pub(crate) hint: Vec<String>,
    pub(crate) area: usize,
    pub(crate) docs: Docs,
    /// As it is sent: `GET`.
    pub(crate) method: String,
    /// The path as the document writes it.
    pub(crate) template: String,
    pub(crate) path: Vec<Piece>,
    /// Where it is, if not where the API is: a URL, or a path at the same origin.
    pub(crate) server: Option<String>,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) body: Option<Body>,
    /// The media type of a body whose parts are parameters.
    pub(crate) parts: Option<String>,
    /// The media type of the body, where there are several operations of this one, each with a body of its own.
    pub(crate) body_choice: Option<String>,
    /// Whether it is one of these, but not the one with the usual body.
    pub(crate) is_copy: bool,
    pub(crate) answer: Answer,
    /// What successes hold, if that differs by status.
    pub(crate) answers: ByStatus,
    /// The media types that a success can have, if it is not plain JSON.
    pub(crate) accept: Option<String>,
    /// All media types that a success can have, if there are several.
    pub(crate) offers: Vec<String>,
    /// Whether answers, or failures, are read from XML.
    pub(crate) xml_answers: bool,
    /// How a success is read as it comes, if it can be.
    pub(crate) live: Option<Live>,
    /// Whether a success can be empty, though `answer` says what it may hold.
    pub(crate) answer_optional: bool,
    /// What failures hold, the most exact status first.
    pub(crate) faults: ByStatus,
    /// Places in [`Api::headers`].
    pub(crate) headers: Vec<usize>,
    /// Places in [`Api::answer_headers`].
    pub(crate) answer_headers: Vec<usize>,
    pub(crate) paging: Option<Paging>,
    pub(crate) polling: Option<Polling>,
    /// The statuses that say, with `Retry-After`, that the answer is not ready yet.
    pub(crate) not_ready: Vec<u16>,
    pub(crate) call: Call,
    /// Alternatives; each a list of places in [`Api::schemes`].
    pub(crate) security: Vec<Vec<usize>>,
    /// What can follow.
    pub(crate) following: Vec<Following>,
}

/// A piece of a path template.
#[derive(Clone, Debug)]
pub(crate) enum Piece {
    Text(String),
    /// The position of a parameter in [`Operation::parameters`].
    Parameter(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Path,
    Query,
    Header,
    Cookie,
    /// A part of a body with several parts; one without a name is found by its place.
    Part,
    /// A header of the part before it.
    PartHeader,
}

#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    pub(crate) at: Pointer,
    pub(crate) name: String,
    pub(crate) hint: Vec<String>,
    pub(crate) docs: Docs,
    pub(crate) place: Place,
    pub(crate) ty: Type,
    pub(crate) required: bool,
    pub(crate) encoding: Encoding,
    /// The media type of a part, if the document says one.
    pub(crate) media: Option<String>,
    /// The outermost element of a part that is XML.
    pub(crate) root: Option<Xml>,
    /// How the properties of a part that is a form are written, as far as that is not usual.
    pub(crate) form: Option<Vec<(String, Encoding)>>,
    /// The only value that it can have, which is sent without being asked for.
    pub(crate) constant: Option<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct Body {
    pub(crate) docs: Docs,
    pub(crate) media: String,
    /// The media types that the document names for it.
    pub(crate) offers: Vec<String>,
    pub(crate) payload: Payload,
    /// The outermost element, if it is XML.
    pub(crate) root: Option<Xml>,
    /// The properties of a form that are written in a way of their own.
    pub(crate) styles: Vec<(String, Encoding)>,
    pub(crate) ty: Type,
    pub(crate) required: bool,
}

/// How a body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Payload {
    Json,
    Form,
    Text,
    Bytes,
    /// The items of a list as JSON, one after the other.
    Lines,
    Xml,
}
