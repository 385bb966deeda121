//! Schemas to types.

use std::collections::HashSet;
use std::rc::Rc;

use super::{Lowering, docs_of, extended};
use crate::diagnostic::Pointer;
use crate::ir::{Access, Docs, Field, Limits, Number, Rest, Shape, Type, TypeDef, TypeId};
use crate::openapi::{Kind, Named, Schema, Side};
use crate::settings::{Dates, Decimals};

/// A type in its place.
#[derive(Clone)]
pub(super) struct Usage {
    pub(super) ty: Type,
    pub(super) nullable: bool,
}

impl Usage {
    /// The type inside a list or a map, where nothing but the type can say that there are `null`s.
    pub(super) fn inside(self) -> Type {
        if self.nullable && self.ty != Type::Json { Type::Nullable(Box::new(self.ty)) } else { self.ty }
    }
}

impl Lowering<'_> {
    /// The shape of a schema that has a name.
    pub(super) fn shape(&mut self, schema: &Rc<Schema>, own: TypeId) -> Shape {
        let TypeDef { at, hint, .. } = self.api.def(own);
        let (at, hint) = (*at, hint.clone());
        if let Some(path) = self.replaced(schema) {
            return Shape::Alias(Type::Own(path));
        }
        let merged = match schema.reference {
            Some(_) => schema.clone(),
            None => self.merged_at(at).unwrap_or_else(|| schema.clone()),
        };
        if let Some(heirs) = self.heirs(schema, own) {
            return heirs;
        }
        let schema = self.with_texts(&merged);
        if is_enum(&schema) {
            return self.enum_shape(&schema);
        }
        let (schema, alternatives) = self.whole(schema);
        if let Some(joined) = self.joined_enum(&schema, &alternatives) {
            return self.enum_shape(&joined);
        }
        if alternatives.len() > 1 {
            return self.union_shape(&schema, &alternatives, &hint);
        }
        if is_struct(&schema) {
            return self.struct_shape(&schema, &hint);
        }
        if is_tuple(&schema) {
            return self.tuple_shape(&schema, &hint);
        }
        if alternatives.is_empty() && schema.kinds.len() > 1 {
            return self.kinds_shape(&schema, &schema.kinds, &hint);
        }
        Shape::Alias(self.usage(&schema, &hint).ty)
    }

    /// The type of a schema where it is used; `hint` are the words for a definition, should it need one.
    pub(super) fn usage_of(&mut self, schema: &Rc<Schema>, hint: &[String]) -> Usage {
        if let Some(path) = self.replaced(schema) {
            let nullable = schema.nullable || schema.at.is_some_and(|at| self.is_nullable(at));
            return Usage { ty: Type::Own(path), nullable };
        }
        if let Some(reference) = &schema.reference {
            let Some(target) =
                self.reader.resolve(reference.at, &reference.name, "any JSON is taken in its place")
            else {
                return Usage { ty: Type::Json, nullable: false };
            };
            self.compare_with_target(schema, target);
            let nullable = schema.nullable || self.is_nullable(target);
            return Usage { ty: Type::Def(self.definition(target), Vec::new()), nullable };
        }
        if let Some(only) = single_wrapper(schema) {
            if let Some(whole) =
                Some(only).filter(|_| !schema.kinds.is_empty()).and_then(|only| self.resolved(only))
            {
                self.compare_with_parts(schema, &whole, schema, schema);
            }
            let inner = self.usage(&only.clone(), hint);
            return Usage { nullable: inner.nullable || schema.nullable, ..inner };
        }
        let merged = self.merged(schema);
        let alternatives = self.alternatives(&merged);
        let mut nullable =
            merged.nullable || merged.any_of.iter().any(|branch| is_null(branch)) || self.has_null(&merged);
        let ty = match alternatives.as_slice() {
            [only] => {
                self.compare_with_alternatives(&merged, &alternatives);
                let inner = self.usage(&only.clone(), hint);
                nullable |= inner.nullable;
                inner.ty
            }
            [] => self.plain(&merged, hint),
            _ => match self.joined_enum(&merged, &alternatives) {
                Some(joined) => {
                    nullable |= joined.nullable;
                    self.enum_type(&joined, hint)
                }
                None => {
                    let whole = merged.clone();
                    self.hoist(&merged, hint, move |lowering, hint| {
                        lowering.union_shape(&whole, &alternatives, hint)
                    })
                }
            },
        };
        Usage { ty, nullable }
    }

    /// The type that a caller has chosen for a schema.
    fn replaced(&self, schema: &Schema) -> Option<String> {
        schema.at.and_then(|at| self.reader.sources().marks.ty(at))
    }

    /// A type that needs no look at alternatives.
    fn plain(&mut self, schema: &Rc<Schema>, hint: &[String]) -> Type {
        let schema = &self.with_texts(schema);
        if is_enum(schema) {
            return self.enum_type(schema, hint);
        }
        if is_struct(schema) {
            let object = schema.clone();
            return self.hoist(schema, hint, move |lowering, hint| lowering.struct_shape(&object, hint));
        }
        match schema.kinds.as_slice() {
            [(kind, at)] => self.of_kind(schema, *kind, *at, hint),
            [] if schema.items.is_some() || !schema.more.prefix.is_empty() => self.array(schema, hint),
            [] if schema.additional.is_some() => self.map(schema, hint),
            // Only strings have content.
            [] if schema.more.media_type.is_some() => match schema.at {
                Some(at) => self.of_kind(schema, Kind::String, at, hint),
                None => Type::Text,
            },
            [] => Type::Json,
            _ => {
                let kinds = schema.kinds.clone();
                let whole = schema.clone();
                self.hoist(schema, hint, move |lowering, hint| lowering.kinds_shape(&whole, &kinds, hint))
            }
        }
    }

    pub(super) fn of_kind(&mut self, schema: &Schema, kind: Kind, at: Pointer, hint: &[String]) -> Type {
        match (kind, schema.format.as_deref()) {
            (Kind::Boolean, _) => Type::Bool,
            (Kind::String, _) if schema.more.content.is_some() && is_json_text(schema) => {
                let Some(content) = &schema.more.content else { return Type::Text };
                Type::Embedded(Box::new(self.usage(&content.clone(), hint).inside()))
            }
            (Kind::String, Some("password")) => Type::Secret,
            (Kind::String, Some("date-time")) => self.dated(Type::DateTime, Type::Timestamp),
            (Kind::String, Some("date")) => self.dated(Type::Date, Type::CivilDate),
            (Kind::String, Some("byte" | "base64")) => Type::Base64,
            (Kind::String, Some("base64url")) => Type::Base64Url,
            (Kind::String, Some("decimal")) => self.decimal(Type::DecimalText, Type::Text),
            (Kind::Number | Kind::Integer, Some("decimal")) => {
                self.decimal(Type::Decimal, Type::Number(Number::F64))
            }
            (Kind::String, _) => Type::Text,
            (Kind::Integer, Some("int32" | "int16" | "int8" | "uint8" | "uint16")) => {
                Type::Number(Number::I32)
            }
            (Kind::Integer, Some("uint32")) => Type::Number(Number::U32),
            (Kind::Integer, Some("uint64")) => Type::Number(Number::U64),
            (Kind::Integer, None | Some("int64" | "double-int" | "unixtime")) => Type::Number(Number::I64),
            (Kind::Number, Some("float")) => Type::Number(Number::F32),
            (Kind::Number, None | Some("double")) => Type::Number(Number::F64),
            (Kind::Integer, Some(format)) => {
                self.unknown_format(at, "integer", format, "a 64-bit integer");
                Type::Number(Number::I64)
            }
            (Kind::Number, Some(format)) => {
                self.unknown_format(at, "number", format, "a double");
                Type::Number(Number::F64)
            }
            (Kind::Array, _) => self.array(schema, hint),
            (Kind::Object, _) if !schema.properties.is_empty() => {
                let object = Rc::new(schema.clone());
                self.hoist(&object.clone(), hint, move |lowering, hint| lowering.struct_shape(&object, hint))
            }
            (Kind::Object, _) => self.map(schema, hint),
        }
    }

    fn dated(&mut self, lazy: Type, jiff: Type) -> Type {
        let dates = self.reader.diagnostics().settings().dates.unwrap_or_default();
        self.api.dates |= dates != Dates::Text;
        match dates {
            Dates::Lazy => lazy,
            Dates::Jiff => jiff,
            Dates::Text => Type::Text,
        }
    }

    fn decimal(&mut self, exact: Type, plain: Type) -> Type {
        let is_exact = self.reader.diagnostics().settings().decimals.unwrap_or_default() == Decimals::Exact;
        self.api.decimals |= is_exact;
        if is_exact { exact } else { plain }
    }

    fn unknown_format(&mut self, at: Pointer, kind: &str, format: &str, taken: &str) {
        let message = format!("`{format}` is not a known format of `{kind}`: read as {taken}");
        self.reader.diagnostics().warning("unknown-format", at, message);
    }

    fn map(&mut self, schema: &Schema, hint: &[String]) -> Type {
        let value = match &schema.additional {
            Some(additional) if additional.trivial.is_none() => {
                let hint = extended(hint, "value");
                self.usage(&additional.clone(), &hint).inside()
            }
            _ => Type::Json,
        };
        Type::Map(Box::new(value))
    }

    pub(super) fn struct_shape(&mut self, schema: &Schema, hint: &[String]) -> Shape {
        // What is never there has no field.
        let declared = schema.properties.iter().filter(|(_, property)| property.trivial != Some(false));
        let fields = declared.filter_map(|(name, property)| {
            let hint = extended(hint, name);
            let usage = self.usage(property, &hint);
            Some(Field {
                at: property.at?,
                name: name.clone(),
                hint: vec![property.more.client_name.clone().unwrap_or_else(|| name.clone())],
                docs: docs_of(property),
                required: schema.required.iter().any(|required| required.name == *name),
                nullable: usage.nullable,
                lenient: property.rules.lenient_scalars == Some(true),
                access: access(property),
                limits: self.limits(property),
                xml: self.xml_of_property(name, property),
                ty: usage.ty,
            })
        });
        let mut fields: Vec<Field> = fields.collect();
        for required in &schema.required {
            if fields.iter().all(|field| field.name != required.name) {
                fields.push(self.undeclared_property(required));
            }
        }
        fields.shrink_to_fit();
        Shape::Struct { fields, rest: self.rest(schema, hint) }
    }

    /// A property that only `required` knows. It is not insisted on: most are slips of the pen.
    fn undeclared_property(&mut self, required: &Named) -> Field {
        let message =
            format!("`{}` is required, but not declared: any JSON is taken, or none", required.name);
        let found = self.reader.diagnostics().warning("unknown-required", required.at, message);
        found.help("declare it under `properties`, or remove it from `required`");
        Field {
            at: required.at,
            name: required.name.clone(),
            hint: vec![required.name.clone()],
            docs: Docs::default(),
            ty: Type::Json,
            required: false,
            nullable: false,
            lenient: false,
            access: Access::Both,
            limits: Limits::default(),
            xml: None,
        }
    }

    fn rest(&mut self, schema: &Schema, hint: &[String]) -> Rest {
        match &schema.additional {
            None if self.keep_unknown => Rest::Of(Type::Json),
            None => Rest::Unsaid,
            Some(additional) => match additional.trivial {
                Some(true) => Rest::Of(Type::Json),
                Some(false) => Rest::Closed,
                None => Rest::Of(self.usage(&additional.clone(), &extended(hint, "value")).inside()),
            },
        }
    }

    /// Whether a definition's own schema, or the one that it refers to, allows `null`.
    fn is_nullable(&mut self, mut at: Pointer) -> bool {
        let mut way = HashSet::new();
        let nullable = loop {
            if let Some(&known) = self.nullables.get(&at) {
                break known;
            }
            let Some(schema) = self.schema_at(at).filter(|_| way.insert(at)) else {
                break false;
            };
            if schema.nullable || self.has_null(&schema) || schema.any_of.iter().any(|branch| is_null(branch))
            {
                break true;
            }
            let Some(named) = &schema.reference else { break false };
            let Ok(target) = self.reader.sources().resolve(named.at, &named.name) else { break false };
            at = target;
        };
        self.nullables.extend(way.into_iter().map(|at| (at, nullable)));
        nullable
    }
}

/// Whether a schema says what stands at certain places of an array.
fn is_tuple(schema: &Schema) -> bool {
    schema.kinds.iter().all(|(kind, _)| *kind == Kind::Array) && !schema.more.prefix.is_empty()
}

fn access(property: &Schema) -> Access {
    match property.setter {
        Some(Side::Service) => Access::Service,
        Some(Side::Caller) => Access::Caller,
        None => Access::Both,
    }
}

/// Whether a string is declared to hold JSON.
fn is_json_text(schema: &Schema) -> bool {
    schema.more.media_type.as_deref().is_some_and(super::media::is_json)
}

pub(super) fn is_enum(schema: &Schema) -> bool {
    schema.values.is_some() || schema.constant.is_some()
}

/// Whether a schema says `null` and nothing else.
pub(super) fn is_null(schema: &Schema) -> bool {
    schema.nullable
        && schema.kinds.is_empty()
        && schema.reference.is_none()
        && schema.any_of.is_empty()
        && schema.all_of.is_empty()
        && !is_enum(schema)
}

pub(super) fn is_struct(schema: &Schema) -> bool {
    let object = schema.kinds.iter().all(|(kind, _)| *kind == Kind::Object);
    object && !schema.properties.is_empty()
}

/// `allOf` with one schema and nothing that would change it, as is written to put words beside a `$ref`.
fn single_wrapper(schema: &Schema) -> Option<&Rc<Schema>> {
    let bare = schema.properties.is_empty()
        && schema.required.is_empty()
        && schema.any_of.is_empty()
        && schema.additional.is_none()
        && schema.values.is_none();
    match schema.all_of.as_slice() {
        [only] if bare => Some(only),
        _ => None,
    }
}
