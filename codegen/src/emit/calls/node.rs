//! Nodes: structs that hold what the steps so far have said, with a method for each step and each operation.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::super::Facts;
use super::super::docs::{self, Lines};
use super::super::operation::Builder;
use super::super::snippet::Snippet;
use super::super::types::{self, Argument, CallSite};
use super::Place;
use crate::ir::{Docs, Node, NodeId, Type};
use crate::name::NodeName;

pub(super) fn emit(place: Place<'_>, id: NodeId, node: &Node, name: &NodeName) -> TokenStream {
    let facts = place.facts;
    let (ty, docs) = (&name.ty, docs(facts, id, node));
    let (held, made) = (held(facts, id), made_by(place, node, name));
    let shown = shown(facts, node, name);
    let fields = name.fields.iter().zip(&held).map(|(ident, ty)| {
        let ty = types::ty(&mut CallSite(facts), ty);
        quote!(#shown #ident: #ty)
    });
    // The client makes its own by a function, since it has no other way to say what is in them.
    let new = node.parent.is_none().then(|| {
        let arguments = name.fields.iter().zip(&held).map(|(ident, ty)| {
            let ty = types::ty(&mut CallSite(facts), ty);
            quote!(#ident: #ty)
        });
        let fields = &name.fields;
        quote! {
            pub(super) fn new(client: Client, #(#arguments),*) -> Self {
                Self { client, #(#fields),* }
            }
        }
    });
    let steps =
        facts.api.nodes().zip(&facts.names.calls.nodes).filter(|((_, step), _)| step.parent == Some(id));
    let steps =
        steps.map(|((step, child), child_name)| self::step(place, (step, child, child_name), name, &held));
    let operations = facts.api.operations.iter().enumerate();
    let operations = operations.filter(|(_, operation)| operation.call.node == Some(id));
    let methods =
        operations.filter_map(|(index, _)| Builder::of(facts, index)).map(|builder| builder.method(place));
    quote! {
        #docs
        #made
        #[derive(Clone, Debug)]
        pub struct #ty {
            #shown client: Client,
            #(#fields,)*
        }

        impl #ty {
            #new
            #(#steps)*
            #(#methods)*
        }
    }
}

/// The method of the client that makes a node.
pub(in super::super) fn maker(facts: Facts<'_>, id: NodeId, node: &Node, name: &NodeName) -> TokenStream {
    let (method, ty, docs) = (&name.method, &name.ty, docs(facts, id, node));
    let (arguments, values): (Vec<_>, Vec<_>) = own_arguments(facts, node, name).into_iter().unzip();
    let values = values.iter().map(|(_, value)| value);
    quote! {
        #docs
        #[must_use]
        pub fn #method(&self, #(#arguments),*) -> #ty {
            #ty::new(self.core.clone(), #(#values),*)
        }
    }
}

/// The operations that the client itself has methods for.
pub(in super::super) fn of_client(facts: Facts<'_>) -> TokenStream {
    let place = Place { facts, module: None };
    let operations = facts.api.operations.iter().enumerate();
    let operations = operations.filter(|(_, operation)| operation.call.node.is_none());
    let methods =
        operations.filter_map(|(index, _)| Builder::of(facts, index)).map(|builder| builder.method(place));
    quote!(#(#methods)*)
}

/// The method of a node that makes the next one.
fn step(
    place: Place<'_>,
    (id, node, name): (NodeId, &Node, &NodeName),
    parent: &NodeName,
    held: &[&Type],
) -> TokenStream {
    let facts = place.facts;
    let (method, ty, docs) = (&name.method, place.node(name), docs(facts, id, node));
    let (arguments, values): (Vec<_>, Vec<_>) = own_arguments(facts, node, name).into_iter().unzip();
    let own = values.iter().map(|(ident, value)| initializer(ident, value));
    let kept = parent.fields.iter().zip(held).map(|(ident, ty)| {
        let value = kept(ident, ty);
        quote!(#ident: #value)
    });
    quote! {
        #docs
        #[must_use]
        pub fn #method(&self, #(#arguments),*) -> #ty {
            #ty { client: self.client.clone(), #(#kept,)* #(#own),* }
        }
    }
}

/// The arguments of a step; and for each the field, and its value.
fn own_arguments(facts: Facts<'_>, node: &Node, name: &NodeName) -> Vec<(TokenStream, (Ident, Snippet))> {
    let types = facts.api.types_of(node);
    let own = name.fields.iter().skip(name.fields.len().saturating_sub(types.len()));
    let argument = |(ident, ty): (&Ident, &Type)| {
        let Argument { ty, value } = types::argument(&mut CallSite(facts), facts, ty, ident);
        (quote!(#ident: #ty), (ident.clone(), value))
    };
    own.zip(types).map(argument).collect()
}

/// A field in a literal, short where its value is called the same.
pub(in super::super) fn initializer(ident: &Ident, value: &Snippet) -> TokenStream {
    if *ident == value.as_str() { quote!(#ident) } else { quote!(#ident: #value) }
}

/// A value that a node goes on holding.
pub(in super::super) fn kept(ident: &Ident, ty: &Type) -> Snippet {
    let copied = matches!(
        ty,
        Type::Bool | Type::Number(_) | Type::Decimal | Type::DecimalText | Type::Timestamp | Type::CivilDate
    );
    let clone = if copied { "" } else { ".clone()" };
    format!("self.{ident}{clone}").into()
}

/// The types of all values that a node holds.
pub(in super::super) fn held(facts: Facts<'_>, id: NodeId) -> Vec<&Type> {
    let way = facts.api.way(Some(id));
    let types = way.into_iter().flat_map(|(_, node)| facts.api.types_of(node));
    types.map(|ty| types::resolved(facts, ty)).collect()
}

/// Who can see the fields: the node before it, which makes it, may be in the module around.
fn shown(facts: Facts<'_>, node: &Node, name: &NodeName) -> Option<TokenStream> {
    let parent = node.parent.and_then(|parent| facts.names.calls.nodes.get(parent.0))?;
    (parent.module != name.module).then(|| quote!(pub(super)))
}

/// What is said of a node where it is made and where it is declared.
fn docs(facts: Facts<'_>, id: NodeId, node: &Node) -> Lines {
    let plain = Docs::default();
    let area = node.area.and_then(|area| facts.api.areas.get(area));
    let area_docs = area.map_or(&plain, |area| &area.docs);
    let prefix = facts.analysis.prefixes.get(id.0).map(String::as_str).unwrap_or_default();
    let otherwise = match area {
        Some(area) => format!("Calls of the area {}.", docs::code(&area.hint.join(" "))),
        None => format!("Calls below {}.", docs::code(prefix)),
    };
    let values: Vec<String> =
        facts
            .api
            .values_of(node)
            .zip(facts.names.calls.nodes.get(id.0).into_iter().flat_map(|name| {
                name.fields.iter().skip(name.fields.len().saturating_sub(node.values.len()))
            }))
            .filter_map(|(parameter, ident)| {
                let text = parameter.docs.description.as_ref()?;
                Some(docs::list_item(&docs::word(ident), text))
            })
            .flatten()
            .collect();
    docs::outer_or_more(area_docs, &otherwise, &values)
}

/// Which method makes a node.
fn made_by(place: Place<'_>, node: &Node, name: &NodeName) -> Lines {
    let method = docs::word(&name.method);
    let text = match node.parent.and_then(|parent| place.facts.names.calls.nodes.get(parent.0)) {
        None => {
            let root = place.root();
            format!("[`Client::{method}`]({root}Client::{method}) makes it.")
        }
        Some(parent) if Some(parent.module) == place.module => {
            format!("[`{0}::{method}`] makes it.", parent.ty)
        }
        Some(parent) => {
            let way = place.link(parent.module);
            format!("[`{0}::{method}`]({way}{0}::{method}) makes it.", parent.ty)
        }
    };
    docs::lines(["", text.as_str()])
}
