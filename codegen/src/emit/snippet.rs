//! A few tokens as text.

use std::borrow::Cow;
use std::fmt;

use proc_macro2::{Literal, TokenStream};
use quote::ToTokens;

/// A type or a value as Rust writes it: cheaper than tokens where it goes into a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Snippet(Cow<'static, str>);

impl Snippet {
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&'static str> for Snippet {
    fn from(text: &'static str) -> Self {
        Self(Cow::Borrowed(text))
    }
}

impl From<String> for Snippet {
    fn from(text: String) -> Self {
        Self(Cow::Owned(text))
    }
}

impl fmt::Display for Snippet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl ToTokens for Snippet {
    /// What is no code was refused where it came from.
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(self.0.parse::<TokenStream>().unwrap_or_default());
    }
}

/// A string as Rust writes it.
pub(super) fn string(text: &str) -> String {
    let plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\'));
    if plain { format!("\"{text}\"") } else { Literal::string(text).to_string() }
}
