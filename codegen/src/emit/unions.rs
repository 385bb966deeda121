//! Unions: one of several shapes, and whatever fits none of them.

use super::docs::{self, Lines};
use super::file::ModelFile;
use super::snippet::{Snippet, string};
use super::types;
use crate::ir::{Rules, TypeId, Variant};
use crate::print;

pub(super) fn emit(file: &mut ModelFile<'_>, id: TypeId, tag: Option<&str>, variants: &[Variant]) {
    let facts = file.facts;
    let (def, name) = (facts.api.def(id), facts.names.ty(id));
    let (json, macro_name) = (file.runtime("Json"), file.runtime("union"));
    let (ident, members) = (&name.ident, &name.members);
    let Some(rest) = &name.rest else { return };
    let inner: Vec<Snippet> = variants.iter().map(|variant| types::ty(file, &variant.ty)).collect();
    let boxed: Vec<bool> =
        (0..variants.len()).map(|index| facts.analysis.boxes.contains(&(id, index))).collect();
    let derives = types::derives(facts, id, &["Clone", "Debug", "PartialEq"]);
    file.code.begin();
    file.code.docs(0, docs::definition(def).as_slice());
    file.code.piece(0, &format!("{derives}\n#[non_exhaustive]"));
    file.code.piece(0, &print::opened(&format!("pub enum {ident}")));
    for (((ty, variant), member), boxed) in inner.iter().zip(variants).zip(members).zip(&boxed) {
        file.code.docs(1, variant_docs(ty, variant).as_slice());
        let held = if *boxed { format!("Box<{ty}>") } else { ty.to_string() };
        file.code.piece(1, &print::variant(&member.to_string(), &held));
    }
    file.code.docs(1, &["A value that fits none of these, as it is."]);
    file.code.line(1, format_args!("{rest}({json}),"));
    file.code.line(0, format_args!("}}"));
    file.code.begin();
    let tag = tag.map(|tag| format!(": tag({})", string(tag))).unwrap_or_default();
    file.code.line(0, format_args!("{macro_name}! {{"));
    file.code.line(1, format_args!("{ident}{tag} {{"));
    let own = def.rules;
    for (index, ((ty, variant), member)) in inner.iter().zip(variants).zip(members).enumerate() {
        file.code.line(2, format_args!("{index} => {member}({ty}){},", known_by(variant, own)));
    }
    file.code.line(2, format_args!("_ => {rest},"));
    match types::rules(file, own).filter(|_| own.ignore_case) {
        Some(rules) => file.code.line(1, format_args!("}} by {rules}")),
        None => file.code.line(1, format_args!("}}")),
    }
    file.code.line(0, format_args!("}}"));
}

/// The values of the tag that a variant is known by.
fn known_by(variant: &Variant, own: Rules) -> String {
    if variant.tags.is_empty() {
        return String::new();
    }
    let tags: Vec<String> = variant.tags.iter().map(|tag| string(tag)).collect();
    let loose = if own.loose_enums { ".loose()" } else { "" };
    let fallback = if variant.fallback { ".fallback()" } else { "" };
    format!(": {}{loose}{fallback}", tags.join(" | "))
}

fn variant_docs(ty: &Snippet, variant: &Variant) -> Lines {
    match variant.tags.as_slice() {
        [] => docs::lines([format!("`{ty}`")]),
        tags => {
            let tags: Vec<String> = tags.iter().map(|tag| docs::code(tag)).collect();
            docs::lines([tags.join(", ")])
        }
    }
}
