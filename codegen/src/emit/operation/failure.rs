//! What is said of failures: which type holds them.

use super::super::calls::Place;
use super::super::docs;
use super::Builder;
use crate::ir::Type;

impl Builder<'_> {
    /// The section on failures: the enum of what they hold, or the one type that they have.
    pub(super) fn failure_docs(&self, place: Place<'_>) -> Vec<String> {
        let said = match &self.name.failure {
            Some(name) => {
                let (ident, module) = (&name.ident, place.link(self.operation.area));
                let here = self.facts.names.calls.path(self.operation.area).join("::");
                let link = if module.is_empty() { String::new() } else { format!("({module}{ident})") };
                vec![
                    format!("What a failure holds depends on its status: see [`{ident}`]{link}."),
                    format!("It is `error.failure::<{here}::{ident}>()`."),
                ]
            }
            None => self.fault_docs(place).into_iter().collect(),
        };
        if said.is_empty() { said } else { [vec!["# Errors".to_owned(), String::new()], said].concat() }
    }

    /// Which failures hold a body, if all that do hold the same.
    fn fault_docs(&self, place: Place<'_>) -> Option<String> {
        let faults = self.operation.faults.iter();
        let faults: Vec<(&str, &Type)> =
            faults.filter_map(|(status, answer)| Some((status.as_str(), answer.ty()?))).collect();
        let &(first, ty) = faults.first()?;
        let written = self.written(ty);
        let model = match ty {
            Type::Def(id, arguments) if arguments.is_empty() => {
                let model = &self.facts.names.ty(*id).ident;
                format!("[`{model}`]({}models::{model})", place.root())
            }
            _ => docs::code(&written),
        };
        let statuses: Vec<&str> = faults.iter().map(|(status, _)| *status).collect();
        let which = if statuses.contains(&"default") {
            "A failure holds".to_owned()
        } else if statuses.len() == 1 {
            format!("Status {first} holds")
        } else {
            format!("Each status of {} holds", statuses.join(", "))
        };
        Some(format!("{which} a {model}: `error.fault::<{written}>()`."))
    }
}
