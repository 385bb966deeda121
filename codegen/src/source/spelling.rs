//! How scalars are spelled in the text: `1.10` and `0x10` are numbers to a parser, and words to who wrote them.

use std::cell::OnceCell;
use std::collections::HashMap;

use super::tree::{Tree, Value};
use super::{File, Sources, yaml};
use crate::diagnostic::{Locate, Pointer, Spot};

/// How long the lines of a text are that a person wrote.
const LINE: usize = 4096;

/// The spellings of all numbers and flags, looked for once somebody asks for one.
#[derive(Debug, Default)]
pub(super) struct Spellings(OnceCell<HashMap<Pointer, String>>);

impl Sources {
    /// A scalar as a string would spell it.
    pub(crate) fn spelling(&self, at: Pointer) -> Option<String> {
        match self.value(at) {
            Value::Text(text) => Some(text.to_string()),
            value if is_plain(value) => {
                let written = self.spellings.0.get_or_init(|| self.spell());
                written.get(&at).cloned().or_else(|| value.scalar())
            }
            _ => None,
        }
    }

    fn spell(&self) -> HashMap<Pointer, String> {
        // Each place is counted from the beginning of its line, and a line may be the whole file.
        let long = |file: &File| file.text.lines().any(|line| line.len() > LINE);
        let long: Vec<bool> = self.files.iter().map(long).collect();
        let all = (0..self.tree.len()).filter_map(|index| self.tree.pointer(index));
        let plain = all.filter(|&at| is_plain(self.value(at)));
        let plain: Vec<Pointer> =
            plain.filter(|&at| long.get(self.tree.file(at)).is_some_and(|long| !long)).collect();
        let spots: Vec<Spot> = plain.iter().map(|&at| Spot::Node(at)).collect();
        let mut spellings = HashMap::new();
        for (at, excerpt) in plain.into_iter().zip(self.locate(&spots)) {
            let token = excerpt.and_then(|excerpt| excerpt.text.get(excerpt.span).map(str::to_owned));
            // An anchor may stand before it.
            let word = token.and_then(|token| token.split_whitespace().next_back().map(str::to_owned));
            let Some(token) = word.filter(|token| means(token, self.value(at))) else { continue };
            spellings.insert(at, token);
        }
        spellings
    }
}

fn is_plain(value: &Value) -> bool {
    matches!(value, Value::Bool(_) | Value::Int(_) | Value::Big(_) | Value::Float(_))
}

/// Whether a part of the text is what was read: an alias stands elsewhere.
fn means(token: &str, value: &Value) -> bool {
    let mut tree = Tree::default();
    yaml::read(token, &mut tree, 0).is_ok_and(|root| tree.node(root).value == *value)
}
