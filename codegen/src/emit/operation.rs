//! An operation: the method that begins it, and its builder.

mod answer;
mod callbacks;
mod failure;
mod following;
mod pages;
mod polling;
mod request;
mod signature;
mod streams;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::calls::{self, Place, held, initializer, kept};
use super::docs::{self, Lines};
use super::snippet::string;
use super::types::{self, Argument, CallSite};
use super::{Facts, client};
use crate::ir::{Body, Operation, Type};
use crate::name::{NodeName, OperationName};
use crate::print::{self, Code};

pub(super) use callbacks::caller;
pub(crate) use signature::signatures;
pub use signature::{Input, Signature};

/// An operation and everything that is looked up for it.
pub(super) struct Builder<'f> {
    facts: Facts<'f>,
    operation: &'f Operation,
    name: &'f OperationName,
    /// What has the method; `None` if the client does.
    node: Option<&'f NodeName>,
}

impl<'f> Builder<'f> {
    pub(super) fn of(facts: Facts<'f>, index: usize) -> Option<Self> {
        let (operation, name) = (facts.api.operations.get(index)?, facts.names.calls.operations.get(index)?);
        let node = operation.call.node.and_then(|id| facts.names.calls.nodes.get(id.0));
        Some(Self { facts, operation, name, node })
    }
}

impl<'f> Builder<'f> {
    /// The method of the node that the operation belongs to, or of the client, below what says when it is there.
    pub(super) fn method(&self, code: &mut Code<'_>, place: Place<'_>, condition: &str) {
        let builder = place.builder(self.operation.area, &self.name.builder);
        let client = if place.module.is_some() { "client" } else { "core" };
        let (mut arguments, mut values) = (Vec::new(), vec![format!("client: self.{client}.clone()")]);
        for (ident, required, ty) in self.inputs() {
            if let Some((field, ty)) = self.held(ident) {
                values.push(initializer(ident, &kept(field, ty)));
                continue;
            }
            if !required {
                values.push(format!("{ident}: None"));
                continue;
            }
            let Argument { ty, value } = types::argument(&mut CallSite(self.facts), self.facts, ty, ident);
            arguments.push(format!("{ident}: {ty}"));
            values.push(initializer(ident, &value));
        }
        let allow = if arguments.len() > 6 { "#[allow(clippy::too_many_arguments)]\n" } else { "" };
        let signature = calls::signature(&self.name.method, arguments, &builder);
        code.next();
        code.docs(1, self.docs(place).as_slice());
        let value = print::literal(&builder, &values);
        code.piece(1, &format!("{condition}{allow}{signature}\n{value}\n}}"));
    }

    /// The field of the node that has the value of a parameter already, and the type of that value.
    fn held(&self, parameter: &Ident) -> Option<(&'f Ident, &'f Type)> {
        let position = self.name.parameters.iter().position(|name| name == parameter)?;
        let index = self.operation.call.values.iter().position(|&value| value == position)?;
        let field = self.node?.fields.get(index)?;
        let types = held(self.facts, self.operation.call.node?);
        Some((field, types.get(index).copied()?))
    }

    fn docs(&self, place: Place<'_>) -> Lines {
        let operation = self.operation;
        let method = &operation.method;
        let mut more = vec![docs::code(&format!("{method} {}", operation.template))];
        let server = operation.server.as_ref();
        let server = server.map(|server| format!("Sent to {}.", docs::code(server)));
        docs::paragraph(&mut more, server.into_iter().collect());
        docs::paragraph(&mut more, self.argument_docs());
        let choice = operation.body_choice.as_ref();
        let choice = choice.map(|media| format!("The body is sent as {}.", docs::code(media)));
        docs::paragraph(&mut more, choice.into_iter().collect());
        docs::paragraph(&mut more, self.sign_in());
        docs::paragraph(&mut more, self.outcome_docs());
        docs::paragraph(&mut more, self.not_ready_docs());
        docs::paragraph(&mut more, self.header_docs(place));
        docs::paragraph(&mut more, self.following_docs(place));
        docs::paragraph(&mut more, self.callback_docs(place));
        docs::outer(&operation.docs, &more).and(self.failure_docs(place))
    }

    /// A list of what the method takes, as far as the document has words for it.
    fn argument_docs(&self) -> Vec<String> {
        let parameters = self.operation.parameters.iter().zip(&self.name.parameters);
        let parameters = parameters
            .filter(|(parameter, ident)| {
                parameter.required && parameter.constant.is_none() && self.held(ident).is_none()
            })
            .map(|(parameter, ident)| (ident, &parameter.docs));
        let body = self.operation.body.as_ref().zip(self.name.body.as_ref());
        let body = body.filter(|(body, _)| body.required).map(|(body, ident)| (ident, &body.docs));
        let described =
            parameters.chain(body).filter_map(|(ident, docs)| Some((ident, docs.description.as_ref()?)));
        let items = described.map(|(ident, text)| docs::list_item(&docs::word(ident), text));
        items.flatten().collect()
    }

    /// Which kinds of sign-in the operation takes.
    fn sign_in(&self) -> Vec<String> {
        let schemes = &self.facts.api.schemes;
        let alternative = |all: &Vec<usize>| {
            let names =
                all.iter().filter_map(|&index| schemes.get(index)).map(|scheme| docs::code(&scheme.name));
            let names: Vec<String> = names.collect();
            if names.is_empty() { "nothing".to_owned() } else { names.join(" with ") }
        };
        let alternatives: Vec<String> = self.operation.security.iter().map(alternative).collect();
        if alternatives.is_empty() {
            Vec::new()
        } else {
            vec![format!("Sign-in: {}.", alternatives.join(" or "))]
        }
    }

    /// How errors that a success can hold become errors.
    fn outcome_docs(&self) -> Vec<String> {
        let holds = match self.operation.answer.ty() {
            Some(Type::Def(id, _)) => !self.facts.api.def(*id).faults.is_empty(),
            _ => false,
        };
        let text = "A success can hold errors: [`checked`](clientgen_runtime::Call::checked) makes the call fail then.";
        if holds && !self.operation.answer_optional && self.operation.answers.is_empty() {
            vec![text.to_owned()]
        } else {
            Vec::new()
        }
    }

    /// What becomes of answers that are not ready.
    fn not_ready_docs(&self) -> Vec<String> {
        let early: Vec<String> = self.operation.not_ready.iter().map(u16::to_string).collect();
        if early.is_empty() {
            return Vec::new();
        }
        vec![
            format!(
                "While the answer is not ready, the service says {} with `Retry-After`. The call then asks",
                docs::either(&early)
            ),
            "again: see [`until_ready`](clientgen_runtime::Retry::until_ready).".to_owned(),
        ]
    }

    /// Everything that the caller can say: path, what else is required, the body, what is optional.
    fn inputs(&self) -> Vec<(&Ident, bool, &Type)> {
        let parameters = self.operation.parameters.iter().zip(&self.name.parameters);
        let parameters = parameters.filter(|(parameter, _)| parameter.constant.is_none());
        let mut inputs: Vec<_> =
            parameters.map(|(parameter, ident)| (ident, parameter.required, &parameter.ty)).collect();
        if let Some((body, ident)) = self.operation.body.as_ref().zip(self.name.body.as_ref()) {
            inputs.push((ident, body.required, &body.ty));
        }
        inputs.extend(self.name.content_type.iter().map(|ident| (ident, false, &Type::Text)));
        inputs.sort_by_key(|(_, required, _)| !required);
        inputs
    }

    pub(super) fn emit(&self, code: &mut Code<'_>) {
        let builder = &self.name.builder;
        let here = self.node.is_some_and(|node| node.module == self.operation.area);
        let shown = if here { "" } else { "pub(super) " };
        let unsent = match (&self.operation.paging, &self.operation.polling) {
            (Some(_), _) => "nothing is sent until `send`, `pages` or `items`",
            (None, Some(_)) => "nothing is sent until `send` or `begin`",
            (None, None) => "nothing is sent until `send`",
        };
        code.begin();
        code.docs(0, &[format!("The request of {}.", self.link(self.here()))]);
        code.line(0, format_args!("#[derive(Clone, Debug)]"));
        code.line(0, format_args!("#[must_use = \"{unsent}\"]"));
        code.piece(0, &print::opened(&format!("pub struct {builder}")));
        code.line(1, format_args!("{shown}client: Client,"));
        for (ident, required, ty) in self.inputs() {
            let ty = types::ty(&mut CallSite(self.facts), ty);
            let (before, after) = if required { ("", "") } else { ("Option<", ">") };
            code.piece(1, &print::field(&format!("{shown}{ident}"), &format!("{before}{ty}{after}")));
        }
        code.close();
        code.begin();
        code.piece(0, &print::opened(&format!("impl {builder}")));
        self.constants(code);
        self.setters(code);
        self.to_request(code);
        self.send(code);
        self.stream(code);
        self.paging(code);
        self.polling(code);
        code.close();
        self.answers(code);
    }

    /// The module that the builder is in.
    fn here(&self) -> Place<'f> {
        Place { facts: self.facts, module: Some(self.operation.area) }
    }

    /// A link from a place to the method that makes the builder.
    fn link(&self, place: Place<'_>) -> String {
        let method = docs::word(&self.name.method);
        match self.node {
            None => format!("[`Client::{method}`]({}Client::{method})", place.root()),
            Some(node) if Some(node.module) == place.module => format!("[`{}::{method}`]", node.ty),
            Some(NodeName { ty, module, .. }) => {
                format!("[`{ty}::{method}`]({}{ty}::{method})", place.link(*module))
            }
        }
    }

    /// The facts about the operation.
    fn constants(&self, code: &mut Code<'_>) {
        let operation = self.operation;
        let (id, method, path) =
            (string(&operation.id), method(&operation.method), string(&operation.template));
        let headers = operation.headers.iter().filter_map(|&index| self.facts.api.headers.get(index));
        let headers: Vec<String> = headers.map(|header| string(&header.name)).collect();
        code.next();
        code.line(1, format_args!("const OPERATION: &Operation = &Operation {{"));
        code.line(2, format_args!("id: {id},"));
        code.line(2, format_args!("method: {method},"));
        code.line(2, format_args!("path: {path},"));
        code.piece(1, &print::value("headers:", &format!("&[{}]", headers.join(", ")), ","));
        code.line(1, format_args!("}};"));
        for constant in [
            operation.paging.as_ref().map(pages::constant),
            operation.polling.as_ref().map(polling::constant),
        ] {
            code.members(&constant.unwrap_or_default());
        }
    }

    fn setters(&self, code: &mut Code<'_>) {
        for (ident, _, ty) in self.inputs().into_iter().filter(|(_, required, _)| !required) {
            let Argument { ty, value } = types::argument(&mut CallSite(self.facts), self.facts, ty, ident);
            code.next();
            code.docs(1, self.input_docs(ident).as_slice());
            let arguments = ["mut self".to_owned(), format!("{ident}: {ty}")];
            code.piece(1, &print::function(&format!("pub fn {ident}"), &arguments, "Self"));
            code.piece(1, &print::value(&format!("self.{ident} ="), &format!("Some({value})"), ";"));
            code.piece(1, "    self\n}");
        }
        code.members(&self.etag().unwrap_or_default());
    }

    /// How the condition of a change is taken from the resource itself.
    fn etag(&self) -> Option<TokenStream> {
        let paths = Some(&self.facts.api.etag).filter(|paths| !paths.is_empty())?;
        let condition = self.operation.condition()?;
        let mut parameters = self.operation.parameters.iter().zip(&self.name.parameters);
        let (_, ident) = parameters.find(|(parameter, _)| std::ptr::eq(*parameter, condition))?;
        let paths = client::paths(paths);
        let docs = docs::lines([
            "Has the change made only if the resource is still what it was when this copy was read: sends its `ETag`.",
            "",
            "The call fails if there is none in it.",
        ]);
        Some(quote! {
            #docs
            pub fn with_etag(mut self, resource: &impl runtime::Value) -> Self {
                self.#ident = Some(runtime::etag(resource, #paths).unwrap_or_default());
                self
            }
        })
    }

    fn input_docs(&self, ident: &Ident) -> Lines {
        let parameters = self.operation.parameters.iter().zip(&self.name.parameters);
        let parameter = parameters.filter(|(_, name)| *name == ident).map(|(parameter, _)| parameter).next();
        let body = self.operation.body.as_ref();
        match (parameter, body) {
            (None, Some(body)) if self.name.content_type.as_ref() == Some(ident) => {
                let offers: Vec<String> = body.offers.iter().map(|name| docs::code(name)).collect();
                let usual = docs::code(&body.media);
                docs::lines([
                    format!("Says what the body is: {}.", offers.join(", ")),
                    String::new(),
                    format!("It is {usual} otherwise."),
                ])
            }
            (Some(parameter), _) => {
                docs::outer_or(&parameter.docs, &format!("Sets {}.", docs::code(&parameter.name)))
            }
            (None, Some(Body { docs, .. })) => docs::outer_or(docs, "Sets the body."),
            (None, None) => Lines::default(),
        }
    }

    fn send(&self, code: &mut Code<'_>) {
        let about = match (&self.operation.paging, &self.operation.polling) {
            (Some(_), _) => "Sends the request, for the first page.",
            (None, Some(_)) => "Sends the request, and leaves open what comes of it: see `begin`.",
            (None, None) => "Sends the request.",
        };
        call(code, about, ("send", &[]), self.answer().as_str(), "call(self.to_request())");
        let offers: Vec<String> = self.operation.offers.iter().map(|name| docs::code(name)).collect();
        if !offers.is_empty() {
            let about = format!("Sends the request, asking for a media type: {}.", docs::either(&offers));
            let signature = ("send_as<T: runtime::FromResponse>", ["media_type: &str"].as_slice());
            call(code, &about, signature, "T", "call_as(self.to_request(), media_type)");
        }
    }
}

/// A method that has the request sent.
fn call(code: &mut Code<'_>, about: &str, (name, more): (&str, &[&str]), gives: &str, call: &str) {
    let arguments: Vec<String> = ["self"].iter().chain(more).map(ToString::to_string).collect();
    code.next();
    code.docs(1, &[about]);
    code.piece(1, &print::function(&format!("pub fn {name}"), &arguments, &format!("Call<{gives}>")));
    code.piece(1, &print::value("", &format!("self.client.{call}"), ""));
    code.line(1, format_args!("}}"));
}

/// A method of HTTP: one that the runtime has a name for, or any other.
fn method(name: &str) -> String {
    const KNOWN: &[&str] =
        &["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "QUERY", "CONNECT"];
    if KNOWN.contains(&name) {
        format!("Method::{name}")
    } else {
        format!("Method::custom({})", string(name))
    }
}
