//! `enum` and `const`: the values that a schema lists.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::Lowering;
use crate::diagnostic::Pointer;
use crate::ir::{Docs, EnumValue, Number, Shape, Type};
use crate::openapi::{Kind, Schema, ValueWords};
use crate::source::Value;

/// What values that are not all texts are to the types of their schema.
enum Listed {
    /// What the schema says.
    Typed,
    /// Numbers, though the schema does not say so.
    Numbers(Kind),
    /// No enum, but of a kind.
    Plain(Option<Kind>),
    /// Strings without quotes.
    Unquoted,
    /// Of several types.
    Mixed,
    /// Not what the schema says.
    Other,
}

impl Listed {
    fn of(kinds: &[Kind], values: &[(Pointer, &Value)]) -> Self {
        let nested = |value: &Value| matches!(value, Value::List(_) | Value::Map(_));
        let any_nested = values.iter().any(|(_, value)| nested(value));
        let all_nested = values.iter().all(|(_, value)| nested(value));
        let mixed = values.iter().any(|(_, value)| matches!(value, Value::Text(_)));
        match (kinds, kind_of(values)) {
            ([Kind::String], _) if !any_nested => Self::Unquoted,
            ([Kind::Integer], Some(Kind::Integer)) | ([Kind::Number], Some(Kind::Integer | Kind::Number)) => {
                Self::Typed
            }
            ([], Some(kind @ (Kind::Integer | Kind::Number))) => Self::Numbers(kind),
            ([], Some(kind)) => Self::Plain(Some(kind)),
            ([Kind::Boolean], Some(Kind::Boolean)) | ([_, _, ..], _) => Self::Plain(None),
            ([Kind::Array | Kind::Object] | [], None) if all_nested => Self::Plain(None),
            ([] | [_], None) if mixed || kinds.is_empty() => Self::Mixed,
            _ => Self::Other,
        }
    }
}

impl Lowering<'_> {
    /// The type of an inline enum. The same one under the same name is one type.
    pub(super) fn enum_type(&mut self, schema: &Rc<Schema>, hint: &[String]) -> Type {
        let known = schema.words.enum_name.clone().map(|name| (name, self.spellings(schema)));
        if let Some(&id) = known.as_ref().and_then(|key| self.enums.get(key)) {
            return Type::Def(id, Vec::new());
        }
        let named = schema.words.enum_name.as_ref().map(|name| vec![name.clone()]);
        let listed = schema.clone();
        let ty = self
            .hoist(schema, named.as_deref().unwrap_or(hint), move |lowering, _| lowering.enum_shape(&listed));
        if let (Some(key), Type::Def(id, _)) = (known, &ty) {
            self.enums.insert(key, *id);
        }
        ty
    }

    pub(super) fn enum_shape(&mut self, schema: &Schema) -> Shape {
        let listed = schema.values.as_deref();
        let nodes = listed.unwrap_or(schema.constant.as_slice());
        let number = self.number_of(schema, nodes);
        let described = schema.words.named_values.iter().rev();
        let described: HashMap<String, _> =
            described.filter_map(|value| Some((self.wire(value.at, number)?, value))).collect();
        let old = schema.words.old_values.iter();
        let old: HashSet<String> = old.filter_map(|&old| self.wire(old, number)).collect();
        let mut known = HashSet::new();
        let mut values: Vec<EnumValue> = Vec::new();
        for (index, &node) in nodes.iter().enumerate() {
            let Some(wire) = self.wire(node, number) else {
                continue;
            };
            if !known.insert(wire.clone()) {
                let message = format!("`{wire}` is in this enum twice: it counts once");
                self.reader
                    .diagnostics()
                    .warning("duplicate-value", node, message)
                    .help("remove one of the two");
                continue;
            }
            let own = described.get(&wire);
            let name =
                own.and_then(|value| value.name.as_ref()).or_else(|| schema.words.value_names.get(index));
            let hint = match self.reader.sources().marks.name(node).or_else(|| name.cloned()) {
                Some(name) if !name.is_empty() => vec![name],
                _ if number.is_some() => number_words(&wire),
                _ => vec![wire.clone()],
            };
            let description =
                own.and_then(|value| value.docs.as_ref()).or_else(|| schema.words.value_docs.get(index));
            let deprecated = old.contains(&wire);
            let docs = Docs { description: description.cloned(), deprecated, ..Docs::default() };
            values.push(EnumValue { at: node, wire, hint, docs });
        }
        values.shrink_to_fit();
        Shape::Enum { number, values }
    }

    /// What the values of an enum are, if they are no texts.
    fn number_of(&mut self, schema: &Schema, nodes: &[Pointer]) -> Option<Number> {
        let integers = match schema.kinds.as_slice() {
            [(Kind::Integer, _)] => true,
            [(Kind::Number, _)] => false,
            _ => return None,
        };
        let values =
            || nodes.iter().map(|&at| self.reader.sources().value(at)).filter(|value| **value != Value::Null);
        let texts =
            || values().filter_map(|value| if let Value::Text(text) = value { Some(text) } else { None });
        if !texts().all(|text| is_number(text, integers)) {
            return None;
        }
        let big = |value: &Value| matches!(value, Value::Big(_));
        let whole = |value: &Value| match value {
            Value::Float(number) => number.fract() == 0.0 && number.abs() < 9e15,
            _ => true,
        };
        let all_whole = values().all(whole);
        let positive = values().all(|value| big(value) || matches!(value, Value::Int(0..)));
        match integers {
            true if all_whole && !values().any(big) => return Some(Number::I64),
            true if all_whole && positive => return Some(Number::U64),
            _ => {}
        }
        let far = |&&at: &&Pointer| {
            let value = self.reader.sources().value(at);
            big(value) || matches!(value, Value::Float(number) if number.fract() == 0.0) && !whole(value)
        };
        if let Some(&at) = nodes.iter().find(far).filter(|_| integers) {
            let message = "no integer of 64 bits is each of these values: floating-point numbers are taken, which may be others";
            let found = self.reader.diagnostics().warning("enum-values", at, message);
            found.help("list such numbers as strings, if the service writes them so");
        }
        Some(Number::F64)
    }

    /// The schema, with its list of values only if an enum can be made of them.
    ///
    /// Where the schema says that it is a string, numbers and flags are texts that lack their quotes. Flags are
    /// no enum: there are but two.
    pub(super) fn with_texts(&mut self, schema: &Rc<Schema>) -> Rc<Schema> {
        if let (Some([]), Some(at)) = (schema.values.as_deref(), schema.at) {
            let message = "this enum has no values: any value is taken";
            let found = self.reader.diagnostics().warning("empty-enum", at, message);
            found.help("list the values, or remove `enum`");
            return Rc::new(Schema { values: None, ..Schema::clone(schema) });
        }
        let sources = self.reader.sources();
        let value = |&at: &Pointer| (at, sources.value(at));
        let mut listed: Vec<(Pointer, &Value)> =
            schema.values.iter().flatten().chain(&schema.constant).map(value).collect();
        listed.retain(|(_, value)| **value != Value::Null);
        let is_text = |value: &Value| matches!(value, Value::Text(_));
        let Some(&(odd, _)) = listed.iter().find(|(_, value)| !is_text(value)) else {
            return self.of_texts(schema, &listed);
        };
        let kinds: Vec<Kind> = schema.kinds.iter().map(|&(kind, _)| kind).collect();
        let of = |kind| schema.at.map(|at| vec![(kind, at)]).unwrap_or_default();
        let plain = Schema { values: None, constant: None, ..Schema::clone(schema) };
        match Listed::of(&kinds, &listed) {
            Listed::Typed => schema.clone(),
            Listed::Numbers(kind) => Rc::new(Schema { kinds: of(kind), ..Schema::clone(schema) }),
            Listed::Plain(Some(kind)) => Rc::new(Schema { kinds: of(kind), ..plain }),
            Listed::Plain(None) => Rc::new(plain),
            Listed::Unquoted => {
                let message = "this value is no string, though the schema says so: its spelling is taken";
                self.reader.diagnostics().warning("enum-values", odd, message).help("put it in quotes");
                schema.clone()
            }
            Listed::Mixed => {
                let message = "values of several types make no enum: any JSON is taken";
                self.reader.diagnostics().warning("enum-values", odd, message);
                Rc::new(Schema { kinds: Vec::new(), ..plain })
            }
            Listed::Other => {
                let message =
                    "this value is not what the schema says that it is: any value of its type is taken";
                self.reader.diagnostics().warning("enum-values", odd, message);
                Rc::new(plain)
            }
        }
    }

    /// The schema, all of whose values are texts. Those of a list are of its items, and quoted flags are flags.
    fn of_texts(&mut self, schema: &Rc<Schema>, listed: &[(Pointer, &Value)]) -> Rc<Schema> {
        let Some(&(first, _)) = listed.first() else { return schema.clone() };
        let flag = |value: &Value| matches!(value, Value::Text(text) if matches!(&**text, "true" | "false"));
        let plain = Schema { values: None, constant: None, ..Schema::clone(schema) };
        let items = schema.items.as_ref().and_then(|items| self.with_values(items, schema));
        let (message, help, plain) = match schema.kinds.as_slice() {
            [(Kind::Array, _)] if items.is_some() => (
                "no list is this text: the values are taken as those of its items",
                "move `enum` into `items`",
                Schema { items, ..plain },
            ),
            [(Kind::Boolean, _)] if listed.iter().all(|(_, value)| flag(value)) => (
                "this is in quotes, though the schema says that it is a flag: it is taken as one",
                "remove the quotes",
                plain,
            ),
            [(Kind::Object | Kind::Array, _)] => (
                "this value is not what the schema says that it is: any value of its type is taken",
                "remove `enum`, or the type is `string`",
                plain,
            ),
            _ => {
                self.check_texts(schema, listed);
                return schema.clone();
            }
        };
        self.reader.diagnostics().warning("enum-values", first, message).help(help);
        Rc::new(plain)
    }

    /// The items of a list that says which values they have; `None` if they are not just any texts.
    fn with_values(&mut self, items: &Rc<Schema>, list: &Schema) -> Option<Rc<Schema>> {
        let own = self.resolved(items).filter(|_| items.reference.is_none())?;
        let is_text = matches!(own.kinds.as_slice(), [] | [(Kind::String, _)]);
        if !is_text || own.values.is_some() || own.constant.is_some() || own.format.is_some() {
            return None;
        }
        let (values, words) = (list.values.clone(), list.words.clone());
        Some(Rc::new(Schema { values, words, ..Schema::clone(items) }))
    }

    /// Complains of numbers in quotes.
    fn check_texts(&mut self, schema: &Schema, listed: &[(Pointer, &Value)]) {
        let integers = match schema.kinds.as_slice() {
            [(Kind::Integer, _)] => true,
            [(Kind::Number, _)] => false,
            _ => return,
        };
        let number = |value: &Value| matches!(value, Value::Text(text) if is_number(text, integers));
        let numbers = listed.iter().all(|(_, value)| number(value));
        if let (Some(&(at, _)), Some(&(_, at_type))) = (listed.first(), schema.kinds.first()) {
            let found = if numbers {
                let message = "this number is in quotes, though the schema says that it is one: it is taken as a number";
                self.reader.diagnostics().warning("enum-values", at, message)
            } else {
                let message = "the values are strings, though this says that they are numbers: they are taken as strings";
                self.reader.diagnostics().warning("enum-values", at_type, message)
            };
            found.help(if numbers { "remove the quotes" } else { "the type is `string`" });
        }
    }

    /// The one enum that alternatives make which are all strings, or all numbers, some of them with values:
    /// `anyOf` with an enum and a plain string is how a document says that an enum is open, and constants with
    /// words beside them are how it explains each.
    pub(super) fn joined_enum(&mut self, schema: &Schema, alternatives: &[Rc<Schema>]) -> Option<Rc<Schema>> {
        if alternatives.len() < 2 || schema.more.discriminator.is_some() || !schema.properties.is_empty() {
            return None;
        }
        let mut joined = Schema { any_of: Vec::new(), any_of_at: None, ..schema.clone() };
        let mut words = ValueWords::clone(&joined.words);
        let mut nodes = Vec::new();
        let mut known = HashSet::new();
        let mut common = None;
        for branch in alternatives {
            let branch = self.resolved(branch)?;
            let listed = branch.values.as_deref().or(branch.constant.as_ref().map(std::slice::from_ref));
            let kind = self.kind_of_alternative(&branch, listed)?;
            let common = *common.get_or_insert(kind);
            if kind != common {
                return None;
            }
            joined.nullable |= branch.nullable || self.has_null(&branch);
            for (index, &node) in listed.into_iter().flatten().enumerate() {
                let Some(wire) =
                    self.reader.sources().value(node).scalar().filter(|wire| !known.contains(wire))
                else {
                    continue;
                };
                let (mut title, mut own) = (branch.title.as_ref(), branch.description.as_ref());
                if branch.constant.is_none() {
                    (title, own) = (None, None);
                }
                // A number says nothing, and a text is its own name.
                let name = title.filter(|_| common != Kind::String).unwrap_or(&wire);
                let name = if common == Kind::String { Some(name) } else { title };
                let own = match (title, own) {
                    // The name of a text is its value, so that its title is to be said.
                    (Some(title), Some(own)) if common == Kind::String && !spells(title, &wire) => {
                        format!("{title}\n\n{own}")
                    }
                    (title, own) => own.or(title).cloned().unwrap_or_default(),
                };
                words.value_docs.push(branch.words.value_docs.get(index).cloned().unwrap_or(own));
                words
                    .value_names
                    .push(branch.words.value_names.get(index).or(name).cloned().unwrap_or_default());
                let old =
                    branch.deprecated && branch.constant.is_some() || branch.words.old_values.contains(&node);
                words.old_values.extend(old.then_some(node));
                nodes.push(node);
                known.insert(wire);
            }
            words.named_values.extend(branch.words.named_values.iter().cloned());
        }
        joined.kinds = joined.at.zip(common).map(|(at, kind)| (kind, at)).into_iter().collect();
        joined.words = words.into();
        joined.values = (!nodes.is_empty()).then(|| nodes.into());
        joined.values.is_some().then(|| Rc::new(joined))
    }

    /// What an alternative takes, if it is strings or numbers, and nothing but the values beside it says which.
    fn kind_of_alternative(&self, schema: &Schema, values: Option<&[Pointer]>) -> Option<Kind> {
        let listed = values.into_iter().flatten().map(|&at| (at, self.reader.sources().value(at)));
        let listed: Vec<(Pointer, &Value)> = listed.filter(|(_, value)| **value != Value::Null).collect();
        let whole = schema.any_of.is_empty() && schema.properties.is_empty();
        let numeric = |kind: Kind| matches!(kind, Kind::Integer | Kind::Number);
        let texts = listed.iter().all(|(_, value)| matches!(value, Value::Text(_)));
        match (schema.kinds.as_slice(), kind_of(&listed)) {
            _ if !whole => None,
            ([(Kind::String, _)], _) => (texts && schema.format.is_none()).then_some(Kind::String),
            ([], None) if values.is_some() && texts => Some(Kind::String),
            ([], Some(kind)) if numeric(kind) => Some(kind),
            ([(kind, _)], None) if numeric(*kind) && listed.is_empty() => Some(*kind),
            ([(kind, _)], Some(listed)) if numeric(*kind) && numeric(listed) => Some(*kind),
            _ => None,
        }
    }

    pub(super) fn has_null(&self, schema: &Schema) -> bool {
        schema.values.iter().flatten().any(|&at| *self.reader.sources().value(at) == Value::Null)
    }

    fn spellings(&self, schema: &Schema) -> Vec<String> {
        schema.values.iter().flatten().filter_map(|&at| self.reader.sources().value(at).scalar()).collect()
    }

    /// A value as it stands in JSON, without quotes; for a number, as Rust writes it.
    fn wire(&self, at: Pointer, number: Option<Number>) -> Option<String> {
        let sources = self.reader.sources();
        let Some(number) = number else { return sources.spelling(at) };
        let spelling = sources.value(at).scalar()?;
        match number {
            Number::F64 => Some(format!("{:?}", spelling.parse::<f64>().ok().filter(|it| it.is_finite())?)),
            // `1.0` is a whole number too, and so is `+1`.
            _ => {
                let digits = spelling.strip_suffix(".0").unwrap_or(&spelling);
                digits.parse::<i128>().ok().map(|number| number.to_string())
            }
        }
    }
}

/// The words for a number without a name.
fn number_words(wire: &str) -> Vec<String> {
    let digits = wire.strip_suffix(".0").unwrap_or(wire);
    vec!["value".to_owned(), digits.replace('.', " point ")]
}

fn is_number(text: &str, integer: bool) -> bool {
    if integer { text.parse::<i64>().is_ok() } else { text.parse::<f64>().is_ok_and(f64::is_finite) }
}

/// What all values are, if they are all of a kind.
fn kind_of(values: &[(Pointer, &Value)]) -> Option<Kind> {
    let kinds = values.iter().filter_map(|(_, value)| match value {
        Value::Bool(_) => Some(Some(Kind::Boolean)),
        Value::Int(_) | Value::Big(_) => Some(Some(Kind::Integer)),
        Value::Float(number) if number.fract() == 0.0 => Some(Some(Kind::Integer)),
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

/// Whether two texts have the same letters and digits.
fn spells(one: &str, other: &str) -> bool {
    let letters = |text: &str| text.to_lowercase().replace(|c: char| !c.is_alphanumeric(), "");
    letters(one) == letters(other)
}
