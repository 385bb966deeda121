//! Which types go into requests, and which come out of answers.

use crate::ir::{Api, Live, Payload, Rest, Shape, Type, TypeId};

/// How a type is used, directly or inside another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Usage {
    pub(crate) input: bool,
    pub(crate) output: bool,
    pub(crate) xml: bool,
}

/// A type that no operation uses counts as both: callers may do either with it.
pub(super) fn of(api: &Api) -> Vec<Usage> {
    let mut inputs = Vec::new();
    let mut outputs = Vec::new();
    let mut written = Vec::new();
    for operation in &api.operations {
        operation.parameters.iter().for_each(|parameter| collect(&parameter.ty, &mut inputs));
        operation.body.iter().for_each(|body| collect(&body.ty, &mut inputs));
        let several = || operation.answers.iter().filter_map(|(_, answer)| answer.ty());
        several().for_each(|ty| collect(ty, &mut outputs));
        let body = operation.body.iter().filter(|body| body.payload == Payload::Xml).map(|body| &body.ty);
        let parts = operation.parameters.iter().filter(|part| part.root.is_some()).map(|part| &part.ty);
        let failures = || operation.faults.iter().filter_map(|(_, answer)| answer.ty());
        let answers = operation.answer.ty().into_iter().chain(several()).chain(failures());
        body.chain(parts)
            .chain(answers.filter(|_| operation.xml_answers))
            .for_each(|ty| collect(ty, &mut written));
        operation.answer.ty().into_iter().for_each(|ty| collect(ty, &mut outputs));
        let outcome = operation.polling.iter().filter_map(|polling| polling.outcome.ty());
        outcome.for_each(|ty| collect(ty, &mut outputs));
        failures().for_each(|ty| collect(ty, &mut outputs));
        operation.live.iter().filter_map(Live::ty).for_each(|ty| collect(ty, &mut outputs));
        // The arguments of a generic answer are there by themselves too.
        operation.paging.iter().for_each(|paging| collect(&paging.item, &mut outputs));
    }
    api.answer_headers.iter().for_each(|header| collect(&header.ty, &mut outputs));
    for incoming in &api.incoming {
        incoming.body.iter().for_each(|ty| collect(ty, &mut outputs));
        incoming.answer.iter().for_each(|ty| collect(ty, &mut inputs));
    }
    let (input, output, xml) = (reachable(api, inputs), reachable(api, outputs), reachable(api, written));
    let usage = input.into_iter().zip(output).zip(xml);
    let usage = usage.map(|((input, output), xml)| Usage { input, output, xml });
    let unused = |usage: Usage| {
        if usage == Usage::default() { Usage { input: true, output: true, xml: false } } else { usage }
    };
    usage.map(unused).collect()
}

fn collect(ty: &Type, into: &mut Vec<TypeId>) {
    ty.for_each_def(&mut |id| into.push(id));
}

fn reachable(api: &Api, mut open: Vec<TypeId>) -> Vec<bool> {
    let mut seen = vec![false; api.types.len()];
    while let Some(id) = open.pop() {
        if std::mem::replace(&mut seen[id.0], true) {
            continue;
        }
        match &api.def(id).shape {
            Shape::Struct { fields, rest } | Shape::Tuple { fields, rest } => {
                for field in fields {
                    collect(&field.ty, &mut open);
                }
                if let Rest::Of(ty) = rest {
                    collect(ty, &mut open);
                }
            }
            Shape::Union { variants, .. } => {
                for variant in variants {
                    collect(&variant.ty, &mut open);
                }
            }
            Shape::Alias(ty) => collect(ty, &mut open),
            Shape::Enum { .. } => {}
        }
    }
    seen
}
