//! What a caller can choose.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::str::FromStr;

/// The area of what the service sends on its own, if it sends anything: webhooks and callbacks.
pub(crate) const INCOMING: &str = "incoming";

/// How a document is read.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
#[non_exhaustive]
pub struct Settings {
    /// Warnings are errors. By default a document's small sins are repaired, with a warning that says how.
    pub strict: bool,
    /// Rules whose warnings are not wanted, by their short names, such as `unknown-keyword`.
    pub allow: Vec<String>,
    /// How callers reach operations of which the document does not say it; by default as `calls` in its
    /// `x-clientgen` says.
    pub calls: Option<Calls>,
    /// Models know what the document says beyond types, so that `validate()` can check it: ranges, lengths, counts and
    /// patterns. The document can ask for it too (`x-clientgen: { validation: true }`).
    pub validation: bool,
    /// Lists in pages are recognised where the document does not declare them, by the usual names of parameters and
    /// properties. The document can ask for it too (`x-clientgen: { inferPaging: true }`).
    pub infer_paging: bool,
    /// Areas that are left out, with the schemas that only they need. Names are compared by their letters and digits:
    /// `service-requests` is the tag `Service Requests`. What the service sends, webhooks and callbacks, is the area
    /// `incoming`.
    pub without: Vec<String>,
    /// What is asked of the document beyond that a client can be made from it; nothing by default.
    pub lints: Vec<Lint>,
    /// The operations that are wanted; all of them if nothing is named.
    pub include: Selection,
    /// The operations that are not wanted, though they were included.
    pub exclude: Selection,
    /// What things are called, by their names in the document: the operation `listPets`, its parameter
    /// `listPets.limit`, the schema `Pet`, its property `Pet.name`, the value `Status.sold` of an enum; or by their
    /// places, as `#/components/schemas/Pet`. An operation without an id is `GET /pets`.
    pub rename: BTreeMap<String, String>,
    /// Types of one's own instead of schemas, by names as in [`rename`](Self::rename): `Money` is
    /// `crate::money::Money`, which implements `Value` of the runtime.
    pub replace: BTreeMap<String, String>,
    /// Traits that models derive beyond `Clone`, `Debug` and `PartialEq`, by the name of the schema, or `*` for all.
    /// Where one cannot be derived, a warning says why.
    pub derive: BTreeMap<String, Vec<String>>,
    /// Which models share a file; each has its own by default.
    pub layout: Option<Layout>,
    /// What a date is; by default the text of the service, which is read on demand.
    pub dates: Option<Dates>,
    /// What a number in decimal digits is; by default one that keeps them all.
    pub decimals: Option<Decimals>,
    /// Each area is a cargo feature, called as the area is: `service-requests`. In a package, emitted code says what
    /// is there with which features; in a build script, areas whose feature is off are left out.
    pub features_per_tag: bool,
    /// Areas that need not be there, to be left out.
    pub(crate) features_off: Vec<String>,
    /// The file that the choices come from.
    pub(crate) origin: Option<Origin>,
}

impl Settings {
    /// Whether only a part of the document is wanted.
    pub(crate) fn is_partial(&self) -> bool {
        !self.include.is_empty() || !self.exclude.is_empty()
    }

    /// Where in its file a choice was made. Those that were made by a method have no place.
    pub(crate) fn place(&self, key: &str, name: &str) -> Option<(usize, usize)> {
        self.origin.as_ref()?.places.get(&(key.to_owned(), name.to_owned())).copied()
    }

    /// These, and what others say beside them.
    #[must_use]
    pub fn or(mut self, others: Self) -> Self {
        let Self { strict, allow, calls, validation, infer_paging, without, lints, .. } = others;
        let Self { include, exclude, rename, replace, derive, layout, dates, decimals, .. } = others;
        let Self { features_per_tag, features_off, origin, .. } = others;
        self.strict |= strict;
        self.allow.extend(allow);
        self.calls = self.calls.or(calls);
        self.validation |= validation;
        self.infer_paging |= infer_paging;
        self.without.extend(without);
        self.lints.extend(lints);
        self.include.extend(include);
        self.exclude.extend(exclude);
        for (mine, theirs) in [(&mut self.rename, rename), (&mut self.replace, replace)] {
            for (name, to) in theirs {
                mine.entry(name).or_insert(to);
            }
        }
        for (name, traits) in derive {
            self.derive.entry(name).or_default().extend(traits);
        }
        self.layout = self.layout.or(layout);
        self.dates = self.dates.or(dates);
        self.decimals = self.decimals.or(decimals);
        self.features_per_tag |= features_per_tag;
        self.features_off.extend(features_off);
        self.origin = self.origin.or(origin);
        self
    }
}

/// The file that choices come from, and where in it each was made.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    pub(crate) path: PathBuf,
    pub(crate) text: String,
    /// By key and name: line and column, both from 1.
    pub(crate) places: BTreeMap<(String, String), (usize, usize)>,
}

/// Some operations of a document: those that any of these names.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Selection {
    /// By their ids; those without one as `GET /pets`.
    pub operations: Vec<String>,
    /// By their tags, compared by their letters and digits. One of several tags is enough.
    pub tags: Vec<String>,
    /// By their paths. `*` is anything in one segment, `**` any segments: `/pets/**` is `/pets`, too.
    pub paths: Vec<String>,
}

impl Selection {
    pub(crate) fn is_empty(&self) -> bool {
        self.operations.is_empty() && self.tags.is_empty() && self.paths.is_empty()
    }

    fn extend(&mut self, others: Self) {
        self.operations.extend(others.operations);
        self.tags.extend(others.tags);
        self.paths.extend(others.paths);
    }
}

/// Reads a word that stands for one of several.
macro_rules! word {
    ($ty:ident: $($word:literal = $variant:ident),+) => {
        impl FromStr for $ty {
            type Err = String;

            fn from_str(text: &str) -> Result<Self, String> {
                match text {
                    $($word => Ok(Self::$variant),)+
                    other => Err(unknown_word(other, &[$($word),+])),
                }
            }
        }
    };
}

fn unknown_word(text: &str, words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    let last = words.last().cloned().unwrap_or_default();
    let others = words.split_last().map(|(_, others)| others.join(", ")).unwrap_or_default();
    format!("`{text}` has no meaning: write {others} or {last}")
}

/// Which models share a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// None but those that a schema has inside: `models/pet.rs`.
    #[default]
    Models,
    /// Those that only one area needs: `models/pets.rs`, and `models/shared.rs` for all others.
    Areas,
    /// All of them: `models.rs`.
    Single,
}

word!(Layout: "models" = Models, "areas" = Areas, "single" = Single);

/// What a date is to callers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dates {
    /// `DateTime` and `Date` of the runtime: the text that the service wrote, and what it says when asked.
    #[default]
    Lazy,
    /// `jiff::Timestamp` and `jiff::civil::Date`. An answer with something else in its place is an error.
    Jiff,
    /// `String`.
    Text,
}

word!(Dates: "lazy" = Lazy, "jiff" = Jiff, "text" = Text);

/// What a number of `format: decimal` is to callers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Decimals {
    /// `rust_decimal::Decimal`, with all digits.
    #[default]
    Exact,
    /// As if there were no format: `f64` for a number, `String` for a string.
    Plain,
}

word!(Decimals: "exact" = Exact, "plain" = Plain);

/// A group of rules that a document need not keep for a client to be made from it. What they find are warnings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lint {
    /// Each operation says where it is documented and how callers sign in, and has an example: `no-page`,
    /// `no-sign-in`, `no-example`.
    Docs,
    /// Each example fits its schema: `example`. Patterns and formats are not compared.
    Examples,
    /// Each schema is needed by an operation: `unreachable`.
    Unreachable,
}

impl FromStr for Lint {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "docs" => Ok(Self::Docs),
            "examples" => Ok(Self::Examples),
            "unreachable" => Ok(Self::Unreachable),
            other => Err(format!("there is no lint `{other}`: write `docs`, `examples` or `unreachable`")),
        }
    }
}

/// How callers reach an operation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Calls {
    /// By its area, all its parameters being arguments: `client.users().list_posts(id)`.
    #[default]
    Areas,
    /// As its path has it: `client.users().by_id(id).posts().list()`.
    Paths,
}

impl FromStr for Calls {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "areas" => Ok(Self::Areas),
            "paths" => Ok(Self::Paths),
            other => Err(format!("`{other}` has no meaning: write `areas` or `paths`")),
        }
    }
}
