//! Names that the description gives, made of those that pages and paths have.

use heck::{ToLowerCamelCase as _, ToSnakeCase as _, ToUpperCamelCase as _};

/// The key of a definition: `Base[Argument]` is named after its argument and the last word of its base, unless the
/// argument is a type of the platform, such as `System.String`.
pub(crate) fn key(full: &str) -> String {
    let (base, arguments) = split(full);
    let last = base.rsplit('.').next().unwrap_or_default();
    let last: String =
        last.split('`').next().unwrap_or_default().chars().filter(|c| c.is_alphanumeric()).collect();
    let own: Vec<String> =
        arguments.iter().filter(|one| !one.starts_with("System.")).map(|one| key(one)).collect();
    let name = if own.is_empty() {
        last
    } else {
        let word = last.to_snake_case().rsplit('_').next().unwrap_or_default().to_upper_camel_case();
        own.concat() + &word
    };
    match name.chars().next() {
        Some(first) if first.is_lowercase() => name.to_upper_camel_case(),
        Some(first) if first.is_numeric() => format!("Type{name}"),
        Some(_) => name,
        None => "Type".to_owned(),
    }
}

/// `Base[A,B[C]]`, or the same in angle brackets: the base, and the arguments as they stand.
fn split(full: &str) -> (&str, Vec<&str>) {
    let Some((base, rest)) = full.split_once(['[', '<']) else { return (full, Vec::new()) };
    let inside = rest.strip_suffix([']', '>']).unwrap_or(rest);
    let mut arguments = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    for (at, c) in inside.char_indices() {
        match c {
            '[' | '<' => depth += 1,
            ']' | '>' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                arguments.extend(inside.get(start..at));
                start = at + 1;
            }
            _ => {}
        }
    }
    arguments.extend(inside.get(start..));
    (base, arguments.into_iter().map(str::trim).filter(|one| !one.is_empty()).collect())
}

/// The key of what has no full name: a property's values, a parameter.
pub(super) fn camel(name: &str) -> String {
    name.to_upper_camel_case()
}

/// A path, in the parts that names are made of.
pub(super) struct Parts<'p> {
    parts: Vec<&'p str>,
}

impl<'p> Parts<'p> {
    /// The parts of a path without those that tell the version.
    pub(super) fn of(path: &'p str) -> Parts<'p> {
        let parts = path.split('/').filter(|part| !part.is_empty() && !is_version(part));
        Parts { parts: parts.collect() }
    }

    /// The first fixed part, which is what the path is about.
    pub(super) fn first(&self) -> &'p str {
        self.parts.iter().find(|part| !part.starts_with('{')).copied().unwrap_or("root")
    }

    /// The fixed parts below the area that a tag names; all but the first if none is of that name.
    fn below(&self, tag: &str) -> Vec<&'p str> {
        let fixed: Vec<&str> = self.parts.iter().filter(|part| !part.starts_with('{')).copied().collect();
        let at =
            fixed.iter().rposition(|part| part.to_upper_camel_case().eq_ignore_ascii_case(tag)).unwrap_or(0);
        fixed.get(at + 1..).unwrap_or_default().to_vec()
    }

    /// Whether it leads to a member of what the part before names.
    pub(super) fn is_member(&self) -> bool {
        self.parts.last().is_some_and(|part| part.starts_with('{'))
    }

    /// Whether its last part names several things.
    pub(super) fn is_plural(&self) -> bool {
        self.parts
            .last()
            .is_some_and(|part| !part.starts_with('{') && part.ends_with('s') && !part.ends_with("ss"))
    }

    /// The key of the path item: `customers`, `customer`, `relationships`; with more of the path where one is taken.
    pub(super) fn item(&self, taken: impl Fn(&str) -> bool) -> String {
        let fixed: Vec<&str> = self.parts.iter().filter(|part| !part.starts_with('{')).copied().collect();
        let mut words: Vec<String> = fixed.iter().map(|part| part.to_upper_camel_case()).collect();
        if let Some(last) = words.last_mut().filter(|_| self.is_member()) {
            *last = singular(last);
        }
        let mut key = String::new();
        for word in words.iter().rev() {
            key = format!("{word}{key}");
            if !taken(&key.to_lower_camel_case()) {
                return key.to_lower_camel_case();
            }
        }
        let key = if key.is_empty() { "root".to_owned() } else { key.to_lower_camel_case() };
        free(&key, taken)
    }

    /// The `operationId`: the area, what is done, and to what.
    pub(super) fn operation(&self, tag: &str, verb: &str, taken: impl Fn(&str) -> bool) -> String {
        let mut words: Vec<String> = self.below(tag).iter().map(|part| part.to_upper_camel_case()).collect();
        if let Some(last) = words.last_mut().filter(|_| verb != "list") {
            *last = singular(last);
        }
        let name = format!("{tag}_{}{}", verb.to_upper_camel_case(), words.concat());
        free(&name, taken)
    }

    /// The way to the operation in the client.
    pub(super) fn call(&self, verb: &str) -> String {
        let step = |part: &&str| match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            Some(name) => {
                let snake = name.to_snake_case();
                let by = if snake == "id" || snake.ends_with("_id") { "id" } else { &snake };
                format!("by_{by}({name})")
            }
            None => part.to_snake_case(),
        };
        let steps: Vec<String> = self.parts.iter().map(step).collect();
        format!("{}.{verb}", steps.join("."))
    }
}

/// A name, or the first of those that have a number behind it that is free.
pub(super) fn free(name: &str, taken: impl Fn(&str) -> bool) -> String {
    if !taken(name) {
        return name.to_owned();
    }
    let mut number = 2;
    while taken(&format!("{name}{number}")) {
        number += 1;
    }
    format!("{name}{number}")
}

fn is_version(part: &str) -> bool {
    part.strip_prefix('v')
        .is_some_and(|number| !number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || c == '.'))
}

/// One of what a plural names, as far as its end tells.
fn singular(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("ies") {
        format!("{stem}y")
    } else if word.ends_with("ss") || word.ends_with("us") || word.ends_with("is") {
        word.to_owned()
    } else {
        word.strip_suffix('s').unwrap_or(word).to_owned()
    }
}

/// A title as pages have it in their addresses: `get-customer-by-customer-id`.
pub(super) fn slug(title: &str) -> String {
    let lower = title.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}
