//! Unions: one of several shapes, and whatever fits none of them.

use proc_macro2::Ident;

use super::docs::{self, Lines};
use super::file::ModelFile;
use super::snippet::{Snippet, string};
use super::types;
use crate::ir::{TypeId, Variant};
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
    union(file, id, tag, variants);
    file.code.begin();
    if rest == "Unrecognized" {
        file.code.line(0, format_args!("{macro_name}!({ident});"));
    } else {
        file.code.line(0, format_args!("{macro_name}!({ident}, {rest});"));
    }
    conversions(file, ident, members, &inner, &boxed);
}

/// The implementation of the runtime's `Union`.
fn union(file: &mut ModelFile<'_>, id: TypeId, tag: Option<&str>, variants: &[Variant]) {
    let name = file.facts.names.ty(id);
    let Some(rest) = &name.rest else { return };
    let [union, slot, view, value, variant] =
        ["Union", "Slot", "View", "Value", "Variant"].map(|name| file.runtime(name));
    let table = variants_table(file, id, tag, variants, &variant);
    let count = variants.len();
    let arms = |arm: &dyn Fn(usize, &Ident) -> (String, String)| -> String {
        let arms = name.members.iter().enumerate().take(count).map(|(index, member)| arm(index, member));
        arms.map(|(pattern, value)| print::arm(&pattern, &value)).collect()
    };
    let blanks = arms(&|index, member| (index.to_string(), format!("Self::{member}({value}::blank())")));
    let slots = arms(&|_, member| (format!("Self::{member}(value)"), "value.slot()".to_owned()));
    let views = arms(&|index, member| (format!("Self::{member}(value)"), format!("({index}, value.view())")));
    let code = &mut file.code;
    code.begin_impl(union.as_str(), &name.ident);
    if let Some(tag) = tag.map(string) {
        code.piece(1, &format!("fn tag(&self) -> Option<&'static str> {{\n    Some({tag})\n}}"));
        code.next();
    }
    let table = print::value("", &format!("const {{ {table} }}"), "");
    code.piece(1, &format!("fn variants(&self) -> &'static [{variant}] {{\n{table}}}"));
    code.next();
    code.piece(
        1,
        &format!(
            "fn choose(&mut self, variant: usize) -> {slot}<'_> {{\n    \
                 *self = match variant {{\n{blanks}        _ => Self::{rest}({value}::blank()),\n    }};\n    \
                 match self {{\n{slots}        Self::{rest}(value) => value.slot(),\n    }}\n}}"
        ),
    );
    code.next();
    code.piece(
        1,
        &format!(
            "fn chosen(&self) -> (usize, {view}<'_>) {{\n    \
                 match self {{\n{views}        Self::{rest}(value) => ({count}, value.view()),\n    }}\n}}"
        ),
    );
    code.line(0, format_args!("}}"));
}

/// The table of variants, by which one is chosen.
fn variants_table(
    file: &mut ModelFile<'_>,
    id: TypeId,
    tag: Option<&str>,
    variants: &[Variant],
    variant: &Snippet,
) -> String {
    if tag.is_none() {
        return format!("&[{variant}::untagged(); {}]", variants.len());
    }
    let own = file.facts.api.def(id).rules;
    let loose = if own.loose_enums { ".loose()" } else { "" };
    let tagged = variants.iter().map(|known| {
        let tags: Vec<String> = known.tags.iter().map(|tag| string(tag)).collect();
        let fallback = if known.fallback { ".fallback()" } else { "" };
        format!("{variant}::tagged(&[{}]){loose}{fallback}", tags.join(", "))
    });
    let tagged: Vec<String> = tagged.collect();
    let tagged = tagged.join(", ");
    match types::rules(file, own) {
        Some(rules) if own.ignore_case => format!("&{rules}.variants([{tagged}])"),
        _ => format!("&[{tagged}]"),
    }
}

/// `From`, for each variant: no two of them hold the same type.
fn conversions(
    file: &mut ModelFile<'_>,
    ident: &Ident,
    members: &[Ident],
    inner: &[Snippet],
    boxed: &[bool],
) {
    for (index, (member, ty)) in members.iter().zip(inner).enumerate() {
        let boxed = boxed.get(index).copied().unwrap_or_default();
        let value = if boxed { "Box::new(value)" } else { "value" };
        let signature = print::arguments("fn from(", &[format!("value: {ty}")], ") -> Self {");
        let from = format!("{signature}\n    Self::{member}({value})\n}}");
        file.code.begin_impl(&format!("From<{ty}>"), ident);
        file.code.piece(1, &from);
        file.code.line(0, format_args!("}}"));
    }
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
