//! Reading objects member by member: what is asked for is known, the rest is reported.

mod beside;
mod hints;
mod instead;
mod typed;

use std::collections::HashMap;

use super::Named;
use super::follow::Followed;
use crate::diagnostic::{Diagnostic, Diagnostics, Pointer, nearest_within};
use crate::source::{Sources, Value};
use beside::Beside;
use instead::UnderWay;

/// The words that have a meaning for the generator, though OpenAPI does not define them.
const EXTENSIONS: &[&str] = &[
    "x-authority",
    "x-clientgen",
    "x-clientgen-call",
    "x-clientgen-errors",
    "x-clientgen-not-ready",
    "x-clientgen-poll",
    "x-clientgen-signature",
    "x-deviation",
    "x-enum-deprecated",
    "x-enum-descriptions",
    "x-enum-varnames",
    "x-enumDescriptions",
    "x-enumNames",
    "x-idempotency-key",
    "x-ms-client-name",
    "x-ms-client-request-id",
    "x-ms-discriminator-value",
    "x-ms-enum",
    "x-ms-long-running-operation",
    "x-ms-long-running-operation-options",
    "x-ms-pageable",
    "x-ms-parameter-location",
    "x-ms-parameterized-host",
    "x-ms-paths",
    "x-ms-skip-url-encoding",
    "x-name",
    "x-resource",
    "x-scope",
    "x-webhooks",
];

/// The version of the format that a document is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Dialect {
    Swagger2,
    OpenApi30,
    #[default]
    OpenApi31,
    OpenApi32,
}

/// Access to the nodes, and to the findings.
#[derive(Debug)]
pub(crate) struct Reader<'a> {
    pub(super) sources: &'a Sources,
    pub(super) diagnostics: &'a mut Diagnostics,
    dialect: Dialect,
    media: RootMedia,
    pub(super) followed: HashMap<Pointer, Followed>,
    under_way: UnderWay,
    /// How many references were looked for elsewhere.
    sought: usize,
}

/// The media types that Swagger 2.0 declares once for all operations.
#[derive(Clone, Debug, Default)]
pub(super) struct RootMedia {
    pub(super) consumes: Vec<String>,
    pub(super) produces: Vec<String>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(sources: &'a Sources, diagnostics: &'a mut Diagnostics) -> Self {
        Self {
            sources,
            diagnostics,
            dialect: Dialect::default(),
            media: RootMedia::default(),
            followed: HashMap::new(),
            under_way: UnderWay::default(),
            sought: 0,
        }
    }

    /// Reads as a certain version has it.
    pub(crate) fn speaking(mut self, dialect: Dialect) -> Self {
        self.dialect = dialect;
        self
    }

    pub(super) fn root_media(&mut self) -> &mut RootMedia {
        &mut self.media
    }

    pub(crate) fn speaks(&self, dialect: Dialect) -> bool {
        self.dialect == dialect
    }

    pub(super) fn speak(&mut self, dialect: Dialect) {
        self.dialect = dialect;
    }

    pub(crate) fn sources(&self) -> &'a Sources {
        self.sources
    }

    pub(crate) fn diagnostics(&mut self) -> &mut Diagnostics {
        self.diagnostics
    }

    /// Begins to read an object as it is written; `what` names it in findings.
    pub(super) fn object_at(&mut self, at: Pointer, what: &'static str) -> Option<Object<'_, 'a>> {
        if !matches!(self.sources.value(at), Value::Map(_)) {
            self.wrong_type(at, what);
            return None;
        }
        Some(Object {
            reader: self,
            at,
            beside: Beside::default(),
            what,
            known: Vec::with_capacity(KEYWORDS),
        })
    }

    pub(crate) fn wrong_type(&mut self, at: Pointer, expected: &str) -> &mut Diagnostic {
        self.mistyped(at, expected, "it is ignored")
    }

    /// Says that something else was expected, and what becomes of what is there.
    pub(crate) fn mistyped(&mut self, at: Pointer, expected: &str, becomes: &str) -> &mut Diagnostic {
        let value = self.sources.value(at);
        let message = format!("expected {expected}, found {}: {becomes}", describe(value));
        let found = self.diagnostics.warning("wrong-type", at, message);
        if *value == Value::Null {
            found.help("give it what it holds (in YAML below it, and further in), or remove it");
        }
        found
    }

    /// Whether it is worth looking for what one more reference was meant to be.
    pub(super) fn seeks(&mut self) -> bool {
        self.sought += 1;
        self.sought <= SOUGHT
    }

    /// Resolves one reference. If that fails it is reported, with what becomes of what it stands for.
    pub(crate) fn resolve(&mut self, at: Pointer, reference: &str, otherwise: &str) -> Option<Pointer> {
        let reason = match self.sources.resolve(at, reference) {
            Ok(found) => return Some(found),
            Err(reason) => reason,
        };
        let meant = if self.seeks() { hints::reference(self.sources, at, reference) } else { None };
        let message = format!("`{reference}` {reason}: {otherwise}");
        let found = self.diagnostics.warning("dangling-reference", at, message);
        found.help(match meant {
            Some(meant) => format!("did you mean `{meant}`?"),
            None if reference.contains("://") => {
                "nothing is fetched: save it as a file, and write the way to that from here".to_owned()
            }
            None => "the part before `#` is a file beside this one, the part after it the way in that file"
                .to_owned(),
        });
        None
    }
}

/// For so many references that lead nowhere it is looked where they were meant to lead.
const SOUGHT: usize = 50;

/// About as many keywords as a schema has.
const KEYWORDS: usize = 64;

/// An object being read.
pub(super) struct Object<'r, 'a> {
    reader: &'r mut Reader<'a>,
    at: Pointer,
    beside: Beside,
    what: &'static str,
    known: Vec<&'static str>,
}

impl<'a> Object<'_, 'a> {
    pub(super) fn dialect(&self) -> Dialect {
        self.reader.dialect
    }

    pub(super) fn at(&self) -> Pointer {
        self.at
    }

    /// Lends the reader, to read what is below this object.
    pub(super) fn within<T>(&mut self, read: impl FnOnce(&mut Reader<'a>) -> T) -> T {
        read(self.reader)
    }

    pub(super) fn report(
        &mut self,
        rule: &'static str,
        at: Pointer,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.reader.diagnostics.error(rule, at, message)
    }

    pub(super) fn warn(
        &mut self,
        rule: &'static str,
        at: Pointer,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.reader.diagnostics.warning(rule, at, message)
    }

    pub(super) fn wrong_type(&mut self, at: Pointer, expected: &str) -> &mut Diagnostic {
        self.reader.wrong_type(at, expected)
    }

    pub(super) fn get(&mut self, key: &'static str) -> Option<Pointer> {
        self.known.push(key);
        self.member(key)
    }

    /// Whether something else stands where a map has to: that was said already.
    pub(super) fn is_mistyped(&self, key: &str) -> bool {
        let found = self.member(key);
        found.is_some_and(|at| !matches!(self.reader.sources.value(at), Value::Map(_)))
    }

    /// What an object is of no use without.
    pub(super) fn required(&mut self, key: &'static str) -> Option<Pointer> {
        self.required_or(key, "it is left out")
    }

    /// What an object has to have, and what becomes of it otherwise.
    fn required_or(&mut self, key: &'static str, otherwise: &str) -> Option<Pointer> {
        let found = self.get(key);
        if found.is_none() {
            let message = format!("{} needs `{key}`: {otherwise}", self.what);
            self.warn("missing-keyword", self.at, message);
        }
        found
    }

    /// A text, with its place.
    pub(super) fn name(&mut self, key: &'static str) -> Option<Named> {
        let at = self.get(key)?;
        self.text_at(at).map(|name| Named { at, name })
    }

    /// The members of a map, but for extensions; none if the map is absent.
    pub(super) fn entries<T>(
        &mut self,
        key: &'static str,
        mut read: impl FnMut(&mut Reader<'a>, Pointer) -> Option<T>,
    ) -> Vec<T> {
        self.all_entries(key, |reader, at| {
            let extension = reader.sources.name(at).starts_with("x-");
            if extension { None } else { read(reader, at) }
        })
    }

    /// The members of a map whose names are the author's to choose.
    pub(super) fn all_entries<T>(
        &mut self,
        key: &'static str,
        read: impl FnMut(&mut Reader<'a>, Pointer) -> Option<T>,
    ) -> Vec<T> {
        let Some(at) = self.get(key) else {
            return Vec::new();
        };
        let sources = self.reader.sources;
        if !matches!(sources.value(at), Value::Map(_)) {
            self.wrong_type(at, "a map");
        }
        let members = self.reader.members_of(at, key);
        self.reader.each_of(at, members, read)
    }

    /// Alternatives, each a list of the schemes that it takes together; `None` where nothing is said. A scheme that is
    /// only named is taken as an alternative of its own.
    pub(super) fn security(&mut self) -> Option<Vec<Vec<Named>>> {
        self.known.push("security");
        self.member("security")?;
        let names = |reader: &mut Reader<'a>, at| match reader.sources.value(at) {
            Value::Map(_) => {
                let members = reader.sources.members(at);
                Some(members.map(|(name, at)| Named { at, name: name.to_owned() }).collect())
            }
            Value::Text(name) => {
                let becomes = format!("the security scheme `{name}` is taken");
                let found = reader.mistyped(at, "a map", &becomes);
                found.help(format!("write `{name}: []`"));
                Some(vec![Named { at, name: name.to_string() }])
            }
            _ => {
                reader.wrong_type(at, "a security requirement");
                None
            }
        };
        Some(self.each("security", names))
    }

    /// What the thing is to be called: as a caller has chosen, or as the document says.
    pub(super) fn client_name(&mut self) -> Option<String> {
        let written = self.text("x-ms-client-name");
        self.reader.sources.marks.name(self.at).or(written)
    }

    /// Names keywords that are right here and change nothing in a client.
    pub(super) fn ignore(&mut self, keys: &[&'static str]) {
        self.known.extend(keys);
    }

    /// Names keywords that are right here, and that the client will not follow.
    pub(super) fn unsupported(&mut self, keys: &[&'static str]) {
        for &key in keys {
            if let Some(at) = self.get(key) {
                let message = format!("`{key}` is not supported here: the client is generated without it");
                self.reader.diagnostics.warning("unsupported-keyword", at, message).at_key();
            }
        }
    }

    /// Reports the members that nothing asked for.
    pub(super) fn finish(mut self) {
        self.finish_beside();
        for (name, at) in self.reader.sources.members(self.at) {
            self.check_known(name, at);
        }
    }

    fn check_known(&mut self, name: &str, at: Pointer) {
        if self.known.contains(&name) {
            return;
        }
        let extension = name.starts_with("x-");
        let candidates = if extension { EXTENSIONS } else { self.known.as_slice() };
        // Others have extensions of their own, which begin alike.
        let limit = if extension { SLIPS } else { name.len().max(3) / 3 };
        let near = nearest_within(name, limit, candidates.iter().copied());
        if extension && (near.is_none() || candidates.contains(&name)) {
            return;
        }
        let message = format!("`{name}` is not a keyword of {}, and is ignored", self.what);
        let found = self.reader.diagnostics.warning("unknown-keyword", at, message).at_key();
        match (near, hints::elsewhere(self.what, name)) {
            (_, Some(place)) => drop(found.help(place)),
            (Some(near), None) => drop(found.help(format!("did you mean `{near}`?"))),
            (None, None) => {}
        }
    }
}

/// How many letters of an extension may be wrong.
const SLIPS: usize = 3;

/// A value in a sentence that says what was found.
pub(crate) fn describe(value: &Value) -> String {
    match value {
        Value::Null => "nothing (null)".to_owned(),
        Value::Bool(value) => format!("`{value}`"),
        Value::Int(value) => format!("the number `{value}`"),
        Value::Big(value) => format!("the number `{value}`"),
        Value::Float(value) => format!("the number `{value:?}`"),
        Value::Text(_) => "a string".to_owned(),
        Value::List(_) => "a list".to_owned(),
        Value::Map(_) => "a map".to_owned(),
    }
}

/// A list of what is kept as long as the document: with no room for more.
fn kept<T>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut items: Vec<T> = items.collect();
    items.shrink_to_fit();
    items
}
