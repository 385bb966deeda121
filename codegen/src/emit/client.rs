//! The client: facts about the API as a whole, one method for each first step, one for each header of its own.

mod construct;
mod failure;

use std::collections::BTreeSet;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

pub(super) use construct::{example, takes_keys};
pub(super) use failure::paths;

use super::calls::Place;
use super::{Facts, File, calls, docs, gated};
use crate::gates::Gate;
use crate::ir::{Authority, ClientHeader, Docs, Fill, Node, NodeId, Server, Variable};
use crate::name::NodeName;
use crate::print::Code;

pub(super) fn file(facts: Facts<'_>) -> File {
    let api = facts.api;
    let fact = api_fact(facts);
    let title = format!("A client of {}.", api.title);
    let cheap = "Cloning is cheap: clones share their connections.".to_owned();
    let docs = docs::outer(&Docs { description: Some(title), ..Docs::default() }, &[cheap]);
    let fact_docs = docs::lines(["What the document says of the API as a whole."]);
    let (construct, token) = construct::of(facts);
    let mut code = Code::new(facts.printer);
    code.items(quote!(#fact_docs static API: Api = #fact;));
    code.items(quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct Client {
            core: runtime::Client,
        }
    });
    code.begin();
    code.line(0, format_args!("impl Client {{"));
    code.members(&construct);
    let place = Place { facts, module: None };
    let mut calls = Code::new(facts.printer);
    for (id, node, name) in roots(facts) {
        calls::maker(&mut calls, facts, id, node, name);
    }
    calls::methods(&mut calls, place, None);
    code.append(&calls);
    code.members(&headers(facts));
    code.close();
    code.items(conversions());
    let mut head = Code::new(facts.printer);
    imports(&mut head, facts, token, calls::models_for(place, &calls));
    File { path: "client.rs".to_owned(), docs: Vec::new(), code: [head.into_text(), code.into_text()] }
}

/// The way to the client of the runtime, and back.
fn conversions() -> TokenStream {
    quote! {
        impl From<runtime::Client> for Client {
            fn from(core: runtime::Client) -> Self {
                Self { core }
            }
        }

        impl AsRef<runtime::Client> for Client {
            fn as_ref(&self) -> &runtime::Client {
                &self.core
            }
        }
    }
}

/// The headers that the runtime has to know of. One that a caller may set for all operations is any header to it.
fn known(facts: Facts<'_>) -> impl Iterator<Item = &ClientHeader> {
    let headers = facts.api.headers.iter();
    headers.filter(|header| !(header.general && header.fill == Fill::Nothing))
}

fn api_fact(facts: Facts<'_>) -> TokenStream {
    let api = facts.api;
    let servers = api.servers.iter().enumerate().map(|(index, server)| {
        let (name, url) = (server_name(index, server), &server.url);
        let variables =
            server.variables.iter().map(|Variable { name, default, .. }| quote!((#name, #default)));
        let authority = authority(server.authority.as_ref());
        quote!(Server { name: #name, url: #url, variables: &[#(#variables),*], authority: #authority })
    });
    let headers = known(facts).map(|header| {
        let name = &header.name;
        let fill = match &header.fill {
            Fill::FreshId => quote!(Fill::Uuid),
            Fill::Constant(value) => quote!(Fill::Constant(#value)),
            Fill::Nothing => quote!(Fill::Scope),
            Fill::Application => quote!(Fill::Application),
            Fill::Client => quote!(Fill::Client),
        };
        quote!(Header { name: #name, fill: #fill })
    });
    let schemes = construct::schemes(facts);
    // A fresh id of one call names that call; one that the client shares names a group of calls.
    let id =
        |on_client: bool| api.headers.iter().find(|h| h.fill == Fill::FreshId && h.on_client == on_client);
    let request_id = optional(id(false).map(|header| header.name.as_str()));
    let correlation_id = optional(id(true).map(|header| header.name.as_str()));
    let (prefix, known) = (optional(api.links.prefix.as_deref()), &api.links.known);
    let (keys, errors) = (&api.idempotency_keys, failure::rules(&api.errors));
    quote! {
        Api {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
            servers: &[#(#servers),*],
            headers: &[#(#headers),*],
            schemes: #schemes,
            request_id: #request_id,
            correlation_id: #correlation_id,
            idempotency_keys: &[#(#keys),*],
            links: LinkRules { prefix: #prefix, known: &[#(#known),*] },
            errors: #errors,
        }
    }
}

/// The word by which callers ask for a server.
fn server_name(index: usize, server: &Server) -> String {
    server.name.clone().unwrap_or_else(|| index.to_string())
}

fn authority(authority: Option<&Authority>) -> TokenStream {
    let Some(Authority { url, scope, resource }) = authority else {
        return quote!(None);
    };
    let (scope, resource) = (optional(scope.as_deref()), optional(resource.as_deref()));
    quote!(Some(Authority { url: #url, scope: #scope, resource: #resource }))
}

fn optional(text: Option<&str>) -> TokenStream {
    match text.map(Literal::string) {
        Some(text) => quote!(Some(#text)),
        None => quote!(None),
    }
}

/// The nodes that the client has, in the order of their areas.
fn roots(facts: Facts<'_>) -> impl Iterator<Item = (NodeId, &Node, &NodeName)> {
    let nodes = facts.api.nodes().zip(&facts.names.calls.nodes);
    let roots = nodes.filter(|((_, node), _)| node.parent.is_none());
    let mut roots: Vec<_> = roots.map(|((id, node), name)| (id, node, name)).collect();
    roots.sort_by_key(|(_, node, _)| node.area.unwrap_or(usize::MAX));
    roots.into_iter()
}

/// What callers begin with, each with its gate.
pub(super) fn first_steps(facts: Facts<'_>) -> Vec<(String, &Gate)> {
    let step = |(id, _, name): (NodeId, &Node, &NodeName)| {
        let values: Vec<String> = name.fields.iter().map(ToString::to_string).collect();
        (format!("{}({})", name.method, values.join(", ")), facts.gates.node(id))
    };
    let own = facts.api.operations.iter().zip(&facts.names.calls.operations);
    let own = own.filter(|(operation, _)| operation.call.node.is_none());
    let own = own.map(|(operation, name)| (format!("{}()", name.method), facts.gates.area(operation.area)));
    roots(facts).map(step).chain(own).collect()
}

/// Emits the imports; models are needed for these features, if at all.
fn imports<'f>(head: &mut Code<'f>, facts: Facts<'f>, token: bool, models: Option<Vec<&'f str>>) {
    let api = facts.api;
    let fill = known(facts).next().is_some().then(|| quote!(Fill, Header,));
    let server = (!api.servers.is_empty()).then(|| quote!(Server,));
    let authority = api.servers.iter().any(|server| server.authority.is_some()).then(|| quote!(Authority,));
    let result = construct::address(facts).map(|_| quote!(Result,));
    let token = token.then(|| quote!(Token,));
    head.items(quote! {
        use clientgen_runtime::{self as runtime, Api, #authority Builder, #fill LinkRules, #result #server #token};
    });
    let modules = &facts.names.calls.modules;
    let nodes = roots(facts).filter_map(|(id, _, name)| {
        let (module, ty) = (&modules.get(name.module)?.ident, &name.ty);
        Some((quote!(use super::#module::#ty;), facts.gates.node(id)))
    });
    let own = api.operations.iter().filter(|operation| operation.call.node.is_none());
    let areas: BTreeSet<usize> = own.map(|operation| operation.area).collect();
    let areas = areas.into_iter().filter_map(|area| {
        let module = &modules.get(area)?.ident;
        Some((quote!(use super::#module;), facts.gates.area(area)))
    });
    gated(head, facts, &Gate::Open, nodes.chain(areas));
    if let Some(features) = models {
        head.gate(&features);
        head.items(quote!(
            use super::models;
        ));
    }
}

/// One method for each header of the client, and one for all others.
fn headers(facts: Facts<'_>) -> TokenStream {
    let own = facts.api.headers.iter().zip(&facts.names.headers).filter(|(header, _)| header.on_client);
    let own = own.map(|(header, method)| {
        let name = &header.name;
        let first = format!("The same client, its calls having the header `{name}`.");
        let docs = docs::outer(&header.docs, &[]);
        let first = docs::lines([first.as_str(), ""]);
        quote! {
            #first
            #docs
            #[must_use]
            pub fn #method(&self, value: impl Into<String>) -> Self {
                Self { core: self.core.with_header(#name, value) }
            }
        }
    });
    let retry_docs = docs::lines([
        "The same client, its calls made by another policy: how often they are sent, how long they may take.",
    ]);
    let docs = docs::lines(["The same client, its calls having one more header."]);
    quote! {
        #(#own)*

        #retry_docs
        #[must_use]
        pub fn with_retry(&self, retry: runtime::Retry) -> Self {
            Self { core: self.core.with_retry(retry) }
        }

        #docs
        #[must_use]
        pub fn with_header(&self, name: impl Into<String>, value: impl Into<String>) -> Self {
            Self { core: self.core.with_header(name, value) }
        }
    }
}
