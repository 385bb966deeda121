//! References: which file each is in, and what stands at its end.
//!
//! References lead to files wherever they are, out of the folder of the document too: whoever generates from a
//! document trusts it. Nothing is fetched from elsewhere.

use std::fs;
use std::path::{Component, Path, PathBuf};

use super::{Sources, Value};
use crate::diagnostic::{Diagnostics, Pointer};

/// How many references may stand on the way that another one goes.
const HOPS: usize = 16;

impl Sources {
    /// Follows a reference such as `common.yaml#/schemas/Link` from the file in which it stands.
    ///
    /// Fails with the reason, in words that fit behind "`$ref` …".
    pub(crate) fn resolve(&self, from: Pointer, reference: &str) -> Result<Pointer, String> {
        let mut hops = HOPS;
        self.resolve_within(from, reference, &mut hops)
    }

    fn resolve_within(&self, from: Pointer, reference: &str, hops: &mut usize) -> Result<Pointer, String> {
        let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        if reference.is_empty() {
            return Err("is empty".to_owned());
        }
        let roots = self.identities.roots(&self.tree, from, file);
        let near = roots.into_iter().find_map(|root| self.descend(root, fragment, hops).ok());
        match near {
            Some(near) => Ok(near),
            None => self.descend(self.file_root(from, file)?, fragment, hops),
        }
    }

    /// Follows a fragment from the root of a file, or of a part with an address of its own.
    fn descend(&self, root: Pointer, fragment: &str, hops: &mut usize) -> Result<Pointer, String> {
        if !fragment.is_empty() && !fragment.starts_with('/') {
            let named = self.identities.anchored(&self.tree, root, &percent_decode(fragment));
            return named.ok_or_else(|| {
                format!("has the fragment `{fragment}`, which is no JSON pointer, and no `$anchor` either")
            });
        }
        let mut at = root;
        for step in fragment.strip_prefix('/').map(|rest| rest.split('/')).into_iter().flatten() {
            let step = percent_decode(step).replace("~1", "/").replace("~0", "~");
            let next = |at: Pointer| match self.value(at) {
                Value::List(items) => step.parse().ok().and_then(|index: usize| items.get(index).copied()),
                _ => self.member(at, &step),
            };
            // What is only a reference stands for what it leads to.
            let next = next(at).or_else(|| {
                let reference = self.member(at, "$ref")?;
                *hops = hops.checked_sub(1)?;
                next(self.resolve_within(reference, self.text(reference)?, hops).ok()?)
            });
            at = next.ok_or_else(|| format!("leads nowhere: there is no `{step}` in `{}`", self.name(at)))?;
        }
        Ok(at)
    }

    fn file_root(&self, from: Pointer, file: &str) -> Result<Pointer, String> {
        let base = self.file_of(from).map(|(_, file)| file);
        let found = if file.is_empty() {
            base
        } else if let Some(scheme) = remote(file) {
            return Err(format!("is remote ({scheme}): only files are followed"));
        } else {
            let path = base.map(|base| relative(&base.path, file)).unwrap_or_default();
            match self.spelled.get(&path) {
                Some(Ok(file)) => self.files.get(*file),
                Some(Err(reason)) => {
                    return Err(format!("names {}, which cannot be read: {reason}", path.display()));
                }
                None => None,
            }
        };
        found.and_then(|file| file.root).ok_or_else(|| "leads into a file that is not readable".to_owned())
    }

    /// Reads files until no node refers to an unread one.
    pub(super) fn load_references(&mut self, diagnostics: &mut Diagnostics) {
        let mut next = 0;
        while let Some(at) = self.tree.pointer(next) {
            next += 1;
            let Some(file) = self.external_file(at) else {
                continue;
            };
            if self.spelled.contains_key(&file) {
                continue;
            }
            let found = match self.known(&file) {
                Some(known) => Ok(known),
                None => fs::read_to_string(&file).map_err(|error| error.to_string()).map(|text| {
                    self.add(file.clone(), text, diagnostics);
                    self.files.len() - 1
                }),
            };
            self.spelled.insert(file, found);
        }
    }

    /// The file at a path, if it was read by another one: the same may be called so, or be linked to.
    fn known(&self, path: &Path) -> Option<usize> {
        let real = fs::canonicalize(path).ok()?;
        self.files.iter().position(|file| file.real.as_ref() == Some(&real))
    }

    /// The file that a node refers to, if the node is a `$ref` to another file.
    fn external_file(&self, at: Pointer) -> Option<PathBuf> {
        let reference = self.text(at)?;
        let file = reference.split('#').next().filter(|file| !file.is_empty() && remote(file).is_none())?;
        let base = (self.tree.name(at)? == "$ref").then(|| self.file_of(at))?;
        base.map(|(_, base)| relative(&base.path, file))
    }
}

fn remote(file: &str) -> Option<&str> {
    file.split_once("://").map(|(scheme, _)| scheme)
}

/// A reference's path, seen from the file in which it stands, without `.` and `x/..`.
fn relative(base: &Path, reference: &str) -> PathBuf {
    let joined = base.parent().unwrap_or(Path::new("")).join(percent_decode(reference));
    let mut clean = PathBuf::new();
    for component in joined.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if matches!(clean.components().next_back(), Some(Component::Normal(_))) => {
                clean.pop();
            }
            other => clean.push(other),
        }
    }
    clean
}

pub(super) fn percent_decode(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}
