//! YAML. The only file that knows `serde_yaml`.
//!
//! The parser keeps all that it has met until the end of the text, in several times the memory of the text itself, and
//! finds no place without reading all. So a large text is read, and searched, in parts.

mod blocks;

use std::collections::BTreeMap;

use serde_yaml::{Deserializer, Value};

use super::tree::{Open, Tree};
use super::walk::{self, Target};
use super::{Format, SyntaxError};
use crate::diagnostic::Pointer;
use blocks::Part;

/// The size of parts, in bytes.
const SIZE: usize = 1 << 16;

/// How deep a text is divided: its members, theirs, and those of `schemas` in `components`.
const DEPTH: usize = 3;

/// Reads a file's text into the tree; says also how.
pub(super) fn read_file(text: &str, tree: &mut Tree, file: usize) -> (Format, Result<Pointer, SyntaxError>) {
    match in_parts(text, tree, file) {
        Some(root) => (Format::YamlInParts, Ok(root)),
        None => (Format::Yaml, read(text, tree, file)),
    }
}

/// Reads a text into the tree, as one.
pub(super) fn read(text: &str, tree: &mut Tree, file: usize) -> Result<Pointer, SyntaxError> {
    tree.read(file, Deserializer::from_str(text)).map_err(|error| {
        let (line, column) = error.location().map_or((1, 1), |place| (place.line(), place.column()));
        // The place is shown apart; the parser's own mention of it would be a second one.
        let message = error.to_string();
        let (what, further) = message.split_once(" at line ").unwrap_or((&message, ""));
        // What was being read there, and where that begins.
        let within = further.find(", while ").and_then(|start| further.get(start..));
        let within = within.filter(|within| within.contains(" at line ")).unwrap_or_default();
        SyntaxError { message: format!("this is not YAML: {what}{within}"), line, column }
    })
}

/// Reads a large text; leaves nothing in the tree if it cannot be divided.
fn in_parts(text: &str, tree: &mut Tree, file: usize) -> Option<Pointer> {
    let parts = divided(text, DEPTH)?;
    let nodes = tree.len();
    let root = tree.open(file).and_then(|mut root| {
        fill(&mut root, &parts, tree, DEPTH)?;
        Some(root.close(tree))
    });
    if root.is_none() {
        tree.truncate(nodes);
    }
    root
}

fn divided(text: &str, depth: usize) -> Option<Vec<Part<'_>>> {
    (depth > 0 && text.len() > SIZE).then(|| blocks::divide(text, SIZE)).flatten()
}

/// Reads the members of a map, part by part. `None` if one is not what it seemed to be: a reference to what another
/// part names, or a piece of a text that goes on.
fn fill(map: &mut Open, parts: &[Part<'_>], tree: &mut Tree, depth: usize) -> Option<()> {
    for part in parts {
        match halves(part, depth) {
            Some((key, below)) => {
                let mut member = map.open(tree, &only_key(key)?)?;
                fill(&mut member, &below, tree, depth - 1)?;
                let member = member.close(tree);
                map.add(tree, member);
            }
            None if map.read(tree, Deserializer::from_str(part.text)).ok()? == part.count => {}
            None => return None,
        }
    }
    Some(())
}

/// The line of a part's only key, and the parts of its value, where that is worth dividing.
fn halves<'t>(part: &Part<'t>, depth: usize) -> Option<(&'t str, Vec<Part<'t>>)> {
    let (key, value) = part.halves()?;
    Some((key, divided(value, depth - 1)?))
}

fn only_key(line: &str) -> Option<Box<str>> {
    let map: BTreeMap<Box<str>, Value> = serde_yaml::from_str(line).ok()?;
    map.into_iter().next().filter(|(_, value)| value.is_null()).map(|(key, _)| key)
}

/// A place: line and column from 1, the column in characters.
type Place = (usize, usize);

/// Finds scalars and keys.
pub(super) fn locate(text: &str, targets: &[Target]) -> Vec<Option<Place>> {
    walk::walk(Deserializer::from_str(text), targets, false)
}

/// The same in a text that was read in parts.
pub(super) fn locate_in_parts(text: &str, targets: &[Target]) -> Vec<Option<Place>> {
    let parts = divided(text, DEPTH).unwrap_or_default();
    let mut places = vec![None; targets.len()];
    let wanted = targets.iter().zip(&mut places);
    let wanted = wanted.map(|(target, place)| Wanted { path: &target.path, key: target.key, place });
    search(&parts, 0, wanted.collect(), DEPTH);
    places
}

/// A target below some map, and where to note its place.
struct Wanted<'t> {
    path: &'t [usize],
    key: bool,
    place: &'t mut Option<Place>,
}

/// Looks for targets in the parts of a map that has some lines before it.
fn search(parts: &[Part<'_>], before: usize, wanted: Vec<Wanted<'_>>, depth: usize) {
    let mut by_member: BTreeMap<usize, Vec<Wanted<'_>>> = BTreeMap::new();
    for one in wanted {
        if let Some(&member) = one.path.first() {
            by_member.entry(member).or_default().push(one);
        }
    }
    for part in parts.iter().rev() {
        let inside = by_member.split_off(&part.first);
        if inside.is_empty() {
            continue;
        }
        let line = before + part.line;
        let inside = inside.into_values().flatten();
        let Some((key, below)) = halves(part, depth) else {
            find(part.text, part.first, line, inside.collect());
            continue;
        };
        let (own, deeper): (Vec<_>, Vec<_>) = inside.partition(|one| one.path.len() == 1);
        let deeper = deeper.into_iter().map(|one| Wanted { path: &one.path[1..], ..one });
        search(&below, line + 1, deeper.collect(), depth - 1);
        find(key, part.first, line, own);
    }
}

/// Looks for targets in a text with some members of a map.
fn find(text: &str, first: usize, before: usize, wanted: Vec<Wanted<'_>>) {
    let target = |one: &Wanted<'_>| {
        let mut path = one.path.to_vec();
        path.iter_mut().take(1).for_each(|member| *member -= first);
        Target { path, key: one.key }
    };
    let targets: Vec<Target> = wanted.iter().map(target).collect();
    let places = walk::walk(Deserializer::from_str(text), &targets, false);
    for (one, place) in wanted.into_iter().zip(places) {
        *one.place = place.map(|(line, column)| (before + line, column));
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::super::tree::Value::{List, Map};
    use super::*;

    /// A document of more than one part, with something before and after its members.
    fn large(before: &str, after: &str) -> String {
        let mut text = before.to_owned();
        for map in ["paths", "components"] {
            let _ = writeln!(text, "{map}:\n  # What is in it.\n  schemas:");
            for at in 0..400 {
                let _ = writeln!(
                    text,
                    "    /pets/{at}:\n      description: |\n        {}\n      200: [a, {{b: 'c'}}]\n      required:\n      - d\n\n",
                    "a text ".repeat(20)
                );
            }
        }
        text + after
    }

    /// Whatever is found in parts, and where, is what is found in the whole.
    #[test]
    fn parts_make_the_whole() {
        let cases = [
            ("", "", true),
            ("---\n# A comment.\nopenapi: 3.1.0 # Another.\n", "last:\n", true),
            ("tags:\n- name: a\n-\n  name: b\n", "  # The end.", true),
            ("text: |\n  paths:\n\n  more: x\nfolded: >-\n      a\n\n    \n", "", true),
            ("base: &base { a: 1 }\nheir:\n  <<: *base\n", "", true),
            ("twice: 1\n\"twice\": 2\n", "paths: 3\n", true),
            ("base: &base 1\n", "last: *base\n", false),
            ("text: \"one\nkey: two\nthree\"\n", "", false),
            ("? a\n: b\n", "", false),
            ("", "...\n", false),
            ("{ a: 1 }\n", "", false),
            ("- a\n", "", false),
        ];
        for (before, after, divisible) in cases {
            let text = large(before, after);
            let [mut parts, mut whole] = [Tree::default(), Tree::default()];
            let (format, root) = read_file(&text, &mut parts, 0);
            let expected = read(&text, &mut whole, 0).ok();
            assert_eq!((format == Format::YamlInParts, root.ok()), (divisible, expected), "{before}…{after}");
            assert_eq!(format!("{parts:?}"), format!("{whole:?}"), "{before}…{after}");
            if divisible {
                let targets = targets(&whole);
                assert_eq!(locate_in_parts(&text, &targets), locate(&text, &targets), "{before}…{after}");
            }
        }
    }

    fn targets(tree: &Tree) -> Vec<Target> {
        let nodes = (0..).map_while(|index| tree.pointer(index));
        let nodes = nodes.filter(|&at| tree.parent(at).is_some());
        let target = |at| match tree.node(at).value {
            Map(_) | List(_) => tree.name(at).map(|_| Target { path: tree.path(at), key: true }),
            _ => Some(Target { path: tree.path(at), key: false }),
        };
        nodes.filter_map(target).collect()
    }
}
