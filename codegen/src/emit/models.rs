//! The files of models, and the file that lists them.

use std::iter;

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};

use super::file::ModelFile;
use super::snippet::Snippet;
use super::{Facts, File, docs, enums, gated, structs, types, unions};
use crate::gates::Gate;
use crate::ir::{Api, Shape, Type, TypeId};
use crate::name::Module;
use crate::print::Code;
use crate::settings::Layout;

pub(super) fn files(facts: Facts<'_>) -> impl Iterator<Item = File> {
    let single = facts.names.layout == Layout::Single;
    let files = facts.names.modules.iter().enumerate().map(move |(index, module)| {
        let mut file = ModelFile::new(facts, index);
        for &id in &module.types {
            definition(&mut file, id);
        }
        let mut head = Code::new(facts.printer);
        head.items(file.imports());
        let (path, docs) = if single {
            head.items(rules(facts).map(|(rules, _)| rules).into_token_stream());
            ("models.rs".to_owned(), index_docs())
        } else {
            (path(&module.ident), Vec::new())
        };
        File { path, docs, code: [head.into_text(), file.code.into_text()] }
    });
    let without_index = single && !facts.names.modules.is_empty();
    iter::once_with(move || index(facts)).filter(move |_| !without_index).chain(files)
}

fn path(module: &Ident) -> String {
    let name = module.to_string();
    format!("models/{}.rs", name.strip_prefix("r#").unwrap_or(&name))
}

fn definition(file: &mut ModelFile<'_>, id: TypeId) {
    match &file.facts.api.def(id).shape {
        Shape::Struct { fields, rest } | Shape::Tuple { fields, rest } => {
            structs::emit(file, id, fields, rest);
        }
        Shape::Enum { number: None, values } => enums::emit(file, id, values),
        Shape::Enum { number: Some(number), values } => enums::emit_numbers(file, id, *number, values),
        Shape::Union { tag, variants } => unions::emit(file, id, tag.as_deref(), variants),
        Shape::Alias(target) => alias(file, id, target),
    }
}

fn alias(file: &mut ModelFile<'_>, id: TypeId, target: &Type) {
    let def = file.facts.api.def(id);
    let ident = &file.facts.names.ty(id).ident;
    let (docs, target) = (docs::definition(def), types::ty(file, target));
    file.code.items(quote!(#docs pub type #ident = #target;));
}

fn index_docs() -> Vec<String> {
    vec!["The data that the service takes and gives.".to_owned()]
}

fn index(facts: Facts<'_>) -> File {
    let mut listed: Vec<(&Module, &Gate)> = facts
        .names
        .modules
        .iter()
        .enumerate()
        .map(|(index, file)| (file, facts.gates.model(index)))
        .collect();
    listed.sort_by_key(|(module, _)| &module.ident);
    let modules = listed.iter().map(|(module, gate)| {
        let file = &module.ident;
        (quote!(mod #file;), *gate)
    });
    let exports = listed.iter().map(|(module, gate)| {
        let (file, types) = (&module.ident, module.types.iter().map(|&id| &facts.names.ty(id).ident));
        (quote!(pub use self::#file::{#(#types),*};), *gate)
    });
    let mut code = Code::new(facts.printer);
    gated(&mut code, facts, &Gate::Open, modules.chain(exports));
    if let Some((rules, gate)) = rules(facts) {
        code.gate(&facts.gates.features(&gate, &Gate::Open));
        code.items(rules);
    }
    File { path: "models.rs".to_owned(), docs: index_docs(), code: [code.into_text(), String::new()] }
}

/// The rules of the document, if a model is read by them, and the gate of all such models.
fn rules(facts: Facts<'_>) -> Option<(TokenStream, Gate)> {
    let rules = facts.api.rules;
    if !(rules.lenient_scalars || rules.ignore_case) {
        return None;
    }
    let modules = facts.names.modules.iter().enumerate();
    let readers = modules.filter(|(_, module)| module.types.iter().any(|&id| reads(facts.api, id)));
    let gate = readers.map(|(module, _)| facts.gates.model(module).clone()).reduce(Gate::or)?;
    let docs = docs::lines(["How leniently the models are read, as the document asks for."]);
    let name = Snippet::from("clientgen_runtime::Rules");
    let value = types::rules_value(name.as_str(), rules);
    Some((quote!(#docs const RULES: #name = #value;), gate))
}

/// Whether a type is read by the rules of the document.
fn reads(api: &Api, id: TypeId) -> bool {
    let (def, rules) = (api.def(id), api.rules);
    let same =
        (def.rules.lenient_scalars, def.rules.ignore_case) == (rules.lenient_scalars, rules.ignore_case);
    let table = match &def.shape {
        Shape::Struct { fields, .. } | Shape::Tuple { fields, .. } => !fields.is_empty(),
        Shape::Union { tag, .. } => tag.is_some() && rules.ignore_case,
        Shape::Enum { .. } | Shape::Alias(_) => false,
    };
    same && table
}
