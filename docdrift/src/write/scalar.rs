//! Texts in YAML. A text stands plain if every reader, of YAML 1.1 too, reads it as that text; in quotes otherwise; and
//! in a block if it has several lines or does not fit into one.

use super::WIDTH;

/// Words that YAML 1.1 or 1.2 reads as something other than a text, in lower case.
const WORDS: &[&str] =
    &["null", "true", "false", "yes", "no", "on", "off", "y", "n", ".inf", ".nan", "<<", "=", "~"];

/// A key. Those that need quotes have single ones, such as `'200'`.
pub(super) fn key(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { single_or_double(text) }
}

/// A text in a list that stands in one line.
pub(super) fn in_flow(text: &str) -> String {
    if is_plain(text) && !text.contains([',', '[', ']', '{', '}', ':']) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// The lines of a text after a key or a dash. Lines of a block have the indentation.
pub(super) fn after(before: &str, text: &str, indent: usize) -> Vec<String> {
    let space = " ".repeat(indent);
    let block = |mark: &str, lines: Vec<String>| {
        let indented = |line: String| if line.is_empty() { line } else { format!("{space}{line}") };
        std::iter::once(format!("{before} {mark}")).chain(lines.into_iter().map(indented)).collect()
    };
    if fits_literal(text) {
        return block("|-", text.split('\n').map(str::to_owned).collect());
    }
    let one = if is_plain(text) { text.to_owned() } else { quoted(text) };
    let line = format!("{before} {one}");
    if line.chars().count() > WIDTH && fits_folded(text) {
        return block(">-", fold(text, WIDTH.saturating_sub(indent).max(40)));
    }
    vec![line]
}

/// Words in lines that are no longer than a width, unless a word is.
fn fold(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        let fits = |line: &&mut String| line.chars().count() + 1 + word.chars().count() <= width;
        match lines.last_mut().filter(fits) {
            Some(line) => {
                line.push(' ');
                line.push_str(word);
            }
            None => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Whether a text of several lines can stand as it is.
fn fits_literal(text: &str) -> bool {
    let starts_well = text.starts_with(|first: char| !first.is_whitespace());
    text.contains('\n')
        && starts_well
        && !text.ends_with(char::is_whitespace)
        && text.split('\n').all(|line| line.chars().all(is_printable) && !line.ends_with([' ', '\t']))
}

/// Whether a text is made of words with single spaces between them.
fn fits_folded(text: &str) -> bool {
    text.contains(' ')
        && text.chars().all(is_printable)
        && text.split(' ').all(|word| !word.is_empty() && !word.contains('\t'))
}

/// Whether a text is read as itself without quotes.
fn is_plain(text: &str) -> bool {
    let lower = text.to_lowercase();
    let digits = lower.trim_start_matches(['+', '-', '.']);
    let number = digits.starts_with(|first: char| first.is_ascii_digit());
    let starts_well =
        text.starts_with(|first: char| !first.is_whitespace() && !"-?:,[]{}#&*!|>'\"%@`".contains(first));
    starts_well
        && !number
        && !WORDS.contains(&lower.trim_start_matches(['+', '-']))
        && !text.starts_with("...")
        && !text.ends_with(|last: char| last.is_whitespace() || last == ':')
        && text.chars().all(|c| is_printable(c) && c != '\t')
        && !text.contains(": ")
        && !text.contains(" #")
}

/// Whether YAML lets a character stand as it is, and nobody takes it for a line break.
fn is_printable(c: char) -> bool {
    !matches!(c,
        '\0'..='\u{8}' | '\u{a}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}'
            | '\u{fffe}' | '\u{ffff}')
}

/// A text in quotes: references within a file in single ones, everything else in double ones where that needs no
/// escapes.
fn quoted(text: &str) -> String {
    if text.starts_with('#') || text.contains(['"', '\\']) { single_or_double(text) } else { double(text) }
}

fn single_or_double(text: &str) -> String {
    if text.chars().all(|c| is_printable(c) && c != '\t') {
        format!("'{}'", text.replace('\'', "''"))
    } else {
        double(text)
    }
}

fn double(text: &str) -> String {
    use std::fmt::Write as _;
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            c if is_printable(c) => quoted.push(c),
            c => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(c));
            }
        }
    }
    quoted.push('"');
    quoted
}
