//! `enum` and `const`: the values that a schema lists.

use std::rc::Rc;

use super::Lowering;
use crate::diagnostic::Pointer;
use crate::ir::{Docs, EnumValue, Shape, Type};
use crate::openapi::{Kind, Schema};
use crate::source::Value;

impl Lowering<'_> {
    /// The type of an inline enum. The same one under the same name is one type.
    pub(super) fn enum_type(&mut self, schema: &Rc<Schema>, hint: &[String]) -> Type {
        let known = schema.enum_name.clone().map(|name| (name, self.spellings(schema)));
        if let Some(&id) = known.as_ref().and_then(|key| self.enums.get(key)) {
            return Type::Def(id, Vec::new());
        }
        let named = schema.enum_name.as_ref().map(|name| vec![name.clone()]);
        let ty =
            self.hoist(schema, named.as_deref().unwrap_or(hint), |lowering, _| lowering.enum_shape(schema));
        if let (Some(key), Type::Def(id, _)) = (known, &ty) {
            self.enums.insert(key, *id);
        }
        ty
    }

    pub(super) fn enum_shape(&mut self, schema: &Schema) -> Shape {
        let listed = schema.values.as_deref();
        let nodes = listed.unwrap_or(schema.constant.as_slice());
        let mut values: Vec<EnumValue> = Vec::new();
        for (index, &node) in nodes.iter().enumerate() {
            let Some(wire) = self.spelling(node) else {
                continue;
            };
            if values.iter().any(|value| value.wire == wire) {
                let message = format!("`{wire}` is in this enum twice: it counts once");
                self.reader
                    .diagnostics()
                    .warning("duplicate-value", node, message)
                    .help("remove one of the two");
                continue;
            }
            let hint = schema.value_names.get(index).unwrap_or(&wire).clone();
            let docs = Docs { description: schema.value_docs.get(index).cloned(), ..Docs::default() };
            values.push(EnumValue { at: node, wire, hint: vec![hint], docs });
        }
        Shape::Enum { values }
    }

    /// The schema, with its list of values only if an enum can be made of them.
    ///
    /// Numbers and flags stay what they are, and the documentation lists them; where the schema says that it is
    /// a string, they are texts that lack their quotes.
    pub(super) fn with_texts(&mut self, schema: &Rc<Schema>) -> Rc<Schema> {
        if let (Some([]), Some(at)) = (schema.values.as_deref(), schema.at) {
            let message = "this enum has no values: any value is taken";
            let found = self.reader.diagnostics().warning("empty-enum", at, message);
            found.help("list the values, or remove `enum`");
            return Rc::new(Schema { values: None, ..Schema::clone(schema) });
        }
        let sources = self.reader.sources();
        let value = |&at: &Pointer| (at, sources.value(at));
        let listed: Vec<(Pointer, &Value)> =
            schema.values.iter().flatten().chain(&schema.constant).map(value).collect();
        let text = |value: &Value| matches!(value, Value::Text(_) | Value::Null);
        let Some(&(odd, _)) = listed.iter().find(|(_, value)| !text(value)) else {
            return schema.clone();
        };
        let mixed = listed.iter().any(|(_, value)| matches!(value, Value::Text(_)));
        let inferred = kind_of(&listed);
        let mut plain = Schema { values: None, constant: None, ..Schema::clone(schema) };
        match (schema.kinds.as_slice(), schema.at) {
            ([(Kind::String, _)], _) => {
                let message = "this value is no string, though the schema says so: its spelling is taken";
                self.reader.diagnostics().warning("enum-values", odd, message).help("put it in quotes");
                return schema.clone();
            }
            ([] | [_], _) if mixed => {
                let message = "values of several types make no enum: any JSON is taken";
                self.reader.diagnostics().warning("enum-values", odd, message);
                plain.kinds.clear();
            }
            ([], Some(at)) => plain.kinds.extend(inferred.map(|kind| (kind, at))),
            _ => {}
        }
        Rc::new(plain)
    }

    /// The one enum that alternatives make which are all strings, some of them with values: `anyOf` with an enum
    /// and a plain string is how a document says that an enum is open, and constants with words beside them are
    /// how it explains each.
    pub(super) fn joined_enum(&mut self, schema: &Schema, alternatives: &[Rc<Schema>]) -> Option<Rc<Schema>> {
        if alternatives.len() < 2 || schema.discriminator.is_some() || !schema.properties.is_empty() {
            return None;
        }
        let mut joined = Schema { any_of: Vec::new(), any_of_at: None, ..schema.clone() };
        let mut nodes = Vec::new();
        let mut known = Vec::new();
        for branch in alternatives {
            let branch = self.resolved(branch)?;
            let texts = branch.values.as_deref().or(branch.constant.as_ref().map(std::slice::from_ref));
            if !self.is_text(&branch, texts) {
                return None;
            }
            joined.nullable |= branch.nullable || self.has_null(&branch);
            for (index, &node) in texts.into_iter().flatten().enumerate() {
                let Some(wire) = self.spelling(node).filter(|wire| !known.contains(wire)) else { continue };
                let own = branch.constant.and(branch.description.as_ref().or(branch.title.as_ref()));
                joined.value_docs.push(branch.value_docs.get(index).or(own).cloned().unwrap_or_default());
                joined.value_names.push(branch.value_names.get(index).unwrap_or(&wire).clone());
                nodes.push(node);
                known.push(wire);
            }
        }
        let kind = joined.at.map(|at| (Kind::String, at));
        joined.kinds = kind.into_iter().collect();
        joined.values = Some(nodes).filter(|nodes| !nodes.is_empty());
        joined.values.is_some().then(|| Rc::new(joined))
    }

    /// Whether a schema takes strings, and nothing but the values beside it says which.
    fn is_text(&self, schema: &Schema, values: Option<&[Pointer]>) -> bool {
        let text = |&at: &Pointer| matches!(self.reader.sources().value(at), Value::Text(_) | Value::Null);
        let kinds = match schema.kinds.as_slice() {
            [] => values.is_some(),
            [(kind, _)] => *kind == Kind::String,
            _ => false,
        };
        let whole = schema.any_of.is_empty() && schema.properties.is_empty();
        kinds && whole && schema.format.is_none() && values.into_iter().flatten().all(text)
    }

    pub(super) fn has_null(&self, schema: &Schema) -> bool {
        schema.values.iter().flatten().any(|&at| *self.reader.sources().value(at) == Value::Null)
    }

    fn spellings(&self, schema: &Schema) -> Vec<String> {
        schema.values.iter().flatten().filter_map(|&at| self.spelling(at)).collect()
    }

    /// A value as a string would spell it.
    fn spelling(&self, at: Pointer) -> Option<String> {
        match self.reader.sources().value(at) {
            Value::Text(text) => Some(text.to_string()),
            Value::Bool(flag) => Some(flag.to_string()),
            Value::Int(number) => Some(number.to_string()),
            Value::Big(number) => Some(number.to_string()),
            Value::Float(number) => Some(number.to_string()),
            Value::Null | Value::List(_) | Value::Map(_) => None,
        }
    }
}

/// What all values are, if they are all of a kind.
fn kind_of(values: &[(Pointer, &Value)]) -> Option<Kind> {
    let kinds = values.iter().filter_map(|(_, value)| match value {
        Value::Bool(_) => Some(Some(Kind::Boolean)),
        Value::Int(_) | Value::Big(_) => Some(Some(Kind::Integer)),
        Value::Float(_) => Some(Some(Kind::Number)),
        Value::Null => None,
        Value::Text(_) | Value::List(_) | Value::Map(_) => Some(None),
    });
    kinds.reduce(|known, kind| match (known, kind) {
        (known, kind) if known == kind => known,
        (Some(Kind::Integer | Kind::Number), Some(Kind::Integer | Kind::Number)) => Some(Kind::Number),
        _ => None,
    })?
}
