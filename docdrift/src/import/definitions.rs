//! Definitions: those that are there are referred to, the others written.

use std::collections::BTreeSet;

use super::area::Area;
use super::build::Builder;
use super::known::Target;
use super::names;
use crate::page::{Definition, Page, Property, Said, Type};
use crate::spec::Schema;
use crate::write;

impl Builder<'_> {
    /// Sees to it that a type can be written: that the definitions that it names are there, and those that these name.
    /// Values that stand at the place itself become a type of their own, whose name is made of that of the place.
    pub(super) fn resolve(
        &mut self,
        page: &Page,
        line: usize,
        kind: &Type,
        place: &str,
        area: &Area,
    ) -> Type {
        match kind {
            Type::List(item) => Type::List(Box::new(self.resolve(page, line, item, place, area))),
            Type::Values(values) => self.enumeration(page, values, place, area),
            Type::Named(name) => {
                if !self.resolved.contains_key(name) {
                    self.definition(page, line, name, area);
                }
                kind.clone()
            }
            Type::Prose(words) => {
                self.note(page, line, format!("`{place}`: the type is said in words: {words}"));
                kind.clone()
            }
            _ => kind.clone(),
        }
    }

    fn definition(&mut self, page: &Page, line: usize, name: &str, area: &Area) {
        let found = self.described(page, name);
        if let Some((schema, target)) = self.parts.known.schema(name) {
            let differs = found.as_ref().is_some_and(|(_, one)| !has_shape(schema, one));
            // A full name stands for one definition alone; what they differ in is for a comparison to say.
            if !differs || name.contains('.') {
                self.resolved.insert(name.to_owned(), target);
                return;
            }
        }
        let Some((source, definition)) = found else {
            self.note(page, line, format!("no page describes `{name}`: its type is left open"));
            return;
        };
        let key = names::key(name);
        if let Some((schema, target)) = self.parts.known.schema(&key)
            && has_shape(schema, &definition)
        {
            self.resolved.insert(name.to_owned(), target);
            return;
        }
        self.write(&source, name, definition, &key, area);
    }

    /// Whether a page or the description has a definition of a name.
    pub(super) fn is_described(&self, page: &Page, name: &str) -> bool {
        self.described(page, name).is_some() || self.parts.known.schema(name).is_some()
    }

    /// A type that is made of a table which has no name.
    pub(super) fn own(
        &mut self,
        page: &Page,
        line: usize,
        properties: Vec<Property>,
        key: &str,
        area: &Area,
    ) -> Type {
        let name = format!("body of {key}");
        self.write(page, &name, Definition { line, properties, ..Definition::default() }, key, area);
        Type::Named(name)
    }

    /// The definition of a name: on the page itself if it has one, or else on another.
    fn described(&self, page: &Page, name: &str) -> Option<(Page, Definition)> {
        let others = self.pages.iter().filter(|other| other.source != page.source);
        let mut found = std::iter::once(page).chain(others).filter_map(|page| {
            let is = |one: &&Definition| one.name.as_deref() == Some(name);
            Some((page.clone(), page.definitions.iter().find(is)?.clone()))
        });
        found.next()
    }

    fn write(&mut self, page: &Page, name: &str, mut definition: Definition, key: &str, area: &Area) {
        let file = area.file("schemas.yaml");
        let free = names::free(key, |key| self.has_key(&file, key));
        if free != key {
            self.note(
                page,
                definition.line,
                format!("`{name}` is called `{free}`, since there is another `{key}`"),
            );
        }
        self.resolved.insert(name.to_owned(), Target { file: file.clone(), pointer: format!("/{free}") });
        // Its place among the others is before those that it leads to.
        let entries = self.parts.entries.entry(file.clone()).or_default();
        let at = entries.len();
        entries.push((free.clone(), write::Map::new()));
        for property in &mut definition.properties {
            let place = format!("{free}.{}", property.name);
            property.kind = self.resolve(page, property.line, &property.kind, &place, area);
        }
        let address = self.address(page);
        let about = Self::about(page, address.as_ref());
        let map = write::definition(&definition, about, &|name: &str| self.reference(name, &file));
        if let Some(entry) = self.parts.entries.get_mut(&file).and_then(|entries| entries.get_mut(at)) {
            entry.1 = map;
        }
    }

    /// A type that has the values that stand at a place, such as `Customer.relationshipToPartner`.
    fn enumeration(&mut self, page: &Page, values: &[Said], place: &str, area: &Area) -> Type {
        let texts: Vec<String> = values.iter().map(|value| value.text.clone()).collect();
        let borrowed: Vec<&str> = texts.iter().map(String::as_str).collect();
        let line = values.first().map_or(1, |value| value.line);
        let own = names::camel(place.rsplit('.').next().unwrap_or(place));
        let name = format!("values of {place}");
        let new = self.values.iter().find(|(key, known, _)| *key == own && *known == texts);
        let known = new.map(|(_, _, target)| target.clone());
        if let Some(target) = known.or_else(|| self.parts.known.values(&own, &borrowed)) {
            self.resolved.insert(name.clone(), target);
            return Type::Named(name);
        }
        let file = area.file("schemas.yaml");
        let whole: Vec<String> = place.split('.').map(names::camel).collect();
        let key = if self.has_key(&file, &own) { whole.concat() } else { own.clone() };
        let key = names::free(&key, |key| self.has_key(&file, key));
        let definition = Definition { values: values.to_vec(), ..Definition::default() };
        let address = self.address(page);
        let map = write::definition(&definition, Self::about(page, address.as_ref()), &|_: &str| None);
        self.parts.entries.entry(file.clone()).or_default().push((key.clone(), map));
        self.note(page, line, format!("the values at `{place}` are a type of their own, called `{key}`"));
        let target = Target { file, pointer: format!("/{key}") };
        self.values.push((own, texts, target.clone()));
        self.resolved.insert(name.clone(), target);
        Type::Named(name)
    }
}

/// Whether a schema has the properties, or the values, of a definition.
pub(super) fn has_shape(schema: &Schema, definition: &Definition) -> bool {
    let own: BTreeSet<&str> = schema.properties.iter().map(|one| one.name.as_str()).collect();
    let listed: BTreeSet<&str> = definition.properties.iter().map(|one| one.name.as_str()).collect();
    let values: BTreeSet<&str> = schema.values.iter().map(|(value, _)| value.as_str()).collect();
    let said: BTreeSet<&str> = definition.values.iter().map(|one| one.text.as_str()).collect();
    own == listed && values == said
}
