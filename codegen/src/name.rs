//! Every name in the emitted code.
//!
//! Takes the [`Api`], gives [`Names`]: tables beside it. A [`Scope`] is the only maker of identifiers and the
//! only place that changes case. Claims are made in the order of the document, so that what is added at the
//! end renames nothing; our own extra names are claimed last and yield.

mod scope;

use std::collections::{HashMap, HashSet};
use std::fmt;

use proc_macro2::Ident;

use crate::ir::{Api, Live, Operation, Place, Rest, Shape, TypeId};
use scope::{Case, Scope};

/// Names that a file of models takes from the prelude.
const PRELUDE: &[&str] = &[
    "AsRef",
    "BTreeMap",
    "Box",
    "Clone",
    "Debug",
    "Default",
    "Err",
    "From",
    "Into",
    "None",
    "Ok",
    "Option",
    "PartialEq",
    "Result",
    "Self",
    "Some",
    "String",
    "T",
    "U",
    "V",
    "Vec",
    "W",
];

/// Types that a file of operations takes from the runtime.
pub(crate) const CALLS: &[&str] = &[
    "Bytes",
    "Call",
    "Client",
    "Counting",
    "Draft",
    "Items",
    "Method",
    "Operation",
    "Pages",
    "Paging",
    "PositionRule",
    "Request",
    "Result",
    "Style",
    "TokenFrom",
    "TokenRule",
    "TokenTo",
];

/// Names that the file of the client takes from the runtime, besides.
const CLIENT: &[&str] = &["Api", "Authority", "Builder", "Fill", "Header", "LinkRules", "Server", "Token"];

/// Modules that the emitted crate has without an area of that name, and names that belong to other crates
/// or to cargo.
const MODULES: &[&str] =
    &["alloc", "client", "clientgen_runtime", "core", "lib", "main", "mod", "models", "runtime", "std"];

/// Methods that models have without a property of that name.
const MODEL_METHODS: &[&str] =
    &["blank", "clone", "default", "fields", "new", "slot", "slot_at", "view", "view_at"];

/// Methods that builders have without a parameter of that name, the field that they need, and what they call.
const BUILDER_METHODS: &[&str] =
    &["client", "clone", "items", "pages", "segment", "segment_with", "send", "send_as", "to_request"];

/// Methods that the client has without an area of that name.
const CLIENT_METHODS: &[&str] = &["as_ref", "builder", "clone", "new", "with_header", "with_retry"];

/// The identifiers of everything that has one.
#[derive(Debug)]
pub(crate) struct Names {
    pub(crate) types: Vec<TypeName>,
    /// What the types are called.
    words: HashSet<String>,
    /// The files of models, in the order of the document.
    pub(crate) modules: Vec<Module>,
    pub(crate) areas: Vec<AreaName>,
    pub(crate) operations: Vec<OperationName>,
    /// The methods that set a header of the client.
    pub(crate) headers: Vec<Ident>,
}

#[derive(Debug)]
pub(crate) struct TypeName {
    pub(crate) ident: Ident,
    /// The place in [`Names::modules`].
    pub(crate) module: usize,
    /// Fields, enum values or variants.
    pub(crate) members: Vec<Ident>,
    /// The methods that set a field, one for each.
    pub(crate) setters: Vec<Ident>,
    /// The methods that set a field to `null`, for those that can also be left out.
    pub(crate) nulls: Vec<Option<Ident>>,
    /// The field for other properties, or the variant for other values.
    pub(crate) rest: Option<Ident>,
}

#[derive(Debug)]
pub(crate) struct Module {
    pub(crate) ident: Ident,
    pub(crate) types: Vec<TypeId>,
}

#[derive(Debug)]
pub(crate) struct AreaName {
    pub(crate) ty: Ident,
    pub(crate) module: Ident,
    pub(crate) method: Ident,
}

#[derive(Debug)]
pub(crate) struct OperationName {
    pub(crate) method: Ident,
    pub(crate) builder: Ident,
    /// Fields of the builder, and the methods that set them.
    pub(crate) parameters: Vec<Ident>,
    pub(crate) body: Option<Ident>,
    /// What says which media type the body has, if there are several.
    pub(crate) content_type: Option<Ident>,
}

impl Names {
    /// Claims a name for everything in an API.
    pub(crate) fn of(api: &Api) -> Self {
        let (types, modules) = types(api);
        let areas = areas(api);
        let operations = operations(api, &areas);
        let mut scope = Scope::reserving(CLIENT_METHODS);
        for area in &areas {
            scope.reserve(&area.method);
        }
        let with = |hint: &[String]| [&["with".to_owned()], hint].concat();
        let headers =
            api.headers.iter().map(|header| scope.claim(&with(&header.hint), Case::Method)).collect();
        let words = types.iter().map(|ty| ty.ident.to_string()).collect();
        Self { types, words, modules, areas, operations, headers }
    }

    /// Whether a type is called so.
    pub(crate) fn is_type(&self, word: &str) -> bool {
        self.words.contains(word)
    }

    pub(crate) fn ty(&self, id: TypeId) -> &TypeName {
        &self.types[id.0]
    }
}

fn types(api: &Api) -> (Vec<TypeName>, Vec<Module>) {
    let mut scope = Scope::reserving(PRELUDE).with_suffix("Model");
    let mut files = Scope::reserving(&["mod"]);
    let mut modules: Vec<Module> = Vec::new();
    let mut places: HashMap<TypeId, usize> = HashMap::new();
    let mut types = Vec::new();
    for id in api.type_ids() {
        let def = api.def(id);
        let ident = scope.claim(&def.hint, Case::Type);
        // A definition without a name of its own stands in the file of the one around it.
        let module = match def.parent.and_then(|parent| places.get(&parent)) {
            Some(&module) => module,
            None => {
                modules.push(Module {
                    ident: files.claim(&[ident.to_string()], Case::Module),
                    types: Vec::new(),
                });
                modules.len() - 1
            }
        };
        places.insert(id, module);
        if let Some(module) = modules.get_mut(module) {
            module.types.push(id);
        }
        let (members, rest) = members(&def.shape, &ident);
        let (setters, nulls) = setters(&def.shape);
        types.push(TypeName { ident, module, members, setters, nulls, rest });
    }
    (types, modules)
}

fn members(shape: &Shape, own: &Ident) -> (Vec<Ident>, Option<Ident>) {
    let words = |text: &str| vec![text.to_owned()];
    match shape {
        Shape::Struct { fields, rest } => {
            let mut scope = Scope::default();
            let members = fields.iter().map(|field| scope.claim(&field.hint, Case::Field)).collect();
            let kept = !matches!(rest, Rest::Closed);
            (members, kept.then(|| scope.claim(&words("additional_properties"), Case::Field)))
        }
        Shape::Tuple { fields, rest } => {
            let mut scope = Scope::default();
            let members = fields.iter().map(|field| scope.claim(&field.hint, Case::Field)).collect();
            let kept = !matches!(rest, Rest::Closed);
            (members, kept.then(|| scope.claim(&words("further_items"), Case::Field)))
        }
        Shape::Enum { values, .. } => {
            let mut scope = Scope::default();
            let members = values.iter().map(|value| scope.claim(&value.hint, Case::Variant)).collect();
            (members, Some(scope.claim(&words("Unrecognized"), Case::Variant)))
        }
        Shape::Union { variants, .. } => {
            let mut scope = Scope::default();
            let whole = own.to_string();
            let full = variants.iter().map(|variant| scope::spell(&variant.hint, Case::Variant));
            let full: Vec<String> = full.collect();
            // `Filter::SimpleFilter` says `Filter` twice.
            let short: Option<Vec<&str>> =
                full.iter().map(|name| name.strip_suffix(&whole).filter(|name| !name.is_empty())).collect();
            let short = short.unwrap_or_else(|| full.iter().map(String::as_str).collect());
            let members = short.into_iter().map(|name| scope.claim(&words(name), Case::Variant)).collect();
            (members, Some(scope.claim(&words("Unrecognized"), Case::Variant)))
        }
        Shape::Alias(_) => (Vec::new(), None),
    }
}

fn setters(shape: &Shape) -> (Vec<Ident>, Vec<Option<Ident>>) {
    let (Shape::Struct { fields, .. } | Shape::Tuple { fields, .. }) = shape else {
        return (Vec::new(), Vec::new());
    };
    let mut scope = Scope::reserving(MODEL_METHODS).with_suffix("_value");
    let setters = fields.iter().map(|field| scope.claim(&field.hint, Case::Method)).collect();
    let mut null = |hint: &[String]| scope.claim(&[hint, &["null".to_owned()]].concat(), Case::Method);
    let nulls = fields.iter().map(|field| field.is_tristate().then(|| null(&field.hint))).collect();
    (setters, nulls)
}

fn areas(api: &Api) -> Vec<AreaName> {
    let mut types = Scope::reserving(PRELUDE).and(CALLS).and(CLIENT).with_suffix("Area");
    let mut modules = Scope::reserving(MODULES);
    let mut methods = Scope::reserving(CLIENT_METHODS);
    let name = |area: &crate::ir::Area| AreaName {
        ty: types.claim(&area.hint, Case::Type),
        module: modules.claim(&area.hint, Case::Module),
        method: methods.claim(&area.hint, Case::Method),
    };
    api.areas.iter().map(name).collect()
}

fn operations(api: &Api, areas: &[AreaName]) -> Vec<OperationName> {
    let scopes = areas.iter().map(|area| {
        let mut builders = Scope::reserving(PRELUDE).and(CALLS).with_suffix("Call");
        builders.reserve(&area.ty);
        (builders, Scope::reserving(&["new", "clone"]))
    });
    let mut scopes: Vec<(Scope, Scope)> = scopes.collect();
    let mut names: Vec<Option<OperationName>> = api.operations.iter().map(|_| None).collect();
    // Names that are not the document's yield to those that are.
    let all = || api.operations.iter().enumerate();
    let copies = all().filter(|(_, operation)| operation.is_copy);
    for (index, operation) in all().filter(|(_, operation)| !operation.is_copy).chain(copies) {
        let mut unscoped = (Scope::default(), Scope::default());
        let (builders, methods) = scopes.get_mut(operation.area).unwrap_or(&mut unscoped);
        let (parameters, body, content_type) = parameters(operation);
        names[index] = Some(OperationName {
            method: methods.claim(&operation.hint, Case::Method),
            builder: builders.claim(&operation.hint, Case::Type),
            parameters,
            body,
            content_type,
        });
    }
    names.into_iter().flatten().collect()
}

fn parameters(operation: &Operation) -> (Vec<Ident>, Option<Ident>, Option<Ident>) {
    let live = operation.live.as_ref().map(Live::method);
    let mut scope = Scope::reserving(BUILDER_METHODS).and(live.as_slice()).with_suffix("_value");
    let mut parameters = Vec::new();
    for parameter in &operation.parameters {
        let place = match parameter.place {
            Place::Path => "path",
            Place::Query => "query",
            Place::Header => "header",
            Place::Cookie => "cookie",
            Place::Part => "part",
        };
        // The same name in two places is told apart by the place, not by a number.
        let clash =
            |other: &&crate::ir::Parameter| other.hint == parameter.hint && other.place != parameter.place;
        let first = operation.parameters.iter().take(parameters.len()).any(|other| clash(&other));
        let hint =
            if first { [&parameter.hint[..], &[place.to_owned()]].concat() } else { parameter.hint.clone() };
        parameters.push(scope.claim(&hint, Case::Field));
    }
    let body = operation.body.as_ref().map(|_| scope.claim(&["body".to_owned()], Case::Field));
    let choice = operation.body.as_ref().filter(|body| body.has_choice());
    let content_type = choice.map(|_| scope.claim(&["content_type".to_owned()], Case::Field));
    (parameters, body, content_type)
}

/// The name table: what the document calls a thing, and what the emitted code calls it.
pub(crate) struct Table<'n>(pub(crate) &'n Api, pub(crate) &'n Names);

impl fmt::Display for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(api, names) = self;
        for (def, name) in api.types.iter().zip(&names.types) {
            writeln!(f, "type {:?} -> {}", def.hint.join(" "), name.ident)?;
            for (member, wire) in name.members.iter().zip(wires(&def.shape)) {
                writeln!(f, "  {wire:?} -> {member}")?;
            }
            if let Some(rest) = &name.rest {
                writeln!(f, "  * -> {rest}")?;
            }
        }
        for (area, name) in api.areas.iter().zip(&names.areas) {
            writeln!(
                f,
                "area {:?} -> {}, {}(), {}.rs",
                area.hint.join(" "),
                name.ty,
                name.method,
                name.module
            )?;
        }
        for (operation, name) in api.operations.iter().zip(&names.operations) {
            let choice = operation.body_choice.as_ref().filter(|_| operation.is_copy);
            let what = choice.map_or("operation".to_owned(), |media| format!("body {media:?} of"));
            writeln!(f, "{what} {:?} -> {}(), {}", operation.id, name.method, name.builder)?;
            for (parameter, ident) in operation.parameters.iter().zip(&name.parameters) {
                writeln!(f, "  {:?} -> {ident}", parameter.name)?;
            }
        }
        for (header, name) in api.headers.iter().zip(&names.headers).filter(|(header, _)| header.on_client) {
            writeln!(f, "header {:?} -> {name}()", header.name)?;
        }
        Ok(())
    }
}

fn wires(shape: &Shape) -> Vec<String> {
    match shape {
        Shape::Struct { fields, .. } | Shape::Tuple { fields, .. } => {
            fields.iter().map(|field| field.name.clone()).collect()
        }
        Shape::Enum { values, .. } => values.iter().map(|value| value.wire.clone()).collect(),
        Shape::Union { variants, .. } => variants.iter().map(|variant| variant.hint.join(" ")).collect(),
        Shape::Alias(_) => Vec::new(),
    }
}
