//! A schema with a discriminator that other schemas extend by `allOf`: where it is used, any of them may stand.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::{Lowering, extended};
use crate::diagnostic::Pointer;
use crate::ir::{Shape, Type, TypeId, Variant};
use crate::openapi::Schema;

impl Lowering<'_> {
    /// The union of those that extend a schema: the ones that its discriminator names, if each is one, and the
    /// others by their own names.
    ///
    /// The schema itself is among them where its own name selects it. What is none of them is kept as it is.
    pub(super) fn heirs(&mut self, schema: &Rc<Schema>, own: TypeId) -> Option<Shape> {
        let discriminator = schema.more.discriminator.as_ref()?;
        if !schema.any_of.is_empty() {
            return None;
        }
        let base = self.api.def(own).at;
        let property = discriminator.property.clone();
        let mut targets: Vec<(Option<String>, Pointer)> = Vec::new();
        for (value, target) in &discriminator.mapping {
            let at = self.mapped_place(target.at, &target.name)?;
            if at != base && !self.extends(at, base) {
                return None;
            }
            targets.push((Some(value.clone()), at));
        }
        let all = self.unnamed_heirs(base, &property);
        if targets.is_empty() {
            targets = all;
        } else {
            self.add_unmapped(&mut targets, all, base);
        }
        if targets.iter().all(|&(_, at)| at == base) {
            return None;
        }
        let mut variants: Vec<Variant> = Vec::new();
        for (value, at) in targets {
            if let Some(known) = variants.iter_mut().find(|variant| variant.at == at) {
                known.tags.extend(value);
                continue;
            }
            let word = self.reader.sources().name(at).to_owned();
            let ty =
                if at == base { self.base(schema, own) } else { Type::Def(self.definition(at), Vec::new()) };
            variants.push(Variant {
                at,
                hint: vec![word],
                ty,
                tags: value.into_iter().collect(),
                fallback: false,
            });
        }
        if let Some(target) = &discriminator.otherwise
            && let Some(at) = self.mapped_place(target.at, &target.name)
        {
            self.fall_back(target, variants.iter_mut().find(|variant| variant.at == at));
        }
        Some(Shape::Union { tag: Some(property), variants })
    }

    /// Adds those that a mapping leaves out, but for the schema itself and those that stand between it and others
    /// that the mapping names.
    fn add_unmapped(
        &mut self,
        targets: &mut Vec<(Option<String>, Pointer)>,
        all: Vec<(Option<String>, Pointer)>,
        base: Pointer,
    ) {
        let mapped: Vec<Pointer> = targets.iter().map(|&(_, at)| at).collect();
        if mapped.iter().all(|&at| at == base) {
            return;
        }
        for (value, at) in all {
            let between = |own: &mut Self| mapped.iter().any(|&heir| own.extends(heir, at));
            if at != base && !mapped.contains(&at) && !between(self) {
                targets.push((value, at));
            }
        }
    }

    /// The schema without those that extend it.
    fn base(&mut self, schema: &Rc<Schema>, own: TypeId) -> Type {
        let hint = extended(&self.api.def(own).hint.clone(), "base");
        let merged = self.merged(schema);
        self.hoist(&merged.clone(), &hint, move |lowering, hint| lowering.struct_shape(&merged, hint))
    }

    /// The schema, and those that extend it, directly or not. What extends one that has another discriminator is
    /// told apart by that. Those without a value wait for [`tags`](super::tags).
    fn unnamed_heirs(&mut self, base: Pointer, property: &str) -> Vec<(Option<String>, Pointer)> {
        let name = self.reader.sources().name(base).to_owned();
        let own = self.schema_at(base).and_then(|schema| schema.more.tag_value.clone());
        let mut found = vec![(Some(own.unwrap_or(name)), base)];
        let mut seen = HashSet::from([base]);
        let mut open = vec![base];
        while let Some(at) = open.pop() {
            for heir in self.direct_heirs(at) {
                if !seen.insert(heir) {
                    continue;
                }
                let Some(schema) = self.schema_at(heir) else { continue };
                found.push((schema.more.tag_value.clone(), heir));
                if schema.more.discriminator.as_ref().is_none_or(|own| own.property == property) {
                    open.push(heir);
                }
            }
        }
        found
    }

    /// The components that say that they are what the schema at a place is, and more.
    fn direct_heirs(&mut self, base: Pointer) -> Vec<Pointer> {
        if self.extensions.is_none() {
            let mut extensions: HashMap<Pointer, Vec<Pointer>> = HashMap::new();
            for at in self.components.clone() {
                let Some(schema) = self.schema_at(at) else { continue };
                let mut bases = Vec::new();
                self.bases(&schema, &mut bases);
                bases.dedup();
                // An alias is no heir: it is the schema.
                let bases = bases.into_iter().filter(|_| schema.reference.is_none());
                bases.for_each(|base| extensions.entry(base).or_default().push(at));
            }
            self.extensions = Some(extensions);
        }
        self.extensions.as_ref().and_then(|known| known.get(&base)).cloned().unwrap_or_default()
    }

    /// Whether the schema at a place says that it is what another is, itself or by one that it extends.
    pub(super) fn extends(&mut self, at: Pointer, base: Pointer) -> bool {
        let mut seen = HashSet::new();
        let mut open = vec![at];
        while let Some(at) = open.pop() {
            let Some(schema) = self.schema_at(at).filter(|_| seen.insert(at)) else { continue };
            let mut bases = Vec::new();
            self.bases(&schema, &mut bases);
            if bases.contains(&base) {
                return true;
            }
            open.extend(bases);
        }
        false
    }

    /// The schemas that a schema extends, or stands for.
    pub(super) fn bases(&self, schema: &Rc<Schema>, into: &mut Vec<Pointer>) {
        let named = schema.reference.iter();
        into.extend(named.filter_map(|named| self.reader.sources().resolve(named.at, &named.name).ok()));
        schema.all_of.iter().for_each(|part| self.bases(part, into));
    }
}
