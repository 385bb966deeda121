//! A part of a document: without the areas that are not wanted, and without the schemas that only these need.

use crate::openapi::Document;
use crate::source::Sources;
use crate::walk::Walk;

/// Leaves areas out, by their names in any case and with any signs between the words.
pub(crate) fn without(sources: &Sources, document: &mut Document, areas: &[String]) {
    let unwanted: Vec<String> = areas.iter().map(|area| key(area)).collect();
    if unwanted.is_empty() {
        return;
    }
    let (mut kept, mut dropped) = (Walk::new(sources), Walk::new(sources));
    for item in &mut document.paths {
        let mut any = false;
        item.operations.retain(|operation| {
            let wanted = !unwanted.contains(&key(operation.area()));
            any |= wanted;
            let walk = if wanted { &mut kept } else { &mut dropped };
            walk.part(operation.at);
            wanted
        });
        let walk = if any { &mut kept } else { &mut dropped };
        item.parameters.iter().for_each(|parameter| walk.part(parameter.at));
    }
    document.paths.retain(|item| !item.operations.is_empty());
    kept.heirs(&document.schemas);
    dropped.heirs(&document.schemas);
    document.schemas.retain(|&at| kept.has_seen(at) || !dropped.has_seen(at));
}

fn key(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
