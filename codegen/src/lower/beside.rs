//! Alternatives, and what is said beside them: each has all of that too.

use std::collections::HashSet;
use std::rc::Rc;

use super::Lowering;
use super::schema::{is_enum, is_null, is_struct};
use crate::openapi::{Kind, More, Named, Schema};

/// How many schemas there can be, each the only alternative of the one before.
const MOST: usize = 16;

impl Lowering<'_> {
    /// A schema together with its only alternative, if it has but one, and the alternatives of both.
    pub(super) fn whole(&mut self, mut schema: Rc<Schema>) -> (Rc<Schema>, Vec<Rc<Schema>>) {
        let mut alternatives = self.alternatives(&schema);
        for _ in 0..MOST {
            let ([only], true) = (alternatives.as_slice(), is_struct(&schema)) else { break };
            let Some(whole) = self.resolved(only).filter(|whole| is_struct(whole)) else { break };
            schema = whole;
            alternatives = self.alternatives(&schema);
        }
        (schema, alternatives)
    }

    /// The alternatives of a schema that are not just `null`. Of an object, alternatives that only demand some
    /// properties are none: they narrow what it says anyway.
    pub(super) fn alternatives(&mut self, schema: &Schema) -> Vec<Rc<Schema>> {
        let own = |branch: &&Rc<Schema>| !is_null(branch) && branch.trivial != Some(false);
        let mut alternatives: Vec<Rc<Schema>> = schema.any_of.iter().filter(own).cloned().collect();
        // One that leads nowhere would take whatever is of the others.
        alternatives.retain(|branch| {
            let named = branch.reference.as_ref();
            named.is_none_or(|named| self.reader.resolve(named.at, &named.name, "it is left out").is_some())
        });
        if alternatives.is_empty() || alternatives.iter().all(|branch| is_demand(branch)) {
            return Vec::new();
        }
        let Some(base) = base(schema) else { return alternatives };
        if let ([only], true) = (alternatives.as_slice(), is_struct(schema)) {
            return self.beside_one(schema, &base, only);
        }
        // What only some declare is demanded of these.
        let mut loose: HashSet<String> = HashSet::new();
        for own in alternatives.iter().filter_map(|branch| self.resolved(branch)) {
            loose.extend(own.properties.iter().map(|(name, _)| name.clone()));
        }
        loose.retain(|name| base.properties.iter().all(|(known, _)| known != name));
        let with = |branch: &Rc<Schema>, own: &mut Self| {
            let inner = own.resolved(branch);
            let has =
                |name: &str| inner.iter().flat_map(|inner| &inner.properties).any(|(known, _)| known == name);
            let demanded = |named: &&Named| has(&named.name) || !loose.contains(&named.name);
            let required = base.required.iter().filter(demanded).cloned().collect();
            own.beside(&Rc::new(Schema { required, ..Schema::clone(&base) }), branch)
        };
        alternatives.iter().map(|branch| with(branch, self)).collect()
    }

    fn beside_one(&mut self, schema: &Schema, base: &Rc<Schema>, only: &Rc<Schema>) -> Vec<Rc<Schema>> {
        let Some(own) = self.resolved(only) else { return vec![only.clone()] };
        if !may_be_object(&own) {
            let message = "this is no object, as the properties beside it say that it is: it is left out";
            let found = only.at.map(|at| self.reader.diagnostics().warning("conflict", at, message));
            found.map(|found| {
                found.help("no value is both: list another alternative, or move the properties into one")
            });
            return Vec::new();
        }
        if !schema.any_of.iter().any(|branch| is_null(branch)) {
            return vec![self.beside(base, only)];
        }
        // What may be there or not, as `oneOf` with `null` says beside properties, insists on nothing.
        if own.any_of.is_empty() {
            let loose = Schema { at: only.at, required: Vec::new(), ..Schema::clone(&own) };
            return vec![self.beside(base, &Rc::new(loose))];
        }
        vec![self.beside(base, only), base.clone()]
    }

    /// An alternative together with what is said beside it, unless it says that anyway.
    fn beside(&mut self, base: &Rc<Schema>, branch: &Rc<Schema>) -> Rc<Schema> {
        let Some(own) = self.resolved(branch) else { return branch.clone() };
        let has = |name: &str| own.properties.iter().any(|(known, _)| known == name);
        let demands = |name: &str| own.required.iter().any(|known| known.name == name);
        let said = base.properties.iter().all(|(name, _)| has(name))
            && base.required.iter().all(|named| demands(&named.name))
            && (base.additional.is_none() || own.additional.is_some());
        if !may_be_object(&own) || said {
            return branch.clone();
        }
        let all_of = vec![base.clone(), branch.clone()];
        Rc::new(Schema {
            at: branch.at,
            title: branch.title.clone(),
            kinds: own.kinds.clone(),
            all_of,
            more: More { client_name: branch.more.client_name.clone(), ..More::default() }.into(),
            ..Schema::default()
        })
    }
}

/// What a schema says beside its alternatives, if that is anything. The property by which they are told apart is
/// for each of them to say.
fn base(schema: &Schema) -> Option<Rc<Schema>> {
    let mut base =
        Schema { any_of: Vec::new(), any_of_at: None, description: None, title: None, ..schema.clone() };
    base.more.change(|base| base.discriminator = None);
    if let Some(discriminator) = &schema.more.discriminator {
        base.properties.retain(|(name, _)| *name != discriminator.property);
        base.required.retain(|named| named.name != discriminator.property);
    }
    base.additional.take_if(|others| others.trivial.is_some());
    let says = !base.properties.is_empty() || !base.required.is_empty() || base.additional.is_some();
    (says && may_be_object(&base)).then(|| Rc::new(base))
}

fn may_be_object(schema: &Schema) -> bool {
    let object = schema.kinds.iter().all(|(kind, _)| *kind == Kind::Object);
    object && !is_enum(schema) && schema.items.is_none() && schema.more.prefix.is_empty()
}

/// Whether a schema names no type, only what an object has to have.
pub(super) fn is_demand(schema: &Schema) -> bool {
    !schema.required.is_empty()
        && schema.reference.is_none()
        && schema.properties.is_empty()
        && schema.all_of.is_empty()
        && schema.any_of.is_empty()
        && schema.items.is_none()
        && !is_enum(schema)
        && schema.kinds.iter().all(|(kind, _)| *kind == Kind::Object)
}
