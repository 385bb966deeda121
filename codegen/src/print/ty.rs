//! Types as rustfmt lays them out, given as text: what they take in angle brackets is broken where they are long.

use super::INDENT;
use super::layout::At;

/// A type, which may take several lines.
pub(super) fn ty(text: &str, at: At) -> String {
    if at.fits(text) {
        return text.to_owned();
    }
    let Some((name, arguments)) = parts(text) else { return text.to_owned() };
    let deeper = at.deeper();
    let mut broken = format!("{name}<\n");
    for argument in arguments {
        broken.extend([" ".repeat(deeper.indent), ty(argument.trim(), deeper), ",\n".to_owned()]);
    }
    broken + &" ".repeat(at.indent) + ">"
}

/// A field, its type in the next line if that saves it from being broken.
pub(super) fn field(name: &str, text: &str, at: At) -> String {
    let next = at.deeper();
    if !after(name, at).fits(text) && next.fits(text) {
        return format!("{name}:\n{}{text}", " ".repeat(next.indent));
    }
    format!("{name}: {}", ty(text, after(name, at)))
}

/// An argument. Of a line rustfmt leaves out the word `impl`.
pub(super) fn argument(name: &str, text: &str, at: At) -> String {
    let at = after(name, at);
    let left_out = if text.starts_with("impl ") { "impl ".len() } else { 0 };
    format!("{name}: {}", ty(text, At { column: at.column - left_out, ..at }))
}

/// What a function gives, with the brace of its body, which has a line of its own before it is too much for one.
pub(super) fn result(text: &str, at: At) -> String {
    let broken = ty(text, At { column: at.column - " {".len(), ..at });
    let one = parts(text).is_none_or(|(_, arguments)| arguments.len() == 1);
    let room = if one { "{".len() } else { "{".len() + INDENT.len() };
    let is_full = !broken.contains('\n') && !At { after: room + 1, ..at }.fits(&broken);
    broken + if is_full { "\n    {" } else { " {" }
}

fn after(name: &str, at: At) -> At {
    at.past(name.chars().count() + ": ".len(), 0)
}

/// The name of a generic type, and what it takes.
fn parts(text: &str) -> Option<(&str, Vec<&str>)> {
    let (name, rest) = text.split_once('<')?;
    let inner = rest.strip_suffix('>')?;
    let (mut depth, mut from, mut arguments) = (0_usize, 0, Vec::new());
    for (place, character) in inner.char_indices() {
        match character {
            '<' | '(' | '[' => depth += 1,
            '>' | ')' | ']' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                arguments.push(&inner[from..place]);
                from = place + 1;
            }
            _ => {}
        }
    }
    arguments.push(&inner[from..]);
    Some((name, arguments))
}
