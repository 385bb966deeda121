//! From words to identifiers that are legal, readable, and different from each other.

use std::collections::{HashMap, HashSet};

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span};

/// What an identifier is for, which decides its case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    Type,
    Variant,
    Field,
    Method,
    Module,
    Constant,
}

/// Names that must differ from each other.
#[derive(Debug, Default)]
pub(super) struct Scope {
    taken: HashSet<String>,
    /// For names that were wanted more than once, the number that the next one takes.
    numbers: HashMap<String, usize>,
    /// What a name takes that is reserved; without one it takes a number, like any name that is taken.
    suffix: Option<&'static str>,
    reserved: HashSet<String>,
}

impl Scope {
    pub(super) fn reserving(names: &[&str]) -> Self {
        Self::default().and(names)
    }

    pub(super) fn and(mut self, names: &[&str]) -> Self {
        self.reserved.extend(names.iter().map(|&name| name.to_owned()));
        self
    }

    pub(super) fn with_suffix(mut self, suffix: &'static str) -> Self {
        self.suffix = Some(suffix);
        self
    }

    pub(super) fn reserve(&mut self, ident: &Ident) {
        self.reserved.insert(ident.to_string());
    }

    /// Whether some words would be claimed as they are.
    pub(super) fn is_free(&self, words: &[String], case: Case) -> bool {
        let name = spell(words, case);
        !self.taken.contains(&name) && !self.reserved.contains(&name)
    }

    /// Makes the identifier for some words, and keeps it from being made again.
    pub(super) fn claim(&mut self, words: &[String], case: Case) -> Ident {
        let base = spell(words, case);
        let mut name = base.clone();
        if let Some(suffix) = self.suffix.filter(|_| self.reserved.contains(&name)) {
            name.push_str(suffix);
        }
        // Thousands may want the same name.
        let mut number = self.numbers.get(&base).copied().unwrap_or(2);
        while self.taken.contains(&name) || self.reserved.contains(&name) {
            name = match case {
                Case::Type | Case::Variant => format!("{base}{number}"),
                Case::Field | Case::Method | Case::Module | Case::Constant => format!("{base}_{number}"),
            };
            number += 1;
        }
        if number > 2 {
            self.numbers.insert(base, number);
        }
        let ident = identifier(&name);
        self.taken.insert(name);
        ident
    }
}

/// The words in their case, as letters, digits and underscores that do not begin with a digit.
pub(super) fn spell(words: &[String], case: Case) -> String {
    if let ([word], Case::Field | Case::Method | Case::Module) = (words, case)
        && is_snake_case(word)
    {
        return shortened(word.clone());
    }
    let mut plain: String = words.iter().map(|word| readable(word)).collect::<Vec<_>>().join(" ");
    if !plain.contains(|c: char| c.is_ascii_alphanumeric()) {
        plain = words.iter().flat_map(|word| word.chars()).filter_map(symbol).collect::<Vec<_>>().join(" ");
    }
    let name = match case {
        Case::Type | Case::Variant => plain.to_upper_camel_case(),
        Case::Field | Case::Method | Case::Module => plain.to_snake_case(),
        Case::Constant => plain.to_shouty_snake_case(),
    };
    let (empty, letter) = match case {
        Case::Type => ("Unnamed", "T"),
        Case::Variant => ("Empty", "V"),
        Case::Field => ("unnamed", "f"),
        Case::Method | Case::Module => ("unnamed", "m"),
        Case::Constant => ("UNNAMED", "C"),
    };
    match name.chars().next() {
        None => empty.to_owned(),
        Some(first) if first.is_ascii_digit() => format!("{letter}{}", shortened(name)),
        Some(_) => shortened(name),
    }
}

/// A name that can be that of a file, too: of a very long one the first and the last words.
fn shortened(name: String) -> String {
    const HALF: usize = 80;
    let starts_word = |c: char| c == '_' || c.is_ascii_uppercase();
    let halves = name.get(..HALF).zip(name.len().checked_sub(HALF).and_then(|from| name.get(from..)));
    match halves {
        Some((first, last)) if name.len() > 2 * HALF => {
            let first = first.rfind(starts_word).filter(|&end| end > 0).and_then(|end| first.get(..end));
            let last = last.find(starts_word).and_then(|start| last.get(start..));
            [first.unwrap_or(&name[..HALF]), last.unwrap_or_default()].concat()
        }
        _ => name,
    }
}

/// Whether a word is spelled as most fields are anyway, and in ASCII.
fn is_snake_case(word: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    word.starts_with(|c: char| c.is_ascii_lowercase())
        && word.bytes().all(plain)
        && !word.contains("__")
        && !word.ends_with('_')
}

/// A word in ASCII: other scripts transliterated, everything that is no letter or digit a gap, the sign of
/// a number spelled out.
fn readable(word: &str) -> String {
    let ascii = deunicode::deunicode_with_tofu(word, " ");
    let signed = match ascii.split_at_checked(1) {
        Some(("+", number)) if number.starts_with(|c: char| c.is_ascii_digit()) => format!("plus {number}"),
        Some(("-", number)) if number.starts_with(|c: char| c.is_ascii_digit()) => format!("minus {number}"),
        _ => ascii,
    };
    signed.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect()
}

/// What a sign is called, for names that are made of nothing else.
fn symbol(c: char) -> Option<&'static str> {
    Some(match c {
        '<' => "less",
        '>' => "greater",
        '=' => "equal",
        '!' => "not",
        '+' => "plus",
        '-' => "minus",
        '*' => "star",
        '/' => "slash",
        '\\' => "backslash",
        '%' => "percent",
        '&' => "and",
        '|' => "or",
        '^' => "caret",
        '~' => "tilde",
        '@' => "at",
        '#' => "hash",
        '$' => "dollar",
        '?' => "question",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '_' => "underscore",
        '\'' | '"' | '`' => "quote",
        '(' | '[' | '{' => "open",
        ')' | ']' | '}' => "close",
        _ => return None,
    })
}

fn identifier(name: &str) -> Ident {
    // No keyword is longer, and but for `Self` they are in lower case.
    let plain = name.len() > "continue".len() || !name.bytes().all(|byte| byte.is_ascii_lowercase());
    match name {
        // These four are keywords even behind `r#`.
        "self" | "Self" | "super" | "crate" => Ident::new(&format!("{name}_"), Span::call_site()),
        // A keyword since 2024, which `syn` does not know of.
        "gen" => Ident::new_raw(name, Span::call_site()),
        _ if !plain && syn::parse_str::<syn::Ident>(name).is_err() => Ident::new_raw(name, Span::call_site()),
        _ => Ident::new(name, Span::call_site()),
    }
}
