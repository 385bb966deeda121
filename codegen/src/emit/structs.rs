//! Structs, and the table that lets the runtime read and write them.

use proc_macro2::Ident;
use quote::quote;

use super::file::ModelFile;
use super::limits;
use super::snippet::{Snippet, string};
use super::types::{self, Argument};
use super::xml;
use super::{Facts, docs};
use crate::ir::{Field, Rest, Shape, Type, TypeDef, TypeId};
use crate::name::TypeName;
use crate::print;

/// How a field is declared.
struct Member<'f> {
    field: &'f Field,
    ident: &'f Ident,
    setter: &'f Ident,
    /// What documentation calls it.
    said: String,
    /// The type without `Option`, and whether it stands in one, and in a `Box`.
    inner: Snippet,
    required: bool,
    optional: bool,
    /// Whether it stands in a `Nullable`, and the method that sets it to `null`.
    nullable: Option<(Snippet, &'f Ident)>,
    boxed: bool,
    /// The only value that the document has for it.
    only: Option<Snippet>,
}

impl Member<'_> {
    /// What it is, where the document says nothing of it.
    fn what(&self, is_tuple: bool) -> String {
        let said = &self.said;
        if is_tuple { said.trim_start_matches("the ").to_owned() } else { format!("property {said}") }
    }

    fn ty(&self) -> String {
        let (before, after) = if self.boxed { ("Box<", ">") } else { ("", "") };
        let inner = &self.inner;
        match &self.nullable {
            Some((nullable, _)) => format!("{nullable}<{before}{inner}{after}>"),
            None if self.optional => format!("Option<{before}{inner}{after}>"),
            None => format!("{before}{inner}{after}"),
        }
    }

    /// Without a value from the caller, the field is empty, or what it has to be.
    fn is_argument(&self) -> bool {
        self.required && !self.optional && self.only.is_none()
    }
}

/// A struct under construction.
struct Struct<'f> {
    id: TypeId,
    def: &'f TypeDef,
    ident: &'f Ident,
    members: Vec<Member<'f>>,
    /// What properties without a field of their own are, and the field that keeps them.
    rest: Option<(Snippet, &'f Ident)>,
    is_tuple: bool,
    /// Its type parameters, in angle brackets.
    generics: String,
}

impl Struct<'_> {
    /// Whether one is made without any argument.
    fn is_simple(&self) -> bool {
        self.def.parameters == 0 && self.is_empty()
    }

    /// Whether nothing has to be in one.
    fn is_empty(&self) -> bool {
        self.members.iter().all(|member| !member.is_argument() && member.only.is_none())
    }

    /// Whether one is made without any argument, and is not empty.
    fn is_filled(&self) -> bool {
        !self.is_empty() && self.members.iter().all(|member| !member.is_argument())
    }
}

pub(super) fn emit<'f>(file: &mut ModelFile<'f>, id: TypeId, fields: &'f [Field], rest: &Rest) {
    let facts = file.facts;
    let (def, name, usage) = (facts.api.def(id), facts.names.ty(id), facts.analysis.usage[id.0]);
    let members: Vec<Member<'_>> =
        fields.iter().enumerate().map(|(index, field)| member(file, id, name, index, field)).collect();
    let kept = match rest {
        Rest::Of(ty) => Some(types::ty(file, ty)),
        Rest::Unsaid if usage.input && usage.output => Some(file.runtime("Json")),
        Rest::Unsaid | Rest::Closed => None,
    };
    let emitted = Struct {
        id,
        def,
        ident: &name.ident,
        members,
        rest: kept.zip(name.rest.as_ref()),
        is_tuple: matches!(def.shape, Shape::Tuple { .. }),
        generics: generics(def, ""),
    };
    declare(file, &emitted);
    if usage.input {
        inherent(file, &emitted);
        wrapping(file, &emitted);
    }
    table(file, &emitted);
    outcome(file, &emitted);
}

/// The type parameters in angle brackets, each with what follows it; nothing if there are none.
fn generics(def: &TypeDef, each: &str) -> String {
    let letters: Vec<String> =
        (0..def.parameters).map(|index| format!("{}{each}", types::letter(index))).collect();
    if letters.is_empty() { String::new() } else { format!("<{}>", letters.join(", ")) }
}

/// The struct itself.
fn declare(file: &mut ModelFile<'_>, emitted: &Struct<'_>) {
    let Struct { id, def, ident, members, rest, is_tuple, generics } = emitted;
    let own: &[&str] = if emitted.is_simple() {
        &["Clone", "Debug", "Default", "PartialEq"]
    } else {
        &["Clone", "Debug", "PartialEq"]
    };
    let attributes = format!("{}\n#[non_exhaustive]", types::derives(file.facts, *id, own));
    file.code.begin();
    file.code.docs(0, docs::definition(def).as_slice());
    file.code.piece(0, &attributes);
    file.code.piece(0, &print::opened(&format!("pub struct {ident}{generics}")));
    for member in members {
        let otherwise = format!("The {}.", member.what(*is_tuple));
        file.code.docs(1, docs::outer_or(&member.field.docs, &otherwise).as_slice());
        file.code.piece(1, &print::field(&format!("pub {}", member.ident), &member.ty()));
    }
    match rest {
        Some((value, ident)) if *is_tuple => {
            let some = "Items past those that have a place of their own.";
            file.code.docs(1, &[if members.is_empty() { "The items." } else { some }]);
            file.code.piece(1, &print::field(&format!("pub {ident}"), &format!("Vec<{value}>")));
        }
        Some((value, ident)) => {
            let map = file.map();
            let some = "Properties that this version of the crate does not know.";
            file.code.docs(1, &[if members.is_empty() { "The properties, by their names." } else { some }]);
            file.code.piece(1, &print::field(&format!("pub {ident}"), &format!("{map}<String, {value}>")));
        }
        None => {}
    }
    file.code.close();
}

/// Where a success holds errors, if it can.
fn outcome(file: &mut ModelFile<'_>, emitted: &Struct<'_>) {
    let Struct { def, ident, generics, .. } = emitted;
    if def.faults.is_empty() {
        return;
    }
    let outcome = file.runtime("Outcome");
    let bounds = if generics.is_empty() {
        Snippet::from("")
    } else {
        self::generics(def, &format!(": {}", file.runtime("Value"))).into()
    };
    let generics = Snippet::from(generics.clone());
    let paths = def.faults.iter().map(|path| quote!(&[#(#path),*]));
    file.code.items(quote! {
        impl #bounds #outcome for #ident #generics {
            const FAULTS: &'static [&'static [&'static str]] = &[#(#paths),*];
        }
    });
}

fn member<'f>(
    file: &mut ModelFile<'f>,
    id: TypeId,
    name: &'f TypeName,
    index: usize,
    field: &'f Field,
) -> Member<'f> {
    let facts = file.facts;
    let required = types::is_required(facts, id, field);
    let optional = types::is_optional(facts, id, field);
    let nullable = name.nulls[index].as_ref().filter(|_| types::is_nullable(facts, id, field));
    let nullable = nullable.map(|null| (file.runtime("Nullable"), null));
    let inner = types::ty(file, &field.ty);
    let (ident, setter) = (&name.members[index], &name.setters[index]);
    let boxed = facts.analysis.boxes.contains(&(id, index));
    let is_tuple = matches!(facts.api.def(id).shape, Shape::Tuple { .. });
    let said = if is_tuple { format!("the item at place {}", index + 1) } else { docs::code(&field.name) };
    let only = only(facts, &field.ty).filter(|_| required && !optional && !boxed);
    let only = only.map(|value| format!("{inner}::{value}").into());
    Member { field, ident, setter, said, inner, required, optional, nullable, boxed, only }
}

/// The only value of an enum that has no other.
fn only<'f>(facts: Facts<'f>, ty: &Type) -> Option<&'f Ident> {
    let Type::Def(id, _) = types::resolved(facts, ty) else { return None };
    match &facts.api.def(*id).shape {
        Shape::Enum { values, .. } if values.len() == 1 => facts.names.ty(*id).members.first(),
        _ => None,
    }
}

/// `new`, where something is required, and a setter for each field that is not.
fn inherent(file: &mut ModelFile<'_>, emitted: &Struct<'_>) {
    let Struct { ident, members, generics, .. } = emitted;
    if members.is_empty() {
        return;
    }
    file.code.begin();
    file.code.piece(0, &print::opened(&format!("impl{generics} {ident}{generics}")));
    if !emitted.is_empty() {
        new(file, emitted);
    }
    for member in members.iter().filter(|member| !member.is_argument() && member.only.is_none()) {
        setter(file, member);
    }
    file.code.line(0, format_args!("}}"));
    if emitted.is_filled() {
        file.code.begin();
        file.code.line(0, format_args!("impl{generics} Default for {ident}{generics} {{"));
        let default = print::function("fn default", &[], "Self");
        file.code.piece(1, &format!("{default}\n    Self::new()\n}}"));
        file.code.line(0, format_args!("}}"));
    }
}

/// How a map or a list becomes a type that is nothing else.
fn wrapping(file: &mut ModelFile<'_>, emitted: &Struct<'_>) {
    let (Some((value, field)), true) = (&emitted.rest, emitted.members.is_empty()) else { return };
    let (ident, field) = (emitted.ident, *field);
    let inner: Snippet =
        if emitted.is_tuple { format!("Vec<{value}>") } else { format!("{}<String, {value}>", file.map()) }
            .into();
    file.code.items(quote! {
        impl From<#inner> for #ident {
            fn from(#field: #inner) -> Self {
                Self { #field }
            }
        }
    });
}

fn new(file: &mut ModelFile<'_>, emitted: &Struct<'_>) {
    let (mut arguments, mut values) = (Vec::new(), Vec::new());
    for member in &emitted.members {
        let ident = member.ident;
        if member.is_argument() {
            let Argument { ty, value } = argument(file, member);
            arguments.push(format!("{ident}: {ty}"));
            let plain = *ident == value.as_str();
            values.push(if plain { ident.to_string() } else { format!("{ident}: {value}") });
            continue;
        }
        let empty = match types::resolved(file.facts, &member.field.ty) {
            _ if let Some(only) = &member.only => only.clone(),
            _ if let Some((nullable, _)) = &member.nullable => format!("{nullable}::Absent").into(),
            _ if member.optional => "None".into(),
            Type::List(_) => "Vec::new()".into(),
            _ => file.empty_map(),
        };
        values.push(format!("{ident}: {empty}"));
    }
    if let Some((_, rest)) = &emitted.rest {
        let empty = if emitted.is_tuple { "Vec::new()".into() } else { file.empty_map() };
        values.push(format!("{rest}: {empty}"));
    }
    let allow = if arguments.len() > 7 { "#[allow(clippy::too_many_arguments)]\n" } else { "" };
    let without = "Makes one with what can be nothing else.";
    let about = if arguments.is_empty() { without } else { "Makes one with everything that is required." };
    file.code.docs(1, &[about]);
    let signature = print::function("pub fn new", &arguments, "Self");
    let value = print::literal("Self", &values);
    file.code.piece(1, &format!("#[must_use]\n{allow}{signature}\n{value}\n}}"));
}

fn setter(file: &mut ModelFile<'_>, member: &Member<'_>) {
    let (ident, setter) = (member.ident, member.setter);
    let Argument { ty, value } = argument(file, member);
    let value = match &member.nullable {
        Some((nullable, _)) => format!("{nullable}::Value({value})"),
        None if member.optional => format!("Some({value})"),
        None => value.to_string(),
    };
    let function = |name: &Ident, argument: Option<String>, value: &str| {
        let arguments: Vec<String> = ["mut self".to_owned()].into_iter().chain(argument).collect();
        let signature = print::function(&format!("pub fn {name}"), &arguments, "Self");
        let value = print::value(&format!("self.{ident} ="), value, ";");
        format!("#[must_use]\n{signature}\n{value}    self\n}}")
    };
    file.code.next();
    file.code.docs(1, &[format!("Sets {}.", member.said)]);
    file.code.piece(1, &function(setter, Some(format!("{ident}: {ty}")), &value));
    if let Some((nullable, null)) = &member.nullable {
        file.code.next();
        file.code.docs(1, &[format!("Sets {} to `null`.", member.said)]);
        file.code.piece(1, &function(null, None, &format!("{nullable}::Null")));
    }
}

fn argument(file: &mut ModelFile<'_>, member: &Member<'_>) -> Argument {
    let facts = file.facts;
    let Argument { ty, value } = types::argument(file, facts, &member.field.ty, member.ident);
    if member.boxed {
        Argument { ty, value: format!("Box::new({value})").into() }
    } else {
        Argument { ty, value }
    }
}

/// What the runtime reads and writes the struct by.
fn table(file: &mut ModelFile<'_>, emitted: &Struct<'_>) {
    let Struct { id, def, ident, members, rest, is_tuple, generics } = emitted;
    let (facts, own) = (file.facts, def.rules);
    let macro_name = file.runtime(if *is_tuple { "tuple" } else { "model" });
    let default = if emitted.is_simple() { ": Default" } else { "" };
    file.code.begin();
    file.code.line(0, format_args!("{macro_name}! {{"));
    file.code.line(1, format_args!("{ident}{generics}{default} {{"));
    for (index, member) in members.iter().enumerate() {
        let (ident, wire) = (member.ident, string(&member.field.name));
        let container = types::is_container(facts, &member.field.ty);
        let kind = if member.required { "required" } else { "optional" };
        // An `Option` tells an empty list from none, so that a caller can send either.
        let keep = if !member.required && member.optional && container { ".keep_empty()" } else { "" };
        let lenient = if member.field.lenient && !own.lenient_scalars { ".lenient()" } else { "" };
        file.code.line(2, format_args!("{index} => {ident}: {kind}({wire}){keep}{lenient},"));
    }
    if let Some((_, rest)) = rest {
        file.code.line(2, format_args!("_ => {rest},"));
    }
    let fields = || members.iter().map(|member| member.field);
    for (name, rows) in [("within", limits::rows(fields())), ("xml", xml::rows(file, *id, fields()))] {
        if !rows.is_empty() {
            file.code.line(1, format_args!("}} {name} {{"));
        }
        for row in rows {
            file.code.line(2, format_args!("{row},"));
        }
    }
    match types::rules(file, own).filter(|_| !members.is_empty()) {
        Some(rules) => file.code.line(1, format_args!("}} by {rules}")),
        None => file.code.line(1, format_args!("}}")),
    }
    file.code.line(0, format_args!("}}"));
}
