//! Definitions that something new refers to: those that are there, and those that come with it.

use std::path::PathBuf;

use super::plan::{Placed, Plan};
use super::sites;
use crate::edit::{Insertion, Spot, Way};
use crate::files::{At, reference};
use crate::import::key;
use crate::page::{Definition, Type};
use crate::spec::Schema;
use crate::write::{About, Yaml, definition};

/// Where new definitions go: into a map of schemas, behind one of them.
#[derive(Clone, Debug)]
pub(super) struct Destination {
    file: PathBuf,
    /// The map of schemas.
    map: Way,
    spot: Spot,
    /// The pointer to the map.
    pointer: String,
}

/// The definitions that come with something new, and the keys that they get.
pub(super) struct Arrivals<'c> {
    to: Option<Destination>,
    new: Vec<(&'c Definition, String)>,
}

impl Destination {
    /// The to on which a schema stands.
    pub(super) fn of(plan: &Plan<'_>, schema: &Schema) -> Option<Destination> {
        let at = plan.schema(schema)?;
        let mut map = sites::way_to(plan.files, at)?;
        let index = map.pop()?;
        let pointer = sites::pointer(plan.files, at)?;
        let (pointer, _) = pointer.rsplit_once('/')?;
        Some(Destination {
            file: at.file.to_owned(),
            map,
            spot: Spot::After(index),
            pointer: pointer.to_owned(),
        })
    }

    /// The schemas of the components of the root, behind all others.
    pub(super) fn of_root(plan: &Plan<'_>) -> Option<Destination> {
        let top = plan.files.tops().next()?;
        let at = top.get("components").and_then(|at| at.get("schemas"))?;
        let map = sites::way_to(plan.files, at)?;
        let pointer = sites::pointer(plan.files, at)?;
        Some(Destination { file: at.file.to_owned(), map, spot: Spot::Last, pointer })
    }

    /// The map of schemas.
    fn at<'f>(&self, plan: &Plan<'f>) -> Option<At<'f>> {
        let top = plan.files.file(&self.file)?;
        let step =
            |node: &'f crate::yaml::Node, at: &usize| node.entries().get(*at).map(|entry| &entry.value);
        let node = self.map.iter().try_fold(top.node, step)?;
        Some(At { node, ..top })
    }
}

impl<'c> Arrivals<'c> {
    /// The definitions that a type leads to and that only the page has.
    pub(super) fn of(plan: &Plan<'c>, to: Option<Destination>, kind: &Type) -> Result<Self, String> {
        let mut arrivals = Arrivals { to, new: Vec::new() };
        arrivals.add(plan, kind)?;
        Ok(arrivals)
    }

    fn add(&mut self, plan: &Plan<'c>, kind: &Type) -> Result<(), String> {
        let name = match kind {
            Type::Named(name) => name,
            Type::List(item) => return self.add(plan, item),
            _ => return Ok(()),
        };
        let known = self.new.iter().any(|(one, _)| one.name.as_deref() == Some(name));
        if known || plan.known(name).is_some() {
            return Ok(());
        }
        let described = plan.page.definitions.iter().find(|one| one.name.as_deref() == Some(name));
        let Some(new) = described else { return Ok(()) };
        let key = key(name);
        let taken = |to: &Destination| to.at(plan).is_some_and(|at| at.get(&key).is_some());
        let Some(to) = &self.to else {
            return Err(format!("there is no place for the definition of `{name}`; begin a map of schemas"));
        };
        if taken(to) || self.new.iter().any(|(_, other)| *other == key) {
            return Err(format!("`{key}`, as `{name}` would be called here, is something else"));
        }
        self.new.push((new, key));
        new.properties.iter().try_for_each(|property| self.add(plan, &property.kind))
    }

    /// The reference to a definition from a file; none if it is not described.
    pub(super) fn reference(&self, plan: &Plan<'_>, from: &std::path::Path, name: &str) -> Option<String> {
        if let Some(schema) = plan.known(name) {
            let at = plan.schema(schema)?;
            return Some(reference(from, at.file, &sites::pointer(plan.files, at)?));
        }
        let (_, key) = self.new.iter().find(|(one, _)| one.name.as_deref() == Some(name))?;
        let to = self.to.as_ref()?;
        Some(reference(from, &to.file, &format!("{}/{key}", to.pointer)))
    }

    /// What puts them on their to.
    pub(super) fn insertions(&self, plan: &Plan<'_>) -> Vec<Placed> {
        let Some(to) = &self.to else { return Vec::new() };
        let refs = |name: &str| self.reference(plan, &to.file, name);
        let about = About { page: plan.page.short_title(), url: plan.address() };
        // One behind the other: the last one first, for all go to the same spot.
        let new = self.new.iter().rev().map(|(one, key)| {
            let addition = Yaml::Map(vec![(key.clone(), Yaml::Map(definition(one, about, &refs)))]);
            let insertion = Insertion { into: to.map.clone(), spot: to.spot, addition };
            Placed { file: to.file.clone(), insertion }
        });
        new.collect()
    }
}

impl Plan<'_> {
    /// The schema that the page calls so.
    pub(super) fn known(&self, name: &str) -> Option<&Schema> {
        self.spec.schemas.iter().find(|schema| schema.is_called(name))
    }
}
