//! What the paths of all operations behind a node begin with.

use crate::ir::{Api, Operation};

/// By node: whole segments, up to the last value that the node has, or up to the first that it lacks.
pub(super) fn of(api: &Api) -> Vec<String> {
    let mut common: Vec<Option<Vec<&str>>> = vec![None; api.nodes.len()];
    for operation in &api.operations {
        let mut held = 0;
        for (id, node) in api.way(operation.call.node) {
            held += node.values.len();
            let segments = segments(operation, held, !node.values.is_empty());
            let Some(common) = common.get_mut(id.0) else { continue };
            match common {
                None => *common = Some(segments),
                Some(common) => {
                    let same = common.iter().zip(&segments).take_while(|(a, b)| alike(a, b)).count();
                    common.truncate(same);
                }
            }
        }
    }
    let text = |segments: Option<Vec<&str>>| {
        let path = segments.unwrap_or_default().join("/");
        if path.is_empty() { "/".to_owned() } else { path }
    };
    common.into_iter().map(text).collect()
}

/// The segments of a path that a node stands for which has this many of its values, and maybe took the last one.
fn segments(operation: &Operation, held: usize, took: bool) -> Vec<&str> {
    let names = operation.call.values.iter().take(held);
    let names = names.filter_map(|&position| operation.parameters.get(position));
    let mut missing: Vec<String> = names.map(|parameter| format!("{{{}}}", parameter.name)).collect();
    let path = operation.template.split('?').next().unwrap_or_default();
    let mut segments = Vec::new();
    for segment in path.split('/') {
        let values = missing.len();
        missing.retain(|name| !segment.contains(name.as_str()));
        let has_other = segment.contains('{') && missing.len() == values;
        if has_other {
            break;
        }
        segments.push(segment);
        if took && missing.is_empty() {
            break;
        }
    }
    segments
}

/// Whether two segments are the same but for the name of a parameter.
fn alike(a: &str, b: &str) -> bool {
    let is_parameter = |text: &str| text.starts_with('{') && text.ends_with('}');
    a == b || is_parameter(a) && is_parameter(b)
}
