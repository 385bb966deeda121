//! The names of what callers go through: modules, the nodes on the way to operations, and the builders.

use std::collections::HashMap;

use proc_macro2::Ident;

use super::operation::{self, OperationName};
use super::scope::{Case, Scope};
use super::{CALLS, CLIENT, CLIENT_METHODS, HEADERS, MODULES, NO_FILES, PRELUDE, YIELDING};
use crate::ir::{Api, Node, NodeId};
use crate::settings::INCOMING;

/// The names on the way to operations.
#[derive(Debug)]
pub(crate) struct CallNames {
    /// One for each area, in their order; then those of other nodes.
    pub(crate) modules: Vec<CallModule>,
    pub(crate) nodes: Vec<NodeName>,
    pub(crate) operations: Vec<OperationName>,
    /// What the client has no other method of.
    pub(super) client: Scope,
}

/// A module with builders, nodes or both.
#[derive(Debug)]
pub(crate) struct CallModule {
    pub(crate) ident: Ident,
    /// The module that it stands in, if that is not the root.
    pub(crate) outer: Option<usize>,
    /// What the modules of other builders are called in here, by their places.
    pub(crate) imports: Vec<(usize, Ident)>,
    /// The names of the runtime that are those of other things here.
    taken: Vec<&'static str>,
}

#[derive(Debug)]
pub(crate) struct NodeName {
    pub(crate) ty: Ident,
    pub(crate) method: Ident,
    /// The place in [`CallNames::modules`].
    pub(crate) module: usize,
    /// The fields for all values that it holds, its own ones last.
    pub(crate) fields: Vec<Ident>,
}

impl CallNames {
    pub(super) fn of(api: &Api, apart: bool) -> Self {
        let mut modules = Modules::of(api);
        let mut methods = Methods::of(api);
        let roots = roots(api);
        let calls: Vec<&str> = CALLS.iter().filter(|name| !YIELDING.contains(name)).copied().collect();
        let mut types = Scope::reserving(PRELUDE).and(&calls).and(CLIENT).with_suffix("Area");
        let root_types: HashMap<NodeId, Ident> =
            roots.iter().map(|&(id, node)| (id, types.claim(&node.hint, Case::Type))).collect();
        let mut scopes: Vec<Scope> =
            modules.all.iter().map(|_| Scope::reserving(PRELUDE).and(&calls).with_suffix("Call")).collect();
        for (id, ty) in &root_types {
            if let Some(scope) = modules.nodes.get(id).and_then(|&module| scopes.get_mut(module)) {
                scope.reserve(ty);
            }
        }
        let mut operations = operations(api, &mut scopes, &mut methods);
        let mut nodes: Vec<NodeName> = Vec::new();
        for (id, node) in api.nodes() {
            let module = modules.nodes.get(&id).copied().unwrap_or_default();
            let parent = node.parent.and_then(|parent| nodes.get(parent.0));
            let ty = match (root_types.get(&id), scopes.get_mut(module)) {
                (Some(ty), _) => ty.clone(),
                (None, Some(scope)) => node_type(scope, api, node, parent),
                (None, None) => types.claim(&node.hint, Case::Type),
            };
            let method = methods.nodes.get(&id).cloned().unwrap_or_else(|| ty.clone());
            nodes.push(NodeName { ty, method, module, fields: fields(api, node, parent) });
        }
        operation::answers(api, apart, &mut scopes, &mut operations);
        modules.import(api, &nodes);
        for (module, scope) in modules.all.iter_mut().zip(&scopes) {
            let is_taken = |name: &&str| !scope.is_free(&[(*name).to_owned()], Case::Type);
            module.taken = YIELDING.iter().copied().filter(is_taken).collect();
        }
        Self { modules: modules.all, nodes, operations, client: methods.client }
    }
}

impl CallModule {
    /// Whether a name of the runtime is that of something else here.
    pub(crate) fn is_taken(&self, name: &str) -> bool {
        self.taken.contains(&name)
    }
}

impl CallNames {
    /// How a module of calls says a name of the runtime.
    pub(crate) fn of_runtime(&self, module: usize, name: &str) -> String {
        let taken = self.modules.get(module).is_some_and(|module| module.is_taken(name));
        if taken { format!("runtime::{name}") } else { name.to_owned() }
    }

    /// The modules from the root down to this one, as files are called.
    pub(crate) fn path(&self, module: usize) -> Vec<String> {
        let mut path = Vec::new();
        let mut next = self.modules.get(module);
        while let Some(module) = next {
            let name = module.ident.to_string();
            path.push(name.strip_prefix("r#").map(str::to_owned).unwrap_or(name));
            next = module.outer.and_then(|outer| self.modules.get(outer));
        }
        path.reverse();
        path
    }
}

/// The nodes that the client has: first those of areas, in the order of these.
fn roots(api: &Api) -> Vec<(NodeId, &Node)> {
    let mut roots: Vec<(NodeId, &Node)> = api.nodes().filter(|(_, node)| node.parent.is_none()).collect();
    roots.sort_by_key(|(_, node)| node.area.unwrap_or(usize::MAX));
    roots
}

/// The short name of a node, or one that says where it is. A node of values is called after the one before it.
fn node_type(scope: &mut Scope, api: &Api, node: &Node, parent: Option<&NodeName>) -> Ident {
    let outer: Vec<String> = parent.map(|parent| parent.ty.to_string()).into_iter().collect();
    let long = [outer, node.hint.clone()].concat();
    let by_value = api.values_of(node).next().is_some();
    let short = if by_value { &long } else { &node.hint };
    let words = if scope.is_free(short, Case::Type) { short } else { &long };
    scope.claim(words, Case::Type)
}

fn fields(api: &Api, node: &Node, parent: Option<&NodeName>) -> Vec<Ident> {
    let mut fields: Vec<Ident> = parent.map(|parent| parent.fields.clone()).unwrap_or_default();
    let mut scope = Scope::reserving(&["client"]).with_suffix("_value");
    for field in &fields {
        scope.reserve(field);
    }
    for parameter in api.values_of(node) {
        let outer = node.parent.and_then(|parent| api.nodes.get(parent.0));
        let long = [outer.map(|outer| outer.hint.clone()).unwrap_or_default(), parameter.hint.clone()];
        let long = long.concat();
        let words = if scope.is_free(&parameter.hint, Case::Field) { &parameter.hint } else { &long };
        fields.push(scope.claim(words, Case::Field));
    }
    fields
}

/// The modules, and which of them each node stands in.
#[derive(Default)]
struct Modules {
    all: Vec<CallModule>,
    nodes: HashMap<NodeId, usize>,
}

impl Modules {
    /// A node of the client has a module, and so has each node right below it that takes nothing; all others
    /// stand with the one before them.
    fn of(api: &Api) -> Self {
        let mut own = Self::default();
        let incoming: &[&str] = if api.incoming.is_empty() { &[] } else { &[INCOMING] };
        let headers: &[&str] = if api.answer_headers.is_empty() { &[] } else { &[HEADERS] };
        let mut root = Scope::reserving(MODULES).and(NO_FILES).and(incoming).and(headers);
        for area in &api.areas {
            own.add(root.claim(&area.hint, Case::Module), None);
        }
        let mut inner: HashMap<usize, Scope> = HashMap::new();
        let mut known: HashMap<(usize, String), usize> = HashMap::new();
        for (id, node) in api.nodes() {
            let outer = node.parent.and_then(|parent| own.nodes.get(&parent).copied());
            let module = match outer {
                None => match node.area {
                    Some(area) => area,
                    None => own.add(root.claim(&node.hint, Case::Module), None),
                },
                Some(outer) => {
                    let nested = own.all.get(outer).is_some_and(|module| module.outer.is_some());
                    if nested || !node.values.is_empty() {
                        outer
                    } else {
                        let spelled = super::scope::spell(&node.hint, Case::Module);
                        *known.entry((outer, spelled)).or_insert_with(|| {
                            let scope =
                                inner.entry(outer).or_insert_with(|| Scope::reserving(MODULES).and(NO_FILES));
                            own.add(scope.claim(&node.hint, Case::Module), Some(outer))
                        })
                    }
                }
            };
            own.nodes.insert(id, module);
        }
        own
    }

    fn add(&mut self, ident: Ident, outer: Option<usize>) -> usize {
        self.all.push(CallModule { ident, outer, imports: Vec::new(), taken: Vec::new() });
        self.all.len() - 1
    }

    /// Names the modules of the builders that the nodes of a module make, where these are others.
    fn import(&mut self, api: &Api, nodes: &[NodeName]) {
        let inner: Vec<(usize, String)> = self
            .all
            .iter()
            .filter_map(|module| module.outer.map(|outer| (outer, module.ident.to_string())))
            .collect();
        let idents: Vec<Ident> = self.all.iter().map(|module| module.ident.clone()).collect();
        for (place, module) in self.all.iter_mut().enumerate() {
            let own: Vec<&str> =
                inner.iter().filter(|(outer, _)| *outer == place).map(|(_, name)| name.as_str()).collect();
            let mut scope = Scope::reserving(&own).with_suffix("_calls");
            for operation in &api.operations {
                let node = operation.call.node.and_then(|node| nodes.get(node.0));
                let here = node.is_some_and(|node| node.module == place) && operation.area != place;
                if !here || module.imports.iter().any(|(known, _)| *known == operation.area) {
                    continue;
                }
                if let Some(ident) = idents.get(operation.area) {
                    let local = scope.claim(&[ident.to_string()], Case::Module);
                    module.imports.push((operation.area, local));
                }
            }
        }
    }
}

/// The methods of the client and of nodes: steps first, then those of operations.
struct Methods {
    nodes: HashMap<NodeId, Ident>,
    scopes: HashMap<NodeId, Scope>,
    client: Scope,
}

impl Methods {
    fn of(api: &Api) -> Self {
        let mut own =
            Self { nodes: HashMap::new(), scopes: HashMap::new(), client: Scope::reserving(CLIENT_METHODS) };
        for (id, node) in roots(api) {
            own.nodes.insert(id, own.client.claim(&node.hint, Case::Method));
        }
        for (id, node) in api.nodes() {
            if node.parent.is_some() {
                let method = own.scope(node.parent).claim(&node.hint, Case::Method);
                own.nodes.insert(id, method);
            }
        }
        own
    }

    fn scope(&mut self, node: Option<NodeId>) -> &mut Scope {
        match node {
            None => &mut self.client,
            Some(node) => self.scopes.entry(node).or_insert_with(|| Scope::reserving(&["new", "clone"])),
        }
    }
}

fn operations(api: &Api, scopes: &mut [Scope], methods: &mut Methods) -> Vec<OperationName> {
    let mut names: Vec<Option<OperationName>> = api.operations.iter().map(|_| None).collect();
    // Names that are not the document's yield to those that are.
    let all = || api.operations.iter().zip(0..);
    let copies = all().filter(|(operation, _)| operation.is_copy);
    for (operation, index) in all().filter(|(operation, _)| !operation.is_copy).chain(copies) {
        let mut unscoped = Scope::default();
        let builders = scopes.get_mut(operation.area).unwrap_or(&mut unscoped);
        let method = methods.scope(operation.call.node).claim(&operation.call.hint, Case::Method);
        let builder = builders.claim(&operation.hint, Case::Type);
        let name = OperationName::new(operation, method, builder);
        if let Some(known) = names.get_mut::<usize>(index) {
            *known = Some(name);
        }
    }
    names.into_iter().flatten().collect()
}
