//! The traits that models derive besides, as far as what is in them has them too.

use std::collections::BTreeMap;

use super::Usage;
use crate::diagnostic::{Diagnostics, nearest};
use crate::ir::{Api, Number, Rest, Shape, Type, TypeDef, TypeId};
use crate::source::Sources;

/// Traits of which it is known what has them, each with those that it needs. Whatever else is asked for is derived as
/// asked.
const KNOWN: &[(&str, &[&str])] =
    &[("Copy", &[]), ("Eq", &[]), ("Hash", &[]), ("Ord", &["Eq", "PartialOrd"]), ("PartialOrd", &[])];

/// What every model derives anyway.
const ALWAYS: &[&str] = &["Clone", "Debug", "PartialEq"];

/// Everything that is asked of a type, by the names of the choices that ask it.
type Asked = Vec<BTreeMap<String, String>>;

/// By type: the paths of the traits to derive besides.
pub(super) fn of(
    api: &Api,
    usage: &[Usage],
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Vec<Vec<String>> {
    let asked = asked(api, sources, diagnostics);
    let mut derived: Vec<Vec<String>> = vec![Vec::new(); api.types.len()];
    if asked.iter().all(BTreeMap::is_empty) {
        return derived;
    }
    for &(name, _) in KNOWN {
        let lacks = lacks(api, usage, &asked, name);
        let mut refused: BTreeMap<&str, Vec<(TypeId, &Lack)>> = BTreeMap::new();
        for (id, lack) in api.type_ids().zip(&lacks) {
            match (asked[id.0].get(name), lack) {
                (Some(_), None) => derived[id.0].push(name.to_owned()),
                (Some(choice), Some(reason)) => refused.entry(choice).or_default().push((id, reason)),
                (None, _) => {}
            }
        }
        for (choice, types) in refused {
            refuse(api, name, choice, &types, diagnostics);
        }
    }
    let others = |name: &&String| KNOWN.iter().all(|(known, _)| known != name);
    for (own, asked) in derived.iter_mut().zip(&asked) {
        own.extend(asked.keys().filter(others).cloned());
    }
    derived
}

/// What each type is asked to derive. Aliases have nothing to derive it for.
fn asked(api: &Api, sources: &Sources, diagnostics: &mut Diagnostics) -> Asked {
    let choices = diagnostics.settings().derive.clone();
    let mut asked: Asked = vec![BTreeMap::new(); api.types.len()];
    for (choice, traits) in &choices {
        let named = |def: &TypeDef| {
            let own = def.parent.is_none() && sources.name(def.at) == choice;
            choice == "*" || own || def.hint.join(".") == *choice
        };
        let types: Vec<TypeId> = api.type_ids().filter(|&id| named(api.def(id))).collect();
        if types.is_empty() && is_left_out(api, sources, choice) {
            diagnostics.unused_choice(("derive", choice));
        } else if types.is_empty() && choice != "*" {
            let message = format!("no schema of the client is called `{choice}`");
            let found = diagnostics.choice("unknown-choice", ("derive", choice), message);
            let schemas = api.types.iter().filter(|def| def.parent.is_none());
            if let Some(near) = nearest(choice, schemas.map(|def| sources.name(def.at))) {
                found.help(format!("did you mean `{near}`?"));
            }
        }
        for path in traits.iter().filter(|path| !ALWAYS.contains(&path.as_str())) {
            let needed = KNOWN.iter().find(|(known, _)| known == path).map_or(&[][..], |(_, needed)| needed);
            for name in needed.iter().copied().chain([path.as_str()]) {
                for &id in types.iter().filter(|&&id| !matches!(api.def(id).shape, Shape::Alias(_))) {
                    asked[id.0].entry(name.to_owned()).or_insert_with(|| choice.clone());
                }
            }
        }
    }
    asked
}

/// Whether a name is that of a schema of the document that is not in the client, or of one inside it.
fn is_left_out(api: &Api, sources: &Sources, choice: &str) -> bool {
    let Some(root) = sources.roots().next() else { return false };
    let ends = choice.match_indices('.').map(|(dot, _)| dot).chain([choice.len()]);
    let mut names = ends.filter_map(|end| choice.get(..end));
    names.any(|name| {
        let step = name.replace('~', "~0").replace('/', "~1").replace('%', "%25");
        let places = ["components/schemas", "definitions"].map(|group| format!("#/{group}/{step}"));
        places.iter().any(|place| sources.resolve(root, place).is_ok())
            && api.types.iter().all(|def| def.parent.is_some() || sources.name(def.at) != name)
    })
}

fn refuse(api: &Api, name: &str, choice: &str, types: &[(TypeId, &Lack)], diagnostics: &mut Diagnostics) {
    // One that lacks it by itself explains more than one that holds it.
    let cause = types.iter().find(|(_, lack)| matches!(lack, Lack::Own(_))).or(types.first());
    let Some((id, lack)) = cause else { return };
    let model = api.def(*id).hint.join(".");
    let reason = match lack {
        Lack::Own(what) => format!("holds {what}"),
        Lack::Of(inner) => format!("holds a `{}` that has it not", api.def(*inner).hint.join(".")),
    };
    let message = match types.len() {
        1 => format!("`{name}` is not derived for `{model}`, which {reason}"),
        count => format!("`{name}` is not derived for {count} models: `{model}`, for one, {reason}"),
    };
    let found = diagnostics.choice("derive", ("derive", choice), message);
    found.help(if choice == "*" {
        "all others have it; name those in place of `*`, or allow the rule `derive`"
    } else {
        "remove it; what is in a model has to have the trait too"
    });
}

/// Why a type cannot have a trait.
enum Lack {
    Own(&'static str),
    /// It holds one that has it not.
    Of(TypeId),
}

/// By type: why it cannot have a trait, if it cannot.
fn lacks(api: &Api, usage: &[Usage], asked: &Asked, name: &str) -> Vec<Option<Lack>> {
    let own = api.type_ids().map(|id| own_lack(api, usage, id, name).map(Lack::Own));
    let mut lacks: Vec<Option<Lack>> = own.collect();
    // A type that lacks a trait takes it from all that hold it.
    loop {
        let mut found = Vec::new();
        for id in api.type_ids().filter(|id| lacks[id.0].is_none()) {
            let mut lack = None;
            api.def(id).shape.types(&mut |ty| {
                ty.for_each_def(&mut |inner| {
                    let has = has_by_nature(api, inner, name)
                        || asked[inner.0].contains_key(name)
                        || matches!(api.def(inner).shape, Shape::Alias(_));
                    if lacks[inner.0].is_some() || !has {
                        lack.get_or_insert(inner);
                    }
                });
            });
            found.extend(lack.map(|inner| (id, inner)));
        }
        if found.is_empty() {
            return lacks;
        }
        for (id, inner) in found {
            lacks[id.0] = Some(Lack::Of(inner));
        }
    }
}

/// Whether a type has a trait without being asked.
fn has_by_nature(api: &Api, id: TypeId, name: &str) -> bool {
    match (&api.def(id).shape, name) {
        (Shape::Enum { number, .. }, "Eq" | "Hash") => *number != Some(Number::F64),
        (Shape::Enum { number: Some(_), .. }, "Copy") => true,
        _ => false,
    }
}

/// Why a type lacks a trait whatever the types that it names have.
fn own_lack(api: &Api, usage: &[Usage], id: TypeId, name: &str) -> Option<&'static str> {
    let def = api.def(id);
    let mut lack = None;
    def.shape.types(&mut |ty| lack = lack.take().or_else(|| lack_of(ty, name)));
    let kept = usage.get(id.0).is_some_and(|usage| usage.input && usage.output);
    match &def.shape {
        Shape::Struct { rest, .. } | Shape::Tuple { rest, .. } => match rest {
            _ if lack.is_some() => {}
            Rest::Unsaid if kept && matches!(name, "Copy" | "Ord" | "PartialOrd") => {
                lack = Some("the properties that it does not know");
            }
            Rest::Of(_) if name == "Copy" => lack = Some("a map"),
            _ => {}
        },
        Shape::Union { .. } => match name {
            "Copy" | "Ord" | "PartialOrd" => lack = lack.or(Some("JSON that fits no variant")),
            _ => {}
        },
        Shape::Enum { number, .. } => match (name, number) {
            ("Copy", None) => lack = Some("a text, for values that are not listed"),
            ("Eq" | "Hash" | "Ord", Some(Number::F64)) => lack = Some("a floating-point number"),
            _ => {}
        },
        Shape::Alias(_) => {}
    }
    lack
}

/// What in a type lacks a trait.
fn lack_of(ty: &Type, name: &str) -> Option<&'static str> {
    let inner = |ty: &Type| lack_of(ty, name);
    let comparing = matches!(name, "Ord" | "PartialOrd");
    match ty {
        Type::Number(Number::F32 | Number::F64) if matches!(name, "Eq" | "Hash" | "Ord") => {
            Some("a floating-point number")
        }
        Type::Text | Type::Base64 | Type::Base64Url if name == "Copy" => Some("a text"),
        Type::Secret if comparing || name == "Copy" => Some("a secret"),
        Type::DateTime | Type::Date if comparing || name == "Copy" => Some("a date that is kept as text"),
        Type::Json if comparing || name == "Copy" => Some("any JSON"),
        Type::List(_) if name == "Copy" => Some("a list"),
        Type::Map(_) if name == "Copy" => Some("a map"),
        Type::Bytes | Type::File => Some("a file"),
        Type::List(ty) | Type::Map(ty) | Type::Nullable(ty) | Type::Embedded(ty) => inner(ty),
        Type::Def(_, arguments) => arguments.iter().find_map(inner),
        _ => None,
    }
}
