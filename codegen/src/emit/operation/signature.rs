//! What a program that writes calls has to know of each operation.

use proc_macro2::Ident;

use super::super::Facts;
use super::super::snippet::Snippet;
use super::super::types::{self, CallSite};
use super::Builder;
use crate::ir::{Carrier, Live, Node, NodeId, Place, Type};

/// An operation, and how the emitted client says it.
///
/// Types are written as they stand beside `use clientgen_runtime as runtime;` and the `models` of the client.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Signature {
    /// The `operationId`, or method and path if the document gives none.
    pub id: String,
    /// The method of HTTP, as it is sent.
    pub verb: String,
    /// The path, as the document writes it.
    pub path: String,
    /// The methods before the last one, which begins with the client: each with what it takes.
    pub steps: Vec<(String, Vec<Input>)>,
    /// The last method.
    pub method: String,
    /// The type of the request that the method gives.
    pub builder: String,
    /// What the caller says besides: first what the method takes, in its order; then what the request has setters
    /// for.
    pub inputs: Vec<Input>,
    /// The media types that the body can have.
    pub bodies: Vec<String>,
    /// The type of what `send` gives.
    pub answer: String,
    /// What successes hold by status (`200`, `2XX`, `default`), if `answer` is an enum of that.
    pub answers: Vec<(String, String)>,
    /// The media types that `send_as` can ask for.
    pub offers: Vec<String>,
    /// The method that reads the answer as it comes (`download`, `events`, `lines`), if it can be read so.
    pub live: Option<&'static str>,
    /// What failures hold, by status (`404`, `4XX`, `default`), as far as the document says so.
    pub faults: Vec<(String, String)>,
    /// Each way to sign in that the operation takes, alone or with others: the name of the scheme, and where its
    /// key goes (`bearer`, `basic`, `http WORD`, `header NAME`, `query NAME`, `cookie NAME`).
    pub schemes: Vec<(String, String)>,
}

/// Something that the caller of an operation says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Input {
    /// The name in the document; `body` for the body as a whole.
    pub name: String,
    /// Where it goes: `path`, `query`, `header`, `cookie`, `part`, `part header` or `body`; `media` for what says which media type
    /// the body has.
    pub place: &'static str,
    /// Whether the method takes it.
    pub required: bool,
    /// The argument or the setter.
    pub ident: String,
    /// The type of the value, `Option` not counted.
    pub ty: String,
}

/// The signatures of all operations, in the order of the document.
pub(crate) fn signatures(facts: Facts<'_>) -> Vec<Signature> {
    let builders = (0..facts.api.operations.len()).filter_map(|index| Builder::of(facts, index));
    builders.map(|builder| builder.signature()).collect()
}

impl Builder<'_> {
    fn signature(&self) -> Signature {
        let faults = self.operation.faults.iter();
        let faults = faults.filter_map(|(status, answer)| Some((status.clone(), self.written(answer.ty()?))));
        let answers = self.operation.answers.iter();
        let answers =
            answers.map(|(status, answer)| (status.clone(), joined(&self.answer_type(answer, false))));
        Signature {
            id: self.operation.id.clone(),
            verb: self.operation.method.clone(),
            path: self.operation.template.clone(),
            steps: self.steps(),
            method: self.name.method.to_string(),
            builder: self.name.builder.to_string(),
            inputs: self
                .inputs()
                .into_iter()
                .filter(|(ident, _, _)| self.held(ident).is_none())
                .map(|(ident, required, ty)| self.input(ident, required, ty))
                .collect(),
            bodies: self.bodies(),
            answer: joined(&self.answer()),
            answers: answers.collect(),
            offers: self.operation.offers.clone(),
            live: self.operation.live.as_ref().map(Live::method),
            faults: faults.collect(),
            schemes: self.schemes(),
        }
    }

    fn bodies(&self) -> Vec<String> {
        let whole = self.operation.body.iter().flat_map(|body| &body.offers);
        whole.chain(&self.operation.parts).cloned().collect()
    }

    fn steps(&self) -> Vec<(String, Vec<Input>)> {
        let mut values = self.operation.call.values.iter();
        let way = self.facts.api.way(self.operation.call.node);
        let step = |(id, node): (NodeId, &Node)| {
            let own = values.by_ref().take(node.values.len());
            let own = own.filter_map(|&position| {
                let (parameter, ident) =
                    (self.operation.parameters.get(position)?, self.name.parameters.get(position)?);
                Some(self.input(ident, true, &parameter.ty))
            });
            let own = own.collect();
            Some((self.facts.names.calls.nodes.get(id.0)?.method.to_string(), own))
        };
        way.into_iter().filter_map(step).collect()
    }

    fn input(&self, ident: &Ident, required: bool, ty: &Type) -> Input {
        let parameters = self.operation.parameters.iter().zip(&self.name.parameters);
        let parameter = parameters.filter(|(_, name)| *name == ident).map(|(parameter, _)| parameter).next();
        let (name, place) = match parameter {
            None if self.name.content_type.as_ref() == Some(ident) => ("Content-Type", "media"),
            None => ("body", "body"),
            Some(parameter) => (parameter.name.as_str(), place(parameter.place)),
        };
        Input { name: name.to_owned(), place, required, ident: ident.to_string(), ty: self.written(ty) }
    }

    fn schemes(&self) -> Vec<(String, String)> {
        let schemes =
            self.operation.security.iter().flatten().filter_map(|&index| self.facts.api.schemes.get(index));
        let schemes =
            schemes.filter_map(|scheme| Some((scheme.name.clone(), carrier(scheme.carrier.as_ref()?))));
        schemes.collect()
    }

    pub(super) fn written(&self, ty: &Type) -> String {
        joined(&types::ty(&mut CallSite(self.facts), ty))
    }
}

fn place(place: Place) -> &'static str {
    match place {
        Place::Path => "path",
        Place::Query => "query",
        Place::Header => "header",
        Place::Cookie => "cookie",
        Place::Part => "part",
        Place::PartHeader => "part header",
    }
}

fn carrier(carrier: &Carrier) -> String {
    match carrier {
        Carrier::Bearer => "bearer".to_owned(),
        Carrier::Basic => "basic".to_owned(),
        Carrier::Http(word) => format!("http {word}"),
        Carrier::Header(name) => format!("header {name}"),
        Carrier::Query(name) => format!("query {name}"),
        Carrier::Cookie(name) => format!("cookie {name}"),
    }
}

/// A type without the spaces between its tokens.
fn joined(ty: &Snippet) -> String {
    ty.as_str().replace(' ', "")
}
