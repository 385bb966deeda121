//! `x-clientgen-call`: the way by which callers reach an operation, and the nodes that operations share.

use super::Lowering;
use crate::diagnostic::Pointer;
use crate::ir::{Call, Node, NodeId, Parameter, Place};
use crate::openapi::Named;

/// A step of a way as written: `by_id(customer_id)`.
struct Step<'t> {
    word: &'t str,
    parameters: Vec<&'t str>,
}

impl Lowering<'_> {
    /// The way to the operation that comes next, whose parameters these are; `None`, with an error, for one that
    /// cannot be gone.
    pub(super) fn call(&mut self, written: &Named, parameters: &[Parameter]) -> Option<Call> {
        let mut steps = self.steps(written)?;
        let last = steps.pop()?;
        if !last.parameters.is_empty() {
            let message = format!("`{}` is the method of the operation, and no step before it", last.word);
            let help =
                "the method takes every parameter that no step has: write the word without parentheses";
            self.wrong_call(written.at, message, help);
            return None;
        }
        let mut values = Vec::new();
        let mut node = None;
        for step in &steps {
            let own = self.values_of(written.at, step, parameters, &values)?;
            node = Some(self.node(written.at, node, step, &own)?);
            values.extend(own);
        }
        let taken =
            |(id, known): (NodeId, &Node)| (known.parent == node && known.word == last.word).then_some(id);
        if self.api.nodes().any(|found| taken(found).is_some()) {
            let message = format!("`{}` is a step of other ways, and the method of this one", last.word);
            self.wrong_call(written.at, message, "give the operation another word, such as `get` or `list`");
            return None;
        }
        let same = |call: &Call| call.node == node && call.word == last.word;
        if let Some(first) = self.api.operations.iter().find(|known| known.call.as_ref().is_some_and(same)) {
            let message = format!("`{}` is called like this, too", first.id);
            self.wrong_call(written.at, message, "give one of the two another way, or another last word");
            return None;
        }
        Some(Call { at: written.at, node, word: last.word.to_owned(), values })
    }

    fn steps<'t>(&mut self, written: &'t Named) -> Option<Vec<Step<'t>>> {
        let mut steps = Vec::new();
        for text in written.name.split('.') {
            let text = text.trim();
            let step = match text.split_once('(') {
                None => Some(Step { word: text, parameters: Vec::new() }),
                Some((word, rest)) => rest.strip_suffix(')').map(|names| Step {
                    word: word.trim_end(),
                    parameters: names.split(',').map(str::trim).collect(),
                }),
            };
            let Some(step) = step.filter(|step| is_word(step.word)) else {
                let message = format!("`{text}` is no step of a way to an operation");
                let help = "write words in snake case, with dots between them and names of path parameters in \
                            parentheses, such as `customers.by_id(customer_id).get`";
                self.wrong_call(written.at, message, help);
                return None;
            };
            steps.push(step);
        }
        Some(steps)
    }

    /// The positions of the parameters that a step takes.
    fn values_of(
        &mut self,
        at: Pointer,
        step: &Step<'_>,
        parameters: &[Parameter],
        earlier: &[usize],
    ) -> Option<Vec<usize>> {
        let mut own = Vec::new();
        for name in &step.parameters {
            let known = parameters.iter().position(|p| p.place == Place::Path && p.name == *name);
            let Some(position) = known else {
                let declared: Vec<String> = parameters
                    .iter()
                    .filter(|p| p.place == Place::Path)
                    .map(|p| format!("`{}`", p.name))
                    .collect();
                let help = match declared.as_slice() {
                    [] => "the path has no parameters".to_owned(),
                    declared => format!("the path has {}", declared.join(", ")),
                };
                self.wrong_call(at, format!("`{name}` is no parameter of the path"), help);
                return None;
            };
            if earlier.contains(&position) || own.contains(&position) {
                let message = format!("two steps take the parameter `{name}`");
                self.wrong_call(at, message, "name each parameter once: the operation gets it from there");
                return None;
            }
            own.push(position);
        }
        Some(own)
    }

    /// The node of a step, which other ways may have met before.
    fn node(
        &mut self,
        at: Pointer,
        parent: Option<NodeId>,
        step: &Step<'_>,
        values: &[usize],
    ) -> Option<NodeId> {
        let same = |call: &Call| call.node == parent && call.word == step.word;
        if let Some(first) = self.api.operations.iter().find(|known| known.call.as_ref().is_some_and(same)) {
            let message = format!("`{}` is a step here, and the method of `{}`", step.word, first.id);
            self.wrong_call(at, message, "give one of the two another word");
            return None;
        }
        let known = self.api.nodes().find(|(_, node)| node.parent == parent && node.word == step.word);
        if let Some((id, node)) = known {
            if node.parameters == step.parameters {
                return Some(id);
            }
            let first = match node.parameters.as_slice() {
                [] => "takes nothing".to_owned(),
                names => format!("takes `{}`", names.join(", ")),
            };
            let message = format!("the step `{}` {first} where the document has it first", step.word);
            self.wrong_call(at, message, "a step takes the same parameters wherever it is the same");
            return None;
        }
        let id = NodeId(self.api.nodes.len());
        self.api.nodes.push(Node {
            word: step.word.to_owned(),
            parent,
            parameters: step.parameters.iter().map(|&name| name.to_owned()).collect(),
            operation: self.api.operations.len(),
            values: values.to_vec(),
        });
        Some(id)
    }

    fn wrong_call(&mut self, at: Pointer, message: String, help: impl Into<String>) {
        self.reader.diagnostics().error("call", at, message).help(help);
    }

    /// Reports values that a node cannot hold for all its operations. Runs once types are joined.
    pub(super) fn check_calls(&mut self) {
        let mut found = Vec::new();
        for operation in &self.api.operations {
            let Some(call) = &operation.call else { continue };
            let mut values = call.values.iter().rev();
            let mut next = call.node;
            while let Some(node) = next.and_then(|id| self.api.node(id)) {
                let own = node.values.iter().rev().zip(values.by_ref().take(node.values.len()));
                for (&first, &here) in own {
                    let known =
                        self.api.operations.get(node.operation).and_then(|op| op.parameters.get(first));
                    let (Some(known), Some(here)) = (known, operation.parameters.get(here)) else { continue };
                    if known.ty != here.ty {
                        found.push((call.at, here.name.clone(), node.word.clone()));
                    }
                }
                next = node.parent;
            }
        }
        for (at, name, word) in found {
            let message = format!("`{name}` has another type here than where the step `{word}` is first");
            self.wrong_call(at, message, "declare the parameter once, and refer to it from both paths");
        }
    }
}

/// Whether a text is one word in snake case.
fn is_word(text: &str) -> bool {
    let legal = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.split('_').all(|part| !part.is_empty() && part.chars().all(legal))
}
