//! Definitions for schemas that have no name of their own.
//!
//! An `allOf` brings the inline schemas of another one in, which are then met once more. Several levels down, a
//! schema that was met before is the type that it was; and what is deeper still waits for its turn: documents
//! have chains longer than a stack, and trees wider than any memory.

use std::collections::{HashMap, VecDeque};
use std::rc::Rc;

use super::schema::Usage;
use super::{Lowering, docs_of};
use crate::diagnostic::Pointer;
use crate::ir::{Shape, Type, TypeId};
use crate::openapi::Schema;

/// From how many levels on a schema is one type, however often it is met.
const SHARED: usize = 2;
/// From how many levels on it waits.
const DEEP: usize = 24;
/// How many schemas there can be, one within the other, where none on the way gets a definition.
const ENDLESS: usize = 16;

/// What is under way.
#[derive(Default)]
pub(super) struct Hoisting {
    /// The places of the schemas that are being given a definition, outermost first.
    open: Vec<Pointer>,
    /// The schemas whose use is being looked at, outermost first, with the definitions of those that have one.
    uses: Vec<(Rc<Schema>, Option<TypeId>)>,
    /// How many levels down this is.
    depth: usize,
    /// What schemas several levels down came to, by their address, and the schemas, so that they keep it.
    known: HashMap<*const Schema, (Rc<Schema>, Usage)>,
    later: VecDeque<Later>,
}

type Shaping = Box<dyn FnOnce(&mut Lowering<'_>, &[String]) -> Shape>;

/// A definition whose shape waits.
struct Later {
    id: TypeId,
    schema: Rc<Schema>,
    parent: Option<TypeId>,
    depth: usize,
    shape: Shaping,
}

impl Lowering<'_> {
    /// The type of a schema where it is used; `hint` are the words for a definition, should it need one.
    pub(super) fn usage(&mut self, schema: &Rc<Schema>, hint: &[String]) -> Usage {
        if schema.reference.is_some() {
            return self.usage_of(schema, hint);
        }
        if self.sharing {
            return self.shared_usage(schema, hint);
        }
        let shares = self.hoisting.depth >= SHARED;
        if let Some((_, usage)) = self.hoisting.known.get(&Rc::as_ptr(schema)).filter(|_| shares) {
            return usage.clone();
        }
        let mut open = self.hoisting.uses.iter().filter(|(open, _)| Rc::ptr_eq(open, schema));
        match (open.next(), schema.at) {
            (Some((_, Some(id))), _) if shares => {
                return Usage { ty: Type::Def(*id, Vec::new()), nullable: schema.nullable };
            }
            (Some((_, None)), Some(at)) => {
                self.reader.circular(at);
                return Usage { ty: Type::Json, nullable: false };
            }
            _ => {}
        }
        let unnamed = self.hoisting.uses.iter().rev().take_while(|(_, id)| id.is_none()).count();
        if let Some(at) = schema.at.filter(|_| unnamed >= ENDLESS) {
            let message = format!("more than {ENDLESS} schemas, one within the other: any JSON is taken");
            let found = self.reader.diagnostics().warning("deep-type", at, message);
            found.help("name the properties of an object on the way");
            return Usage { ty: Type::Json, nullable: false };
        }
        // A list of a list by another `allOf` each goes down as well.
        let composed = usize::from(!schema.all_of.is_empty());
        self.hoisting.depth += composed;
        self.hoisting.uses.push((schema.clone(), None));
        let usage = self.usage_of(schema, hint);
        self.hoisting.uses.pop();
        self.hoisting.depth -= composed;
        if shares {
            self.hoisting.known.insert(Rc::as_ptr(schema), (schema.clone(), usage.clone()));
        }
        usage
    }

    /// Gives an inline schema a definition.
    pub(super) fn hoist(
        &mut self,
        schema: &Rc<Schema>,
        hint: &[String],
        shape: impl FnOnce(&mut Lowering<'_>, &[String]) -> Shape + 'static,
    ) -> Type {
        let Some(at) = schema.at else { return Type::Json };
        // Once for its kinds and once for one of them; a third time it is an alternative of itself by an `allOf`.
        if self.hoisting.open.iter().filter(|&&open| open == at).count() > 1 {
            self.reader.circular(at);
            return Type::Json;
        }
        let id = self.reserve(at, hint.to_vec(), self.parent);
        if let Some((_, own @ None)) = self.hoisting.uses.last_mut() {
            *own = Some(id);
        }
        let (schema, parent, depth) = (schema.clone(), self.parent, self.hoisting.depth + 1);
        let later = Later { id, schema, parent, depth, shape: Box::new(shape) };
        if self.hoisting.depth < DEEP {
            self.give(later);
        } else {
            self.hoisting.later.push_back(later);
        }
        Type::Def(id, Vec::new())
    }

    /// Does something that has nothing to do with what is under way.
    pub(super) fn aside(&mut self, work: impl FnOnce(&mut Self)) {
        let open = std::mem::take(&mut self.hoisting.open);
        let uses = std::mem::take(&mut self.hoisting.uses);
        let depth = std::mem::take(&mut self.hoisting.depth);
        let sharing = std::mem::take(&mut self.sharing);
        work(self);
        self.sharing = sharing;
        self.hoisting.open = open;
        self.hoisting.uses = uses;
        self.hoisting.depth = depth;
    }

    /// Gives the definitions that wait their shapes.
    pub(super) fn hoist_later(&mut self) {
        while let Some(later) = self.hoisting.later.pop_front() {
            self.give(later);
        }
    }

    fn give(&mut self, Later { id, schema, parent, depth, shape }: Later) {
        let outer = std::mem::replace(&mut self.hoisting.depth, depth);
        let around = std::mem::replace(&mut self.parent, parent);
        self.hoisting.open.extend(schema.at);
        let hint = self.api.def(id).hint.clone();
        let (shape, rules) = (shape(self, &hint), self.rules_of(&schema));
        if schema.at.is_some() {
            self.hoisting.open.pop();
        }
        self.hoisting.depth = outer;
        self.parent = around;
        let def = &mut self.api.types[id.0];
        def.rules = rules;
        def.shape = shape;
        def.docs = docs_of(&schema);
        def.title.clone_from(&schema.title);
        self.outcome(id, &schema);
    }
}
