//! Types as they are written in fields, arguments and answers.

use proc_macro2::{Ident, Span};

use super::Facts;
use super::file::ModelFile;
use super::snippet::Snippet;
use crate::ir::{Access, Field, Number, Rules, Shape, Type, TypeId};

/// The letters of type parameters.
const LETTERS: &[&str] = &["T", "U", "V", "W"];

pub(super) fn letter(index: usize) -> Ident {
    match LETTERS.get(index) {
        Some(letter) => Ident::new(letter, Span::call_site()),
        None => Ident::new(&format!("T{index}"), Span::call_site()),
    }
}

/// Where a type is written, which decides how its parts are named.
pub(super) trait Site {
    fn runtime(&mut self, name: &'static str) -> Snippet;
    fn model(&mut self, id: TypeId) -> Snippet;
    fn map(&mut self) -> Snippet;
}

impl Site for ModelFile<'_> {
    fn runtime(&mut self, name: &'static str) -> Snippet {
        Self::runtime(self, name)
    }

    fn model(&mut self, id: TypeId) -> Snippet {
        Self::model(self, id)
    }

    fn map(&mut self) -> Snippet {
        Self::map(self)
    }
}

/// Among operations: models are qualified, so that builders may be called as they like.
pub(super) struct CallSite<'f>(pub(super) Facts<'f>);

impl Site for CallSite<'_> {
    fn runtime(&mut self, name: &'static str) -> Snippet {
        format!("runtime::{name}").into()
    }

    fn model(&mut self, id: TypeId) -> Snippet {
        format!("models::{}", self.0.names.ty(id).ident).into()
    }

    fn map(&mut self) -> Snippet {
        "std::collections::BTreeMap".into()
    }
}

pub(super) fn ty(site: &mut impl Site, of: &Type) -> Snippet {
    match of {
        Type::Bool => "bool".into(),
        Type::Number(number) => self::number(*number).into(),
        Type::Text => "String".into(),
        Type::Secret => site.runtime("Secret"),
        Type::DateTime => site.runtime("DateTime"),
        Type::Date => site.runtime("Date"),
        Type::Timestamp => site.runtime("Timestamp"),
        Type::CivilDate => site.runtime("CivilDate"),
        Type::Own(path) => path.clone().into(),
        Type::Decimal => site.runtime("Decimal"),
        Type::DecimalText => site.runtime("DecimalText"),
        Type::Base64 => site.runtime("Base64"),
        Type::Base64Url => site.runtime("Base64Url"),
        Type::Json => site.runtime("Json"),
        Type::Bytes => site.runtime("Upload"),
        Type::File => site.runtime("File"),
        Type::List(item) => format!("Vec<{}>", ty(site, item)).into(),
        Type::Map(value) => {
            let (map, value) = (site.map(), ty(site, value));
            format!("{map}<String, {value}>").into()
        }
        Type::Nullable(inner) => format!("Option<{}>", ty(site, inner)).into(),
        Type::Embedded(inner) => {
            let (embedded, inner) = (site.runtime("Embedded"), ty(site, inner));
            format!("{embedded}<{inner}>").into()
        }
        Type::Def(id, arguments) => {
            let name = site.model(*id);
            if arguments.is_empty() {
                return name;
            }
            let arguments: Vec<String> =
                arguments.iter().map(|argument| ty(site, argument).to_string()).collect();
            format!("{name}<{}>", arguments.join(", ")).into()
        }
        Type::Parameter(index) => letter(*index).to_string().into(),
    }
}

pub(super) fn number(number: Number) -> &'static str {
    match number {
        Number::I32 => "i32",
        Number::I64 => "i64",
        Number::U32 => "u32",
        Number::U64 => "u64",
        Number::F32 => "f32",
        Number::F64 => "f64",
    }
}

/// How an argument of some type is taken, and how it becomes a value of that type.
pub(super) struct Argument {
    pub(super) ty: Snippet,
    pub(super) value: Snippet,
}

/// Arguments are taken by whatever turns into them, where that spares the caller a conversion.
pub(super) fn argument(site: &mut impl Site, facts: Facts<'_>, of: &Type, name: &Ident) -> Argument {
    // What can hold one of several things is made from each by a conversion of its own, which says `.into()`.
    let alike = |item: &Type| match resolved(facts, item) {
        Type::Json | Type::Parameter(_) => false,
        Type::Def(id, _) => matches!(facts.api.def(*id).shape, Shape::Enum { .. }),
        _ => converts(facts, item),
    };
    if let Type::List(item) = resolved(facts, of)
        && alike(item)
    {
        let (list, item) = (site.runtime("IntoList"), ty(site, item));
        return Argument {
            ty: format!("impl {list}<{item}>").into(),
            value: format!("{name}.into_list()").into(),
        };
    }
    let own = ty(site, of);
    if converts(facts, of) {
        Argument { ty: format!("impl Into<{own}>").into(), value: format!("{name}.into()").into() }
    } else {
        Argument { ty: own, value: name.to_string().into() }
    }
}

fn converts(facts: Facts<'_>, of: &Type) -> bool {
    match of {
        Type::Bool | Type::Number(_) | Type::Map(_) | Type::Nullable(_) => false,
        Type::Def(id, _) => match &facts.api.def(*id).shape {
            Shape::Enum { .. } | Shape::Union { .. } => true,
            Shape::Struct { .. } | Shape::Tuple { .. } => false,
            Shape::Alias(target) => converts(facts, target),
        },
        _ => true,
    }
}

/// What a model derives: what all do, and what a caller wants besides.
pub(super) fn derives(facts: Facts<'_>, id: TypeId, own: &[&str]) -> String {
    let wanted = facts.analysis.derives.get(id.0).into_iter().flatten().map(String::as_str);
    let mut all: Vec<&str> = own.to_vec();
    all.extend(wanted.filter(|wanted| !own.contains(wanted)));
    // Those of the language as rustfmt's readers know them, then those of other crates.
    all.sort_by_key(|path| (path.contains("::"), ORDER.iter().position(|known| known == path)));
    format!("#[derive({})]", all.join(", "))
}

/// The order in which traits are derived.
const ORDER: &[&str] = &["Clone", "Copy", "Debug", "Default", "PartialEq", "Eq", "PartialOrd", "Ord", "Hash"];

/// The type behind an alias.
pub(super) fn resolved<'f>(facts: Facts<'f>, mut of: &'f Type) -> &'f Type {
    while let Type::Def(id, _) = of {
        match &facts.api.def(*id).shape {
            Shape::Alias(target) => of = target,
            Shape::Struct { .. } | Shape::Tuple { .. } | Shape::Enum { .. } | Shape::Union { .. } => break,
        }
    }
    of
}

/// Whether an empty value of a type is something else than none.
pub(super) fn is_container(facts: Facts<'_>, of: &Type) -> bool {
    match resolved(facts, of) {
        Type::List(_) | Type::Map(_) => true,
        Type::Def(id, _) => matches!(facts.api.def(*id).shape, Shape::Tuple { .. }),
        _ => false,
    }
}

/// What a table goes through if its type is read leniently: the rules of the document, or its own.
pub(super) fn rules(file: &mut ModelFile<'_>, own: Rules) -> Option<Snippet> {
    if !own.lenient_scalars && !own.ignore_case {
        return None;
    }
    let outer = file.facts.api.rules;
    if (own.lenient_scalars, own.ignore_case) == (outer.lenient_scalars, outer.ignore_case) {
        return Some(file.rules());
    }
    Some(rules_value(file.runtime("Rules").as_str(), own))
}

pub(super) fn rules_value(name: &str, rules: Rules) -> Snippet {
    let lenient_scalars = if rules.lenient_scalars { ".lenient_scalars()" } else { "" };
    let ignore_case = if rules.ignore_case { ".ignore_case()" } else { "" };
    format!("{name}::new(){lenient_scalars}{ignore_case}").into()
}

/// Whether a field is declared as a `Nullable`: where callers have to be able to say `null`.
pub(super) fn is_nullable(facts: Facts<'_>, owner: TypeId, field: &Field) -> bool {
    field.is_tristate() && facts.analysis.usage[owner.0].input
}

/// Whether a field is always there: required, and set by whoever makes the value. One type serves both ways, so
/// that what only one side sets is not required if the other makes values too.
pub(super) fn is_required(facts: Facts<'_>, owner: TypeId, field: &Field) -> bool {
    let usage = facts.analysis.usage[owner.0];
    field.required
        && match field.access {
            Access::Both => true,
            Access::Service => !usage.input,
            Access::Caller => !usage.output,
        }
}

/// Whether a field is declared as an `Option`.
///
/// An empty list that a service sends means the same as none, so that a plain list will do. One that a
/// caller sends does not.
pub(super) fn is_optional(facts: Facts<'_>, owner: TypeId, field: &Field) -> bool {
    // An item of a tuple is there or not, whatever it is.
    let container = matches!(resolved(facts, &field.ty), Type::List(_) | Type::Map(_))
        && !matches!(facts.api.def(owner).shape, Shape::Tuple { .. });
    (!is_required(facts, owner, field) || field.nullable)
        && (!container || facts.analysis.usage[owner.0].input)
}
