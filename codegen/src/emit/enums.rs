//! Open enums: every listed value, and whatever else the service comes up with.

use super::docs::{self, Lines};
use super::file::ModelFile;
use super::snippet::{Snippet, string};
use super::types;
use crate::ir::{Docs, EnumValue, Number, TypeId};
use crate::name::TypeName;
use crate::print;

pub(super) fn emit(file: &mut ModelFile<'_>, id: TypeId, values: &[EnumValue]) {
    let (def, name) = (file.facts.api.def(id), file.facts.names.ty(id));
    let (unrecognized, macro_name) = (file.runtime("Unrecognized"), file.runtime("string_enum"));
    let derives = types::derives(file.facts, id, &["Clone", "Debug", "PartialEq", "Eq", "Hash"]);
    let rest = "A value that this version of the crate does not know.";
    declare(file, id, values, &derives, (rest, unrecognized));
    let loose = if def.rules.loose_enums && !values.is_empty() { ": loose" } else { "" };
    let head = format!("{}{loose}", name.ident);
    table(file, name, &macro_name, &head, values.iter().map(|value| string(&value.wire)));
}

/// The same for values that are numbers.
pub(super) fn emit_numbers(file: &mut ModelFile<'_>, id: TypeId, number: Number, values: &[EnumValue]) {
    let name = file.facts.names.ty(id);
    let (unrecognized, macro_name) = (file.runtime("Unrecognized"), file.runtime("number_enum"));
    let ty = types::number(number);
    // Of floating point numbers not even one is always equal to itself.
    let own: &[&str] = if number == Number::F64 {
        &["Clone", "Copy", "Debug", "PartialEq"]
    } else {
        &["Clone", "Copy", "Debug", "PartialEq", "Eq", "Hash"]
    };
    let derives = types::derives(file.facts, id, own);
    let rest = "A number that this version of the crate does not know.";
    declare(file, id, values, &derives, (rest, format!("{unrecognized}<{ty}>").into()));
    let head = format!("{}: {ty}", name.ident);
    table(file, name, &macro_name, &head, values.iter().map(|value| value.wire.clone()));
}

/// The enum itself, and what is said of the variant for all other values, and what that holds.
fn declare(
    file: &mut ModelFile<'_>,
    id: TypeId,
    values: &[EnumValue],
    derives: &str,
    (rest_docs, unrecognized): (&str, Snippet),
) {
    let (def, name) = (file.facts.api.def(id), file.facts.names.ty(id));
    let Some(rest) = &name.rest else { return };
    file.code.begin();
    file.code.docs(0, docs::definition(def).as_slice());
    file.code.piece(0, &format!("{derives}\n#[non_exhaustive]"));
    file.code.piece(0, &print::opened(&format!("pub enum {}", name.ident)));
    for (value, member) in values.iter().zip(&name.members) {
        file.code.docs(1, value_docs(value).as_slice());
        file.code.line(1, format_args!("{member},"));
    }
    file.code.docs(1, &[rest_docs]);
    file.code.line(1, format_args!("{rest}({unrecognized}),"));
    file.code.line(0, format_args!("}}"));
}

/// What the runtime reads and writes the enum by.
fn table(
    file: &mut ModelFile<'_>,
    name: &TypeName,
    macro_name: &Snippet,
    head: &str,
    values: impl Iterator<Item = String>,
) {
    let Some(rest) = &name.rest else { return };
    file.code.begin();
    file.code.line(0, format_args!("{macro_name}! {{"));
    file.code.line(1, format_args!("{head} {{"));
    for (value, member) in values.zip(&name.members) {
        file.code.line(2, format_args!("{member} = {value},"));
    }
    file.code.line(2, format_args!("_ = {rest},"));
    file.code.line(1, format_args!("}}"));
    file.code.line(0, format_args!("}}"));
}

/// What the document says of a value, and how it is spelled.
fn value_docs(value: &EnumValue) -> Lines {
    let spelling = docs::code(&value.wire);
    if value.docs == Docs::default() {
        docs::lines([spelling])
    } else {
        docs::outer(&value.docs, &[spelling])
    }
}
