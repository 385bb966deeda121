//! The names of members, each kept once: most of a document's keys are keywords of the format.

use std::collections::HashMap;
use std::fmt;
use std::num::NonZeroU32;
use std::rc::Rc;

/// A name, by its place among all of them, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::source) struct Word(NonZeroU32);

/// All names that were met.
#[derive(Default)]
pub(super) struct Words {
    list: Vec<Rc<str>>,
    known: HashMap<Rc<str>, Word>,
}

impl Words {
    /// `None` if there are more names than places.
    pub(super) fn word(&mut self, name: &str) -> Option<Word> {
        if let Some(&known) = self.known.get(name) {
            return Some(known);
        }
        let word = u32::try_from(self.list.len() + 1).ok().and_then(NonZeroU32::new).map(Word)?;
        let name: Rc<str> = name.into();
        self.list.push(name.clone());
        self.known.insert(name, word);
        Some(word)
    }

    pub(super) fn name(&self, word: Word) -> &str {
        &self.list[word.0.get() as usize - 1]
    }

    /// Forgets all names behind one; behind none, all.
    pub(super) fn truncate(&mut self, last: Option<Word>) {
        self.list.truncate(last.map_or(0, |word| word.0.get() as usize));
        self.known.retain(|_, word| Some(*word) <= last);
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.list).finish()
    }
}
