//! Nodes: structs that hold what the steps so far have said, with a method for each step and each operation.

use std::fmt::Display;

use proc_macro2::Ident;

use super::super::Facts;
use super::super::docs::{self, Lines};
use super::super::operation::Builder;
use super::super::snippet::Snippet;
use super::super::types::{self, Argument, CallSite};
use super::Place;
use crate::gates::Gate;
use crate::ir::{Docs, Node, NodeId, Type};
use crate::name::NodeName;
use crate::print::{self, Code};

pub(super) fn emit<'f>(code: &mut Code<'f>, place: Place<'f>, id: NodeId, node: &Node, name: &NodeName) {
    let facts = place.facts;
    let (ty, held, shown) = (&name.ty, held(facts, id), shown(facts, node, name));
    let fields: Vec<String> =
        name.fields.iter().zip(&held).map(|(ident, ty)| declared(facts, ident, ty)).collect();
    let gate = facts.gates.node(id);
    let features = place.features(gate);
    code.gate(&features);
    let before = code.section(features);
    code.begin();
    code.docs(0, docs(facts, id, node).as_slice());
    code.docs(0, made_by(place, node, name).as_slice());
    code.line(0, format_args!("#[derive(Clone, Debug)]"));
    code.piece(0, &print::opened(&format!("pub struct {ty}")));
    code.line(1, format_args!("{shown}client: Client,"));
    for field in &fields {
        code.piece(
            1,
            &match field.split_once(": ") {
                Some((name, ty)) => print::field(&format!("{shown}{name}"), ty),
                None => format!("{shown}{field},"),
            },
        );
    }
    code.line(0, format_args!("}}"));
    code.begin();
    code.piece(0, &print::opened(&format!("impl {ty}")));
    // The client makes its own by a function, since it has no other way to say what is in them.
    if node.parent.is_none() {
        new(code, name, fields);
    }
    let steps =
        facts.api.nodes().zip(&facts.names.calls.nodes).filter(|((_, step), _)| step.parent == Some(id));
    for ((step, child), child_name) in steps {
        let before = code.section(place.features(facts.gates.node(step)));
        self::step(code, place, (step, child, child_name), (id, name), &held);
        code.section(before);
    }
    methods(code, place, Some(id));
    code.close();
    code.gate(&[]);
    code.section(before);
}

fn declared(facts: Facts<'_>, ident: &Ident, ty: &Type) -> String {
    format!("{ident}: {}", types::ty(&mut CallSite(facts), ty))
}

fn new(code: &mut Code<'_>, name: &NodeName, fields: Vec<String>) {
    let arguments: Vec<String> = ["client: Client".to_owned()].into_iter().chain(fields).collect();
    let signature = print::function("pub(super) fn new", &arguments, "Self");
    let fields: Vec<String> =
        ["client".to_owned()].into_iter().chain(name.fields.iter().map(ToString::to_string)).collect();
    code.next();
    code.piece(1, &format!("{signature}\n{}\n}}", print::literal("Self", &fields)));
}

/// The method of the client that makes a node.
pub(in super::super) fn maker<'f>(
    code: &mut Code<'f>,
    facts: Facts<'f>,
    id: NodeId,
    node: &Node,
    name: &NodeName,
) {
    let features = facts.gates.features(facts.gates.node(id), &Gate::Open);
    let condition = print::condition(&features);
    let before = code.section(features);
    let (method, ty) = (&name.method, &name.ty);
    let (arguments, values): (Vec<_>, Vec<_>) = own_arguments(facts, node, name).into_iter().unzip();
    let mut call = format!("{ty}::new(self.core.clone()");
    for (_, value) in &values {
        call.extend([", ", value.as_str()]);
    }
    code.next();
    code.docs(1, docs(facts, id, node).as_slice());
    let signature = signature(method, arguments, ty);
    let call = print::value("", &format!("{call})"), "");
    code.piece(1, &format!("{condition}#[must_use]\n{signature}\n{call}}}"));
    code.section(before);
}

/// The methods of a node for its own operations; those of the client, if there is no node.
pub(in super::super) fn methods<'f>(code: &mut Code<'f>, place: Place<'f>, node: Option<NodeId>) {
    let gates = place.facts.gates;
    let around = node.map_or(&Gate::Open, |node| gates.node(node));
    let operations = place.facts.api.operations.iter().enumerate();
    for (index, operation) in operations.filter(|(_, operation)| operation.call.node == node) {
        let Some(builder) = Builder::of(place.facts, index) else { continue };
        let gate = gates.area(operation.area);
        let before = code.section(place.features(gate));
        builder.method(code, place, &print::condition(&gates.features(gate, around)));
        code.section(before);
    }
}

/// The method of a node that makes the next one.
fn step(
    code: &mut Code<'_>,
    place: Place<'_>,
    (id, node, name): (NodeId, &Node, &NodeName),
    (parent_id, parent): (NodeId, &NodeName),
    held: &[&Type],
) {
    let facts = place.facts;
    let gates = facts.gates;
    let condition = print::condition(&gates.features(gates.node(id), gates.node(parent_id)));
    let ty = place.node(name);
    let (arguments, values): (Vec<_>, Vec<_>) = own_arguments(facts, node, name).into_iter().unzip();
    let kept = parent.fields.iter().zip(held).map(|(ident, ty)| format!("{ident}: {}", kept(ident, ty)));
    let own = values.iter().map(|(ident, value)| initializer(ident, value));
    let fields: Vec<String> =
        ["client: self.client.clone()".to_owned()].into_iter().chain(kept).chain(own).collect();
    code.next();
    code.docs(1, docs(facts, id, node).as_slice());
    let (signature, value) = (signature(&name.method, arguments, &ty), print::literal(&ty, &fields));
    code.piece(1, &format!("{condition}#[must_use]\n{signature}\n{value}\n}}"));
}

/// The first line of a method that takes arguments and gives a value of a type.
pub(in super::super) fn signature(method: &Ident, arguments: Vec<String>, ty: impl Display) -> String {
    let arguments: Vec<String> = ["&self".to_owned()].into_iter().chain(arguments).collect();
    print::function(&format!("pub fn {method}"), &arguments, &ty.to_string())
}

/// The arguments of a step; and for each the field, and its value.
fn own_arguments(facts: Facts<'_>, node: &Node, name: &NodeName) -> Vec<(String, (Ident, Snippet))> {
    let types = facts.api.types_of(node);
    let own = name.fields.iter().skip(name.fields.len().saturating_sub(types.len()));
    let argument = |(ident, ty): (&Ident, &Type)| {
        let Argument { ty, value } = types::argument(&mut CallSite(facts), facts, ty, ident);
        (format!("{ident}: {ty}"), (ident.clone(), value))
    };
    own.zip(types).map(argument).collect()
}

/// A field in a literal, short where its value is called the same.
pub(in super::super) fn initializer(ident: &Ident, value: &Snippet) -> String {
    if *ident == value.as_str() { ident.to_string() } else { format!("{ident}: {value}") }
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
fn shown(facts: Facts<'_>, node: &Node, name: &NodeName) -> &'static str {
    let parent = node.parent.and_then(|parent| facts.names.calls.nodes.get(parent.0));
    if parent.is_some_and(|parent| parent.module != name.module) { "pub(super) " } else { "" }
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
