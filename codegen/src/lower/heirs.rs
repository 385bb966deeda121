//! A schema with a discriminator that other schemas extend by `allOf`: where it is used, any of them may stand.

use std::rc::Rc;

use super::Lowering;
use crate::diagnostic::Pointer;
use crate::ir::{Shape, Type, TypeId, Variant};
use crate::openapi::Schema;

impl Lowering<'_> {
    /// The union of those that extend a schema, if its discriminator names them all, and if each is one.
    ///
    /// The schema itself is not among them: what is none of its heirs is kept as it is.
    pub(super) fn heirs(&mut self, schema: &Schema, own: TypeId) -> Option<Shape> {
        let discriminator = schema.discriminator.as_ref()?;
        if !schema.any_of.is_empty() || discriminator.mapping.is_empty() {
            return None;
        }
        let base = self.api.def(own).at;
        let mut targets: Vec<(String, Pointer)> = Vec::new();
        for (value, target) in &discriminator.mapping {
            let at = self.mapped_place(target.at, &target.name)?;
            if at == base || !self.extends(at, base, &mut Vec::new()) {
                return None;
            }
            targets.push((value.clone(), at));
        }
        let mut variants: Vec<Variant> = Vec::new();
        for (value, at) in targets {
            let ty = Type::Def(self.definition(at), Vec::new());
            match variants.iter_mut().find(|variant| variant.ty == ty) {
                Some(variant) => variant.tags.push(value),
                None => {
                    let word = self.reader.sources().name(at).to_owned();
                    variants.push(Variant { at, hint: vec![word], ty, tags: vec![value] });
                }
            }
        }
        Some(Shape::Union { tag: Some(discriminator.property.clone()), variants })
    }

    /// Whether the schema at a place says that it is what another is, itself or by one that it extends.
    fn extends(&mut self, at: Pointer, base: Pointer, seen: &mut Vec<Pointer>) -> bool {
        if seen.contains(&at) {
            return false;
        }
        seen.push(at);
        let Some(schema) = self.schema_at(at) else { return false };
        self.parts_extend(&schema, base, seen)
    }

    fn parts_extend(&mut self, schema: &Rc<Schema>, base: Pointer, seen: &mut Vec<Pointer>) -> bool {
        schema.reference.iter().chain(schema.all_of.iter().filter_map(|part| part.reference.as_ref())).any(
            |named| match self.reader.sources().resolve(named.at, &named.name) {
                Ok(target) => target == base || self.extends(target, base, seen),
                Err(_) => false,
            },
        ) || schema.all_of.iter().any(|part| part.reference.is_none() && self.parts_extend(part, base, seen))
    }
}
