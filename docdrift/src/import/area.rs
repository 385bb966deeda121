//! Areas: the tag that an operation is under, and the folder of its files.

use std::path::PathBuf;

use heck::{ToKebabCase as _, ToUpperCamelCase as _};

use super::build::Builder;
use super::names::Parts;
use crate::words::unnamed;

/// An area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) tag: String,
    pub(super) folder: PathBuf,
}

impl Area {
    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

impl Builder<'_> {
    /// The folder that the root is in.
    pub(super) fn folder(&self) -> PathBuf {
        self.parts.known.root.with_file_name("")
    }

    /// The area of a path: the one that is asked for, that of the longest part of the path that is a path itself, or
    /// one that is named after the first fixed part.
    pub(super) fn area(&self, path: &str) -> Area {
        if let Some(area) = &self.settings.area {
            return self.named(area);
        }
        let known = &self.parts.known.operations;
        let mut prefix = path;
        while let Some((shorter, _)) = prefix.rsplit_once('/').filter(|(shorter, _)| !shorter.is_empty()) {
            let same = known.iter().find(|one| unnamed(&one.path) == unnamed(prefix) && !one.tag.is_empty());
            if let Some(one) = same {
                return self.named(&one.tag);
            }
            prefix = shorter;
        }
        self.named(Parts::of(path).first())
    }

    /// The area of a name. Its folder is the one that operations under its tag are in.
    fn named(&self, name: &str) -> Area {
        let camel = name.to_upper_camel_case();
        let tag = self.parts.known.tags.iter().find(|tag| tag.eq_ignore_ascii_case(&camel)).unwrap_or(&camel);
        let root = self.folder();
        let known = self.parts.known.operations.iter().filter(|one| one.tag == *tag);
        let folders = known.filter_map(|one| Some(PathBuf::from(&one.item.file).parent()?.to_owned()));
        let folder = folders.into_iter().find(|folder| *folder != root && !folder.as_os_str().is_empty());
        Area { tag: tag.clone(), folder: folder.unwrap_or_else(|| root.join(tag.to_kebab_case())) }
    }
}
