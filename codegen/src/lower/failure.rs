//! Failures: how their bodies are read, and which requests may be sent again after one.

use super::Lowering;
use super::paging::split;
use crate::ir::{Errors, NamedError};
use crate::openapi::{self, Place};

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
}
