//! The words that documentation pages are made of: names of sections and columns, methods, types.

const SECTIONS: &[&str] = &[
    "uri parameters",
    "uri parameter",
    "path parameters",
    "query parameters",
    "request header",
    "request headers",
    "request body",
    "request syntax",
    "rest request",
    "rest response",
    "request example",
    "response example",
    "response success and error codes",
    "responses",
    "definitions",
    "examples",
    "security",
    "prerequisites",
    "c#",
    "sample request",
    "sample response",
];

const COLUMNS: &[&str] = &[
    "name",
    "in",
    "required",
    "type",
    "description",
    "method",
    "request uri",
    "value",
    "property",
    "parameter",
    "member",
    "position",
    "meaning",
    "example",
    "status",
];

const METHODS: &[&str] = &["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH"];

const BASES: &[&str] = &[
    "string", "boolean", "bool", "integer", "int", "int32", "int64", "long", "number", "double", "decimal",
    "float", "object", "guid", "uuid", "datetime", "date", "uri", "file", "array", "any",
];

/// Lines that say what stands beside them: titles of boxes, languages of code, buttons, kinds of definitions.
const LABELS: &[&str] = &[
    "note",
    "tip",
    "important",
    "caution",
    "warning",
    "http",
    "json",
    "copy",
    "try it",
    "feedback",
    "object",
    "enumeration",
    "[!note]",
    "[!tip]",
    "[!important]",
    "[!caution]",
    "[!warning]",
];

/// Whether a line only says what stands beside it.
#[must_use]
pub fn is_label(line: &str) -> bool {
    LABELS.contains(&line.trim().to_lowercase().as_str())
}

/// The name in the heading of an enumeration, such as `Binding enumeration`.
#[must_use]
pub fn enumeration(heading: &str) -> Option<&str> {
    let name = heading.strip_suffix(" enumeration").or_else(|| heading.strip_suffix(" enum"))?;
    is_name(name).then_some(name)
}

/// What a list of media types begins with.
pub const MEDIA_TYPES: &str = "Media Types:";

/// Whether a line names a section that pages have.
#[must_use]
pub fn is_section(line: &str) -> bool {
    let line = line.trim().to_lowercase();
    let line = line.split(" (").next().unwrap_or_default();
    SECTIONS.contains(&line)
}

/// The name of a column, without what pages put around it: `Required?`.
#[must_use]
pub fn column(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").trim_end_matches(['?', '*', ':']).to_lowercase()
}

/// The columns that a line names, if it names nothing else and at least two.
#[must_use]
pub fn column_names(line: &str) -> Option<Vec<String>> {
    let lower = line.trim().replace('?', "").to_lowercase();
    if line.contains('\t') {
        let columns: Vec<String> = lower.split('\t').map(|column| column.trim().to_owned()).collect();
        return columns.iter().all(|column| COLUMNS.contains(&column.as_str())).then_some(columns);
    }
    if !line.trim_start().starts_with(|first: char| first.is_ascii_uppercase()) {
        return None;
    }
    let mut rest = lower.as_str();
    let mut columns = Vec::new();
    while !rest.is_empty() {
        let fits = |column: &&&str| {
            rest.strip_prefix(**column).is_some_and(|after| after.is_empty() || after.starts_with(' '))
        };
        let column = COLUMNS.iter().find(fits)?;
        columns.push((*column).to_owned());
        rest = rest.strip_prefix(column)?.trim_start();
    }
    (columns.len() >= 2).then_some(columns)
}

/// The HTTP method that a word is.
#[must_use]
pub fn method_of(word: &str) -> Option<&'static str> {
    METHODS.iter().find(|method| **method == word).copied()
}

/// Whether a line is one name, such as of a type: a letter, then letters, digits and what .NET has in names.
#[must_use]
pub fn is_name(line: &str) -> bool {
    let inside = |c: char| c.is_alphanumeric() || "._-[],`+<>$@#".contains(c);
    line.starts_with(|first: char| first.is_alphabetic() || first == '_' || first == '@')
        && line.chars().all(inside)
        && !line.ends_with(['.', ','])
}

/// Whether a line is the type of something: a word for one, or a name that begins with a capital letter.
#[must_use]
pub fn is_type(line: &str) -> bool {
    let base = line.trim_end_matches("[]");
    let word = base.split_once(" (").map_or(base, |(word, _)| word).to_lowercase();
    BASES.contains(&word.as_str()) || (is_name(base) && base.starts_with(|first: char| first.is_uppercase()))
}

/// Whether a word is one for a type that has no definition.
#[must_use]
pub fn is_base(word: &str) -> bool {
    BASES.contains(&word)
}

/// Whether a line begins with an HTTP status.
#[must_use]
pub fn is_status(line: &str) -> bool {
    let word = line.split_whitespace().next().unwrap_or_default();
    let number = word.len() == 3 && word.chars().all(|c| c.is_ascii_digit());
    number || line.eq_ignore_ascii_case("default") || line.eq_ignore_ascii_case("other status codes")
}

/// What a word says of whether something is required.
#[must_use]
pub fn required(word: &str) -> Option<bool> {
    match word.trim_matches(['*', '.']).to_lowercase().as_str() {
        "true" | "yes" | "y" | "required" => Some(true),
        "false" | "no" | "n" | "optional" => Some(false),
        _ => None,
    }
}

/// A path with its parameters unnamed and in lower case, for they are named in many ways.
#[must_use]
pub fn unnamed(path: &str) -> String {
    let mut parts = path.trim_end_matches('/').split('{');
    let mut unnamed = parts.next().unwrap_or_default().to_lowercase();
    for part in parts {
        let (_, rest) = part.split_once('}').unwrap_or((part, ""));
        unnamed += "{}";
        unnamed += &rest.to_lowercase();
    }
    unnamed
}
