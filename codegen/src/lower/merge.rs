//! `allOf`: one schema from several.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::Lowering;
use super::beside::is_demand;
use super::schema::is_null;
use super::union::variant_word;
use crate::diagnostic::Pointer;
use crate::openapi::{Kind, More, Named, Schema, ValueWords};

/// How much all `allOf`s together may bring in, in properties, alternatives and demands. The largest documents there
/// are stay far below; what goes beyond makes too much code for any compiler.
const LIMIT: usize = 1_000_000;

impl Lowering<'_> {
    /// The schema with everything that its `allOf`, and what stands beside a `$ref`, brings in.
    ///
    /// Properties keep the order in which they are met, what a schema says itself coming last and winning.
    pub(super) fn merged(&mut self, schema: &Rc<Schema>) -> Rc<Schema> {
        if schema.all_of.is_empty() {
            return schema.clone();
        }
        let mut merged = Schema { at: schema.at, ..Schema::default() };
        for by in &schema.all_of {
            if let Some(part) = self.part(by).filter(|part| self.affords(schema, part)) {
                let part = self.without_heirs(part);
                let part = self.crossed(&mut merged, part);
                self.compare(&merged, &part);
                self.compare_with_parts(schema, &merged, &part, by);
                absorb(&mut merged, &part);
            }
        }
        let own = self.crossed(&mut merged, schema.clone());
        self.compare(&merged, &own);
        self.compare_with_parts(schema, &merged, &own, schema);
        absorb(&mut merged, &own);
        merged.title.clone_from(&schema.title);
        merged.description = schema.description.clone().or(merged.description);
        merged.more.change(|merged| {
            merged.docs_url.clone_from(&schema.more.docs_url);
            merged.client_name.clone_from(&schema.more.client_name);
        });
        Rc::new(merged)
    }

    /// Complains of properties that are one thing in what is merged so far, and another in the next part.
    fn compare(&mut self, merged: &Schema, part: &Schema) {
        if merged.properties.is_empty() || part.properties.is_empty() {
            return;
        }
        let known: HashMap<&str, &Rc<Schema>> =
            merged.properties.iter().map(|(name, property)| (name.as_str(), property)).collect();
        for (name, property) in &part.properties {
            let Some((first, second, at)) = known.get(name.as_str()).and_then(|known| apart(known, property))
            else {
                continue;
            };
            let message = format!(
                "`{name}` is {} in one part of this `allOf`, and {} here: what is said last counts",
                first.words(),
                second.words()
            );
            let found = self.reader.diagnostics().warning("conflict", at, message);
            found.help("no value is both: let both say the same, or give one of the properties another name");
        }
    }

    /// Where two parts have alternatives, a value is one of the first and one of the second: leaves in the part what
    /// is to be added to those of `merged`, if there are not too many pairs.
    fn crossed(&mut self, merged: &mut Schema, part: Rc<Schema>) -> Rc<Schema> {
        const LIMIT: usize = 32;
        if merged.any_of.is_empty() || part.any_of.is_empty() {
            return part;
        }
        let mut rest = Schema { any_of: Vec::new(), any_of_at: None, ..Schema::clone(&part) };
        // What only demands properties narrows the others.
        if part.any_of.iter().all(|branch| is_demand(branch)) {
            return Rc::new(rest);
        }
        if merged.any_of.iter().all(|branch| is_demand(branch)) {
            merged.any_of.clear();
            return part;
        }
        if merged.any_of.len() * part.any_of.len() > LIMIT {
            if let Some(at) = part.any_of_at {
                let message =
                    "too many alternatives meet here to name each pair: a value is read as one of either";
                self.reader.diagnostics().warning("many-alternatives", at, message);
            }
            return part;
        }
        // One property does not tell pairs apart.
        merged.more.change(|merged| merged.discriminator = None);
        let firsts = std::mem::take(&mut merged.any_of);
        for first in firsts {
            for second in &part.any_of {
                match (is_null(&first), is_null(second)) {
                    (true, true) => merged.any_of.push(first.clone()),
                    (false, false) => merged.any_of.push(self.pair(&first, second)),
                    _ => {}
                }
            }
        }
        rest.more.change(|rest| rest.discriminator = None);
        Rc::new(rest)
    }

    /// A part of an `allOf`, without its alternatives if these are its heirs: a base that lists them says nothing of
    /// what one of them is.
    fn without_heirs(&mut self, part: Rc<Schema>) -> Rc<Schema> {
        let Some(base) = part.at.filter(|_| part.more.discriminator.is_some() && !part.any_of.is_empty())
        else {
            return part;
        };
        let known = self.heirs_listed.get(&base).copied();
        let lists_heirs = known.unwrap_or_else(|| {
            let sources = self.reader.sources();
            let named = part.any_of.iter().filter_map(|branch| branch.reference.as_ref());
            let targets = named.filter_map(|named| sources.resolve(named.at, &named.name).ok());
            let targets: Vec<Pointer> = targets.collect();
            targets.into_iter().any(|target| self.extends(target, base))
        });
        self.heirs_listed.insert(base, lists_heirs);
        if !lists_heirs {
            return part;
        }
        Rc::new(Schema { any_of: Vec::new(), any_of_at: None, ..Schema::clone(&part) })
    }

    fn pair(&self, first: &Rc<Schema>, second: &Rc<Schema>) -> Rc<Schema> {
        let words = [first, second].map(|branch| variant_word(branch, self));
        Rc::new(Schema {
            at: second.at,
            more: More { client_name: Some(words.join(" ")), ..More::default() }.into(),
            all_of: vec![first.clone(), second.clone()],
            ..Schema::default()
        })
    }

    /// The schema that a reference leads to, merged; the schema itself if it is none.
    /// One that leads nowhere is complained of where it is used.
    pub(super) fn resolved(&mut self, schema: &Rc<Schema>) -> Option<Rc<Schema>> {
        if let Some(named) = &schema.reference {
            self.reader.sources().resolve(named.at, &named.name).ok()?;
        }
        self.part(schema)
    }

    /// A part of an `allOf`, itself merged; `None` if it leads back to one that is being merged.
    fn part(&mut self, part: &Rc<Schema>) -> Option<Rc<Schema>> {
        let Some(reference) = &part.reference else {
            return Some(self.merged(part));
        };
        let target = self.reader.resolve(reference.at, &reference.name, "it is left out")?;
        if self.merging.contains(&target) {
            self.reader.circular(reference.at);
            return None;
        }
        self.compare_with_target(part, target);
        self.merged_at(target)
    }

    /// The schema at a place, merged once. All that it is made of is merged before it, one after the other: chains
    /// of references can be longer than any stack.
    pub(super) fn merged_at(&mut self, target: Pointer) -> Option<Rc<Schema>> {
        let mut open = vec![target];
        while let Some(&at) = open.last() {
            if self.merged.contains_key(&at) {
                open.pop();
                continue;
            }
            let schema = self.schema_at(at);
            if self.merging.insert(at) {
                let mut bases = Vec::new();
                if let Some(schema) = &schema {
                    self.bases(schema, &mut bases);
                }
                bases.retain(|base| !self.merging.contains(base));
                open.extend(bases.into_iter().rev());
                continue;
            }
            let merged = schema.and_then(|schema| match schema.reference {
                Some(_) => self.part(&schema),
                None => Some(self.merged(&schema)),
            });
            self.merging.remove(&at);
            self.merged.insert(at, merged);
        }
        self.merged.get(&target).cloned().flatten()
    }

    /// Whether a part can be brought in without more being copied than anyone could use.
    fn affords(&mut self, schema: &Schema, part: &Schema) -> bool {
        let before = self.copied;
        self.copied += part.properties.len() + part.required.len() + part.any_of.len() + part.limits.len();
        let affordable = self.copied <= LIMIT;
        if let (false, true, Some(at)) = (affordable, before <= LIMIT, schema.at) {
            let message = format!("the `allOf`s up to here bring in more than {LIMIT} properties");
            let found = self.reader.diagnostics().error("too-large", at, message);
            found.help("let schemas refer to others in properties, rather than repeat all that these have");
        }
        affordable
    }
}

fn absorb(into: &mut Schema, part: &Schema) {
    absorb_properties(into, part);
    let known: HashSet<&str> = into.required.iter().map(|required| required.name.as_str()).collect();
    let required = part.required.iter().filter(|required| !known.contains(required.name.as_str()));
    let required: Vec<Named> = required.cloned().collect();
    into.required.extend(required);
    let known: HashSet<*const Schema> = into.any_of.iter().map(Rc::as_ptr).collect();
    into.any_of.extend(part.any_of.iter().filter(|branch| !known.contains(&Rc::as_ptr(branch))).cloned());
    into.any_of_at = into.any_of_at.or(part.any_of_at);
    into.nullable |= part.nullable;
    into.deprecated |= part.deprecated;
    if into.kinds.is_empty() {
        into.kinds.clone_from(&part.kinds);
    }
    // What comes by several ways is said once.
    for limit in &part.limits {
        if !into.limits.contains(limit) {
            into.limits.push(limit.clone());
        }
    }
    for check in &part.checks {
        if into.checks.iter().all(|known| known.at != check.at) {
            into.checks.push(check.clone());
        }
    }
    prefer(&mut into.description, part.description.as_ref());
    prefer(&mut into.format, part.format.as_ref());
    prefer(&mut into.additional, part.additional.as_ref());
    prefer(&mut into.items, part.items.as_ref());
    prefer(&mut into.values, part.values.as_ref());
    prefer(&mut into.constant, part.constant.as_ref());
    prefer(&mut into.rules.lenient_scalars, part.rules.lenient_scalars.as_ref());
    prefer(&mut into.rules.ignore_case, part.rules.ignore_case.as_ref());
    prefer(&mut into.rules.loose_enums, part.rules.loose_enums.as_ref());
    into.more.change(|into| absorb_more(into, &part.more));
    into.words.change(|into| absorb_words(into, &part.words));
}

fn absorb_more(into: &mut More, part: &More) {
    prefer(&mut into.media_type, part.media_type.as_ref());
    prefer(&mut into.content, part.content.as_ref());
    prefer(&mut into.xml, part.xml.as_ref());
    if !part.prefix.is_empty() {
        into.prefix.clone_from(&part.prefix);
    }
    into.min_items = into.min_items.max(part.min_items);
    prefer(&mut into.discriminator, part.discriminator.as_ref());
}

fn absorb_words(into: &mut ValueWords, part: &ValueWords) {
    prefer(&mut into.enum_name, part.enum_name.as_ref());
    if !part.value_names.is_empty() {
        into.value_names.clone_from(&part.value_names);
        into.value_docs.clone_from(&part.value_docs);
    }
    for value in &part.named_values {
        if into.named_values.iter().all(|known| known.at != value.at) {
            into.named_values.push(value.clone());
        }
    }
}

fn absorb_properties(into: &mut Schema, part: &Schema) {
    let known = into.properties.iter().enumerate().map(|(place, (name, _))| (name.as_str(), place));
    let known: HashMap<&str, usize> = known.collect();
    let places: Vec<Option<usize>> =
        part.properties.iter().map(|(name, _)| known.get(name.as_str()).copied()).collect();
    for ((name, property), place) in part.properties.iter().zip(places) {
        match place.and_then(|place| into.properties.get_mut(place)) {
            Some((_, known)) => *known = narrowed(known, property),
            None => into.properties.push((name.clone(), property.clone())),
        }
    }
}

/// A property of which two parts have something to say. One that says by itself what it is stands as it is; what
/// adds words, limits or properties goes together with what is known.
fn narrowed(known: &Rc<Schema>, property: &Rc<Schema>) -> Rc<Schema> {
    let composed = property.reference.is_some() || !property.all_of.is_empty() || !property.any_of.is_empty();
    let same = Rc::ptr_eq(known, property) || known.at == property.at;
    if same || composed || property.trivial.is_some() || apart(known, property).is_some() {
        return property.clone();
    }
    let objects =
        !property.properties.is_empty() || known.reference.is_some() || !known.properties.is_empty();
    let scalar = property.kinds.iter().any(|(kind, _)| !matches!(kind, Kind::Object | Kind::Array));
    let items = property.items.is_some() || !property.more.prefix.is_empty();
    if let (Some(first), Some(second), true) =
        (&known.items, &property.items, property.more.prefix.is_empty())
    {
        return Rc::new(Schema { items: Some(narrowed(first, second)), ..Schema::clone(property) });
    }
    if scalar && objects || items {
        return property.clone();
    }
    let untyped = property.kinds.iter().all(|(kind, _)| *kind == Kind::Object) && property.format.is_none();
    let bare =
        property.properties.is_empty() && property.required.is_empty() && property.additional.is_none();
    let content =
        property.more.media_type.is_some() || property.more.content.is_some() || property.more.xml.is_some();
    let words = untyped && bare && !content && property.values.is_none() && property.constant.is_none();
    let mut whole = Schema::clone(property);
    whole.description = whole.description.or_else(|| known.description.clone());
    whole.setter = whole.setter.or(known.setter);
    // Words beside one schema leave it the type that it is.
    whole.all_of = if words { vec![known.clone()] } else { vec![known.clone(), property.clone()] };
    Rc::new(whole)
}

/// The kinds of two schemas that no value can be both of, and where the second one says so.
fn apart(known: &Schema, property: &Schema) -> Option<(Kind, Kind, Pointer)> {
    let ([(first, _)], [(second, at)]) = (known.kinds.as_slice(), property.kinds.as_slice()) else {
        return None;
    };
    let number = |kind: &Kind| matches!(kind, Kind::Integer | Kind::Number);
    (first != second && !(number(first) && number(second))).then_some((*first, *second, *at))
}

fn prefer<T: Clone>(into: &mut Option<T>, part: Option<&T>) {
    if part.is_some() {
        *into = part.cloned();
    }
}
