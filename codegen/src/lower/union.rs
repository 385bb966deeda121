//! `oneOf`, `anyOf` and several types: one value out of several shapes.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::{Lowering, extended};
use crate::diagnostic::Pointer;
use crate::ir::{Shape, Type, TypeId, Variant};
use crate::openapi::{Kind, Named, Schema};
use crate::source::Sources;

impl Lowering<'_> {
    pub(super) fn union_shape(&mut self, schema: &Schema, branches: &[Rc<Schema>], hint: &[String]) -> Shape {
        self.compare_with_alternatives(schema, branches);
        let mut variants: Vec<Variant> = Vec::new();
        let mut known = HashSet::new();
        for (branch, word) in branches.iter().zip(variant_words(branches, self)) {
            let ty = self.usage(branch, &extended(hint, &word)).ty;
            let Some(at) = branch.at else { continue };
            if known.insert(ty.clone()) {
                variants.push(Variant { at, hint: vec![word], ty, tags: Vec::new(), fallback: false });
            }
        }
        // Formats that have no type of their own leave but one.
        if let ([only], None) = (variants.as_slice(), &schema.more.discriminator) {
            return Shape::Alias(only.ty.clone());
        }
        let tag = self.tag(schema, branches, &mut variants);
        Shape::Union { tag, variants }
    }

    /// A value of one of several plain types: `type: [string, integer]`.
    pub(super) fn kinds_shape(
        &mut self,
        schema: &Schema,
        kinds: &[(Kind, Pointer)],
        hint: &[String],
    ) -> Shape {
        let variant = |&(kind, at): &(Kind, Pointer)| {
            let word = kind_word(kind).to_owned();
            let ty = self.of_kind(schema, kind, at, &extended(hint, &word));
            Variant { at, hint: vec![word], ty, tags: Vec::new(), fallback: false }
        };
        Shape::Union { tag: None, variants: kinds.iter().map(variant).collect() }
    }

    /// The property that tells the variants apart, and what the mapping says of each. Those that it says
    /// nothing of wait for [`tags`](super::tags).
    fn tag(&mut self, schema: &Schema, branches: &[Rc<Schema>], variants: &mut [Variant]) -> Option<String> {
        let discriminator = schema.more.discriminator.as_ref()?;
        let mut places: HashMap<TypeId, usize> = HashMap::new();
        for (place, variant) in variants.iter().enumerate() {
            if let Type::Def(id, arguments) = &variant.ty
                && arguments.is_empty()
            {
                places.insert(*id, place);
            }
            // With what stands beside the alternatives, one is more than the schema that a mapping names.
            let whole = branches.iter().find(|branch| branch.at == Some(variant.at));
            if let Some(named) = whole.and_then(|branch| branch.all_of.last()?.reference.as_ref())
                && let Ok(target) = self.reader.sources().resolve(named.at, &named.name)
            {
                places.insert(self.definition(target), place);
            }
        }
        for (value, target) in &discriminator.mapping {
            let Some(id) = self.mapped(target.at, &target.name) else {
                continue;
            };
            match places.get(&id).and_then(|&place| variants.get_mut(place)) {
                Some(variant) => variant.tags.push(value.clone()),
                None => {
                    let message = format!(
                        "`{value}` leads to a schema that is not one of the alternatives: it is ignored"
                    );
                    let found = self.reader.diagnostics().warning("discriminator", target.at, message);
                    found.help("add the schema to `oneOf`, or remove the entry");
                }
            }
        }
        if let Some(target) = &discriminator.otherwise
            && let Some(id) = self.mapped(target.at, &target.name)
        {
            self.fall_back(target, places.get(&id).and_then(|&place| variants.get_mut(place)));
        }
        Some(discriminator.property.clone())
    }

    /// Makes an alternative that of values whose tag is missing or unknown.
    pub(super) fn fall_back(&mut self, target: &Named, variant: Option<&mut Variant>) {
        if let Some(variant) = variant {
            variant.fallback = true;
            return;
        }
        let message = "this schema is not one of the alternatives: it is ignored";
        let found = self.reader.diagnostics().warning("discriminator", target.at, message);
        found.help("name one of the alternatives, or remove the entry");
    }

    /// A mapping names a schema of the components, or refers to one.
    fn mapped(&mut self, at: Pointer, name: &str) -> Option<TypeId> {
        let target = self.mapped_place(at, name)?;
        Some(self.definition(target))
    }

    /// The place of the schema that a mapping leads to.
    pub(super) fn mapped_place(&mut self, at: Pointer, name: &str) -> Option<Pointer> {
        let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || ".-_".contains(c));
        let component = format!("#/components/schemas/{name}");
        let sources = self.reader.sources();
        match sources.resolve(at, &component) {
            Ok(target) if plain => Some(target),
            _ if plain && sources.resolve(at, name).is_err() => {
                let message =
                    format!("`{name}` is neither a schema of the components nor a file: it is ignored");
                let found = self.reader.diagnostics().warning("dangling-reference", at, message);
                found.help("write the name of a schema, or a reference such as `#/components/schemas/Name`");
                None
            }
            _ => self.reader.resolve(at, name, "it is ignored"),
        }
    }
}

/// The words for variants. Where several have only their kind for a name, each is called by what it holds.
fn variant_words(branches: &[Rc<Schema>], lowering: &Lowering<'_>) -> Vec<String> {
    let words: Vec<String> = branches.iter().map(|branch| variant_word(branch, lowering)).collect();
    let wanted = counts(words.iter());
    let properties = branches.iter().flat_map(|branch| &branch.properties);
    let holders = counts(properties.map(|(name, _)| name));
    let is_alone = |among: &HashMap<&str, usize>, name: &str| among.get(name) == Some(&1);
    let word = |(branch, word): (&Rc<Schema>, &String)| {
        let kind = branch.kinds.first().map(|&(kind, _)| kind).filter(|&kind| kind_word(kind) == word);
        let better = kind.filter(|_| !is_alone(&wanted, word)).and_then(|kind| match kind {
            Kind::Array => {
                let items = branch.items.as_deref()?;
                Some(format!("{} {word}", variant_word(items, lowering)))
            }
            Kind::Object => {
                let mut own = branch.properties.iter().map(|(name, _)| name);
                own.find(|name| is_alone(&holders, name)).cloned()
            }
            _ => branch.format.clone(),
        });
        better.unwrap_or_else(|| word.clone())
    };
    branches.iter().zip(&words).map(word).collect()
}

/// How often each of some names is there.
fn counts<'n>(names: impl Iterator<Item = &'n String>) -> HashMap<&'n str, usize> {
    let mut counts = HashMap::new();
    for name in names {
        *counts.entry(name.as_str()).or_default() += 1;
    }
    counts
}

/// The word for a variant: the name of its schema, or of its kind.
pub(super) fn variant_word(branch: &Schema, lowering: &Lowering<'_>) -> String {
    if let Some(name) = &branch.more.client_name {
        return name.clone();
    }
    let sources = lowering.reader.sources();
    let parts = branch.all_of.iter().rev().filter_map(|part| part.reference.as_ref());
    let named = branch.reference.as_ref().or_else(|| parts.into_iter().next());
    let target = named.and_then(|named| sources.resolve(named.at, &named.name).ok());
    if let Some(target) = target {
        return sources.marks.name(target).unwrap_or_else(|| sources.name(target).to_owned());
    }
    let title = branch.title.clone().or_else(|| branch.words.enum_name.clone());
    let title = title.or_else(|| only_text(branch, sources));
    title.unwrap_or_else(|| branch.kinds.first().map_or("value", |&(kind, _)| kind_word(kind)).to_owned())
}

/// The only value of a property that can have no other: it is what tells the alternative from others.
fn only_text(branch: &Schema, sources: &Sources) -> Option<String> {
    let own = branch.properties.iter().find_map(|(_, property)| {
        let only = match property.values.as_deref() {
            Some([only]) => Some(*only),
            _ => property.constant,
        };
        sources.text(only?).map(str::to_owned)
    });
    own.or_else(|| branch.all_of.iter().rev().find_map(|part| only_text(part, sources)))
}

fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Boolean => "boolean",
        Kind::Integer => "integer",
        Kind::Number => "number",
        Kind::String => "text",
        Kind::Array => "list",
        Kind::Object => "object",
    }
}
