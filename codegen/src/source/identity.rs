//! Parts of documents that have an address (`$id`, `$self`) or a name (`$anchor`) of their own.
//!
//! JSON Schema calls what has an address a resource: references in it, and JSON pointers without a file, start
//! from there. Documents of OpenAPI often have an `$id` in a schema and still mean the whole file by `#`, so that
//! each resource on the way out is asked.

use std::collections::HashMap;

use super::tree::{Tree, Value};
use crate::diagnostic::Pointer;

/// What the nodes are called.
#[derive(Debug, Default)]
pub(super) struct Identities {
    /// The addresses of resources, as far as their own file makes them absolute.
    addresses: HashMap<Pointer, String>,
    resources: HashMap<String, Pointer>,
    anchors: HashMap<String, Vec<Pointer>>,
    /// How many nodes have been looked at.
    seen: usize,
}

impl Identities {
    /// Takes note of the names among the nodes that are new since the last call.
    pub(super) fn update(&mut self, tree: &Tree) {
        while let Some(at) = tree.pointer(self.seen) {
            self.seen += 1;
            let node = tree.node(at);
            let (Some(key), Value::Text(name), Some(owner)) = (tree.name(at), &node.value, tree.parent(at))
            else {
                continue;
            };
            match key {
                "$id" | "$self" if !name.starts_with('#') => {
                    let base = self.enclosing(tree, tree.parent(owner)).next();
                    let base = base.and_then(|outer| self.addresses.get(&outer)).map_or("", String::as_str);
                    let address = join(base, name.trim_end_matches('#'));
                    self.resources.entry(address.clone()).or_insert(owner);
                    self.addresses.insert(owner, address);
                }
                "$anchor" | "$dynamicAnchor" => {
                    self.anchors.entry(name.to_string()).or_default().push(owner);
                }
                _ => {}
            }
        }
    }

    /// The roots that a reference can start from: of the resources around it, the innermost first, or of the one
    /// whose address it gives.
    pub(super) fn roots(&self, tree: &Tree, from: Pointer, address: &str) -> Vec<Pointer> {
        if self.addresses.is_empty() {
            return Vec::new();
        }
        if address.is_empty() {
            return self.enclosing(tree, Some(from)).collect();
        }
        let bases = self.enclosing(tree, Some(from)).filter_map(|around| self.addresses.get(&around));
        let found = bases.map(|base| join(base, address)).chain([address.to_owned()]);
        found.filter_map(|address| self.resources.get(&address).copied()).take(1).collect()
    }

    /// The node with a name, in the same resource as `root` if there is one, or else in the same file.
    pub(super) fn anchored(&self, tree: &Tree, root: Pointer, name: &str) -> Option<Pointer> {
        let named = self.anchors.get(name)?;
        let own = |at: &&Pointer| self.enclosing(tree, Some(**at)).next().is_none_or(|around| around == root);
        let near = |at: &&Pointer| tree.file(**at) == tree.file(root);
        named.iter().filter(near).find(own).or_else(|| named.iter().find(near)).copied()
    }

    /// How many nodes have a name.
    pub(super) fn count(&self, name: &str) -> usize {
        self.anchors.get(name).map_or(0, Vec::len)
    }

    /// The resources that a node is in, the innermost first.
    fn enclosing<'t>(&'t self, tree: &'t Tree, from: Option<Pointer>) -> impl Iterator<Item = Pointer> + 't {
        let around = std::iter::successors(from, |&at| tree.parent(at));
        around.filter(|at| self.addresses.contains_key(at))
    }
}

/// The address that a reference gives, seen from another one (RFC 3986, section 5.2).
fn join(base: &str, reference: &str) -> String {
    let scheme_end = |text: &str| {
        let end = text.find(':')?;
        let named = text.get(..end)?.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
        (named && end > 0).then_some(end)
    };
    let Some(end) = scheme_end(base).filter(|_| scheme_end(reference).is_none()) else {
        return reference.to_owned();
    };
    if reference.starts_with("//") {
        return format!("{}:{reference}", &base[..end]);
    }
    // A name without a path, as `urn:example:pet`, has nothing that a path could follow.
    let Some(authority) = base[end + 1..].strip_prefix("//") else { return reference.to_owned() };
    let (host, path) = match authority.find('/') {
        Some(slash) => authority.split_at(slash),
        None => (authority, "/"),
    };
    let folder = path.rfind('/').map_or("", |slash| &path[..slash]);
    let path =
        if reference.starts_with('/') { reference.to_owned() } else { format!("{folder}/{reference}") };
    let mut steps: Vec<&str> = Vec::new();
    for step in path.split('/').skip(1) {
        match step {
            "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    format!("{}://{host}/{}", &base[..end], steps.join("/"))
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn references_are_seen_from_their_base() {
        let base = "https://example.com/schemas/pets/cat.json";
        for (reference, expected) in [
            ("dog.json", "https://example.com/schemas/pets/dog.json"),
            ("../owner", "https://example.com/schemas/owner"),
            ("./a/./b", "https://example.com/schemas/pets/a/b"),
            ("/owner", "https://example.com/owner"),
            ("//example.org/x", "https://example.org/x"),
            ("http://example.org/x", "http://example.org/x"),
            ("urn:example:x", "urn:example:x"),
            ("../../../../x", "https://example.com/x"),
        ] {
            assert_eq!(join(base, reference), expected);
        }
        assert_eq!(join("https://example.com", "x"), "https://example.com/x");
        assert_eq!(join("urn:example:x", "y"), "y");
        assert_eq!(join("", "y"), "y");
    }
}
