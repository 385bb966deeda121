//! Types, as pages write them: `string`, `integer (int64)`, `Name[]`, `array of Name`, `enum:` and its values.

use crate::document::Cell;
use crate::page::{Said, Type};
use crate::words::{is_base, is_name};

/// The type that a cell says.
pub(super) fn of(cell: Option<&Cell>) -> Type {
    let Some(cell) = cell else { return Type::Unknown };
    let said = cell.text.trim_end_matches(':').to_lowercase();
    if said == "enum" || (said == "string" && !cell.items.is_empty()) {
        let values = cell.items.iter().map(|item| Said { line: item.line, text: item.text.clone() });
        return Type::Values(values.collect());
    }
    parse(&cell.text)
}

fn parse(text: &str) -> Type {
    let text = text.trim().trim_end_matches('.');
    let lower = text.to_lowercase();
    if text.is_empty() {
        return Type::Unknown;
    }
    if let Some(item) = text.strip_suffix("[]") {
        return Type::List(Box::new(parse(item)));
    }
    for before in ["array of ", "list of ", "an array of ", "a list of "] {
        if lower.starts_with(before) {
            return Type::List(Box::new(items(text.get(before.len()..).unwrap_or_default())));
        }
    }
    // `integer (int64)`, `string (date-time)`, `string in UTC date time format`.
    let word = lower.split([' ', '(']).next().unwrap_or_default();
    if let Some(base) = base(word) {
        return Type::Base(base.to_owned());
    }
    if is_name(text) { Type::Named(text.to_owned()) } else { Type::Prose(text.to_owned()) }
}

/// The type of items: `strings`, `Name resources`.
fn items(text: &str) -> Type {
    let named =
        [" resources", " objects", " resource", " object"].iter().find_map(|end| text.strip_suffix(end));
    let base = || text.strip_suffix('s').filter(|one| is_base(one));
    parse(named.filter(|name| is_name(name)).or_else(base).unwrap_or(text))
}

/// The word of JSON Schema for a word of a page.
fn base(word: &str) -> Option<&'static str> {
    Some(match word {
        "string" | "guid" | "uuid" | "datetime" | "date" | "uri" => "string",
        "boolean" | "bool" => "boolean",
        "integer" | "int" | "int32" | "int64" | "long" => "integer",
        "number" | "double" | "decimal" | "float" => "number",
        "object" | "any" => "object",
        "array" => "array",
        "file" => "file",
        _ => return None,
    })
}

/// The format that a type has: what stands in brackets behind it, or what its word stands for.
pub(super) fn format(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let lower = lower.trim_end_matches("[]").trim_end_matches('.');
    if let Some((word, rest)) = lower.split_once(" (") {
        let known =
            ["int32", "int64", "float", "double", "date", "date-time", "uuid", "uri", "byte", "password"];
        let format = rest.strip_suffix(')').filter(|format| known.contains(format));
        return format.filter(|_| base(word).is_some()).map(str::to_owned);
    }
    let format = match lower {
        "guid" | "uuid" => "uuid",
        "datetime" => "date-time",
        "date" => "date",
        "uri" => "uri",
        "int" | "int32" => "int32",
        "int64" | "long" => "int64",
        "double" | "float" => lower,
        _ => return None,
    };
    Some(format.to_owned())
}
