//! Failures: how their bodies are read, where successes hold some, and which requests may be sent again after
//! one.

use super::Lowering;
use super::property::split;
use crate::ir::{Errors, NamedError, Shape, Type, TypeId};
use crate::openapi::{self, Place, Schema};

/// What stands for the code in `textCode`.
const CODE: &str = "{code}";

impl Lowering<'_> {
    pub(super) fn failures(&mut self, written: &openapi::Errors) {
        let paths = |paths: &Option<Vec<String>>| {
            let paths = paths.as_ref()?.iter();
            Some(paths.map(|path| split(path)).collect())
        };
        let text_code = written.text_code.as_ref().and_then(|template| {
            let parts = template.name.split_once(CODE);
            if parts.is_none_or(|(before, _)| before.is_empty()) {
                let message = "this does not say what stands before the code";
                let found = self.reader.diagnostics().error("extension", template.at, message);
                found.help(format!("write `{CODE}` in the place of the code, such as `({CODE})`"));
                return None;
            }
            parts.map(|(before, after)| (before.to_owned(), after.to_owned()))
        });
        let named = written.named.iter().map(|error| NamedError {
            name: error.name.clone(),
            status: error.status,
            code: error.code.clone(),
        });
        self.api.errors = Errors {
            code: paths(&written.code),
            message: paths(&written.message),
            text_code,
            named: named.collect(),
            headers: written.headers.clone(),
        };
    }

    /// Notes the header by which the service knows a request that it has seen before.
    pub(super) fn idempotency_key(&mut self, written: &openapi::Parameter) {
        let name = &written.name.name;
        if written.place != Place::Header {
            let message = format!("only a header can be an idempotency key: `{name}` is none");
            self.reader.diagnostics().warning("client-parameter", written.at, message);
            return;
        }
        let keys = &mut self.api.idempotency_keys;
        if !keys.iter().any(|key| key.eq_ignore_ascii_case(name)) {
            keys.push(name.clone());
        }
    }

    /// Notes which errors a definition can hold: what its schema says, or one that it is made of.
    pub(super) fn outcome(&mut self, id: TypeId, schema: &Schema) {
        self.outcomes.extend(schema.more.errors.iter().map(|path| (id, path.clone())));
        for part in &schema.all_of {
            match &part.reference {
                None => self.outcome(id, &part.clone()),
                Some(reference) => {
                    let target = self.reader.sources().resolve(reference.at, &reference.name);
                    if let Some(base) = target.ok().and_then(|target| self.schema_at(target)) {
                        self.outcomes.extend(base.more.errors.iter().map(|path| (id, path.clone())));
                    }
                }
            }
        }
    }

    /// Makes sure that there is something where errors are said to be.
    pub(super) fn check_outcomes(&mut self) {
        for (id, path) in std::mem::take(&mut self.outcomes) {
            let from = Type::Def(id, Vec::new());
            let names = self.steps_through(&from, &path.name);
            let is_struct = matches!(self.api.def(id).shape, Shape::Struct { .. });
            if !is_struct || names.is_empty() || !self.leads(from, &names) {
                let message = format!("there is no property `{}` to hold errors", path.name);
                let found = self.reader.diagnostics().error("extension", path.at, message);
                found.help("write the names of the properties from here down, with dots between them");
                continue;
            }
            let faults = &mut self.api.types[id.0].faults;
            if !faults.contains(&names) {
                faults.push(names);
            }
        }
    }
}
