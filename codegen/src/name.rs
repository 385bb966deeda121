//! Every name in the emitted code.
//!
//! Takes the [`Api`], gives [`Names`]: tables beside it. A [`Scope`] is the only maker of identifiers and the
//! only place that changes case. Claims are made in the order of the document, so that what is added at the
//! end renames nothing; our own extra names are claimed last and yield.

mod calls;
mod features;
mod operation;
mod scope;
mod status;

use std::collections::{HashMap, HashSet};
use std::fmt;

use proc_macro2::Ident;

use crate::diagnostic::Pointer;
use crate::ir::{Api, Rest, Shape, TypeId};
use crate::settings::Layout;
pub(crate) use calls::{CallNames, NodeName};
pub(crate) use features::{ALL_AREAS, OFFERED};
pub(crate) use operation::{AnswerName, OperationName};
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
    "LongRunning",
    "Method",
    "Monitor",
    "Operation",
    "OutcomeAt",
    "Pages",
    "Paging",
    "Poller",
    "PositionRule",
    "Request",
    "Result",
    "Style",
    "TokenFrom",
    "TokenRule",
    "TokenTo",
];

/// Those of them that yield: where the document has an area or an operation of that name, they are said in full.
const YIELDING: &[&str] = &["Items", "Pages"];

/// Names that the file of the client takes from the runtime, besides.
const CLIENT: &[&str] = &["Api", "Authority", "Builder", "Fill", "Header", "LinkRules", "Server", "Token"];

/// Modules that the emitted crate has without an area of that name, and names that belong to other crates
/// or to cargo.
const MODULES: &[&str] =
    &["alloc", "client", "clientgen_runtime", "core", "lib", "main", "mod", "models", "runtime", "std"];

/// Names that no file can have on Windows, whatever its extension.
const NO_FILES: &[&str] = &[
    "aux", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "con", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "nul", "prn",
];

/// The module of the headers of answers, if any are declared.
pub(crate) const HEADERS: &str = "headers";

/// Methods that models have without a property of that name.
const MODEL_METHODS: &[&str] =
    &["blank", "clone", "default", "fields", "new", "slot", "slot_at", "view", "view_at"];

/// Methods that builders have without a parameter of that name, the field that they need, and what they call.
const BUILDER_METHODS: &[&str] = &[
    "begin",
    "client",
    "clone",
    "items",
    "pages",
    "segment",
    "segment_with",
    "send",
    "send_as",
    "to_request",
    "with_etag",
];

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
    /// What decides which types share one.
    pub(crate) layout: Layout,
    /// Modules, nodes and operations.
    pub(crate) calls: CallNames,
    /// The methods that set a header of the client.
    pub(crate) headers: Vec<Ident>,
    /// The types of what the service sends.
    pub(crate) incoming: Vec<Ident>,
    /// The constants that say how that is signed.
    pub(crate) signatures: Vec<Ident>,
    /// The constants for headers of answers.
    pub(crate) answer_headers: Vec<Ident>,
    /// The cargo feature of each area, should a package have them; and last that of what the service sends, if it
    /// sends anything.
    pub(crate) features: Vec<String>,
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

impl Names {
    /// Claims a name for everything in an API. Where areas stand apart, none names something of another.
    pub(crate) fn of(api: &Api, layout: Layout, apart: bool) -> Self {
        let (types, modules) = types(api, layout);
        let mut calls = CallNames::of(api, apart);
        let with = |hint: &[String]| [&["with".to_owned()], hint].concat();
        let headers = api.headers.iter();
        let headers = headers.map(|header| calls.client.claim(&with(&header.hint), Case::Method)).collect();
        let words = types.iter().map(|ty| ty.ident.to_string()).collect();
        let mut scope = Scope::reserving(PRELUDE).with_suffix("Body");
        let incoming = api.incoming.iter().map(|one| scope.claim(&one.hint, Case::Type)).collect();
        let mut scope = Scope::default();
        let signatures = api.incoming.iter().map(|one| scope.claim(&one.hint, Case::Constant)).collect();
        let mut scope = Scope::default();
        let answer_headers = api.answer_headers.iter();
        let answer_headers = answer_headers.map(|one| scope.claim(&one.hint, Case::Constant)).collect();
        let features = features::of(api);
        Self { types, words, modules, layout, calls, headers, incoming, signatures, answer_headers, features }
    }

    /// Whether a type is called so.
    pub(crate) fn is_type(&self, word: &str) -> bool {
        self.words.contains(word)
    }

    /// What is called otherwise than its words say, since the name was taken: types, fields and values.
    pub(crate) fn moved(&self, api: &Api) -> Vec<(Pointer, String)> {
        let mut moved = Vec::new();
        let mut compare = |at: Pointer, hint: &[String], case: Case, ident: &Ident| {
            let ident = ident.to_string();
            if ident.trim_start_matches("r#") != scope::spell(hint, case) {
                moved.push((at, ident));
            }
        };
        for (def, name) in api.types.iter().zip(&self.types) {
            compare(def.at, &def.hint, Case::Type, &name.ident);
            match &def.shape {
                Shape::Struct { fields, .. } | Shape::Tuple { fields, .. } => {
                    for (field, ident) in fields.iter().zip(&name.members) {
                        compare(field.at, &field.hint, Case::Field, ident);
                    }
                }
                Shape::Enum { values, .. } => {
                    for (value, ident) in values.iter().zip(&name.members) {
                        compare(value.at, &value.hint, Case::Variant, ident);
                    }
                }
                Shape::Union { .. } | Shape::Alias(_) => {}
            }
        }
        moved
    }

    pub(crate) fn ty(&self, id: TypeId) -> &TypeName {
        &self.types[id.0]
    }
}

fn types(api: &Api, layout: Layout) -> (Vec<TypeName>, Vec<Module>) {
    let mut scope = Scope::reserving(PRELUDE).with_suffix("Model");
    let mut files = Scope::reserving(&["mod"]).and(NO_FILES);
    let mut modules: Vec<Module> = Vec::new();
    let mut places: HashMap<TypeId, usize> = HashMap::new();
    let mut types = Vec::new();
    // The file of each area, and that of the others.
    let mut shared: HashMap<Option<usize>, usize> = HashMap::new();
    let homes = if layout == Layout::Areas { api.homes() } else { Vec::new() };
    let home = |id: TypeId| homes.get(id.0).copied().flatten();
    for id in api.type_ids() {
        let def = api.def(id);
        let ident = scope.claim(&def.hint, Case::Type);
        // A definition without a name of its own stands in the file of the one around it.
        let around = def.parent.and_then(|parent| places.get(&parent)).copied();
        let known = around.or_else(|| shared.get(&home(id)).copied().filter(|_| layout != Layout::Models));
        let module = known.unwrap_or_else(|| {
            let area = home(id).and_then(|area| api.areas.get(area));
            let words = match (layout, area) {
                (Layout::Models, _) => vec![ident.to_string()],
                (_, Some(area)) => area.hint.clone(),
                (_, None) => vec!["shared".to_owned()],
            };
            modules.push(Module { ident: files.claim(&words, Case::Module), types: Vec::new() });
            shared.insert(home(id), modules.len() - 1);
            modules.len() - 1
        });
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
            let word = if fields.is_empty() { "properties" } else { "additional_properties" };
            (members, kept.then(|| scope.claim(&words(word), Case::Field)))
        }
        Shape::Tuple { fields, rest } => {
            let mut scope = Scope::default();
            let members = fields.iter().map(|field| scope.claim(&field.hint, Case::Field)).collect();
            let kept = !matches!(rest, Rest::Closed);
            let word = if fields.is_empty() { "items" } else { "further_items" };
            (members, kept.then(|| scope.claim(&words(word), Case::Field)))
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
        for (id, node) in api.nodes() {
            let Some(name) = names.calls.nodes.get(id.0) else { continue };
            let fields = name.fields.iter().skip(name.fields.len() - node.values.len());
            let fields: Vec<String> = fields.map(ToString::to_string).collect();
            let path = names.calls.path(name.module).join("/");
            let kind = if node.area.is_some() { "area" } else { "step" };
            let way: Vec<String> = api.way(Some(id)).iter().map(|(_, node)| node.hint.join(" ")).collect();
            writeln!(
                f,
                "{kind} {:?} -> {}, {}({}), {path}.rs",
                way.join("."),
                name.ty,
                name.method,
                fields.join(", "),
            )?;
        }
        for (operation, name) in api.operations.iter().zip(&names.calls.operations) {
            let choice = operation.body_choice.as_ref().filter(|_| operation.is_copy);
            let what = choice.map_or("operation".to_owned(), |media| format!("body {media:?} of"));
            writeln!(f, "{what} {:?} -> {}(), {}", operation.id, name.method, name.builder)?;
            for (parameter, ident) in operation.parameters.iter().zip(&name.parameters) {
                writeln!(f, "  {:?} -> {ident}", parameter.name)?;
            }
        }
        for (incoming, ident) in api.incoming.iter().zip(&names.incoming) {
            writeln!(f, "incoming {:?} -> {ident}", incoming.hint.join(" "))?;
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
