//! `x-clientgen-call`: the way to an operation as the document says it.

use super::{Ways, key};
use crate::diagnostic::{Diagnostics, Pointer};
use crate::ir::{Call, NodeId, Parameter, Place};
use crate::openapi::Named;

const FORM: &str = "write words in snake case, with dots between them and names of path parameters in parentheses, \
                    such as `customers.by_id(customer_id).get`";

/// A step of a way as written: `by_id(customer_id)`.
struct Step<'t> {
    word: &'t str,
    parameters: Vec<&'t str>,
}

/// What is wrong, and the way out.
struct Wrong(String, String);

impl Wrong {
    fn new(message: String, help: impl Into<String>) -> Self {
        Self(message, help.into())
    }
}

impl Ways<'_> {
    /// Takes the way to an operation as written, or reports why it cannot be gone.
    pub(super) fn written(&mut self, operation: usize, written: &Named, diagnostics: &mut Diagnostics) {
        match steps(&written.name).and_then(|steps| self.follow(operation, &steps)) {
            Ok(call) => self.set(operation, call),
            Err(wrong) => report(written.at, wrong, diagnostics),
        }
    }

    fn follow(&mut self, operation: usize, steps: &[Step<'_>]) -> Result<Call, Wrong> {
        let Some((last, steps)) = steps.split_last() else {
            return Err(Wrong::new("this is no way to an operation".to_owned(), FORM));
        };
        if !last.parameters.is_empty() {
            let message = format!("`{}` is the method of the operation, and no step before it", last.word);
            let help =
                "the method takes every parameter that no step has: write the word without parentheses";
            return Err(Wrong::new(message, help));
        }
        let mut values = Vec::new();
        let mut node = None;
        for step in steps {
            let own = self.own_values(operation, step, &values)?;
            node = Some(self.node(operation, node, step, &own)?);
            values.extend(own);
        }
        let hint = vec![last.word.to_owned()];
        if self.known(node, last.word).is_some() {
            let message = format!("`{}` is a step of other ways, and the method of this one", last.word);
            return Err(Wrong::new(message, "give the operation another word, such as `get` or `list`"));
        }
        if let Some(first) = self.method(node, last.word) {
            let help = "give one of the two another way, or another last word";
            return Err(Wrong::new(format!("`{first}` is called like this, too"), help));
        }
        Ok(Call { node, hint, values })
    }

    /// The positions of the parameters that a step takes.
    fn own_values(&self, operation: usize, step: &Step<'_>, earlier: &[usize]) -> Result<Vec<usize>, Wrong> {
        let none: &[Parameter] = &[];
        let parameters = self.api.operations.get(operation).map_or(none, |operation| &operation.parameters);
        // What can have one value only is sent without being asked for.
        let is_open = |p: &&Parameter| p.place == Place::Path && p.constant.is_none();
        let mut own = Vec::new();
        for name in &step.parameters {
            let known = parameters.iter().position(|p| is_open(&p) && p.name == *name);
            let Some(position) = known else {
                let names: Vec<String> =
                    parameters.iter().filter(is_open).map(|p| format!("`{}`", p.name)).collect();
                let help = match names.as_slice() {
                    [] => "the path has no parameters".to_owned(),
                    names => format!("the path has {}", names.join(", ")),
                };
                return Err(Wrong::new(format!("`{name}` is no parameter of the path"), help));
            };
            if earlier.contains(&position) || own.contains(&position) {
                let message = format!("two steps take the parameter `{name}`");
                return Err(Wrong::new(
                    message,
                    "name each parameter once: the operation gets it from there",
                ));
            }
            own.push(position);
        }
        Ok(own)
    }

    /// The node of a step, which other ways may have met before.
    fn node(
        &mut self,
        operation: usize,
        parent: Option<NodeId>,
        step: &Step<'_>,
        values: &[usize],
    ) -> Result<NodeId, Wrong> {
        if let Some(first) = self.method(parent, step.word) {
            let message = format!("`{}` is a step here, and the method of `{first}`", step.word);
            return Err(Wrong::new(message, "give one of the two another word"));
        }
        let hint = [step.word.to_owned()];
        let Some(id) = self.known(parent, step.word) else {
            return Ok(if values.is_empty() {
                self.step(parent, &hint, operation)
            } else {
                self.value_step(parent, &hint, operation, values.to_vec())
            });
        };
        let Some(node) = self.api.nodes.get(id.0) else { return Ok(id) };
        let names: Vec<&str> = self.api.values_of(node).map(|parameter| parameter.name.as_str()).collect();
        if names != step.parameters {
            let first = if names.is_empty() {
                "takes nothing".to_owned()
            } else {
                format!("takes `{}`", names.join(", "))
            };
            let message = format!("the step `{}` {first} where the document has it first", step.word);
            return Err(Wrong::new(message, "a step takes the same parameters wherever it is the same"));
        }
        let (first, here) = (self.types(node.operation, &node.values), self.types(operation, values));
        match first.iter().zip(&here).zip(&names).find(|((first, here), _)| first != here) {
            None => Ok(id),
            Some((_, name)) => {
                let word = step.word;
                let message = format!("`{name}` has another type here than where the step `{word}` is first");
                let help = "declare the parameter once, and refer to it from both paths";
                Err(Wrong::new(message, help))
            }
        }
    }

    /// The node of this word, whatever it takes.
    fn known(&self, parent: Option<NodeId>, word: &str) -> Option<NodeId> {
        let key = key(&[word.to_owned()]);
        let found = [key.clone(), format!("{key}()")].map(|key| self.nodes.get(&(parent, key)));
        found.into_iter().flatten().flatten().next().copied()
    }

    /// The id of the operation that is called by this word.
    fn method(&self, node: Option<NodeId>, word: &str) -> Option<&str> {
        let operation = self.methods.get(&(node, key(&[word.to_owned()])))?;
        self.api.operations.get(*operation).map(|operation| operation.id.as_str())
    }
}

fn steps(text: &str) -> Result<Vec<Step<'_>>, Wrong> {
    let step = |text: &str| format!("`{text}` is no step of a way to an operation");
    text.split('.')
        .map(str::trim)
        .map(|text| read(text).ok_or_else(|| Wrong::new(step(text), FORM)))
        .collect()
}

fn read(text: &str) -> Option<Step<'_>> {
    let (word, parameters) = match text.split_once('(') {
        None => (text, Vec::new()),
        Some((word, rest)) => (word.trim_end(), rest.strip_suffix(')')?.split(',').map(str::trim).collect()),
    };
    is_word(word).then_some(Step { word, parameters })
}

/// Whether a text is one word in snake case.
fn is_word(text: &str) -> bool {
    let legal = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.split('_').all(|part| !part.is_empty() && part.chars().all(legal))
}

fn report(at: Pointer, Wrong(message, help): Wrong, diagnostics: &mut Diagnostics) {
    diagnostics.error("call", at, message).help(help);
}
