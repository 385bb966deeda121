//! Finds the places of the description again in the trees of its files.

use std::path::Path;

use crate::edit::{Spot, Way, way};
use crate::files::{At, Files, Place};
use crate::yaml::{Entry, Node};

/// The value whose key stands at a place: the outermost one with this key, or the outermost one if none has it.
pub(super) fn entry<'f>(files: &'f Files, place: &Place, key: &str) -> Option<At<'f>> {
    let top = files.file(Path::new(&place.file))?;
    let mut found = Vec::new();
    at_line(top.node, place.line, &mut found);
    let named = found.iter().find(|entry| entry.key.eq_ignore_ascii_case(key));
    let entry = named.or(found.first())?;
    Some(At { line: entry.line, node: &entry.value, ..top })
}

/// The entries of maps that begin at a line, outer ones first.
fn at_line<'f>(node: &'f Node, line: usize, found: &mut Vec<&'f Entry>) {
    found.extend(node.entries().iter().filter(|entry| entry.line == line));
    node.entries().iter().for_each(|entry| at_line(&entry.value, line, found));
    node.items().iter().for_each(|item| at_line(item, line, found));
}

/// The map with the list of values that begins at a place, and has these values.
pub(super) fn enumeration<'f>(files: &'f Files, values: &[(String, Place)]) -> Option<At<'f>> {
    let (_, place) = values.first()?;
    let top = files.file(Path::new(&place.file))?;
    let has = |node: &Node| {
        let items = node.get("enum").map_or(&[][..], Node::items);
        let texts = items.iter().map(Node::text);
        texts.eq(values.iter().map(|(value, _)| value.as_str()))
            && items.first().is_some_and(|item| item.line == place.line)
    };
    let node = find(top.node, &has)?;
    Some(At { node, ..top })
}

/// The first value of which something holds.
fn find<'f>(node: &'f Node, holds: &impl Fn(&Node) -> bool) -> Option<&'f Node> {
    if holds(node) {
        return Some(node);
    }
    let entries = node.entries().iter().map(|entry| &entry.value);
    entries.chain(node.items()).find_map(|child| find(child, holds))
}

/// The way to a value in its file.
pub(super) fn way_to(files: &Files, at: At<'_>) -> Option<Way> {
    way(files.file(at.file)?.node, at.node)
}

/// Where something goes that the page has behind others: behind the last of them that is there.
pub(super) fn spot(names: &[&str], before: &[&str]) -> Spot {
    let position = |name: &&str| names.iter().position(|known| known.eq_ignore_ascii_case(name));
    before.iter().rev().find_map(position).map_or(Spot::First, Spot::After)
}

/// The pointer to a value in its file: `/components/schemas/Book`.
pub(super) fn pointer(files: &Files, at: At<'_>) -> Option<String> {
    let mut node = files.file(at.file)?.node;
    let mut pointer = String::new();
    for step in way_to(files, at)? {
        let entry = node.entries().get(step)?;
        pointer.push('/');
        pointer.push_str(&entry.key.replace('~', "~0").replace('/', "~1"));
        node = &entry.value;
    }
    Some(pointer)
}
