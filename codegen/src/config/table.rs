//! TOML, value by value: what is not as expected is a finding.

use std::collections::BTreeMap;
use std::str::FromStr;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Offsets;
use crate::diagnostic::nearest;

/// A value with its place.
pub(super) type Value<'t> = &'t Spanned<DeValue<'t>>;

/// What is wrong at a byte of the text.
#[derive(Debug)]
pub(super) struct Finding {
    pub(super) offset: usize,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

/// What was found while a file is read.
pub(super) struct Table<'t> {
    text: &'t str,
    pub(super) findings: Vec<Finding>,
    pub(super) places: Offsets,
}

impl<'t> Table<'t> {
    pub(super) fn parse(text: &'t str) -> (Option<DeTable<'t>>, Self) {
        let mut table = Self { text, findings: Vec::new(), places: Offsets::new() };
        match DeTable::parse(text) {
            Ok(root) => (Some(root.into_inner()), table),
            Err(error) => {
                let offset = error.span().map_or(0, |span| span.start);
                table.found(offset, format!("this is no TOML: {}", error.message()), None);
                (None, table)
            }
        }
    }

    fn found(&mut self, offset: usize, message: String, help: Option<String>) {
        self.findings.push(Finding { offset, message, help });
    }

    pub(super) fn wrong(&mut self, value: Value<'_>, message: String) {
        self.found(value.span().start, message, None);
    }

    fn expected(&mut self, value: Value<'_>, what: &str) {
        let is = match value.get_ref() {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "`true` or `false`",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        self.wrong(value, format!("this is {is}, and should be {what}"));
    }

    /// The members of a table whose keys are known, in the order of the file.
    pub(super) fn entries<'v>(
        &mut self,
        members: &'v DeTable<'v>,
        owner: &str,
        known: &'static [&'static str],
    ) -> Vec<(String, Value<'v>)> {
        let mut entries: Vec<_> = members.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        let mut kept = Vec::new();
        for (key, value) in entries {
            let name = key.get_ref().as_ref();
            if known.contains(&name) {
                kept.push((name.to_owned(), value));
                continue;
            }
            let place = if owner.is_empty() { String::new() } else { format!(" in `{owner}`") };
            let help = match nearest(name, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the keys are {}", known.join(", ")),
            };
            self.found(key.span().start, format!("there is no key `{name}`{place}"), Some(help));
        }
        kept
    }

    pub(super) fn table<'v>(&mut self, value: Value<'v>) -> Option<&'v DeTable<'v>> {
        match value.get_ref() {
            DeValue::Table(members) => Some(members),
            _ => {
                self.expected(value, "a table");
                None
            }
        }
    }

    pub(super) fn flag(&mut self, value: Value<'_>) -> bool {
        match value.get_ref() {
            DeValue::Boolean(flag) => *flag,
            _ => {
                self.expected(value, "`true` or `false`");
                false
            }
        }
    }

    pub(super) fn text(&mut self, value: Value<'_>) -> Option<String> {
        match value.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            _ => {
                self.expected(value, "a text");
                None
            }
        }
    }

    fn list<'v>(&mut self, value: Value<'v>) -> Vec<Value<'v>> {
        match value.get_ref() {
            DeValue::Array(items) => items.iter().collect(),
            _ => {
                self.expected(value, "a list of texts");
                Vec::new()
            }
        }
    }

    /// A list of names, whose places are kept.
    pub(super) fn texts(&mut self, choice: &str, value: Value<'_>) -> Vec<String> {
        let mut texts = Vec::new();
        for item in self.list(value) {
            if let Some(text) = self.text(item) {
                self.places.insert((choice.to_owned(), text.clone()), item.span().start);
                texts.push(text);
            }
        }
        texts
    }

    /// A word that stands for one of several.
    pub(super) fn word<W: FromStr<Err = String>>(&mut self, value: Value<'_>) -> Option<W> {
        let text = self.text(value)?;
        text.parse().map_err(|message| self.wrong(value, message)).ok()
    }

    pub(super) fn words<W: FromStr<Err = String>>(&mut self, value: Value<'_>) -> Vec<W> {
        self.list(value).into_iter().filter_map(|item| self.word(item)).collect()
    }

    /// The members of a table whose keys are names in the document, with their places kept.
    fn named<'v>(&mut self, choice: &str, value: Value<'v>) -> Vec<(String, Value<'v>)> {
        let Some(members) = self.table(value) else { return Vec::new() };
        let mut named = Vec::new();
        for (key, value) in members {
            let name = key.get_ref().to_string();
            self.places.insert((choice.to_owned(), name.clone()), key.span().start);
            // A name with dots that is not quoted is a table to TOML.
            if let DeValue::Table(_) = value.get_ref() {
                let help = format!("put a name with dots in quotes: \"{name}.…\" = …");
                self.found(key.span().start, format!("`{name}` is a table here"), Some(help));
            } else {
                named.push((name, value));
            }
        }
        named
    }

    pub(super) fn named_texts(&mut self, choice: &str, value: Value<'_>) -> BTreeMap<String, String> {
        let named = self.named(choice, value);
        named.into_iter().filter_map(|(name, value)| Some((name, self.text(value)?))).collect()
    }

    pub(super) fn named_lists(&mut self, choice: &str, value: Value<'_>) -> BTreeMap<String, Vec<String>> {
        let named = self.named(choice, value);
        let mut lists = BTreeMap::new();
        for (name, value) in named {
            let texts: Vec<String> =
                self.list(value).into_iter().filter_map(|item| self.text(item)).collect();
            lists.insert(name, texts);
        }
        lists
    }

    /// What a manifest depends on, each as it is written.
    pub(super) fn dependencies(&mut self, value: Value<'_>) -> BTreeMap<String, String> {
        let Some(members) = self.table(value) else { return BTreeMap::new() };
        let mut dependencies = BTreeMap::new();
        for (key, value) in members {
            let written = self.text.get(value.span()).unwrap_or_default();
            if written.starts_with(['"', '\'', '{']) {
                dependencies.insert(key.get_ref().to_string(), written.to_owned());
            } else {
                self.expected(value, "a version, or a table in braces");
            }
        }
        dependencies
    }
}
