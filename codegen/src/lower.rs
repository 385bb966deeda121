//! From the document to the API: follows references, merges `allOf`, gives every inline schema a definition
//! of its own, and finds out what belongs to the client rather than to one call.
//!
//! Takes the mirror of the document, gives the [`Api`]. What a document leaves open is decided here and
//! nowhere else; after this stage nothing knows OpenAPI.

mod alike;
mod answer;
mod answer_header;
mod array;
mod beside;
mod body;
mod call;
mod edges;
mod elsewhere;
mod failure;
mod finite;
mod following;
mod generics;
mod heirs;
mod hoist;
mod incoming;
mod kinds;
mod known;
mod limits;
mod media;
mod merge;
mod operation;
mod paging;
mod parameter;
mod part;
mod path;
mod polling;
mod property;
mod repeated;
mod schema;
mod security;
mod server;
mod stream;
mod tags;
mod union;
mod values;
mod xml;

use std::collections::{HashMap, HashSet, VecDeque};
use std::rc::Rc;

use crate::diagnostic::{Diagnostics, Pointer};
use crate::ir::{Answer, Api, Docs, Links, Rules, Shape, Type, TypeDef, TypeId};
use crate::openapi::{self, Document, Kind, Named, Reader, Schema};
use crate::source::Sources;
use call::Written;
use hoist::Hoisting;
use known::Known;
use schema::Usage;

/// Lowers a document.
pub(crate) fn lower(sources: &Sources, document: &Document, diagnostics: &mut Diagnostics) -> Api {
    let validation = diagnostics.settings().validation;
    let infers_paging = document.infer_paging || diagnostics.settings().infer_paging;
    let mut lowering = Lowering {
        reader: Reader::new(sources, diagnostics).speaking(document.dialect),
        api: Api::default(),
        definitions: HashMap::new(),
        elsewhere: HashMap::new(),
        waiting: None,
        schemas: HashMap::new(),
        components: document.schemas.clone(),
        extensions: None,
        merging: HashSet::new(),
        short: HashSet::new(),
        hoisting: Hoisting::default(),
        merged: HashMap::new(),
        heirs_listed: HashMap::new(),
        shared: HashMap::new(),
        sharing: false,
        copied: 0,
        nullables: HashMap::new(),
        enums: HashMap::new(),
        header_types: HashMap::new(),
        responses: HashMap::new(),
        parent: None,
        outcomes: Vec::new(),
        calls: Vec::new(),
        keep_unknown: document.keep_unknown,
        validation: document.validation || validation,
        speaks_xml: xml::is_spoken(document),
        infers_paging,
    };
    lowering.describe(document);
    lowering.elsewhere(&document.schemas);
    for &at in &document.schemas {
        lowering.definition(at);
    }
    lowering.hoist_later();
    lowering.operations(document);
    lowering.following(document);
    lowering.incoming(document);
    lowering.hoist_later();
    lowering.check_outcomes();
    lowering.check_etags(&document.etag);
    finite::check(&mut lowering.api, lowering.reader.diagnostics());
    tags::infer(&mut lowering.api);
    tags::complete(&mut lowering.api, &mut lowering.reader);
    let named = lowering.definitions.values().copied().collect();
    let derive = &lowering.reader.diagnostics().settings().derive;
    repeated::join(&mut lowering.api, &named, |def| derive.contains_key(&def.hint.join(".")));
    alike::join(&mut lowering.api, lowering.reader.diagnostics());
    generics::unify(&mut lowering.api);
    call::complete(&mut lowering.api, document, &lowering.calls, lowering.reader.diagnostics());
    lowering.api
}

#[expect(clippy::struct_excessive_bools, reason = "each is a choice of the document or the caller")]
struct Lowering<'a> {
    reader: Reader<'a>,
    api: Api,
    /// The definitions met so far, by the place of their schema.
    definitions: HashMap<Pointer, TypeId>,
    /// Where the schemas of components are that only name one in another file.
    elsewhere: HashMap<Pointer, Pointer>,
    /// The definitions whose schemas are still to be lowered; `None` while none is.
    waiting: Option<VecDeque<(TypeId, Rc<Schema>)>>,
    /// Schemas read so far, so that each is read, and complained of, once.
    schemas: HashMap<Pointer, Option<Rc<Schema>>>,
    /// The schemas of the components, and once they are asked for, those that extend each.
    components: Vec<Pointer>,
    extensions: Option<HashMap<Pointer, Vec<Pointer>>>,
    /// The inline schemas that are being given a definition.
    hoisting: Hoisting,
    /// The schemas whose `allOf`s are being merged, those that are, and how much that copied.
    merging: HashSet<Pointer>,
    merged: HashMap<Pointer, Option<Rc<Schema>>>,
    copied: usize,
    /// The types of what is in components that are no schemas, by the places of their schemas.
    shared: HashMap<Pointer, Usage>,
    /// Whether what is lowered next stands in one of these.
    sharing: bool,
    /// Whether the alternatives of a schema with a discriminator extend it, by its place.
    heirs_listed: HashMap<Pointer, bool>,
    /// Whether schemas allow `null`, by their places.
    nullables: HashMap<Pointer, bool>,
    /// Inline enums that the document gave a name, with their values: the same one twice is one type.
    enums: HashMap<(String, Vec<String>), TypeId>,
    /// The types of the headers of answers, by their names in lower case.
    header_types: HashMap<String, Known>,
    /// What the responses among the components hold, by the place of the first schema in each.
    responses: HashMap<Pointer, (Answer, bool)>,
    /// The names of operations that are only a part of their ids, by area.
    short: HashSet<(usize, String)>,
    /// The definition whose schema is being lowered.
    parent: Option<TypeId>,
    /// The errors that definitions can hold, to be looked for once all types are known.
    outcomes: Vec<(TypeId, Named)>,
    /// What the document says of the way to each operation.
    calls: Vec<Written>,
    keep_unknown: bool,
    validation: bool,
    /// Whether the document speaks of XML anywhere.
    speaks_xml: bool,
    /// Whether lists are recognised that do not say how their pages follow each other.
    infers_paging: bool,
}

impl Lowering<'_> {
    fn describe(&mut self, document: &Document) {
        self.api.title.clone_from(&document.title);
        self.api.version.clone_from(&document.version);
        self.api.docs = Docs {
            summary: document.summary.clone(),
            description: document.description.clone(),
            notes: document.notes.clone(),
            page: document.docs_url.clone(),
            ..Docs::default()
        };
        self.api.links = Links { prefix: document.links.prefix.clone(), known: document.links.known.clone() };
        self.api.rules = Rules {
            lenient_scalars: document.rules.lenient_scalars.unwrap_or_default(),
            ignore_case: document.rules.ignore_case.unwrap_or_default(),
            loose_enums: document.rules.loose_enums.unwrap_or_default(),
        };
        self.general_headers(&document.headers);
        self.api.etag = document.etag.iter().map(|path| property::split(&path.name)).collect();
        self.failures(&document.errors);
        self.servers(document);
        for scheme in &document.schemes {
            self.scheme(scheme);
        }
    }

    /// The schema at a place, read once.
    fn schema_at(&mut self, at: Pointer) -> Option<Rc<Schema>> {
        if let Some(known) = self.schemas.get(&at) {
            return known.clone();
        }
        let schema = openapi::schema(&mut self.reader, at);
        self.schemas.insert(at, schema.clone());
        schema
    }

    /// The definition of the schema at a place that has a name.
    fn definition(&mut self, at: Pointer) -> TypeId {
        if let Some(&id) = self.definitions.get(&at) {
            return id;
        }
        let name = self.reader.sources().name(at).to_owned();
        let id = self.reserve(at, vec![name], None);
        self.definitions.insert(at, id);
        let whole = self.elsewhere.get(&at).copied();
        self.definitions.extend(whole.map(|whole| (whole, id)));
        let Some(schema) = self.schema_at(whole.unwrap_or(at)) else {
            return id;
        };
        if let Some(name) = &schema.more.client_name {
            self.api.types[id.0].hint = vec![name.clone()];
        }
        // One after the other, not one within the other: there may be thousands.
        if let Some(waiting) = &mut self.waiting {
            waiting.push_back((id, schema));
            return id;
        }
        self.waiting = Some(VecDeque::from([(id, schema)]));
        while let Some((id, schema)) = self.waiting.as_mut().and_then(VecDeque::pop_front) {
            self.aside(|own| own.define(id, &schema));
        }
        self.waiting = None;
        id
    }

    /// Lowers the schema of a definition.
    fn define(&mut self, id: TypeId, schema: &Rc<Schema>) {
        let outer = self.parent.replace(id);
        let (shape, rules) = (self.shape(schema, id), self.rules_of(schema));
        let def = &mut self.api.types[id.0];
        def.rules = rules;
        def.shape = shape;
        def.title.clone_from(&schema.title);
        def.docs = docs_of(schema);
        self.outcome(id, schema);
        self.parent = outer;
    }

    /// Makes room for a definition, so that what is lowered next can name it.
    fn reserve(&mut self, at: Pointer, hint: Vec<String>, parent: Option<TypeId>) -> TypeId {
        let id = TypeId(self.api.types.len());
        let shape = Shape::Alias(Type::Json);
        self.api.types.push(TypeDef {
            at,
            hint,
            title: None,
            parent,
            parameters: 0,
            docs: Docs::default(),
            rules: self.api.rules,
            faults: Vec::new(),
            shape,
        });
        id
    }

    /// How leniently a schema is read: as it says itself, or else as the document does.
    fn rules_of(&self, schema: &Schema) -> Rules {
        let (own, outer) = (schema.rules, self.api.rules);
        Rules {
            lenient_scalars: own.lenient_scalars.unwrap_or(outer.lenient_scalars),
            ignore_case: own.ignore_case.unwrap_or(outer.ignore_case),
            loose_enums: own.loose_enums.unwrap_or(outer.loose_enums),
        }
    }
}

/// What a schema says to a reader.
fn docs_of(schema: &Schema) -> Docs {
    Docs {
        summary: None,
        description: schema.description.clone().or_else(|| schema.title.clone()),
        page: schema.more.docs_url.clone(),
        limits: format_words(schema).into_iter().chain(schema.limits.iter().cloned()).collect(),
        notes: schema.notes.clone(),
        deprecated: schema.deprecated,
    }
}

/// What a format says of a text or a number whose type does not say it.
fn format_words(schema: &Schema) -> Option<String> {
    let format = schema.format.as_deref()?;
    match format {
        "unixtime" => Some("seconds since 1970-01-01T00:00:00Z".to_owned()),
        "date-time" | "date" | "decimal" | "password" | "byte" | "base64" | "base64url" | "binary" => None,
        _ if schema.kinds.iter().any(|(kind, _)| *kind == Kind::String) => {
            Some(format!("format `{}`", format.replace('`', "'")))
        }
        _ => None,
    }
}

/// A hint with one more word. Of very many the outermost and the innermost ones say enough.
fn extended(hint: &[String], word: &str) -> Vec<String> {
    const MOST: usize = 24;
    let skipped = (hint.len() >= MOST).then_some(MOST / 2);
    let kept = hint.iter().enumerate().filter(|(place, _)| skipped != Some(*place)).map(|(_, word)| word);
    kept.cloned().chain([word.to_owned()]).collect()
}
