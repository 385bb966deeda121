//! Which parts of a client are there for which areas, where each area is a cargo feature.
//!
//! An area brings its operations, the ways to them, and the files of models that these need; what the service sends on
//! its own is one more area. What no area needs is always there.

use std::collections::BTreeSet;

use crate::ir::{Api, NodeId, Type, TypeId};
use crate::name::Names;
use crate::settings::Layout;

/// Files of models that more areas need than these are always there: a longer list helps neither reader nor compiler.
const FEW: usize = 12;

/// The areas that something is there for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Gate {
    /// All of them, and none at all.
    #[default]
    Open,
    Areas(BTreeSet<usize>),
}

impl Gate {
    fn add(&mut self, area: usize) {
        match self {
            Self::Open => *self = Self::Areas(BTreeSet::from([area])),
            Self::Areas(areas) => _ = areas.insert(area),
        }
    }

    /// The gate of what is there with either of two things.
    pub(crate) fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Areas(one), Self::Areas(other)) => Self::Areas(one.union(&other).copied().collect()),
            (Self::Open, _) | (_, Self::Open) => Self::Open,
        }
    }

    fn join(&mut self, other: &Self) {
        if let Self::Areas(areas) = other {
            for &area in areas {
                self.add(area);
            }
        }
    }
}

/// What is there for which areas.
#[derive(Debug, Default)]
pub(crate) struct Gates {
    /// The feature of each area; empty if areas are no features, and everything is always there.
    features: Vec<String>,
    areas: Vec<Gate>,
    modules: Vec<Gate>,
    nodes: Vec<Gate>,
    models: Vec<Gate>,
    headers: Vec<Gate>,
}

impl Gates {
    /// The tables of an API whose areas are features.
    pub(crate) fn of(api: &Api, names: &Names) -> Self {
        let mut own = Self {
            features: names.features.clone(),
            areas: vec![Gate::Open; names.features.len()],
            modules: vec![Gate::Open; names.calls.modules.len()],
            nodes: vec![Gate::Open; api.nodes.len()],
            models: Vec::new(),
            headers: vec![Gate::Open; api.answer_headers.len()],
        };
        own.areas.iter_mut().enumerate().for_each(|(area, gate)| gate.add(area));
        own.calls(api, names);
        own.answer_headers(api);
        own.models = if names.layout == Layout::Single {
            vec![Gate::Open; names.modules.len()]
        } else {
            own.models(api, names)
        };
        own
    }

    fn calls(&mut self, api: &Api, names: &Names) {
        for operation in &api.operations {
            for (id, _) in api.way(operation.call.node) {
                if let Some(gate) = self.nodes.get_mut(id.0) {
                    gate.add(operation.area);
                }
            }
            if let Some(gate) = self.modules.get_mut(operation.area) {
                gate.add(operation.area);
            }
        }
        for (gate, name) in self.nodes.iter().zip(&names.calls.nodes) {
            let mut next = Some(name.module);
            while let Some((module, place)) =
                next.and_then(|place| Some((names.calls.modules.get(place)?, self.modules.get_mut(place)?)))
            {
                place.join(gate);
                next = module.outer;
            }
        }
    }

    /// Headers of answers are there for all, but for those that name models.
    fn answer_headers(&mut self, api: &Api) {
        for operation in &api.operations {
            for &index in &operation.answer_headers {
                let mut types = Vec::new();
                api.answer_headers.get(index).into_iter().for_each(|header| collect(&header.ty, &mut types));
                if let Some(gate) = self.headers.get_mut(index).filter(|_| !types.is_empty()) {
                    gate.add(operation.area);
                }
            }
        }
    }

    /// The gate of each file of models.
    fn models(&self, api: &Api, names: &Names) -> Vec<Gate> {
        let mut files = Files::of(api, names);
        for incoming in &api.incoming {
            let types = incoming.body.iter().chain(&incoming.answer);
            files.need(types, self.incoming());
        }
        for operation in &api.operations {
            let mut types = Vec::new();
            operation.types(&mut |ty| collect(ty, &mut types));
            files.reach(types, self.area(operation.area));
            let headers = operation.answer_headers.iter().filter_map(|&index| api.answer_headers.get(index));
            files.need(headers.map(|header| &header.ty), self.area(operation.area));
        }
        for (id, node) in api.nodes() {
            files.need(api.types_of(node), self.node(id));
        }
        files.finish()
    }

    /// Whether areas are features.
    pub(crate) fn are_features(&self) -> bool {
        !self.features.is_empty()
    }

    /// The gate of what belongs to an area.
    pub(crate) fn area(&self, area: usize) -> &Gate {
        self.areas.get(area).unwrap_or(&Gate::Open)
    }

    /// The gate of what the service sends: the last one, if it sends anything.
    pub(crate) fn incoming(&self) -> &Gate {
        self.areas.last().unwrap_or(&Gate::Open)
    }

    /// The gate of a module of calls.
    pub(crate) fn module(&self, module: usize) -> &Gate {
        self.modules.get(module).unwrap_or(&Gate::Open)
    }

    pub(crate) fn node(&self, id: NodeId) -> &Gate {
        self.nodes.get(id.0).unwrap_or(&Gate::Open)
    }

    /// The gate of all headers of answers together.
    pub(crate) fn headers_together(&self) -> Gate {
        self.headers.iter().cloned().reduce(Gate::or).unwrap_or_default()
    }

    /// The gate of the constant for a header of answers.
    pub(crate) fn header(&self, index: usize) -> &Gate {
        self.headers.get(index).unwrap_or(&Gate::Open)
    }

    /// The gate of a file of models.
    pub(crate) fn model(&self, module: usize) -> &Gate {
        self.models.get(module).unwrap_or(&Gate::Open)
    }

    /// The features of which something needs one, inside of something else; none if it is there whenever that is.
    pub(crate) fn features(&self, gate: &Gate, around: &Gate) -> Vec<&str> {
        match (gate, around) {
            (Gate::Open, _) => Vec::new(),
            (Gate::Areas(own), Gate::Areas(around)) if around.is_subset(own) => Vec::new(),
            (Gate::Areas(own), _) => {
                own.iter().filter_map(|&area| self.features.get(area)).map(String::as_str).collect()
            }
        }
    }
}

/// The files of models, and what they need of each other.
struct Files<'n> {
    names: &'n Names,
    /// By file: those that its types name.
    links: Vec<BTreeSet<usize>>,
    /// By file: whether it is always there, and the areas that need it.
    open: Vec<bool>,
    areas: Vec<BTreeSet<usize>>,
}

impl<'n> Files<'n> {
    fn of(api: &Api, names: &'n Names) -> Self {
        let count = names.modules.len();
        let links = names.modules.iter().map(|file| {
            let mut types = Vec::new();
            file.types.iter().for_each(|&id| api.def(id).shape.types(&mut |ty| collect(ty, &mut types)));
            types.into_iter().map(|id| names.ty(id).module).collect()
        });
        Self { names, links: links.collect(), open: vec![false; count], areas: vec![BTreeSet::new(); count] }
    }

    fn need<'t>(&mut self, types: impl IntoIterator<Item = &'t Type>, gate: &Gate) {
        let mut ids = Vec::new();
        types.into_iter().for_each(|ty| collect(ty, &mut ids));
        self.reach(ids, gate);
    }

    /// Takes some types, and what they need in turn.
    fn reach(&mut self, types: Vec<TypeId>, gate: &Gate) {
        self.spread(types.into_iter().map(|id| self.names.ty(id).module).collect(), gate);
    }

    fn spread(&mut self, mut files: Vec<usize>, gate: &Gate) {
        while let Some(file) = files.pop() {
            let (Some(open), Some(areas)) = (self.open.get_mut(file), self.areas.get_mut(file)) else {
                continue;
            };
            let news = match gate {
                Gate::Open => !std::mem::replace(open, true),
                Gate::Areas(own) if own.is_subset(areas) => false,
                Gate::Areas(own) => {
                    areas.extend(own);
                    true
                }
            };
            if news {
                files.extend(self.links.get(file).into_iter().flatten());
            }
        }
    }

    fn finish(mut self) -> Vec<Gate> {
        // Nothing needs these, and what they need is there with them.
        let unused = self.open.iter().zip(&self.areas).enumerate();
        let unused = unused.filter(|(_, (open, areas))| !**open && areas.is_empty() || areas.len() > FEW);
        self.spread(unused.map(|(file, _)| file).collect(), &Gate::Open);
        let gate = |(open, areas)| if open { Gate::Open } else { Gate::Areas(areas) };
        self.open.into_iter().zip(self.areas).map(gate).collect()
    }
}

fn collect(ty: &Type, into: &mut Vec<TypeId>) {
    ty.for_each_def(&mut |id| into.push(id));
}
