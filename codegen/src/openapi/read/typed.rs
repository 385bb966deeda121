//! Scalars and lists, as they are asked for: what is of another type, and can only mean one thing, is taken.

use super::{Object, Reader};
use crate::diagnostic::Pointer;
use crate::openapi::Named;
use crate::source::Value;

/// What stands for flags that are in quotes, or spelled as YAML had them once.
const WORDS: &[(&str, bool)] =
    &[("true", true), ("yes", true), ("on", true), ("false", false), ("no", false), ("off", false)];

impl<'a> Object<'_, 'a> {
    pub(in crate::openapi) fn as_text(&self, at: Pointer) -> Option<&'a str> {
        self.reader.sources.text(at)
    }

    pub(in crate::openapi) fn text(&mut self, key: &'static str) -> Option<String> {
        let at = self.get(key)?;
        self.text_at(at)
    }

    pub(in crate::openapi) fn required_text(&mut self, key: &'static str) -> Option<String> {
        let at = self.required(key)?;
        self.text_at(at)
    }

    /// What has to be there, though nothing hangs on it.
    pub(in crate::openapi) fn needed(&mut self, key: &'static str) -> Option<Pointer> {
        self.required_or(key, "the client is made without it")
    }

    pub(in crate::openapi) fn needed_text(&mut self, key: &'static str) -> Option<String> {
        let at = self.needed(key)?;
        self.text_at(at)
    }

    pub(in crate::openapi) fn text_at(&mut self, at: Pointer) -> Option<String> {
        // Some tools put prose into files of its own and refer to it.
        let at = if self.reader.sources.member(at, "$ref").is_some() { self.reader.follow(at)? } else { at };
        if let Some(text) = self.as_text(at) {
            return Some(text.to_owned());
        }
        let Some(spelling) = self.reader.sources.spelling(at) else {
            self.wrong_type(at, "a string");
            return None;
        };
        let becomes = format!("`{spelling}` is taken");
        self.reader.mistyped(at, "a string", &becomes).help("put it in quotes");
        Some(spelling)
    }

    /// A word of the format, which is no number.
    pub(in crate::openapi) fn word_at(&mut self, at: Pointer) -> Option<String> {
        let word = self.as_text(at);
        if word.is_none() {
            self.wrong_type(at, "a string");
        }
        word.map(str::to_owned)
    }

    /// The address in `externalDocs`.
    pub(in crate::openapi) fn docs_url(&mut self) -> Option<String> {
        let at = self.get("externalDocs")?;
        let mut docs = self.reader.object(at, "external documentation")?;
        docs.ignore(&["description"]);
        let url = docs.required("url").and_then(|at| Some((at, docs.text_at(at)?)));
        let url = url.and_then(|(at, url)| {
            let absolute = ["https://", "http://"].iter().any(|scheme| url.starts_with(scheme));
            if !absolute {
                let message =
                    format!("`{url}` is no address without the page that it stands on: it is left out");
                docs.warn("relative-link", at, message).help("write the whole address, from `https://` on");
            }
            absolute.then_some(url)
        });
        docs.finish();
        url
    }

    /// A version, which an author may have written as a number.
    pub(in crate::openapi) fn version_text(&mut self, at: Pointer) -> Option<String> {
        match self.reader.sources.value(at) {
            Value::Int(_) | Value::Float(_) => self.reader.sources.spelling(at),
            _ => self.text_at(at),
        }
    }

    pub(in crate::openapi) fn flag(&mut self, key: &'static str) -> Option<bool> {
        let at = self.get(key)?;
        if let Value::Bool(flag) = *self.reader.sources.value(at) {
            return Some(flag);
        }
        let word = self.as_text(at).unwrap_or_default();
        let meant = WORDS.iter().find(|(known, _)| word.eq_ignore_ascii_case(known)).map(|&(_, flag)| flag);
        let becomes = meant.map(|flag| format!("`{flag}` is taken"));
        let becomes = becomes.as_deref().unwrap_or("it is ignored");
        self.reader.mistyped(at, "`true` or `false`", becomes);
        meant
    }

    /// The items of a list; none if it is absent. What stands there alone and could be an item is a list of one.
    pub(in crate::openapi) fn list(
        &mut self,
        key: &'static str,
        is_item: impl Fn(&Value) -> bool,
    ) -> Vec<Pointer> {
        let Some(at) = self.get(key) else {
            return Vec::new();
        };
        if let Some(items) = self.reader.items_behind(at, key) {
            return items;
        }
        match self.reader.sources.value(at) {
            Value::List(items) => items.to_vec(),
            value if is_item(value) => {
                self.reader.mistyped(at, "a list", "it is taken as a list of one");
                vec![at]
            }
            _ => {
                self.wrong_type(at, "a list");
                Vec::new()
            }
        }
    }

    pub(in crate::openapi) fn each<T>(
        &mut self,
        key: &'static str,
        read: impl FnMut(&mut Reader<'a>, Pointer) -> Option<T>,
    ) -> Vec<T> {
        let items = self.list(key, |value| matches!(value, Value::Map(_)));
        let Some(at) = self.get(key) else {
            return Vec::new();
        };
        self.reader.each_of(at, items, read)
    }

    pub(in crate::openapi) fn texts(&mut self, key: &'static str) -> Vec<String> {
        self.named(key).into_iter().map(|named| named.name).collect()
    }

    pub(in crate::openapi) fn named(&mut self, key: &'static str) -> Vec<Named> {
        let items = self.list(key, is_text);
        super::kept(items.into_iter().filter_map(|at| self.text_at(at).map(|name| Named { at, name })))
    }
}

fn is_text(value: &Value) -> bool {
    matches!(value, Value::Text(_))
}
